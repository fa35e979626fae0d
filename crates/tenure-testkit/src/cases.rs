//! Cases: stories of one account, day by day, as files.
//!
//! A case says what is *given* (an account, and what is special about its tenant), and *when* it is looked at, day after
//! day, what is *then* to come of it. Between two days the runner does what a host does: it keeps what was proposed and
//! closed ([`Decision::next_actions`](tenure::Decision::next_actions)), and writes what people did.
//!
//! ```toml
//! title = "A customer who is unhappy gets somebody who solves the problem"
//!
//! [given.account]
//! id = "acme"
//! surveys = [{ kind = "nps", score = 2, at = 2026-06-01 }]
//!
//! [[when]]
//! as_of = 2026-06-02
//! then.rules = { satisfaction = 30 }
//! then.new = ["low-satisfaction assign_csm -> nobody by 2026-06-04"]
//!
//! [[when]]
//! as_of = 2026-06-03
//! did = { "low-satisfaction assign_csm" = "done" }
//! then.new = []
//! ```
//!
//! - `given.account` and `given.tenant` are what `tenure schema account` and `tenure schema tenant` say. Dates may stand
//!   without quotes.
//! - Each `[[when]]` may change both: `account = { … }` replaces fields, adds records to lists, and changes the fields of
//!   a record that has the `id` of one that is there.
//! - `did` says what became of open actions since the day before: by action and kind (and, where there are several, the
//!   contract or row), one of `accepted`, `done`, `failed`, `dismissed` or `snoozed until 2026-07-01`.
//! - `then` names what is compared: `points`, `band`, `probability_bp`, `coverage_bp`; `rules`, the points of some rules
//!   (0: none), or `all_rules`, of every rule that gave any; `new`, all that is announced today; `actions`, all that is
//!   open and to be done; `closed`; `of_tenant`, all that is announced for the tenant itself; `why_not`, for an action the
//!   stage that stopped it.
//!
//! Files are called `*.case.toml` or `*.case.json`. A folder of them may hold a `rulebook.toml` and a `tenant.json`.

mod day;
mod file;
mod folder;
mod names;
mod patch;
mod told;

use std::fmt;

use chrono::NaiveDate;

pub use folder::{CaseReport, CaseResult, Folder, FolderError, run_folder};
pub(crate) use folder::{collect, is_case};

use tenure::Engine;
use tenure_model::{Account, Tenant};

/// A case: one account's story.
#[derive(Debug, Clone)]
pub struct Case {
    file: file::File,
}

/// What came out otherwise than a case says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The day.
    pub as_of: NaiveDate,
    /// What was compared: `points`, `actions` …
    pub what: String,
    /// What the case says and the decision does not.
    pub expected: Vec<String>,
    /// What the decision says and the case does not.
    pub found: Vec<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.as_of, self.what)?;
        for line in &self.expected {
            write!(f, "\n  - {line}")?;
        }
        for line in &self.found {
            write!(f, "\n  + {line}")?;
        }
        Ok(())
    }
}

impl Case {
    /// Reads a case: TOML, or JSON of the same shape. `name` is the file's name; its ending says which.
    ///
    /// # Errors
    /// What is wrong with the text, with its line and the way out.
    pub fn parse(name: &str, text: &str) -> Result<Self, String> {
        Ok(Self {
            file: file::parse(name, text)?,
        })
    }

    /// What the case is about.
    pub fn title(&self) -> &str {
        &self.file.title
    }

    /// Lives through the days. `tenant` is the folder's, as JSON; the case's own goes over it.
    ///
    /// # Errors
    /// A name that the case compares by and the rulebook does not have; an account, tenant or answer that the case gives
    /// and that cannot be used: which, and why.
    pub fn run(
        &self,
        engine: &Engine,
        tenant: &serde_json::Value,
    ) -> Result<Vec<Difference>, String> {
        self.run_and_look(engine, tenant, &mut |_, _, _| ())
    }

    /// Lives through the days, and hands over what is decided on each: the account as it stands on it, its tenant and the
    /// day.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_and_look(
        &self,
        engine: &Engine,
        tenant: &serde_json::Value,
        look: &mut dyn FnMut(&Account, &Tenant, NaiveDate),
    ) -> Result<Vec<Difference>, String> {
        names::check(&self.file, engine.rulebook())?;
        day::live(&self.file, engine, tenant, look)
    }
}
