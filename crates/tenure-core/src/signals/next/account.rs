//! When the signals of an account's life, its people and their satisfaction change.

use chrono::NaiveDate;
use tenure_model::{Assignment, OwnerRole, SurveyResponse, Voice};

use super::contracts::of_contracts;
use super::windows::{ahead, any_leaves_days, day_after};
use super::{Count, Next, Statement, never, statements};
use crate::signals::owner::last_change;
use crate::signals::seen::Seen;
use crate::signals::view::View;

pub(super) const NEXT: &[Statement] = statements! {
    "account.industry", "account.segment", "account.region", "account.lifecycle",
    "account.employee_count", "account.previously_churned", "account.do_not_contact" => Account(never);
    "account.tenure_months" => Account(tenure_months);
    "account.annual_value", "account.active_contracts", "account.offers" => Account(of_contracts);
    "onboarding.age_days" => Account(age_days);
    "onboarding.live" => Account(live);
    "owner.assigned", "owner.departed", "owner.handed_over", "owner.vacant" => Account(owner);
    "owner.on_leave" => Account(on_leave);
    "owner.days_since_change" => Account(days_since_change);
    "satisfaction.score", "satisfaction.level", "satisfaction.drop", "satisfaction.responses",
    "satisfaction.internal" => Account(answers);
    "satisfaction.days_since" => Account(days_since_answer);
    "history.band", "history.points" => Account(never);
    "tenant.retention_rate_bp", "tenant.benchmark_bp", "tenant.usual_retention_bp",
    "tenant.losses_90d", "tenant.top_loss_count_90d", "tenant.top_loss_reason_90d", "support.first_response_target" => Account(never);
    "risk.points", "risk.probability_bp", "risk.band", "risk.coverage_bp" => Account(never);
};

/// What counts from the account's start is not applicable before it.
fn since_start(view: &View<'_>, count: impl Fn(NaiveDate) -> Count) -> Next {
    match view.start() {
        None => Next::Never,
        Some(start) if start > view.day() => Next::On(start),
        Some(start) => Next::Counts(count(start), None),
    }
}

fn tenure_months(view: &View<'_>) -> Next {
    since_start(view, Count::MonthsSince)
}

fn age_days(view: &View<'_>) -> Next {
    since_start(view, Count::Since)
}

fn live(view: &View<'_>) -> Next {
    Next::first([ahead(view, view.account().live_on)])
}

/// An assignment counts up to its last day.
fn assignment_ends<'v>(view: &'v View<'_>) -> impl Iterator<Item = Option<NaiveDate>> + 'v {
    let sales = |assignment: &&Seen<'_, Assignment>| assignment.role == OwnerRole::Sales;
    view.assignments()
        .iter()
        .filter(sales)
        .map(|assignment| day_after(view, assignment.to))
}

fn owner(view: &View<'_>) -> Next {
    Next::first(assignment_ends(view))
}

fn on_leave(view: &View<'_>) -> Next {
    let owner = view.owner().and_then(|id| view.as_of().owner(id));
    let leave = owner.into_iter().flat_map(|owner| {
        [
            ahead(view, owner.leave_from),
            day_after(view, owner.leave_until),
        ]
    });
    Next::first(leave.chain(assignment_ends(view)))
}

fn days_since_change(view: &View<'_>) -> Next {
    last_change(view).map_or(Next::Never, |day| Next::Counts(Count::Since(day), None))
}

/// An answer counts for 180 days, whosever voice it is.
fn answers(view: &View<'_>) -> Next {
    any_leaves_days(view, view.surveys(), 180)
}

fn days_since_answer(view: &View<'_>) -> Next {
    let customer = |answer: &&Seen<'_, SurveyResponse>| {
        answer.source.unwrap_or(Voice::Customer) == Voice::Customer
    };
    let latest = view.surveys().iter().rev().find(customer);
    latest.map_or(Next::Never, |answer| {
        Next::Counts(Count::Since(answer.day()), None)
    })
}
