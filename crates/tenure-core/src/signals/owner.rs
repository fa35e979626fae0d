//! Who looks after the account.

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{Assignment, Owner, OwnerRole, OwnerStatus};

use super::line::{Line, lines};
use super::seen::Seen;
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "owner.assigned" Account Bool "" Up ["owners"],
        "somebody owns the account",
        "whether the account has an owner: of the visible assignments of role sales without `to` or with `to` not before the day, that of the latest `from` (ties by larger owner id); else `owner_id`; where the tenant's owners are absent: true with an owner, unknown without one"
        => assigned;
    "owner.departed" Account Bool "" Down ["owners"],
        "the owner left the tenant",
        "whether the owner's `departed_on` is on or before the day, or the status is departed without a date; n/a without an owner; unknown where the tenant's owners lack that one"
        => departed;
    "owner.on_leave" Account Bool "" None ["owners"],
        "the owner is away",
        "whether the day lies from `leave_from` to `leave_until` (each end open where absent, but not both, unless the status is on_leave); n/a without an owner; unknown where the tenant's owners lack that one"
        => on_leave;
    "owner.handed_over" Account Bool "" Up ["handovers"],
        "the departed owner's account was taken over",
        "whether a handover `from` the account's owner, or from nobody named, has `acknowledged_at`; n/a without an owner"
        => handed_over;
    "owner.vacant" Account Bool "" Down ["owners"],
        "nobody looks after the account",
        "true without an owner, or if the owner departed and no handover from that owner or from nobody named has `acknowledged_at` (no handovers known counts as none); missing as `owner.assigned` or `owner.departed` is"
        => vacant;
    "owner.days_since_change" Account Int "days" None ["assignments"],
        "days since the owner changed",
        "days from the latest `from` of a visible assignment of role sales that follows one of another owner (in order of `from` and owner id) to the day; n/a if there was no change"
        => days_since_change;
};

/// Something about the account's owner, as far as the tenant tells of its owners.
fn of_owner<T>(view: &View<'_>, tell: impl FnOnce(&Owner) -> T) -> Cell<T> {
    if view.as_of().tenant().owners.is_none() {
        return Cell::Unknown;
    }
    match view.owner() {
        None => Cell::NotApplicable,
        Some(id) => Cell::or_unknown(view.as_of().owner(id).map(tell)),
    }
}

fn assigned(view: &View<'_>) -> Cell<bool> {
    let known = view.as_of().tenant().owners.is_some();
    match view.owner() {
        Some(_) => Cell::Known(true),
        None if known => Cell::Known(false),
        None => Cell::Unknown,
    }
}

fn departed(view: &View<'_>) -> Cell<bool> {
    of_owner(view, |owner| {
        owner.departed_on.is_some() || owner.status == Some(OwnerStatus::Departed)
    })
}

fn on_leave(view: &View<'_>) -> Cell<bool> {
    of_owner(view, |owner| {
        let told = owner.leave_from.is_some()
            || owner.leave_until.is_some()
            || owner.status == Some(OwnerStatus::OnLeave);
        told && owner.leave_from.is_none_or(|from| from <= view.day())
            && owner.leave_until.is_none_or(|until| until >= view.day())
    })
}

/// Whether somebody took over from the account's owner.
fn is_handed_over(view: &View<'_>) -> bool {
    let owner = view.owner();
    view.handovers().iter().any(|handover| {
        let of_owner = handover.from.is_none() || handover.from.as_ref() == owner;
        of_owner && handover.acknowledged_at.is_some()
    })
}

fn handed_over(view: &View<'_>) -> Cell<bool> {
    Cell::or_not_applicable(view.owner()).map(|_| is_handed_over(view))
}

fn vacant(view: &View<'_>) -> Cell<bool> {
    match assigned(view) {
        Cell::Known(true) => departed(view).map(|departed| departed && !is_handed_over(view)),
        assigned => assigned.map(|_| true),
    }
}

fn days_since_change(view: &View<'_>) -> Cell<i64> {
    Cell::or_not_applicable(last_change(view).map(|day| view.as_of().days_since(day)))
}

/// The day on which the owner last changed.
pub(super) fn last_change(view: &View<'_>) -> Option<NaiveDate> {
    let mut sales: Vec<&Seen<'_, Assignment>> = view
        .assignments()
        .iter()
        .filter(|assignment| assignment.role == OwnerRole::Sales)
        .collect();
    sales.sort_by_key(|assignment| (assignment.from, &assignment.owner_id));
    sales.windows(2).rev().find_map(|pair| match pair {
        [before, after] if before.owner_id != after.owner_id => Some(after.day()),
        _ => None,
    })
}
