//! Candidates, from eligibility to dedupe.

use chrono::NaiveDate;
use tenure_rules::{ActionRule, ActionStep, KeyBinding};

use super::arbitrate::priority;
use super::consent::may_write;
use super::ground::Ground;
use super::history::{History, Past};
use super::key::Key;
use super::list::state;
use super::message::{Message, channel};
use super::rest;
use super::stage::{Ended, Stage};
use super::{JudgedAction, JudgedRow, Truth};
use crate::decision::Priority;

/// A candidate that was not stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its key stands in no record that counts. It takes over from the record of an anchor that moved, if there is one;
    /// else it was never proposed.
    New {
        /// The number of that record.
        from: Option<usize>,
    },
    /// Its key is open in a record.
    Open {
        /// The number of the record.
        record: usize,
    },
}

/// One step of an action rule for one row.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// The number of the action among those judged.
    pub(crate) action: usize,
    /// The number of the row.
    pub(crate) row: usize,
    /// The number of the step.
    pub(crate) step: usize,
    /// The rule's id, the step's kind and the row's entity.
    pub(crate) named: (String, String, Option<String>),
    /// The contract that it is about.
    pub(crate) contract: Option<String>,
    /// That contract's anchor.
    pub(crate) anchor: Option<NaiveDate>,
    /// The key that it has, or would have.
    pub(crate) key: String,
    /// Whether it got as far as to be looked up by its key.
    pub(crate) keyed: bool,
    /// Who gets it on which channel, where it goes to the customer by itself.
    pub(crate) message: Option<Message>,
    /// What it is ranked by.
    pub(crate) priority: Priority,
    /// How it stands, or where it was stopped.
    pub(crate) standing: Result<Standing, Stage>,
    /// The candidates that it takes in, by number.
    pub(crate) takes_in: Vec<usize>,
}

impl Candidate {
    /// Whether it is to be proposed for the first time.
    pub(crate) fn is_new(&self) -> bool {
        matches!(self.standing, Ok(Standing::New { .. }))
    }

    /// Whether nothing of it was ever proposed before.
    pub(crate) fn is_first(&self) -> bool {
        self.standing == Ok(Standing::New { from: None })
    }

    /// How it ended.
    pub(crate) fn into_ended(self, history: &History<'_>) -> Ended {
        let (action, kind, entity) = self.named;
        Ended {
            action,
            kind,
            entity,
            priority: self.keyed.then_some(self.priority),
            key: self.keyed.then_some(self.key),
            stage: match self.standing {
                Err(stage) => stage,
                Ok(standing) => Stage::Listed {
                    state: state(history, &standing).to_owned(),
                },
            },
            missing: Vec::new(),
            step: self.step,
        }
    }
}

/// The candidates of an account, in the order of rules, rows and steps: all, or those whose rule is due.
pub(crate) fn candidates(
    ground: &Ground<'_, '_>,
    history: &History<'_>,
    judged: &[JudgedAction<'_>],
    all: bool,
) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for (action, JudgedAction { rule, rows, .. }) in judged.iter().enumerate() {
        let wanted = |row: &JudgedRow| all || row.due == Truth::True;
        for (row, judged) in rows.iter().enumerate().filter(|(_, row)| wanted(row)) {
            for (step, _) in rule.steps.iter().enumerate() {
                let place = (action, row, step);
                found.extend(candidate(ground, history, rule, judged, place, &found));
            }
        }
    }
    found
}

fn candidate(
    ground: &Ground<'_, '_>,
    history: &History<'_>,
    rule: &ActionRule,
    row: &JudgedRow,
    (action, row_number, number): (usize, usize, usize),
    before: &[Candidate],
) -> Option<Candidate> {
    let step = rule.steps.get(number)?;
    let entity = row.entity.as_deref();
    let contract = ground.contract(rule.scope, entity, &rule.key);
    let key = key_of(ground, history, rule, step, entity);
    let mut candidate = Candidate {
        action,
        row: row_number,
        step: number,
        named: (rule.id.clone(), step.kind.clone(), row.entity.clone()),
        contract: contract.map(str::to_owned),
        anchor: contract.and_then(|id| ground.agreement(id)?.anchor()),
        key: key.to_text(),
        keyed: false,
        message: None,
        priority: priority(ground, (&rule.id, &step.kind), rule.mandatory, row),
        standing: Ok(Standing::New { from: None }),
        takes_in: Vec::new(),
    };
    let due = row.steps.get(number).copied().unwrap_or(Truth::Unknown);
    candidate.standing = eligible(ground, rule, contract, (row.due, due))
        .and_then(|()| allowed(ground, step))
        .and_then(|message| {
            candidate.message = message;
            candidate.keyed = true;
            let standing = dedupe(history, &key, &candidate.key, rule, before)?;
            rest::rested(history, &key, rule, entity, standing, ground.day())?;
            Ok(standing)
        });
    Some(candidate)
}

/// Eligibility: the rule's condition, the contract that it is bound to, then the step's own condition.
fn eligible(
    ground: &Ground<'_, '_>,
    rule: &ActionRule,
    contract: Option<&str>,
    (due, step_due): (Truth, Truth),
) -> Result<(), Stage> {
    holds(due, Stage::NotDue)?;
    match contract.and_then(|id| ground.agreement(id)) {
        Some(agreement) if agreement.is_decided() && rule.key == KeyBinding::Anchor => {
            return Err(Stage::Decided);
        }
        Some(agreement) if agreement.is_paused() && !agreement.is_decided() => {
            return Err(Stage::Suspended);
        }
        Some(_) | None => {}
    }
    holds(step_due, Stage::StepNotDue)
}

/// Suitability and consent: who gets it, where it goes to the customer by itself.
fn allowed(ground: &Ground<'_, '_>, step: &ActionStep) -> Result<Option<Message>, Stage> {
    if is_offer(step) && ground.critical_complaint() {
        return Err(Stage::CriticalComplaint);
    }
    if !step.is_message() {
        return Ok(None);
    }
    let channel = channel(step);
    let to = may_write(ground.view, channel, step.to.as_deref())
        .map_err(|why| Stage::NoConsent { why })?;
    Ok(Some(Message { channel, to }))
}

fn holds(truth: Truth, not_due: Stage) -> Result<(), Stage> {
    match truth {
        Truth::True => Ok(()),
        Truth::False => Err(not_due),
        Truth::Unknown => Err(Stage::Unknown),
        Truth::NotApplicable => Err(Stage::NotApplicable),
    }
}

fn is_offer(step: &ActionStep) -> bool {
    matches!(step.kind.as_str(), "upsell" | "cross_sell")
}

fn key_of(
    ground: &Ground<'_, '_>,
    history: &History<'_>,
    rule: &ActionRule,
    step: &ActionStep,
    entity: Option<&str>,
) -> Key {
    let contract = ground.contract(rule.scope, entity, &rule.key);
    let key = Key {
        action: rule.id.clone(),
        kind: step.kind.clone(),
        account: ground.account().id.0.clone(),
        contract: contract.map(str::to_owned),
        term: None,
        bound: None,
    };
    ground.bind(key, &rule.key, entity, history)
}

fn dedupe(
    history: &History<'_>,
    key: &Key,
    text: &str,
    rule: &ActionRule,
    before: &[Candidate],
) -> Result<Standing, Stage> {
    if before.iter().any(|other| other.keyed && other.key == text) {
        return Err(Stage::SameKey);
    }
    let Some(record) = history.find(text) else {
        let from = takes_over(history, key, text, &rule.key);
        return from.map_or(Ok(Standing::New { from: None }), |from| {
            awake(history, from)
        });
    };
    match history.get(record) {
        Some(past) if !past.is_open() => Err(Stage::Closed {
            status: past.status.as_str().to_owned(),
        }),
        Some(past) if past.is_snoozed() => Err(snoozed(past)),
        Some(_) | None => Ok(Standing::Open { record }),
    }
}

/// The record that a new key goes on from: an open one of another anchor or episode, else its own, closed because its
/// anchor had moved away.
fn takes_over(history: &History<'_>, key: &Key, text: &str, binding: &KeyBinding) -> Option<usize> {
    match binding {
        // Another loss reason is another matter: somebody is to hear of it.
        KeyBinding::Episode(family) if family == "tenant" => return None,
        KeyBinding::Anchor | KeyBinding::Episode(_) => {}
        KeyBinding::Term | KeyBinding::Row | KeyBinding::Period(_) | KeyBinding::Quarter => {
            return None;
        }
    }
    history.moved_from(key).or_else(|| history.moved_away(text))
}

/// What is put off stays put off, whatever moves.
fn awake(history: &History<'_>, from: usize) -> Result<Standing, Stage> {
    match history.get(from) {
        Some(past) if past.is_snoozed() => Err(snoozed(past)),
        Some(_) | None => Ok(Standing::New { from: Some(from) }),
    }
}

fn snoozed(past: Past<'_>) -> Stage {
    Stage::Snoozed {
        until: past.record.snoozed_until,
    }
}
