//! Signals of the engine beside those of the reference.

use std::collections::BTreeMap;
use std::fmt::Debug;

use tenure_columns::{Cell, Frame, Value};
use tenure_core::signals::{AsOf, Deriver, ListState, built_in};
use tenure_model::{Account, Currency, Id};
use tenure_rules::{Control, Dictionary, Scope, SignalDef};

use super::Difference;
use crate::fault::Fault;
use crate::generate::{CUSTOM, Records};
use crate::reference::{Readings, SignalReference};

const NARROW: [Scope; 4] = [
    Scope::Contract,
    Scope::Complaint,
    Scope::Opportunity,
    Scope::Offer,
];

/// How often each signal was read in each state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignalTally {
    counts: BTreeMap<(String, &'static str), u64>,
}

impl SignalTally {
    fn add(&mut self, name: &str, reading: &Cell<Value>) {
        let state = match reading {
            Cell::Known(_) => "known",
            Cell::Unknown => "unknown",
            Cell::Stale => "stale",
            Cell::NotApplicable => "not applicable",
        };
        *self.counts.entry((name.to_owned(), state)).or_default() += 1;
    }

    /// Takes in the counts of another tally.
    pub fn merge(&mut self, other: &Self) {
        for (key, count) in &other.counts {
            *self.counts.entry(key.clone()).or_default() += count;
        }
    }

    /// How often a signal was read in a state: `known`, `unknown`, `stale` or `not applicable`.
    pub fn get(&self, name: &str, state: &'static str) -> u64 {
        self.counts
            .get(&(name.to_owned(), state))
            .copied()
            .unwrap_or(0)
    }
}

/// The built-in signals and the custom ones of generated accounts.
pub fn dictionary() -> Dictionary {
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
            range: None,
            control: Control::None,
            kinds: Vec::new(),
            doc: String::new(),
            derivation: String::new(),
            actions_only: false,
        });
    }
    dictionary
}

/// Compares every signal of every account and record; tells how often each was read in each state.
///
/// # Errors
/// The first signal that reads differently, with the account.
pub fn compare_signals(
    records: &Records,
    currency: Option<Currency>,
    fault: Fault,
) -> Result<SignalTally, Box<Difference>> {
    let dictionary = dictionary();
    let day = AsOf::new(&records.tenant, records.as_of, currency)
        .map_err(|zone| differs("the time zone", &zone, &"known", String::new()))?;
    let ids = dictionary
        .iter()
        .filter(|(_, def)| !def.actions_only)
        .map(|(id, _)| id);
    let mut comparison = Comparison {
        deriver: Deriver::new(&dictionary, NARROW, ids),
        reference: SignalReference::new(&dictionary, &records.tenant, records.as_of, currency)
            .with_fault(fault),
        dictionary: &dictionary,
        day: &day,
        records,
        tally: SignalTally::default(),
    };
    for account in &records.accounts {
        comparison.account(account)?;
    }
    Ok(comparison.tally)
}

struct Comparison<'a> {
    dictionary: &'a Dictionary,
    deriver: Deriver,
    reference: SignalReference<'a>,
    day: &'a AsOf<'a>,
    records: &'a Records,
    tally: SignalTally,
}

type Compared = Result<(), Box<Difference>>;

impl Comparison<'_> {
    fn account(&mut self, account: &Account) -> Compared {
        let derived = self.deriver.derive([account], self.day);
        let wanted = self.reference.of_account(account);
        self.row(&derived.accounts, 0, &wanted, "the account", account)?;
        for scope in NARROW {
            let Some(rows) = derived.rows_of(scope) else {
                return Err(self.differs("the rows", &"none", &scope, account));
            };
            let wanted = self.reference.of_rows(account, scope);
            let ids: Vec<&str> = rows.entity.iter().map(Id::as_str).collect();
            let found = (rows.lists.first() == Some(&ListState::Given)).then_some(ids);
            let expected: Option<Vec<&str>> = wanted
                .as_ref()
                .map(|rows| rows.iter().map(|(id, _)| id.as_str()).collect());
            if found != expected {
                let what = format!("which rows scope {} has", scope.as_str());
                return Err(self.differs(&what, &found, &expected, account));
            }
            for (row, (id, readings)) in wanted.iter().flatten().enumerate() {
                self.row(&rows.frame, row, readings, id, account)?;
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        frame: &Frame,
        row: usize,
        wanted: &Readings,
        of: &str,
        account: &Account,
    ) -> Compared {
        for (name, reading) in wanted {
            let column = self
                .dictionary
                .find(name)
                .and_then(|id| frame.column(id.index()));
            let cell = column.map_or(Cell::Unknown, |column| column.cell(row));
            if !same(&cell, reading) {
                let what = format!("`{name}` of {of}");
                return Err(self.differs(&what, &cell, reading, account));
            }
            self.tally.add(name, reading);
        }
        Ok(())
    }

    fn differs(
        &self,
        what: &str,
        engine: &dyn Debug,
        reference: &dyn Debug,
        account: &Account,
    ) -> Box<Difference> {
        let Records { tenant, as_of, .. } = self.records;
        let story = format!(
            "as of {as_of}\ntenant: {}\naccount: {}\n",
            serde_json::to_string(tenant).unwrap_or_default(),
            serde_json::to_string_pretty(account).unwrap_or_default(),
        );
        differs(what, engine, reference, story)
    }
}

/// Equal to the last bit.
fn same(a: &Cell<Value>, b: &Cell<Value>) -> bool {
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
