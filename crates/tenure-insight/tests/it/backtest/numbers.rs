//! Every measure against numbers reckoned by hand.

use tenure::model::{Account, Currency};
use tenure_insight::ErrorKind;
use tenure_insight::backtest::{Backtest, Estimate};
use tenure_insight::measure::ValueCampaign;

use super::common::{by_x, one_day, tried, with_x};

fn near(value: f64, wanted: f64) {
    assert!((value - wanted).abs() < 1e-9, "{value} is not {wanted}");
}

/// Accounts by rising risk: lost or not, with what they are worth a year in cents.
fn accounts(rows: &[(bool, i64)]) -> Vec<Account> {
    let one = |(place, (lost, amount)): (usize, &(bool, i64))| {
        let on = lost.then_some("2025-05-01");
        with_x(&format!("a{place:02}"), place as i64, on, *amount)
    };
    rows.iter().enumerate().map(one).collect()
}

fn of(rows: &[(bool, i64)]) -> Backtest {
    let mut settings = one_day("2025-03-31");
    settings.campaigns.by_value = Some(ValueCampaign::default());
    tried(&accounts(rows), &[&by_x()], &settings).unwrap()
}

const GOLDEN: [bool; 8] = [false, true, false, true, false, true, false, true];

#[test]
fn expected_profit_is_that_of_the_literature() {
    let told = of(&GOLDEN.map(|lost| (lost, 100)));
    let measures = &told.rulebooks[0].measures;
    let profit = measures.profit.unwrap();
    near(profit.per_account, 23.875_593_418_348_124);
    near(profit.approached, 0.874_370_076_348_714_1);
}

/// Ten accounts: those of places 4, 8 and 9 are lost.
fn ten() -> Backtest {
    let lost = |place: usize| [4, 8, 9].contains(&place);
    let rows: Vec<(bool, i64)> = (0..10)
        .map(|place| (lost(place), 10_000 * (place as i64 + 1)))
        .collect();
    of(&rows)
}

#[test]
fn ranks_are_measured() {
    let told = ten();
    assert_eq!((told.rows, told.lost, told.accounts_lost), (10, 3, 3));
    let measures = &told.rulebooks[0].measures;
    // Of 21 pairs 18 are right: 9 and 8 stand above all 7 kept, 4 above those of 0, 1, 2 and 3.
    near(measures.auc.unwrap().value, 18.0 / 21.0);
    // Above 7 stand 2 of 3 lost and none of 7 kept.
    near(measures.kolmogorov_smirnov.unwrap(), 2.0 / 3.0);
    // The riskiest one was lost; three of ten were.
    near(measures.top_decile_lift.unwrap().value, 10.0 / 3.0);
    let captured: Vec<f64> = measures.lift.iter().map(|group| group.captured).collect();
    near(captured[0], 1.0 / 3.0);
    near(captured[1], 2.0 / 3.0);
    near(captured[4], 2.0 / 3.0);
    near(captured[5], 1.0);
}

#[test]
fn probabilities_are_measured() {
    let told = ten();
    let measures = &told.rulebooks[0].measures;
    // Odds of 1:4, doubled by every 5 points, in basis points.
    let p: Vec<f64> = (0..10)
        .map(|x| {
            let odds = 0.25 * 2_f64.powf(f64::from(x) / 5.0);
            (10_000.0 * odds / (1.0 + odds)).round() / 10_000.0
        })
        .collect();
    let y = |place: usize| if [4, 8, 9].contains(&place) { 1.0 } else { 0.0 };
    let brier = p
        .iter()
        .enumerate()
        .map(|(at, p)| (p - y(at)) * (p - y(at)))
        .sum::<f64>()
        / 10.0;
    near(measures.brier.unwrap().value, brier);
    near(measures.brier_of_the_rate, 0.21);
    // Ten bins of one row each: the mean distance.
    let error = p
        .iter()
        .enumerate()
        .map(|(at, p)| (p - y(at)).abs())
        .sum::<f64>()
        / 10.0;
    near(measures.calibration_error.unwrap().value, error);
    near(measures.mean_probability, p.iter().sum::<f64>() / 10.0);
    near(measures.calibration[9].predicted, p[9]);
    near(measures.calibration[9].observed, 1.0);
}

#[test]
fn losses_are_counted_by_the_probability_that_was_given() {
    let told = ten();
    // From 20.0 to 46.5 %: only ranges of five hundredths tell four of them apart; the last one takes the rest.
    let ranges: Vec<_> = told.rulebooks[0]
        .scores
        .iter()
        .map(|range| (range.from_bp, range.to_bp, range.seen.rows, range.seen.lost))
        .collect();
    let wanted = [
        (2_000, 2_500, 3, 0),
        (2_500, 3_000, 1, 0),
        (3_000, 3_500, 2, 1),
        (3_500, 10_000, 4, 2),
    ];
    assert_eq!(ranges, wanted);
    let third = told.rulebooks[0].scores[2];
    // A third and 30.33 %, of which one was lost.
    near(third.said, (0.3333 + 0.3033) / 2.0);
    near(third.seen.rate, 0.5);
}

#[test]
fn what_rules_are_worth_may_be_left_out() {
    let rows = GOLDEN.map(|lost| (lost, 100));
    let mut settings = one_day("2025-03-31");
    let with = tried(&accounts(&rows), &[&by_x()], &settings).unwrap();
    settings.by_rule = false;
    let without = tried(&accounts(&rows), &[&by_x()], &settings).unwrap();
    assert!(with.rulebooks[0].rules.len() == 1 && without.rulebooks[0].rules.is_empty());
    assert_eq!(with.rulebooks[0].measures, without.rulebooks[0].measures);
}

#[test]
fn value_is_measured() {
    let told = ten();
    let measures = &told.rulebooks[0].measures;
    // Worth 500, 900 and 1,000 dollars were lost; the riskiest one is worth 1,000, the two riskiest 1,900.
    let recall = measures.value_recall.unwrap();
    near(recall.tenth, 1_000.0 / 2_400.0);
    near(recall.fifth, 1_900.0 / 2_400.0);
    assert_eq!(told.currency.unwrap().as_str(), "USD");
    assert_eq!(measures.without_value, 0);
    // With a share g that accepts, approaching the two riskiest earns .95 x 1,900 g and costs two contacts of 15; going on
    // to the third that is lost earns .95 x 500 g more, and costs four contacts and 5 % of the three kept between, who are
    // worth 2,100.
    let first = |g: f64| (0.95 * 1_900.0 * g - 30.0) / 10.0;
    let third = |g: f64| (0.95 * 2_400.0 * g - 90.0 - 105.0) / 10.0;
    let (mut sum, mut weight) = (0.0, 0.0);
    for step in 0..200_000 {
        let g = (f64::from(step) + 0.5) / 200_000.0;
        let density = g.powi(5) * (1.0 - g).powi(13);
        sum += density * first(g).max(third(g)).max(0.0);
        weight += density;
    }
    let profit = measures.profit_of_values.unwrap().per_account;
    assert!(
        (profit - sum / weight).abs() < 1e-6,
        "{profit} {}",
        sum / weight
    );
}

#[test]
fn without_the_cost_of_an_approach_no_profit_of_values_is_told() {
    let rows: Vec<(bool, i64)> = GOLDEN.map(|lost| (lost, 10_000)).into();
    let told = |settings: &_| {
        let told = tried(&accounts(&rows), &[&by_x()], settings).unwrap();
        told.rulebooks[0].measures.profit_of_values
    };
    assert_eq!(told(&one_day("2025-03-31")), None);
    assert!(of(&rows).rulebooks[0].measures.profit_of_values.is_some());
}

#[test]
fn a_currency_without_a_rate_is_refused() {
    let rows = GOLDEN.map(|lost| (lost, 10_000));
    let mut settings = one_day("2025-03-31");
    settings.currency = Currency::new("EUR");
    let error = tried(&accounts(&rows), &[&by_x()], &settings).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Currency);
    assert!(
        error
            .to_string()
            .contains("no rate from each of them to EUR"),
        "{error}"
    );
    settings.currency = Currency::new("USD");
    let told = tried(&accounts(&rows), &[&by_x()], &settings).unwrap();
    assert_eq!(told.currency, Currency::new("USD"));
}

#[test]
fn without_a_loss_nothing_is_made_up() {
    let told = of(&[(false, 100); 10]);
    let measures = &told.rulebooks[0].measures;
    assert_eq!(measures.auc, None);
    assert_eq!(measures.top_decile_lift, None);
    assert_eq!(measures.profit, None);
    assert!(measures.lift.is_empty());
    near(measures.brier_of_the_rate, 0.0);
}

fn ends(estimate: Estimate) -> (f64, f64) {
    (estimate.low.unwrap(), estimate.high.unwrap())
}

#[test]
fn accounts_are_drawn_and_not_rows() {
    let rows = GOLDEN.map(|lost| (lost, 100));
    let engine = by_x();
    let mut settings = one_day("2025-03-31");
    let once = tried(&accounts(&rows), &[&engine], &settings).unwrap();
    // The same accounts on seven days, with the same scores and outcomes: that tells nothing more.
    settings.to = "2025-04-06".parse().unwrap();
    settings.every = "1d".parse().unwrap();
    let often = tried(&accounts(&rows), &[&engine], &settings).unwrap();
    assert_eq!((once.rows, often.rows), (8, 56));
    let auc = |told: &Backtest| told.rulebooks[0].measures.auc.unwrap();
    near(auc(&once).value, auc(&often).value);
    let (a, b) = (ends(auc(&once)), ends(auc(&often)));
    near(a.0, b.0);
    near(a.1, b.1);
    assert!(a.0 < auc(&once).value && auc(&once).value < a.1);
}

#[test]
fn equal_seeds_draw_alike() {
    let rows = GOLDEN.map(|lost| (lost, 100));
    let engine = by_x();
    let mut settings = one_day("2025-03-31");
    let told = |settings: &_| {
        serde_json::to_string(&tried(&accounts(&rows), &[&engine], settings).unwrap()).unwrap()
    };
    let first = told(&settings);
    assert_eq!(first, told(&settings));
    settings.seed = 2;
    assert_ne!(first, told(&settings));
}

#[test]
fn fewer_than_forty_draws_give_no_interval() {
    let rows = GOLDEN.map(|lost| (lost, 100));
    let mut settings = one_day("2025-03-31");
    let mut auc = |resamples: usize| {
        settings.resamples = resamples;
        let told = tried(&accounts(&rows), &[&by_x()], &settings).unwrap();
        told.rulebooks[0].measures.auc.unwrap()
    };
    for few in [0, 1, 39] {
        let told = auc(few);
        assert_eq!(
            (told.low, told.high, told.holds(0.5)),
            (None, None, None),
            "{few}"
        );
    }
    assert!(auc(40).holds(0.5).is_some());
}
