//! What `tenure test` is given.

use std::path::PathBuf;

use clap::Args;

use super::Form;

pub(super) const TEST_EXAMPLES: &str = "\
Examples:
  tenure test my-cases/
  tenure test my-cases/ --rulebook my-rulebook.toml
  tenure test my-rulebook.toml
  tenure test my-rulebook.toml --cases 5000 --seed 7 --keep my-cases/
  tenure test my-cases/ --properties --junit report.xml

A case is a file called *.case.toml or *.case.json: what is given, and on which day what is then to come of it. docs/cases.md
tells how to write one. A rulebook is held to what every rulebook should keep, and to the [[property]] that it declares, on
accounts that are made for it; docs/properties.md tells which. What breaks a property is made small and told; --keep writes it
as *.property.json, which a folder of cases tries again for ever after.

Exit codes: 0 everything came out as it should, 1 something did not, 2 something given cannot be used.";

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// The folder of cases, or the rulebook whose properties are tried (`default-renewal`: the one that is shipped)
    pub(crate) path: PathBuf,
    /// The rulebook, TOML or JSON [default: rulebook.toml in the folder, else the one that is shipped]
    #[arg(long, value_name = "FILE")]
    pub(crate) rulebook: Option<PathBuf>,
    /// The tenant of the cases, a JSON file [default: tenant.json in the folder, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) tenant: Option<PathBuf>,
    /// Besides the cases of a folder, try the properties of their rulebook
    #[arg(long)]
    pub(crate) properties: bool,
    /// How many accounts are made [default: every part of every condition is looked at twice]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) cases: u64,
    /// What the accounts hang on; equal seeds make equal accounts
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub(crate) seed: u64,
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
