//! What rules are worth, and rulebooks side by side.

use std::collections::BTreeMap;

use tenure::model::ContractStatus;
use tenure::{Engine, Rulebook};
use tenure_insight::backtest::{Backtest, History, Settings, backtest};

use super::common::{
    BANDS, by_x, date, engine, one_day, portfolio, shipped, small, tenant, tried, with_x,
};

/// The shipped rulebook, with more text.
fn ours(text: &str) -> Engine {
    let head =
        "[rulebook]\nid = 'ours'\nversion = '1.0.0'\nlanguage = 1\nextends = 'default-renewal'\n";
    engine(Rulebook::parse("ours.toml", &format!("{head}{text}")).unwrap())
}

fn year() -> Settings {
    let mut settings = Settings::new(
        date("2025-01-31"),
        date("2026-01-31"),
        "3m".parse().unwrap(),
        "90d".parse().unwrap(),
    );
    settings.resamples = 40;
    settings
}

fn history(engines: &[&Engine], settings: &Settings) -> Backtest {
    let (accounts, tenant) = (portfolio("history.jsonl"), tenant());
    let history = History {
        accounts: &accounts,
        tenant: &tenant,
        losses: None,
    };
    backtest(&history, engines, settings).unwrap()
}

#[test]
fn a_rule_is_worth_what_the_rulebook_loses_without_it() {
    let told = history(&[&shipped()], &year());
    let tried = &told.rulebooks[0];
    assert!(tried.rules.len() >= 6, "{:?}", tried.rules);
    let whole = (
        tried.measures.auc.unwrap().value,
        tried.measures.brier.unwrap().value,
    );
    let mut moved = 0;
    for rule in &tried.rules {
        let off = ours(&format!(
            "[[rule]]\nid = '{}'\nenabled = false\n",
            rule.rule
        ));
        let without = &history(&[&off], &year()).rulebooks[0].measures;
        let auc = whole.0 - without.auc.unwrap().value;
        let brier = without.brier.unwrap().value - whole.1;
        let gain = rule.auc_gain.unwrap().value;
        assert!(
            (gain - auc).abs() < 1e-12,
            "{}: {gain} is not {auc}",
            rule.rule
        );
        assert!(
            (rule.brier_gain.unwrap() - brier).abs() < 1e-12,
            "{}",
            rule.rule
        );
        moved += usize::from(gain != 0.0);
    }
    assert!(moved >= 5, "{moved} rules move anything");
}

#[test]
fn precision_is_reckoned_by_hand() {
    let text = format!(
        "[risk]\nprior = 2000\nhorizon_months = 3\npdo = 5\nmin_coverage = 0\n{BANDS}\n[[signal]]\nname = 'custom.x'\ntype = 'int'\n\
         [[rule]]\nid = 'large'\nwhen = 'custom.x > 3'\npoints = 5\nreason = {{ en = 'x', ko = 'x' }}\n"
    );
    let lost = |on: bool| on.then_some("2025-05-01");
    // Of six accounts four are large; of these three are lost.
    let accounts: Vec<_> = [
        (1, true),
        (2, false),
        (4, true),
        (5, true),
        (6, true),
        (7, false),
    ]
    .into_iter()
    .map(|(x, on)| with_x(&format!("a{x}"), x, lost(on), 100))
    .collect();
    let told = tried(&accounts, &[&small(&text)], &one_day("2025-03-31")).unwrap();
    let rules: BTreeMap<&str, _> = told.rulebooks[0]
        .rules
        .iter()
        .map(|rule| (rule.rule.as_str(), rule))
        .collect();
    let precision = rules["large"].precision;
    assert_eq!(
        (precision.rows, precision.accounts, precision.lost),
        (4, 4, 3)
    );
    assert!((precision.rate - 0.75).abs() < 1e-12);
    // Wilson's interval of 3 in 4.
    assert!((precision.low - 0.300_641_84).abs() < 1e-6, "{precision:?}");
    assert!(
        (precision.high - 0.954_412_71).abs() < 1e-6,
        "{precision:?}"
    );
    assert_eq!(rules["large"].mean_points, 5.0);
    // Of the eight pairs of lost and kept 3 are right, 1 is wrong, and the others are ties: .625; without it .5.
    assert!((rules["large"].auc_gain.unwrap().value - 0.125).abs() < 1e-12);
}

#[test]
fn a_rulebook_is_no_better_than_itself() {
    let (engine, again) = (by_x(), by_x());
    let accounts: Vec<_> = (0..12)
        .map(|x| {
            with_x(
                &format!("a{x:02}"),
                x,
                (x % 3 == 1).then_some("2025-05-01"),
                100,
            )
        })
        .collect();
    let told = tried(&accounts, &[&engine, &again], &one_day("2025-03-31")).unwrap();
    let comparison = told.comparison.unwrap();
    for estimate in [
        comparison.auc,
        comparison.brier,
        comparison.top_decile_lift,
        comparison.calibration_error,
    ] {
        let estimate = estimate.unwrap();
        assert_eq!(
            (estimate.value, estimate.low, estimate.high),
            (0.0, Some(0.0), Some(0.0))
        );
    }
}

#[test]
fn a_better_rulebook_is_told_from_a_worse_one() {
    let blind = small(&format!(
        "[risk]\nprior = 2000\nhorizon_months = 3\npdo = 5\nmin_coverage = 0\n{BANDS}\n"
    ));
    let accounts: Vec<_> = (0..12)
        .map(|x| {
            with_x(
                &format!("a{x:02}"),
                x,
                (x > 6 || x == 5).then_some("2025-05-01"),
                100,
            )
        })
        .collect();
    let told = tried(&accounts, &[&blind, &by_x()], &one_day("2025-03-31")).unwrap();
    let auc = told.comparison.unwrap().auc.unwrap();
    let single = |at: usize| told.rulebooks[at].measures.auc.unwrap().value;
    assert!((auc.value - (single(1) - single(0))).abs() < 1e-12);
    assert_eq!(auc.holds(0.0), Some(false), "{auc:?}");
}

#[test]
fn an_action_counts_once_however_often_it_is_looked_at() {
    let mut settings = year();
    settings.to = date("2025-04-30");
    settings.every = "1m".parse().unwrap();
    let months = history(&[&shipped()], &settings);
    settings.every = "1w".parse().unwrap();
    let weeks = history(&[&shipped()], &settings);
    let total = |told: &Backtest| -> usize {
        told.rulebooks[0]
            .load
            .iter()
            .map(|load| load.on_first_day + load.after)
            .sum()
    };
    // Weeks see more come and go than months do, but nothing like four times as much.
    assert!(
        total(&weeks) >= total(&months),
        "{} {}",
        total(&weeks),
        total(&months)
    );
    assert!(
        total(&weeks) < 2 * total(&months),
        "{} {}",
        total(&weeks),
        total(&months)
    );
    let load = &weeks.rulebooks[0].load[0];
    let spent = weeks
        .days
        .last()
        .unwrap()
        .signed_duration_since(weeks.days[0])
        .num_days() as f64
        / 7.0;
    assert_eq!(load.per_week, Some(load.after as f64 / spent));
    let by_action: usize = weeks.rulebooks[0]
        .actions
        .iter()
        .map(|action| action.proposals)
        .sum();
    assert_eq!(by_action, total(&weeks));
}

/// A rulebook with one action of two steps, for whom `custom.x` is large.
fn acts() -> Engine {
    let step = |name: &str| {
        format!(
            "[[action.do]]\nkind = '{name}'\nassignee = 'owner'\ndue = '5 days'\ntitle = {{ en = 'x', ko = 'x' }}\n"
        )
    };
    small(&format!(
        "[risk]\nprior = 2000\nhorizon_months = 3\npdo = 5\nmin_coverage = 0\n{BANDS}\n[[signal]]\nname = 'custom.x'\ntype = 'int'\n\
         [[action]]\nid = 'talk'\nkey = 'period:360'\nwhen = 'custom.x > 3'\nreason = {{ en = 'x', ko = 'x' }}\n{}{}",
        step("call"),
        step("email"),
    ))
}

#[test]
fn an_action_of_several_steps_counts_an_account_once_a_day() {
    let accounts = [
        with_x("a", 5, Some("2025-05-01"), 100),
        with_x("b", 6, None, 100),
        with_x("c", 1, None, 100),
    ];
    let told = tried(&accounts, &[&acts()], &one_day("2025-03-31")).unwrap();
    let [talk] = told.rulebooks[0].actions.as_slice() else {
        panic!("{:?}", told.rulebooks[0].actions);
    };
    let precision = talk.precision.unwrap();
    assert_eq!(talk.proposals, 4);
    assert_eq!(
        (precision.rows, precision.accounts, precision.lost),
        (2, 2, 1)
    );
    assert_eq!(precision.rate, 0.5);
}

#[test]
fn accounts_that_are_left_out_propose_nothing() {
    let kept = with_x("a", 5, None, 100);
    // Nothing tells when its contract ended.
    let mut left_out = with_x("b", 6, None, 100);
    for contract in left_out.contracts.iter_mut().flatten() {
        contract.status = Some(ContractStatus::Terminated);
    }
    let told = tried(&[kept, left_out], &[&acts()], &one_day("2025-03-31")).unwrap();
    assert_eq!(told.left_out.len(), 1);
    let tried = &told.rulebooks[0];
    assert_eq!(tried.actions[0].proposals, 2);
    let load: usize = tried
        .load
        .iter()
        .map(|load| load.on_first_day + load.after)
        .sum();
    assert_eq!(load, 2);
}
