//! The next state: what a host keeps of a decision, and hands in with the account the next time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use tenure_model::{ActionRecord, ActionStatus, Id, Moment};

use crate::decision::{Action, Closed, Decision, TenantDecision};

impl Decision {
    /// The account's past actions as they stand after this decision: what a host keeps, and hands in the next time.
    ///
    /// What is new becomes a record; a key that is closed becomes a record of its own with that status; all else stays as
    /// it is. Whatever people say of an action in between goes into its record's `status`, `at` and `snoozed_until`.
    pub fn next_actions(&self, before: &[ActionRecord]) -> Vec<ActionRecord> {
        Next::new(self.as_of, &self.closed).after(before, &self.actions)
    }
}

impl TenantDecision {
    /// The tenant's own past actions as they stand after this decision; see [`Decision::next_actions`].
    pub fn next_actions(&self, before: &[ActionRecord]) -> Vec<ActionRecord> {
        Next::new(self.as_of, &self.closed).after(before, &self.actions)
    }
}

/// What becomes of records on a day.
struct Next<'d> {
    day: NaiveDate,
    closed: BTreeMap<&'d str, ActionStatus>,
}

impl<'d> Next<'d> {
    fn new(day: NaiveDate, closed: &'d [Closed]) -> Self {
        let closed = closed.iter().filter_map(|closed| {
            Some((closed.key.as_str(), ActionStatus::from_word(&closed.state)?))
        });
        Self {
            day,
            closed: closed.collect(),
        }
    }

    fn after(&self, before: &[ActionRecord], actions: &[Action]) -> Vec<ActionRecord> {
        let mut next: Vec<ActionRecord> = before
            .iter()
            .flat_map(|record| self.split(record))
            .collect();
        let known: BTreeSet<String> = next
            .iter()
            .filter(|record| record.status.is_open())
            .flat_map(|record| record.keys.iter().cloned())
            .collect();
        let unknown = |action: &&Action| !action.keys.iter().any(|key| known.contains(key));
        let unknown = actions.iter().filter(unknown);
        next.extend(unknown.map(|action| self.begin(action)));
        next
    }

    /// A record without the keys that are closed, and those as records of their own, one for each state.
    fn split(&self, record: &ActionRecord) -> Vec<ActionRecord> {
        let state = |key: &String| self.closed.get(key.as_str()).copied();
        if !record.status.is_open() || !record.keys.iter().any(|key| state(key).is_some()) {
            return vec![record.clone()];
        }
        let with = |keys: Vec<String>| ActionRecord {
            keys,
            ..record.clone()
        };
        let open: Vec<String> = record
            .keys
            .iter()
            .filter(|key| state(key).is_none())
            .cloned()
            .collect();
        let mut parts: Vec<ActionRecord> = Vec::new();
        if !open.is_empty() {
            parts.push(with(open));
        }
        let states: BTreeSet<ActionStatus> = record.keys.iter().filter_map(state).collect();
        for status in states {
            let keys = record.keys.iter().filter(|key| state(key) == Some(status));
            parts.push(ActionRecord {
                status,
                at: Some(Moment::Day(self.day)),
                snoozed_until: None,
                ..with(keys.cloned().collect())
            });
        }
        parts
    }

    fn begin(&self, action: &Action) -> ActionRecord {
        let owner = action.assignee.as_ref().and_then(|a| a.owner_id.as_deref());
        ActionRecord {
            keys: action.keys.clone(),
            action: Some(action.action.clone()),
            proposed_on: self.day,
            status: ActionStatus::from_word(&action.state).unwrap_or(ActionStatus::Proposed),
            assignee: owner.map(Id::from),
            due: action.due,
            ..ActionRecord::default()
        }
    }
}
