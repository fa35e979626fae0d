//! The `tenure` command: from files to a ranked, explained list of what to do.

mod adapter;
mod amount;
mod args;
mod command;
mod facade;
mod failure;
mod input;
mod nearest;
mod output;
mod plugins;
mod progress;
mod quality;
mod render;
mod report;
mod source;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use failure::Failure;

/// Runs the command with the arguments of this process.
pub fn run() -> ExitCode {
    let arguments = args::Arguments::parse();
    match command::run(&arguments.command) {
        Ok(outcome) => outcome.into(),
        Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Err(Failure::Refused(text)) => {
            // Nobody may be listening on standard error either; there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "error: {text}");
            ExitCode::from(2)
        }
    }
}
