//! From a candidate that was not stopped to the action that people read.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use tenure_rules::{ActionRule, ActionStep, Scope};

use super::arbitrate::is_mandatory;
use super::candidate::{Candidate, Standing};
use super::due;
use super::ground::Ground;
use super::handover::{is_handover, package};
use super::history::{History, Past};
use super::people::People;
use super::{JudgedAction, Words};
use crate::decision::{Action, Assignee, Priority, Texts};

/// The action of a candidate.
pub(crate) fn action(
    ground: &Ground<'_, '_>,
    history: &History<'_>,
    judged: &[JudgedAction<'_>],
    words: &dyn Words,
    found: &[Candidate],
    (index, closed): (usize, &BTreeSet<&str>),
) -> Option<Action> {
    let candidate = found.get(index)?;
    let judged_action = judged.get(candidate.action)?;
    let rule = judged_action.rule;
    let row = judged_action.rows.get(candidate.row)?;
    let step = rule.steps.get(candidate.step)?;
    let standing = candidate.standing.as_ref().ok()?;
    let render = |texts: &Texts| words.render(judged_action, candidate.row, texts);
    Some(Action {
        keys: keys(history, found, candidate, standing, closed),
        action: rule.id.clone(),
        kind: step.kind.clone(),
        contract_id: candidate.contract.clone(),
        entity: row
            .entity
            .clone()
            .filter(|_| is_narrower_than_contract(rule.scope)),
        state: state(history, standing).to_owned(),
        new: candidate.is_first(),
        assignee: assignee(ground, history, step, standing),
        channel: candidate
            .message
            .as_ref()
            .map(|m| m.channel.as_str().to_owned()),
        to: step.to.clone(),
        recipient: candidate
            .message
            .as_ref()
            .and_then(|m| m.to.as_ref())
            .map(|id| id.0.clone()),
        template: step.template.clone(),
        due: due_of(ground, history, step, standing),
        title: render(&step.title),
        steps: checklist(judged, found, candidate, &render, step),
        references: match is_handover(&step.kind) {
            true => package(ground, history),
            false => Vec::new(),
        },
        reason: render(&rule.reason),
        priority: Priority {
            mandatory: is_mandatory(found, candidate),
            ..candidate.priority
        },
    })
}

/// The state of a candidate that was not stopped.
pub(crate) fn state(history: &History<'_>, standing: &Standing) -> &'static str {
    match standing {
        Standing::New { from: None } => "proposed",
        Standing::New { from: Some(record) } | Standing::Open { record } => history
            .get(*record)
            .filter(Past::is_open)
            .map_or("proposed", |past| past.status.as_str()),
    }
}

fn is_narrower_than_contract(scope: Scope) -> bool {
    match scope {
        Scope::Tenant | Scope::Account | Scope::Contract => false,
        Scope::Complaint | Scope::Opportunity | Scope::Offer => true,
    }
}

/// Its own key, then those of what it takes in, then what else its record carries and is not to be closed.
fn keys(
    history: &History<'_>,
    found: &[Candidate],
    candidate: &Candidate,
    standing: &Standing,
    closed: &BTreeSet<&str>,
) -> Vec<String> {
    let taken = candidate
        .takes_in
        .iter()
        .filter_map(|index| found.get(*index));
    let own = std::iter::once(candidate).chain(taken).map(|c| &c.key);
    let record = match standing {
        Standing::Open { record } => history.get(*record),
        Standing::New { .. } => None,
    };
    let carried = record.into_iter().flat_map(|past| &past.record.keys);
    let carried = carried.filter(|key| !closed.contains(key.as_str()));
    let mut seen = BTreeSet::new();
    own.chain(carried)
        .filter(|key| seen.insert(key.as_str()))
        .cloned()
        .collect()
}

/// Whom the host says has it, as long as that one is at work; else who is there to do it.
fn assignee(
    ground: &Ground<'_, '_>,
    history: &History<'_>,
    step: &ActionStep,
    standing: &Standing,
) -> Option<Assignee> {
    let people = People::new(ground.view);
    let found = step.assignee.as_deref().map(|role| people.assignee(role));
    let said = past(history, standing)
        .and_then(|past| past.record.assignee.as_ref())
        .filter(|id| people.at_work(id));
    match (found, said) {
        (Some(found), Some(said)) => Some(Assignee {
            owner_id: Some(said.0.clone()),
            ..found
        }),
        (found, _) => found,
    }
}

fn past<'a>(history: &History<'a>, standing: &Standing) -> Option<Past<'a>> {
    match standing {
        Standing::New { from } => history.get((*from)?),
        Standing::Open { record } => history.get(*record),
    }
}

/// What was said when it was proposed; where its anchor moved, it is counted anew.
fn due_of(
    ground: &Ground<'_, '_>,
    history: &History<'_>,
    step: &ActionStep,
    standing: &Standing,
) -> Option<NaiveDate> {
    let count = |from| due::by(ground.calendar, from, step.due?);
    match standing {
        Standing::New { .. } => count(ground.day()),
        Standing::Open { record } => {
            let past = history.get(*record)?;
            past.record.due.or_else(|| count(past.record.proposed_on))
        }
    }
}

/// The step's own check-list, then those of the rules that it takes in.
fn checklist(
    judged: &[JudgedAction<'_>],
    found: &[Candidate],
    candidate: &Candidate,
    render: &impl Fn(&Texts) -> Texts,
    step: &ActionStep,
) -> Vec<Texts> {
    let taken = candidate
        .takes_in
        .iter()
        .filter_map(|index| found.get(*index))
        .filter(|other| other.action != candidate.action)
        .filter_map(|other| rule_of(judged, other)?.steps.get(other.step));
    std::iter::once(step)
        .chain(taken)
        .flat_map(|step| &step.checklist)
        .map(render)
        .collect()
}

fn rule_of<'r>(judged: &[JudgedAction<'r>], candidate: &Candidate) -> Option<&'r ActionRule> {
    judged.get(candidate.action).map(|action| action.rule)
}
