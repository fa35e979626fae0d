//! Whether the lost stand before the kept.

use serde::Serialize;

use super::{Scored, Tie, outcomes, ties};

/// Standard errors to each side of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// The probability that an account that was lost was given a larger probability than one that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Auc {
    /// The area under the ROC curve, 0 to 1; .5 is chance.
    pub area: f64,
    /// Its standard error after DeLong.
    pub standard_error: f64,
    /// The lower end of its 95 % interval, not under 0.
    pub low: f64,
    /// The upper end of its 95 % interval, not over 1.
    pub high: f64,
}

impl Auc {
    /// Whether the interval leaves out chance, on the better side.
    pub fn beats_chance(&self) -> bool {
        self.low > 0.5
    }
}

/// The area under the ROC curve; a tie counts half. `None` with fewer than two of either outcome, or where a
/// probability is not finite.
///
/// ```
/// use tenure_insight::measure::{Scored, auc};
///
/// let rows = [(true, 0.9), (false, 0.2), (true, 0.4), (false, 0.4)];
/// let rows = rows.map(|(lost, probability)| Scored::new(lost, probability));
/// assert_eq!(auc(&rows).map(|auc| auc.area), Some(0.875));
/// ```
pub fn auc(rows: &[Scored]) -> Option<Auc> {
    let (lost, kept) = outcomes(rows);
    if lost < 2 || kept < 2 {
        return None;
    }
    let ties = ties(rows)?;
    let places = places(&ties, lost as f64, kept as f64);
    let area = mean(&places.lost);
    let variance =
        spread(&places.lost, area) / lost as f64 + spread(&places.kept, area) / kept as f64;
    let standard_error = variance.max(0.0).sqrt();
    Some(Auc {
        area,
        standard_error,
        low: (area - Z * standard_error).max(0.0),
        high: (area + Z * standard_error).min(1.0),
    })
}

/// Of each row of one outcome, the share of the other outcome's rows on its right side; with how many rows share it.
struct Places {
    lost: Vec<(f64, usize)>,
    kept: Vec<(f64, usize)>,
}

fn places(ties: &[Tie], lost: f64, kept: f64) -> Places {
    let (mut lost_before, mut kept_before) = (0, 0);
    let mut places = Places {
        lost: Vec::new(),
        kept: Vec::new(),
    };
    for tie in ties {
        let below = kept_before as f64 + tie.kept as f64 / 2.0;
        let above = lost - lost_before as f64 - tie.lost as f64 / 2.0;
        places.lost.push((below / kept, tie.lost));
        places.kept.push((above / lost, tie.kept));
        lost_before += tie.lost;
        kept_before += tie.kept;
    }
    places
}

fn total(places: &[(f64, usize)]) -> f64 {
    places.iter().map(|(_, count)| *count as f64).sum()
}

fn mean(places: &[(f64, usize)]) -> f64 {
    let sum: f64 = places
        .iter()
        .map(|(place, count)| place * *count as f64)
        .sum();
    sum / total(places)
}

/// The sample variance around a mean.
fn spread(places: &[(f64, usize)], mean: f64) -> f64 {
    let squares = places
        .iter()
        .map(|(place, count)| (place - mean) * (place - mean) * *count as f64);
    squares.sum::<f64>() / (total(places) - 1.0)
}

/// The largest distance between the distributions of the lost and of the kept, 0 to 1. `None` without both outcomes, or
/// where a probability is not finite.
pub fn kolmogorov_smirnov(rows: &[Scored]) -> Option<f64> {
    let (lost, kept) = outcomes(rows);
    if lost == 0 || kept == 0 {
        return None;
    }
    let (mut lost_before, mut kept_before, mut largest) = (0, 0, 0.0_f64);
    for tie in ties(rows)? {
        lost_before += tie.lost;
        kept_before += tie.kept;
        let distance = kept_before as f64 / kept as f64 - lost_before as f64 / lost as f64;
        largest = largest.max(distance.abs());
    }
    Some(largest)
}
