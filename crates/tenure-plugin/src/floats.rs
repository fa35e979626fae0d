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

/// What counts as equal: so many parts of the larger of both; of 1 where their product is zero.
#[inline]
fn tolerance(x: f64, y: f64) -> f64 {
    let (x, y, product) = (x.abs(), y.abs(), x * y);
    let larger = if x > y { x } else { y };
    // A power of two: the product is exact.
    f64::EPSILON * if product == 0.0 { 1.0 } else { larger }
}

/// `x < y` in a condition.
#[inline]
pub fn is_below(x: f64, y: f64) -> bool {
    y - x > tolerance(x, y)
}

/// `x <= y` in a condition.
#[inline]
pub fn is_at_most(x: f64, y: f64) -> bool {
    y - x > -tolerance(x, y)
}

/// `x > y` in a condition.
#[inline]
pub fn is_above(x: f64, y: f64) -> bool {
    is_below(y, x)
}

/// `x >= y` in a condition.
#[inline]
pub fn is_at_least(x: f64, y: f64) -> bool {
    is_at_most(y, x)
}

/// `x == y` in a condition.
#[inline]
pub fn is_equal(x: f64, y: f64) -> bool {
    (x - y).abs() <= tolerance(x, y)
}
