//! What a rulebook may not mean, with accounts that show it: `tenure check --deep`.
//!
//! [`analyse`](tenure_rules::analyse) reads the text. What it claims *can* happen is made into an account here and put to
//! the engine; a claim that no account bears out is not reported, and counted. A [`Survey`] goes through a portfolio
//! besides: what it never knows, and which rules hold of nearly everybody.
//!
//! ```
//! use tenure::Rulebook;
//! use tenure_core::engine::Plugins;
//! use tenure_testkit::deep::Deep;
//!
//! let deep = Deep::of(&Rulebook::default_renewal(), &Plugins::new(), None)?;
//! assert!(deep.found.is_empty(), "the shipped rulebook means what it says");
//! # Ok::<(), tenure_core::plugin::PluginError>(())
//! ```

pub mod plant;
mod replay;
mod survey;

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use tenure::Rulebook;
use tenure_core::decision::Evidence;
use tenure_core::engine::Plugins;
use tenure_core::plugin::PluginError;
use tenure_rules::Diagnostic;
use tenure_rules::analyse::{Claim, Places, analyse};

pub use survey::Survey;

use super::example::Example;
use replay::Replay;

/// Every code of a finding, in the order of the documentation.
pub const CODES: [&str; 12] = [
    "unreachable-rule",
    "never-true",
    "always-true",
    "shadowed-bin",
    "overlapping-bins",
    "gap",
    "shadowed-rule",
    "cap-never-binds",
    "contradictory-actions",
    "no-assignee",
    "missing-text",
    "never-supplied",
];

/// The code of a rule that holds of too many accounts of a portfolio.
pub const TOO_OFTEN: &str = "too-often";

/// What was found in a rulebook.
#[derive(Debug, Clone, PartialEq)]
pub struct Deep {
    /// What was found, in the order of the text, then what a portfolio tells.
    pub found: Vec<Found>,
    /// Claims that no account bore out: they are not among what was found.
    pub unconfirmed: u64,
    /// How many accounts were gone through; `None` without a portfolio.
    pub accounts: Option<u64>,
}

/// Something that the author may not mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The sentence, its code, its place and the way out.
    pub diagnostic: Diagnostic,
    /// What shows it; `None` where it holds of every account, or of none.
    pub witness: Option<Shown>,
}

/// An account that shows it.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// An account that was made for it, on a day, and was decided by the engine.
    Made {
        /// The account, its tenant and the day.
        example: Box<Example>,
        /// What the rules or actions saw, by signal.
        seen: BTreeMap<String, Evidence>,
    },
    /// The first account of the portfolio, by its id.
    Given(String),
}

impl Deep {
    /// Looks through a rulebook, and through what a survey counted.
    ///
    /// # Errors
    /// A plugin that the rulebook binds was not handed in, or does not fit.
    pub fn of(
        rulebook: &Rulebook,
        plugins: &Plugins,
        survey: Option<&Survey>,
    ) -> Result<Self, PluginError> {
        let checked = rulebook.checked();
        let mut replay = Replay::new(checked, plugins);
        let (mut found, mut unconfirmed) = (Vec::new(), 0);
        for finding in analyse(checked) {
            let witness = match &finding.claim {
                Claim::Proved => None,
                claim => match replay.witness(claim)? {
                    Some(shown) => Some(shown),
                    None => {
                        unconfirmed += 1;
                        continue;
                    }
                },
            };
            let diagnostic = finding.diagnostic;
            found.push(Found {
                diagnostic,
                witness,
            });
        }
        if let Some(survey) = survey {
            found.extend(survey.findings(checked, &Places::of(checked)));
        }
        Ok(Self {
            found,
            unconfirmed,
            accounts: survey.map(Survey::accounts),
        })
    }

    /// As JSON: `findings`, `unconfirmed`, and `accounts` where a portfolio was gone through.
    pub fn to_json(&self) -> Json {
        let findings: Vec<Json> = self.found.iter().map(Found::to_json).collect();
        let mut json = json!({ "findings": findings, "unconfirmed": self.unconfirmed });
        if let (Some(accounts), Some(fields)) = (self.accounts, json.as_object_mut()) {
            fields.insert("accounts".to_owned(), json!(accounts));
        }
        json
    }
}

impl Found {
    fn to_json(&self) -> Json {
        let Diagnostic {
            code,
            message,
            help,
            entry,
            place,
            ..
        } = &self.diagnostic;
        json!({
            "code": code,
            "message": message,
            "help": help,
            "entry": entry,
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "length": place.length,
            "witness": self.witness.as_ref().map(Shown::to_json),
        })
    }
}

impl Shown {
    fn to_json(&self) -> Json {
        match self {
            Self::Given(id) => json!({ "account_id": id }),
            Self::Made { example, seen } => json!({
                "as_of": example.as_of.to_string(),
                "account": example.account,
                "tenant": example.tenant,
                "seen": seen,
            }),
        }
    }

    /// For people, in one line: what is seen of the account.
    pub fn to_line(&self) -> String {
        match self {
            Self::Given(id) => format!("account `{id}`"),
            Self::Made { seen, .. } => {
                let seen = serde_json::to_value(seen).unwrap_or_default();
                let empty = Map::new();
                let seen = seen.as_object().unwrap_or(&empty).iter();
                let seen = seen.map(|(signal, value)| format!("{signal} = {}", plain(value)));
                let seen: Vec<String> = seen.collect();
                format!("an account with {}", seen.join(", "))
            }
        }
    }
}

/// A value; what is missing is told by its word.
fn plain(value: &Json) -> String {
    match value.get("missing").and_then(Json::as_str) {
        Some(word) => word.replace('_', " "),
        None => value.to_string(),
    }
}
