//! The arguments of `tenure backtest`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use tenure_insight::backtest::Step;
use tenure_model::{Currency, read_day};

use super::DataArgs;
use super::measure::{MetricsFormat, currency};
use crate::amount::Cost;

pub(super) const EXAMPLES: &str = "\
Examples:
  tenure backtest history.jsonl --from 2025-01-31 --to 2025-12-31 --horizon 90d
  tenure backtest history.jsonl --from 2025-01-31 --to 2025-12-31 --every 2w --horizon 6m --rulebook ours.toml
  tenure backtest history.jsonl --from 2025-01-31 --to 2025-12-31 --horizon 90d --rulebook old.toml --against new.toml
  tenure backtest history.jsonl --from 2025-01-31 --to 2025-12-31 --horizon 90d --losses losses.csv --format json

Every customer is decided on each day by what was known at its end, and looked at again at the horizon. What has no
history is left out or told; what tells of the outcome is refused, with the record named. docs/backtest.md tells how to
read the answer.

Exit codes: 0 fine, 1 accounts were refused, 2 something given cannot be used, or tells of the outcome.";

#[derive(Debug, Args)]
pub(crate) struct BacktestArgs {
    /// A JSONL file with one account a line, or `-`; with --adapter a CSV file, a folder of them or a SQLite file
    pub(crate) input: PathBuf,
    /// The first day of decisions
    #[arg(long, value_name = "DATE", value_parser = read_day)]
    pub(crate) from: NaiveDate,
    /// No day of decisions comes after this one
    #[arg(long, value_name = "DATE", value_parser = read_day)]
    pub(crate) to: NaiveDate,
    /// How far the days are apart: 7d, 2w, 1m, 1y
    #[arg(long, value_name = "STEP", default_value = "1m", value_parser = step)]
    pub(crate) every: Step,
    /// How long after its day an outcome is looked for: 90d, 12w, 3m, 1y
    #[arg(long, value_name = "STEP", value_parser = step)]
    pub(crate) horizon: Step,
    /// The rulebook, TOML or JSON [default: the one that is shipped, default-renewal]
    #[arg(long, value_name = "FILE")]
    pub(crate) rulebook: Option<PathBuf>,
    /// Another rulebook, side by side with the first one; `default-renewal` is the one that is shipped
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<PathBuf>,
    /// The tenant, a JSON file [default: tenant.json beside a JSONL file, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) tenant: Option<PathBuf>,
    /// A folder with one SELECT per kind of record: accounts.sql, contracts.sql, tickets.sql …
    #[arg(long, value_name = "FOLDER")]
    pub(crate) adapter: Option<PathBuf>,
    /// What counts as a loss
    #[arg(long, value_enum, default_value_t = LossOf::Customer)]
    pub(crate) loss: LossOf,
    /// Losses in place of those that contracts tell: a CSV file with account_id, lost_on and, if it likes, as_of
    #[arg(long, value_name = "FILE")]
    pub(crate) losses: Option<PathBuf>,
    /// Days after a contract ran out in which its customer is still one
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub(crate) grace: u32,
    /// A customer whose contracts are all paused has left
    #[arg(long)]
    pub(crate) paused_is_churn: bool,
    /// What becomes of what accounts say of themselves without a day: lifecycle, size, labels, plain custom values
    #[arg(long, value_enum, default_value_t = UndatedFields::LeftOut)]
    pub(crate) undated: UndatedFields,
    /// The last day of which the data tells everything [default: the last on which anything happened]
    #[arg(long, value_name = "DATE", value_parser = read_day)]
    pub(crate) known_until: Option<NaiveDate>,
    /// The currency of values, by the tenant's rates [default: the only one there is a way to]
    #[arg(long, value_name = "CODE", value_parser = currency)]
    pub(crate) currency: Option<Currency>,
    /// What it costs to approach an account, in the currency of values, for the expected profit by value [default: it is not told]
    #[arg(long, value_name = "AMOUNT", value_parser = Cost::parse)]
    pub(crate) contact_cost: Option<Cost>,
    /// How often accounts are drawn anew for the intervals, at most 100,000 times; 0: no intervals
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub(crate) resamples: u32,
    /// What is drawn: equal seeds draw alike
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How to write it
    #[arg(long, value_enum, default_value_t = MetricsFormat::Table)]
    pub(crate) format: MetricsFormat,
}

/// What counts as a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LossOf {
    /// The customer left: none of its contracts stands any more
    Customer,
    /// One of its contracts ended, and no other one took its place
    Contract,
}

/// What becomes of fields without a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UndatedFields {
    /// They are not known on any past day
    LeftOut,
    /// They are read as they stand today, and may tell of what came after
    AsToday,
}

pub(super) fn step(text: &str) -> Result<Step, String> {
    text.parse()
        .map_err(|error: tenure_insight::Error| error.to_string())
}

impl BacktestArgs {
    /// The accounts as the other commands have them, on a day by which all outcomes are known.
    pub(crate) fn data(&self) -> DataArgs {
        DataArgs {
            input: self.input.clone(),
            as_of: self.horizon.after(self.to, 1).unwrap_or(self.to),
            tenant: self.tenant.clone(),
            adapter: self.adapter.clone(),
        }
    }
}
