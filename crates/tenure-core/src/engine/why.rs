//! Why something did or did not fire: one output of a program, looked at in one row.

use std::collections::BTreeMap;

use tenure_columns::{Cell, Value};
use tenure_model::RecordKind;
use tenure_rules::program::{Cause, Chunk, Clause, Output, Program, Scratch};
use tenure_rules::{ActionRule, Rulebook, SignalDef, SignalId};

use super::batch::Batch;
use super::judge::truth;
use super::rules::told;
use super::scoped::Scoped;
use super::seen::{Teller, evidence};
use crate::actions::{Ended, Truth};
use crate::decision::Evidence;
use crate::explain::{Explanation, FailedClause, State, What, WhyNot, WhyNotRow};

/// Looks at the outputs of one row.
pub(super) struct Look<'l> {
    pub(super) rulebook: &'l Rulebook,
    pub(super) teller: Teller<'l>,
    pub(super) chunk: &'l Chunk<'l>,
    pub(super) row: usize,
}

/// Why an output is unknown, in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Missing {
    pub(super) signals: Vec<String>,
    pub(super) error: Option<String>,
}

impl Look<'_> {
    /// The values that an output saw.
    pub(super) fn evidence(&self, output: usize) -> BTreeMap<String, Evidence> {
        self.tell(self.chunk.seen(output, self.row))
    }

    /// Why an output is unknown.
    pub(super) fn missing(&self, output: usize) -> Missing {
        let gaps = self.chunk.gaps(output, self.row);
        missing(self.rulebook, &gaps.missing, gaps.error)
    }

    /// The first part of a condition that does not hold: a false one, else one that is unknown or not applicable.
    pub(super) fn failed_clause(&self, clauses: &[Clause], text: &str) -> Option<FailedClause> {
        let state = |clause: &Clause| truth(&self.chunk.clause_cell(clause, self.row));
        let falsity = clauses.iter().find(|clause| state(clause) == Truth::False);
        let failed =
            falsity.or_else(|| clauses.iter().find(|clause| state(clause) != Truth::True))?;
        Some(FailedClause {
            text: failed.span.of(text).to_owned(),
            state: state_of(state(failed)),
            evidence: self.tell(self.chunk.clause_seen(failed, self.row)),
        })
    }

    fn tell(&self, seen: Vec<(SignalId, Cell<Value>)>) -> BTreeMap<String, Evidence> {
        let named = seen
            .into_iter()
            .filter_map(|(id, cell)| Some((self.signal(id)?, cell)));
        evidence(&self.teller, named)
    }

    fn signal(&self, id: SignalId) -> Option<&SignalDef> {
        self.rulebook.dictionary.get(id)
    }
}

/// Gaps in words: names sorted.
pub(super) fn missing(rulebook: &Rulebook, signals: &[SignalId], error: Option<Cause>) -> Missing {
    let names = signals.iter().filter_map(|id| rulebook.dictionary.get(*id));
    let mut signals: Vec<String> = names.map(|signal| signal.name.clone()).collect();
    signals.sort_unstable();
    Missing {
        signals,
        error: error.map(|cause| cause.to_string()),
    }
}

/// What a condition came to.
pub(super) fn state_of(truth: Truth) -> State {
    match truth {
        Truth::True => State::Fired,
        Truth::False => State::NotFired,
        Truth::Unknown => State::Unknown,
        Truth::NotApplicable => State::NotApplicable,
    }
}

impl Missing {
    /// Nothing where a condition holds.
    pub(super) fn unless(self, known: bool) -> Self {
        if known { Self::default() } else { self }
    }
}

impl Batch<'_, '_> {
    /// Everything about an account.
    pub(super) fn explanation(&self, account: usize) -> Option<Explanation> {
        let rulebook = &self.engine.rulebook;
        let enabled = rulebook.rules.iter().filter(|rule| rule.enabled);
        Some(Explanation {
            decision: self.decision(account)?,
            rules: enabled
                .flat_map(|rule| {
                    let rows = self.rule_rows(account, rule).into_iter();
                    rows.map(|row| told(&rule.id, rule.group.as_ref(), row))
                })
                .chain(self.plugin_states(account))
                .collect(),
            actions: self.ended(account),
            not_kept: self.not_kept(),
        })
    }

    /// Why a rule or action did not fire.
    pub(super) fn why_not(&self, account: usize, name: &str) -> Option<WhyNot> {
        let rulebook = &self.engine.rulebook;
        let rule = rulebook.rules.iter().find(|rule| rule.id == name);
        let action = rulebook.actions.iter().find(|action| action.id == name);
        let mut rows = Vec::new();
        if let Some(rule) = rule.filter(|rule| rule.enabled) {
            rows.extend(self.rule_rows(account, rule));
        }
        if let Some(action) = action.filter(|action| action.enabled) {
            rows.extend(self.action_rows(account, action));
        }
        let plugin = rulebook.plugins.iter().find(|plugin| plugin.name() == name);
        rows.extend(plugin.and_then(|plugin| self.plugin_row(account, &plugin.id)));
        let enabled = [
            rule.map(|rule| rule.enabled),
            action.map(|action| action.enabled),
            plugin.map(|plugin| plugin.enabled),
        ];
        let known = enabled.iter().flatten().count() > 0;
        known.then(|| WhyNot {
            name: name.to_owned(),
            disabled: enabled.into_iter().flatten().all(|enabled| !enabled),
            rows,
        })
    }

    /// What an action's condition saw and came to, row by row of an account, and how its steps ended.
    fn action_rows(&self, account: usize, action: &ActionRule) -> Vec<WhyNotRow> {
        let rulebook = &self.engine.rulebook;
        let program = Program::compile(&[Output::Expr(&action.condition)]);
        let scoped = Scoped::new(self.derived, action.scope, program.inputs());
        let bound = program.bind_with(scoped.len(), |id| scoped.column(id));
        let ended = self.ended(account);
        let mut scratch = Scratch::default();
        let mut rows = Vec::new();
        if let Some((state, signals)) = scoped.instead_of_rows(account, program.inputs()) {
            let missing = missing(rulebook, &signals, None);
            rows.push(no_row(What::Action, state, &action.text, missing));
        }
        for row in scoped.rows_of(account) {
            let chunk = bound.run(row..row + 1, &mut scratch);
            let look = Look {
                rulebook,
                teller: self.teller(account),
                chunk: &chunk,
                row: 0,
            };
            let entity = scoped.entity(row);
            let of_row =
                |ended: &&Ended| ended.action == action.id && ended.entity.as_deref() == entity;
            rows.push(WhyNotRow {
                entity: entity.map(str::to_owned),
                stages: ended.iter().filter(of_row).cloned().collect(),
                ..action_row(&look, &program, action)
            });
        }
        rows
    }

    /// The record kinds that the host does not keep.
    fn not_kept(&self) -> Vec<String> {
        let view = self.views.first();
        let keeps = |kind: &RecordKind| view.is_none_or(|view| view.as_of().keeps(*kind));
        let kinds = RecordKind::WORDS
            .iter()
            .filter_map(|word| RecordKind::from_word(word));
        kinds
            .filter(|kind| !keeps(kind))
            .map(|kind| kind.as_str().to_owned())
            .collect()
    }
}

fn action_row(look: &Look<'_>, program: &Program, action: &ActionRule) -> WhyNotRow {
    let state = state_of(truth(&look.chunk.cell(0, look.row)));
    let missing = look.missing(0).unless(state != State::Unknown);
    WhyNotRow {
        what: What::Action,
        entity: None,
        state,
        condition: action.text.clone(),
        points: None,
        clause: look
            .failed_clause(program.clauses(0), &action.text)
            .filter(|_| state != State::Fired),
        evidence: look.evidence(0),
        missing: missing.signals,
        error: missing.error,
        stages: Vec::new(),
    }
}

/// The answer for an account without rows of the scope.
pub(super) fn no_row(what: What, state: State, condition: &str, missing: Missing) -> WhyNotRow {
    WhyNotRow {
        what,
        entity: None,
        state,
        condition: condition.to_owned(),
        points: None,
        clause: None,
        evidence: BTreeMap::new(),
        missing: missing.signals,
        error: missing.error,
        stages: Vec::new(),
    }
}
