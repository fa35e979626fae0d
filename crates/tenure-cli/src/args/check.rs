//! The arguments of `tenure check`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use tenure_model::read_day;

use super::{DataArgs, Form};

pub(super) const EXAMPLES: &str = "\
Examples:
  tenure check my-rulebook.toml
  tenure check my-rulebook.toml --deep
  tenure check my-rulebook.toml --deep --input portfolio.jsonl --as-of 2026-06-30
  tenure check my-rulebook.toml --deep --format json

--deep looks for what is sound as a text and may not be meant: rules that never hold, gaps and overlaps, caps that cut
nothing, actions that contradict each other or that nobody does. With a portfolio it tells besides which signals are never
supplied, and which rules hold of nearly everybody. docs/checking.md has every code. `default-renewal` is the shipped
rulebook.

Exit codes: 0 the rulebook can be used (there may be warnings), 1 accounts of the portfolio were refused, 2 it cannot.";

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The rulebook, TOML or JSON (`default-renewal`: the one that is shipped)
    pub(crate) rulebook: PathBuf,
    /// Look for what is sound as a text and may not be meant, too
    #[arg(long)]
    pub(crate) deep: bool,
    /// With --deep: a portfolio that the rulebook is for: JSONL, or with --adapter tables
    #[arg(long, value_name = "PORTFOLIO", requires_all = ["deep", "as_of"])]
    pub(crate) input: Option<PathBuf>,
    /// The day for which the portfolio is decided: its end, in the tenant's time zone
    #[arg(long, value_name = "DATE", value_parser = read_day, requires = "input")]
    pub(crate) as_of: Option<NaiveDate>,
    /// The tenant, a JSON file [default: tenant.json beside a JSONL file, if there is one]
    #[arg(long, value_name = "FILE", requires = "input")]
    pub(crate) tenant: Option<PathBuf>,
    /// A folder with one SELECT per kind of record: accounts.sql, contracts.sql, tickets.sql …
    #[arg(long, value_name = "FOLDER", requires = "input")]
    pub(crate) adapter: Option<PathBuf>,
    /// Tell of rules that give points to more than so many percent of the portfolio
    #[arg(long, value_name = "PERCENT", default_value_t = 50, requires = "input",
          value_parser = clap::value_parser!(u64).range(0..=100))]
    pub(crate) too_often: u64,
    /// How to write what was found
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(crate) format: Form,
}

impl CheckArgs {
    /// The portfolio, if there is one.
    pub(crate) fn data(&self) -> Option<DataArgs> {
        Some(DataArgs {
            input: self.input.clone()?,
            as_of: self.as_of?,
            tenant: self.tenant.clone(),
            adapter: self.adapter.clone(),
        })
    }
}
