//! Comparisons with constants, as sets.

use crate::expr::{CompareOp, Const, Expr, ExprKind};
use crate::program::threshold;

use super::set::Set;

/// The ints of a range.
pub(super) fn range(start: i64, end: i64, inclusive: bool) -> Set {
    match (inclusive, end.checked_sub(1)) {
        (true, _) => Set::range(start, end),
        (false, Some(last)) => Set::range(start, last),
        (false, None) => Set::none(),
    }
}

/// A constant as it is compared: beside a float an int is one, too.
pub(super) fn widened(constant: &Const, floats: bool) -> Const {
    match constant {
        Const::Int(int) if floats => Const::Float(*int as f64),
        constant => constant.clone(),
    }
}

/// A constant with its sign turned.
pub(super) fn negated(inner: &Expr) -> Option<Const> {
    match &inner.kind {
        ExprKind::Const(Const::Int(int)) => int.checked_neg().map(Const::Int),
        ExprKind::Const(Const::Float(float)) => Some(Const::Float(-float)),
        _ => None,
    }
}

/// The ints for which `x op int` holds.
pub(super) fn beside_int(op: CompareOp, int: i64) -> Set {
    if op == CompareOp::Ne {
        return Set::only(int).not();
    }
    let (first, last) = threshold::beside_int(op, int);
    Set::range(first, last)
}

/// The floats for which `x op float` holds, by number; `None` where they are no range.
pub(super) fn beside_float(op: CompareOp, float: f64) -> Option<Set> {
    let (low, high) = threshold::floats(op, float)?;
    Some(Set::range(threshold::number(low), threshold::number(high)))
}

/// In which orders of two operands a comparison holds; 2 and -2 are floats that are equal by tolerance alone.
pub(super) fn orders(op: CompareOp) -> Set {
    let of = |orders: &[i64]| {
        let orders = orders.iter();
        orders.fold(Set::none(), |set, order| set.or(&Set::only(*order)))
    };
    match op {
        CompareOp::Eq => of(&[-2, 0, 2]),
        CompareOp::Ne => of(&[-1, 1]),
        CompareOp::Lt => of(&[-1]),
        CompareOp::Le => of(&[-2, -1, 0]),
        CompareOp::Gt => of(&[1]),
        CompareOp::Ge => of(&[0, 1, 2]),
    }
}

/// Whether a comparison of two constants holds.
pub(super) fn holds(op: CompareOp, a: &Const, b: &Const) -> bool {
    let order = match (a, b) {
        (Const::Int(a), Const::Int(b)) => a.cmp(b),
        (Const::Bool(a), Const::Bool(b)) => a.cmp(b),
        (Const::Text(a), Const::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        _ => {
            let float = |of: &Const| match of {
                Const::Int(int) => *int as f64,
                Const::Float(float) => *float,
                Const::Bool(_) | Const::Text(_) => 0.0,
            };
            return threshold::holds(op, float(a), float(b));
        }
    };
    match op {
        CompareOp::Eq => order.is_eq(),
        CompareOp::Ne => order.is_ne(),
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
    }
}
