//! Weights on bins and pairs, before they become points.

use super::bins::choice::{Chooser, Rows};
use super::bins::{self, Binning, information};
use super::columns::Data;
use super::logistic::{self, Design, Penalty, log_odds};
use super::pairs::{self, Pair, Rest};
use super::{Direction, Settings};
use crate::calibrate::logistic as probability_of;
use crate::measure::{Scored, auc};

/// A column that tells less than this is left out.
const LEAST_INFORMATION: f64 = 0.02;
/// And so is one that raises the log likelihood of rows that were held out by less.
const LEAST_GAIN: f64 = 4.0;
/// A column whose bins alone part the outcomes so well tells of them by what was written afterwards.
pub(super) const LEAK: f64 = 0.98;
/// A column whose bins alone part the outcomes so well is warned of.
pub(super) const SUSPECT: f64 = 0.9;
/// How much less numbers are held back than words, as neighbours already hold each other.
const ALONE: f64 = 0.1;

/// A column with its bins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attribute {
    /// Its place among the features.
    pub(super) feature: usize,
    pub(super) binning: Binning,
    pub(super) information: f64,
    /// The declared one.
    pub(super) direction: Option<Direction>,
    /// The area under the curve of its bins alone, in the rows that they were made of.
    pub(super) area: f64,
}

/// A condition on one column: its bin lies between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) attribute: usize,
    pub(super) first: u16,
    pub(super) last: u16,
}

impl Side {
    pub(super) fn holds(&self, bins: &[u16]) -> bool {
        (self.first..=self.last).contains(&bins[self.attribute])
    }
}

/// Rows with the bins into which they fall.
#[derive(Debug, Clone)]
pub(super) struct Binned {
    pub(super) attributes: Vec<Attribute>,
    pub(super) rows: Vec<Vec<u16>>,
    pub(super) lost: Vec<bool>,
}

/// A column that parts the outcomes too well to be true.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leak {
    pub(super) feature: usize,
    pub(super) area: f64,
}

/// What was found in the columns.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) attributes: Vec<Attribute>,
    pub(super) leaks: Vec<Leak>,
    /// Features that tell too little.
    pub(super) weak: Vec<(usize, f64)>,
    /// Features that fall into the same bins as an earlier one.
    pub(super) same: Vec<(usize, usize)>,
}

/// Bins each column by the outcomes of these rows, and keeps those that tell something.
pub(super) fn attributes(data: &Data, rows: &[u32], settings: &Settings) -> Found {
    let all = Rows::new(rows.to_vec(), data);
    let chooser = Chooser::new(rows, data);
    let mut found = Found {
        attributes: Vec::new(),
        leaks: Vec::new(),
        weak: Vec::new(),
        same: Vec::new(),
    };
    let mut kept: Vec<Vec<u16>> = Vec::new();
    for (index, feature) in data.features.iter().enumerate() {
        let direction = settings.monotone.get(&feature.name).copied();
        let (strictness, gain) = chooser.strictness(feature, data, direction);
        let binning = bins::bins(feature, data, &all, direction, strictness);
        let counts = binning.counts(feature, data, rows);
        let information = information(&counts);
        if information < LEAST_INFORMATION || gain < LEAST_GAIN {
            found.weak.push((index, information));
            continue;
        }
        let codes: Vec<u16> = rows
            .iter()
            .map(|row| binning.bin(&feature.values, *row) as u16)
            .collect();
        let area = own_area(&codes, &counts, data, rows);
        if area >= LEAK && !settings.keep.contains(&feature.name) {
            found.leaks.push(Leak {
                feature: index,
                area,
            });
            continue;
        }
        let attribute = Attribute {
            feature: index,
            binning,
            information,
            direction,
            area,
        };
        match kept.iter().position(|other| is_renamed(other, &codes)) {
            // Of two that say the same the one of declared direction stays.
            Some(same) if direction.is_some() && found.attributes[same].direction.is_none() => {
                let left = std::mem::replace(&mut found.attributes[same], attribute);
                kept[same] = codes;
                for (_, other) in &mut found.same {
                    if *other == left.feature {
                        *other = index;
                    }
                }
                found.same.push((left.feature, index));
            }
            Some(same) => found.same.push((index, found.attributes[same].feature)),
            None => {
                kept.push(codes);
                found.attributes.push(attribute);
            }
        }
    }
    found
}

/// Whether two columns part the rows in the same way.
fn is_renamed(a: &[u16], b: &[u16]) -> bool {
    let most = a.iter().chain(b).copied().max().unwrap_or(0);
    let (mut there, mut back) = (
        vec![None; usize::from(most) + 1],
        vec![None; usize::from(most) + 1],
    );
    a.iter().zip(b).all(|(a, b)| {
        *there[usize::from(*a)].get_or_insert(*b) == *b
            && *back[usize::from(*b)].get_or_insert(*a) == *a
    })
}

/// The area under the curve of a column's bins alone, in the rows that they were made of.
fn own_area(codes: &[u16], counts: &[bins::Count], data: &Data, rows: &[u32]) -> f64 {
    let scored: Vec<Scored> = codes
        .iter()
        .zip(rows)
        .map(|(code, row)| Scored::new(data.lost[*row as usize], counts[usize::from(*code)].rate()))
        .collect();
    auc(&scored).map_or(0.5, |auc| auc.area)
}

/// The bins of rows.
pub(super) fn binned(attributes: &[Attribute], data: &Data, rows: &[u32]) -> Binned {
    let bin = |row: &u32| {
        attributes
            .iter()
            .map(|attribute| {
                attribute
                    .binning
                    .bin(&data.features[attribute.feature].values, *row) as u16
            })
            .collect()
    };
    Binned {
        rows: rows.iter().map(bin).collect(),
        lost: rows.iter().map(|row| data.lost[*row as usize]).collect(),
        attributes: attributes.to_vec(),
    }
}

/// Weights: one for all, one for each bin, one for each pair.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    /// Where the weights of each attribute's bins begin; the last is where those of pairs do.
    pub(super) starts: Vec<usize>,
    pub(super) pairs: Vec<Pair>,
    pub(super) weights: Vec<f64>,
}

impl Model {
    /// The model of so many pairs, held back by so much. Continues from an earlier one.
    pub(super) fn fit(rows: &Binned, pairs: Vec<Pair>, strength: f64, from: &Self) -> Self {
        let mut starts = vec![1];
        for attribute in &rows.attributes {
            starts.push(starts.last().copied().unwrap_or(1) + attribute.binning.count());
        }
        let mut model = Self {
            starts,
            pairs,
            weights: Vec::new(),
        };
        let design = model.design(rows);
        let penalty = model.penalty(rows, strength);
        let start = if from.weights.is_empty() {
            vec![base(&rows.lost)]
        } else {
            from.weights.clone()
        };
        model.weights = logistic::fit(&design, &rows.lost, &penalty, start);
        model
    }

    /// Shrinks all weights of bins and pairs.
    pub(super) fn dampen(&mut self, by: f64) {
        self.weights
            .iter_mut()
            .skip(1)
            .for_each(|weight| *weight *= by);
    }

    fn width(&self) -> usize {
        self.starts.last().copied().unwrap_or(1) + self.pairs.len()
    }

    fn active(&self, bins: &[u16]) -> Vec<usize> {
        let own = self
            .starts
            .iter()
            .zip(bins)
            .map(|(start, bin)| start + usize::from(*bin));
        let first = self.starts.last().copied().unwrap_or(1);
        let pairs = self
            .pairs
            .iter()
            .enumerate()
            .filter(|(_, pair)| pair.holds(bins))
            .map(|(place, _)| first + place);
        std::iter::once(0).chain(own).chain(pairs).collect()
    }

    fn design(&self, rows: &Binned) -> Design {
        let mut design = Design::new(self.width());
        rows.rows
            .iter()
            .for_each(|bins| design.push(self.active(bins)));
        design
    }

    fn penalty(&self, rows: &Binned, strength: f64) -> Penalty {
        let mut penalty = Penalty {
            alone: vec![strength; self.width()],
            pairs: Vec::new(),
        };
        penalty.alone[0] = 0.0;
        for (attribute, start) in rows.attributes.iter().zip(&self.starts) {
            if let Binning::Numbers { cuts } = &attribute.binning {
                for bin in *start..start + cuts.len() {
                    penalty.pairs.push((bin, bin + 1, strength));
                }
                penalty.alone[*start..=start + cuts.len()].fill(ALONE * strength);
            }
        }
        penalty
    }

    /// The log odds of each row.
    pub(super) fn log_odds(&self, rows: &Binned) -> Vec<f64> {
        self.design(rows)
            .rows()
            .map(|active| log_odds(active, &self.weights))
            .collect()
    }

    /// The model with one pair more, if there is one worth a look.
    pub(super) fn with_a_pair(&self, rows: &Binned, strength: f64) -> Option<Self> {
        let rest = self
            .log_odds(rows)
            .into_iter()
            .zip(&rows.lost)
            .map(|(log_odds, lost)| {
                let probability = probability_of(log_odds);
                Rest {
                    miss: f64::from(u8::from(*lost)) - probability,
                    variance: probability * (1.0 - probability),
                    rows: 1.0,
                }
            });
        let rest: Vec<Rest> = rest.collect();
        let pair = pairs::best(&rows.attributes, &rows.rows, &rest, &self.pairs)?;
        let mut pairs = self.pairs.clone();
        pairs.push(pair);
        Some(Self::fit(rows, pairs, strength, self))
    }
}

/// The log odds of all rows together.
fn base(lost: &[bool]) -> f64 {
    let losses = lost.iter().filter(|lost| **lost).count() as f64;
    libm::log((losses + 0.5) / (lost.len() as f64 - losses + 0.5))
}
