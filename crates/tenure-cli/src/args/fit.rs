//! The arguments of `tenure fit`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tenure_insight::fit::{CalibrationMethod, Direction};

use super::Form;

pub(super) const EXAMPLES: &str = "\
Examples:
  tenure fit customers.csv --target Churn
  tenure fit customers.csv --target Churn --positive Yes --id customerID -o fitted.toml --adapter fitted-adapter/
  tenure score customers.csv --adapter fitted-adapter/ --rulebook fitted.toml --as-of 2026-06-30

The table is a CSV file whose first row names the columns. What is told of accuracy comes from rows that were held out.
Where they cannot be told apart better than by chance nothing is written, unless --anyway says so. docs/fitting.md
tells how to read the report and what to mind.

Exit codes: 0 fine, 2 something given cannot be used, 4 there is no signal in the table.";

#[derive(Debug, Args)]
pub(crate) struct FitArgs {
    /// A CSV table: a row for each account, with what was known of it and whether it was lost
    pub(crate) table: PathBuf,
    /// The column that tells whether an account was lost
    #[arg(long, value_name = "COLUMN")]
    pub(crate) target: String,
    /// What that column holds where it was [default: yes, true, 1 and the like, if there is one]
    #[arg(long, value_name = "VALUE")]
    pub(crate) positive: Option<String>,
    /// The column that names the accounts [default: a column of texts in which no two rows are alike]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) id: Option<String>,
    /// A column of numbers with which the risk only rises, or only falls
    #[arg(long, value_name = "COLUMN=up|down", value_parser = monotone)]
    pub(crate) monotone: Vec<(String, Direction)>,
    /// A column that is not to be used
    #[arg(long, value_name = "COLUMN")]
    pub(crate) leave_out: Vec<String>,
    /// A column that is used though it looks like a leak of the outcome or like an id
    #[arg(long, value_name = "COLUMN")]
    pub(crate) keep: Vec<String>,
    /// In how many parts the rows are cut, each to be scored by what was fitted on the others
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) folds: usize,
    /// Points that double the odds
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) pdo: i64,
    /// The months within which the outcome fell
    #[arg(long, value_name = "N", default_value_t = 12)]
    pub(crate) horizon_months: i64,
    /// How it is learnt what the points mean
    #[arg(long, value_enum, default_value_t = Calibrated::Platt)]
    pub(crate) calibration: Calibrated,
    /// Where the rulebook goes; - is standard output, with the report on standard error
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// A folder for the adapter that makes accounts of the table's rows
    #[arg(long, value_name = "FOLDER")]
    pub(crate) adapter: Option<PathBuf>,
    /// Write them though there is no signal
    #[arg(long)]
    pub(crate) anyway: bool,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(crate) format: Form,
}

/// How it is learnt what the points mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Calibrated {
    /// By a curve of two numbers: steady with few losses
    Platt,
    /// By the best rising line: of any form, for some hundred losses and more
    Isotonic,
}

impl Calibrated {
    /// The library's own word.
    pub(crate) fn method(self) -> CalibrationMethod {
        match self {
            Self::Platt => CalibrationMethod::Platt,
            Self::Isotonic => CalibrationMethod::Isotonic,
        }
    }
}

/// `column=up` or `column=down`; a column's name may have `=` in it.
fn monotone(text: &str) -> Result<(String, Direction), String> {
    let wrong = || "say which way the risk goes: COLUMN=up or COLUMN=down".to_owned();
    let (column, way) = text.rsplit_once('=').ok_or_else(wrong)?;
    let direction = match way {
        "up" => Direction::Up,
        "down" => Direction::Down,
        _ => return Err(wrong()),
    };
    Ok((column.to_owned(), direction))
}
