//! How readily bins are told apart: by what that earns in rows that were held out.

use super::{Binning, Count, bins};
use crate::fit::Direction;
use crate::fit::columns::{Data, Feature};
use crate::fit::folds::{folds, part, sample};

/// From bins that are told apart readily to few that differ much.
const STRICTNESS: [f64; 4] = [1.0, 2.0, 5.0, 12.0];
/// What more bins may cost: columns weighed together may tell what one alone does not, and weights are held back anyway.
const NEAR: f64 = 2.0;
/// In how many parts the rows are cut.
const PARTS: usize = 3;
/// The most rows by which is chosen.
const MOST_ROWS: usize = 20_000;
/// So many rows of the mean rate are added to each bin.
const ADDED: f64 = 10.0;

/// Rows, and for each row of the table whether it is one of them.
#[derive(Debug, Clone)]
pub(in crate::fit) struct Rows {
    pub(in crate::fit) rows: Vec<u32>,
    pub(in crate::fit) within: Vec<bool>,
}

impl Rows {
    pub(in crate::fit) fn new(rows: Vec<u32>, data: &Data) -> Self {
        let mut within = vec![false; data.lost.len()];
        rows.iter().for_each(|row| within[*row as usize] = true);
        Self { rows, within }
    }
}

/// Rows to make bins of, and rows to judge them by.
pub(in crate::fit) struct Chooser(Vec<(Rows, Vec<u32>)>);

impl Chooser {
    pub(in crate::fit) fn new(rows: &[u32], data: &Data) -> Self {
        let rows = sample(rows, MOST_ROWS);
        let of = folds(&rows, &data.lost, PARTS);
        let trial = |fold| {
            let (within, out) = part(&rows, &of, fold);
            (Rows::new(within, data), out)
        };
        Self((0..PARTS).map(trial).collect())
    }

    /// The least strictness under which bins say about as much as any of rows that they were not made of, and how much that
    /// is: by how much the log likelihood rises over that of the mean rate.
    pub(in crate::fit) fn strictness(
        &self,
        feature: &Feature,
        data: &Data,
        direction: Option<Direction>,
    ) -> (f64, f64) {
        let gain = |strictness: f64| -> f64 {
            let gains = self.0.iter().map(|(rows, out)| {
                let binning = bins(feature, data, rows, direction, strictness);
                gain(&binning, feature, data, &rows.rows, out)
            });
            gains.sum()
        };
        let gains = STRICTNESS.map(gain);
        let most = gains.iter().copied().fold(f64::MIN, f64::max);
        let mut choices = STRICTNESS.iter().zip(gains);
        let near = choices.find(|(_, gain)| *gain >= most - NEAR);
        (
            near.map_or(STRICTNESS[0], |(strictness, _)| *strictness),
            most,
        )
    }
}

fn gain(binning: &Binning, feature: &Feature, data: &Data, rows: &[u32], out: &[u32]) -> f64 {
    let counts = binning.counts(feature, data, rows);
    let all = counts
        .iter()
        .fold(Count::default(), |all, count| all.and(*count));
    let base = all.rate();
    let rates: Vec<f64> = counts
        .iter()
        .map(|count| (count.lost as f64 + ADDED * base) / (count.rows as f64 + ADDED))
        .collect();
    let judged = binning.counts(feature, data, out);
    let told = |(count, rate): (&Count, &f64)| {
        let kept = (count.rows - count.lost) as f64;
        count.lost as f64 * libm::log(rate / base) + kept * libm::log((1.0 - rate) / (1.0 - base))
    };
    judged.iter().zip(&rates).map(told).sum()
}
