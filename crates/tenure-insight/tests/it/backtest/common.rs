//! What the tests of back-tests share.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use tenure::model::{Account, Limits, Tenant, read_account, read_tenant};
use tenure::{Engine, Rulebook};
use tenure_insight::Error;
use tenure_insight::backtest::{Backtest, History, Settings, backtest};

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn account(text: &str) -> Account {
    read_account(text, &Limits::default()).unwrap().value
}

fn examples(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples")
        .join(name)
}

/// The accounts of an example.
pub(super) fn portfolio(name: &str) -> Vec<Account> {
    let text = fs::read_to_string(examples(name)).unwrap();
    text.lines().map(account).collect()
}

pub(super) fn tenant() -> Tenant {
    let text = fs::read_to_string(examples("tenant.json")).unwrap();
    read_tenant(&text, &Limits::default()).unwrap().value
}

pub(super) fn shipped() -> Engine {
    engine(Rulebook::default_renewal())
}

pub(super) fn engine(rulebook: Rulebook) -> Engine {
    Engine::builder().rulebook(rulebook).build().unwrap()
}

/// An engine of a small rulebook: its head, then the text.
pub(super) fn small(text: &str) -> Engine {
    let head = "[rulebook]\nid = 'small'\nversion = '1.0.0'\nlanguage = 1\n";
    engine(Rulebook::parse("small.toml", &format!("{head}{text}")).unwrap())
}

/// One day, 90 days of horizon, few draws.
pub(super) fn one_day(day: &str) -> Settings {
    let mut settings = Settings::new(
        date(day),
        date(day),
        "1m".parse().unwrap(),
        "90d".parse().unwrap(),
    );
    settings.resamples = 50;
    settings
}

pub(super) fn tried(
    accounts: &[Account],
    engines: &[&Engine],
    settings: &Settings,
) -> Result<Backtest, Error> {
    let tenant = Tenant::default();
    let history = History {
        accounts,
        tenant: &tenant,
        losses: None,
    };
    backtest(&history, engines, settings)
}

/// The points of an account are its `custom.x`, observed long ago; it may be lost on a day; the data ends in 2027.
pub(super) fn with_x(id: &str, x: i64, lost_on: Option<&str>, amount: i64) -> Account {
    let lost = lost_on.map_or_else(String::new, |day| format!(r#", "terminated_on": "{day}""#));
    account(&format!(
        r#"{{ "id": "{id}",
             "custom": {{ "x": {{ "value": {x}, "observed_at": "2024-06-01" }} }},
             "contracts": [{{ "id": "c-{id}", "start_date": "2024-01-01",
                              "amount": {{ "minor": {amount}, "currency": "USD" }}{lost} }}],
             "interactions": [{{ "kind": "note", "at": "2027-01-01" }}] }}"#
    ))
}

/// Bins of one point from 0 to 12 over `custom.x`: the larger, the riskier.
pub(super) fn by_x() -> Engine {
    let bins: Vec<String> = (0..12)
        .map(|x| format!("{{ below = {}, points = {x} }}", x + 1))
        .collect();
    small(&format!(
        "[risk]\nprior = 2000\nhorizon_months = 3\npdo = 5\nmin_coverage = 0\n{BANDS}\n[[signal]]\nname = 'custom.x'\ntype = 'int'\n\
         [[rule]]\nid = 'x'\nsignal = 'custom.x'\nbins = [{}]\nreason = {{ en = 'x', ko = 'x' }}\n",
        bins.join(", ")
    ))
}

/// Bands, as every rulebook has them.
pub(super) const BANDS: &str = "bands = [ { name = 'low', below = 3000 }, { name = 'high' } ]";
