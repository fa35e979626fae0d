//! What tests share.

use chrono::NaiveDate;
use tenure::model::{Account, Limits, Tenant, read_account, read_tenant};
use tenure::{Decision, Engine, Rulebook};

pub(crate) const PORTFOLIO: &str = include_str!("../../../../examples/portfolio.jsonl");
pub(crate) const TENANT: &str = include_str!("../../../../examples/tenant.json");

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn account(json: &str) -> Account {
    read_account(json, &Limits::default()).unwrap().value
}

pub(crate) fn tenant(json: &str) -> Tenant {
    read_tenant(json, &Limits::default()).unwrap().value
}

pub(crate) fn portfolio() -> Vec<Account> {
    PORTFOLIO
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(account)
        .collect()
}

pub(crate) fn engine() -> Engine {
    Engine::builder()
        .rulebook(Rulebook::default_renewal())
        .build()
        .unwrap()
}

/// An engine of a rulebook that has nothing but what is given, on top of a plain risk model.
pub(crate) fn engine_of(rules: &str) -> Engine {
    let head = r#"
        [rulebook]
        id = "test"
        version = "1.0.0"
        language = 1
        [risk]
        prior = 2500
        horizon_months = 12
        pdo = 20
        bands = [ { name = "low", below = 1500 }, { name = "medium", below = 3500 }, { name = "high" } ]
        min_coverage = 0
    "#;
    let rulebook = Rulebook::parse("test.toml", &format!("{head}\n{rules}"))
        .unwrap_or_else(|error| panic!("{error}"));
    Engine::builder().rulebook(rulebook).build().unwrap()
}

pub(crate) fn decide(account: &str, day: &str) -> Decision {
    engine()
        .decide(&self::account(account), &Tenant::default(), date(day))
        .unwrap()
}

pub(crate) fn json(decision: &Decision) -> String {
    serde_json::to_string(decision).unwrap()
}
