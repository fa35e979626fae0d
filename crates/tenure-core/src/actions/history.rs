//! What was proposed before, as it stood on the day.

use std::collections::HashMap;

use chrono::NaiveDate;
use tenure_model::{ActionRecord, ActionStatus};

use super::ground;
use super::key::Key;

/// A past action as it stood on the day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Past<'a> {
    /// The record.
    pub(crate) record: &'a ActionRecord,
    /// Where it stood on the day.
    pub(crate) status: ActionStatus,
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
}

/// The past actions of an account, by key.
#[derive(Debug, Default)]
pub(crate) struct History<'a> {
    past: Vec<Past<'a>>,
    by_key: HashMap<&'a str, Vec<usize>>,
}

impl<'a> History<'a> {
    /// Past actions as they stood on a day, the earliest proposal first.
    pub(crate) fn new(records: impl IntoIterator<Item = &'a ActionRecord>, day: NaiveDate) -> Self {
        let past: Vec<Past<'a>> = records
            .into_iter()
            .map(|record| Past {
                record,
                status: status_on(record, day),
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

    /// The first day of the period in which a key without its bound was last proposed, if that period lasts.
    pub(crate) fn period_start(
        &self,
        key: &Key,
        entity: Option<&str>,
        days: i64,
        day: NaiveDate,
    ) -> Option<NaiveDate> {
        let lasts = |first: NaiveDate| (day - first).num_days() < days;
        self.past
            .iter()
            .map(|past| past.record.proposed_on)
            .filter(|first| lasts(*first))
            .filter(|first| {
                let bound = Some(ground::period(entity, *first));
                let key = Key {
                    bound,
                    ..key.clone()
                };
                self.by_key.contains_key(key.to_text().as_str())
            })
            .max()
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

    /// A record by its number.
    pub(crate) fn get(&self, index: usize) -> Option<Past<'a>> {
        self.past.get(index).copied()
    }

    /// Every visible record with its number, the earliest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, Past<'a>)> {
        self.past.iter().copied().enumerate()
    }
}

/// What was put off until a day that has passed is proposed again.
fn status_on(record: &ActionRecord, day: NaiveDate) -> ActionStatus {
    let awake = record.snoozed_until.is_some_and(|until| until < day);
    match record.status {
        ActionStatus::Snoozed if awake => ActionStatus::Proposed,
        status => status,
    }
}
