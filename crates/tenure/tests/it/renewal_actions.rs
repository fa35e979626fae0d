//! When the shipped rulebook's actions are due, contract by contract.

use serde_json::{Value, json};
use tenure::Decision;
use tenure::model::Tenant;

use crate::common::{account, date, engine};

/// A contract that ends on 2026-09-30, with some fields set otherwise.
fn contract(fields: Value) -> Value {
    let mut contract = json!({
        "id": "c",
        "start_date": "2025-10-01",
        "end_date": "2026-09-30",
        "amount": { "minor": 1_000_000, "currency": "KRW" },
    });
    merge(&mut contract, fields);
    contract
}

fn merge(into: &mut Value, fields: Value) {
    let (Value::Object(into), Value::Object(fields)) = (into, fields) else {
        panic!("objects are merged");
    };
    into.extend(fields);
}

fn decide(contracts: Value, fields: Value, day: &str) -> Decision {
    let mut text = json!({
        "id": "a",
        "contacts": [{ "id": "k", "role": "economic_buyer", "consent": { "email": "granted" } }],
        "contracts": contracts,
    });
    merge(&mut text, fields);
    engine()
        .decide(&account(&text.to_string()), &Tenant::default(), date(day))
        .unwrap()
}

/// `action/kind` of what is proposed, sorted.
fn proposed(decision: &Decision) -> Vec<String> {
    let mut names: Vec<String> = decision
        .actions
        .iter()
        .map(|action| format!("{}/{}", action.action, action.kind))
        .collect();
    names.sort();
    names
}

/// What hangs on the renewal date of one contract.
fn renewal(fields: Value, day: &str) -> Vec<String> {
    let mut names = proposed(&decide(json!([contract(fields)]), json!({}), day));
    names.retain(|name| name.starts_with("renewal-"));
    names
}

const REVIEW: [&str; 2] = ["renewal-t3/owner_alert", "renewal-t3/owner_todo"];
const REMINDER: [&str; 2] = ["renewal-t1/owner_todo", "renewal-t1/reminder_email"];
const CALL: [&str; 1] = ["renewal-t1/owner_todo"];
const NOTHING: [&str; 0] = [];

fn is_reminder(names: &[String]) -> bool {
    REMINDER
        .iter()
        .all(|name| names.iter().any(|other| other == name))
}

#[test]
fn the_review_comes_three_calendar_months_before_the_anchor() {
    assert_eq!(renewal(json!({}), "2026-06-29"), NOTHING);
    assert_eq!(renewal(json!({}), "2026-06-30"), REVIEW);
    assert_eq!(
        renewal(json!({ "renewal_deadline": "2026-08-31" }), "2026-05-31"),
        REVIEW
    );
    assert_eq!(
        renewal(json!({ "end_date": "2026-05-31" }), "2026-02-27"),
        NOTHING
    );
    assert_eq!(
        renewal(json!({ "end_date": "2026-05-31" }), "2026-02-28"),
        REVIEW
    );
}

#[test]
fn the_reminder_comes_one_month_before_and_goes_by_mail_until_the_date() {
    assert_eq!(renewal(json!({}), "2026-08-29"), REVIEW);
    assert!(is_reminder(&renewal(json!({}), "2026-08-30")));
    assert!(is_reminder(&renewal(json!({}), "2026-09-30")));
    let after = renewal(json!({}), "2026-10-01");
    assert!(
        CALL.iter()
            .all(|name| after.iter().any(|other| other == name)),
        "{after:?}"
    );
    assert!(!is_reminder(&after));
}

#[test]
fn a_renewal_that_passed_long_ago_is_left_alone() {
    assert_ne!(renewal(json!({}), "2027-01-29"), NOTHING);
    assert_eq!(renewal(json!({}), "2027-01-30"), NOTHING);
    assert_eq!(renewal(json!({}), "2028-09-30"), NOTHING);
}

#[test]
fn what_is_decided_paused_or_not_signed_hangs_on_no_date() {
    for fields in [
        json!({ "status": "draft" }),
        json!({ "status": "pending" }),
        json!({ "status": "superseded" }),
        json!({ "status": "terminated", "terminated_on": "2026-07-01" }),
        json!({ "paused_from": "2026-06-01" }),
        json!({ "end_date": null }),
    ] {
        assert_eq!(renewal(fields.clone(), "2026-09-15"), NOTHING, "{fields}");
    }
    let resumed = json!({ "paused_from": "2026-06-01", "paused_to": "2026-08-31" });
    assert_ne!(renewal(resumed, "2026-09-15"), NOTHING);
}

#[test]
fn a_contract_that_renews_by_itself_is_reviewed_and_gets_its_notice_in_time() {
    let automatic = |notice: i64| json!({ "auto_renew": true, "notice_period_days": notice });
    assert_eq!(renewal(automatic(30), "2026-06-30"), REVIEW);
    assert_eq!(renewal(automatic(60), "2026-07-31"), REVIEW);
    assert!(is_reminder(&renewal(automatic(60), "2026-08-01")));
    assert!(is_reminder(&renewal(automatic(0), "2026-08-30")));
    assert_eq!(renewal(automatic(60), "2026-10-01"), NOTHING);
}

#[test]
fn satisfaction_decides_what_happens_before_the_renewal() {
    let answer =
        |score: i64, at: &str| json!({ "surveys": [{ "kind": "nps", "score": score, "at": at }] });
    let of = |fields: Value| {
        let mut names = proposed(&decide(json!([contract(json!({}))]), fields, "2026-07-01"));
        names.retain(|name| !name.starts_with("renewal-"));
        names
    };
    let ask = [
        "ask-satisfaction/owner_todo",
        "ask-satisfaction/satisfaction_survey",
    ];
    assert_eq!(of(answer(2, "2026-06-20")), ["low-satisfaction/assign_csm"]);
    assert_eq!(of(answer(5, "2026-06-20")), ask);
    assert_eq!(of(answer(9, "2025-10-01")), ask);
    assert_eq!(of(json!({ "surveys": [] })), ask);
    assert_eq!(of(json!({})), ask);
    let clear = json!({ "complaints": [], "invoices": [] });
    let mut content = answer(9, "2026-06-20");
    merge(&mut content, clear);
    assert_eq!(of(content), ["high-satisfaction-talk/owner_todo"]);
}

#[test]
fn nothing_is_offered_over_a_grave_complaint_or_an_old_debt() {
    let of = |complaints: Value, invoices: Value| {
        let fields = json!({
            "surveys": [{ "kind": "nps", "score": 9, "at": "2026-06-20" }],
            "complaints": complaints,
            "invoices": invoices,
        });
        let names = proposed(&decide(json!([contract(json!({}))]), fields, "2026-07-01"));
        names
            .iter()
            .any(|name| name.starts_with("high-satisfaction"))
    };
    let complaint =
        |severity: &str| json!([{ "id": "p", "severity": severity, "opened_at": "2026-06-28" }]);
    let bill = |due: &str| json!([{ "id": "i", "issued": "2026-05-01", "due": due }]);
    assert!(of(json!([]), json!([])));
    assert!(of(complaint("minor"), bill("2026-06-01")));
    assert!(!of(complaint("major"), json!([])));
    assert!(!of(complaint("critical"), json!([])));
    assert!(!of(json!([]), bill("2026-05-31")));
    assert!(!of(Value::Null, json!([])));
    assert!(!of(json!([]), Value::Null));
}

#[test]
fn a_critical_complaint_holds_automated_mail_back_but_not_the_call() {
    let fields =
        json!({ "complaints": [{ "id": "p", "severity": "critical", "opened_at": "2026-09-01" }] });
    let names = proposed(&decide(json!([contract(json!({}))]), fields, "2026-09-15"));
    assert!(
        names.iter().any(|name| name == "renewal-t1/owner_todo"),
        "{names:?}"
    );
    assert!(
        !names
            .iter()
            .any(|name| name.ends_with("_email") || name.ends_with("_survey")),
        "{names:?}"
    );
}
