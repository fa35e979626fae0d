//! Floats, compared as conditions and scripts compare them: what a rounding of the last digit makes is no difference.
//!
//! A share of four fifths may come as `0.8` or as `0.7999999999999999`, by the way in which it was computed. A rulebook's
//! `usage.utilisation >= 0.8` holds for both, and so does [`is_at_least`]; Rust's `>=` does not. Both sides must be
//! finite.
//!
//! ```
//! use tenure_plugin::floats::{is_at_least, is_below};
//!
//! let share = 0.8_f64.next_down();
//! assert!(share < 0.8);
//! assert!(is_at_least(share, 0.8) && !is_below(share, 0.8));
//! ```

use std::cmp::Ordering;

/// `x < y` in a condition.
#[inline]
pub fn is_below(x: f64, y: f64) -> bool {
    match side(x, y) {
        Ordering::Less if x != f64::NEG_INFINITY => true,
        Ordering::Greater => false,
        Ordering::Less | Ordering::Equal => near::is_below(x, y),
    }
}

/// `x <= y` in a condition.
#[inline]
pub fn is_at_most(x: f64, y: f64) -> bool {
    match side(x, y) {
        Ordering::Less => true,
        Ordering::Greater => false,
        Ordering::Equal => near::is_at_most(x, y),
    }
}

/// `x > y` in a condition.
#[inline]
pub fn is_above(x: f64, y: f64) -> bool {
    match side(x, y) {
        Ordering::Less => false,
        Ordering::Greater if x != f64::INFINITY => true,
        Ordering::Greater | Ordering::Equal => near::is_below(y, x),
    }
}

/// `x >= y` in a condition.
#[inline]
pub fn is_at_least(x: f64, y: f64) -> bool {
    match side(x, y) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => near::is_at_most(y, x),
    }
}

/// `x == y` in a condition.
#[inline]
pub fn is_equal(x: f64, y: f64) -> bool {
    match side(x, y) {
        Ordering::Less | Ordering::Greater if x.abs() != f64::INFINITY => false,
        Ordering::Less | Ordering::Greater | Ordering::Equal => near::is_equal(x, y),
    }
}

/// On which side of `y` a number lies that is farther from it than any tolerance reaches; equal where it may be nearer.
/// What is computed hangs on `y` alone, mostly a constant: WASM looks at each sum and product whether it is a number at
/// all. An infinite `x` has an infinite tolerance, which this does not see.
#[inline]
fn side(x: f64, y: f64) -> Ordering {
    // Four times the tolerance, which is one epsilon of 1 or of the larger of both: so it stands above all roundings.
    let size = if y.abs() > 1.0 { y.abs() } else { 1.0 };
    let reach = 4.0 * f64::EPSILON * size;
    if x < y - reach {
        Ordering::Less
    } else if x > y + reach {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

/// What the comparisons are, for any two numbers.
mod near {
    /// What counts as equal: so many parts of the larger of both; of 1 where their product is zero.
    fn tolerance(x: f64, y: f64) -> f64 {
        let (x, y, product) = (x.abs(), y.abs(), x * y);
        let larger = if x > y { x } else { y };
        // A power of two: the product is exact.
        f64::EPSILON * if product == 0.0 { 1.0 } else { larger }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn is_below(x: f64, y: f64) -> bool {
        y - x > tolerance(x, y)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn is_at_most(x: f64, y: f64) -> bool {
        y - x > -tolerance(x, y)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn is_equal(x: f64, y: f64) -> bool {
        (x - y).abs() <= tolerance(x, y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of every size, and what lies beside each.
    fn numbers() -> Vec<f64> {
        let round = [
            0.0, 0.1, 0.4, 0.7, 0.8, 1.0, 1.2, 3.0, 100.0, 1e9, 1e-9, 1e-300, 5e-324, 1e300,
        ];
        let powers = (-1_022..1_024).step_by(7).map(|power| 2.0_f64.powi(power));
        let subnormal = (0..52).step_by(5).map(|bit| f64::from_bits(1 << bit));
        let tolerances =
            [0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 8.0].map(|times| times * f64::EPSILON);
        let ends = [f64::MIN_POSITIVE, f64::MAX, f64::INFINITY, f64::NAN];
        let sizes = round
            .into_iter()
            .chain(powers)
            .chain(subnormal)
            .chain(tolerances)
            .chain(ends);
        sizes.flat_map(|size| [size, -size]).collect()
    }

    /// A number, and those beside it by so many steps.
    fn beside(number: f64) -> impl Iterator<Item = f64> {
        (-12..=12)
            .map(move |steps: i64| f64::from_bits(number.to_bits().wrapping_add_signed(steps)))
    }

    fn agree(x: f64, y: f64) {
        let fast = [
            is_below(x, y),
            is_at_most(x, y),
            is_above(x, y),
            is_at_least(x, y),
            is_equal(x, y),
        ];
        let defined = [
            near::is_below(x, y),
            near::is_at_most(x, y),
            near::is_below(y, x),
            near::is_at_most(y, x),
            near::is_equal(x, y),
        ];
        assert_eq!(
            fast,
            defined,
            "{x:e} ({:x}) and {y:e} ({:x})",
            x.to_bits(),
            y.to_bits()
        );
    }

    #[test]
    fn numbers_far_apart_are_told_apart_as_they_are_defined() {
        for y in numbers() {
            for x in numbers().into_iter().chain(beside(y)) {
                agree(x, y);
                agree(x + y, y);
                agree(y, x);
            }
        }
    }

    #[test]
    fn numbers_drawn_at_random_are_told_apart_as_they_are_defined() {
        let mut state = 1_u64;
        let mut draw = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for _ in 0..200_000 {
            let (any, bits, steps) = (f64::from_bits(draw()), draw(), draw() % 64);
            let y = (bits % 4_001) as f64 / 1_000.0 - 2.0;
            let near = f64::from_bits(any.to_bits().wrapping_add(steps));
            let parts = y + y * (steps as f64 - 32.0) / 8.0 * f64::EPSILON;
            let small = y + (steps as f64 - 32.0) / 8.0 * f64::EPSILON;
            for (x, y) in [
                (any, f64::from_bits(bits)),
                (any, near),
                (parts, y),
                (small, y),
            ] {
                agree(x, y);
                agree(y, x);
            }
        }
    }
}
