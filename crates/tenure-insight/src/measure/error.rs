//! How far probabilities lie from what happened.

use super::Scored;

/// What a probability of 0 or 1 is taken for, so that one that was wrong costs much and not everything.
const LEAST: f64 = 1e-15;

fn mean(rows: &[Scored], of: impl Fn(&Scored) -> f64) -> Option<f64> {
    let fits = rows
        .iter()
        .all(|row| (0.0..=1.0).contains(&row.probability));
    (fits && !rows.is_empty()).then(|| rows.iter().map(of).sum::<f64>() / rows.len() as f64)
}

/// The mean squared distance of probability and outcome, 0 to 1. `None` for no rows, or a probability outside 0 to 1.
pub fn brier(rows: &[Scored]) -> Option<f64> {
    mean(rows, |row| {
        let miss = row.probability - f64::from(u8::from(row.lost));
        miss * miss
    })
}

/// The mean of minus the natural logarithm of the probability that was given to what happened, 0 or more. `None` for no
/// rows, or a probability outside 0 to 1.
pub fn log_loss(rows: &[Scored]) -> Option<f64> {
    mean(rows, |row| {
        let of_it = if row.lost {
            row.probability
        } else {
            1.0 - row.probability
        };
        -libm::log(of_it.clamp(LEAST, 1.0 - LEAST))
    })
}
