//! The bins of a column: stretches of numbers, groups of words, and what is not known.

pub(super) mod choice;
mod numbers;
mod words;

use serde::Serialize;

use super::Direction;
use super::columns::{Data, Feature, MISSING, Values};
use choice::Rows;

/// The most bins that a column keeps.
const MOST_BINS: usize = 10;
/// The least rows in a bin of known values, and the most that are ever asked for.
const LEAST_ROWS: (usize, usize) = (25, 500);

/// How many rows, and how many of them were lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Count {
    /// Rows.
    pub rows: usize,
    /// Rows that were lost.
    pub lost: usize,
}

impl Count {
    pub(super) fn add(&mut self, lost: bool) {
        self.rows += 1;
        self.lost += usize::from(lost);
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            lost: self.lost + other.lost,
        }
    }

    pub(super) fn rate(self) -> f64 {
        (self.lost as f64 + 0.5) / (self.rows as f64 + 1.0)
    }

    /// The logarithm of the likelihood of these outcomes at their own rate.
    fn likelihood(self) -> f64 {
        let part = |count: usize| {
            if count == 0 {
                0.0
            } else {
                count as f64 * libm::log(count as f64 / self.rows as f64)
            }
        };
        part(self.lost) + part(self.rows - self.lost)
    }

    /// By how much two bins tell more than one: twice the difference of log likelihoods.
    fn told_apart(self, other: Self) -> f64 {
        2.0 * (self.likelihood() + other.likelihood() - self.and(other).likelihood())
    }
}

/// How the values of a column fall into bins. Bins of known values are numbered from 0; the last number is that of what
/// is not known.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Binning {
    /// Each bin but the last ends below a cut.
    Numbers { cuts: Vec<f64> },
    /// The bin of each word, by the word's number; those in no group fall into the last bin of known values.
    Words { of: Vec<u16>, bins: usize },
}

impl Binning {
    /// How many bins there are, that of the unknown included.
    pub(super) fn count(&self) -> usize {
        self.unknown() + 1
    }

    /// The bin of what is not known.
    pub(super) fn unknown(&self) -> usize {
        match self {
            Self::Numbers { cuts } => cuts.len() + 1,
            Self::Words { bins, .. } => *bins,
        }
    }

    /// The bin of a row.
    pub(super) fn bin(&self, values: &Values, row: u32) -> usize {
        match (self, values) {
            (Self::Numbers { cuts }, Values::Numbers { numbers, .. }) => {
                let number = numbers[row as usize];
                if number.is_nan() {
                    self.unknown()
                } else {
                    cuts.partition_point(|cut| !is_below(number, *cut))
                }
            }
            (Self::Words { of, bins }, Values::Words { codes, .. }) => match codes[row as usize] {
                MISSING => *bins,
                code => usize::from(of[code as usize]),
            },
            (Self::Numbers { .. }, Values::Words { .. })
            | (Self::Words { .. }, Values::Numbers { .. }) => self.unknown(),
        }
    }

    /// The rows in each bin.
    pub(super) fn counts(&self, feature: &Feature, data: &Data, rows: &[u32]) -> Vec<Count> {
        let mut counts = vec![Count::default(); self.count()];
        for row in rows {
            counts[self.bin(&feature.values, *row)].add(data.lost[*row as usize]);
        }
        counts
    }
}

/// Whether the engine says that a number is below another: by more than rounding can tell.
pub(super) fn is_below(x: f64, bound: f64) -> bool {
    let larger = if x * bound == 0.0 {
        1.0
    } else {
        x.abs().max(bound.abs())
    };
    (bound - x) / larger > f64::EPSILON
}

/// The bins of a column, by the outcomes of these rows; the stricter, the fewer.
pub(super) fn bins(
    feature: &Feature,
    data: &Data,
    rows: &Rows,
    direction: Option<Direction>,
    strictness: f64,
) -> Binning {
    match &feature.values {
        Values::Numbers { numbers, order, .. } => {
            let known = order.iter().filter(|row| rows.within[**row as usize]);
            let known = known.map(|row| (numbers[*row as usize], data.lost[*row as usize]));
            numbers::cuts(known, rows.rows.len(), direction, strictness)
        }
        Values::Words { codes, words } => {
            words::groups(codes, words.len(), data, &rows.rows, strictness)
        }
    }
}

/// How many rows a bin needs: one in so many of these.
fn least(rows: usize, one_in: usize) -> usize {
    (rows / one_in).clamp(LEAST_ROWS.0, LEAST_ROWS.1)
}

/// How much a column tells of the outcome: its information value, with half a row added everywhere so that an empty
/// cell is no infinity.
pub(super) fn information(counts: &[Count]) -> f64 {
    let bins: Vec<&Count> = counts.iter().filter(|count| count.rows > 0).collect();
    let all = bins
        .iter()
        .fold(Count::default(), |all, count| all.and(**count));
    bins.iter()
        .map(|count| {
            (share(count.lost, all.lost, bins.len())
                - share(count.rows - count.lost, all.rows - all.lost, bins.len()))
                * evidence(**count, all, bins.len())
        })
        .sum()
}

/// The weight of evidence of a bin: the logarithm of its share of the lost over its share of the kept; positive is
/// riskier.
pub(super) fn evidence(count: Count, all: Count, bins: usize) -> f64 {
    let (lost, kept) = (
        share(count.lost, all.lost, bins),
        share(count.rows - count.lost, all.rows - all.lost, bins),
    );
    libm::log(lost / kept)
}

fn share(part: usize, all: usize, bins: usize) -> f64 {
    (part as f64 + 0.5) / (all as f64 + 0.5 * bins as f64)
}
