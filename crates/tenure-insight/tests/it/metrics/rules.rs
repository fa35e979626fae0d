//! What holds of every portfolio.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use tenure::model::Id;
use tenure_insight::metrics::{
    Conventions, Flow, Fraction, Metric, MovementKind, Reactivation, Retention, State, Timeline,
    Window, movements,
};

use super::common::{currency, date, find, retention};

fn state() -> impl Strategy<Value = State> {
    let mrr = (
        1_i128..100_000,
        prop::sample::select(vec![1_i128, 3, 7, 12, 36]),
    );
    prop_oneof![
        2 => Just(State::Absent),
        1 => Just(State::Paused),
        5 => mrr.prop_map(|(num, den)| State::Active(Fraction::new(num, den).unwrap())),
    ]
}

fn lines() -> impl Strategy<Value = Vec<Timeline>> {
    let steps = prop::collection::vec((0_u64..1_100, state()), 0..7);
    prop::collection::vec(steps, 0..12).prop_map(|all| {
        let day = |days: u64| {
            date("2023-06-01")
                .checked_add_days(Days::new(days))
                .unwrap()
        };
        let timeline = |(number, steps): (usize, Vec<(u64, State)>)| {
            let steps = steps.into_iter().map(|(days, state)| (day(days), state));
            Timeline::new(Id(format!("{number:02}")), steps)
        };
        all.into_iter().enumerate().map(timeline).collect()
    })
}

fn agreed() -> impl Strategy<Value = Conventions> {
    (any::<bool>(), prop::option::of(0_u32..400)).prop_map(|(ignore_intra_window, within)| {
        Conventions {
            ignore_intra_window,
            reactivation: within.map_or(Reactivation::Always, Reactivation::Within),
            ..Conventions::default()
        }
    })
}

fn window(from: u64, length: u64) -> Window {
    let day = |days: u64| -> NaiveDate {
        date("2023-09-01")
            .checked_add_days(Days::new(days))
            .unwrap()
    };
    Window::new(day(from), day(from + length)).unwrap()
}

/// What every metric of every portfolio keeps to.
fn keeps_to(metrics: &[Metric]) -> Result<(), String> {
    let at = |name: &str| find(metrics, name).clone();
    let within = |name: &str, least: i64, most: i64| {
        let metric = at(name);
        let held = (least..=most).contains(&metric.numerator);
        held.then_some(()).ok_or(format!(
            "{name}: {} of {}",
            metric.numerator, metric.denominator
        ))
    };
    within("crr", 0, at("crr").denominator)?;
    within("churn", 0, at("churn_event").numerator)?;
    within("grr", 0, at("grr").denominator)?;
    within("grr", 0, at("nrr").numerator)?;
    within("grr_flow", i64::MIN, at("grr").numerator)?;
    within("nrr", at("nrr_flow").numerator, at("nrr_flow").numerator)?;
    let whole = at("crr").numerator + at("churn").numerator;
    (whole == at("crr").denominator)
        .then_some(())
        .ok_or("crr and churn are no whole".to_owned())
}

/// Whether the parts of a flow lead from its start to its end, exactly and rounded.
fn adds_up(flow: &Flow) -> Result<(), String> {
    let bridge = flow.bridge().unwrap();
    let parts =
        bridge.new + bridge.expansion + bridge.reactivation + bridge.contraction + bridge.churn;
    if flow.reached() != Some(flow.end) {
        return Err(format!("{flow:?}"));
    }
    (bridge.start + parts == bridge.end)
        .then_some(())
        .ok_or(format!("{bridge:?}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn every_portfolio_keeps_to_the_rules(
        lines in lines(), from in 0_u64..500, length in 1_u64..500, conventions in agreed()
    ) {
        let window = window(from, length);
        keeps_to(&retention(&lines, window, conventions)).map_err(TestCaseError::fail)?;
        let all = Retention::new(&lines, window, conventions, currency("USD"));
        adds_up(&all.flow().unwrap()).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn two_windows_in_a_row_move_what_both_together_move(
        lines in lines(), from in 0_u64..400, first in 1_u64..300, second in 1_u64..300
    ) {
        let conventions = Conventions::default();
        let all: Vec<&Timeline> = lines.iter().collect();
        let flow = |from, length| Flow::of(&all, window(from, length), &conventions).unwrap();
        let (a, b, both) = (flow(from, first), flow(from + first, second), flow(from, first + second));
        prop_assert_eq!(a.end, b.start);
        prop_assert_eq!(a.churn.plus(b.churn), Some(both.churn));
        prop_assert_eq!(a.new.plus(b.new), Some(both.new));
    }
}

#[test]
fn the_rules_are_seen_to_be_broken() {
    let lines = [
        super::common::line("A", &[("2023-01-01", 100), ("2024-01-01", 150)]),
        super::common::line("B", &[("2023-01-01", 100), ("2024-02-01", 0)]),
    ];
    let window = window(0, 400);
    let metrics = retention(&lines, window, Conventions::default());
    keeps_to(&metrics).unwrap();
    // GRR that is not capped.
    let mut uncapped = metrics.clone();
    for metric in uncapped.iter_mut().filter(|metric| metric.name == "grr") {
        metric.numerator = 250;
    }
    assert!(keeps_to(&uncapped).unwrap_err().starts_with("grr"));
    // A customer who left and is not counted.
    let mut lost = metrics;
    for metric in lost.iter_mut().filter(|metric| metric.name == "churn") {
        metric.numerator = 0;
    }
    assert!(keeps_to(&lost).is_err());
    // A movement of the wrong kind.
    let all: Vec<&Timeline> = lines.iter().collect();
    let flow = Flow::of(&all, window, &Conventions::default()).unwrap();
    adds_up(&flow).unwrap();
    let expansion = Flow {
        expansion: flow.churn,
        ..flow
    };
    assert!(adds_up(&expansion).is_err());
    let kinds: Vec<MovementKind> = movements(&lines[1], window, &Conventions::default())
        .unwrap()
        .iter()
        .map(|movement| movement.kind)
        .collect();
    assert_eq!(kinds, [MovementKind::Churn]);
}
