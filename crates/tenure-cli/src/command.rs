//! The subcommands.

mod actions;
mod backtest;
mod batches;
mod causes;
mod check;
mod diff;
mod explain;
mod facts;
mod fit;
mod metrics;
mod plan;
mod plugin;
mod report;
mod schema;
mod score;
mod signals;
mod test;

use std::io::{self, BufWriter, StdoutLock};
use std::process::ExitCode;

use crate::args::Command;
use crate::failure::Failure;
use crate::quality::Quality;

/// How a command ended that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was done.
    Fine,
    /// Accounts were refused; the others have their decisions.
    AccountsRefused,
    /// A rulebook has mistakes, and they were told.
    RulebookRefused,
    /// Cases came out otherwise than they say, or a plugin broke a promise.
    CasesFailed,
    /// More changes than the limits given allow.
    LimitPassed,
    /// A table tells nothing of its outcome, and nothing was written.
    NoSignal,
}

impl Outcome {
    /// Everything was done, but for the accounts that were refused.
    fn of(quality: &Quality) -> Self {
        if quality.refused_any() {
            Self::AccountsRefused
        } else {
            Self::Fine
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::AccountsRefused | Outcome::CasesFailed => Self::from(1),
            Outcome::RulebookRefused => Self::from(2),
            Outcome::LimitPassed => Self::from(3),
            Outcome::NoSignal => Self::from(4),
        }
    }
}

/// Runs a subcommand.
///
/// # Errors
/// Whatever keeps it from its end.
pub(crate) fn run(command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Score(args) => score::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Actions(args) => actions::run(args),
        Command::Plan(args) => plan::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Check(args) => check::run(args),
        Command::Signals(args) => signals::run(args),
        Command::Facts(args) => facts::run(args),
        Command::Metrics(args) => metrics::run(args),
        Command::Causes(args) => causes::run(args),
        Command::Report(args) => report::run(args),
        Command::Backtest(args) => backtest::run(args),
        Command::Fit(args) => fit::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Test(args) => test::run(args),
        Command::Plugin(command) => plugin::run(command),
    }
}

/// Standard output, buffered.
fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}
