//! Operators and functions on known values, one at a time.

use std::sync::Arc;

use tenure_columns::Value;
use tenure_rules::expr::{ArithOp, CompareOp, Const, Func, Pattern};

use crate::fault::Fault;

/// Why an operator or function has no value on known operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// An int beyond 64 bits.
    Overflow,
    /// Division or remainder by zero.
    DivisionByZero,
    /// A power with a negative exponent.
    NegativePower,
    /// A float that is not finite.
    NotFinite,
    /// Operands that the checker should have refused.
    Types,
}

impl Cause {
    /// The cause in the words of a decision.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overflow => "the result does not fit 64 bits",
            Self::DivisionByZero => "division by zero",
            Self::NegativePower => "an int raised to a negative power",
            Self::NotFinite => "the result is not a finite number",
            Self::Types => "the operation is not defined for these values",
        }
    }
}

type Result = std::result::Result<Value, Cause>;

/// A constant as a value.
pub(crate) fn constant(value: &Const) -> Value {
    match value {
        Const::Int(value) => Value::Int(*value),
        Const::Float(value) => Value::Float(*value),
        Const::Bool(value) => Value::Bool(*value),
        Const::Text(value) => Value::Text(value.clone()),
    }
}

/// Two numbers as floats, if at least one of them is one.
fn floats(a: &Value, b: &Value) -> Option<(f64, f64)> {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => Some((*a, *b)),
        (Value::Int(a), Value::Float(b)) => Some((*a as f64, *b)),
        (Value::Float(a), Value::Int(b)) => Some((*a, *b as f64)),
        _ => None,
    }
}

fn finite(value: f64) -> Result {
    if value.is_finite() {
        Ok(Value::Float(value))
    } else {
        Err(Cause::NotFinite)
    }
}

/// `-x`
pub(crate) fn negate(value: &Value) -> Result {
    match value {
        Value::Int(value) => value.checked_neg().map(Value::Int).ok_or(Cause::Overflow),
        Value::Float(value) => Ok(Value::Float(-value)),
        Value::Bool(_) | Value::Text(_) => Err(Cause::Types),
    }
}

/// `a op b`
pub(crate) fn arith(op: ArithOp, a: &Value, b: &Value, fault: Fault) -> Result {
    if let (Value::Int(a), Value::Int(b)) = (a, b) {
        return ints(op, *a, *b, fault);
    }
    if let (ArithOp::Add, Value::Text(a), Value::Text(b)) = (op, a, b) {
        return Ok(Value::Text(Arc::from(format!("{a}{b}"))));
    }
    let (a, b) = floats(a, b).ok_or(Cause::Types)?;
    match op {
        ArithOp::Add => finite(a + b),
        ArithOp::Sub => finite(a - b),
        ArithOp::Mul => finite(a * b),
        ArithOp::Div => finite(a / b),
        ArithOp::Rem => finite(a % b),
        ArithOp::Pow => Err(Cause::Types),
    }
}

fn ints(op: ArithOp, a: i64, b: i64, fault: Fault) -> Result {
    if matches!(op, ArithOp::Div | ArithOp::Rem) && b == 0 {
        return Err(Cause::DivisionByZero);
    }
    if op == ArithOp::Pow && b < 0 {
        return Err(Cause::NegativePower);
    }
    if op == ArithOp::Add && fault == Fault::WrappingArithmetic {
        return Ok(Value::Int(a.wrapping_add(b)));
    }
    if op == ArithOp::Div && fault == Fault::FlooringDivision {
        return a
            .checked_div_euclid(b)
            .map(Value::Int)
            .ok_or(Cause::Overflow);
    }
    let result = match op {
        ArithOp::Add => a.checked_add(b),
        ArithOp::Sub => a.checked_sub(b),
        ArithOp::Mul => a.checked_mul(b),
        ArithOp::Div => a.checked_div(b),
        ArithOp::Rem => a.checked_rem(b),
        ArithOp::Pow => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
    };
    result.map(Value::Int).ok_or(Cause::Overflow)
}

/// `a op b`; `None` for operands that the checker should have refused.
pub(crate) fn compare(op: CompareOp, a: &Value, b: &Value, fault: Fault) -> Option<bool> {
    if op == CompareOp::Lt && fault == Fault::LooseLess {
        return compare(CompareOp::Le, a, b, Fault::None);
    }
    let ordering = match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        _ => {
            let (a, b) = floats(a, b)?;
            return Some(compare_floats(op, a, b, fault));
        }
    };
    Some(match op {
        CompareOp::Eq => ordering.is_eq(),
        CompareOp::Ne => ordering.is_ne(),
        CompareOp::Lt => ordering.is_lt(),
        CompareOp::Le => ordering.is_le(),
        CompareOp::Gt => ordering.is_gt(),
        CompareOp::Ge => ordering.is_ge(),
    })
}

/// Floats are compared with a tolerance relative to the larger of the two, as rhai does.
fn compare_floats(op: CompareOp, a: f64, b: f64, fault: Fault) -> bool {
    let unit = if a * b == 0.0 {
        1.0
    } else {
        a.abs().max(b.abs())
    };
    let tolerance = if fault == Fault::ExactFloats {
        0.0
    } else {
        f64::EPSILON
    };
    match op {
        CompareOp::Eq => (a - b).abs() / unit <= tolerance,
        CompareOp::Ne => (a - b).abs() / unit > tolerance,
        CompareOp::Lt => (b - a) / unit > tolerance,
        CompareOp::Le => (b - a) / unit > -tolerance,
        CompareOp::Gt => (a - b) / unit > tolerance,
        CompareOp::Ge => (a - b) / unit > -tolerance,
    }
}

/// Whether a value fits a pattern of a `switch`.
pub(crate) fn fits(pattern: &Pattern, value: &Value) -> bool {
    match (pattern, value) {
        (Pattern::Is(wanted), _) => constant(wanted) == *value,
        (
            Pattern::Range {
                start,
                end,
                inclusive,
            },
            Value::Int(value),
        ) => in_range(*value, *start, *end, *inclusive),
        (Pattern::Range { .. }, Value::Float(_) | Value::Bool(_) | Value::Text(_)) => false,
    }
}

/// Whether an int lies in a range.
pub(crate) fn in_range(value: i64, start: i64, end: i64, inclusive: bool) -> bool {
    value >= start && (value < end || (inclusive && value == end))
}

/// `f(a, …)`
pub(crate) fn call(func: Func, args: &[Value]) -> Result {
    match (func, args) {
        (Func::Min, [a, b]) => least(a, b),
        (Func::Max, [a, b]) => greatest(a, b),
        (Func::Clamp, [x, low, high]) => clamp(x, low, high),
        (Func::Abs, [Value::Int(x)]) => x.checked_abs().map(Value::Int).ok_or(Cause::Overflow),
        (Func::Abs, [Value::Float(x)]) => Ok(Value::Float(x.abs())),
        (Func::Round | Func::Floor | Func::Ceil, [Value::Int(x)]) => Ok(Value::Int(*x)),
        (Func::Round, [Value::Float(x)]) => Ok(Value::Float(x.round())),
        (Func::Floor, [Value::Float(x)]) => Ok(Value::Float(x.floor())),
        (Func::Ceil, [Value::Float(x)]) => Ok(Value::Float(x.ceil())),
        (Func::Contains, [Value::Text(text), Value::Text(part)]) => {
            Ok(Value::Bool(text.contains(part.as_ref())))
        }
        (Func::StartsWith, [Value::Text(text), Value::Text(part)]) => {
            Ok(Value::Bool(text.starts_with(part.as_ref())))
        }
        (Func::EndsWith, [Value::Text(text), Value::Text(part)]) => {
            Ok(Value::Bool(text.ends_with(part.as_ref())))
        }
        (Func::ToLower, [Value::Text(text)]) => Ok(Value::Text(Arc::from(text.to_lowercase()))),
        (Func::Len, [Value::Text(text)]) => Ok(Value::Int(text.chars().count() as i64)),
        _ => Err(Cause::Types),
    }
}

fn least(a: &Value, b: &Value) -> Result {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Ok(Value::Int(*a.min(b))),
        _ => {
            let (a, b) = floats(a, b).ok_or(Cause::Types)?;
            Ok(Value::Float(if a <= b { a } else { b }))
        }
    }
}

fn greatest(a: &Value, b: &Value) -> Result {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Ok(Value::Int(*a.max(b))),
        _ => {
            let (a, b) = floats(a, b).ok_or(Cause::Types)?;
            Ok(Value::Float(if a >= b { a } else { b }))
        }
    }
}

/// `min(max(x, low), high)`; a float as soon as one of the three is.
fn clamp(x: &Value, low: &Value, high: &Value) -> Result {
    let any_float = [x, low, high]
        .iter()
        .any(|value| matches!(value, Value::Float(_)));
    match least(&greatest(x, low)?, high)? {
        Value::Int(value) if any_float => Ok(Value::Float(value as f64)),
        value => Ok(value),
    }
}
