//! How good a score was, once it is known what became of the accounts.
//!
//! Functions over accounts that were scored: whether one was lost, and the probability that it was given. What is not
//! defined (an area under a curve with no loss in it, a mean of nothing, a probability that is no number) is `None`,
//! never 0 or a number that is none. No answer depends on the order of the rows: rows of equal probability are shared
//! out in proportion where a border falls between them.

mod auc;
mod beta;
mod error;
mod groups;
mod profit;

pub use auc::{Auc, auc, kolmogorov_smirnov};
pub use error::{brier, log_loss};
pub use groups::{
    CalibrationBin, LiftGroup, calibration_error, calibration_table, lift, value_recall,
};
pub(crate) use groups::{error_of, lift_of};
pub use profit::{
    Campaign, Profit, ValueCampaign, Valued, expected_maximum_profit,
    expected_maximum_profit_of_values, is_worth_it, maximum_profit,
};

/// An account that was scored, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Whether it was lost.
    pub lost: bool,
    /// The probability of that which it was given, 0 to 1; any finite number where only the order counts.
    pub probability: f64,
}

impl Scored {
    /// An account of this outcome and probability.
    pub fn new(lost: bool, probability: f64) -> Self {
        Self { lost, probability }
    }
}

/// So many of each outcome: lost and kept.
pub(crate) fn outcomes(rows: &[Scored]) -> (usize, usize) {
    let lost = rows.iter().filter(|row| row.lost).count();
    (lost, rows.len() - lost)
}

/// Rows of one probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tie {
    pub(crate) probability: f64,
    pub(crate) lost: usize,
    pub(crate) kept: usize,
}

impl Tie {
    pub(crate) fn count(self) -> usize {
        self.lost + self.kept
    }
}

/// The rows by rising probability, those of one probability together. `None` where a probability is not finite.
pub(crate) fn ties(rows: &[Scored]) -> Option<Vec<Tie>> {
    if rows.iter().any(|row| !row.probability.is_finite()) {
        return None;
    }
    let mut sorted: Vec<(f64, bool)> = rows.iter().map(|row| (row.probability, row.lost)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ties: Vec<Tie> = Vec::new();
    for (probability, lost) in sorted {
        let (lost, kept) = (usize::from(lost), usize::from(!lost));
        match ties.last_mut() {
            Some(last) if last.probability == probability => {
                last.lost += lost;
                last.kept += kept;
            }
            _ => ties.push(Tie {
                probability,
                lost,
                kept,
            }),
        }
    }
    Some(ties)
}
