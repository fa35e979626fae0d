//! What the points meant in rows that were held out.

use crate::calibrate::{Isotonic, Platt, Weighted};
use crate::measure::Scored;

/// About so many knots follow Platt's map.
const KNOTS: i64 = 40;
/// A rulebook's calibration has at most so many.
const MOST_KNOTS: usize = 1_000;

/// How what the points mean is learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CalibrationMethod {
    /// By a curve of two numbers: steady with few losses, and wrong where the truth has another form.
    #[default]
    Platt,
    /// By the best rising line through the rows: of any form, and unsteady with few losses.
    Isotonic,
}

impl CalibrationMethod {
    /// Its word in a rulebook.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Platt => "platt",
            Self::Isotonic => "isotonic",
        }
    }
}

/// A map from points to probabilities as the knots of a rulebook's `[calibration]`, in points and basis points, from the
/// fewest points to the most; none where all points are the same, or only one outcome is there.
pub(super) fn knots(held_out: &[(i64, bool)], method: CalibrationMethod) -> Vec<(i64, i64)> {
    let points = || held_out.iter().map(|(points, _)| *points);
    let ends = points().min().zip(points().max());
    let Some(ends) = ends.filter(|(a, b)| a < b) else {
        return Vec::new();
    };
    let knots = match method {
        CalibrationMethod::Platt => platt(held_out, ends),
        CalibrationMethod::Isotonic => isotonic(held_out, ends),
    };
    knots.unwrap_or_default()
}

/// The basis points of a share.
fn basis(probability: f64) -> i64 {
    (10_000.0 * probability).round() as i64
}

fn platt(held_out: &[(i64, bool)], (least, most): (i64, i64)) -> Option<Vec<(i64, i64)>> {
    let rows = held_out
        .iter()
        .map(|(points, lost)| Scored::new(*lost, *points as f64));
    let map = Platt::fit(&rows.collect::<Vec<_>>()).ok()?;
    let step = ((most - least) / KNOTS).max(1).unsigned_abs() as usize;
    let places = (least..most).step_by(step).chain([most]);
    let knot = |points: i64| (points, basis(map.apply(points as f64)));
    Some(places.map(knot).collect())
}

/// Knots at the whole points next to the middles of the blocks, and at both ends.
fn isotonic(held_out: &[(i64, bool)], (least, most): (i64, i64)) -> Option<Vec<(i64, i64)>> {
    let rows = held_out.iter().map(|(points, lost)| Weighted {
        score: *points as f64,
        lost: *lost,
        weight: 1.0,
    });
    let lost = held_out.iter().filter(|(_, lost)| *lost).count();
    // As Platt's targets are: of so many of an outcome nobody knows that the next one is of it, too.
    let unsure = 1.0 / (lost.min(held_out.len() - lost) + 2) as f64;
    let map = Isotonic::fit(&rows.collect::<Vec<_>>(), unsure).ok()?;
    let middles = map.knots().iter().map(|knot| knot.score.round() as i64);
    let mut places: Vec<i64> = middles.chain([least, most]).collect();
    places.sort_unstable();
    places.dedup();
    let knot = |points: i64| (points, basis(map.apply(points as f64)));
    Some(thinned(&places).map(knot).collect())
}

/// At most so many places as a rulebook holds, evenly taken, both ends among them.
fn thinned(places: &[i64]) -> impl Iterator<Item = i64> {
    let (all, kept) = (places.len(), places.len().min(MOST_KNOTS));
    let place = move |number: usize| number * (all - 1) / (kept - 1).max(1);
    (0..kept).filter_map(move |number| places.get(place(number)).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knots_rise_from_the_fewest_points_to_the_most() {
        let rows: Vec<(i64, bool)> = (-100..200)
            .map(|row| (row, row % 3 == 0 || row > 90))
            .collect();
        let knots = knots(&rows, CalibrationMethod::Platt);
        assert_eq!(knots.first().map(|knot| knot.0), Some(-100));
        assert_eq!(knots.last().map(|knot| knot.0), Some(199));
        assert!(
            knots.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1),
            "{knots:?}"
        );
        assert!((40..=45).contains(&knots.len()), "{}", knots.len());
    }

    #[test]
    fn nothing_is_told_of_points_that_tell_nothing() {
        for method in [CalibrationMethod::Platt, CalibrationMethod::Isotonic] {
            assert_eq!(knots(&[(5, true), (5, false)], method), []);
            assert_eq!(knots(&[(1, true), (5, true)], method), []);
            assert_eq!(knots(&[], method), []);
        }
    }

    #[test]
    fn an_isotonic_map_goes_through_its_blocks_by_hand() {
        // Blocks: 0 and 2 (1 of 4 lost, the middle at 1), 6 (1 of 2), 10 (2 of 2); held 1/6 away from the ends.
        let rows = [
            (0, true),
            (0, false),
            (2, false),
            (2, false),
            (6, true),
            (6, false),
            (10, true),
            (10, true),
        ];
        let told = knots(&rows, CalibrationMethod::Isotonic);
        assert_eq!(told, [(0, 2_500), (1, 2_500), (6, 5_000), (10, 8_333)]);
        // Of points that say the contrary one rate is left.
        let contrary = knots(&[(0, true), (4, false)], CalibrationMethod::Isotonic);
        assert_eq!(contrary, [(0, 5_000), (2, 5_000), (4, 5_000)]);
    }

    #[test]
    fn no_more_knots_are_written_than_a_rulebook_holds() {
        // The share lost rises from one point to the next, so that each of 3,000 is a block of its own.
        let rows: Vec<(i64, bool)> = (0..3_000)
            .flat_map(|points| (0..=points).map(move |turn| (points, turn > 0)))
            .collect();
        let knots = knots(&rows, CalibrationMethod::Isotonic);
        assert_eq!(knots.len(), 1_000);
        assert_eq!(knots.first().map(|knot| knot.0), Some(0));
        assert_eq!(knots.last().map(|knot| knot.0), Some(2_999));
        assert!(knots.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1));
    }
}
