//! Accounts by what they have in common.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use tenure::model::{Account, Id, Tenant};
use tenure::signals::{AsOf, Deriver, SignalId, Value, View, built_in};

use crate::error::{Error, ErrorKind};

/// What accounts are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The industry.
    Industry,
    /// The segment.
    Segment,
    /// Who looked after the account on the window's first day.
    Owner,
    /// The year in which the customer began.
    Cohort,
    /// The level of satisfaction on the window's first day: `low`, `mid`, `high`.
    Satisfaction,
}

/// The group of an account of which that is not known.
pub const NOT_KNOWN: &str = "not known";

/// Reads the level of satisfaction as it was on a day.
#[derive(Debug)]
pub struct Levels {
    deriver: Deriver,
    signal: Option<SignalId>,
}

impl Default for Levels {
    fn default() -> Self {
        let dictionary = built_in();
        let signal = dictionary.find("satisfaction.level");
        Self {
            deriver: Deriver::new(&dictionary, [], signal),
            signal,
        }
    }
}

impl Levels {
    /// The level of an account on a day: `low`, `mid` or `high`; `None`: not known.
    ///
    /// # Errors
    /// [`ErrorKind::Input`]: the tenant's time zone does not exist.
    pub fn on(
        &self,
        account: &Account,
        tenant: &Tenant,
        day: NaiveDate,
    ) -> Result<Option<String>, Error> {
        let as_of = as_of(tenant, day)?;
        let derived = self.deriver.derive([account], &as_of);
        let column = self
            .signal
            .and_then(|signal| derived.accounts.column(signal.index()));
        let value = column.and_then(|column| column.cell(0).known());
        Ok(match value {
            Some(Value::Text(level)) => Some(level.to_string()),
            Some(_) | None => None,
        })
    }
}

fn as_of(tenant: &Tenant, day: NaiveDate) -> Result<AsOf<'_>, Error> {
    AsOf::new(tenant, day, None)
        .map_err(|error| Error::new(ErrorKind::Input, format!("tenant: {error}")))
}

/// Who looked after an account on a day.
///
/// # Errors
/// [`ErrorKind::Input`]: the tenant's time zone does not exist.
pub fn owner_on(account: &Account, tenant: &Tenant, day: NaiveDate) -> Result<Option<Id>, Error> {
    let as_of = as_of(tenant, day)?;
    Ok(View::new(account, &as_of).owner().cloned())
}

/// The accounts by group, as they stood on a day.
///
/// # Errors
/// [`ErrorKind::Input`]: the tenant's time zone does not exist.
pub fn groups(
    accounts: Vec<Account>,
    by: By,
    tenant: &Tenant,
    day: NaiveDate,
) -> Result<BTreeMap<String, Vec<Account>>, Error> {
    let levels = Levels::default();
    let mut groups: BTreeMap<String, Vec<Account>> = BTreeMap::new();
    for account in accounts {
        let key = match by {
            By::Industry => account.industry.clone(),
            By::Segment => account.segment.clone(),
            By::Owner => owner_on(&account, tenant, day)?.map(|owner| owner.to_string()),
            By::Cohort => begun(&account).map(|begun| begun.year().to_string()),
            By::Satisfaction => levels.on(&account, tenant, day)?,
        };
        let key = key.unwrap_or_else(|| NOT_KNOWN.to_owned());
        groups.entry(key).or_default().push(account);
    }
    Ok(groups)
}

/// The day on which an account became a customer: as it says, else the start of its first contract.
pub(crate) fn begun(account: &Account) -> Option<NaiveDate> {
    let contracts = account.contracts.iter().flatten();
    let paid = contracts.filter(|contract| super::span::is_paid(contract));
    account
        .signup_date
        .or_else(|| paid.map(|contract| contract.start_date).min())
}
