//! What reasons and evidence say, and what they never do.

use tenure::decision::Evidence;
use tenure::model::Tenant;

use crate::common::{TENANT, account, date, engine, engine_of, json, portfolio, tenant};

#[test]
fn money_is_told_in_major_units() {
    let engine = engine_of(
        r#"
        [[rule]]
        id = "overdue"
        when = 'billing.overdue > 0'
        points = 5
        reason = { en = "{billing.overdue_amount} in {billing.overdue} bills; satisfaction {satisfaction.level}, owner {owner.assigned}", ko = "{billing.overdue_amount} 연체, 만족도 {satisfaction.level}, 담당자 {owner.assigned}" }
        "#,
    );
    let account = account(
        r#"{ "id": "a", "currency": "USD", "owner_id": "kim", "invoices": [
            { "id": "i", "issued": "2026-01-01", "due": "2026-02-01", "amount": { "minor": 123450, "currency": "USD" } }] }"#,
    );
    let decision = engine
        .decide(&account, &Tenant::default(), date("2026-06-30"))
        .unwrap();
    let reason = &decision.contributions[0].reason;
    assert_eq!(
        reason["en"],
        "1234.50 USD in 1 bills; satisfaction unknown, owner yes"
    );
    assert_eq!(
        reason["ko"],
        "1234.50 USD 연체, 만족도 알 수 없음, 담당자 예"
    );
}

#[test]
fn evidence_is_what_the_condition_names() {
    let engine = engine_of(
        r#"
        [[derive]]
        name = "aged"
        value = 'complaints.open_minor_aged > 0'
        [[rule]]
        id = "any"
        when = 'aged || (usage.trend ?? 0.0) < -0.5'
        points = 5
        reason = { en = "open: {complaints.open}", ko = "미해결 {complaints.open}" }
        "#,
    );
    let account = account(
        r#"{ "id": "a", "complaints": [{ "id": "x", "opened_at": "2026-01-01", "comment": "SECRET" }] }"#,
    );
    let decision = engine
        .decide(&account, &Tenant::default(), date("2026-06-30"))
        .unwrap();
    let evidence = &decision.contributions[0].evidence;
    let names: Vec<&str> = evidence.keys().map(String::as_str).collect();
    assert_eq!(names, ["complaints.open_minor_aged", "usage.trend"]);
    assert_eq!(evidence["complaints.open_minor_aged"], Evidence::Int(1));
    let word = serde_json::to_value(&evidence["usage.trend"]).unwrap();
    assert_eq!(word["missing"], "unknown");
}

#[test]
fn free_text_never_leaves() {
    let mut accounts = portfolio();
    let secret = || Some("SECRET".to_owned());
    let mut planted = 0;
    for account in &mut accounts {
        account
            .surveys
            .iter_mut()
            .flatten()
            .for_each(|record| record.comment = secret());
        account
            .complaints
            .iter_mut()
            .flatten()
            .for_each(|record| record.comment = secret());
        account
            .opportunities
            .iter_mut()
            .flatten()
            .for_each(|record| record.stage = secret());
        planted += account.surveys.iter().flatten().count();
    }
    assert!(planted > 20);
    let tenant = tenant(TENANT);
    for decision in engine()
        .session()
        .decide_batch(&accounts, &tenant, date("2026-06-30"))
        .unwrap()
    {
        assert!(!json(&decision).contains("SECRET"), "{}", json(&decision));
    }
}

#[test]
fn a_text_of_the_hosts_own_is_withheld() {
    let engine = engine_of(
        r#"
        [[signal]]
        name = "custom.note"
        type = "text"
        [[rule]]
        id = "noted"
        when = 'custom.note != ""'
        points = 5
        reason = { en = "noted: {custom.note}", ko = "메모 {custom.note}" }
        "#,
    );
    let account = account(r#"{ "id": "a", "custom": { "note": "SECRET" } }"#);
    let decision = engine
        .decide(&account, &Tenant::default(), date("2026-06-30"))
        .unwrap();
    assert_eq!(decision.contributions[0].reason["en"], "noted: as recorded");
    assert!(!json(&decision).contains("SECRET"));
}

#[test]
fn caps_and_the_clamp_say_so() {
    let engine = engine_of(
        r#"
        [[group]]
        id = "g"
        mode = "sum"
        cap = 30
        [[rule]]
        id = "one"
        group = "g"
        when = 'true'
        points = 40
        reason = { en = "one", ko = "하나" }
        [[rule]]
        id = "two"
        when = 'true'
        points = 900
        reason = { en = "two", ko = "둘" }
        "#,
    );
    let decision = engine
        .decide(
            &account(r#"{ "id": "a" }"#),
            &Tenant::default(),
            date("2026-06-30"),
        )
        .unwrap();
    let told: Vec<_> = decision
        .contributions
        .iter()
        .map(|c| (c.rule.as_str(), c.points))
        .collect();
    assert_eq!(
        told,
        [("one", 40), ("two", 900), ("cap:g", -10), ("clamp", -530)]
    );
    assert!(
        decision
            .contributions
            .iter()
            .all(|c| !c.reason["en"].is_empty())
    );
    assert_eq!(decision.risk.points, 400);
}
