//! A counterexample as a file that is tried again for ever after.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::example::Example;
use super::story::Counterexample;

/// An account that broke a property once: `*.property.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// The property, by its name.
    pub property: String,
    /// What was wrong when it was written, for people.
    pub was: String,
    /// The day.
    pub as_of: NaiveDate,
    /// What the property chooses by.
    #[serde(default)]
    pub turn: u64,
    /// The account.
    pub account: Map<String, Json>,
    /// The tenant.
    #[serde(default)]
    pub tenant: Map<String, Json>,
}

/// Whether a file's name says that it holds one.
pub fn is_witness(name: &str) -> bool {
    name.ends_with(".property.json")
}

impl Witness {
    /// From what was found.
    pub fn of(found: &Counterexample) -> Self {
        let Example {
            as_of,
            account,
            tenant,
            turn,
        } = found.example.clone();
        Self {
            property: found.property.clone(),
            was: found.what.clone(),
            as_of,
            turn,
            account,
            tenant,
        }
    }

    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let witness: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match witness.example().read() {
            Some(_) => Ok(witness),
            None => Err("the account or the tenant cannot be read; `tenure schema account` says what it holds".to_owned()),
        }
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        let text = serde_json::to_string_pretty(self);
        text.map(|text| text + "\n").unwrap_or_default()
    }

    /// What the property is tried on.
    pub fn example(&self) -> Example {
        Example {
            as_of: self.as_of,
            account: self.account.clone(),
            tenant: self.tenant.clone(),
            turn: self.turn,
        }
    }
}
