//! The arguments of `tenure diff`.

use std::path::PathBuf;

use clap::Args;

use super::{DataArgs, Form};
use crate::amount::decimal;
use crate::render::words::Language;

pub(super) const EXAMPLES: &str = "\
Examples:
  tenure diff default-renewal my-rulebook.toml portfolio.jsonl --as-of 2026-06-30
  tenure diff old.toml new.toml portfolio.jsonl --as-of 2026-06-30 --format json
  tenure diff old.toml new.toml portfolio.jsonl --as-of 2026-06-30 --max-band-changes 5%

`default-renewal` is the shipped rulebook. Two actions are the same if their keys are. Limits are numbers, or shares of
the accounts.

Exit codes: 0 fine, 1 accounts were refused, 2 something given cannot be used, 3 a limit is passed.";

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
        let parts = decimal(share.trim_end()).filter(|(_, part)| part.len() <= 2);
        let (whole, part) = parts.ok_or_else(wrong)?;
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
