//! The arguments of `tenure plugin`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use tenure_model::read_day;

use super::{DataArgs, Form};

/// What to do with a plugin.
#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// Begin a plugin: a project of its own, with all that it is written with
    #[command(after_help = NEW_EXAMPLES)]
    New(PluginNewArgs),
    /// Compile a project and make a component of it, or of a core module of any compiler; read a script
    #[command(after_help = BUILD_EXAMPLES)]
    Build(PluginBuildArgs),
    /// Check a plugin: its text or its imports and features, its size, and the signals that it reads
    #[command(after_help = CHECK_EXAMPLES)]
    Check(PluginFileArgs),
    /// Run a plugin over accounts: what it gave to each, and what it used of its limits
    #[command(after_help = RUN_EXAMPLES)]
    Run(PluginRunArgs),
    /// Try what every plugin promises: that it never fails, and that only its row decides what it says
    #[command(after_help = TEST_EXAMPLES)]
    Test(PluginTestArgs),
    /// Tell what a plugin is: what it reads and says, what can be set, and what it is made of
    #[command(after_help = INSPECT_EXAMPLES)]
    Inspect(PluginInspectArgs),
}

const NEW_EXAMPLES: &str = "\
Examples:
  tenure plugin new --lang rhai late-payer
  tenure plugin new --lang rust late-payer

Exit codes: 0 fine, 2 something given cannot be used.";

const CHECK_EXAMPLES: &str = "\
Examples:
  tenure plugin check
  tenure plugin check late-payer.rhai

Exit codes: 0 the plugin can be used, 2 it cannot.";

const INSPECT_EXAMPLES: &str = "\
Examples:
  tenure plugin inspect
  tenure plugin inspect late-payer.wasm --format json";

const TEST_EXAMPLES: &str = "\
Examples:
  tenure plugin test
  tenure plugin test late-payer.rhai --seed 7 --set grace_days=10

The rows are made by the seed: equal seeds try equal rows.

Exit codes: 0 every promise was kept, 1 one was broken, 2 something given cannot be used.";

const RUN_EXAMPLES: &str = "\
Examples:
  tenure plugin run --input portfolio.jsonl --as-of 2026-06-30
  tenure plugin run late-payer.wasm --input portfolio.jsonl --as-of 2026-06-30 --set grace_days=10

Parameters that are not set have their defaults. Accounts of which a required signal is not known are not sent.

Exit codes: 0 fine, 1 accounts were refused or the plugin failed on some, 2 something given cannot be used.";

const BUILD_EXAMPLES: &str = "\
Examples:
  tenure plugin build
  tenure plugin build ../late-payer --output late-payer.wasm
  tenure plugin build from-c.wasm --output late-payer.wasm

A script is run as it stands: there is nothing to build, and it is read only. A Rust project needs the target: rustup target add wasm32-unknown-unknown

Exit codes: 0 fine, 2 something given cannot be used, or it did not compile.";

#[derive(Debug, Args)]
pub(crate) struct PluginNewArgs {
    /// Its name, in small letters, digits and hyphens; the project's folder is named so
    pub(crate) name: String,
    /// What it is written in
    #[arg(long, value_enum)]
    pub(crate) lang: PluginLanguage,
}

/// What plugins are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PluginLanguage {
    /// Rust, run as WASM
    Rust,
    /// A script, run as it stands
    Rhai,
}

#[derive(Debug, Args)]
pub(crate) struct PluginBuildArgs {
    /// The folder of the project, a core module, or a script
    #[arg(default_value = ".")]
    pub(crate) source: PathBuf,
    /// Where the component goes [default: NAME.wasm in the project]
    #[arg(long)]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct PluginFileArgs {
    /// The plugin, or its folder [default: the one in this folder]
    pub(crate) plugin: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct PluginInspectArgs {
    #[command(flatten)]
    pub(crate) file: PluginFileArgs,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(crate) format: Form,
}

#[derive(Debug, Args)]
pub(crate) struct PluginTestArgs {
    #[command(flatten)]
    pub(crate) file: PluginFileArgs,
    /// What the rows are made from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// A parameter of the plugin
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PluginRunArgs {
    #[command(flatten)]
    pub(crate) file: PluginFileArgs,
    /// A JSONL file with one account a line, or `-`; with --adapter a CSV file, a folder of them or a SQLite file
    #[arg(long, value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// The day to decide for: its end, in the tenant's time zone
    #[arg(long, value_name = "DATE", value_parser = read_day)]
    pub(crate) as_of: NaiveDate,
    /// The tenant, a JSON file [default: tenant.json beside a JSONL file, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) tenant: Option<PathBuf>,
    /// A folder with one SELECT per kind of record: accounts.sql, contracts.sql, tickets.sql …
    #[arg(long, value_name = "FOLDER")]
    pub(crate) adapter: Option<PathBuf>,
    /// A parameter of the plugin
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    /// Show at most so many accounts; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) top: usize,
}

impl PluginRunArgs {
    /// The accounts and the day, as the other commands have them.
    pub(crate) fn data(&self) -> DataArgs {
        DataArgs {
            input: self.input.clone(),
            as_of: self.as_of,
            tenant: self.tenant.clone(),
            adapter: self.adapter.clone(),
        }
    }
}
