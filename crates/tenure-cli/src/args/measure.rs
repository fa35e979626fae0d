//! The arguments of commands over a time.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use tenure_insight::backtest::Step;
use tenure_model::{Currency, read_day};

use super::DataArgs;
use super::backtest::step;
use crate::render::words::Language;

pub(super) const METRICS_EXAMPLES: &str = "\
Examples:
  tenure metrics portfolio.jsonl --from 2025-07-01 --to 2026-07-01
  tenure metrics portfolio.jsonl --from 2025-07-01 --to 2026-07-01 --by industry --currency KRW
  tenure metrics portfolio.jsonl --from 2025-07-01 --to 2026-07-01 --format json --members > metrics.json

The window goes from the first day up to the other one, which is not in it. Every number stands beside numerator and
denominator, and beside the convention that it follows; docs/metrics.md tells them all.

Exit codes: 0 fine, 1 accounts were refused, 2 something given cannot be used.";

pub(super) const CAUSES_EXAMPLES: &str = "\
Examples:
  tenure causes portfolio.jsonl --from 2025-07-01 --to 2026-07-01
  tenure causes portfolio.jsonl --from 2025-07-01 --to 2026-07-01 --format json

Exit codes: 0 fine, 1 accounts were refused, 2 something given cannot be used.";

pub(super) const REPORT_EXAMPLES: &str = "\
Examples:
  tenure report portfolio.jsonl --as-of 2026-06-30 -o report.html
  tenure report portfolio.jsonl --as-of 2026-06-30 -o report.html --lang ko
  tenure report crm/ --adapter my-crm/ --as-of 2026-06-30 --losses losses.csv --horizon 6m -o report.html

The scores are held against the past, where the input holds enough of it: of those who were given so much, how many were
lost. That takes customers who left as well as those who stayed; docs/backtest.md tells what is known of a past day. The page needs nothing beside it and no network; it can be read on a phone, and printed.

Exit codes: 0 fine, 1 accounts were refused, 2 something given cannot be used.";

/// What a command over a portfolio and a time takes.
#[derive(Debug, Args)]
pub(crate) struct TimeArgs {
    /// A JSONL file with one account a line, or `-`; with --adapter a CSV file, a folder of them or a SQLite file
    pub(crate) input: PathBuf,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = read_day)]
    pub(crate) from: NaiveDate,
    /// The day after the last one
    #[arg(long, value_name = "DATE", value_parser = read_day)]
    pub(crate) to: NaiveDate,
    /// The tenant, a JSON file [default: tenant.json beside a JSONL file, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) tenant: Option<PathBuf>,
    /// A folder with one SELECT per kind of record: accounts.sql, contracts.sql, tickets.sql …
    #[arg(long, value_name = "FOLDER")]
    pub(crate) adapter: Option<PathBuf>,
    /// The currency of every amount, by the tenant's rates [default: the only one there is a way to]
    #[arg(long, value_name = "CODE", value_parser = currency)]
    pub(crate) currency: Option<Currency>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = MetricsFormat::Table)]
    pub(crate) format: MetricsFormat,
    /// The language of names and headings in the table
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
}

pub(super) fn currency(text: &str) -> Result<Currency, String> {
    Currency::new(text).ok_or_else(|| "a currency is an ISO 4217 code such as KRW".to_owned())
}

impl TimeArgs {
    /// The accounts and the day `--to`, as the other commands have them.
    pub(crate) fn data(&self) -> DataArgs {
        DataArgs {
            input: self.input.clone(),
            as_of: self.to,
            tenant: self.tenant.clone(),
            adapter: self.adapter.clone(),
        }
    }
}

/// How measurements are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MetricsFormat {
    /// For people.
    Table,
    /// One JSON object.
    Json,
    /// One line per number for a spreadsheet.
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct MetricsArgs {
    #[command(flatten)]
    pub(crate) time: TimeArgs,
    /// Also for each group of accounts, as they stood on the first day
    #[arg(long, value_enum)]
    pub(crate) by: Option<GroupBy>,
    /// Name in JSON and CSV whom each number counts
    #[arg(long)]
    pub(crate) members: bool,
    /// Show other definitions of the same metrics in the table too
    #[arg(long)]
    pub(crate) variants: bool,
    /// Count all accounts under one topmost parent as one customer
    #[arg(long)]
    pub(crate) by_parent: bool,
    /// Days after a contract ran out in which its customer is still one
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub(crate) grace: u32,
    /// A customer whose contracts are all paused has left
    #[arg(long)]
    pub(crate) paused_is_churn: bool,
    /// Who comes back after more days than this is new [default: whoever comes back is reactivated]
    #[arg(long, value_name = "DAYS")]
    pub(crate) reactivation_within: Option<u32>,
    /// Leave out who came and left within the time
    #[arg(long)]
    pub(crate) ignore_intra_window: bool,
    /// The part of revenue that is margin, in percent, for lifetime values
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(i64).range(0..=100))]
    pub(crate) gross_margin: i64,
    /// The rulebook for the revenue at risk on the day --to [default: the one that is shipped, default-renewal]
    #[arg(long, value_name = "FILE")]
    pub(crate) rulebook: Option<PathBuf>,
}

/// What accounts are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GroupBy {
    /// The industry
    Industry,
    /// The segment
    Segment,
    /// Who looked after the account
    Owner,
    /// The year in which the customer began
    Cohort,
    /// The level of satisfaction
    Satisfaction,
}

#[derive(Debug, Args)]
pub(crate) struct CausesArgs {
    #[command(flatten)]
    pub(crate) time: TimeArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The rulebook, TOML or JSON [default: the one that is shipped, default-renewal]
    #[arg(long, value_name = "FILE")]
    pub(crate) rulebook: Option<PathBuf>,
    /// The currency of lost revenue, by the tenant's rates [default: the only one there is a way to]
    #[arg(long, value_name = "CODE", value_parser = currency)]
    pub(crate) currency: Option<Currency>,
    /// Losses in place of those that contracts tell, to hold the scores against: a file as `tenure backtest` takes it
    #[arg(long, value_name = "FILE")]
    pub(crate) losses: Option<PathBuf>,
    /// How long after a past day a loss is looked for, to hold the scores against: 90d, 12w, 3m, 1y
    #[arg(long, value_name = "STEP", default_value = "90d", value_parser = step)]
    pub(crate) horizon: Step,
    /// The language of the page
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
}
