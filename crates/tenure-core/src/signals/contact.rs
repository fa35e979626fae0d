//! Contact with the account.

use tenure_columns::Cell;
use tenure_model::{ContactRole, Interaction, InteractionKind, Sentiment};

use super::line::{Line, lines};
use super::seen::Seen;
use super::sums::count;
use super::view::View;

use InteractionKind::{Inquiry, Meeting, Quote, Training};

pub(super) const LINES: &[Line] = lines! {
    "contact.days_since" Account Int "days" Down ["interactions"],
        "days since the last contact",
        "days from the latest contact to the day, where a contact is an interaction of kind meeting, call, email, quote, inquiry or training; if there never was one, days since the start of `account.tenure_months`; unknown without either, or where that start lies after the day"
        => days_since;
    "contact.meetings_90d" Account Int "count" Up ["interactions"],
        "meetings in 90 days",
        "interactions of kind meeting in the last 90 days"
        => of_kind(Meeting, 90);
    "contact.inquiries_90d" Account Int "count" None ["interactions"],
        "inquiries in 90 days",
        "interactions of kind inquiry in the last 90 days"
        => of_kind(Inquiry, 90);
    "contact.quotes_180d" Account Int "count" None ["interactions"],
        "quotes in 180 days",
        "interactions of kind quote in the last 180 days"
        => of_kind(Quote, 180);
    "contact.trainings_90d" Account Int "count" Up ["interactions"],
        "trainings and self-service used in 90 days",
        "interactions of kind training in the last 90 days"
        => of_kind(Training, 90);
    "contact.negative_90d" Account Int "count" Down ["interactions"],
        "contacts that went badly in 90 days",
        "interactions of sentiment negative in the last 90 days"
        => negative_90d;
    "contact.overdue_follow_ups" Account Int "count" Down ["interactions"],
        "promises to come back that are overdue",
        "interactions with `follow_up_due` before the day and no later contact (one on a day after the interaction's)"
        => overdue_follow_ups;
    "contact.champion_left" Account Bool "" None ["contacts"],
        "a champion or decision maker left in 180 days",
        "whether a contact of role champion or economic_buyer has `left_at` in the last 180 days"
        => champion_left;
};

/// The interactions of the last `days` days.
pub(super) fn recent<'v>(
    view: &'v View<'_>,
    days: i64,
) -> impl Iterator<Item = &'v Seen<'v, Interaction>> {
    view.interactions()
        .iter()
        .rev()
        .take_while(move |interaction| view.as_of().in_last_days(interaction.day(), days))
}

fn days_since(view: &View<'_>) -> Cell<i64> {
    let start = || view.start().filter(|start| *start <= view.day());
    let since = view.last_contact().or_else(start);
    Cell::or_unknown(since.map(|day| view.as_of().days_since(day)))
}

fn of_kind(view: &View<'_>, kind: InteractionKind, days: i64) -> Cell<i64> {
    Cell::Known(count(
        recent(view, days).filter(|interaction| interaction.kind == kind),
    ))
}

fn negative_90d(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(recent(view, 90).filter(|interaction| {
        interaction.sentiment == Some(Sentiment::Negative)
    })))
}

fn overdue_follow_ups(view: &View<'_>) -> Cell<i64> {
    let last = view.last_contact();
    let kept =
        |interaction: &Seen<'_, Interaction>| last.is_some_and(|day| day > interaction.day());
    Cell::Known(count(view.interactions().iter().filter(|interaction| {
        interaction
            .follow_up_due
            .is_some_and(|due| due < view.day())
            && !kept(interaction)
    })))
}

fn champion_left(view: &View<'_>) -> Cell<bool> {
    Cell::Known(view.contacts().iter().any(|contact| {
        matches!(
            contact.role,
            Some(ContactRole::Champion | ContactRole::EconomicBuyer)
        ) && contact
            .left_at
            .is_some_and(|left| view.as_of().in_last_days(left, 180))
    }))
}
