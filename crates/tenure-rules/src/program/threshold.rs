//! Comparisons with a constant, turned into ranges.
//!
//! rhai compares floats with a tolerance. Against a constant that comes to an exact range of the other side, found once
//! by bisection instead of being computed for each row.

use tenure_columns::kernels::{Comparison, float_holds};

use crate::expr::CompareOp;

/// Whether `x op c` holds.
pub(crate) fn holds(op: CompareOp, x: f64, c: f64) -> bool {
    match op {
        CompareOp::Eq => float_holds(Comparison::Equal, x, c),
        CompareOp::Ne => !float_holds(Comparison::Equal, x, c),
        CompareOp::Lt => float_holds(Comparison::Less, x, c),
        CompareOp::Le => float_holds(Comparison::LessOrEqual, x, c),
        CompareOp::Gt => float_holds(Comparison::Less, c, x),
        CompareOp::Ge => float_holds(Comparison::LessOrEqual, c, x),
    }
}

/// The least number from `low` to `high` for which a test holds that, once true, stays true.
fn first(low: i64, high: i64, test: impl Fn(i64) -> bool) -> Option<i64> {
    let (mut low, mut high) = (i128::from(low), i128::from(high) + 1);
    let end = high;
    while low < high {
        let middle = (low + high).div_euclid(2);
        if test(middle as i64) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    (low < end).then_some(low as i64)
}

/// The numbers from `low` to `high`, by number, for which `x op c` holds, where `value` says what number stands for
/// what float in rising order. An empty range is `(1, 0)`. `op` must not be `!=`.
fn range(op: CompareOp, c: f64, low: i64, high: i64, value: impl Fn(i64) -> f64) -> (i64, i64) {
    let holds = |op, number: i64| holds(op, value(number), c);
    let from = |op| first(low, high, |number| holds(op, number));
    let until = |op| match first(low, high, |number| !holds(op, number)) {
        None => Some(high),
        Some(number) if number == low => None,
        Some(number) => Some(number - 1),
    };
    let (from, until) = match op {
        CompareOp::Gt | CompareOp::Ge => (from(op), Some(high)),
        CompareOp::Lt | CompareOp::Le => (Some(low), until(op)),
        CompareOp::Eq | CompareOp::Ne => {
            let from = match until(CompareOp::Lt) {
                None => Some(low),
                Some(number) if number == high => None,
                Some(number) => Some(number + 1),
            };
            let until = match from_or(high, first(low, high, |n| holds(CompareOp::Gt, n))) {
                (number, true) => Some(number),
                (number, false) if number == low => None,
                (number, false) => Some(number - 1),
            };
            (from, until)
        }
    };
    match (from, until) {
        (Some(from), Some(until)) if from <= until => (from, until),
        _ => (1, 0),
    }
}

/// A number and whether it stands for "none".
fn from_or(none: i64, number: Option<i64>) -> (i64, bool) {
    (number.unwrap_or(none), number.is_none())
}

/// The ints for which `x op c` holds, `x` converted to float; `op` must not be `!=`.
pub(crate) fn ints(op: CompareOp, c: f64) -> (i64, i64) {
    range(op, c, i64::MIN, i64::MAX, |number| number as f64)
}

/// The ints for which `x op c` holds; `op` must not be `!=`. An empty range is `(1, 0)`.
pub(crate) fn beside_int(op: CompareOp, c: i64) -> (i64, i64) {
    match op {
        CompareOp::Eq | CompareOp::Ne => (c, c),
        CompareOp::Lt => c.checked_sub(1).map_or((1, 0), |high| (i64::MIN, high)),
        CompareOp::Le => (i64::MIN, c),
        CompareOp::Gt => c.checked_add(1).map_or((1, 0), |low| (low, i64::MAX)),
        CompareOp::Ge => (c, i64::MAX),
    }
}

/// The finite floats for which `x op c` holds; `op` must not be `!=`. An empty range is `(1, 0)`. `None` where they are
/// no range: for a constant smaller than the tolerance, but not zero.
pub(crate) fn floats(op: CompareOp, c: f64) -> Option<(f64, f64)> {
    if c != 0.0 && c.abs() <= f64::EPSILON {
        return None;
    }
    let (low, high) = range(op, c, number(f64::MIN), number(f64::MAX), value);
    if low > high {
        return Some((1.0, 0.0));
    }
    Some((value(low), value(high)))
}

/// A float's number in rising order.
pub(crate) fn number(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    if bits < 0 { bits ^ i64::MAX } else { bits }
}

/// The float of a number.
pub(crate) fn value(number: i64) -> f64 {
    let bits = if number < 0 {
        number ^ i64::MAX
    } else {
        number
    };
    f64::from_bits(bits as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPS: [CompareOp; 5] = [
        CompareOp::Eq,
        CompareOp::Lt,
        CompareOp::Le,
        CompareOp::Gt,
        CompareOp::Ge,
    ];

    /// rhai's own formula.
    fn rhai(op: CompareOp, x: f64, y: f64) -> bool {
        let max = if x * y == 0.0 {
            1.0
        } else {
            x.abs().max(y.abs())
        };
        match op {
            CompareOp::Eq => (x - y).abs() / max <= f64::EPSILON,
            CompareOp::Ne => (x - y).abs() / max > f64::EPSILON,
            CompareOp::Lt => (y - x) / max > f64::EPSILON,
            CompareOp::Le => (y - x) / max > -f64::EPSILON,
            CompareOp::Gt => (x - y) / max > f64::EPSILON,
            CompareOp::Ge => (x - y) / max > -f64::EPSILON,
        }
    }

    fn constants() -> Vec<f64> {
        let mut all = vec![0.0, -0.0, 1.0, 0.6, 3.0, 1e-15, 1e-16, 2.5e-16, 5e-324];
        all.extend([1e-300, 1e300, f64::MAX, f64::EPSILON, 4.0 - 4e-16, 1e18]);
        all.extend([9.007_199_254_740_993e15, 9.223_372_036_854_775e18, 127.5]);
        let negative: Vec<f64> = all.iter().map(|c| -c).collect();
        all.extend(negative);
        all
    }

    /// Floats near a constant, near zero and far away.
    fn neighbours(c: f64) -> Vec<f64> {
        let mut all = constants();
        for near in [
            c,
            0.0,
            f64::EPSILON,
            -f64::EPSILON,
            c * (1.0 + f64::EPSILON),
        ] {
            all.extend((-9..=9).map(|step| value(number(near).saturating_add(step))));
        }
        all.retain(|x| x.is_finite());
        all
    }

    #[test]
    fn a_range_of_floats_is_what_rhai_compares() {
        for c in constants() {
            for op in OPS {
                let Some((low, high)) = floats(op, c) else {
                    continue;
                };
                for x in neighbours(c) {
                    let within = x >= low && x <= high;
                    assert_eq!(within, rhai(op, x, c), "{x:e} {op:?} {c:e}");
                }
            }
        }
    }

    #[test]
    fn a_comparison_without_division_is_what_rhai_compares() {
        for c in constants() {
            for x in neighbours(c) {
                for op in OPS {
                    assert_eq!(holds(op, x, c), rhai(op, x, c), "{x:e} {op:?} {c:e}");
                }
            }
        }
    }

    #[test]
    fn a_range_of_ints_is_what_rhai_compares() {
        let mut numbers = vec![i64::MIN, i64::MIN + 1, i64::MAX, i64::MAX - 1];
        for base in [0, 3, 128, 1 << 53, 1_000_000_000_000_000_000] {
            numbers.extend((-2000..=2000).map(|step| base + step));
            numbers.extend((-200..=200).map(|step| -base + step));
        }
        for c in constants() {
            for op in OPS {
                let (low, high) = ints(op, c);
                for x in &numbers {
                    let within = *x >= low && *x <= high;
                    assert_eq!(within, rhai(op, *x as f64, c), "{x} {op:?} {c:e}");
                }
            }
        }
    }
}
