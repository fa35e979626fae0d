//! `tenure plugin test`: what every plugin promises, tried.

use std::io::Write;
use std::path::Path;

use tenure::plugin::Parameters;
use tenure_testkit::kit::try_plugin;

use crate::command::{Outcome, stdout};
use crate::failure::Failure;
use crate::plugins;

pub(super) fn run(path: &Path, seed: u64) -> Result<Outcome, Failure> {
    let plugin = plugins::load(path)?;
    let report = try_plugin(&*plugin, &Parameters::new(), seed)
        .map_err(|error| Failure::Refused(error.to_string()))?;
    let mut out = stdout();
    writeln!(out, "{report}")?;
    out.flush()?;
    Ok(if report.is_kept() {
        Outcome::Fine
    } else {
        Outcome::CasesFailed
    })
}
