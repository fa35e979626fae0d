//! A decision as a case tells it.

use std::collections::BTreeMap;

use tenure::Decision;
use tenure::decision::{Action, Closed};

/// An action in one line: `renewal-t3 owner_todo c-1 -> o-kim by 2026-07-07`. What is not new says where it stands.
pub(super) fn action(action: &Action) -> String {
    let mut line = name(&action.action, &action.kind, about(action));
    line.push_str(" -> ");
    line.push_str(&receiver(action));
    if let Some(due) = action.due {
        line.push_str(&format!(" by {due}"));
    }
    line
}

/// The line with where the action stands.
pub(super) fn standing(listed: &Action) -> String {
    format!("{}, {}", action(listed), listed.state)
}

/// What names an action in a case: its rule, kind, and the contract or row that it is about.
pub(super) fn name(action: &str, kind: &str, about: Option<&str>) -> String {
    let parts = [Some(action), Some(kind), about];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn about(action: &Action) -> Option<&str> {
    action.entity.as_deref().or(action.contract_id.as_deref())
}

fn receiver(action: &Action) -> String {
    let person = |owner: Option<&String>| owner.map_or("nobody", String::as_str).to_owned();
    match (&action.assignee, &action.to) {
        (Some(assignee), _) => person(assignee.owner_id.as_ref()),
        (None, Some(role)) => role.clone(),
        (None, None) => "nobody".to_owned(),
    }
}

/// What was closed in one line: `renewal-t3 owner_todo c-1: moved`.
pub(super) fn closed(closed: &Closed) -> String {
    format!("{}: {}", key(&closed.key), closed.state)
}

/// A key's rule, kind and contract; the key itself where it has another form.
pub(super) fn key(key: &str) -> String {
    match key.split('/').collect::<Vec<_>>().as_slice() {
        [action, kind, _, contract, ..] => name(
            action,
            kind,
            Some(*contract).filter(|contract| *contract != "-"),
        ),
        _ => key.to_owned(),
    }
}

/// The points that each rule gave, in all its rows together.
pub(super) fn rules(decision: &Decision) -> BTreeMap<String, i64> {
    let mut rules = BTreeMap::new();
    for contribution in &decision.contributions {
        *rules.entry(contribution.rule.clone()).or_insert(0) += contribution.points;
    }
    rules
}
