//! Sums that do not depend on the order of what is added.

/// The sum of floats, added up in ascending order.
pub(super) fn float_sum(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.into_iter().fold(0.0, |sum, value| sum + value)
}

/// The sum of amounts; `None` where one is unknown, or beyond 64 bits.
pub(super) fn int_sum(values: impl IntoIterator<Item = Option<i64>>) -> Option<i64> {
    let sum = values
        .into_iter()
        .try_fold(0_i128, |sum, value| sum.checked_add(i128::from(value?)))?;
    i64::try_from(sum).ok()
}

/// How many there are.
pub(super) fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    i64::try_from(items.count()).unwrap_or(i64::MAX)
}
