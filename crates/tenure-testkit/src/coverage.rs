//! What of a rulebook was seen at work on given accounts, and accounts for what was not.
//!
//! ```no_run
//! use tenure::Rulebook;
//! use tenure_testkit::coverage::Cover;
//!
//! // In a `#[test]`: it fails with the rules that fired in none of our cases.
//! let rulebook = Rulebook::parse("ours.toml", &std::fs::read_to_string("ours.toml")?)?;
//! let mut cover = Cover::new(&rulebook)?;
//! cover.add_folder("our-cases".as_ref(), &serde_json::json!({}))?;
//! cover.report().assert_every_rule_fired();
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The accounts are decided as ever. What a condition, each of its clauses and each bin came to is read from the same
//! program and the same clauses as explanations are told from. For what was never seen, [`Cover::complete`] makes accounts
//! from the rulebook's own thresholds, and makes each small; an account is told only after the engine decided it, and the
//! missing was seen. What no account can show is proved where its signals are compared with constants only.

mod file;
mod goal;
mod proof;
mod report;
mod search;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::Value as Json;
use tenure::Rulebook;
use tenure_core::coverage::Watch;
use tenure_core::engine::{Engine, Plugins, PreparedTenant, Scratch, Undecided};
use tenure_core::plugin::PluginError;
use tenure_model::{Account, Tenant};

use crate::cases::{Case, FolderError, collect, is_case};
use crate::property::{Example, Witness, is_witness};

pub use file::{Exercise, is_exercise};
pub use goal::{Goal, Sight};
pub use report::{Found, Missing, Report};
pub use tenure_core::coverage::{BinSeen, ClauseSeen, Counts, Coverage, Part, Seen};

/// How hard is looked for accounts that show what was never seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many accounts are tried; 0: so many that every part of every condition is looked at twice.
    pub tries: u64,
    /// What the accounts hang on: equal seeds make equal accounts on every machine.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { tries: 0, seed: 1 }
    }
}

/// A rulebook that is watched at work.
pub struct Cover<'r> {
    rulebook: &'r tenure_rules::Rulebook,
    engine: Engine,
    /// The same for whom a day of a case is decided.
    facade: tenure::Engine,
    scratch: Scratch,
    watch: Watch,
}

impl<'r> Cover<'r> {
    /// Watches a rulebook without plugins.
    ///
    /// # Errors
    /// The rulebook binds a plugin.
    pub fn new(rulebook: &'r Rulebook) -> Result<Self, CoverError> {
        Self::with_plugins(rulebook, &Plugins::new())
    }

    /// Watches a rulebook with the plugins that it binds.
    ///
    /// # Errors
    /// A plugin is missing, or does not fit.
    pub fn with_plugins(rulebook: &'r Rulebook, plugins: &Plugins) -> Result<Self, CoverError> {
        let engine = Engine::new(rulebook.checked().clone(), plugins)?;
        let mut facade = tenure::Engine::builder().rulebook(rulebook.clone());
        for (id, plugin) in plugins {
            facade = facade.shared_plugin(id, Arc::clone(plugin));
        }
        Ok(Self {
            rulebook: rulebook.checked(),
            watch: engine.watch(),
            facade: facade
                .build()
                .map_err(|error| CoverError::File(error.to_string()))?,
            engine,
            scratch: Scratch::default(),
        })
    }

    /// Looks at accounts of one tenant on a day. The tenant's own actions are not among what is seen: see
    /// [`add_tenant`](Self::add_tenant).
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn add(
        &mut self,
        accounts: &[Account],
        tenant: &Tenant,
        as_of: NaiveDate,
    ) -> Result<(), CoverError> {
        let tenant = &prepared(tenant)?;
        let (scratch, watch) = (&mut self.scratch, &mut self.watch);
        self.engine
            .observe(scratch, accounts, tenant, as_of, watch)?;
        Ok(())
    }

    /// Looks at the tenant's own actions on a day.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_tenant(&mut self, tenant: &Tenant, as_of: NaiveDate) -> Result<(), CoverError> {
        let tenant = &prepared(tenant)?;
        let (scratch, watch) = (&mut self.scratch, &mut self.watch);
        self.engine.observe_tenant(scratch, tenant, as_of, watch)?;
        Ok(())
    }

    /// Looks at everything that a folder holds, and the folders in it: each day of each case (`*.case.toml`,
    /// `*.case.json`), and each account of a `*.cover.json` or `*.property.json`. `tenant` is the cases' own, as JSON.
    ///
    /// # Errors
    /// A folder that cannot be read or holds nothing of these; a file that cannot be used.
    pub fn add_folder(&mut self, folder: &Path, tenant: &Json) -> Result<(), CoverError> {
        let mut files = Vec::new();
        let fits = |name: &str| is_case(name) || is_exercise(name) || is_witness(name);
        collect(folder, &fits, &mut files)?;
        files.sort();
        if files.is_empty() {
            return Err(CoverError::Folder(FolderError::NoCases(folder.to_owned())));
        }
        for file in &files {
            let name = file.display().to_string();
            let wrong = |why: String| CoverError::File(format!("{name}: {why}"));
            let text = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
            self.add_file(&name, &text, tenant).map_err(wrong)?;
        }
        Ok(())
    }

    fn add_file(&mut self, name: &str, text: &str, tenant: &Json) -> Result<(), String> {
        if is_case(name) {
            let mut days = Vec::new();
            let mut look = |account: &Account, tenant: &Tenant, day: NaiveDate| {
                days.push((account.clone(), tenant.clone(), day));
            };
            Case::parse(name, text)?.run_and_look(&self.facade, tenant, &mut look)?;
            for (account, tenant, day) in days {
                self.add_day(&account, &tenant, day)?;
            }
            return Ok(());
        }
        let example = if is_exercise(name) {
            Exercise::parse(text)?.example()
        } else {
            Witness::parse(text)?.example()
        };
        let refused = || "the account or the tenant cannot be read".to_owned();
        let (account, tenant) = example.read().ok_or_else(refused)?;
        self.add_day(&account, &tenant, example.as_of)
    }

    fn add_day(
        &mut self,
        account: &Account,
        tenant: &Tenant,
        day: NaiveDate,
    ) -> Result<(), String> {
        let words = |error: CoverError| error.to_string();
        self.add(std::slice::from_ref(account), tenant, day)
            .map_err(words)?;
        self.add_tenant(tenant, day).map_err(words)
    }

    /// What was seen so far. Nothing is made for what is missing.
    pub fn report(&self) -> Report {
        Report::new(self.rulebook, self.watch.coverage().clone())
    }

    /// What was seen so far, and for what was not an account that shows it, a proof that there is none, or the admission
    /// that none was found.
    pub fn complete(&mut self, options: Options) -> Report {
        let mut report = self.report();
        let mut search = search::Search::new(self.rulebook, &self.engine, options);
        search.fill(&mut report.missing);
        report
    }

    /// What an example shows: the goals that it meets.
    ///
    /// # Errors
    /// The account or the tenant cannot be read, or cannot be decided.
    pub fn shown(&mut self, example: &Example) -> Result<Vec<Goal>, CoverError> {
        let mut watch = self.watch.afresh();
        let coverage = search::look(&self.engine, &mut self.scratch, &mut watch, example)
            .ok_or_else(|| CoverError::File("the account cannot be decided".to_owned()))?;
        let goals = goal::goals(&coverage).into_iter();
        Ok(goals.filter(|goal| goal.is_met(&coverage)).collect())
    }
}

fn prepared(tenant: &Tenant) -> Result<PreparedTenant, CoverError> {
    PreparedTenant::new(tenant.clone()).map_err(|zone| Undecided::from(zone).into())
}

/// Why coverage cannot be told.
#[derive(Debug)]
#[non_exhaustive]
pub enum CoverError {
    /// A plugin is missing, or does not fit.
    Plugin(PluginError),
    /// The tenant's time zone is none, or a plugin failed.
    Undecided(Undecided),
    /// A folder that cannot be read, or holds nothing.
    Folder(FolderError),
    /// A file that cannot be used: which, and why.
    File(String),
}

impl From<PluginError> for CoverError {
    fn from(error: PluginError) -> Self {
        Self::Plugin(error)
    }
}

impl From<Undecided> for CoverError {
    fn from(error: Undecided) -> Self {
        Self::Undecided(error)
    }
}

impl From<FolderError> for CoverError {
    fn from(error: FolderError) -> Self {
        Self::Folder(error)
    }
}

impl std::fmt::Display for CoverError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plugin(error) => write!(f, "{error}"),
            Self::Undecided(error) => write!(f, "{error}"),
            Self::Folder(error) => write!(f, "{error}"),
            Self::File(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for CoverError {}
