//! `support.*`.

use tenure_columns::Cell;
use tenure_model::{Moment, Scale, Ticket};

use super::satisfaction::on_hundred;
use super::{Reading, count, float, int, int_field, sum_ascending};
use crate::reference::seen::{Seen, all};

impl Seen<'_> {
    pub(super) fn support_signal(&self, name: &str) -> Option<Reading> {
        let tickets = all(&self.account.tickets);
        let counted = |holds: &dyn Fn(&Ticket) -> bool| {
            count(tickets.iter().filter(|ticket| holds(ticket)).count())
        };
        Some(match name {
            "support.open" => counted(&|ticket| ticket.resolved_at.is_none()),
            "support.escalated" => counted(&|ticket| {
                ticket.resolved_at.is_none()
                    && (ticket.escalated == Some(true) || ticket.escalated_at.is_some())
            }),
            "support.sla_breaches_90d" => counted(&|ticket| self.breached(ticket)),
            "support.first_response_minutes_90d" => self.median_first_response(),
            "support.first_response_target" => int_field(self.tenant.first_response_target_minutes),
            "support.satisfaction_90d" => self.ticket_satisfaction(),
            _ => return None,
        })
    }

    fn breached(&self, ticket: &Ticket) -> bool {
        let Some(due) = &ticket.sla_due else {
            return false;
        };
        (1..90).contains(&self.age(due))
            && match &ticket.resolved_at {
                None => true,
                Some(resolved) => self.after(resolved, due),
            }
    }

    /// Whether one moment lies after another: instants compared where both are, else days.
    fn after(&self, one: &Moment, other: &Moment) -> bool {
        match (one, other) {
            (Moment::Instant(one), Moment::Instant(other)) => one > other,
            _ => one.day(self.zone) > other.day(self.zone),
        }
    }

    fn median_first_response(&self) -> Reading {
        let mut minutes: Vec<i64> = all(&self.account.tickets)
            .iter()
            .filter(|ticket| self.in_last_days(&ticket.opened_at, 90))
            .filter_map(|ticket| Some(self.minutes(&ticket.opened_at, &ticket.first_response_at?)))
            .collect();
        minutes.sort_unstable();
        let upper = minutes.get(minutes.len() / 2);
        let lower = minutes.get(minutes.len().saturating_sub(1) / 2);
        match (lower, upper) {
            (Some(lower), Some(upper)) => int((lower + upper) / 2),
            _ => Cell::NotApplicable,
        }
    }

    fn minutes(&self, from: &Moment, to: &Moment) -> i64 {
        let minutes = match (from, to) {
            (Moment::Instant(from), Moment::Instant(to)) => (*to - *from).num_minutes(),
            _ => (to.day(self.zone) - from.day(self.zone)).num_days() * 1_440,
        };
        minutes.max(0)
    }

    fn ticket_satisfaction(&self) -> Reading {
        let usual = Scale {
            min: 1.0,
            max: 5.0,
            higher_is_better: None,
        };
        let ratings: Vec<f64> = all(&self.account.tickets)
            .iter()
            .filter(|ticket| {
                self.in_last_days(&ticket.opened_at, 90) && ticket.resolved_at.is_some()
            })
            .filter_map(|ticket| {
                let scale = ticket.satisfaction_scale.as_ref().unwrap_or(&usual);
                on_hundred(ticket.satisfaction?, scale)
            })
            .collect();
        if ratings.is_empty() {
            return Cell::NotApplicable;
        }
        float(sum_ascending(ratings.iter().copied()) / ratings.len() as f64)
    }
}
