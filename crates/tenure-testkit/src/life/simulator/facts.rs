//! What records say, in plain words.

use chrono::{Days, NaiveDate};
use tenure_model::{Account, Channel, Consent, Contract, Moment, Owner, Tenant, WorkCalendar};

use super::Want;

pub(super) fn on_day(moment: Moment) -> NaiveDate {
    moment.day(Tenant::default().zone())
}

/// What a key begins with, up to what it is bound to.
pub(super) fn base(rule: &str, kind: &str, contract: Option<&Contract>) -> String {
    match contract {
        None => format!("{rule}/{kind}/a/-/-"),
        Some(contract) => format!(
            "{rule}/{kind}/a/{}/{}",
            contract.id.as_str(),
            contract.start_date
        ),
    }
}

pub(super) fn base_of(key: &str) -> &str {
    key.rsplit_once('/').map_or(key, |(base, _)| base)
}

pub(super) fn rule_of(key: &str) -> &str {
    key.split('/').next().unwrap_or_default()
}

pub(super) fn visible(account: &Account, day: NaiveDate) -> Vec<&Contract> {
    let contracts = account.contracts.iter().flatten();
    contracts
        .filter(|contract| contract.signed_on.unwrap_or(contract.start_date) <= day)
        .collect()
}

/// Renewed by a contract that follows it, or lost.
pub(super) fn is_decided(contract: &Contract, all: &[&Contract], day: NaiveDate) -> bool {
    let followed = all
        .iter()
        .any(|other| other.predecessor_id.as_ref() == Some(&contract.id));
    followed || is_lost(contract, day)
}

pub(super) fn is_lost(contract: &Contract, day: NaiveDate) -> bool {
    contract.terminated_on.is_some_and(|on| on <= day)
}

pub(super) fn is_paused(contract: &Contract, day: NaiveDate) -> bool {
    contract.paused_from.is_some_and(|from| from <= day)
        && contract.paused_to.is_none_or(|to| to >= day)
}

pub(super) fn is_gone(owner: &Owner, day: NaiveDate) -> bool {
    owner.departed_on.is_some_and(|on| on <= day)
}

pub(super) fn may_mail(account: &Account) -> bool {
    let prefs = account.contact_prefs.as_ref();
    prefs.and_then(|prefs| prefs.get(&Channel::Email)) == Some(&Consent::Granted)
}

pub(super) fn due(want: &Want, tenant: &Tenant, day: NaiveDate) -> Option<NaiveDate> {
    let calendar: WorkCalendar = tenant.calendar.clone().unwrap_or_default();
    let days = match (want.rule, want.kind) {
        ("t3", _) | ("feedback", _) => 7,
        ("t1", "owner_todo") => 3,
        ("lost", _) => 5,
        ("check", _) => 4,
        ("low", _) => return calendar.add_business_days(day, 2),
        _ => 0,
    };
    calendar.next_working_day(day.checked_add_days(Days::new(days))?)
}
