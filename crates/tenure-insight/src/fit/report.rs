//! What a fit says of itself.

use serde::Serialize;

use crate::measure::{Auc, CalibrationBin, LiftGroup};

/// A column that is not used, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The column.
    pub column: String,
    /// Why, in words.
    pub why: String,
}

/// A column that is used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Used {
    /// The column.
    pub column: String,
    /// How much it tells of the outcome by itself: its information value over the bins it is used in.
    pub information: f64,
    /// How many bins it has, that of the unknown included where there is one.
    pub bins: usize,
    /// The least points that it gives.
    pub least_points: i64,
    /// The most points that it gives.
    pub most_points: i64,
}

/// How well the method does in rows that it has not seen: the whole of it, bins included, fitted anew without each fold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Validation {
    /// How many folds.
    pub folds: usize,
    /// The area under the ROC curve over all rows, each scored by the card of the other folds.
    pub auc: Option<Auc>,
    /// The area in each fold.
    pub auc_by_fold: Vec<Option<f64>>,
    /// The largest distance between the distributions of the lost and the kept, 0 to 1.
    pub kolmogorov_smirnov: Option<f64>,
    /// The mean squared error of the probabilities.
    pub brier: Option<f64>,
    /// The log loss of the probabilities.
    pub log_loss: Option<f64>,
    /// The mean distance of what was said and what happened, over ten bins of equal size.
    pub calibration_error: Option<f64>,
    /// What was said and what happened, in ten bins of equal size.
    pub calibration: Vec<CalibrationBin>,
    /// Lift by tenths, the riskiest first.
    pub lift: Vec<LiftGroup>,
}

/// What a fit says of itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The column that tells the outcome.
    pub target: String,
    /// What it holds where an account was lost.
    pub positive: String,
    /// The column that names the rows.
    pub id: Option<String>,
    /// The digest of the rows, outcomes and columns that were used, in their order: 32 hex digits. The rulebook's
    /// `[calibration]` holds it, so that it can be told later which data that was.
    pub data: String,
    /// How many rows were used.
    pub rows: usize,
    /// How many of them were lost.
    pub lost: usize,
    /// Whether rows that were held out could be told apart better than by chance.
    pub has_signal: bool,
    /// How well the method does in rows that it has not seen.
    pub validation: Validation,
    /// The columns that are used, the most telling first.
    pub columns: Vec<Used>,
    /// The columns that are not used.
    pub left_out: Vec<LeftOut>,
    /// How many lines the points table has: bins, and pairs of conditions.
    pub lines: usize,
    /// How many pairs of conditions there are.
    pub pairs: usize,
    /// What the reader should know before using it.
    pub warnings: Vec<String>,
    /// What was decided about the table.
    pub notes: Vec<String>,
}
