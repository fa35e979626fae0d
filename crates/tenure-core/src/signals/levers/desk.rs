//! What can be done about complaints and tickets.

use tenure_columns::Value;
use tenure_model::{
    Account, Complaint, ComplaintCategory, ComplaintSeverity, Moment, Scale, Ticket,
};

use super::{Lever, fewer, int, levers, surplus, with};
use crate::signals::complaints::is_open;
use crate::signals::seen::Seen;
use crate::signals::support::{missed_its_due, opened_in_90_days};
use crate::signals::view::View;

use ComplaintCategory::{
    Competitor, ContractTerms, Fee, InadequateSupport, LackOfCommunication, MissingFeature,
    OpaqueInformation, Price, SupplyChain, Trust,
};
use ComplaintSeverity::{Critical, Major, Minor};

pub(super) const LEVERS: &[Lever] = levers! {
    "complaints.open", fewer, |view, to| resolved(view, to, |_| true);
    "complaints.open_minor_aged", fewer, |view, to| {
        resolved(view, to, |one| is(one, Minor) && view.as_of().days_since(one.day()) > 7)
    };
    "complaints.open_minor", fewer, |view, to| resolved(view, to, |one| is(one, Minor));
    "complaints.open_major", fewer, |view, to| resolved(view, to, |one| is(one, Major));
    "complaints.open_critical", fewer, |view, to| resolved(view, to, |one| is(one, Critical));
    "complaints.reopened", fewer, |view, to| resolved(view, to, |one| {
        one.reopened_at.is_some() || one.reopened_count.is_some_and(|times| times >= 1)
    });
    "complaints.open_support", fewer, |view, to| about(view, to, &[InadequateSupport]);
    "complaints.open_communication", fewer, |view, to| about(view, to, &[LackOfCommunication]);
    "complaints.open_price", fewer, |view, to| about(view, to, &[Price]);
    "complaints.open_competitor", fewer, |view, to| about(view, to, &[Competitor]);
    "complaints.open_missing_feature", fewer, |view, to| about(view, to, &[MissingFeature]);
    "complaints.open_supply_chain", fewer, |view, to| about(view, to, &[SupplyChain]);
    "complaints.open_contract_terms", fewer, |view, to| about(view, to, &[ContractTerms]);
    "complaints.open_fee", fewer, |view, to| about(view, to, &[Fee]);
    "complaints.open_trust", fewer, |view, to| about(view, to, &[Trust, OpaqueInformation]);
    "support.open", fewer, |view, to| tickets(view, to, is_unresolved, |ticket| resolve(ticket, view));
    "support.escalated", fewer, |view, to| tickets(
        view,
        to,
        |one| is_unresolved(one) && (one.escalated == Some(true) || one.escalated_at.is_some()),
        |ticket| resolve(ticket, view),
    );
    "support.sla_breaches_90d", fewer, |view, to| tickets(
        view,
        to,
        |one| missed_its_due(one, view.as_of()),
        |ticket| ticket.sla_due = None,
    );
    "support.first_response_minutes_90d", fewer, with_first_response;
    "support.satisfaction_90d", better_ratings, with_ratings;
};

fn is(complaint: &Complaint, severity: ComplaintSeverity) -> bool {
    complaint.severity.unwrap_or(Minor) == severity
}

fn about(view: &View<'_>, to: &Value, categories: &[ComplaintCategory]) -> Option<Account> {
    resolved(view, to, |one| {
        one.category
            .is_some_and(|category| categories.contains(&category))
    })
}

/// The oldest of some open complaints are resolved today.
fn resolved(
    view: &View<'_>,
    to: &Value,
    of: impl Fn(&Seen<'_, Complaint>) -> bool,
) -> Option<Account> {
    let open = |one: &Seen<'_, Complaint>| is_open(one, view.as_of()) && of(one);
    let mut oldest: Vec<&Seen<'_, Complaint>> =
        view.complaints().iter().filter(|one| open(one)).collect();
    oldest.sort_by_key(|one| (one.day(), &one.id));
    oldest.truncate(surplus(oldest.len(), to)?);
    let all = view.complaints().iter().map(|one| {
        let mut copy = Complaint::clone(one);
        if oldest.iter().any(|chosen| chosen.id == one.id) {
            copy.resolved_at = Some(Moment::Day(view.day()));
            copy.reopened_at = None;
        }
        copy
    });
    let all: Vec<Complaint> = all.collect();
    with(view, |account| account.complaints = Some(all))
}

fn is_unresolved(ticket: &Ticket) -> bool {
    ticket.resolved_at.is_none()
}

fn resolve(ticket: &mut Ticket, view: &View<'_>) {
    ticket.resolved_at = Some(Moment::Day(view.day()));
}

/// The oldest of some tickets are changed.
fn tickets(
    view: &View<'_>,
    to: &Value,
    of: impl Fn(&Ticket) -> bool,
    change: impl Fn(&mut Ticket),
) -> Option<Account> {
    let mut oldest: Vec<&Seen<'_, Ticket>> =
        view.tickets().iter().filter(|ticket| of(ticket)).collect();
    oldest.sort_by_key(|ticket| (ticket.day(), &ticket.id));
    oldest.truncate(surplus(oldest.len(), to)?);
    changed_tickets(view, change, |ticket| {
        oldest.iter().any(|chosen| chosen.id == ticket.id)
    })
}

fn changed_tickets(
    view: &View<'_>,
    change: impl Fn(&mut Ticket),
    of: impl Fn(&Seen<'_, Ticket>) -> bool,
) -> Option<Account> {
    let all = view.tickets().iter().map(|ticket| {
        let mut copy = Ticket::clone(ticket);
        if of(ticket) {
            change(&mut copy);
        }
        copy
    });
    let all: Vec<Ticket> = all.collect();
    with(view, |account| account.tickets = Some(all))
}

/// Every ticket that counts was answered after so many minutes at most: as if opened and answered at one moment, and those
/// minutes later.
fn with_first_response(view: &View<'_>, to: &Value) -> Option<Account> {
    let minutes = chrono::TimeDelta::try_minutes(int(to)?)?;
    let counts = |ticket: &Seen<'_, Ticket>| {
        ticket.first_response_at.is_some() && view.as_of().in_last_days(ticket.day(), 90)
    };
    changed_tickets(
        view,
        |ticket| {
            let opened = match ticket.opened_at {
                Moment::Instant(instant) => instant,
                Moment::Day(day) => match noon(view, day) {
                    Some(instant) => instant,
                    None => return,
                },
            };
            ticket.opened_at = Moment::Instant(opened);
            let answered = opened.checked_add_signed(minutes);
            ticket.first_response_at = answered.map(Moment::Instant);
        },
        counts,
    )
}

/// An instant that falls on a day.
fn noon(view: &View<'_>, day: chrono::NaiveDate) -> Option<chrono::DateTime<chrono::Utc>> {
    let noon = day
        .and_hms_opt(12, 0, 0)?
        .and_local_timezone(view.as_of().zone());
    Some(noon.earliest()?.to_utc())
}

/// Points above the mean rating, whole ones.
fn better_ratings(_: &View<'_>, now: &Value) -> Vec<Value> {
    let Value::Float(now) = now else {
        return Vec::new();
    };
    let first = now.floor() as i64 + 1;
    (first..=100)
        .map(|rating| Value::Float(rating as f64))
        .collect()
}

/// Every ticket that was rated is rated so.
fn with_ratings(view: &View<'_>, to: &Value) -> Option<Account> {
    let Value::Float(rating) = to else {
        return None;
    };
    let rated: Vec<&tenure_model::Id> = opened_in_90_days(view)
        .filter(|ticket| ticket.satisfaction.is_some())
        .map(|ticket| &ticket.id)
        .collect();
    changed_tickets(
        view,
        |ticket| {
            ticket.satisfaction = Some(*rating);
            ticket.satisfaction_scale = Some(Scale {
                min: 0.0,
                max: 100.0,
                higher_is_better: None,
            });
        },
        |ticket| rated.contains(&&ticket.id),
    )
}
