//! What rows of known outcome say of a rulebook.

use serde::Serialize;

use super::resample::Estimate;
use crate::measure::{
    CalibrationBin, Campaign, LiftGroup, Profit, Scored, Tie, ValueCampaign, Valued,
    calibration_table, error_of, expected_maximum_profit, expected_maximum_profit_of_values,
    kolmogorov_smirnov, lift, lift_of, value_recall,
};

/// Parts of equal size for lift and calibration.
pub(super) const PARTS: usize = 10;
/// The probability of which a basis point is one.
const UNIT: f64 = 10_000.0;

/// How good a rulebook's scores were. What is not defined (without a loss, or with fewer rows than parts) is `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measures {
    /// The probability that an account that was lost was given a larger probability than one that was kept.
    pub auc: Option<Estimate>,
    /// The largest distance between the distributions of the lost and of the kept, 0 to 1.
    pub kolmogorov_smirnov: Option<f64>,
    /// The mean squared distance of probability and outcome, 0 to 1.
    pub brier: Option<Estimate>,
    /// The same for somebody who says of everybody the share that was lost.
    pub brier_of_the_rate: f64,
    /// The mean probability that was given.
    pub mean_probability: f64,
    /// How many times as often as all were the riskiest tenth lost.
    pub top_decile_lift: Option<Estimate>,
    /// Tenths, the riskiest first.
    pub lift: Vec<LiftGroup>,
    /// The mean distance of what was said and what happened, over ten parts of equal size.
    pub calibration_error: Option<Estimate>,
    /// What was said and what happened, in those parts.
    pub calibration: Vec<CalibrationBin>,
    /// The expected maximum profit of a campaign where all accounts are worth the same (EMPC).
    pub profit: Option<Profit>,
    /// The expected maximum profit where each is worth what it pays a year (EMPB), in major units of the currency; `None`
    /// without a [campaign](Campaigns::by_value), too.
    pub profit_of_values: Option<Profit>,
    /// Of the annual value that was lost, the share among the riskiest tenth and fifth.
    pub value_recall: Option<ValueRecall>,
    /// Rows in no measure of value, as their value is not known.
    pub without_value: usize,
}

/// Of the annual value that was lost, what stands at the top.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ValueRecall {
    /// The share among the riskiest tenth, 0 to 1.
    pub tenth: f64,
    /// The share among the riskiest fifth.
    pub fifth: f64,
}

/// What a campaign costs, for expected profits.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Campaigns {
    /// Where all accounts are worth the same.
    pub equal: Campaign,
    /// Where each is worth what it pays a year; `None`: what it costs to approach an account in the currency of its value is
    /// not known, and no profit of values is told.
    pub by_value: Option<ValueCampaign>,
}

/// The numbers that have an interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Numbers {
    pub(super) auc: Option<f64>,
    pub(super) brier: Option<f64>,
    pub(super) lift: Option<f64>,
    pub(super) error: Option<f64>,
}

impl Numbers {
    /// Of rows of rising probability, those of one probability together.
    pub(super) fn of(ties: &[Tie]) -> Self {
        let rows: usize = ties.iter().map(|tie| tie.lost + tie.kept).sum();
        let lost: usize = ties.iter().map(|tie| tie.lost).sum();
        Self {
            auc: area(ties, lost, rows - lost),
            brier: brier(ties, rows),
            lift: lift_of(ties, rows, PARTS).first().map(|top| top.lift),
            error: error_of(ties, rows, PARTS),
        }
    }
}

/// The area under the ROC curve, ties by half.
pub(super) fn area(ties: &[Tie], lost: usize, kept: usize) -> Option<f64> {
    if lost == 0 || kept == 0 {
        return None;
    }
    let (mut before, mut sum) = (0.0, 0.0);
    for tie in ties {
        sum += tie.lost as f64 * (before + tie.kept as f64 / 2.0);
        before += tie.kept as f64;
    }
    Some(sum / (lost as f64 * kept as f64))
}

pub(super) fn brier(ties: &[Tie], rows: usize) -> Option<f64> {
    let part = |tie: &Tie| {
        let (p, miss) = (tie.probability, 1.0 - tie.probability);
        tie.lost as f64 * miss * miss + tie.kept as f64 * p * p
    };
    (rows > 0).then(|| ties.iter().map(part).sum::<f64>() / rows as f64)
}

/// Rows by probability, so that they can be counted anew for any number of each account.
#[derive(Debug)]
pub(super) struct Shelf {
    probabilities: Vec<f64>,
    /// Of each row, the place of its probability.
    places: Vec<u32>,
}

impl Shelf {
    pub(super) fn of(probabilities_bp: &[i64]) -> Self {
        let mut all = probabilities_bp.to_vec();
        all.sort_unstable();
        all.dedup();
        let place = |bp: &i64| all.partition_point(|other| other < bp) as u32;
        Self {
            places: probabilities_bp.iter().map(place).collect(),
            probabilities: all.iter().map(|bp| *bp as f64 / UNIT).collect(),
        }
    }

    /// The rows as ties, each row counted as often as `times` says.
    pub(super) fn ties(&self, lost: &[bool], times: impl Fn(usize) -> u32) -> Vec<Tie> {
        let empty = |probability: &f64| Tie {
            probability: *probability,
            lost: 0,
            kept: 0,
        };
        let mut ties: Vec<Tie> = self.probabilities.iter().map(empty).collect();
        for (row, (place, lost)) in self.places.iter().zip(lost).enumerate() {
            let count = times(row) as usize;
            if let Some(tie) = ties.get_mut(*place as usize).filter(|_| count > 0) {
                *(if *lost { &mut tie.lost } else { &mut tie.kept }) += count;
            }
        }
        ties.retain(|tie| tie.lost + tie.kept > 0);
        ties
    }
}

/// One rulebook's rows: outcomes, probabilities in basis points, and what accounts are worth, in one currency.
pub(super) struct Rows<'r> {
    pub(super) lost: &'r [bool],
    pub(super) probabilities_bp: &'r [i64],
    pub(super) values: &'r [Option<f64>],
}

/// Every measure of a rulebook, with what was had by drawing accounts anew.
pub(super) fn measures(rows: &Rows<'_>, drawn: &[Numbers], campaigns: &Campaigns) -> Measures {
    let scored: Vec<Scored> = rows
        .lost
        .iter()
        .zip(rows.probabilities_bp)
        .map(|(lost, bp)| Scored::new(*lost, *bp as f64 / UNIT))
        .collect();
    let valued = valued(&scored, rows.values);
    let numbers = Numbers::of(&Shelf::of(rows.probabilities_bp).ties(rows.lost, |_| 1));
    let estimate = |of: fn(&Numbers) -> Option<f64>| {
        let drawn: Vec<Option<f64>> = drawn.iter().map(of).collect();
        of(&numbers).map(|value| Estimate::new(value, &drawn))
    };
    let count = scored.len() as f64;
    let rate = rows.lost.iter().filter(|lost| **lost).count() as f64 / count;
    let recall = |share: f64| value_recall(&valued, share);
    Measures {
        auc: estimate(|numbers| numbers.auc),
        kolmogorov_smirnov: kolmogorov_smirnov(&scored),
        brier: estimate(|numbers| numbers.brier),
        brier_of_the_rate: rate * (1.0 - rate),
        mean_probability: scored.iter().map(|row| row.probability).sum::<f64>() / count,
        top_decile_lift: estimate(|numbers| numbers.lift),
        lift: lift(&scored, PARTS),
        calibration_error: estimate(|numbers| numbers.error),
        calibration: calibration_table(&scored, PARTS),
        profit: expected_maximum_profit(&scored, &campaigns.equal),
        profit_of_values: campaigns
            .by_value
            .and_then(|campaign| expected_maximum_profit_of_values(&valued, &campaign)),
        value_recall: recall(0.1)
            .zip(recall(0.2))
            .map(|(tenth, fifth)| ValueRecall { tenth, fifth }),
        without_value: scored.len() - valued.len(),
    }
}

/// The rows whose value is known.
fn valued(scored: &[Scored], values: &[Option<f64>]) -> Vec<Valued> {
    let of = |(scored, value): (&Scored, &Option<f64>)| {
        value.map(|value| Valued {
            scored: *scored,
            value,
        })
    };
    scored.iter().zip(values).filter_map(of).collect()
}
