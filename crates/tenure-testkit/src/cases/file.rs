//! A case as it stands in a file.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de};
use toml::Value;
use toml::map::Map;

/// A case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) title: String,
    pub(super) given: Given,
    pub(super) when: Vec<When>,
}

/// What is there before the first day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    pub(super) account: Map<String, Value>,
    #[serde(default)]
    pub(super) tenant: Map<String, Value>,
}

/// A day on which the account is decided.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct When {
    #[serde(deserialize_with = "day")]
    pub(super) as_of: NaiveDate,
    #[serde(default)]
    pub(super) account: Map<String, Value>,
    #[serde(default)]
    pub(super) tenant: Map<String, Value>,
    #[serde(default)]
    pub(super) did: BTreeMap<String, String>,
    pub(super) then: Then,
}

/// What is to come of it; what is absent is not compared.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Then {
    pub(super) points: Option<i64>,
    pub(super) band: Option<String>,
    pub(super) probability_bp: Option<i64>,
    pub(super) coverage_bp: Option<i64>,
    pub(super) rules: Option<BTreeMap<String, i64>>,
    pub(super) all_rules: Option<BTreeMap<String, i64>>,
    pub(super) new: Option<Vec<String>>,
    pub(super) actions: Option<Vec<String>>,
    pub(super) closed: Option<Vec<String>>,
    pub(super) of_tenant: Option<Vec<String>>,
    pub(super) why_not: Option<BTreeMap<String, String>>,
}

impl Then {
    /// Whether nothing is compared: such a day can never fail.
    fn is_empty(&self) -> bool {
        let Self {
            points,
            band,
            probability_bp,
            coverage_bp,
            rules,
            all_rules,
            new,
            actions,
            closed,
            of_tenant,
            why_not,
        } = self;
        points.is_none()
            && band.is_none()
            && probability_bp.is_none()
            && coverage_bp.is_none()
            && rules.is_none()
            && all_rules.is_none()
            && new.is_none()
            && actions.is_none()
            && closed.is_none()
            && of_tenant.is_none()
            && why_not.is_none()
    }
}

/// A date, with or without quotes.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = match Value::deserialize(deserializer)? {
        Value::Datetime(date) => date.to_string(),
        Value::String(text) => text,
        Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Array(_)
        | Value::Table(_) => {
            return Err(de::Error::custom("a day is written like 2026-06-30"));
        }
    };
    text.parse()
        .map_err(|_| de::Error::custom(format!("`{text}` is no day; write one like 2026-06-30")))
}

/// Reads a case from TOML or, by the ending of its name, JSON.
pub(super) fn parse(name: &str, text: &str) -> Result<File, String> {
    let file: File = if name.ends_with(".json") {
        serde_json::from_str(text).map_err(|error| error.to_string())?
    } else {
        toml::from_str(text).map_err(|error| error.to_string())?
    };
    if file.when.is_empty() {
        return Err("a case needs at least one [[when]], a day to look at".to_owned());
    }
    if let Some(pair) = file
        .when
        .windows(2)
        .find(|pair| pair[0].as_of >= pair[1].as_of)
    {
        return Err(format!(
            "{} stands after {}: put the days of a case in order, each once",
            pair[1].as_of, pair[0].as_of
        ));
    }
    match file.when.iter().find(|when| when.then.is_empty()) {
        Some(when) => Err(format!(
            "the `then` of {} compares nothing; name points, band, rules, new, actions, closed or why_not",
            when.as_of
        )),
        None => Ok(file),
    }
}
