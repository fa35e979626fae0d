//! The command's arguments.

mod backtest;
mod check;
mod fit;
mod measure;
mod test;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use tenure_model::read_day;

use crate::render::words::Language;
use measure::{CAUSES_EXAMPLES, METRICS_EXAMPLES, REPORT_EXAMPLES};
pub(crate) use measure::{CausesArgs, GroupBy, MetricsArgs, MetricsFormat, ReportArgs};

use test::TEST_EXAMPLES;
pub(crate) use test::TestArgs;

pub(crate) use backtest::{BacktestArgs, LossOf, UndatedFields};
pub(crate) use check::CheckArgs;
pub(crate) use fit::FitArgs;

const EXAMPLES: &str = "\
Examples:
  tenure score portfolio.jsonl --as-of 2026-06-30
  tenure score portfolio.jsonl --as-of 2026-06-30 --format jsonl > decisions.jsonl
  tenure score crm.db --adapter my-crm/ --as-of 2026-06-30 --lang ko
  tenure explain portfolio.jsonl --account acme --as-of 2026-06-30 --why-not renewal-t1
  tenure actions portfolio.jsonl --as-of 2026-06-30 --format ics > due.ics
  tenure diff default-renewal my-rulebook.toml portfolio.jsonl --as-of 2026-06-30
  tenure check my-rulebook.toml

Exit codes:
  0  everything was done
  1  accounts were refused, as told on standard error; the others have their decisions; or a case failed
  2  the arguments, a file, a rulebook, a tenant or an adapter cannot be used
  3  more changes than a limit of `tenure diff` allows
  4  `tenure fit` found no signal, and wrote nothing

Nothing here reads a clock: the day is always given by --as-of.
Colours are left out where standard output is no terminal, or NO_COLOR is set.";

/// Rules and scoring for customer retention: who is about to leave, why, and what to do next.
#[derive(Debug, Parser)]
#[command(name = "tenure", version, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Decide every account: how likely it is to leave, why, and what to do
    #[command(after_help = SCORE_EXAMPLES)]
    Score(ScoreArgs),
    /// Tell everything about one account: what gave points, what is unknown, what to do
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(ExplainArgs),
    /// List what is to be done: by person, then by due date
    #[command(after_help = ACTIONS_EXAMPLES)]
    Actions(ActionsArgs),
    /// Tell what comes due in the next days, and what will be proposed by then if nothing else happens
    #[command(after_help = PLAN_EXAMPLES)]
    Plan(PlanArgs),
    /// Compare two rulebooks over a portfolio: bands, actions, load and revenue at risk
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(DiffArgs),
    /// Check a rulebook: every mistake and everything that looks like one
    #[command(after_help = check::EXAMPLES)]
    Check(CheckArgs),
    /// Run cases, stories of what is to come of an account; or hold a rulebook to its properties
    #[command(after_help = TEST_EXAMPLES)]
    Test(TestArgs),
    /// List the signals that conditions may name
    #[command(after_help = SIGNALS_EXAMPLES)]
    Signals(SignalsArgs),
    /// Compute the facts over a portfolio that a tenant can carry
    #[command(after_help = FACTS_EXAMPLES)]
    Facts(FactsArgs),
    /// Measure a time: retention, churn, revenue kept, renewals, lifetime value, satisfaction
    #[command(after_help = METRICS_EXAMPLES)]
    Metrics(MetricsArgs),
    /// Tell why contracts were lost in a time, and what lost and kept ones have in common
    #[command(after_help = CAUSES_EXAMPLES)]
    Causes(CausesArgs),
    /// Write a page for people: who to keep, why, what is due, renewals, losses, retention
    #[command(after_help = REPORT_EXAMPLES)]
    Report(ReportArgs),
    /// Try a rulebook on the past: what it would have said, and what came of it
    #[command(after_help = backtest::EXAMPLES)]
    Backtest(BacktestArgs),
    /// Fit a scorecard to a table of known outcomes, and write it as a rulebook
    #[command(after_help = fit::EXAMPLES)]
    Fit(FitArgs),
    /// Print the JSON Schema of an account, a tenant, a decision or a rulebook
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema(SchemaArgs),
    /// Write, build and look at plugins: rules that other people write
    #[command(subcommand)]
    Plugin(PluginCommand),
}

/// What to do with a plugin.
#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// Begin a plugin: a project of its own, with all that it is written with
    #[command(after_help = PLUGIN_NEW_EXAMPLES)]
    New(PluginNewArgs),
    /// Compile a project and make a component of it, or of a core module of any compiler; read a script
    #[command(after_help = PLUGIN_BUILD_EXAMPLES)]
    Build(PluginBuildArgs),
    /// Check a plugin: its text or its imports and features, its size, and the signals that it reads
    #[command(after_help = PLUGIN_CHECK_EXAMPLES)]
    Check(PluginFileArgs),
    /// Run a plugin over accounts: what it gave to each, and what it used of its limits
    #[command(after_help = PLUGIN_RUN_EXAMPLES)]
    Run(PluginRunArgs),
    /// Try what every plugin promises: that it never fails, and that only its row decides what it says
    #[command(after_help = PLUGIN_TEST_EXAMPLES)]
    Test(PluginTestArgs),
    /// Tell what a plugin is: what it reads and says, what can be set, and what it is made of
    #[command(after_help = PLUGIN_INSPECT_EXAMPLES)]
    Inspect(PluginInspectArgs),
}

const PLUGIN_NEW_EXAMPLES: &str = "\
Examples:
  tenure plugin new --lang rhai late-payer
  tenure plugin new --lang rust late-payer

Exit codes: 0 fine, 2 something given cannot be used.";

const PLUGIN_CHECK_EXAMPLES: &str = "\
Examples:
  tenure plugin check
  tenure plugin check late-payer.rhai

Exit codes: 0 the plugin can be used, 2 it cannot.";

const PLUGIN_INSPECT_EXAMPLES: &str = "\
Examples:
  tenure plugin inspect
  tenure plugin inspect late-payer.wasm --format json";

const PLUGIN_TEST_EXAMPLES: &str = "\
Examples:
  tenure plugin test
  tenure plugin test late-payer.rhai --seed 7 --set grace_days=10

The rows are made by the seed: equal seeds try equal rows.

Exit codes: 0 every promise was kept, 1 one was broken, 2 something given cannot be used.";

const PLUGIN_RUN_EXAMPLES: &str = "\
Examples:
  tenure plugin run --input portfolio.jsonl --as-of 2026-06-30
  tenure plugin run late-payer.wasm --input portfolio.jsonl --as-of 2026-06-30 --set grace_days=10

Parameters that are not set have their defaults. Accounts of which a required signal is not known are not sent.

Exit codes: 0 fine, 1 accounts were refused or the plugin failed on some, 2 something given cannot be used.";

const PLUGIN_BUILD_EXAMPLES: &str = "\
Examples:
  tenure plugin build
  tenure plugin build ../late-payer --output late-payer.wasm
  tenure plugin build from-c.wasm --output late-payer.wasm

A script is run as it stands: there is nothing to build, and it is read only. A Rust project needs the target: rustup target add wasm32-unknown-unknown

Exit codes: 0 fine, 2 something given cannot be used, or it did not compile.";

const SCORE_EXAMPLES: &str = "\
Examples:
  tenure score portfolio.jsonl --as-of 2026-06-30
  tenure score - --as-of 2026-06-30 --format csv < portfolio.jsonl > decisions.csv
  tenure score exports/ --adapter my-crm/ --as-of 2026-06-30 --format jsonl

The table ranks by annual value x probability, each currency for itself; the other formats keep the order of the
input, and write each decision as soon as it is made. A report on the data goes to standard error.

Facts over the portfolio (top loss reasons, retention rate) are computed in a first pass, unless the tenant carries
them (see `tenure facts`). For that pass an input of `-` is held in memory.

Exit codes: 0 fine, 1 accounts were refused, 2 something given cannot be used.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  tenure explain portfolio.jsonl --account acme --as-of 2026-06-30
  tenure explain portfolio.jsonl --account acme --as-of 2026-06-30 --why-not high-satisfaction-offer

Exit codes: 0 fine, 1 the account was refused, 2 something given cannot be used, or there is no such account.";

const ACTIONS_EXAMPLES: &str = "\
Examples:
  tenure actions portfolio.jsonl --as-of 2026-06-30
  tenure actions portfolio.jsonl --as-of 2026-06-30 --assignee mina --format csv
  tenure actions portfolio.jsonl --as-of 2026-06-30 --format ics > due.ics
  tenure actions portfolio.jsonl --as-of 2026-06-30 --within-capacity

What was put off (snoozed) is left out until it is proposed again. The calendar file has an all-day event for each due
date; taken in again, it moves events and doubles none.

Exit codes: 0 fine, 1 accounts were refused, 2 something given cannot be used.";

const PLAN_EXAMPLES: &str = "\
Examples:
  tenure plan portfolio.jsonl --as-of 2026-06-30
  tenure plan portfolio.jsonl --as-of 2026-06-30 --days 90 --assignee mina --format jsonl

What is on the list today and comes due within those days, and what will be proposed and come due by then if nothing
else happens: nobody answers, nobody calls, no record comes in. `on` is the day from which on it is on the list.

Exit codes: 0 fine, 1 accounts were refused, 2 something given cannot be used.";

const DIFF_EXAMPLES: &str = "\
Examples:
  tenure diff default-renewal my-rulebook.toml portfolio.jsonl --as-of 2026-06-30
  tenure diff old.toml new.toml portfolio.jsonl --as-of 2026-06-30 --format json
  tenure diff old.toml new.toml portfolio.jsonl --as-of 2026-06-30 --max-band-changes 5%

`default-renewal` is the shipped rulebook. Two actions are the same if their keys are. Limits are numbers, or shares of
the accounts.

Exit codes: 0 fine, 1 accounts were refused, 2 something given cannot be used, 3 a limit is passed.";

const SIGNALS_EXAMPLES: &str = "\
Examples:
  tenure signals
  tenure signals renewal
  tenure signals renewal.months_left
  tenure signals --format json";

const FACTS_EXAMPLES: &str = "\
Example:
  tenure facts portfolio.jsonl --as-of 2026-06-30

The answer is the member `facts` of a tenant. With it in the tenant, `tenure score` goes through the input once.";

const SCHEMA_EXAMPLES: &str = "\
Example:
  tenure schema account > account.schema.json";

/// What every command over a portfolio takes.
#[derive(Debug, Args)]
pub(crate) struct DataArgs {
    /// A JSONL file with one account a line, or `-`; with --adapter a CSV file, a folder of them or a SQLite file
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
}

#[derive(Debug, Args)]
pub(crate) struct ScoreArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// The rulebook, TOML or JSON [default: the one that is shipped, default-renewal]
    #[arg(long, value_name = "FILE")]
    pub(crate) rulebook: Option<PathBuf>,
    /// How to write the decisions
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// The language of reasons and titles in the table and in CSV
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
    /// Show at most so many accounts of each currency in the table; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) top: usize,
}

/// How decisions are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A ranked table for people.
    Table,
    /// One JSON list of decisions.
    Json,
    /// One decision a line.
    Jsonl,
    /// One line per account for a spreadsheet.
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// The account's id
    #[arg(long, value_name = "ID")]
    pub(crate) account: String,
    /// Why a rule gave no points, or an action is not proposed
    #[arg(long, value_name = "RULE_OR_ACTION")]
    pub(crate) why_not: Option<String>,
    /// The rulebook, TOML or JSON [default: the one that is shipped, default-renewal]
    #[arg(long, value_name = "FILE")]
    pub(crate) rulebook: Option<PathBuf>,
    /// The language of reasons and titles
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(crate) format: Form,
}

#[derive(Debug, Args)]
pub(crate) struct ActionsArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Only what this person does, by id
    #[arg(long, value_name = "ID")]
    pub(crate) assignee: Option<String>,
    /// Share out what everybody can take on: overflow goes to the backup, then to the manager
    #[arg(long)]
    pub(crate) within_capacity: bool,
    /// The rulebook, TOML or JSON [default: the one that is shipped, default-renewal]
    #[arg(long, value_name = "FILE")]
    pub(crate) rulebook: Option<PathBuf>,
    /// The language of reasons and titles
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
    /// How to write the list
    #[arg(long, value_enum, default_value_t = WorkFormat::Table)]
    pub(crate) format: WorkFormat,
}

#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// So many days ahead
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(crate) days: u64,
    /// Only what this person does, by id
    #[arg(long, value_name = "ID")]
    pub(crate) assignee: Option<String>,
    /// The rulebook, TOML or JSON [default: the one that is shipped, default-renewal]
    #[arg(long, value_name = "FILE")]
    pub(crate) rulebook: Option<PathBuf>,
    /// The language of reasons and titles
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
    /// How to write the list
    #[arg(long, value_enum, default_value_t = WorkFormat::Table)]
    pub(crate) format: WorkFormat,
}

/// How a list of things to do is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WorkFormat {
    /// By person, for people.
    Table,
    /// One thing to do a line.
    Jsonl,
    /// One line per thing to do for a spreadsheet.
    Csv,
    /// Due dates as a calendar file (iCalendar).
    Ics,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The rulebook as it is, TOML or JSON; `default-renewal` is the one that is shipped
    pub(crate) old: PathBuf,
    /// The rulebook as it would be
    pub(crate) new: PathBuf,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// How to write the difference
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(crate) format: Form,
    /// The language of the words around it
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
    /// Exit with 3 if more accounts change band: a number, or a share such as 5%
    #[arg(long, value_name = "LIMIT", value_parser = Limit::parse)]
    pub(crate) max_band_changes: Option<Limit>,
    /// Exit with 3 if more actions are added: a number, or a share of the accounts
    #[arg(long, value_name = "LIMIT", value_parser = Limit::parse)]
    pub(crate) max_actions_added: Option<Limit>,
    /// Exit with 3 if more actions are taken away: a number, or a share of the accounts
    #[arg(long, value_name = "LIMIT", value_parser = Limit::parse)]
    pub(crate) max_actions_removed: Option<Limit>,
}

/// How much may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// So many.
    Count(usize),
    /// A share of the accounts, in hundredths of a percent.
    Share(u64),
}

impl Limit {
    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "a limit is a number such as 12, or a share such as 5% or 2.5%".to_owned();
        let Some(share) = text.strip_suffix('%') else {
            return text.parse().map(Self::Count).map_err(|_| wrong());
        };
        let (whole, part) = share
            .trim_end()
            .split_once('.')
            .unwrap_or((share.trim_end(), "0"));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > 2 {
            return Err(wrong());
        }
        let whole: u64 = whole.parse().map_err(|_| wrong())?;
        let part: u64 = format!("{part:0<2}").parse().map_err(|_| wrong())?;
        let share = whole
            .checked_mul(100)
            .and_then(|share| share.checked_add(part));
        share.map(Self::Share).ok_or_else(wrong)
    }

    /// Whether a count is more than allowed, of so many accounts.
    pub(crate) fn is_passed(self, count: usize, accounts: usize) -> bool {
        match self {
            Self::Count(limit) => count > limit,
            Self::Share(share) => count as u128 * 10_000 > u128::from(share) * accounts as u128,
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Count(limit) => write!(f, "{limit}"),
            Self::Share(share) if share % 100 == 0 => write!(f, "{} %", share / 100),
            Self::Share(share) => write!(f, "{}.{:02} %", share / 100, share % 100),
        }
    }
}

/// For people or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct SignalsArgs {
    /// Only those of a namespace (`renewal`), or one in full (`renewal.months_left`)
    pub(crate) name: Option<String>,
    /// How to write them
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(crate) format: Form,
}

#[derive(Debug, Args)]
pub(crate) struct FactsArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// Of what
    #[arg(value_enum)]
    pub(crate) of: SchemaOf,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// One line of a portfolio.
    Account,
    /// The tenant.
    Tenant,
    /// One line of the answer.
    Decision,
    /// A rulebook.
    Rulebook,
}

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
