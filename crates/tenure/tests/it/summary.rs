//! Summaries add up in any split and any order; descriptions say what the rulebook says.

use proptest::prelude::*;
use tenure::decision::Decision;
use tenure::summary::Summary;
use tenure::{Engine, ErrorKind, Rulebook};

use crate::common::{TENANT, date, engine, engine_of, portfolio, tenant};

fn decisions(engine: &Engine) -> Vec<Decision> {
    let mut session = engine.session();
    session
        .decide_batch(&portfolio(), &tenant(TENANT), date("2026-06-30"))
        .unwrap()
}

fn sum<'d>(engine: &Engine, decisions: impl IntoIterator<Item = &'d Decision>) -> Summary {
    let mut summary = Summary::new(engine);
    for decision in decisions {
        summary.add(decision).unwrap();
    }
    summary
}

#[test]
fn any_split_in_any_order_gives_the_same_bytes() {
    let engine = engine();
    let decisions = decisions(&engine);
    let whole = sum(&engine, &decisions).to_bytes();
    let split = proptest::collection::vec((0_usize..5, any::<u32>()), decisions.len());
    proptest!(ProptestConfig::with_cases(64), |(split in split)| {
        let mut order: Vec<usize> = (0..decisions.len()).collect();
        order.sort_by_key(|at| split[*at].1);
        let part = |number: usize| {
            let part = order.iter().filter(|at| split[**at].0 == number);
            part.map(|at| &decisions[*at]).collect::<Vec<_>>()
        };
        let mut merged = Summary::new(&engine);
        for number in [3, 0, 4, 1, 2] {
            let part = sum(&engine, part(number));
            merged.merge(&part.to_bytes()).unwrap();
        }
        prop_assert_eq!(merged.to_bytes(), whole.clone());
    });
    // It is not that everything is equal.
    assert_ne!(sum(&engine, &decisions[1..]).to_bytes(), whole);
}

#[test]
fn a_summary_counts_what_was_decided() {
    let engine = engine();
    let decisions = decisions(&engine);
    let bytes = sum(&engine, &decisions).to_bytes();
    let told: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(told["accounts"], decisions.len());
    let critical = decisions.iter().filter(|d| d.risk.band == "critical");
    assert_eq!(told["bands"]["critical"], critical.count());
    let points: i64 = decisions.iter().map(|d| d.risk.points).sum();
    let side = |side: &str| told["points"][side].as_i64().unwrap();
    assert_eq!(side("up") - side("down"), points);
}

#[test]
fn what_is_no_part_of_it_is_refused_and_changes_nothing() {
    let engine = engine();
    let decisions = decisions(&engine);
    let mut summary = sum(&engine, &decisions);
    let before = summary.to_bytes();
    let text = String::from_utf8(before.clone()).unwrap();
    let other = engine_of("");
    let huge = text.replacen(r#""accounts":46"#, r#""accounts":9007199254740990"#, 1);
    assert_ne!(huge, text);
    let bad = [
        Summary::new(&other).to_bytes(),
        text.replacen(r#""form":1"#, r#""form":2"#, 1).into_bytes(),
        text.replacen('{', r#"{"more":1,"#, 1).into_bytes(),
        huge.into_bytes(),
        before[1..].to_vec(),
        Vec::new(),
    ];
    for bytes in bad {
        let error = summary.merge(&bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Summary, "{error}");
    }
    let error = Summary::new(&other).add(&decisions[0]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Summary);
    assert_eq!(summary.to_bytes(), before);
}

#[test]
fn a_description_names_what_decisions_name() {
    let rulebook = Rulebook::default_renewal();
    let described = rulebook.describe();
    let engine = engine();
    assert!(engine.provenance().ends_with(&described.digest));
    assert_eq!(described.digest, rulebook.digest());
    let rules: Vec<&str> = described
        .rules
        .iter()
        .map(|rule| rule.id.as_str())
        .collect();
    let actions: Vec<&str> = described.actions.iter().map(|a| a.id.as_str()).collect();
    for decision in decisions(&engine) {
        for given in &decision.contributions {
            let known = rules.contains(&given.rule.as_str());
            assert!(known || given.rule.starts_with("cap:") || given.rule == "clamp");
            let Some(rule) = described.rules.iter().find(|rule| rule.id == given.rule) else {
                continue;
            };
            for signal in given.evidence.keys() {
                assert!(rule.signals.contains(signal), "{}: {signal}", rule.id);
            }
        }
        for action in &decision.actions {
            assert!(actions.contains(&action.action.as_str()));
        }
    }
    let signal = described
        .signals
        .iter()
        .find(|s| s.name == "contact.days_since");
    let signal = signal.unwrap();
    assert_eq!((signal.ty, signal.unit.as_deref()), ("int", Some("days")));
}

#[test]
fn facts_can_be_added_up_in_parts() {
    use tenure::signals::{FactsBuilder, FactsCounts, facts};
    let (tenant, accounts, day) = (tenant(TENANT), portfolio(), date("2026-06-30"));
    let mut counts = FactsCounts::default();
    for part in accounts.chunks(7) {
        let mut builder = FactsBuilder::new(&tenant, day)
            .unwrap()
            .going_on_from(std::mem::take(&mut counts));
        part.iter().for_each(|account| builder.add(account));
        counts = builder.into_counts();
    }
    let parts = FactsBuilder::new(&tenant, day)
        .unwrap()
        .going_on_from(counts);
    assert_eq!(parts.finish(), facts(&accounts, &tenant, day).unwrap());
}
