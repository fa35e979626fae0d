//! A plain evaluator of one row, by the words of the language.

use std::collections::BTreeSet;
use std::sync::Arc;

use tenure_columns::{Cell, Frame, Value};

use crate::dictionary::{SignalId, SignalType};
use crate::expr::{ArithOp, Arm, CompareOp, Const, Expr, ExprKind, Func, Pattern, StateTest};

/// A value, the signals to report where it is unknown, and whether an error is among the causes.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(crate) cell: Cell<Value>,
    pub(crate) missing: Vec<SignalId>,
    pub(crate) error: bool,
}

impl Outcome {
    fn known(value: Value) -> Self {
        Self::of(Cell::Known(value))
    }

    fn of(cell: Cell<Value>) -> Self {
        Self {
            cell,
            missing: Vec::new(),
            error: false,
        }
    }

    fn bool(value: bool) -> Self {
        Self::known(Value::Bool(value))
    }

    fn is_unknown(&self) -> bool {
        self.cell == Cell::Unknown
    }

    fn value(&self) -> Option<Value> {
        self.cell.clone().known()
    }
}

fn union(parts: &[&Outcome]) -> Outcome {
    let unknown: Vec<&&Outcome> = parts.iter().filter(|part| part.is_unknown()).collect();
    let missing: BTreeSet<SignalId> = unknown
        .iter()
        .flat_map(|part| part.missing.iter().copied())
        .collect();
    Outcome {
        cell: Cell::Unknown,
        missing: missing.into_iter().collect(),
        error: unknown.iter().any(|part| part.error),
    }
}

/// An operator: unknown or not applicable as its operands are, else the function's value, or an error.
fn strict(parts: &[Outcome], f: impl FnOnce(&[Value]) -> Option<Value>) -> Outcome {
    let all: Vec<&Outcome> = parts.iter().collect();
    if all.iter().any(|part| part.is_unknown()) {
        return union(&all);
    }
    let values: Option<Vec<Value>> = parts.iter().map(Outcome::value).collect();
    let Some(values) = values else {
        return Outcome::of(Cell::NotApplicable);
    };
    match f(&values) {
        Some(value) => Outcome::known(value),
        None => Outcome {
            error: true,
            ..Outcome::of(Cell::Unknown)
        },
    }
}

pub(crate) fn float_less(x: f64, y: f64) -> bool {
    float_compare(CompareOp::Lt, x, y)
}

/// rhai's comparison of floats.
fn float_compare(op: CompareOp, x: f64, y: f64) -> bool {
    let max = if x * y == 0.0 {
        1.0
    } else {
        x.abs().max(y.abs())
    };
    match op {
        CompareOp::Eq => (x - y).abs() / max <= f64::EPSILON,
        CompareOp::Ne => (x - y).abs() / max > f64::EPSILON,
        CompareOp::Gt => (x - y) / max > f64::EPSILON,
        CompareOp::Ge => (x - y) / max > -f64::EPSILON,
        CompareOp::Lt => (y - x) / max > f64::EPSILON,
        CompareOp::Le => (y - x) / max > -f64::EPSILON,
    }
}

fn order<T: PartialOrd>(op: CompareOp, x: T, y: T) -> bool {
    match op {
        CompareOp::Eq => x == y,
        CompareOp::Ne => x != y,
        CompareOp::Lt => x < y,
        CompareOp::Le => x <= y,
        CompareOp::Gt => x > y,
        CompareOp::Ge => x >= y,
    }
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Int(value) => Some(*value as f64),
        Value::Float(value) => Some(*value),
        Value::Bool(_) | Value::Text(_) => None,
    }
}

fn compare(op: CompareOp, x: &Value, y: &Value) -> bool {
    match (x, y) {
        (Value::Int(x), Value::Int(y)) => order(op, x, y),
        (Value::Text(x), Value::Text(y)) => order(op, x, y),
        (Value::Bool(x), Value::Bool(y)) => order(op, x, y),
        (x, y) => match (float(x), float(y)) {
            (Some(x), Some(y)) => float_compare(op, x, y),
            _ => op == CompareOp::Ne,
        },
    }
}

fn constant(value: &Const) -> Value {
    match value {
        Const::Int(value) => Value::Int(*value),
        Const::Float(value) => Value::Float(*value),
        Const::Bool(value) => Value::Bool(*value),
        Const::Text(value) => Value::Text(value.clone()),
    }
}

fn in_range(x: &Value, start: i64, end: i64, inclusive: bool) -> bool {
    match x {
        Value::Int(x) if inclusive => (start..=end).contains(x),
        Value::Int(x) => (start..end).contains(x),
        Value::Float(_) | Value::Bool(_) | Value::Text(_) => false,
    }
}

fn arith(op: ArithOp, x: &Value, y: &Value) -> Option<Value> {
    if let (Value::Int(x), Value::Int(y)) = (x, y) {
        return Some(Value::Int(match op {
            ArithOp::Add => x.checked_add(*y)?,
            ArithOp::Sub => x.checked_sub(*y)?,
            ArithOp::Mul => x.checked_mul(*y)?,
            ArithOp::Div => x.checked_div(*y)?,
            ArithOp::Rem => x.checked_rem(*y)?,
            ArithOp::Pow => x.checked_pow(u32::try_from(*y).ok()?)?,
        }));
    }
    if let (Value::Text(x), Value::Text(y)) = (x, y) {
        return Some(Value::Text(format!("{x}{y}").into()));
    }
    let (x, y) = (float(x)?, float(y)?);
    let value = match op {
        ArithOp::Add => x + y,
        ArithOp::Sub => x - y,
        ArithOp::Mul => x * y,
        ArithOp::Div => x / y,
        ArithOp::Rem => x % y,
        ArithOp::Pow => return None,
    };
    value.is_finite().then_some(Value::Float(value))
}

fn convert(outcome: Outcome, ty: SignalType) -> Outcome {
    match (&outcome.cell, ty) {
        (Cell::Known(Value::Int(value)), SignalType::Float) => {
            Outcome::known(Value::Float(*value as f64))
        }
        _ => outcome,
    }
}

fn call(func: Func, ty: SignalType, args: &[Value]) -> Option<Value> {
    if let [Value::Text(text), Value::Text(part)] = args {
        return Some(Value::Bool(match func {
            Func::Contains => text.contains(&**part),
            Func::StartsWith => text.starts_with(&**part),
            _ => text.ends_with(&**part),
        }));
    }
    if let [Value::Text(text)] = args {
        return Some(if func == Func::Len {
            Value::Int(text.chars().count() as i64)
        } else {
            Value::Text(Arc::from(text.to_lowercase()))
        });
    }
    if ty == SignalType::Int {
        let ints: Vec<i64> = args
            .iter()
            .map(|arg| if let Value::Int(x) = arg { *x } else { 0 })
            .collect();
        return Some(Value::Int(match (func, ints.as_slice()) {
            (Func::Min, [x, y]) => *x.min(y),
            (Func::Max, [x, y]) => *x.max(y),
            (Func::Abs, [x]) => x.checked_abs()?,
            (_, [x]) => *x,
            _ => return None,
        }));
    }
    let floats: Vec<f64> = args.iter().filter_map(float).collect();
    Some(Value::Float(match (func, floats.as_slice()) {
        (Func::Min, [x, y]) => x.min(*y),
        (Func::Max, [x, y]) => x.max(*y),
        (Func::Abs, [x]) => x.abs(),
        (Func::Round, [x]) => x.round(),
        (Func::Floor, [x]) => x.floor(),
        (Func::Ceil, [x]) => x.ceil(),
        (Func::Clamp, [x, low, high]) => x.max(*low).min(*high),
        _ => return None,
    }))
}

/// `&&` (`stop` false) or `||` (`stop` true).
fn kleene(parts: &[Expr], stop: bool, frame: &Frame, row: usize) -> Outcome {
    let parts: Vec<Outcome> = parts.iter().map(|part| eval(part, frame, row)).collect();
    let all: Vec<&Outcome> = parts.iter().collect();
    if all
        .iter()
        .any(|part| part.cell == Cell::Known(Value::Bool(stop)))
    {
        return Outcome::bool(stop);
    }
    if all.iter().any(|part| part.is_unknown()) {
        return union(&all);
    }
    if all.iter().any(|part| part.cell == Cell::NotApplicable) {
        return Outcome::of(Cell::NotApplicable);
    }
    Outcome::bool(!stop)
}

fn switch(arms: &[Arm], default: &Expr, value: &Value, frame: &Frame, row: usize) -> Outcome {
    for arm in arms {
        let fits = arm.patterns.iter().any(|pattern| match pattern {
            Pattern::Is(other) => compare(CompareOp::Eq, value, &constant(other)),
            Pattern::Range {
                start,
                end,
                inclusive,
            } => in_range(value, *start, *end, *inclusive),
        });
        if !fits {
            continue;
        }
        let Some(guard) = &arm.guard else {
            return eval(&arm.value, frame, row);
        };
        let guard = eval(guard, frame, row);
        match guard.cell {
            Cell::Known(Value::Bool(true)) => return eval(&arm.value, frame, row),
            Cell::Known(_) => {}
            _ => return guard,
        }
    }
    eval(default, frame, row)
}

fn test(test: StateTest, inner: &Expr, frame: &Frame, row: usize) -> Outcome {
    let outcome = eval(inner, frame, row);
    Outcome::bool(match test {
        StateTest::IsKnown => outcome.value().is_some(),
        StateTest::IsApplicable => outcome.cell != Cell::NotApplicable,
        StateTest::IsStale => {
            let ExprKind::Signal(signal) = inner.kind else {
                return Outcome::bool(false);
            };
            let column = frame.column(signal.index());
            column.is_some_and(|column| column.cell(row) == Cell::Stale)
        }
    })
}

pub(crate) fn eval(expr: &Expr, frame: &Frame, row: usize) -> Outcome {
    let at = |expr: &Expr| eval(expr, frame, row);
    match &expr.kind {
        ExprKind::Const(value) => Outcome::known(constant(value)),
        ExprKind::Signal(signal) => {
            let column = frame.column(signal.index());
            match column.map_or(Cell::Unknown, |column| column.cell(row)) {
                Cell::Unknown | Cell::Stale => Outcome {
                    missing: vec![*signal],
                    ..Outcome::of(Cell::Unknown)
                },
                cell => Outcome::of(cell),
            }
        }
        ExprKind::Derived(_, inner) => at(inner),
        ExprKind::Not(x) => strict(&[at(x)], |v| Some(Value::Bool(v[0] == Value::Bool(false)))),
        ExprKind::Negate(x) => strict(&[at(x)], |v| match &v[0] {
            Value::Int(x) => x.checked_neg().map(Value::Int),
            x => Some(Value::Float(-float(x)?)),
        }),
        ExprKind::Arith(op, x, y) => strict(&[at(x), at(y)], |v| arith(*op, &v[0], &v[1])),
        ExprKind::Compare(op, x, y) => strict(&[at(x), at(y)], |v| {
            Some(Value::Bool(compare(*op, &v[0], &v[1])))
        }),
        ExprKind::And(all) => kleene(all, false, frame, row),
        ExprKind::Or(any) => kleene(any, true, frame, row),
        ExprKind::InList {
            needle,
            list,
            negated,
        } => strict(&[at(needle)], |v| {
            let found = list
                .iter()
                .any(|value| compare(CompareOp::Eq, &v[0], &constant(value)));
            Some(Value::Bool(found != *negated))
        }),
        ExprKind::InRange {
            needle,
            start,
            end,
            inclusive,
            negated,
        } => strict(&[at(needle)], |v| {
            Some(Value::Bool(
                in_range(&v[0], *start, *end, *inclusive) != *negated,
            ))
        }),
        ExprKind::If(condition, yes, no) => {
            let condition = at(condition);
            match condition.cell {
                Cell::Known(Value::Bool(true)) => convert(at(yes), expr.ty),
                Cell::Known(_) => convert(at(no), expr.ty),
                _ => condition,
            }
        }
        ExprKind::Switch {
            scrutinee,
            arms,
            default,
        } => {
            let scrutinee = at(scrutinee);
            match scrutinee.value() {
                Some(value) => convert(switch(arms, default, &value, frame, row), expr.ty),
                None => scrutinee,
            }
        }
        ExprKind::Coalesce(x, y) => {
            let (x, y) = (at(x), at(y));
            if x.value().is_some() {
                return convert(x, expr.ty);
            }
            if y.is_unknown() {
                return union(&[&x, &y]);
            }
            convert(y, expr.ty)
        }
        ExprKind::Call(func, args) => {
            let args: Vec<Outcome> = args.iter().map(at).collect();
            strict(&args, |values| call(*func, expr.ty, values))
        }
        ExprKind::Test(kind, inner) => test(*kind, inner, frame, row),
    }
}
