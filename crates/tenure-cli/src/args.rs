//! The command's arguments.

mod backtest;
mod check;
mod diff;
mod fit;
mod measure;
mod plugin;
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
pub(crate) use diff::DiffArgs;
pub(crate) use fit::FitArgs;
pub(crate) use plugin::{
    PluginBuildArgs, PluginCommand, PluginFileArgs, PluginInspectArgs, PluginLanguage,
    PluginNewArgs, PluginRunArgs, PluginTestArgs,
};

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
    #[command(after_help = diff::EXAMPLES)]
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
