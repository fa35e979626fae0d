//! A sigmoid over the score.

use super::check;
use crate::measure::Scored;
use crate::{Error, ErrorKind};

/// The most steps of Newton's method; it needs about ten.
const STEPS: usize = 200;
/// How little of the loss is left to gain when it stops.
const ENOUGH: f64 = 1e-12;

/// Platt's map: the probability is the logistic function of `slope * score + intercept`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Platt {
    /// By how much the log odds rise with the score; not negative.
    pub slope: f64,
    /// The log odds at a score of 0.
    pub intercept: f64,
}

impl Platt {
    /// Fits the map on scores (their field `probability` may be any finite number, higher is riskier) by Newton's
    /// method, with Platt's targets that keep it from being sure: `(lost + 1) / (lost + 2)` and `1 / (kept + 2)`.
    ///
    /// Where higher scores were lost less often, the slope is 0: a map never turns the order round.
    ///
    /// # Errors
    /// [`ErrorKind::Input`]: a score that is not finite. [`ErrorKind::TooLittle`]: only one of the outcomes.
    /// [`ErrorKind::NotConverged`]: scores so far apart that no step improves anything.
    pub fn fit(rows: &[Scored]) -> Result<Self, Error> {
        check(rows.iter().map(|row| (row.probability, row.lost)))?;
        let lost = rows.iter().filter(|row| row.lost).count() as f64;
        let kept = rows.len() as f64 - lost;
        let targets = ((lost + 1.0) / (lost + 2.0), 1.0 / (kept + 2.0));
        let scale = Scale::of(rows);
        let points: Vec<(f64, f64)> = rows
            .iter()
            .map(|row| {
                (
                    scale.apply(row.probability),
                    if row.lost { targets.0 } else { targets.1 },
                )
            })
            .collect();
        let start = Self {
            slope: 0.0,
            intercept: libm::log((lost + 1.0) / (kept + 1.0)),
        };
        Ok(scale.undo(newton(&points, start)?.held(&points)))
    }

    /// The probability of a score, 0 to 1.
    pub fn apply(&self, score: f64) -> f64 {
        logistic(self.slope * score + self.intercept)
    }

    /// The same, but for a slope that would turn the order round.
    fn held(self, points: &[(f64, f64)]) -> Self {
        if self.slope >= 0.0 {
            return self;
        }
        let mean = points.iter().map(|(_, target)| target).sum::<f64>() / points.len() as f64;
        Self {
            slope: 0.0,
            intercept: libm::log(mean / (1.0 - mean)),
        }
    }
}

/// Scores moved and stretched to a mean of 0 and a spread of 1, on which Newton's method is at ease.
struct Scale {
    mean: f64,
    spread: f64,
}

impl Scale {
    fn of(rows: &[Scored]) -> Self {
        let count = rows.len() as f64;
        let mean = rows.iter().map(|row| row.probability / count).sum::<f64>();
        let largest = rows
            .iter()
            .map(|row| (row.probability - mean).abs())
            .fold(0.0, f64::max);
        let spread = if largest > 0.0 { largest } else { 1.0 };
        let square = |row: &Scored| {
            let part = (row.probability - mean) / spread;
            part * part / count
        };
        let deviation = rows.iter().map(square).sum::<f64>().sqrt();
        Self {
            mean,
            spread: if largest > 0.0 {
                spread * deviation
            } else {
                1.0
            },
        }
    }

    fn apply(&self, score: f64) -> f64 {
        (score - self.mean) / self.spread
    }

    fn undo(&self, map: Platt) -> Platt {
        let slope = map.slope / self.spread;
        Platt {
            slope,
            intercept: map.intercept - slope * self.mean,
        }
    }
}

pub(crate) fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let odds = libm::exp(x);
        odds / (1.0 + odds)
    }
}

/// The mean loss of a map.
fn loss(points: &[(f64, f64)], map: Platt) -> f64 {
    let one = |(score, target): &(f64, f64)| {
        let x = map.slope * score + map.intercept;
        // log(1 + e^x) - target * x, without overflow.
        x.max(0.0) + libm::log1p(libm::exp(-x.abs())) - target * x
    };
    points.iter().map(one).sum::<f64>() / points.len() as f64
}

fn newton(points: &[(f64, f64)], start: Platt) -> Result<Platt, Error> {
    let (mut map, mut now) = (start, loss(points, start));
    for _ in 0..STEPS {
        let Some(next) = improved(points, map, now) else {
            return Ok(map);
        };
        let gained = now - next.1;
        (map, now) = next;
        if gained < ENOUGH {
            return Ok(map);
        }
    }
    let text = format!(
        "Platt's map was not found in {STEPS} steps; use the isotonic one for these scores"
    );
    Err(Error::new(ErrorKind::NotConverged, text))
}

/// A step of Newton's method, halved until it improves; `None` where nothing does.
fn improved(points: &[(f64, f64)], map: Platt, now: f64) -> Option<(Platt, f64)> {
    let (slope, intercept) = direction(points, map);
    let mut length = 1.0;
    while length > 1e-10 {
        let next = Platt {
            slope: map.slope + length * slope,
            intercept: map.intercept + length * intercept,
        };
        let then = loss(points, next);
        if then < now {
            return Some((next, then));
        }
        length /= 2.0;
    }
    None
}

fn direction(points: &[(f64, f64)], map: Platt) -> (f64, f64) {
    // A little on the diagonal, for scores that are all equal.
    let (mut h11, mut h22, mut h12, mut g1, mut g2) = (1e-9, 1e-9, 0.0, 0.0, 0.0);
    for (score, target) in points {
        let probability = map.apply(*score);
        let (weight, miss) = (probability * (1.0 - probability), target - probability);
        h11 += score * score * weight;
        h22 += weight;
        h12 += score * weight;
        g1 += score * miss;
        g2 += miss;
    }
    let determinant = h11 * h22 - h12 * h12;
    (
        (h22 * g1 - h12 * g2) / determinant,
        (h11 * g2 - h12 * g1) / determinant,
    )
}
