//! The slow way to the next change: what is known on a day is written down, and every later day is tried.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use tenure::{Decision, PreparedTenant, Session};
use tenure_model::{Account, ActionStatus, CustomValue, Moment, Tenant};
use tenure_rules::{KeyBinding, Rulebook};

use crate::fault::Fault;
use crate::reference::seen_on;

/// The records as somebody who knows nothing of later days would write them down.
pub fn known_on(account: &Account, tenant: &Tenant, day: NaiveDate) -> (Account, Tenant) {
    let (mut account, tenant, zone) = seen_on(account, tenant, day);
    let hidden = |moment: &Moment| moment.day(zone) > day;
    if let Some(actions) = &mut account.actions {
        actions.retain(|action| action.proposed_on <= day);
        for action in actions {
            if action
                .outcome
                .as_ref()
                .is_some_and(|outcome| hidden(&outcome.at))
            {
                action.outcome = None;
            }
            if action.at.as_ref().is_some_and(hidden) {
                action.at = None;
                action.outcome = None;
                action.status = ActionStatus::Proposed;
                action.snoozed_until = None;
                action.reason = None;
                action.actor = None;
            }
        }
    }
    if let Some(custom) = &mut account.custom {
        custom.retain(|_, value| match value {
            CustomValue::Plain(_) => true,
            CustomValue::Observed { observed_at, .. } => !hidden(observed_at),
        });
    }
    (account, tenant)
}

/// What is compared from day to day: points, band, and what to do.
type Face = (i64, String, BTreeSet<String>);

fn face(decision: &Decision, rulebook: &Rulebook, told: &BTreeSet<&str>) -> Face {
    let mut actions = BTreeSet::new();
    for action in &decision.actions {
        let keys: BTreeSet<String> = action
            .keys
            .iter()
            .map(|key| lasting(key, decision.as_of, rulebook, told))
            .collect();
        actions.insert(format!(
            "{keys:?} {} {} {} {:?}",
            action.action, action.kind, action.state, action.assignee
        ));
    }
    for closed in &decision.closed {
        actions.insert(format!("{} {}", closed.key, closed.state));
    }
    (decision.risk.points, decision.risk.band.clone(), actions)
}

/// A period that begins today begins tomorrow when looked at tomorrow: the day is left out.
fn lasting(key: &str, day: NaiveDate, rulebook: &Rulebook, told: &BTreeSet<&str>) -> String {
    let action = key.split('/').next().unwrap_or_default();
    let mut rules = rulebook.actions.iter();
    let period = rules.any(|rule| rule.id == action && matches!(rule.key, KeyBinding::Period(_)));
    match key.strip_suffix(&day.to_string()) {
        Some(rest) if period && !told.contains(key) => format!("{rest}(any day)"),
        Some(_) | None => key.to_owned(),
    }
}

/// The first day after `as_of`, up to `until`, whose decision differs in points, band or actions, by deciding each. With
/// [`Fault::FutureIsVisible`] records of later days come in; with [`Fault::EveryOtherDay`] days are left out.
///
/// # Panics
/// The tenant's time zone does not exist.
#[expect(
    clippy::panic,
    reason = "an oracle that cannot decide fails the test that asks it"
)]
pub fn day_by_day(
    session: &mut Session,
    account: &Account,
    tenant: &Tenant,
    (as_of, until): (NaiveDate, NaiveDate),
    fault: Fault,
) -> Option<NaiveDate> {
    let (account, tenant) = match fault {
        Fault::FutureIsVisible => (account.clone(), tenant.clone()),
        _ => known_on(account, tenant, as_of),
    };
    let step = if fault == Fault::EveryOtherDay { 2 } else { 1 };
    let tenant = PreparedTenant::new(tenant).unwrap_or_else(|error| panic!("{error}"));
    let records = account.actions.iter().flatten();
    let told: BTreeSet<&str> = records
        .flat_map(|record| record.keys.iter().map(String::as_str))
        .collect();
    let mut face_on = |day: NaiveDate| {
        let decision = session
            .decide(&account, &tenant, day)
            .unwrap_or_else(|error| panic!("{error}"));
        face(&decision, session.engine().rulebook(), &told)
    };
    let today = face_on(as_of);
    as_of
        .iter_days()
        .step_by(step)
        .skip(1)
        .take_while(|day| *day <= until)
        .find(|day| face_on(*day) != today)
}
