//! Points: whole numbers that double the odds.

use std::collections::BTreeSet;

use super::bins::{Binning, Count, information};
use super::columns::Data;
use super::model::{Binned, Model, Side};
use super::pairs::Pair;
use super::report::Used;
use super::{Direction, Settings};

/// How many doublings of the odds points can make; the engine clamps so.
const DOUBLINGS: i64 = 20;
/// The largest points of one bin.
const MOST_POINTS: f64 = 10_000.0;

/// Points for the bins of columns and for pairs of conditions.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scorecard {
    /// Basis points lost without any evidence.
    pub(super) prior_bp: i64,
    /// Points that double the odds.
    pub(super) pdo: i64,
    pub(super) lines: Vec<Line>,
    pub(super) pairs: Vec<PairLine>,
}

/// The points of one column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) feature: usize,
    pub(super) binning: Binning,
    /// By bin; that of the unknown is the last.
    pub(super) points: Vec<i64>,
    /// The rows that it was fitted on, by bin.
    pub(super) counts: Vec<Count>,
}

/// The points of a pair of conditions.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PairLine {
    pub(super) one: Condition,
    pub(super) other: Condition,
    pub(super) points: i64,
    /// The rows in which it held.
    pub(super) count: Count,
}

/// A condition on one column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    pub(super) feature: usize,
    pub(super) binning: Binning,
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Condition {
    fn new(side: Side, rows: &Binned) -> Self {
        let attribute = &rows.attributes[side.attribute];
        Self {
            feature: attribute.feature,
            binning: attribute.binning.clone(),
            first: usize::from(side.first),
            last: usize::from(side.last),
        }
    }

    fn holds(&self, data: &Data, row: u32) -> bool {
        let bin = self.binning.bin(&data.features[self.feature].values, row);
        (self.first..=self.last).contains(&bin)
    }
}

impl Scorecard {
    /// The points of a model, rounded; and the prior that makes them fit the rows.
    pub(super) fn new(model: &Model, rows: &Binned, settings: &Settings) -> Self {
        let factor = settings.pdo as f64 / std::f64::consts::LN_2;
        let places = 0..rows.attributes.len();
        let lines = places.map(|place| line(place, model, rows, factor));
        let lines: Vec<Line> = lines
            .filter(|line| line.points.iter().any(|points| *points != 0))
            .collect();
        let weights = model.weights.iter().rev().take(model.pairs.len()).rev();
        let pairs = model
            .pairs
            .iter()
            .zip(weights)
            .map(|(pair, weight)| pair_line(pair, rounded(weight * factor), rows));
        let mut scorecard = Self {
            prior_bp: 5_000,
            pdo: settings.pdo,
            lines,
            pairs: pairs.filter(|pair| pair.points != 0).collect(),
        };
        scorecard.lines.iter_mut().for_each(Line::merge);
        scorecard
    }

    /// Finds the prior with which the probabilities of these rows add up to their losses.
    pub(super) fn settle(&mut self, data: &Data, rows: &[u32]) {
        let points: Vec<i64> = rows.iter().map(|row| self.points(data, *row)).collect();
        let losses = rows.iter().filter(|row| data.lost[**row as usize]).count() as f64;
        let (mut low, mut high) = (1, 9_999);
        while low < high {
            let middle = (low + high) / 2;
            let sum: f64 = points
                .iter()
                .map(|points| probability(*points, middle, self.pdo))
                .sum();
            if sum < losses {
                low = middle + 1
            } else {
                high = middle
            }
        }
        let gap = |prior: i64| {
            (points
                .iter()
                .map(|points| probability(*points, prior, self.pdo))
                .sum::<f64>()
                - losses)
                .abs()
        };
        self.prior_bp = if low > 1 && gap(low - 1) < gap(low) {
            low - 1
        } else {
            low
        };
    }

    /// The points of a row, as the engine adds them up.
    pub(super) fn points(&self, data: &Data, row: u32) -> i64 {
        let own = self
            .lines
            .iter()
            .map(|line| line.points[line.binning.bin(&data.features[line.feature].values, row)]);
        let holds = |pair: &&PairLine| pair.one.holds(data, row) && pair.other.holds(data, row);
        let pairs = self.pairs.iter().filter(holds).map(|pair| pair.points);
        let limit = DOUBLINGS * self.pdo;
        own.chain(pairs).sum::<i64>().clamp(-limit, limit)
    }

    /// The features that it reads, in order.
    pub(super) fn features(&self) -> Vec<usize> {
        let own = self.lines.iter().map(|line| line.feature);
        let pairs = self
            .pairs
            .iter()
            .flat_map(|pair| [pair.one.feature, pair.other.feature]);
        let features: BTreeSet<usize> = own.chain(pairs).collect();
        features.into_iter().collect()
    }

    /// The probability of a row, 0 to 1.
    pub(super) fn probability(&self, data: &Data, row: u32) -> f64 {
        probability(self.points(data, row), self.prior_bp, self.pdo)
    }
}

/// The probability of points, by the engine's formula.
fn probability(points: i64, prior_bp: i64, pdo: i64) -> f64 {
    let prior = prior_bp as f64 / (10_000 - prior_bp) as f64;
    let odds = prior * libm::exp2(points as f64 / pdo as f64);
    odds / (1.0 + odds)
}

fn rounded(points: f64) -> i64 {
    points.clamp(-MOST_POINTS, MOST_POINTS).round() as i64
}

/// The points of one column, so that its rows together have none.
fn line(place: usize, model: &Model, rows: &Binned, factor: f64) -> Line {
    let attribute = &rows.attributes[place];
    let mut counts = vec![Count::default(); attribute.binning.count()];
    for (bins, lost) in rows.rows.iter().zip(&rows.lost) {
        counts[usize::from(bins[place])].add(*lost);
    }
    let start = model.starts[place];
    let mut weights = model.weights[start..start + counts.len()].to_vec();
    if let (Some(direction), Binning::Numbers { cuts }) = (attribute.direction, &attribute.binning)
    {
        straighten(&mut weights[..=cuts.len()], &counts, direction);
    }
    let sum: f64 = weights
        .iter()
        .zip(&counts)
        .map(|(weight, count)| weight * count.rows as f64)
        .sum();
    let mean = sum / rows.rows.len() as f64;
    // What was never seen gives nothing.
    let points = weights.iter().zip(&counts).map(|(weight, count)| {
        if count.rows == 0 {
            0
        } else {
            rounded((weight - mean) * factor)
        }
    });
    Line {
        feature: attribute.feature,
        binning: attribute.binning.clone(),
        points: points.collect(),
        counts,
    }
}

/// Levels neighbours whose weights go against the declared direction.
fn straighten(weights: &mut [f64], counts: &[Count], direction: Direction) {
    let sign = match direction {
        Direction::Up => 1.0,
        Direction::Down => -1.0,
    };
    // Each pool: the sum of weights times rows, the rows, and how many bins.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (weight, count) in weights.iter().zip(counts) {
        let rows = count.rows.max(1) as f64;
        pools.push((sign * weight * rows, rows, 1));
        while let [.., (a, m, i), (b, n, j)] = pools.as_slice()
            && a / m > b / n
        {
            let pool = (a + b, m + n, i + j);
            pools.truncate(pools.len() - 2);
            pools.push(pool);
        }
    }
    let levels = pools
        .iter()
        .flat_map(|(sum, rows, bins)| std::iter::repeat_n(sign * sum / rows, *bins));
    weights
        .iter_mut()
        .zip(levels)
        .for_each(|(weight, level)| *weight = level);
}

fn pair_line(pair: &Pair, points: i64, rows: &Binned) -> PairLine {
    let mut count = Count::default();
    for (bins, lost) in rows.rows.iter().zip(&rows.lost) {
        if pair.holds(bins) {
            count.add(*lost);
        }
    }
    PairLine {
        one: Condition::new(pair.one, rows),
        other: Condition::new(pair.other, rows),
        points,
        count,
    }
}

impl Line {
    /// What the report says of it.
    pub(super) fn used(&self, data: &Data) -> Used {
        let seen = || {
            self.points
                .iter()
                .zip(&self.counts)
                .filter(|(_, count)| count.rows > 0)
                .map(|(points, _)| *points)
        };
        Used {
            column: data.features[self.feature].name.clone(),
            information: information(&self.counts),
            bins: seen().count(),
            least_points: seen().min().unwrap_or(0),
            most_points: seen().max().unwrap_or(0),
        }
    }

    /// Makes one bin of those that give the same points.
    fn merge(&mut self) {
        match &mut self.binning {
            Binning::Numbers { cuts } => {
                for cut in (0..cuts.len()).rev() {
                    if self.points[cut] == self.points[cut + 1] {
                        cuts.remove(cut);
                        self.points.remove(cut);
                        let count = self.counts.remove(cut);
                        self.counts[cut] = self.counts[cut].and(count);
                    }
                }
            }
            Binning::Words { of, bins } => {
                // The last two are those of other words and of the unknown.
                for group in (0..bins.saturating_sub(2)).rev() {
                    if self.points[group] == self.points[group + 1] {
                        of.iter_mut()
                            .filter(|bin| usize::from(**bin) > group)
                            .for_each(|bin| *bin -= 1);
                        self.points.remove(group);
                        let count = self.counts.remove(group);
                        self.counts[group] = self.counts[group].and(count);
                        *bins -= 1;
                    }
                }
            }
        }
    }
}
