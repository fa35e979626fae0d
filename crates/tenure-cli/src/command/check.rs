//! `tenure check`: everything that is wrong with a rulebook.

use std::io::Write;

use serde_json::{Value, json};

use super::{Outcome, stdout};
use crate::args::{CheckArgs, Form};
use crate::facade::{Diagnostic, DiagnosticLevel, Rulebook, load_rulebook, with_plugins};
use crate::failure::Failure;

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, Failure> {
    let (rulebook, diagnostics) = match load_rulebook(&args.rulebook)? {
        Ok(rulebook) => {
            let warnings = rulebook.warnings().to_vec();
            (Some(rulebook), warnings)
        }
        Err(error) => (None, error.diagnostics().to_vec()),
    };
    let mut out = stdout();
    match args.format {
        Form::Text => text(&mut out, rulebook.as_ref(), &diagnostics)?,
        Form::Json => {
            let found: Vec<_> = diagnostics.iter().map(to_json).collect();
            let answer = json!({ "usable": rulebook.is_some(), "diagnostics": found });
            serde_json::to_writer_pretty(&mut out, &answer).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    match rulebook {
        // Its plugins are loaded and bound, too.
        Some(rulebook) => with_plugins(rulebook, &args.rulebook).map(|_| Outcome::Fine),
        None => Ok(Outcome::RulebookRefused),
    }
}

fn text(
    out: &mut impl Write,
    rulebook: Option<&Rulebook>,
    diagnostics: &[Diagnostic],
) -> Result<(), Failure> {
    for diagnostic in diagnostics {
        writeln!(out, "{diagnostic}\n")?;
    }
    let errors = diagnostics
        .iter()
        .filter(|found| found.level == DiagnosticLevel::Error)
        .count();
    let warnings = diagnostics.len() - errors;
    match rulebook {
        Some(rulebook) => {
            let checked = rulebook.checked();
            writeln!(
                out,
                "{} {}: {} rules, {} overlays, {} actions; {}",
                checked.id,
                checked.version,
                checked.rules.len(),
                checked.overlays.len(),
                checked.actions.len(),
                count(warnings, "warning")
            )?;
        }
        None => writeln!(
            out,
            "{}, {}",
            count(errors, "error"),
            count(warnings, "warning")
        )?,
    }
    Ok(())
}

fn count(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

fn to_json(diagnostic: &Diagnostic) -> Value {
    let level = match diagnostic.level {
        DiagnosticLevel::Error => "error",
        DiagnosticLevel::Warning => "warning",
    };
    let place = &diagnostic.place;
    json!({
        "level": level,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "entry": diagnostic.entry,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "length": place.length,
    })
}
