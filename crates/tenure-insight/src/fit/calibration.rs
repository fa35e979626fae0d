//! What the points meant in rows that were held out.

use crate::calibrate::Platt;
use crate::measure::Scored;

/// About so many knots follow the map.
const KNOTS: i64 = 40;

/// Platt's map from points to probabilities as the knots of a rulebook's `[calibration]`, in points and basis points; none
/// where all points are the same, or only one outcome is there.
pub(super) fn knots(held_out: &[(i64, bool)]) -> Vec<(i64, i64)> {
    let rows = held_out
        .iter()
        .map(|(points, lost)| Scored::new(*lost, *points as f64));
    let rows: Vec<Scored> = rows.collect();
    let points = || held_out.iter().map(|(points, _)| *points);
    let ends = points().min().zip(points().max());
    let (Ok(map), Some((least, most))) = (Platt::fit(&rows), ends.filter(|(a, b)| a < b)) else {
        return Vec::new();
    };
    let step = ((most - least) / KNOTS).max(1).unsigned_abs() as usize;
    let places = (least..most).step_by(step).chain([most]);
    let probability = |points: i64| (10_000.0 * map.apply(points as f64)).round() as i64;
    places.map(|points| (points, probability(points))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knots_rise_from_the_fewest_points_to_the_most() {
        let rows: Vec<(i64, bool)> = (-100..200)
            .map(|row| (row, row % 3 == 0 || row > 90))
            .collect();
        let knots = knots(&rows);
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
        assert_eq!(knots(&[(5, true), (5, false)]), []);
        assert_eq!(knots(&[(1, true), (5, true)]), []);
    }
}
