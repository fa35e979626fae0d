//! Candidates, from eligibility to dedupe.

use chrono::NaiveDate;
use tenure_rules::{ActionRule, ActionStep};

use super::consent::may_write;
use super::ground::Ground;
use super::history::History;
use super::key::Key;
use super::list::state;
use super::stage::{Ended, Stage};
use super::{JudgedAction, JudgedRow, Truth};

/// A candidate that was not stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its key was never proposed; it takes over from the record of an anchor that moved, if there is one.
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
    /// Its key.
    pub(crate) key: Option<String>,
    /// Whether it goes to the customer by itself.
    pub(crate) message: bool,
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

    /// How it ended.
    pub(crate) fn into_ended(self, history: &History<'_>) -> Ended {
        let (action, kind, entity) = self.named;
        Ended {
            action,
            kind,
            entity,
            key: self.key,
            stage: match self.standing {
                Err(stage) => stage,
                Ok(standing) => Stage::Listed {
                    state: state(history, &standing).to_owned(),
                },
            },
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
    let mut candidate = Candidate {
        action,
        row: row_number,
        step: number,
        named: (rule.id.clone(), step.kind.clone(), row.entity.clone()),
        contract: contract.map(str::to_owned),
        anchor: contract.and_then(|id| ground.agreement(id)?.anchor()),
        key: None,
        message: is_message(step),
        standing: Ok(Standing::New { from: None }),
        takes_in: Vec::new(),
    };
    let due = row.steps.get(number).copied().unwrap_or(Truth::Unknown);
    candidate.standing = allowed(ground, row.due, due, step).and_then(|()| {
        let key = key_of(ground, history, rule, step, entity);
        let text = key.to_text();
        candidate.key = Some(text.clone());
        dedupe(history, &key, &text, before)
    });
    Some(candidate)
}

/// Eligibility, suitability and consent.
fn allowed(
    ground: &Ground<'_, '_>,
    due: Truth,
    step_due: Truth,
    step: &ActionStep,
) -> Result<(), Stage> {
    eligible(due, Stage::NotDue)?;
    eligible(step_due, Stage::StepNotDue)?;
    if is_offer(step) && ground.critical_complaint() {
        return Err(Stage::CriticalComplaint);
    }
    if is_message(step) {
        may_write(ground.view, step.to.as_deref()).map_err(|why| Stage::NoConsent { why })?;
    }
    Ok(())
}

fn eligible(truth: Truth, not_due: Stage) -> Result<(), Stage> {
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

/// Whether a step goes to the customer by itself: it names who gets it and nobody who does it, or its kind says so.
pub(crate) fn is_message(step: &ActionStep) -> bool {
    let by_kind = ["_email", "_sms", "_survey", "_message"]
        .iter()
        .any(|ending| step.kind.ends_with(ending));
    by_kind || (step.assignee.is_none() && (step.to.is_some() || step.template.is_some()))
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
    before: &[Candidate],
) -> Result<Standing, Stage> {
    let same = |other: &Candidate| other.key.as_deref() == Some(text);
    if before.iter().any(same) {
        return Err(Stage::SameKey);
    }
    let Some(record) = history.find(text) else {
        let from = history.moved_from(key);
        return Ok(Standing::New { from });
    };
    match history.get(record) {
        Some(past) if !past.is_open() => Err(Stage::Closed {
            status: past.status.as_str().to_owned(),
        }),
        Some(_) | None => Ok(Standing::Open { record }),
    }
}
