//! Logistic regression over indicators, held back by a quadratic penalty; Newton's method.

use crate::calibrate::logistic;

/// The most steps; it needs about six.
const STEPS: usize = 50;
/// Steps shorter than this change nothing that is seen.
const SHORT: f64 = 1e-7;

/// Which weights count in which row. Weight 0 counts in all of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Design {
    starts: Vec<usize>,
    active: Vec<u32>,
    width: usize,
}

impl Design {
    /// No rows yet, over so many weights.
    pub(super) fn new(width: usize) -> Self {
        Self {
            starts: vec![0],
            active: Vec::new(),
            width,
        }
    }

    /// Adds a row, in which these weights count.
    pub(super) fn push(&mut self, active: impl IntoIterator<Item = usize>) {
        self.active
            .extend(active.into_iter().map(|weight| weight as u32));
        self.starts.push(self.active.len());
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[u32]> {
        self.starts
            .windows(2)
            .map(|ends| &self.active[ends[0]..ends[1]])
    }
}

/// How weights are held back: each towards 0, and some towards each other.
#[derive(Debug, Clone, Default)]
pub(super) struct Penalty {
    /// For each weight.
    pub(super) alone: Vec<f64>,
    /// For pairs of neighbours.
    pub(super) pairs: Vec<(usize, usize, f64)>,
}

impl Penalty {
    fn of(&self, weights: &[f64]) -> f64 {
        let alone: f64 = self
            .alone
            .iter()
            .zip(weights)
            .map(|(by, weight)| by * weight * weight)
            .sum();
        let pairs = self
            .pairs
            .iter()
            .map(|(a, b, by)| by * (weights[*a] - weights[*b]) * (weights[*a] - weights[*b]));
        0.5 * (alone + pairs.sum::<f64>())
    }

    fn bend(&self, weights: &[f64], system: &mut System) {
        let width = weights.len();
        for (index, by) in self.alone.iter().enumerate() {
            system.gradient[index] -= by * weights[index];
            system.curvature[index * width + index] += by;
        }
        for (a, b, by) in &self.pairs {
            let pull = by * (weights[*a] - weights[*b]);
            system.gradient[*a] -= pull;
            system.gradient[*b] += pull;
            system.curvature[a * width + a] += by;
            system.curvature[b * width + b] += by;
            system.curvature[a.max(b) * width + a.min(b)] -= by;
        }
    }
}

/// The linear system of a step; of the curvature, the lower half.
struct System {
    gradient: Vec<f64>,
    curvature: Vec<f64>,
}

/// The log odds of a row.
pub(super) fn log_odds(active: &[u32], weights: &[f64]) -> f64 {
    active.iter().map(|index| weights[*index as usize]).sum()
}

/// The weights that make these outcomes likeliest, as far as the penalty lets them.
pub(super) fn fit(design: &Design, lost: &[bool], penalty: &Penalty, start: Vec<f64>) -> Vec<f64> {
    let mut weights = start;
    weights.resize(design.width, 0.0);
    let mut now = objective(design, lost, penalty, &weights);
    for _ in 0..STEPS {
        let Some(step) = solve(system(design, lost, penalty, &weights)) else {
            return weights;
        };
        let longest = step
            .iter()
            .fold(0.0_f64, |longest, part| longest.max(part.abs()));
        let Some((next, then)) = along(design, lost, penalty, &weights, &step, now) else {
            return weights;
        };
        (weights, now) = (next, then);
        if longest < SHORT {
            return weights;
        }
    }
    weights
}

/// Follows a step, halved until it improves.
fn along(
    design: &Design,
    lost: &[bool],
    penalty: &Penalty,
    weights: &[f64],
    step: &[f64],
    now: f64,
) -> Option<(Vec<f64>, f64)> {
    let mut length = 1.0;
    for _ in 0..12 {
        let next: Vec<f64> = weights
            .iter()
            .zip(step)
            .map(|(weight, part)| weight + length * part)
            .collect();
        let then = objective(design, lost, penalty, &next);
        if then < now {
            return Some((next, then));
        }
        length /= 2.0;
    }
    None
}

fn objective(design: &Design, lost: &[bool], penalty: &Penalty, weights: &[f64]) -> f64 {
    let one = |(active, lost): (&[u32], &bool)| {
        let x = log_odds(active, weights);
        x.max(0.0) + libm::log1p(libm::exp(-x.abs())) - if *lost { x } else { 0.0 }
    };
    design.rows().zip(lost).map(one).sum::<f64>() + penalty.of(weights)
}

fn system(design: &Design, lost: &[bool], penalty: &Penalty, weights: &[f64]) -> System {
    let width = weights.len();
    let mut system = System {
        gradient: vec![0.0; width],
        curvature: vec![0.0; width * width],
    };
    for (active, lost) in design.rows().zip(lost) {
        let probability = logistic(log_odds(active, weights));
        let miss = f64::from(u8::from(*lost)) - probability;
        let weight = probability * (1.0 - probability);
        // Indices rise within a row, so that only the lower half is filled.
        for (place, index) in active.iter().enumerate() {
            let index = *index as usize;
            system.gradient[index] += miss;
            let line = &mut system.curvature[index * width..(index + 1) * width];
            for other in &active[..=place] {
                line[*other as usize] += weight;
            }
        }
    }
    penalty.bend(weights, &mut system);
    system
}

/// Solves a system by Cholesky's method; `None` where its curvature is flat.
fn solve(system: System) -> Option<Vec<f64>> {
    let System {
        gradient: mut x,
        curvature: mut l,
    } = system;
    let width = x.len();
    for row in 0..width {
        let (above, line) = l.split_at_mut(row * width);
        for column in 0..row {
            let upper = &above[column * width..(column + 1) * width];
            let sum = dot(&line[..column], &upper[..column]);
            line[column] = (line[column] - sum) / upper[column];
        }
        let rest = line[row] - dot(&line[..row], &line[..row]);
        if rest <= 1e-10 || rest.is_nan() {
            return None;
        }
        line[row] = rest.sqrt();
        x[row] = (x[row] - dot(&line[..row], &x[..row])) / line[row];
    }
    for row in (0..width).rev() {
        x[row] /= l[row * width + row];
        let value = x[row];
        for column in 0..row {
            x[column] -= l[row * width + column] * value;
        }
    }
    Some(x)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_weight_finds_the_rate() {
        let mut design = Design::new(1);
        (0..8).for_each(|_| design.push([0]));
        let lost = [true, true, false, false, false, false, false, false];
        let weights = fit(
            &design,
            &lost,
            &Penalty {
                alone: vec![0.0],
                pairs: Vec::new(),
            },
            Vec::new(),
        );
        assert!((logistic(weights[0]) - 0.25).abs() < 1e-9);
    }

    #[test]
    fn the_gradient_ends_at_what_the_penalty_pulls() {
        let mut design = Design::new(4);
        let lost: Vec<bool> = (0..90).map(|row| row % 3 == 0 || row % 7 == 0).collect();
        (0..90).for_each(|row: usize| design.push([0, 1 + row % 3]));
        let penalty = Penalty {
            alone: vec![0.0, 2.0, 2.0, 2.0],
            pairs: vec![(1, 2, 3.0)],
        };
        let weights = fit(&design, &lost, &penalty, Vec::new());
        let left = system(&design, &lost, &penalty, &weights).gradient;
        assert!(left.iter().all(|part| part.abs() < 1e-6), "{left:?}");
        assert!(weights[1] > weights[2]);
    }
}
