//! An account that shows something, as a file.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::property::{Example, to_text};

/// An account that shows what others did not: `*.cover.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// What was never seen without it, in words.
    pub shows: Vec<String>,
    /// The day.
    pub as_of: NaiveDate,
    /// The account, as `tenure schema account` says.
    pub account: Map<String, Json>,
    /// The tenant, as `tenure schema tenant` says.
    #[serde(default)]
    pub tenant: Map<String, Json>,
}

/// Whether a file's name says that it holds one.
pub fn is_exercise(name: &str) -> bool {
    name.ends_with(".cover.json")
}

impl Exercise {
    /// From what was made.
    pub(super) fn of(example: &Example, shows: Vec<String>) -> Self {
        Self {
            shows,
            as_of: example.as_of,
            account: example.account.clone(),
            tenant: example.tenant.clone(),
        }
    }

    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        to_text(self)
    }

    /// What is decided.
    pub fn example(&self) -> Example {
        Example {
            as_of: self.as_of,
            account: self.account.clone(),
            tenant: self.tenant.clone(),
            turn: 0,
        }
    }
}
