//! Signals of the engine beside those of the reference.

use std::fmt::Debug;

use chrono::NaiveDate;
use tenure_columns::{Cell, Frame, Value};
use tenure_core::signals::{AsOf, Deriver, ListState, built_in};
use tenure_model::{Account, Currency, Tenant};
use tenure_rules::{Dictionary, Scope, SignalDef};

use super::Difference;
use crate::generate::CUSTOM;
use crate::reference::{Readings, SignalReference};

const NARROW: [Scope; 4] = [
    Scope::Contract,
    Scope::Complaint,
    Scope::Opportunity,
    Scope::Offer,
];

/// The built-in signals and the custom ones of generated accounts.
fn dictionary() -> Dictionary {
    let mut dictionary = built_in();
    for custom in CUSTOM {
        // A name can stand once only, and these do.
        let _added = dictionary.add(SignalDef {
            name: format!("custom.{}", custom.name),
            scope: Scope::Account,
            per_contract: false,
            ty: custom.ty,
            money: false,
            unit: None,
            valid_for_days: custom.valid_for_days,
            words: None,
            control: tenure_rules::Control::None,
            kinds: Vec::new(),
            doc: String::new(),
            derivation: String::new(),
            actions_only: false,
        });
    }
    dictionary
}

/// Compares every signal of every account and record; gives how many were compared.
///
/// # Errors
/// The first signal that reads differently, with the account.
pub fn compare_signals(
    accounts: &[Account],
    tenant: &Tenant,
    as_of: NaiveDate,
    currency: Option<Currency>,
) -> Result<u64, Box<Difference>> {
    let dictionary = dictionary();
    let reference = SignalReference {
        dictionary: &dictionary,
        tenant,
        as_of,
        currency,
    };
    let day = AsOf::new(tenant, as_of, currency)
        .map_err(|zone| differs("the time zone", &zone, &"known", String::new()))?;
    let ids = dictionary
        .iter()
        .filter(|(_, def)| !def.actions_only)
        .map(|(id, _)| id);
    let deriver = Deriver::new(&dictionary, NARROW, ids);
    let mut compared = 0;
    for account in accounts {
        let derived = deriver.derive([account], &day);
        let story = || story(account, tenant, as_of, currency);
        let frame = Side {
            dictionary: &dictionary,
            frame: &derived.accounts,
            row: 0,
        };
        compared += frame.compare(&reference.of_account(account), "the account", &story)?;
        for scope in NARROW {
            let Some(rows) = derived.rows_of(scope) else {
                return Err(differs("rows", &"none", &scope.as_str(), story()));
            };
            let wanted = reference.of_rows(account, scope);
            let known = rows.lists.first() == Some(&ListState::Given);
            let ids: Vec<&str> = rows.entity.iter().map(tenure_model::Id::as_str).collect();
            let wanted_ids: Vec<&str> =
                wanted.iter().flatten().map(|(id, _)| id.as_str()).collect();
            if known != wanted.is_some() || ids != wanted_ids {
                let what = format!("the rows of scope {}", scope.as_str());
                return Err(differs(
                    &what,
                    &(known, ids),
                    &(wanted.is_some(), wanted_ids),
                    story(),
                ));
            }
            for (row, (id, readings)) in wanted.iter().flatten().enumerate() {
                let frame = Side {
                    dictionary: &dictionary,
                    frame: &rows.frame,
                    row,
                };
                compared += frame.compare(readings, id, &story)?;
            }
        }
    }
    Ok(compared)
}

/// One row of the engine's columns.
struct Side<'a> {
    dictionary: &'a Dictionary,
    frame: &'a Frame,
    row: usize,
}

impl Side<'_> {
    fn compare(
        &self,
        wanted: &Readings,
        of: &str,
        story: &impl Fn() -> String,
    ) -> Result<u64, Box<Difference>> {
        for (name, reading) in wanted {
            let column = self
                .dictionary
                .find(name)
                .and_then(|id| self.frame.column(id.index()));
            let cell = column.map_or(Cell::Unknown, |column| column.cell(self.row));
            if !same(&cell, reading) {
                return Err(differs(
                    &format!("`{name}` of {of}"),
                    &cell,
                    reading,
                    story(),
                ));
            }
        }
        Ok(wanted.len() as u64)
    }
}

/// Equal to the last bit.
pub(super) fn same(a: &Cell<Value>, b: &Cell<Value>) -> bool {
    match (a, b) {
        (Cell::Known(Value::Float(a)), Cell::Known(Value::Float(b))) => a.to_bits() == b.to_bits(),
        _ => a == b,
    }
}

fn differs(
    what: &str,
    engine: &dyn Debug,
    reference: &dyn Debug,
    story: String,
) -> Box<Difference> {
    Box::new(Difference {
        what: what.to_owned(),
        engine: format!("{engine:?}"),
        reference: format!("{reference:?}"),
        story,
    })
}

fn story(
    account: &Account,
    tenant: &Tenant,
    as_of: NaiveDate,
    currency: Option<Currency>,
) -> String {
    let currency = currency.map_or("none".to_owned(), |currency| currency.to_string());
    format!(
        "as of {as_of}, currency of the rulebook: {currency}\ntenant: {}\naccount: {}\n",
        serde_json::to_string(tenant).unwrap_or_default(),
        serde_json::to_string_pretty(account).unwrap_or_default(),
    )
}
