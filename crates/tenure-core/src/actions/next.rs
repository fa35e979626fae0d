//! The next state: what a host keeps of a decision, and hands in with the account the next time.

use std::collections::{BTreeMap, BTreeSet};

use tenure_model::{ActionRecord, ActionStatus, Id, Moment};

use crate::decision::{Action, Decision};

impl Decision {
    /// The account's past actions as they stand after this decision: what a host keeps, and hands in the next time.
    ///
    /// What is new becomes a record; a key that is closed becomes a record of its own with that status; all else stays as
    /// it is. Whatever people say of an action in between goes into its record's `status`, `at` and `snoozed_until`.
    pub fn next_actions(&self, before: &[ActionRecord]) -> Vec<ActionRecord> {
        let closed: BTreeMap<&str, ActionStatus> = self
            .closed
            .iter()
            .filter_map(|closed| {
                Some((closed.key.as_str(), ActionStatus::from_word(&closed.state)?))
            })
            .collect();
        let mut next: Vec<ActionRecord> = before
            .iter()
            .flat_map(|record| self.split(record, &closed))
            .collect();
        let known: BTreeSet<String> = next
            .iter()
            .filter(|record| is_open(record))
            .flat_map(|record| record.keys.iter().cloned())
            .collect();
        let unknown = |action: &&Action| !action.keys.iter().any(|key| known.contains(key));
        next.extend(
            self.actions
                .iter()
                .filter(unknown)
                .map(|action| self.begin(action)),
        );
        next
    }

    /// A record without the keys that are closed, and those as records of their own, one for each state.
    fn split(
        &self,
        record: &ActionRecord,
        closed: &BTreeMap<&str, ActionStatus>,
    ) -> Vec<ActionRecord> {
        let state = |key: &String| closed.get(key.as_str()).copied();
        if !is_open(record) || !record.keys.iter().any(|key| state(key).is_some()) {
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
                at: Some(Moment::Day(self.as_of)),
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
            proposed_on: self.as_of,
            status: ActionStatus::from_word(&action.state).unwrap_or(ActionStatus::Proposed),
            assignee: owner.map(Id::from),
            due: action.due,
            ..ActionRecord::default()
        }
    }
}

fn is_open(record: &ActionRecord) -> bool {
    match record.status {
        ActionStatus::Proposed | ActionStatus::Accepted | ActionStatus::Snoozed => true,
        ActionStatus::Done
        | ActionStatus::Dismissed
        | ActionStatus::Expired
        | ActionStatus::AutoClosed
        | ActionStatus::Moved
        | ActionStatus::Failed => false,
    }
}
