//! Measures of a score against golden values and against slow, obvious definitions.

use proptest::prelude::*;
use tenure_insight::measure::*;

const LOST: [bool; 8] = [false, true, false, true, false, true, false, true];
const GIVEN: [f64; 8] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8, 0.9];

fn rows(lost: &[bool], given: &[f64]) -> Vec<Scored> {
    let pairs = lost.iter().zip(given);
    pairs
        .map(|(lost, given)| Scored::new(*lost, *given))
        .collect()
}

fn near(value: f64, wanted: f64) {
    assert!((value - wanted).abs() < 1e-9, "{value} is not {wanted}");
}

/// Of each pair of a lost and a kept account, 1 where they stand rightly, a half where they stand together.
fn pairs(rows: &[Scored]) -> Vec<Vec<f64>> {
    let of = |wanted: bool| rows.iter().filter(move |row| row.lost == wanted);
    let place = |lost: &Scored, kept: &Scored| match lost.probability.total_cmp(&kept.probability) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    of(true)
        .map(|lost| of(false).map(|kept| place(lost, kept)).collect())
        .collect()
}

fn slow_auc(rows: &[Scored]) -> (f64, f64) {
    let pairs = pairs(rows);
    let (m, n) = (pairs.len(), pairs[0].len());
    let of_lost: Vec<f64> = pairs
        .iter()
        .map(|row| row.iter().sum::<f64>() / n as f64)
        .collect();
    let of_kept: Vec<f64> = (0..n)
        .map(|k| pairs.iter().map(|row| row[k]).sum::<f64>() / m as f64)
        .collect();
    let area = of_lost.iter().sum::<f64>() / m as f64;
    let variance =
        |v: &[f64]| v.iter().map(|x| (x - area).powi(2)).sum::<f64>() / (v.len() - 1) as f64;
    (
        area,
        (variance(&of_lost) / m as f64 + variance(&of_kept) / n as f64).sqrt(),
    )
}

#[test]
fn golden_profits_are_met() {
    let rows = rows(&LOST, &GIVEN);
    let expected = expected_maximum_profit(&rows, &Campaign::default()).unwrap();
    near(expected.per_account, 23.875_593_418_348_124);
    near(expected.approached, 0.874_370_076_348_714_1);
    let fixed = maximum_profit(&rows, &Campaign::default(), 0.3).unwrap();
    near(fixed.per_account, 23.875);
    near(fixed.approached, 0.875);
}

#[test]
fn equal_values_earn_what_one_value_does() {
    let rows = rows(&LOST, &GIVEN);
    let valued: Vec<Valued> = rows
        .iter()
        .map(|scored| Valued {
            scored: *scored,
            value: 200.0,
        })
        .collect();
    let campaign = ValueCampaign {
        contact: 1.0,
        ..ValueCampaign::default()
    };
    let by_value = expected_maximum_profit_of_values(&valued, &campaign).unwrap();
    let by_count = expected_maximum_profit(&rows, &Campaign::default()).unwrap();
    near(by_value.per_account, by_count.per_account);
    near(by_value.approached, by_count.approached);
}

/// The mean over γ by the middles of many small steps.
fn slow_profit(rows: &[Valued], campaign: &ValueCampaign) -> f64 {
    let steps = 40_000;
    let density = |g: f64| g.powi(5) * (1.0 - g).powi(13);
    let (mut sum, mut mass) = (0.0, 0.0);
    for step in 0..steps {
        let gamma = (f64::from(step) + 0.5) / f64::from(steps);
        let earned = |border: f64| -> f64 {
            let one = |row: &&Valued| {
                let share = campaign.incentive_share * row.value;
                let gain = if row.scored.lost {
                    gamma * (row.value - share)
                } else {
                    -share
                };
                gain - campaign.contact
            };
            rows.iter()
                .filter(|row| row.scored.probability >= border)
                .map(|row| one(&row))
                .sum()
        };
        let best = rows
            .iter()
            .map(|row| earned(row.scored.probability))
            .fold(0.0, f64::max);
        sum += best * density(gamma);
        mass += density(gamma);
    }
    sum / mass / rows.len() as f64
}

#[test]
fn profit_with_values_is_that_of_the_definition() {
    let values = [90.0, 800.0, 20.0, 400.0, 300.0, 50.0, 1000.0, 250.0];
    let scored = rows(&LOST, &[0.1, 0.2, 0.3, 0.3, 0.5, 0.7, 0.8, 0.8]);
    let valued: Vec<Valued> = scored
        .iter()
        .zip(values)
        .map(|(s, value)| Valued { scored: *s, value })
        .collect();
    let campaign = ValueCampaign::default();
    let fast = expected_maximum_profit_of_values(&valued, &campaign)
        .unwrap()
        .per_account;
    let slow = slow_profit(&valued, &campaign);
    assert!((fast - slow).abs() < 1e-4, "{fast} is not {slow}");
    assert!(is_worth_it(0.5, 1000.0, 0.3, &campaign));
    assert!(!is_worth_it(0.05, 1000.0, 0.3, &campaign));
}

#[test]
fn small_tables_are_measured_by_hand() {
    let rows = rows(&[true, false, true, false], &[0.9, 0.2, 0.4, 0.4]);
    near(auc(&rows).unwrap().area, 0.875);
    near(kolmogorov_smirnov(&rows).unwrap(), 0.5);
    near(brier(&rows).unwrap(), (0.01 + 0.04 + 0.36 + 0.16) / 4.0);
    let loss = -(0.9_f64.ln() + 0.8_f64.ln() + 0.4_f64.ln() + 0.6_f64.ln()) / 4.0;
    near(log_loss(&rows).unwrap(), loss);
    let lifted = lift(&rows, 2);
    near(lifted[0].lift, 1.5);
    near(lifted[0].captured, 0.75);
    let table = calibration_table(&rows, 2);
    near(table[0].predicted, 0.3);
    near(table[0].observed, 0.25);
}

#[test]
fn calibration_error_is_the_mean_gap_over_ten_bins() {
    // Ten bins of ten rows; bin k says k tenths and a half, and k in ten of it are lost.
    let one =
        |bin: i32| (0..10).map(move |place| Scored::new(place < bin, f64::from(bin) / 10.0 + 0.05));
    let rows: Vec<Scored> = (0..10).flat_map(one).collect();
    near(calibration_error(&rows).unwrap(), 0.05);
    assert_eq!(calibration_error(&rows[..9]), None);
}

#[test]
fn lost_value_is_caught_by_share() {
    let scored = rows(&[true, true, false, true], &[0.9, 0.5, 0.5, 0.1]);
    let values = [60.0, 30.0, 500.0, 10.0];
    let valued: Vec<Valued> = scored
        .iter()
        .zip(values)
        .map(|(s, value)| Valued { scored: *s, value })
        .collect();
    near(value_recall(&valued, 0.25).unwrap(), 0.6);
    // Half of the tie at .5 fits: half of its 30.
    near(value_recall(&valued, 0.5).unwrap(), 0.75);
    near(value_recall(&valued, 1.0).unwrap(), 1.0);
    assert_eq!(value_recall(&valued, 1.5), None);
    assert_eq!(value_recall(&[], 0.5), None);
}

#[test]
fn what_is_not_defined_is_none() {
    let one_sided = rows(&[true, true, true], &[0.1, 0.2, 0.3]);
    assert_eq!(auc(&one_sided), None);
    assert_eq!(kolmogorov_smirnov(&one_sided), None);
    assert_eq!(
        expected_maximum_profit(&one_sided, &Campaign::default()),
        None
    );
    assert_eq!(brier(&[]), None);
    assert_eq!(log_loss(&rows(&[true], &[1.5])), None);
    assert_eq!(auc(&rows(&LOST, &[f64::NAN; 8])), None);
    assert!(lift(&rows(&[false; 8], &GIVEN), 2).is_empty());
    let free = Campaign {
        lifetime_value: 0.0,
        ..Campaign::default()
    };
    assert_eq!(maximum_profit(&rows(&LOST, &GIVEN), &free, 0.3), None);
}

prop_compose! {
    /// Tables with many ties and both outcomes twice.
    fn tables()(cells in prop::collection::vec((any::<bool>(), 0_u8..12), 1..60)) -> Vec<Scored> {
        let ends = [(true, 3), (true, 9), (false, 2), (false, 9)];
        let all = cells.into_iter().chain(ends);
        all.map(|(lost, at)| Scored::new(lost, f64::from(at) / 12.0)).collect()
    }
}

proptest! {
    #[test]
    fn area_and_error_are_those_of_all_pairs(rows in tables()) {
        let (fast, slow) = (auc(&rows).unwrap(), slow_auc(&rows));
        prop_assert!((fast.area - slow.0).abs() < 1e-12);
        prop_assert!((fast.standard_error - slow.1).abs() < 1e-12);
        prop_assert!(fast.low <= fast.area && fast.area <= fast.high);
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(rows in tables(), seed in 1_usize..50) {
        let mut other = rows.clone();
        let count = other.len();
        other.rotate_left(seed % count);
        other.swap(0, count / 2);
        prop_assert_eq!(auc(&rows), auc(&other));
        prop_assert_eq!(lift(&rows, 4), lift(&other, 4));
        prop_assert_eq!(calibration_table(&rows, 4), calibration_table(&other, 4));
        prop_assert_eq!(expected_maximum_profit(&rows, &Campaign::default()), expected_maximum_profit(&other, &Campaign::default()));
    }

    #[test]
    fn groups_hold_all_rows_and_all_losses(rows in tables(), groups in 1_usize..5) {
        let lost = rows.iter().filter(|row| row.lost).count() as f64;
        let lifted = lift(&rows, groups);
        prop_assert!((lifted.iter().map(|g| g.accounts).sum::<f64>() - rows.len() as f64).abs() < 1e-9);
        prop_assert!((lifted.iter().map(|g| g.lost).sum::<f64>() - lost).abs() < 1e-9);
        prop_assert!((lifted.last().unwrap().captured - 1.0).abs() < 1e-9);
    }
}
