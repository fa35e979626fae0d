//! Rules looked at one by one, for explanations: by the same program, compiled for the rules asked about.

use tenure_rules::program::{Output, Program, Scratch};
use tenure_rules::{Judge, Rule, Rulebook, SignalType};

use super::batch::Batch;
use super::judge::truth;
use super::scoped::Scoped;
use super::why::{Look, missing, no_row, state_of};
use crate::explain::{RuleState, State, What, WhyNotRow};

/// A rule as a program's output.
pub(super) fn output<'r>(rulebook: &Rulebook, rule: &'r Rule) -> Output<'r> {
    match &rule.judge {
        Judge::When { condition, .. } => Output::Expr(condition),
        Judge::Bins { signal, bins } => {
            let signal_type = rulebook.dictionary.get(*signal).map(|signal| signal.ty);
            Output::Bins {
                signal: *signal,
                ty: signal_type.unwrap_or(SignalType::Int),
                bins,
            }
        }
    }
}

/// The condition's text, or the signal that falls into bins.
pub(super) fn condition(rulebook: &Rulebook, rule: &Rule) -> String {
    match &rule.judge {
        Judge::When { text, .. } => text.clone(),
        Judge::Bins { signal, .. } => {
            let signal = rulebook.dictionary.get(*signal);
            signal.map_or_else(String::new, |signal| signal.name.clone())
        }
    }
}

/// What a rule came to in one row, and the points that it gives there.
pub(super) fn came_to(look: &Look<'_>, rule: &Rule, output: usize) -> (State, i64) {
    match &rule.judge {
        Judge::When { points, .. } => {
            let state = state_of(truth(&look.chunk.cell(output, look.row)));
            (state, if state == State::Fired { *points } else { 0 })
        }
        Judge::Bins { bins, .. } => {
            let bin = look
                .chunk
                .bin(output, look.row)
                .and_then(|bin| bins.get(bin));
            let points = bin.map_or(0, |bin| bin.points);
            let has = |mask: &[u64]| {
                let word = mask.get(look.row / 64).copied().unwrap_or(0);
                word >> (look.row % 64) & 1 == 1
            };
            let state = if points != 0 {
                State::Fired
            } else if has(&look.chunk.judged(output)) {
                State::NotFired
            } else if has(&look.chunk.not_applicable(output)) {
                State::NotApplicable
            } else {
                State::Unknown
            };
            (state, points)
        }
    }
}

impl Batch<'_, '_> {
    /// What a rule saw and came to, row by row of an account.
    pub(super) fn rule_rows(&self, account: usize, rule: &Rule) -> Vec<WhyNotRow> {
        let rulebook = &self.engine.rulebook;
        let program = Program::compile(&[output(rulebook, rule)]);
        let scoped = Scoped::new(self.derived, rule.scope, program.inputs());
        let bound = program.bind_with(scoped.len(), |id| scoped.column(id));
        let mut scratch = Scratch::default();
        let mut rows = Vec::new();
        if let Some((state, signals)) = scoped.instead_of_rows(account, program.inputs()) {
            let missing = missing(rulebook, &signals, None);
            let condition = condition(rulebook, rule);
            rows.push(no_row(What::Rule, state, &condition, missing));
        }
        for row in scoped.rows_of(account) {
            let chunk = bound.run(row..row + 1, &mut scratch);
            let look = Look {
                rulebook,
                teller: self.teller(account),
                chunk: &chunk,
                row: 0,
            };
            rows.push(WhyNotRow {
                entity: scoped.entity(row).map(str::to_owned),
                ..rule_row(&look, &program, rule)
            });
        }
        rows
    }
}

fn rule_row(look: &Look<'_>, program: &Program, rule: &Rule) -> WhyNotRow {
    let (state, points) = came_to(look, rule, 0);
    let condition = condition(look.rulebook, rule);
    let missing = look.missing(0).unless(state != State::Unknown);
    WhyNotRow {
        what: What::Rule,
        entity: None,
        state,
        points: Some(points),
        clause: look
            .failed_clause(program.clauses(0), &condition)
            .filter(|_| state != State::Fired),
        condition,
        evidence: look.evidence(0),
        missing: missing.signals,
        error: missing.error,
        stages: Vec::new(),
    }
}

/// A row of an explanation, of a rule or plugin of this name and group.
pub(super) fn told(rule: &str, group: Option<&String>, row: WhyNotRow) -> RuleState {
    RuleState {
        rule: rule.to_owned(),
        group: group.cloned(),
        entity: row.entity,
        state: row.state,
        points: row.points.unwrap_or(0),
        condition: row.condition,
        evidence: row.evidence,
        missing: row.missing,
        error: row.error,
    }
}
