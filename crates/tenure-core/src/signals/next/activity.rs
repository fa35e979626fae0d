//! When the signals of complaints, tickets, contact, use, bills and purchases change.

use chrono::NaiveDate;
use tenure_model::{Complaint, ComplaintSeverity, Interaction, InteractionKind, Invoice};

use super::windows::{ahead, any_leaves_days, any_leaves_year, day_after, leaves_days, next_day};
use super::{Count, Next, Statement, never, statements};
use crate::signals::billing::{due, is_unpaid};
use crate::signals::complaints::{is_open, open_ones};
use crate::signals::seen::Seen;
use crate::signals::usage::last_active;
use crate::signals::view::View;

use InteractionKind::{Inquiry, Meeting, Quote, Training};

pub(super) const NEXT: &[Statement] = statements! {
    "complaints.open", "complaints.open_minor", "complaints.open_major", "complaints.open_critical",
    "complaints.reopened", "complaints.open_support", "complaints.open_communication",
    "complaints.open_price", "complaints.open_competitor", "complaints.open_missing_feature",
    "complaints.open_supply_chain", "complaints.open_contract_terms", "complaints.open_fee",
    "complaints.open_trust" => Account(never);
    "complaints.open_minor_aged" => Account(open_minor_aged);
    "complaints.oldest_days" => Account(oldest_days);
    "complaints.match_loss_reason" => Account(match_loss_reason);
    "complaint.open", "complaint.severity", "complaint.category", "complaint.answered" => Account(never);
    "complaint.age_days" => Complaint(complaint_age);
    "support.open", "support.escalated" => Account(never);
    "support.sla_breaches_90d" => Account(sla_breaches);
    "support.first_response_minutes_90d", "support.satisfaction_90d" => Account(tickets);
    "contact.days_since" => Account(days_since_contact);
    "contact.meetings_90d" => Account(|view| of_kind(view, Meeting, 90));
    "contact.inquiries_90d" => Account(|view| of_kind(view, Inquiry, 90));
    "contact.quotes_180d" => Account(|view| of_kind(view, Quote, 180));
    "contact.trainings_90d" => Account(|view| of_kind(view, Training, 90));
    "contact.negative_90d" => Account(|view| any_leaves_days(view, view.interactions(), 90));
    "contact.overdue_follow_ups" => Account(follow_ups);
    "contact.champion_left" => Account(champion_left);
    "usage.utilisation" => Account(|view| any_leaves_days(view, view.usage(), 90));
    "usage.current", "usage.previous", "usage.trend" => Account(halves);
    "usage.dormant" => Account(dormant);
    "usage.days_since_active" => Account(days_since_active);
    "billing.days_overdue" => Account(days_overdue);
    "billing.overdue", "billing.overdue_amount" => Account(overdue);
    "billing.fee_disputes" => Account(never);
    "purchases.count_12m", "purchases.repeat_12m", "purchases.value_12m" => Account(purchases);
    "purchases.days_since" => Account(days_since_purchase);
    "referrals.count_12m" => Account(|view| any_leaves_year(view, view.referrals()));
};

fn since(day: Option<NaiveDate>) -> Next {
    day.map_or(Next::Never, |day| Next::Counts(Count::Since(day), None))
}

fn open_minor_aged(view: &View<'_>) -> Next {
    let minor = |complaint: &&Seen<'_, Complaint>| {
        complaint
            .severity
            .is_none_or(|severity| severity == ComplaintSeverity::Minor)
    };
    Next::first(open_ones(view).filter(minor).map(|complaint| {
        let aged = next_day(complaint.day(), 7);
        ahead(view, aged)
    }))
}

fn oldest_days(view: &View<'_>) -> Next {
    since(open_ones(view).map(Seen::day).min())
}

fn match_loss_reason(view: &View<'_>) -> Next {
    let closed = |complaint: &&Seen<'_, Complaint>| !is_open(complaint, view.as_of());
    any_leaves_days(view, view.complaints().iter().filter(closed), 180)
}

fn complaint_age(view: &View<'_>, complaint: &Complaint) -> Next {
    since(Some(view.as_of().day_of(complaint.opened_at)))
}

/// A breach begins on the day after it was due, and leaves its window after 90 days.
fn sla_breaches(view: &View<'_>) -> Next {
    Next::first(view.tickets().iter().flat_map(|ticket| {
        let due = ticket.sla_due.map(|due| view.as_of().day_of(due));
        let leaves = due.and_then(|due| leaves_days(view, due, 90));
        [day_after(view, due), leaves]
    }))
}

fn tickets(view: &View<'_>) -> Next {
    any_leaves_days(view, view.tickets(), 90)
}

fn days_since_contact(view: &View<'_>) -> Next {
    match (view.last_contact(), view.start()) {
        (Some(contact), _) => since(Some(contact)),
        (None, Some(start)) if start > view.day() => Next::On(start),
        (None, start) => since(start),
    }
}

fn of_kind(view: &View<'_>, kind: InteractionKind, days: i64) -> Next {
    let of_kind = |interaction: &&Seen<'_, Interaction>| interaction.kind == kind;
    any_leaves_days(view, view.interactions().iter().filter(of_kind), days)
}

fn follow_ups(view: &View<'_>) -> Next {
    let interactions = view.interactions().iter();
    Next::first(interactions.map(|interaction| day_after(view, interaction.follow_up_due)))
}

fn champion_left(view: &View<'_>) -> Next {
    Next::first(view.contacts().iter().map(|contact| {
        let left = contact.left_at?;
        leaves_days(view, left, 180)
    }))
}

/// A sample counts for 30 days in one half of the window, and for 30 in the other.
fn halves(view: &View<'_>) -> Next {
    Next::first(view.usage().iter().flat_map(|sample| {
        [
            leaves_days(view, sample.day(), 30),
            leaves_days(view, sample.day(), 60),
        ]
    }))
}

fn dormant(view: &View<'_>) -> Next {
    let old_enough = view.start().and_then(|start| next_day(start, 59));
    let forgotten = last_active(view).and_then(|day| leaves_days(view, day, 60));
    Next::first([ahead(view, old_enough), forgotten])
}

fn days_since_active(view: &View<'_>) -> Next {
    since(last_active(view))
}

fn unpaid<'v>(view: &'v View<'_>) -> impl Iterator<Item = NaiveDate> + 'v {
    let unpaid = |invoice: &&Seen<'_, Invoice>| is_unpaid(invoice);
    let invoices = view.invoices().iter().filter(unpaid);
    invoices.map(|invoice| due(invoice))
}

/// Days are counted from the oldest one that is due; none that falls due later is older.
fn days_overdue(view: &View<'_>) -> Next {
    match unpaid(view).min() {
        Some(oldest) if oldest < view.day() => since(Some(oldest)),
        Some(oldest) => Next::first([day_after(view, Some(oldest))]),
        None => Next::Never,
    }
}

fn overdue(view: &View<'_>) -> Next {
    Next::first(unpaid(view).map(|due| day_after(view, Some(due))))
}

fn purchases(view: &View<'_>) -> Next {
    any_leaves_year(view, view.purchases())
}

fn days_since_purchase(view: &View<'_>) -> Next {
    since(view.purchases().last().map(Seen::day))
}
