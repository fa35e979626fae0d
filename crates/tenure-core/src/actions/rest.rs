//! Rest: what was just proposed, or turned down more than once, is left alone for a while.

use chrono::NaiveDate;
use tenure_model::ActionStatus;
use tenure_rules::{ActionRule, KeyBinding};

use super::candidate::Standing;
use super::ground::period_day;
use super::history::{History, Past, after};
use super::key::Key;
use super::stage::Stage;

/// So many dismissals ...
const DISMISSALS: usize = 2;
/// ... within so many days ...
const WITHIN: i64 = 30;
/// ... pause an action for so many days.
pub(super) const PAUSE: i64 = 60;

/// Whether something that was never proposed may be by now. What is mandatory is never paused.
pub(super) fn rested(
    history: &History<'_>,
    key: &Key,
    rule: &ActionRule,
    entity: Option<&str>,
    standing: Standing,
    day: NaiveDate,
) -> Result<(), Stage> {
    if standing != (Standing::New { from: None }) {
        return Ok(());
    }
    let later = |until: &NaiveDate| day < *until;
    if let Some(days) = rule.cooldown {
        let last = last_of(history, key, &rule.key, entity);
        if let Some(until) = last.and_then(|last| after(last, days)).filter(later) {
            return Err(Stage::Cooldown { until });
        }
    }
    let paused = paused_until(history, key).filter(|_| !rule.mandatory);
    match paused.filter(later) {
        Some(until) => Err(Stage::Paused { until }),
        None => Ok(()),
    }
}

/// The last day on which the same thing was proposed or dismissed for the same contract and row.
fn last_of(
    history: &History<'_>,
    key: &Key,
    binding: &KeyBinding,
    entity: Option<&str>,
) -> Option<NaiveDate> {
    let same_row = |past: &Key| match binding {
        KeyBinding::Anchor | KeyBinding::Term | KeyBinding::Episode(_) => true,
        KeyBinding::Row | KeyBinding::Quarter => past.bound == key.bound,
        KeyBinding::Period(_) => {
            let bound = past.bound.as_deref();
            bound.is_some_and(|bound| period_day(bound, entity).is_some())
        }
    };
    of_action(history, key)
        .filter(|(_, past)| past.contract == key.contract && same_row(past))
        .map(|(past, _)| match past.status {
            ActionStatus::Dismissed => past.since.max(past.record.proposed_on),
            ActionStatus::Proposed
            | ActionStatus::Accepted
            | ActionStatus::Done
            | ActionStatus::Snoozed
            | ActionStatus::Expired
            | ActionStatus::AutoClosed
            | ActionStatus::Moved
            | ActionStatus::Failed => past.record.proposed_on,
        })
        .max()
}

/// The first day after the pause of an action, if it was ever dismissed so often.
fn paused_until(history: &History<'_>, key: &Key) -> Option<NaiveDate> {
    let mut days: Vec<NaiveDate> = of_action(history, key)
        .filter(|(past, _)| past.status == ActionStatus::Dismissed)
        .map(|(past, _)| past.since)
        .collect();
    days.sort_unstable();
    let last = days
        .windows(DISMISSALS)
        .filter_map(|run| Some((*run.first()?, *run.last()?)))
        .filter(|(first, last)| (*last - *first).num_days() < WITHIN)
        .map(|(_, last)| last)
        .max();
    last.and_then(|last| after(last, PAUSE))
}

/// The past actions of the same rule and kind, each with its first key of that sort.
fn of_action<'h, 'a>(
    history: &'h History<'a>,
    key: &'h Key,
) -> impl Iterator<Item = (Past<'a>, Key)> + use<'h, 'a> {
    history.iter().filter_map(move |(_, past)| {
        let keys = past.record.keys.iter().filter_map(|text| Key::parse(text));
        let same = |past: &Key| {
            past.action == key.action && past.kind == key.kind && past.account == key.account
        };
        Some((past, keys.into_iter().find(same)?))
    })
}
