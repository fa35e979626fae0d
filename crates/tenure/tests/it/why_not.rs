//! Explanations: every rule's state, and why something did not fire.

use tenure::explain::{State, What};
use tenure::model::{Account, Tenant};

use crate::common::{TENANT, account, date, engine, portfolio, tenant};

const DAY: &str = "2026-06-30";

fn customer() -> Account {
    account(
        r#"{ "id": "a", "owner_id": "kim", "contracts": [{ "id": "c", "status": "active", "start_date": "2026-01-01", "end_date": "2026-12-31" }],
             "contract_events": [], "opportunities": [], "complaints": [], "surveys": [{ "kind": "nps", "score": 9, "at": "2026-06-01" }] }"#,
    )
}

#[test]
fn the_first_clause_that_failed_is_named_with_its_value() {
    let why = engine()
        .why_not(&customer(), &Tenant::default(), date(DAY), "renewal-t3")
        .unwrap();
    assert_eq!(why.rows.len(), 1);
    let row = &why.rows[0];
    assert_eq!((row.what, row.state), (What::Action, State::NotFired));
    assert_eq!(row.entity.as_deref(), Some("c"));
    let clause = row.clause.as_ref().unwrap();
    assert_eq!(clause.text, "renewal.months_left <= 3");
    assert_eq!(
        serde_json::to_value(&clause.evidence).unwrap()["renewal.months_left"],
        6
    );
}

#[test]
fn what_is_missing_is_named() {
    let why = engine()
        .why_not(&customer(), &Tenant::default(), date(DAY), "usage-dormant")
        .unwrap();
    let row = &why.rows[0];
    assert_eq!((row.what, row.state), (What::Rule, State::Unknown));
    assert_eq!(row.missing, ["usage.dormant"]);
}

#[test]
fn what_fired_is_told_as_such() {
    let why = engine()
        .why_not(&customer(), &Tenant::default(), date(DAY), "satisfaction")
        .unwrap();
    assert_eq!(why.rows[0].state, State::Fired);
    assert_eq!(why.rows[0].points, Some(-25));
}

#[test]
fn the_stage_that_dropped_an_action_is_named() {
    let why = engine()
        .why_not(
            &customer(),
            &Tenant::default(),
            date("2026-12-15"),
            "renewal-t1",
        )
        .unwrap();
    let row = &why.rows[0];
    assert_eq!(row.state, State::Fired);
    let stages: Vec<_> = row
        .stages
        .iter()
        .map(|ended| {
            (
                ended.kind.clone(),
                serde_json::to_value(ended).unwrap()["stage"].clone(),
            )
        })
        .collect();
    assert_eq!(
        stages[0],
        ("reminder_email".to_owned(), "no_consent".into())
    );
    assert_eq!(stages[1], ("owner_todo".to_owned(), "listed".into()));
}

#[test]
fn everything_can_be_asked_about() {
    let (engine, tenant) = (engine(), tenant(TENANT));
    let rulebook = engine.rulebook();
    let rules = rulebook.rules.iter().map(|rule| rule.id.clone());
    let names: Vec<String> = rules
        .chain(rulebook.actions.iter().map(|a| a.id.clone()))
        .collect();
    for account in portfolio() {
        let explained = engine.explain(&account, &tenant, date(DAY)).unwrap();
        for name in &names {
            let why = engine.why_not(&account, &tenant, date(DAY), name).unwrap();
            for row in &why.rows {
                let has_answer = match row.state {
                    State::Fired | State::NotApplicable => true,
                    State::NotFired => row.clause.is_some() || !row.evidence.is_empty(),
                    State::Unknown => !row.missing.is_empty() || row.error.is_some(),
                };
                assert!(has_answer, "{} {row:?}", account.id);
            }
            let fired = |id: &str| {
                explained
                    .decision
                    .contributions
                    .iter()
                    .any(|c| c.rule == id)
            };
            let said = why
                .rows
                .iter()
                .any(|row| row.what == What::Rule && row.state == State::Fired);
            assert_eq!(said, fired(name), "{} {name}", account.id);
        }
    }
}

#[test]
fn an_explanation_tells_of_every_rule() {
    let engine = engine();
    let explained = engine
        .explain(&customer(), &Tenant::default(), date(DAY))
        .unwrap();
    let told: Vec<&str> = explained
        .rules
        .iter()
        .map(|rule| rule.rule.as_str())
        .collect();
    let rules: Vec<&str> = engine
        .rulebook()
        .rules
        .iter()
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(told, rules);
    let alone = engine
        .decide(&customer(), &Tenant::default(), date(DAY))
        .unwrap();
    assert_eq!(explained.decision, alone);
}

#[test]
fn contracts_that_nobody_knows_are_not_contracts_that_are_not_there() {
    let ask = |json: &str| {
        let why = engine()
            .why_not(&account(json), &Tenant::default(), date(DAY), "renewal-t3")
            .unwrap();
        let row = why.rows.into_iter().next().unwrap();
        (row.state, row.missing)
    };
    let (state, missing) = ask(r#"{ "id": "a" }"#);
    assert_eq!(state, State::Unknown);
    assert!(
        missing.contains(&"renewal.months_left".to_owned()),
        "{missing:?}"
    );
    let (state, missing) = ask(r#"{ "id": "a", "contracts": [] }"#);
    assert_eq!((state, missing.len()), (State::NotApplicable, 0));
}
