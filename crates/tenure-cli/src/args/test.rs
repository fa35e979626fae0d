//! What `tenure test` is given.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use tenure_model::read_day;

use super::{DataArgs, Form};

pub(super) const TEST_EXAMPLES: &str = "\
Examples:
  tenure test my-cases/
  tenure test my-cases/ --rulebook my-rulebook.toml
  tenure test my-rulebook.toml
  tenure test my-rulebook.toml --cases 5000 --seed 7 --keep my-cases/
  tenure test my-cases/ --properties --junit report.xml
  tenure test my-rulebook.toml --cover portfolio.jsonl --as-of 2026-06-30 --keep my-cases/
  tenure test my-rulebook.toml --cover my-cases/

A case is a file called *.case.toml or *.case.json: what is given, and on which day what is then to come of it. docs/cases.md
tells how to write one. A rulebook is held to what every rulebook should keep, and to the [[property]] that it declares, on
accounts that are made for it; docs/properties.md tells which. What breaks a property is made small and told; --keep writes it
as *.property.json, which a folder of cases tries again for ever after.

--cover tells instead what of the rulebook was seen at work on given accounts: which rules fired, each clause of each condition
true and false, each bin met; and makes accounts for what was not, which --keep writes as *.cover.json. What is missing is no
failure: tests demand it through the library.

Exit codes: 0 everything came out as it should, 1 something did not, 2 something given cannot be used.";

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// The folder of cases, or the rulebook whose properties are tried (`default-renewal`: the one that is shipped)
    pub(crate) path: PathBuf,
    /// The rulebook, TOML or JSON [default: rulebook.toml in the folder, else the one that is shipped]
    #[arg(long, value_name = "FILE")]
    pub(crate) rulebook: Option<PathBuf>,
    /// Tell what of the rulebook these accounts show: a JSONL file, or a folder of cases and kept accounts
    #[arg(long, value_name = "INPUT", conflicts_with_all = ["rulebook", "properties", "only", "junit"])]
    pub(crate) cover: Option<PathBuf>,
    /// The day to decide for; --cover of a file needs it
    #[arg(long, value_name = "DATE", value_parser = read_day, requires = "cover")]
    pub(crate) as_of: Option<NaiveDate>,
    /// The tenant of the cases or accounts, a JSON file [default: tenant.json in the folder, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) tenant: Option<PathBuf>,
    /// Besides the cases of a folder, try the properties of their rulebook
    #[arg(long)]
    pub(crate) properties: bool,
    /// How many accounts are made [default: every part of every condition is looked at twice]
    #[arg(long, value_name = "N")]
    pub(crate) cases: Option<u64>,
    /// What the accounts hang on; equal seeds make equal accounts [default: 1]
    #[arg(long, value_name = "SEED")]
    pub(crate) seed: Option<u64>,
    /// Try this property only
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Option<String>,
    /// Write what breaks a property into this folder, to be tried again
    #[arg(long, value_name = "FOLDER")]
    pub(crate) keep: Option<PathBuf>,
    /// Write the results as a JUnit file, too
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
    /// How to write what came out
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(crate) format: Form,
}

/// An argument by its name, and whether it was given.
type Given = (&'static str, bool);

impl TestArgs {
    /// The accounts and the day, as the other commands have them.
    pub(crate) fn data(&self, input: PathBuf, as_of: NaiveDate) -> DataArgs {
        DataArgs {
            input,
            as_of,
            tenant: self.tenant.clone(),
            adapter: None,
        }
    }

    /// What is about a folder of cases alone.
    pub(crate) fn of_folders(&self) -> [Given; 3] {
        [
            ("--rulebook", self.rulebook.is_some()),
            ("--tenant", self.tenant.is_some()),
            ("--properties", self.properties),
        ]
    }

    /// What is about the properties of a rulebook alone.
    pub(crate) fn of_properties(&self) -> [Given; 4] {
        [
            ("--only", self.only.is_some()),
            ("--keep", self.keep.is_some()),
            ("--cases", self.cases.is_some()),
            ("--seed", self.seed.is_some()),
        ]
    }
}
