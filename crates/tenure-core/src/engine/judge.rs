//! The conditions of action rules, compiled and run.

use std::collections::BTreeMap;
use std::ops::Range;

use tenure_columns::{Cell, Value};
use tenure_rules::expr::Expr;
use tenure_rules::program::{Chunk, Output, Program, Scratch};
use tenure_rules::{ActionRule, Factor, Scope, SignalId};

use super::scoped::Scoped;
use crate::actions::{CERTAIN_BP, JudgedRow, Truth, USUAL_PERCENT};

/// What one action rule needs computed, by the numbers of the outputs.
#[derive(Debug, Clone)]
pub(crate) struct Outputs {
    /// The number of the rule in the rulebook.
    pub(crate) rule: usize,
    /// Its condition.
    pub(crate) due: usize,
    value: Option<usize>,
    propensity: Table,
    context: Table,
    steps: Vec<Option<usize>>,
}

/// The rows of a table of factors: the output of the condition, if there is one, and the factor.
#[derive(Debug, Clone)]
struct Table {
    rows: Vec<(Option<usize>, i64)>,
    otherwise: i64,
}

impl Table {
    fn new<'r>(
        factors: &'r [Factor],
        otherwise: i64,
        add: &mut impl FnMut(&'r Expr) -> usize,
    ) -> Self {
        let row = |factor: &'r Factor| (factor.condition.as_ref().map(&mut *add), factor.amount);
        Self {
            rows: factors.iter().map(row).collect(),
            otherwise,
        }
    }

    /// The factor of the first row that is known to hold.
    fn factor(&self, truth: impl Fn(usize) -> Truth) -> i64 {
        let holds = |output: &Option<usize>| output.is_none_or(|at| truth(at) == Truth::True);
        let first = self.rows.iter().find(|(output, _)| holds(output));
        first.map_or(self.otherwise, |(_, factor)| *factor)
    }
}

/// The action rules of one scope, compiled to one program.
#[derive(Debug, Clone)]
pub(crate) struct ScopeProgram {
    /// The scope.
    pub(crate) scope: Scope,
    /// The program.
    pub(crate) program: Program,
    /// What each rule needs of it.
    pub(crate) rules: Vec<Outputs>,
}

/// Compiles the enabled action rules, scope by scope.
pub(crate) fn compile(actions: &[ActionRule]) -> Vec<ScopeProgram> {
    let mut by_scope: BTreeMap<Scope, Vec<usize>> = BTreeMap::new();
    for (number, rule) in actions.iter().enumerate().filter(|(_, rule)| rule.enabled) {
        by_scope.entry(rule.scope).or_default().push(number);
    }
    by_scope
        .into_iter()
        .map(|(scope, numbers)| compile_scope(scope, &numbers, actions))
        .collect()
}

fn compile_scope(scope: Scope, numbers: &[usize], actions: &[ActionRule]) -> ScopeProgram {
    let mut outputs = Vec::new();
    let mut add = |expr| {
        outputs.push(Output::Expr(expr));
        outputs.len() - 1
    };
    let (certain, usual) = (CERTAIN_BP, USUAL_PERCENT);
    let rules = numbers
        .iter()
        .filter_map(|number| Some((*number, actions.get(*number)?)))
        .map(|(number, rule)| Outputs {
            rule: number,
            due: add(&rule.condition),
            value: rule.value.as_ref().map(&mut add),
            propensity: Table::new(&rule.propensity, certain, &mut add),
            context: Table::new(&rule.context, usual, &mut add),
            steps: rule
                .steps
                .iter()
                .map(|step| step.when.as_ref().map(&mut add))
                .collect(),
        })
        .collect();
    ScopeProgram {
        scope,
        rules,
        program: Program::compile(&outputs),
    }
}

impl ScopeProgram {
    /// What each rule came to, row by row: the rule's number in the rulebook, and its rows.
    pub(crate) fn judge(
        &self,
        scoped: &Scoped<'_>,
        scratch: &mut Scratch,
    ) -> Vec<(usize, Vec<JudgedRow>)> {
        let none = |outputs: &Outputs| (outputs.rule, Vec::new());
        let mut judged: Vec<(usize, Vec<JudgedRow>)> = self.rules.iter().map(none).collect();
        if scoped.len() == 0 {
            return judged;
        }
        let bound = self
            .program
            .bind_with(scoped.len(), |id: SignalId| scoped.column(id));
        for range in bound.chunks() {
            let chunk = bound.run(range.clone(), scratch);
            for (outputs, (_, rows)) in self.rules.iter().zip(&mut judged) {
                rows.extend(outputs.rows(&chunk, range.clone(), scoped));
            }
        }
        judged
    }
}

impl Outputs {
    fn rows(
        &self,
        chunk: &Chunk<'_>,
        range: Range<usize>,
        scoped: &Scoped<'_>,
    ) -> impl Iterator<Item = JudgedRow> {
        let first = range.start;
        range.map(move |row| {
            let truth = |output: usize| truth(&chunk.cell(output, row - first));
            let due = truth(self.due);
            let when_due = |output: &Option<usize>| match (due, output) {
                (Truth::True, Some(output)) => truth(*output),
                (_, _) => Truth::True,
            };
            JudgedRow {
                entity: scoped.entity(row).map(str::to_owned),
                due,
                value: self
                    .value
                    .filter(|_| due == Truth::True)
                    .and_then(|output| whole(chunk.cell(output, row - first))),
                propensity_bp: when(due, &self.propensity, truth),
                context_percent: when(due, &self.context, truth),
                steps: self.steps.iter().map(when_due).collect(),
            }
        })
    }
}

/// The factor where the rule is due; what is not due is not ranked.
fn when(due: Truth, table: &Table, truth: impl Fn(usize) -> Truth) -> i64 {
    match due {
        Truth::True => table.factor(truth),
        Truth::False | Truth::Unknown | Truth::NotApplicable => table.otherwise,
    }
}

/// What a condition's value says.
pub(crate) fn truth(cell: &Cell<Value>) -> Truth {
    match cell {
        Cell::Known(Value::Bool(true)) => Truth::True,
        Cell::Known(Value::Bool(false)) => Truth::False,
        Cell::NotApplicable => Truth::NotApplicable,
        Cell::Known(_) | Cell::Unknown | Cell::Stale => Truth::Unknown,
    }
}

/// A value to rank by, as a whole number: floats are rounded half away from zero, and held within 64 bits.
fn whole(cell: Cell<Value>) -> Option<i64> {
    match cell.known()? {
        Value::Int(value) => Some(value),
        Value::Float(value) => Some(value.round() as i64),
        Value::Bool(_) | Value::Text(_) => None,
    }
}
