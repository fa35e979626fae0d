//! Worked checks of the default rulebook's probabilities.

use tenure::model::Tenant;

use crate::common::{account, date, decide, engine, tenant};

const LOW: &str = r#""surveys": [{ "kind": "nps", "score": 2, "at": "2026-06-01" }]"#;
const HIGH: &str = r#""surveys": [{ "kind": "nps", "score": 9, "at": "2026-06-01" }]"#;

#[test]
fn without_evidence_it_is_the_prior() {
    let risk = decide(r#"{ "id": "a" }"#, "2026-06-30").risk;
    assert_eq!((risk.points, risk.probability_bp), (0, 2500));
    assert_eq!(risk.band, "insufficient");
    assert!(!risk.calibrated);
}

#[test]
fn low_satisfaction_alone_is_48_percent() {
    let risk = decide(&format!(r#"{{ "id": "a", {LOW} }}"#), "2026-06-30").risk;
    assert_eq!((risk.points, risk.probability_bp), (30, 4853));
}

#[test]
fn high_satisfaction_alone_is_12_percent() {
    let risk = decide(&format!(r#"{{ "id": "a", {HIGH} }}"#), "2026-06-30").risk;
    assert_eq!((risk.points, risk.probability_bp), (-25, 1229));
}

#[test]
fn low_satisfaction_and_a_departed_owner_are_61_percent() {
    let account = account(&format!(r#"{{ "id": "a", "owner_id": "kim", {LOW} }}"#));
    let tenant = tenant(
        r#"{ "owners": [{ "id": "kim", "role": "sales", "status": "departed", "departed_on": "2026-06-01" }] }"#,
    );
    let day = date("2026-06-30");
    let risk = engine().decide(&account, &tenant, day).unwrap().risk;
    assert_eq!((risk.points, risk.probability_bp), (45, 6132));
    let before = engine()
        .decide(&account, &tenant, date("2026-05-31"))
        .unwrap();
    assert_eq!(before.risk.points, 0);
}

#[test]
fn what_is_old_is_neither_good_nor_bad_unless_said_so() {
    let account = account(&format!(r#"{{ "id": "a", {HIGH} }}"#));
    let decision = engine()
        .decide(&account, &Tenant::default(), date("2027-06-30"))
        .unwrap();
    assert_eq!(decision.risk.points, 5);
    assert_eq!(decision.contributions[0].rule, "satisfaction");
}
