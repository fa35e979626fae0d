//! The numbers that a rulebook compares its signals with.

use std::collections::HashMap;

use tenure_columns::Value;
use tenure_rules::expr::{Const, Expr, ExprKind, Pattern};
use tenure_rules::program::{Output, Program, Scratch as Run};
use tenure_rules::{BinTest, Dictionary, Judge, Number, Rulebook, Scope, SignalId, SignalType};

use super::scoped::Scoped;
use crate::signals::{Derived, Edges};

/// A number that a signal is compared with and that is reckoned from others.
struct Reckoned<'r> {
    scope: Scope,
    signal: SignalId,
    number: &'r Expr,
}

/// Numbers of one scope that are reckoned from other signals.
#[derive(Debug, Clone)]
struct ScopeNumbers {
    scope: Scope,
    /// The signal that each output of the program is compared with.
    signals: Vec<SignalId>,
    program: Program,
}

/// What a rulebook compares its signals with.
#[derive(Debug, Clone)]
pub(crate) struct Looks {
    fixed: HashMap<SignalId, Edges>,
    reckoned: Vec<ScopeNumbers>,
}

/// The numbers that are reckoned from others, as they are on a day; with the fixed ones of their signals.
#[derive(Debug, Clone, Default)]
pub(crate) struct DayLooks(HashMap<SignalId, Edges>);

impl Looks {
    /// What the enabled rules, overlays and actions of a rulebook compare with. What plugins compare their signals with
    /// nobody knows: each value counts.
    pub(crate) fn new(rulebook: &Rulebook, of_plugins: impl Iterator<Item = SignalId>) -> Self {
        let mut finder = Finder {
            names: &rulebook.dictionary,
            scope: Scope::Account,
            fixed: HashMap::new(),
            reckoned: Vec::new(),
        };
        for rule in rulebook.rules.iter().filter(|rule| rule.enabled) {
            finder.scope = rule.scope;
            finder.judge(&rule.judge);
        }
        finder.scope = Scope::Account;
        for overlay in &rulebook.overlays {
            finder.visit(&overlay.condition);
        }
        for action in rulebook.actions.iter().filter(|action| action.enabled) {
            finder.scope = action.scope;
            let steps = action.steps.iter().filter_map(|step| step.when.as_ref());
            let factors = action.propensity.iter().chain(&action.context);
            let factors = factors.filter_map(|factor| factor.condition.as_ref());
            let own = std::iter::once(&action.condition).chain(&action.value);
            own.chain(factors)
                .chain(steps)
                .for_each(|expr| finder.visit(expr));
        }
        of_plugins.for_each(|signal| finder.of(signal).take_all());
        Self {
            reckoned: by_scope(&finder.reckoned),
            fixed: finder.fixed,
        }
    }

    /// The numbers that stand in the rulebook beside a signal.
    pub(crate) fn fixed(&self, signal: SignalId) -> Option<&Edges> {
        self.fixed.get(&signal)
    }

    /// The numbers as they are on a day, for the accounts derived.
    pub(crate) fn on(&self, derived: &Derived, scratch: &mut Run) -> DayLooks {
        let mut reckoned: HashMap<SignalId, Edges> = HashMap::new();
        for numbers in &self.reckoned {
            let scoped = Scoped::new(derived, numbers.scope, numbers.program.inputs());
            let bound = numbers
                .program
                .bind_with(scoped.len(), |id| scoped.column(id));
            for range in bound.chunks() {
                let chunk = bound.run(range.clone(), scratch);
                for (output, signal) in numbers.signals.iter().enumerate() {
                    for row in 0..range.len() {
                        add(
                            &mut reckoned,
                            &self.fixed,
                            *signal,
                            chunk.cell(output, row).known(),
                        );
                    }
                }
            }
        }
        DayLooks(reckoned)
    }

    /// The numbers that matter of a signal on a day.
    pub(crate) fn edges<'l>(&'l self, day: &'l DayLooks, signal: SignalId) -> &'l Edges {
        let reckoned = day.0.get(&signal);
        let fixed = || self.fixed.get(&signal);
        reckoned.or_else(fixed).unwrap_or(Edges::NONE)
    }
}

/// Adds a number to those of a signal; the fixed ones stay among them.
fn add(
    reckoned: &mut HashMap<SignalId, Edges>,
    fixed: &HashMap<SignalId, Edges>,
    signal: SignalId,
    number: Option<Value>,
) {
    let edges = reckoned
        .entry(signal)
        .or_insert_with(|| fixed.get(&signal).cloned().unwrap_or_default());
    match number {
        Some(Value::Int(number)) => edges.compare(number),
        Some(Value::Float(number)) => edges.compare_float(number),
        Some(Value::Bool(_) | Value::Text(_)) | None => {}
    }
}

fn by_scope(reckoned: &[Reckoned<'_>]) -> Vec<ScopeNumbers> {
    let of = |scope: Scope| reckoned.iter().filter(move |found| found.scope == scope);
    let numbers = Scope::ALL.into_iter().filter_map(|scope| {
        let outputs: Vec<Output<'_>> = of(scope).map(|found| Output::Expr(found.number)).collect();
        (!outputs.is_empty()).then(|| ScopeNumbers {
            scope,
            signals: of(scope).map(|found| found.signal).collect(),
            program: Program::compile(&outputs),
        })
    });
    numbers.collect()
}

/// Goes through expressions and notes what numbers are compared with.
struct Finder<'r> {
    names: &'r Dictionary,
    scope: Scope,
    fixed: HashMap<SignalId, Edges>,
    reckoned: Vec<Reckoned<'r>>,
}

impl<'r> Finder<'r> {
    fn judge(&mut self, judge: &'r Judge) {
        match judge {
            Judge::When { condition, .. } => self.visit(condition),
            Judge::Bins { signal, bins } => {
                for bin in bins {
                    match bin.test {
                        BinTest::Below(Number::Int(number)) => self.of(*signal).compare(number),
                        BinTest::Below(Number::Float(number)) => {
                            self.of(*signal).compare_float(number);
                        }
                        BinTest::Is(_)
                        | BinTest::IsBool(_)
                        | BinTest::Otherwise
                        | BinTest::Stale
                        | BinTest::Unknown
                        | BinTest::NotApplicable => {}
                    }
                }
            }
        }
    }

    fn of(&mut self, signal: SignalId) -> &mut Edges {
        self.fixed.entry(signal).or_default()
    }

    fn visit(&mut self, expr: &'r Expr) {
        match &expr.kind {
            // Anything may be reckoned from its value.
            ExprKind::Signal(signal) => {
                if is_number(expr.ty) {
                    self.of(*signal).take_all();
                }
            }
            ExprKind::Compare(_, a, b) => self.compare(a, b),
            ExprKind::InList { needle, list, .. } => match counted(needle) {
                Some(signal) => list.iter().for_each(|number| self.constant(signal, number)),
                None => self.visit(needle),
            },
            ExprKind::InRange {
                needle, start, end, ..
            } => match counted(needle) {
                Some(signal) => self.range(signal, *start, *end),
                None => self.visit(needle),
            },
            ExprKind::Switch {
                scrutinee,
                arms,
                default,
            } => {
                match counted(scrutinee) {
                    Some(signal) => {
                        let patterns = arms.iter().flat_map(|arm| &arm.patterns);
                        patterns.for_each(|pattern| self.pattern(signal, pattern));
                    }
                    None => self.visit(scrutinee),
                }
                let inner = arms
                    .iter()
                    .flat_map(|arm| arm.guard.iter().chain([&arm.value]));
                inner.chain([&**default]).for_each(|part| self.visit(part));
            }
            // Whether there is a value does not hang on which it is.
            ExprKind::Test(_, inner) if counted(inner).is_some() => {}
            _ => expr.parts().into_iter().for_each(|part| self.visit(part)),
        }
    }

    fn compare(&mut self, a: &'r Expr, b: &'r Expr) {
        match (counted(a), counted(b)) {
            (Some(signal), None) => self.against(signal, b),
            (None, Some(signal)) => self.against(signal, a),
            // Whichever counts the days is the one that moves; of the other every change is looked at.
            (Some(signal), Some(_)) if self.counts(signal) => self.against(signal, b),
            (Some(_), Some(signal)) => self.against(signal, a),
            (None, None) => {
                self.visit(a);
                self.visit(b);
            }
        }
    }

    /// Whether a signal's name says that it counts days or months since or until something.
    fn counts(&self, signal: SignalId) -> bool {
        let name = self.names.get(signal).map(|signal| signal.name.as_str());
        let last = name.and_then(|name| name.rsplit('.').next());
        last.is_some_and(|last| last.starts_with("days_") || last.starts_with("months_"))
    }

    /// A signal stands against a number: one that is the same every day, as far as it can be seen; else every day counts.
    fn against(&mut self, signal: SignalId, number: &'r Expr) {
        match &number.kind {
            ExprKind::Const(number) => self.constant(signal, number),
            _ => {
                self.visit(number);
                self.reckoned.push(Reckoned {
                    scope: self.scope,
                    signal,
                    number,
                });
            }
        }
    }

    fn constant(&mut self, signal: SignalId, number: &Const) {
        match number {
            Const::Int(number) => self.of(signal).compare(*number),
            Const::Float(number) => self.of(signal).compare_float(*number),
            Const::Bool(_) | Const::Text(_) => {}
        }
    }

    fn range(&mut self, signal: SignalId, start: i64, end: i64) {
        self.of(signal).compare(start);
        self.of(signal).compare(end);
    }

    fn pattern(&mut self, signal: SignalId, pattern: &Pattern) {
        match pattern {
            Pattern::Is(number) => self.constant(signal, number),
            Pattern::Range { start, end, .. } => self.range(signal, *start, *end),
        }
    }
}

/// The signal, a number, that an expression is, or falls back from to a constant.
fn counted(expr: &Expr) -> Option<SignalId> {
    match &expr.kind {
        ExprKind::Signal(signal) if is_number(expr.ty) => Some(*signal),
        ExprKind::Derived(_, inner) => counted(inner),
        ExprKind::Coalesce(first, second) if matches!(second.kind, ExprKind::Const(_)) => {
            counted(first)
        }
        _ => None,
    }
}

fn is_number(ty: SignalType) -> bool {
    match ty {
        SignalType::Int | SignalType::Float => true,
        SignalType::Bool | SignalType::Text => false,
    }
}
