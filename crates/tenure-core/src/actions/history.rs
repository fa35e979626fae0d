//! What was proposed before, as it stood on the day.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use tenure_model::{ActionRecord, ActionStatus};
use tenure_rules::ActionRule;

use super::ground;
use super::key::Key;
use crate::signals::AsOf;

/// A past action as it stood on the day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Past<'a> {
    /// The record.
    pub(crate) record: &'a ActionRecord,
    /// Where it stood on the day.
    pub(crate) status: ActionStatus,
    /// The day on which it came to stand there, as the host says; else that of the proposal.
    pub(crate) since: NaiveDate,
    /// Whether it runs out today: it came in open, and its time is over.
    pub(crate) runs_out: bool,
}

impl Past<'_> {
    /// Whether it is still to be done.
    pub(crate) fn is_open(&self) -> bool {
        match self.status {
            ActionStatus::Proposed | ActionStatus::Accepted | ActionStatus::Snoozed => true,
            ActionStatus::Done
            | ActionStatus::Dismissed
            | ActionStatus::Expired
            | ActionStatus::AutoClosed
            | ActionStatus::Moved
            | ActionStatus::Failed => false,
        }
    }

    /// Whether it is put off until a later day.
    pub(crate) fn is_snoozed(&self) -> bool {
        self.status == ActionStatus::Snoozed
    }
}

/// The past actions of an account, by key.
#[derive(Debug, Default)]
pub(crate) struct History<'a> {
    past: Vec<Past<'a>>,
    by_key: HashMap<&'a str, Vec<usize>>,
}

impl<'a> History<'a> {
    /// Past actions as they stood on a day, the earliest proposal first.
    pub(crate) fn new(
        records: impl IntoIterator<Item = &'a ActionRecord>,
        as_of: &AsOf<'_>,
    ) -> Self {
        let past: Vec<Past<'a>> = records
            .into_iter()
            .map(|record| Past {
                record,
                status: status_on(record, as_of.day()),
                since: record.at.map_or(record.proposed_on, |at| as_of.day_of(at)),
                runs_out: false,
            })
            .collect();
        let mut by_key: HashMap<&'a str, Vec<usize>> = HashMap::new();
        for (index, past) in past.iter().enumerate() {
            for key in &past.record.keys {
                by_key.entry(key).or_default().push(index);
            }
        }
        Self { past, by_key }
    }

    /// Ends what nobody took on in time. How long a proposal lasts is for the rule of its first key to say.
    pub(crate) fn run_out<'r>(
        &mut self,
        day: NaiveDate,
        rule: impl Fn(&str) -> Option<&'r ActionRule>,
    ) {
        for past in &mut self.past {
            let key = past.record.keys.first().and_then(|key| Key::parse(key));
            let days = key.and_then(|key| rule(&key.action)?.expires);
            let last = days.and_then(|days| after(past.record.proposed_on, days));
            if past.status == ActionStatus::Proposed && last.is_some_and(|last| day > last) {
                past.status = ActionStatus::Expired;
                past.runs_out = true;
            }
        }
    }

    /// Whether anything is still to be done.
    pub(crate) fn has_open(&self) -> bool {
        self.past.iter().any(|past| past.is_open() || past.runs_out)
    }

    /// The number of the record that tells of a key: a closed one before an open one, the latest of several. One that
    /// was closed because its anchor moved tells nothing: where the anchor comes back, the key is armed again.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        self.by_key
            .get(key)?
            .iter()
            .filter_map(|index| Some((*index, self.get(*index)?)))
            .filter(|(_, past)| past.status != ActionStatus::Moved)
            .max_by_key(|(index, past)| (!past.is_open(), *index))
            .map(|(index, _)| index)
    }

    /// The first day of the period that a key without its bound is in: that of an open proposal, however old, else that
    /// of the last one, if its period lasts.
    pub(crate) fn period_start(
        &self,
        key: &Key,
        entity: Option<&str>,
        days: i64,
        day: NaiveDate,
    ) -> Option<NaiveDate> {
        let first_day = |text: &str| {
            let past = Key::parse(text)?;
            let first = ground::period_day(past.bound.as_deref()?, entity)?;
            let bound = key.bound.clone();
            (Key { bound, ..past } == *key).then_some(first)
        };
        self.past
            .iter()
            .flat_map(|past| past.record.keys.iter().map(move |text| (past, text)))
            .filter_map(|(past, text)| Some((past.is_open(), first_day(text)?)))
            .filter(|(open, first)| *open || (day - *first).num_days() < days)
            .max()
            .map(|(_, first)| first)
    }

    /// The open record, the latest of several, whose key differs from a key in nothing but the anchor.
    pub(crate) fn moved_from(&self, key: &Key) -> Option<usize> {
        let differs = |text: &String| {
            Key::parse(text).is_some_and(|past| {
                past.bound != key.bound
                    && Key {
                        bound: key.bound.clone(),
                        ..past
                    } == *key
            })
        };
        self.iter()
            .filter(|(_, past)| past.is_open() && past.record.keys.iter().any(differs))
            .map(|(index, _)| index)
            .last()
    }

    /// The record of a key that was closed because its anchor moved, the latest of several.
    pub(crate) fn moved_away(&self, key: &str) -> Option<usize> {
        let numbers = self.by_key.get(key)?.iter().copied();
        let moved = |index: &usize| {
            self.get(*index)
                .is_some_and(|past| past.status == ActionStatus::Moved)
        };
        numbers.filter(moved).max()
    }

    /// A record by its number.
    pub(crate) fn get(&self, index: usize) -> Option<Past<'a>> {
        self.past.get(index).copied()
    }

    /// Every visible record with its number, the earliest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, Past<'a>)> {
        self.past.iter().copied().enumerate()
    }
}

/// The day that lies so many days after another.
pub(crate) fn after(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(u64::try_from(days).ok()?))
}

/// What was put off until a day that has passed is proposed again.
fn status_on(record: &ActionRecord, day: NaiveDate) -> ActionStatus {
    let awake = record.snoozed_until.is_some_and(|until| until < day);
    match record.status {
        ActionStatus::Snoozed if awake => ActionStatus::Proposed,
        status => status,
    }
}
