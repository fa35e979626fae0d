//! `tenure test`: a folder of cases, each a story of what is to come of an account.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tenure_testkit::cases::{CaseReport, CaseResult, Folder, FolderError, run_folder};

use super::{Outcome, stdout};
use crate::args::TestArgs;
use crate::facade::engine;
use crate::failure::Failure;
use crate::source::read_text;

pub(super) fn run(args: &TestArgs) -> Result<Outcome, Failure> {
    let beside = |name: &str| Some(args.folder.join(name)).filter(|path| path.is_file());
    let rulebook = args.rulebook.clone().or_else(|| beside("rulebook.toml"));
    let engine = engine(rulebook.as_deref())?;
    let folder = Folder {
        path: args.folder.clone(),
        tenant: tenant(args.tenant.clone().or_else(|| beside("tenant.json")))?,
    };
    let reports = run_folder(&engine, &folder).map_err(refused)?;
    let mut out = stdout();
    for report in &reports {
        write_report(&mut out, report)?;
    }
    let passed = reports
        .iter()
        .filter(|report| report.result == CaseResult::Passed)
        .count();
    let failed = reports.len() - passed;
    writeln!(
        out,
        "\n{} {}: {passed} passed, {failed} failed",
        reports.len(),
        if reports.len() == 1 { "case" } else { "cases" }
    )?;
    out.flush()?;
    Ok(if failed == 0 {
        Outcome::Fine
    } else {
        Outcome::CasesFailed
    })
}

fn refused(error: FolderError) -> Failure {
    match error {
        FolderError::Io(path, error) => Failure::file(&path, &error),
        FolderError::NoCases(_) => Failure::Refused(error.to_string()),
    }
}

/// The tenant of all cases: an empty one where there is no file.
fn tenant(path: Option<PathBuf>) -> Result<Value, Failure> {
    let Some(path) = path else {
        return Ok(Value::Object(serde_json::Map::new()));
    };
    let refused = |why: String| Failure::Refused(format!("{}: {why}", path.display()));
    match serde_json::from_str(&read_text(&path)?) {
        Ok(tenant @ Value::Object(_)) => Ok(tenant),
        Ok(_) => Err(refused("a tenant is a JSON object".to_owned())),
        Err(error) => Err(refused(error.to_string())),
    }
}

fn write_report(out: &mut impl Write, report: &CaseReport) -> Result<(), Failure> {
    let name = name(&report.file, &report.title);
    match &report.result {
        CaseResult::Passed => writeln!(out, "ok      {name}")?,
        CaseResult::Broken(why) => writeln!(out, "BROKEN  {name}\n{}", indented(why))?,
        CaseResult::Failed(differences) => {
            writeln!(out, "FAILED  {name}")?;
            for difference in differences {
                writeln!(out, "{}", indented(&difference.to_string()))?;
            }
        }
    }
    Ok(())
}

fn name(file: &Path, title: &str) -> String {
    if title.is_empty() {
        file.display().to_string()
    } else {
        format!("{}: {title}", file.display())
    }
}

fn indented(text: &str) -> String {
    let lines = text
        .trim_end()
        .lines()
        .map(|line| format!("        {line}"));
    lines.collect::<Vec<_>>().join("\n")
}
