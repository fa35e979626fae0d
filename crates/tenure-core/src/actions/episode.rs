//! Episodes: an unbroken run of one state, named by the record that began it.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use tenure_model::{OwnerRole, SurveyResponse, Voice};

use crate::signals::{AsOf, Seen, View, level_on};

/// For so many days an answer counts.
pub(super) const VALID_DAYS: u64 = 180;

/// The answer that began the account's present run of one satisfaction level, by its id, else by its day; none where
/// nobody ever answered.
///
/// The level can change on a day with an answer, and on a day on which an answer becomes too old. The run is followed
/// back over those days. Where it began on a day without an answer, the latest one before gives the name.
pub(super) fn satisfaction(view: &View<'_>) -> Option<String> {
    let answers: Vec<&Seen<'_, SurveyResponse>> = view
        .surveys()
        .iter()
        .filter(|answer| answer.source.unwrap_or(Voice::Customer) == Voice::Customer)
        .collect();
    let began = run_start(view, &answers)?;
    let on_the_day = answers.iter().find(|answer| answer.day() == began);
    let before = || answers.iter().rev().find(|answer| answer.day() < began);
    on_the_day.or_else(before).map(|answer| {
        let id = answer.id.as_ref();
        id.map_or_else(|| answer.day().to_string(), |id| id.0.clone())
    })
}

fn run_start(view: &View<'_>, answers: &[&Seen<'_, SurveyResponse>]) -> Option<NaiveDate> {
    let present = level_on(view, view.day());
    let days = turning_days(answers);
    let past = days.range(..=view.day()).rev();
    let run = past
        .clone()
        .take_while(|day| level_on(view, **day) == present);
    run.last().or(past.clone().next()).copied()
}

fn turning_days(answers: &[&Seen<'_, SurveyResponse>]) -> BTreeSet<NaiveDate> {
    let too_old = |day: NaiveDate| day.checked_add_days(Days::new(VALID_DAYS));
    answers
        .iter()
        .map(|answer| answer.day())
        .flat_map(|day| [Some(day), too_old(day)])
        .flatten()
        .collect()
}

/// The owner, and since when: by the latest assignment, else by the account's own field; none without an owner.
pub(super) fn owner(view: &View<'_>) -> Option<String> {
    let owner = view.owner()?;
    let since = view
        .assignments()
        .iter()
        .filter(|assignment| assignment.role == OwnerRole::Sales && assignment.owner_id == *owner)
        .map(|assignment| assignment.from)
        .max();
    Some(since.map_or_else(|| owner.0.clone(), |since| format!("{owner}@{since}")))
}

/// The day of the last score whose band was another than the worst; none where there was no such score.
pub(super) fn risk(view: &View<'_>, worst_band: &str) -> Option<String> {
    let mut scores = view.scores().iter().rev();
    let better = scores.find(|score| score.band != worst_band)?;
    Some(better.as_of.to_string())
}

/// The most frequent loss reason, in this quarter; none where nothing is known to be lost.
pub(super) fn loss_reason(as_of: &AsOf<'_>) -> Option<String> {
    let losses = as_of.facts()?.losses_90d.as_ref()?;
    let first = losses.first()?;
    Some(format!("{}@{}", first.code, quarter(as_of.day())))
}

/// The quarter of the calendar in which a day lies: `2026-Q2`.
pub(super) fn quarter(day: NaiveDate) -> String {
    format!("{}-Q{}", day.year(), day.month0() / 3 + 1)
}
