//! What holds for every decision, seen on the shipped example over two years.

use std::collections::BTreeSet;

use chrono::Days;
use tenure::{Decision, PreparedTenant};

use crate::common::{TENANT, date, engine, json, portfolio, tenant};

fn decisions() -> Vec<Decision> {
    let tenant = PreparedTenant::new(tenant(TENANT)).unwrap();
    let mut session = engine().session();
    (0..26)
        .flat_map(|step| {
            let day = date("2025-06-30")
                .checked_add_days(Days::new(28 * step))
                .unwrap();
            session.decide_batch(&portfolio(), &tenant, day).unwrap()
        })
        .collect()
}

#[test]
fn contributions_add_up_to_the_points() {
    let all = decisions();
    assert!(all.len() > 1_000);
    for decision in &all {
        let sum: i64 = decision.contributions.iter().map(|c| c.points).sum();
        assert_eq!(sum, decision.risk.points, "{}", json(decision));
    }
    assert!(all.iter().any(|d| d.contributions.len() > 4));
}

#[test]
fn the_points_lie_within_their_range() {
    for decision in decisions() {
        let risk = &decision.risk;
        assert!(
            risk.points_low <= risk.points && risk.points <= risk.points_high,
            "{}",
            json(&decision)
        );
    }
}

#[test]
fn no_key_stands_twice_and_mandatory_actions_come_first() {
    let engine = engine();
    let mandatory = |id: &str| {
        let mut rules = engine.rulebook().actions.iter();
        rules.find(|rule| rule.id == id).unwrap().mandatory
    };
    let mut proposed = 0;
    for decision in decisions() {
        let keys: Vec<_> = decision.actions.iter().flat_map(|a| &a.keys).collect();
        let distinct: BTreeSet<_> = keys.iter().collect();
        assert_eq!(keys.len(), distinct.len(), "{keys:?}");
        let order: Vec<bool> = decision
            .actions
            .iter()
            .map(|a| !mandatory(&a.action))
            .collect();
        assert!(order.is_sorted(), "{order:?}");
        proposed += keys.len();
    }
    assert!(proposed > 100);
}

#[test]
fn nothing_is_offered_to_the_dissatisfied() {
    let mut seen = [false; 2];
    for decision in decisions() {
        let has = |id: &str| decision.actions.iter().any(|a| a.action.starts_with(id));
        let both = [has("low-satisfaction"), has("high-satisfaction")];
        assert_ne!(both, [true, true], "{}", json(&decision));
        seen = [seen[0] || both[0], seen[1] || both[1]];
    }
    assert_eq!(seen, [true, true]);
}
