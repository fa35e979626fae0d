//! The first months.

use tenure_columns::Cell;
use tenure_model::Lifecycle;

use super::line::{Line, lines};
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "onboarding.age_days" Account Int "days" None [""],
        "days as a customer",
        "days from the start of `account.tenure_months` to the day; unknown without a start; n/a if it lies after the day"
        => age_days;
    "onboarding.live" Account Bool "" Up [""],
        "the account went live",
        "true if `live_on` is on or before the day; false if it is later; without it: false for lifecycle prospect or onboarding, true for any other, unknown without one"
        => live;
};

fn age_days(view: &View<'_>) -> Cell<i64> {
    match view.start() {
        None => Cell::Unknown,
        Some(start) if start > view.day() => Cell::NotApplicable,
        Some(start) => Cell::Known(view.as_of().days_since(start)),
    }
}

fn live(view: &View<'_>) -> Cell<bool> {
    let by_date = view.account().live_on.map(|live_on| live_on <= view.day());
    let by_life = || view.account().lifecycle.map(is_live);
    Cell::or_unknown(by_date.or_else(by_life))
}

fn is_live(lifecycle: Lifecycle) -> bool {
    match lifecycle {
        Lifecycle::Prospect | Lifecycle::Onboarding => false,
        Lifecycle::Adopting
        | Lifecycle::Steady
        | Lifecycle::RenewalWindow
        | Lifecycle::AtRisk
        | Lifecycle::Churned
        | Lifecycle::Reactivated => true,
    }
}
