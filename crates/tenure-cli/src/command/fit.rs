//! `tenure fit`: from a table of known outcomes to a rulebook.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tenure_insight::fit::{Fitted, Report, Settings, Table, fit};

use super::{Outcome, stdout};
use crate::args::{FitArgs, Form};
use crate::failure::Failure;
use crate::render::colour::Colour;
use crate::render::fit as page;
use crate::source::say;

/// What the adapter's query begins with, so that no other query is written over.
const MARK: &str = "-- Makes accounts of the rows of a table; written by `tenure fit`.\n";

pub(super) fn run(args: &FitArgs) -> Result<Outcome, Failure> {
    let file = fs::File::open(&args.table).map_err(|error| Failure::file(&args.table, &error))?;
    let told = |error: tenure_insight::Error| {
        Failure::Refused(format!("{}: {error}", args.table.display()))
    };
    let table = Table::read(io::BufReader::new(file)).map_err(told)?;
    let fitted = fit(&table, &settings(args)).map_err(told)?;
    let report = fitted.report();
    tell(args, report)?;
    if !report.has_signal && !args.anyway {
        say(&no_signal(report));
        return Ok(Outcome::NoSignal);
    }
    write(args, &fitted)?;
    Ok(Outcome::Fine)
}

fn settings(args: &FitArgs) -> Settings {
    Settings {
        positive: args.positive.clone(),
        id: args.id.clone(),
        monotone: args.monotone.iter().cloned().collect(),
        leave_out: args.leave_out.clone(),
        keep: args.keep.clone(),
        folds: args.folds,
        pdo: args.pdo,
        horizon_months: args.horizon_months,
        calibration: args.calibration.method(),
        ..Settings::new(args.target.clone())
    }
}

/// Whether the rulebook goes to standard output, and the report where it does not get in its way.
fn is_piped(args: &FitArgs) -> bool {
    args.output.as_deref() == Some(Path::new("-"))
}

fn tell(args: &FitArgs, report: &Report) -> Result<(), Failure> {
    if is_piped(args) {
        let stderr = io::stderr();
        let colour = Colour::wanted(&stderr);
        return tell_to(&mut stderr.lock(), args, report, colour);
    }
    tell_to(&mut stdout(), args, report, Colour::wanted(&io::stdout()))
}

fn tell_to(
    out: &mut dyn Write,
    args: &FitArgs,
    report: &Report,
    colour: Colour,
) -> Result<(), Failure> {
    match args.format {
        Form::Text => page::report(out, &args.table.display().to_string(), report, colour)?,
        Form::Json => {
            serde_json::to_writer_pretty(&mut *out, report).map_err(io::Error::from)?;
            writeln!(out)?;
        }
    }
    Ok(out.flush()?)
}

fn no_signal(report: &Report) -> String {
    let auc = report.validation.auc.map_or_else(String::new, |auc| {
        format!(
            " (AUC {:.3}, 95 % interval {:.3} to {:.3})",
            auc.area, auc.low, auc.high
        )
    });
    format!(
        "no signal: by these columns, rows that were held out cannot be told apart better than by chance{auc}. Nothing was written; \
         gather columns that were known before the loss, or more rows. --anyway writes the rulebook all the same"
    )
}

fn write(args: &FitArgs, fitted: &Fitted) -> Result<(), Failure> {
    let stem = args.table.file_stem().unwrap_or_default().to_string_lossy();
    let rulebook = fitted.rulebook(&id(&stem));
    match &args.output {
        None => say("no rulebook was written: -o FILE says where it goes"),
        Some(_) if is_piped(args) => {
            let mut out = stdout();
            out.write_all(rulebook.as_bytes())?;
            out.flush()?;
        }
        Some(path) => {
            fs::write(path, rulebook).map_err(|error| Failure::file(path, &error))?;
            say(&format!("rulebook: {}", path.display()));
        }
    }
    let Some(folder) = &args.adapter else {
        return Ok(());
    };
    let query = adapter(folder, &fitted.accounts_query(&stem))?;
    say(&format!("adapter: {query}"));
    if let Some(path) = args.output.as_deref().filter(|_| !is_piped(args)) {
        say(&format!(
            "score with: tenure score {} --adapter {} --rulebook {} --as-of DATE",
            args.table.display(),
            folder.display(),
            path.display()
        ));
    }
    Ok(())
}

/// Writes the adapter, but over nobody else's query.
fn adapter(folder: &Path, query: &str) -> Result<String, Failure> {
    let path = folder.join("accounts.sql");
    if fs::read(&path).is_ok_and(|there| !there.starts_with(MARK.as_bytes())) {
        let text = format!(
            "{}: is there already, and was not written by `tenure fit`; name another folder",
            path.display()
        );
        return Err(Failure::Refused(text));
    }
    fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    fs::write(&path, format!("{MARK}{query}")).map_err(|error| Failure::file(&path, &error))?;
    Ok(path.display().to_string())
}

/// An id for the rulebook of a table of this name.
fn id(stem: &str) -> String {
    let fits = |c: char| {
        if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
            c
        } else {
            '-'
        }
    };
    let id: String = stem.chars().take(80).map(fits).collect();
    format!("fitted-{id}")
}
