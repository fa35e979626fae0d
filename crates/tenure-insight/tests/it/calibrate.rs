//! Maps from scores to probabilities.

use proptest::prelude::*;
use tenure_insight::ErrorKind;
use tenure_insight::calibrate::*;
use tenure_insight::measure::Scored;

fn weighted(cells: &[(f64, bool)]) -> Vec<Weighted> {
    let one = |(score, lost): &(f64, bool)| Weighted {
        score: *score,
        lost: *lost,
        weight: 1.0,
    };
    cells.iter().map(one).collect()
}

#[test]
fn platt_ends_where_the_gradient_is_zero() {
    let cells = [
        (-40.0, false),
        (-10.0, false),
        (-5.0, true),
        (0.0, false),
        (7.0, true),
        (30.0, true),
        (31.0, false),
    ];
    let rows: Vec<Scored> = cells
        .iter()
        .map(|(score, lost)| Scored::new(*lost, *score))
        .collect();
    let map = Platt::fit(&rows).unwrap();
    let (high, low) = (4.0 / 5.0, 1.0 / 6.0);
    let miss = |row: &Scored| if row.lost { high } else { low } - map.apply(row.probability);
    let by_slope: f64 = rows.iter().map(|row| row.probability * miss(row)).sum();
    let by_intercept: f64 = rows.iter().map(miss).sum();
    assert!(
        by_slope.abs() < 1e-4 && by_intercept.abs() < 1e-5,
        "{by_slope} {by_intercept}"
    );
}

#[test]
fn platt_is_not_sure_of_scores_that_part_the_outcomes() {
    let rows: Vec<Scored> = (0..20)
        .map(|at| Scored::new(at >= 10, f64::from(at) * 1e6))
        .collect();
    let map = Platt::fit(&rows).unwrap();
    assert!(map.apply(0.0) > 0.01 && map.apply(19e6) < 0.99, "{map:?}");
}

#[test]
fn platt_never_turns_the_order_round() {
    let rows: Vec<Scored> = (0..20)
        .map(|at| Scored::new(at < 10, f64::from(at)))
        .collect();
    let map = Platt::fit(&rows).unwrap();
    assert_eq!(map.slope, 0.0);
    assert!((map.apply(3.0) - 0.5).abs() < 1e-9);
    let level: Vec<Scored> = (0..8).map(|at| Scored::new(at < 2, 5.0)).collect();
    assert!((Platt::fit(&level).unwrap().apply(5.0) - 0.28125).abs() < 1e-6);
}

#[test]
fn isotonic_pools_and_goes_straight_between_blocks() {
    let cells = [
        (1.0, false),
        (2.0, true),
        (3.0, false),
        (4.0, true),
        (5.0, true),
    ];
    let map = Isotonic::fit(&weighted(&cells), 0.0).unwrap();
    let told: Vec<f64> = [0.0, 1.0, 2.5, 1.75, 4.5, 9.0]
        .iter()
        .map(|score| map.apply(*score))
        .collect();
    assert_eq!(told, [0.0, 0.0, 0.5, 0.25, 1.0, 1.0]);
    let held = Isotonic::fit(&weighted(&cells), 0.01).unwrap();
    assert_eq!((held.apply(-9.0), held.apply(9.0)), (0.01, 0.99));
}

#[test]
fn a_weight_counts_as_so_many_rows() {
    let cells = [
        (1.0, false),
        (2.0, true),
        (2.0, true),
        (3.0, false),
        (4.0, true),
    ];
    let mut rows = weighted(&cells);
    rows.remove(2);
    rows[1].weight = 2.0;
    assert_eq!(
        Isotonic::fit(&rows, 0.0).unwrap(),
        Isotonic::fit(&weighted(&cells), 0.0).unwrap()
    );
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let refused = |rows: &[Weighted], least: f64| Isotonic::fit(rows, least).unwrap_err().kind();
    assert_eq!(
        refused(&weighted(&[(1.0, true)]), 0.0),
        ErrorKind::TooLittle
    );
    assert_eq!(
        refused(&weighted(&[(f64::NAN, true), (0.0, false)]), 0.0),
        ErrorKind::Input
    );
    let mut rows = weighted(&[(1.0, true), (0.0, false)]);
    assert_eq!(refused(&rows, 0.6), ErrorKind::Input);
    rows[0].weight = 0.0;
    assert_eq!(refused(&rows, 0.0), ErrorKind::Input);
    assert_eq!(Platt::fit(&[]).unwrap_err().kind(), ErrorKind::TooLittle);
}

/// The least-squares rising fit at a row, as the largest of least means over the stretches around it.
fn slow(cells: &[(f64, bool)], score: f64) -> f64 {
    let mean = |from: f64, to: f64| {
        let part: Vec<f64> = cells
            .iter()
            .filter(|c| c.0 >= from && c.0 <= to)
            .map(|c| f64::from(u8::from(c.1)))
            .collect();
        part.iter().sum::<f64>() / part.len() as f64
    };
    let starts = cells.iter().map(|c| c.0).filter(|from| *from <= score);
    let least = |from: f64| {
        cells
            .iter()
            .map(|c| c.0)
            .filter(|to| *to >= score)
            .map(|to| mean(from, to))
            .fold(f64::MAX, f64::min)
    };
    starts.map(least).fold(f64::MIN, f64::max)
}

proptest! {
    #[test]
    fn isotonic_is_the_least_squares_rising_fit(cells in prop::collection::vec((0_u8..20, any::<bool>()), 1..40)) {
        let ends = [(0, false), (19, true)];
        let cells: Vec<(f64, bool)> = cells.into_iter().chain(ends).map(|(at, lost)| (f64::from(at), lost)).collect();
        let map = Isotonic::fit(&weighted(&cells), 0.0).unwrap();
        let rises = map.knots().windows(2).all(|pair| pair[0].score < pair[1].score && pair[0].probability < pair[1].probability);
        prop_assert!(rises);
        // A knot stands at its block's mean score, with the rate that the fit has on the whole block.
        for (score, _) in &cells {
            let wanted = slow(&cells, *score);
            prop_assert!(map.knots().iter().any(|knot| (knot.probability - wanted).abs() < 1e-9), "{score} {wanted}");
        }
        for knot in map.knots() {
            prop_assert!((map.apply(knot.score) - knot.probability).abs() < 1e-12);
        }
    }
}
