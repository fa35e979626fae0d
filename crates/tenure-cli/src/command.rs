//! The subcommands.

mod check;
mod explain;
mod facts;
mod schema;
mod score;
mod signals;
mod test;

use std::io::{self, BufWriter, StdoutLock};
use std::process::ExitCode;

use crate::args::Command;
use crate::failure::Failure;

/// How a command ended that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was done.
    Fine,
    /// Accounts were refused; the others have their decisions.
    AccountsRefused,
    /// A rulebook has mistakes, and they were told.
    RulebookRefused,
    /// Cases came out otherwise than they say.
    CasesFailed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::AccountsRefused | Outcome::CasesFailed => Self::from(1),
            Outcome::RulebookRefused => Self::from(2),
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
        Command::Check(args) => check::run(args),
        Command::Signals(args) => signals::run(args),
        Command::Facts(args) => facts::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Test(args) => test::run(args),
    }
}

/// Standard output, buffered.
fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}
