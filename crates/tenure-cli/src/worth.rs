//! What accounts are worth, and which of their custom values are of the wrong type.

use chrono::NaiveDate;
use tenure_model::{Account, Problem, Tenant};

use crate::facade::{AsOf, Cell, Deriver, Engine, SignalId, Value, View};
use crate::failure::Failure;
use crate::render::table::Worth;

/// The signal by which accounts are ranked.
const ANNUAL_VALUE: &str = "account.annual_value";

/// Looks at accounts on a day, as a rulebook sees them.
pub(crate) struct Appraiser<'a> {
    deriver: Deriver,
    as_of: AsOf<'a>,
    value: Option<SignalId>,
}

/// What was found about one account.
#[derive(Default)]
pub(crate) struct Appraisal {
    /// What it is worth.
    pub(crate) worth: Worth,
    /// Custom values of another type than the rulebook declares.
    pub(crate) warnings: Vec<Problem>,
}

impl<'a> Appraiser<'a> {
    /// An appraiser for an engine's rulebook and a tenant.
    ///
    /// # Errors
    /// A tenant whose time zone does not exist.
    pub(crate) fn new(
        engine: &Engine,
        tenant: &'a Tenant,
        day: NaiveDate,
    ) -> Result<Self, Failure> {
        let rulebook = engine.rulebook();
        let dictionary = &rulebook.dictionary;
        let currency = rulebook
            .currency
            .as_deref()
            .and_then(tenure_model::Currency::new);
        let value = dictionary.find(ANNUAL_VALUE);
        let custom = dictionary
            .iter()
            .filter(|(_, signal)| signal.name.starts_with("custom."))
            .map(|(id, _)| id);
        Ok(Self {
            deriver: Deriver::new(dictionary, [], custom.chain(value)),
            as_of: AsOf::new(tenant, day, currency)
                .map_err(|error| Failure::Refused(format!("tenant: {error}")))?,
            value,
        })
    }

    /// What is found about each account, in their order.
    pub(crate) fn appraise(&self, accounts: &[Account]) -> Vec<Appraisal> {
        let mut deriving = self.deriver.begin(&self.as_of);
        let mut found: Vec<Appraisal> = Vec::with_capacity(accounts.len());
        for account in accounts {
            let view = View::new(account, &self.as_of);
            deriving.add(&view);
            found.push(Appraisal::default());
            if let Some(last) = found.last_mut() {
                last.worth.currency = view.currency();
            }
        }
        let derived = deriving.finish();
        let value = self
            .value
            .and_then(|id| derived.accounts.column(id.index()));
        for (row, appraisal) in found.iter_mut().enumerate() {
            if let Some(Cell::Known(Value::Int(minor))) = value.map(|column| column.cell(row)) {
                appraisal.worth.minor = Some(minor);
            }
        }
        for warning in derived.warnings {
            if let Some(appraisal) = found.get_mut(warning.account as usize) {
                appraisal.warnings.push(warning.problem);
            }
        }
        found
    }
}
