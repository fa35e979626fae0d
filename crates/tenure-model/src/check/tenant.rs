//! What must hold within a tenant.

use crate::problem::ProblemKind;
use crate::tenant::{LossReason, Owner, Rate, Tenant};

use super::chain::{Link, circles, name_circle};
use super::duplicates::Duplicates;
use super::known::Known;
use super::{Checker, bad_zone};

/// The most that a lever scales by.
const MOST_PERCENT: i64 = 10_000;

pub(crate) fn check(tenant: &Tenant, checker: &mut Checker<'_>) {
    if let Some(zone) = &tenant.timezone
        && zone.parse::<chrono_tz::Tz>().is_err()
    {
        checker.error("timezone", ProblemKind::BadValue, bad_zone(zone));
    }
    let target = tenant.first_response_target_minutes;
    checker.within("first_response_target_minutes", target, 1..=i64::MAX);
    let failed = checker.failed_items();
    tenant.visit_lists(&mut Duplicates {
        checker,
        failed: &failed,
    });
    check_levers(tenant, checker);
    check_rates(tenant.rates.as_deref().unwrap_or_default(), checker);
    check_owners(tenant.owners.as_deref().unwrap_or_default(), checker);
    check_reasons(tenant.loss_reasons.as_deref().unwrap_or_default(), checker);
}

fn check_levers(tenant: &Tenant, checker: &mut Checker<'_>) {
    for (name, percent) in tenant.levers.iter().flatten() {
        if !(0..=MOST_PERCENT).contains(percent) {
            let message =
                format!("the lever of `{name}` is {percent} %; it is 0 to {MOST_PERCENT}");
            checker.error("levers", ProblemKind::BadValue, message);
        }
    }
}

fn check_rates(rates: &[Rate], checker: &mut Checker<'_>) {
    let mut seen = std::collections::HashMap::new();
    for (index, rate) in rates.iter().enumerate() {
        let first = *seen.entry((rate.from, rate.to)).or_insert(index);
        if first != index {
            let message = format!(
                "a second rate from {} to {}; `rates[{first}]` counts instead",
                rate.from, rate.to
            );
            checker.warning_at(("rates", index, ""), ProblemKind::DuplicateRecord, message);
        }
    }
}

fn check_owners(owners: &[Owner], checker: &mut Checker<'_>) {
    let known = Known::of(owners);
    for (index, owner) in owners.iter().enumerate() {
        let place = ("owners", index, "manager_id");
        known.check(place, owner.manager_id.as_ref(), "owner", checker);
        let place = ("owners", index, "backup_id");
        known.check(place, owner.backup_id.as_ref(), "owner", checker);
    }
}

fn check_reasons(reasons: &[LossReason], checker: &mut Checker<'_>) {
    let known = Known::of(reasons);
    let mut links = Vec::new();
    for (index, reason) in reasons.iter().enumerate() {
        let place = ("loss_reasons", index, "parent_id");
        known.check(place, reason.parent_id.as_ref(), "loss reason", checker);
        if let Some(above) = reason.parent_id.as_ref().and_then(|id| known.find(id)) {
            links.push(Link {
                from: index,
                to: above,
                place,
            });
        }
    }
    let name = |index: usize| reasons.get(index).map_or("", |reason| reason.id.as_str());
    for (place, circle) in circles(reasons.len(), &links) {
        let message = format!(
            "loss reasons stand above each other in a circle, {}; remove one of the references",
            name_circle(&circle, name)
        );
        checker.error_at(place, ProblemKind::PredecessorCycle, message);
    }
}
