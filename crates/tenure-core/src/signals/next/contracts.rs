//! When the signals of contracts, opportunities and offers change.

use chrono::NaiveDate;
use tenure_model::{Opportunity, add_months};

use super::windows::{ahead, any_leaves_days, any_leaves_year, day_after, next_day};
use super::{Count, Next, Statement, never, statements};
use crate::signals::agreement::Agreement;
use crate::signals::contract::todo_due;
use crate::signals::loss::lost_on;
use crate::signals::offer::StandingOffer;
use crate::signals::renewal::GRACE_DAYS;
use crate::signals::view::View;

pub(super) const NEXT: &[Statement] = statements! {
    "renewal.months_left" => Contract(months_left);
    "renewal.days_left" => Contract(days_left);
    "renewal.passed" => Contract(passed);
    "renewal.decided", "renewal.renewed", "renewal.has_opportunity", "renewal.auto_renew",
    "renewal.notice_days", "renewal.paused" => Account(of_contracts);
    "renewal.no_contact" => Contract(no_contact);
    "contract.annual_value", "contract.status", "contract.kind", "contract.billing_period",
    "contract.in_force", "contract.term_months", "contract.discount_bp",
    "contract.loss_reason" => Account(of_contracts);
    "contract.age_months" => Contract(age_months);
    "contract.days_since_lost" => Contract(days_since_lost);
    "contract.todo_overdue_days" => Contract(todo_overdue_days);
    "opportunity.pipeline", "opportunity.status", "opportunity.stage", "opportunity.amount",
    "opportunity.probability_bp", "opportunity.reason_told",
    "opportunity.has_renewal" => Account(never);
    "opportunity.days_since_closed" => Opportunity(days_since_closed);
    "opportunity.days_to_due" => Opportunity(days_to_due);
    "offer.kind", "offer.family", "offer.price" => Account(of_contracts);
    "offer.inquired" => Offer(inquired);
    "movement.downgrades_12m", "movement.upgrades_12m", "movement.pause_requests_12m",
    "movement.cancellation_notice", "movement.price_changes_12m" => Account(events);
};

/// The next day on which a contract stands otherwise: it begins, ends, rolls over into its next term, or goes on after a
/// pause. Which of them is primary, in force, superseded or decided stays as it is until then.
pub(crate) fn standing(view: &View<'_>) -> Option<NaiveDate> {
    let days = view.agreements().iter().flat_map(|agreement| {
        let contract = agreement.contract();
        [
            ahead(view, Some(contract.start_date)),
            day_after(view, agreement.end()),
            day_after(view, contract.paused_to),
        ]
    });
    days.flatten().min()
}

pub(super) fn of_contracts(view: &View<'_>) -> Next {
    Next::first([standing(view)])
}

/// What is told from the anchor, for as long as that stays.
fn from_anchor(
    view: &View<'_>,
    agreement: &Agreement<'_>,
    next: impl FnOnce(NaiveDate, Option<NaiveDate>) -> Next,
) -> Next {
    let standing = standing(view);
    match agreement.anchor() {
        Some(anchor) => next(anchor, standing),
        None => Next::first([standing]),
    }
}

fn months_left(view: &View<'_>, agreement: &Agreement<'_>) -> Next {
    from_anchor(view, agreement, |anchor, until| {
        Next::Counts(Count::MonthsUntil(anchor), until)
    })
}

fn days_left(view: &View<'_>, agreement: &Agreement<'_>) -> Next {
    from_anchor(view, agreement, |anchor, until| {
        Next::Counts(Count::Until(anchor), until)
    })
}

fn passed(view: &View<'_>, agreement: &Agreement<'_>) -> Next {
    from_anchor(view, agreement, |anchor, until| {
        Next::first([day_after(view, Some(anchor)), until])
    })
}

fn no_contact(view: &View<'_>, agreement: &Agreement<'_>) -> Next {
    from_anchor(view, agreement, |anchor, until| {
        let blamed = add_months(anchor, -3).and_then(|from| next_day(from, GRACE_DAYS - 1));
        Next::first([blamed.and_then(|day| ahead(view, Some(day))), until])
    })
}

fn age_months(_: &View<'_>, agreement: &Agreement<'_>) -> Next {
    Next::Counts(Count::MonthsSince(agreement.contract().start_date), None)
}

fn days_since_lost(view: &View<'_>, agreement: &Agreement<'_>) -> Next {
    let until = standing(view);
    match lost_on(view, agreement) {
        Some(lost) if lost > view.day() => Next::first([Some(lost), until]),
        Some(lost) => Next::Counts(Count::Since(lost), until),
        None => Next::first([until]),
    }
}

fn todo_overdue_days(view: &View<'_>, agreement: &Agreement<'_>) -> Next {
    todo_due(view, agreement).map_or(Next::Never, |due| Next::Counts(Count::Since(due), None))
}

fn days_since_closed(_: &View<'_>, opportunity: &Opportunity) -> Next {
    let closed = opportunity.closed_on;
    closed.map_or(Next::Never, |closed| {
        Next::Counts(Count::Since(closed), None)
    })
}

fn days_to_due(_: &View<'_>, opportunity: &Opportunity) -> Next {
    opportunity
        .due_date
        .map_or(Next::Never, |due| Next::Counts(Count::Until(due), None))
}

fn inquired(view: &View<'_>, _: &StandingOffer<'_>) -> Next {
    any_leaves_days(view, view.interactions(), 180)
}

fn events(view: &View<'_>) -> Next {
    any_leaves_year(view, view.contract_events())
}
