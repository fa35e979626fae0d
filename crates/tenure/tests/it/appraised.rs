//! What comes with a decision: worth, and what was wrong with custom values.

use tenure::model::{Currency, Tenant};

use crate::common::{account, date, engine, engine_of, portfolio, tenant};

/// A rulebook that declares two values, and reads only one of them.
const DECLARED: &str = r#"
    [[signal]]
    name = "custom.seats"
    type = "int"
    [[signal]]
    name = "custom.plan"
    type = "text"
    [[rule]]
    id = "few-seats"
    when = 'custom.seats < 5'
    points = 7
"#;

#[test]
fn custom_values_of_the_wrong_type_are_told_of_the_account_that_has_them() {
    let accounts = [
        account(r#"{ "id": "right", "custom": { "seats": 3, "plan": "gold" } }"#),
        account(r#"{ "id": "wrong", "custom": { "seats": "three", "plan": 7 } }"#),
    ];
    let mut session = engine_of(DECLARED).session();
    let told = session
        .appraise_batch(&accounts, &Tenant::default(), date("2026-06-30"))
        .unwrap();
    let paths = |at: usize| -> Vec<&str> {
        let warnings = told[at].warnings.iter();
        warnings.map(|warning| warning.path.as_str()).collect()
    };
    assert_eq!(paths(0), [""; 0]);
    assert_eq!(paths(1), ["custom.seats", "custom.plan"]);
    assert_eq!(told[0].decision.risk.points, 7);
    assert_eq!(told[1].decision.unknown[0].missing, ["custom.seats"]);
}

#[test]
fn an_appraisal_decides_alike_and_adds_what_the_account_is_worth() {
    let (engine, accounts) = (engine(), portfolio());
    let tenant = tenant(crate::common::TENANT);
    let day = date("2026-06-30");
    let mut session = engine.session();
    let decisions = session.decide_batch(&accounts, &tenant, day).unwrap();
    let told = session.appraise_batch(&accounts, &tenant, day).unwrap();
    assert!(told.iter().map(|one| &one.decision).eq(&decisions));
    let expired = told
        .iter()
        .find(|one| one.decision.account_id == "a-36")
        .unwrap();
    assert_eq!(expired.annual_value, Some(64_000_000));
    assert_eq!(expired.currency, Currency::new("KRW"));
}
