//! A report as one page of HTML that needs nothing else: no network, no file beside it.

mod past;
mod proof;
mod work;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use minijinja::{AutoEscape, Environment, Value, context};
use serde::Serialize;
use tenure_insight::backtest::{Step, ToldLoss};
use tenure_model::{Account, Currency, Tenant};

use crate::facade::{Appraised, Engine};
use crate::failure::Failure;
use crate::render::table::Look;
use crate::render::words::Language;
use crate::render::{colour::Colour, table::Teller};

const PAGE: &str = include_str!("report/page.html");

/// A decided portfolio.
pub(crate) struct Decided<'d> {
    /// The accounts.
    pub(crate) accounts: &'d [Account],
    /// What was decided of each.
    pub(crate) appraised: &'d [Appraised],
    /// By which engine.
    pub(crate) engine: &'d Engine,
    /// Whose they are.
    pub(crate) tenant: &'d Tenant,
    /// On which day.
    pub(crate) as_of: NaiveDate,
    /// The language.
    pub(crate) language: Language,
    /// The currency of lost revenue.
    pub(crate) currency: Option<Currency>,
    /// Losses in place of those that contracts tell, to hold scores against.
    pub(crate) losses: Option<&'d [ToldLoss]>,
    /// How long after a past day a loss is looked for.
    pub(crate) horizon: Step,
}

impl Decided<'_> {
    fn teller(&self) -> Teller<'_> {
        Teller {
            language: self.language,
            tenant: self.tenant,
        }
    }

    fn look(&self) -> Look {
        Look::new(self.language, Colour::none(), self.engine, 0)
    }
}

/// The page.
///
/// # Errors
/// A tenant whose time zone does not exist, and amounts beyond the numbers.
pub(crate) fn page(decided: &Decided<'_>) -> Result<String, Failure> {
    let risk = decided.appraised.first().map(|one| &one.decision.risk);
    let work = context! {
        lang => decided.language.code(),
        as_of => decided.as_of.to_string(),
        horizon => risk.map_or(0, |risk| risk.horizon_months),
        calibrated => risk.is_some_and(|risk| risk.calibrated),
        ..work::told(decided)?
    };
    let whole = context! { ..work, ..past::told(decided)?, ..proof::told(decided) };
    render(&whole, decided.language)
        .map_err(|error| Failure::Refused(format!("the report cannot be written: {error:#}")))
}

fn render(whole: &Value, language: Language) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_function("w", move |en: &str, ko: &str| {
        language.pick(en, ko).to_owned()
    });
    environment.add_template("page", PAGE)?;
    environment.get_template("page")?.render(whole)
}

/// Something as the page's template reads it.
fn value(of: impl Serialize) -> Value {
    serde_json::to_value(of).map_or_else(|_| Value::from(()), from_json)
}

fn from_json(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::from(()),
        serde_json::Value::Bool(is) => Value::from(is),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(whole) => Value::from(whole),
            None => Value::from(number.as_f64().unwrap_or(0.0)),
        },
        serde_json::Value::String(text) => Value::from(text),
        serde_json::Value::Array(items) => items.into_iter().map(from_json).collect(),
        serde_json::Value::Object(fields) => {
            let fields = fields
                .into_iter()
                .map(|(name, field)| (name, from_json(field)));
            Value::from(fields.collect::<BTreeMap<String, Value>>())
        }
    }
}
