//! The support desk.

use tenure_columns::Cell;
use tenure_model::{Moment, Scale, Ticket};

use super::as_of::AsOf;
use super::line::{Line, lines};
use super::satisfaction;
use super::seen::Seen;
use super::sums::{count, float_sum};
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "support.open" Account Int "count" Down ["tickets"],
        "tickets open",
        "tickets without `resolved_at`"
        => open;
    "support.escalated" Account Int "count" Down ["tickets"],
        "escalated tickets open",
        "open tickets with `escalated` set, or `escalated_at`"
        => escalated;
    "support.sla_breaches_90d" Account Int "count" Down ["tickets"],
        "service-level breaches in 90 days",
        "tickets whose `sla_due` falls in the last 90 days, before the day, and that were not resolved by it: resolved after it (instants compared where both are, else days) or still open"
        => sla_breaches_90d;
    "support.first_response_minutes_90d" Account Int "minutes" Down ["tickets"],
        "median time to the first answer, 90 days",
        "the median (of an even number, half the sum of the middle two, rounded down) of the whole minutes, rounded down, from opening to first answer (where either is only a day: days x 1,440; negative counts as 0) of tickets opened in the last 90 days and answered; n/a if there is none"
        => first_response_minutes_90d;
    "support.first_response_target" Tenant Int "minutes" None [""],
        "the tenant's target for the first answer",
        "the tenant's `first_response_target_minutes`"
        => first_response_target;
    "support.satisfaction_90d" Account Float "0 to 100" Up ["tickets"],
        "mean rating of tickets, 90 days",
        "the mean of the ratings of tickets opened in the last 90 days and resolved, each put on 0 to 100 as a survey answer is, scale 1 to 5 unless given (one on a scale that is not usable is left out); n/a if there is none"
        => satisfaction_90d;
};

fn open_ones<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v Seen<'v, Ticket>> {
    view.tickets()
        .iter()
        .filter(|ticket| ticket.resolved_at.is_none())
}

pub(super) fn opened_in_90_days<'v>(
    view: &'v View<'_>,
) -> impl Iterator<Item = &'v Seen<'v, Ticket>> {
    view.tickets()
        .iter()
        .filter(|ticket| view.as_of().in_last_days(ticket.day(), 90))
}

fn open(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(open_ones(view)))
}

fn escalated(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(open_ones(view).filter(|ticket| {
        ticket.escalated == Some(true) || ticket.escalated_at.is_some()
    })))
}

fn sla_breaches_90d(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(
        view.tickets()
            .iter()
            .filter(|ticket| missed_its_due(ticket, view.as_of())),
    ))
}

pub(super) fn missed_its_due(ticket: &Ticket, as_of: &AsOf<'_>) -> bool {
    let Some(due) = ticket.sla_due else {
        return false;
    };
    let day = as_of.day_of(due);
    day < as_of.day()
        && as_of.in_last_days(day, 90)
        && ticket
            .resolved_at
            .is_none_or(|resolved| is_after(resolved, due, as_of))
}

/// Whether a moment lies after another: as instants where both are, else by their days.
fn is_after(moment: Moment, other: Moment, as_of: &AsOf<'_>) -> bool {
    match (moment, other) {
        (Moment::Instant(moment), Moment::Instant(other)) => moment > other,
        (Moment::Day(_), _) | (_, Moment::Day(_)) => as_of.day_of(moment) > as_of.day_of(other),
    }
}

/// Minutes from a moment to a later one; whole days where either is only a day.
fn minutes_between(from: Moment, to: Moment, as_of: &AsOf<'_>) -> i64 {
    let minutes = match (from, to) {
        (Moment::Instant(from), Moment::Instant(to)) => (to - from).num_minutes(),
        (Moment::Day(_), _) | (_, Moment::Day(_)) => {
            (as_of.day_of(to) - as_of.day_of(from)).num_minutes()
        }
    };
    minutes.max(0)
}

fn first_response_minutes_90d(view: &View<'_>) -> Cell<i64> {
    let mut minutes: Vec<i64> = opened_in_90_days(view)
        .filter_map(|ticket| {
            let answered = ticket.first_response_at?;
            Some(minutes_between(ticket.opened_at, answered, view.as_of()))
        })
        .collect();
    minutes.sort_unstable();
    Cell::or_not_applicable(median(&minutes))
}

/// The median of sorted numbers, rounded down.
fn median(sorted: &[i64]) -> Option<i64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some(lower + (upper - lower) / 2)
}

fn first_response_target(as_of: &AsOf<'_>) -> Cell<i64> {
    Cell::or_unknown(as_of.tenant().first_response_target_minutes)
}

fn satisfaction_90d(view: &View<'_>) -> Cell<f64> {
    let ratings: Vec<f64> = opened_in_90_days(view)
        .filter(|ticket| ticket.resolved_at.is_some())
        .filter_map(|ticket| rating(ticket))
        .collect();
    let known = !ratings.is_empty();
    let number = ratings.len() as f64;
    Cell::or_not_applicable(known.then(|| float_sum(ratings) / number))
}

fn rating(ticket: &Ticket) -> Option<f64> {
    let usual = Scale {
        min: 1.0,
        max: 5.0,
        higher_is_better: None,
    };
    let scale = ticket.satisfaction_scale.as_ref().unwrap_or(&usual);
    satisfaction::percent(ticket.satisfaction?, scale)
}
