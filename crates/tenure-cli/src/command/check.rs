//! `tenure check`: everything that is wrong with a rulebook, and what its author may not mean.

mod deep;

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use super::{Outcome, stdout};
use crate::args::{CheckArgs, Form};
use crate::facade::{
    Diagnostic, DiagnosticLevel, Error, Rulebook, is_shipped, load_rulebook, with_plugins,
};
use crate::failure::Failure;
use crate::plugins;
use crate::render::text::counted;

use deep::Looked;

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, Failure> {
    let (rulebook, diagnostics) = match load(&args.rulebook)? {
        Ok(rulebook) => {
            let warnings = rulebook.warnings().to_vec();
            (Some(rulebook), warnings)
        }
        Err(error) => (None, error.diagnostics().to_vec()),
    };
    let looked = match &rulebook {
        Some(rulebook) if args.deep => Some(deep::look(args, rulebook)?),
        Some(_) | None => None,
    };
    let mut out = stdout();
    match args.format {
        Form::Text => text(&mut out, rulebook.as_ref(), &diagnostics, looked.as_ref())?,
        Form::Json => {
            let found: Vec<_> = diagnostics.iter().map(to_json).collect();
            let mut answer = json!({ "usable": rulebook.is_some(), "diagnostics": found });
            if let (Some(looked), Some(fields)) = (&looked, answer.as_object_mut()) {
                fields.insert("deep".to_owned(), looked.deep.to_json());
            }
            serde_json::to_writer_pretty(&mut out, &answer).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    match rulebook {
        // Its plugins are loaded and bound, too.
        Some(rulebook) => {
            scripts(&rulebook, &args.rulebook)?;
            with_plugins(rulebook, &args.rulebook)?
        }
        None => return Ok(Outcome::RulebookRefused),
    };
    Ok(match looked {
        Some(looked) if looked.refused_any => Outcome::AccountsRefused,
        Some(_) | None => Outcome::Fine,
    })
}

/// Refuses a rulebook with a script that would fail on the rows that come to its mistake.
fn scripts(rulebook: &Rulebook, path: &Path) -> Result<(), Failure> {
    let mistakes = plugins::mistakes_of(rulebook, path)?;
    if mistakes.is_empty() {
        return Ok(());
    }
    let all = mistakes.join("\n\n");
    Err(Failure::mistakes(
        path,
        mistakes.len(),
        " in its scripts",
        &all,
    ))
}

/// The shipped rulebook by its name, or one from a file.
fn load(path: &Path) -> Result<Result<Rulebook, Error>, Failure> {
    if is_shipped(path) {
        return Ok(Ok(Rulebook::default_renewal()));
    }
    load_rulebook(path)
}

fn text(
    out: &mut impl Write,
    rulebook: Option<&Rulebook>,
    diagnostics: &[Diagnostic],
    looked: Option<&Looked>,
) -> Result<(), Failure> {
    for diagnostic in diagnostics {
        writeln!(out, "{diagnostic}\n")?;
    }
    if let Some(looked) = looked {
        looked.write(out)?;
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
                "{} {}: {} rules, {} overlays, {} actions; {}{}",
                checked.id,
                checked.version,
                checked.rules.len(),
                checked.overlays.len(),
                checked.actions.len(),
                count(warnings, "warning"),
                looked.map(Looked::summary).unwrap_or_default()
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

pub(super) fn count(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}s"),
        _ => counted(number, what),
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
