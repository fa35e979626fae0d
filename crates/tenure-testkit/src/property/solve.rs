//! What signals must be for a condition to hold, or not to; and the values at which each of its parts turns over.

use std::sync::Arc;

use tenure_columns::Value;
use tenure_rules::expr::{CompareOp, Const, Expr, ExprKind, StateTest};
use tenure_rules::{Dictionary, SignalId, SignalType};

use super::records::Want;

/// What signals are to be, in the order in which records are written.
pub(super) type Wants = Vec<(SignalId, Want)>;

/// A part of a condition that compares one signal with constants, or is one.
pub(super) struct Leaf<'e> {
    /// The part.
    pub(super) expr: &'e Expr,
    /// The signal.
    pub(super) signal: SignalId,
    /// What the signal is to be in turn: at, just under and just over each constant.
    pub(super) probes: Vec<Want>,
}

/// Every leaf of a condition, derived names looked through.
pub(super) fn leaves<'e>(expr: &'e Expr, dictionary: &Dictionary) -> Vec<Leaf<'e>> {
    match leaf(expr, dictionary) {
        Some(leaf) => vec![leaf],
        None => {
            let parts = expr.parts().into_iter();
            parts.flat_map(|part| leaves(part, dictionary)).collect()
        }
    }
}

fn leaf<'e>(expr: &'e Expr, dictionary: &Dictionary) -> Option<Leaf<'e>> {
    let (signal, probes) = match &expr.kind {
        ExprKind::Signal(id) => (*id, both_truths(dictionary, *id)?),
        ExprKind::Compare(_, a, b) => match (of_signal(a), of_signal(b)) {
            (Some(id), None) => (id, around(constant(b)?, dictionary, id)),
            (None, Some(id)) => (id, around(constant(a)?, dictionary, id)),
            _ => return None,
        },
        ExprKind::InRange {
            needle, start, end, ..
        } => {
            let id = of_signal(needle)?;
            let mut probes = ints_around(*start);
            probes.extend(ints_around(*end));
            (id, probes)
        }
        ExprKind::InList { needle, list, .. } => {
            let id = of_signal(needle)?;
            let mut probes: Vec<Want> = list.iter().map(|one| Want::Is(value(one))).collect();
            probes.extend(another_word(dictionary, id, list));
            (id, probes)
        }
        ExprKind::Coalesce(a, _) => {
            let id = of_signal(a)?;
            let mut probes = both_truths(dictionary, id).unwrap_or_default();
            probes.push(Want::Unknown);
            (id, probes)
        }
        ExprKind::Test(test, a) => {
            let id = of_signal(a)?;
            let state = match test {
                StateTest::IsKnown => Want::Unknown,
                StateTest::IsStale => Want::Stale,
                StateTest::IsApplicable => Want::NotApplicable,
            };
            (id, vec![state])
        }
        _ => return None,
    };
    Some(Leaf {
        expr,
        signal,
        probes,
    })
}

/// The signal that an operand is: itself, under a derived name, or with a value in place of the unknown.
fn of_signal(expr: &Expr) -> Option<SignalId> {
    match &expr.kind {
        ExprKind::Signal(id) => Some(*id),
        ExprKind::Derived(_, inner) => of_signal(inner),
        ExprKind::Coalesce(inner, _) => of_signal(inner),
        _ => None,
    }
}

fn constant(expr: &Expr) -> Option<&Const> {
    match &expr.kind {
        ExprKind::Const(constant) => Some(constant),
        _ => None,
    }
}

fn value(constant: &Const) -> Value {
    match constant {
        Const::Int(int) => Value::Int(*int),
        Const::Float(float) => Value::Float(*float),
        Const::Bool(truth) => Value::Bool(*truth),
        Const::Text(text) => Value::Text(Arc::clone(text)),
    }
}

fn both_truths(dictionary: &Dictionary, id: SignalId) -> Option<Vec<Want>> {
    (dictionary.get(id)?.ty == SignalType::Bool)
        .then(|| vec![Want::Is(Value::Bool(true)), Want::Is(Value::Bool(false))])
}

/// A constant, and what lies just under and just over it.
fn around(constant: &Const, dictionary: &Dictionary, id: SignalId) -> Vec<Want> {
    match constant {
        Const::Int(int) if is_float(dictionary, id) => floats_around(*int as f64),
        Const::Int(int) => ints_around(*int),
        Const::Float(float) => floats_around(*float),
        Const::Bool(_) => [true, false]
            .map(|truth| Want::Is(Value::Bool(truth)))
            .to_vec(),
        Const::Text(_) => {
            let mut probes = vec![Want::Is(value(constant))];
            probes.extend(another_word(dictionary, id, std::slice::from_ref(constant)));
            probes
        }
    }
}

fn is_float(dictionary: &Dictionary, id: SignalId) -> bool {
    dictionary
        .get(id)
        .is_some_and(|def| def.ty == SignalType::Float)
}

fn ints_around(int: i64) -> Vec<Want> {
    [int.saturating_sub(1), int, int.saturating_add(1)]
        .map(|int| Want::Is(Value::Int(int)))
        .to_vec()
}

/// Small numbers are shares, of which a hundredth is a step.
fn floats_around(float: f64) -> Vec<Want> {
    let step = step_of(float);
    [float - step, float, float + step]
        .map(|float| Want::Is(Value::Float(float)))
        .to_vec()
}

/// One step of a float: a hundredth of a share, one of anything else.
pub(super) fn step_of(float: f64) -> f64 {
    if float.abs() <= 2.0 { 0.01 } else { 1.0 }
}

/// A word that is none of these.
fn another_word(dictionary: &Dictionary, id: SignalId, list: &[Const]) -> Option<Want> {
    let words = dictionary.get(id)?.words.clone();
    let words = words.unwrap_or_else(|| vec!["something-else".to_owned()]);
    let free = |word: &&String| {
        !list
            .iter()
            .any(|one| matches!(one, Const::Text(text) if text.as_ref() == word.as_str()))
    };
    let word = words.iter().find(free)?;
    Some(Want::Is(Value::Text(Arc::from(word.as_str()))))
}

/// Values around each number of a signal's bins, each of their words, and each state that they speak of.
pub(super) fn bin_probes(bins: &[tenure_rules::Bin]) -> Vec<Want> {
    use tenure_rules::{BinTest, Number};
    let mut probes = Vec::new();
    for bin in bins {
        match &bin.test {
            BinTest::Below(Number::Int(int)) => {
                probes.extend(ints_around(*int));
            }
            BinTest::Below(Number::Float(float)) => probes.extend(floats_around(*float)),
            BinTest::Is(words) => {
                let words = words.iter();
                probes.extend(words.map(|word| Want::Is(Value::Text(Arc::clone(word)))));
            }
            BinTest::IsBool(truth) => probes.push(Want::Is(Value::Bool(*truth))),
            BinTest::Stale => probes.push(Want::Stale),
            BinTest::Unknown => probes.push(Want::Unknown),
            BinTest::NotApplicable => probes.push(Want::NotApplicable),
            BinTest::Otherwise => (),
        }
    }
    probes
}

/// Finds what makes conditions hold.
pub(super) struct Solver<'d> {
    pub(super) dictionary: &'d Dictionary,
    /// The part that is left alone, as somebody else says what it is.
    pub(super) focus: Option<&'d Expr>,
    /// Which of several ways is taken.
    pub(super) turn: usize,
}

impl Solver<'_> {
    /// What signals must be so that an expression is `truth`, as far as can be told from constants.
    pub(super) fn solve(&self, expr: &Expr, truth: bool, wants: &mut Wants) {
        if self.focus.is_some_and(|focus| std::ptr::eq(focus, expr)) {
            return;
        }
        match &expr.kind {
            ExprKind::Signal(id) => wants.push((*id, Want::Is(Value::Bool(truth)))),
            ExprKind::Derived(_, inner) => self.solve(inner, truth, wants),
            ExprKind::Coalesce(inner, _) => self.solve(inner, truth, wants),
            ExprKind::Not(inner) => self.solve(inner, !truth, wants),
            ExprKind::And(parts) => self.all_or_one(parts, truth, true, wants),
            ExprKind::Or(parts) => self.all_or_one(parts, truth, false, wants),
            ExprKind::Compare(op, a, b) => self.compare(*op, a, b, truth, wants),
            ExprKind::InRange {
                needle,
                start,
                end,
                inclusive,
                negated,
            } => {
                let last = if *inclusive {
                    *end
                } else {
                    end.saturating_sub(1)
                };
                let inside = if self.turn.is_multiple_of(2) {
                    *start
                } else {
                    last
                };
                let int = if truth != *negated {
                    inside
                } else {
                    last.saturating_add(1)
                };
                let signal = of_signal(needle);
                wants.extend(signal.map(|id| (id, Want::Is(Value::Int(int)))));
            }
            ExprKind::InList {
                needle,
                list,
                negated,
            } => self.in_list(needle, list, truth != *negated, wants),
            ExprKind::Test(test, inner) => self.state(*test, inner, truth, wants),
            ExprKind::If(test, yes, _) => {
                self.solve(test, true, wants);
                self.solve(yes, truth, wants);
            }
            _ => (),
        }
    }

    /// All parts of an `&&` that holds (of an `||` that does not); else one part is the one that decides.
    fn all_or_one(&self, parts: &[Expr], truth: bool, is_and: bool, wants: &mut Wants) {
        if truth == is_and {
            parts.iter().for_each(|part| self.solve(part, truth, wants));
            return;
        }
        let chosen = parts
            .iter()
            .position(|part| self.holds_focus(part))
            .unwrap_or(self.turn % parts.len().max(1));
        for (number, part) in parts.iter().enumerate() {
            self.solve(part, truth == (number == chosen), wants);
        }
    }

    fn holds_focus(&self, expr: &Expr) -> bool {
        let Some(focus) = self.focus else {
            return false;
        };
        std::ptr::eq(focus, expr) || expr.parts().iter().any(|part| self.holds_focus(part))
    }

    fn in_list(&self, needle: &Expr, list: &[Const], inside: bool, wants: &mut Wants) {
        let Some(id) = of_signal(needle) else {
            return;
        };
        let want = if inside {
            let place = self.turn % list.len().max(1);
            list.get(place).map(|one| Want::Is(value(one)))
        } else {
            another_word(self.dictionary, id, list)
        };
        wants.extend(want.map(|want| (id, want)));
    }

    fn state(&self, test: StateTest, inner: &Expr, truth: bool, wants: &mut Wants) {
        let state = match (test, truth) {
            (StateTest::IsKnown, false) => Want::Unknown,
            (StateTest::IsStale, true) => Want::Stale,
            (StateTest::IsApplicable, false) => Want::NotApplicable,
            (StateTest::IsKnown | StateTest::IsApplicable, true) | (StateTest::IsStale, false) => {
                return;
            }
        };
        wants.extend(of_signal(inner).map(|id| (id, state)));
    }

    fn compare(&self, op: CompareOp, a: &Expr, b: &Expr, truth: bool, wants: &mut Wants) {
        match (of_signal(a), of_signal(b), constant(a), constant(b)) {
            (Some(id), None, _, Some(constant)) => {
                wants.extend(self.satisfying(id, op, constant, truth));
            }
            (None, Some(id), Some(constant), _) => {
                wants.extend(self.satisfying(id, op.turned(), constant, truth));
            }
            // Two signals: the second is put in the middle, the first beside it.
            (Some(one), Some(other), _, _) => {
                let middle = Const::Int(120);
                wants.extend(self.satisfying(other, CompareOp::Eq, &middle, true));
                wants.extend(self.satisfying(one, op, &middle, truth));
            }
            _ => (),
        }
    }

    fn satisfying(
        &self,
        id: SignalId,
        op: CompareOp,
        constant: &Const,
        truth: bool,
    ) -> Option<(SignalId, Want)> {
        use CompareOp::{Eq, Ge, Gt, Le, Lt, Ne};
        let shift = match (op, truth) {
            (Lt, true) | (Ge, false) => -1,
            (Gt, true) | (Le, false) | (Ne, true) | (Eq, false) => 1,
            (Le | Ge | Eq, true) | (Lt | Gt | Ne, false) => 0,
        };
        let value = match constant {
            Const::Int(int) if is_float(self.dictionary, id) => {
                Value::Float(*int as f64 + f64::from(shift) * step_of(*int as f64))
            }
            Const::Int(int) => Value::Int(int.saturating_add(i64::from(shift))),
            Const::Float(float) => Value::Float(float + f64::from(shift) * step_of(*float)),
            Const::Bool(is) => Value::Bool(*is == (shift == 0)),
            Const::Text(_) if shift == 0 => value(constant),
            Const::Text(_) => {
                let list = std::slice::from_ref(constant);
                return Some((id, another_word(self.dictionary, id, list)?));
            }
        };
        Some((id, Want::Is(value)))
    }
}
