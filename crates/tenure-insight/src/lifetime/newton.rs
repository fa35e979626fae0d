//! The largest value of a smooth function of a few positive parameters.

use crate::error::{Error, ErrorKind};

/// The step of differences, in logarithms of the parameters.
const STEP: f64 = 1e-4;
const ITERATIONS: usize = 200;
/// How far, in logarithms, parameters may lie from 1.
const FAR: f64 = 7.0;

type Vector<const N: usize> = [f64; N];
type Matrix<const N: usize> = [Vector<N>; N];

/// The parameters, all above 0, at which `value` is largest, and that value: Newton's method on their logarithms, damped
/// until each step goes up.
///
/// # Errors
/// [`ErrorKind::NotConverged`]: the search did not come to an end, or ran to a border, as it does where the data cannot
/// tell the parameters apart.
pub(super) fn maximise<const N: usize>(
    start: Vector<N>,
    value: impl Fn(&Vector<N>) -> f64,
) -> Result<(Vector<N>, f64), Error> {
    let at = |logs: &Vector<N>| value(&logs.map(libm::exp));
    let mut logs = start.map(libm::log);
    let mut best = at(&logs);
    let mut damping = 1e-3;
    for _ in 0..ITERATIONS {
        let (slope, curve) = differences(&logs, best, &at);
        let Some((next, reached, used)) = climb(&logs, best, &slope, &curve, damping, &at) else {
            return done(logs, best, &slope);
        };
        let moved = logs
            .iter()
            .zip(&next)
            .map(|(a, b)| libm::fabs(a - b))
            .fold(0.0, f64::max);
        (logs, best) = (next, reached);
        damping = used / 10.0;
        if logs.iter().any(|log| libm::fabs(*log) > FAR) {
            return Err(lost());
        }
        if moved < 1e-10 {
            return Ok((logs.map(libm::exp), best));
        }
    }
    Err(lost())
}

/// The end, where no step goes up any more: fine if it is flat there.
fn done<const N: usize>(
    logs: Vector<N>,
    best: f64,
    slope: &Vector<N>,
) -> Result<(Vector<N>, f64), Error> {
    let flat = slope
        .iter()
        .all(|part| libm::fabs(*part) <= 1e-7 * (1.0 + libm::fabs(best)));
    if flat && best.is_finite() {
        Ok((logs.map(libm::exp), best))
    } else {
        Err(lost())
    }
}

fn lost() -> Error {
    Error::new(
        ErrorKind::NotConverged,
        "the likelihood has no summit to be found: too few customers, or all of them alike; give more of them",
    )
}

/// Slope and curvature by central differences.
fn differences<const N: usize>(
    logs: &Vector<N>,
    here: f64,
    at: &impl Fn(&Vector<N>) -> f64,
) -> (Vector<N>, Matrix<N>) {
    let moved = |steps: &[(usize, f64)]| {
        let mut logs = *logs;
        for (index, step) in steps {
            if let Some(log) = logs.get_mut(*index) {
                *log += step * STEP;
            }
        }
        at(&logs)
    };
    let slope = std::array::from_fn(|i| (moved(&[(i, 1.0)]) - moved(&[(i, -1.0)])) / (2.0 * STEP));
    let bend = |i: usize, j: usize| {
        if i == j {
            return (moved(&[(i, 1.0)]) - 2.0 * here + moved(&[(i, -1.0)])) / (STEP * STEP);
        }
        let corner = |a: f64, b: f64| moved(&[(i, a), (j, b)]);
        (corner(1.0, 1.0) - corner(1.0, -1.0) - corner(-1.0, 1.0) + corner(-1.0, -1.0))
            / (4.0 * STEP * STEP)
    };
    (
        slope,
        std::array::from_fn(|i| std::array::from_fn(|j| bend(i, j))),
    )
}

/// A step that goes up, with the damping that it took.
fn climb<const N: usize>(
    logs: &Vector<N>,
    best: f64,
    slope: &Vector<N>,
    curve: &Matrix<N>,
    damping: f64,
    at: &impl Fn(&Vector<N>) -> f64,
) -> Option<(Vector<N>, f64, f64)> {
    let scale = curve
        .iter()
        .flatten()
        .fold(1.0, |most: f64, part| most.max(libm::fabs(*part)));
    let mut damping = damping.max(1e-12);
    for _ in 0..40 {
        let lowered: Matrix<N> = std::array::from_fn(|i| {
            std::array::from_fn(|j| {
                let part = curve
                    .get(i)
                    .and_then(|row| row.get(j))
                    .copied()
                    .unwrap_or(0.0);
                if i == j {
                    damping * scale - part
                } else {
                    -part
                }
            })
        });
        if let Some(step) = solve(lowered, *slope) {
            let next: Vector<N> = std::array::from_fn(|i| {
                let step = step.get(i).copied().unwrap_or(0.0).clamp(-1.0, 1.0);
                logs.get(i).copied().unwrap_or(0.0) + step
            });
            let reached = at(&next);
            if reached > best {
                return Some((next, reached, damping));
            }
        }
        damping *= 10.0;
    }
    None
}

/// The solution of a small system of equations, by elimination with pivots.
fn solve<const N: usize>(mut matrix: Matrix<N>, mut right: Vector<N>) -> Option<Vector<N>> {
    for column in 0..N {
        let pivot = (column..N).max_by(|a, b| {
            let size = |row: usize| {
                matrix
                    .get(row)
                    .and_then(|row| row.get(column))
                    .map_or(0.0, |x| libm::fabs(*x))
            };
            size(*a).total_cmp(&size(*b))
        })?;
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let (row, value) = (*matrix.get(column)?, *right.get(column)?);
        let head = *row.get(column)?;
        if head == 0.0 || !head.is_finite() {
            return None;
        }
        for below in column + 1..N {
            let factor = *matrix.get(below)?.get(column)? / head;
            for (cell, above) in matrix.get_mut(below)?.iter_mut().zip(&row) {
                *cell -= factor * above;
            }
            *right.get_mut(below)? -= factor * value;
        }
    }
    let mut solution = [0.0; N];
    for row in (0..N).rev() {
        let known: f64 = matrix
            .get(row)?
            .iter()
            .zip(&solution)
            .skip(row + 1)
            .map(|(a, x)| a * x)
            .sum();
        *solution.get_mut(row)? = (right.get(row)? - known) / matrix.get(row)?.get(row)?;
    }
    solution
        .iter()
        .all(|x: &f64| x.is_finite())
        .then_some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summit_is_found_from_afar() {
        let hill = |p: &[f64; 2]| {
            let (along, across) = (libm::log(p[0]) - 1.0, libm::log(p[1] / p[0]) + 2.0);
            2.0 - along * along - libm::exp(across) - libm::exp(-across)
        };
        let (found, value) = maximise([9.0, 0.5], hill).unwrap_or(([0.0; 2], f64::NAN));
        assert!((libm::log(found[0]) - 1.0).abs() < 1e-6, "{found:?}");
        assert!(
            (libm::log(found[1]) + 1.0).abs() < 1e-6 && value.abs() < 1e-12,
            "{found:?} {value}"
        );
    }

    #[test]
    fn without_a_summit_it_is_an_error() {
        let rising = |p: &[f64; 1]| p[0];
        assert!(maximise([1.0], rising).is_err());
    }
}
