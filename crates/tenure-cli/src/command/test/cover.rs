//! What of a rulebook given accounts show.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tenure_testkit::coverage::{Cover, CoverError, Options, Report};

use super::properties::Given;
use super::tenant;
use crate::args::{Form, TestArgs};
use crate::command::batches::each_batch;
use crate::command::{Outcome, stdout};
use crate::facade::is_shipped;
use crate::failure::Failure;
use crate::source::{self, say};

impl From<CoverError> for Failure {
    fn from(error: CoverError) -> Self {
        match error {
            CoverError::Folder(error) => super::refused(error),
            error => Self::Refused(error.to_string()),
        }
    }
}

pub(super) fn run(args: &TestArgs, input: &Path) -> Result<Outcome, Failure> {
    let given = Given::read(Some(&*args.path).filter(|_| !is_shipped(&args.path)))?;
    let mut cover = Cover::with_plugins(given.rulebook(), &given.plugins()?)?;
    let outcome = if input.is_dir() {
        let beside = Some(input.join("tenant.json")).filter(|path| path.is_file());
        cover.add_folder(input, &tenant(args.tenant.clone().or(beside))?)?;
        Outcome::Fine
    } else {
        portfolio(args, input, &mut cover)?
    };
    let report = cover.complete(Options {
        tries: args.cases.unwrap_or(0),
        seed: args.seed.unwrap_or(1),
    });
    let mut out = stdout();
    match args.format {
        Form::Text => writeln!(out, "{report}")?,
        Form::Json => {
            serde_json::to_writer_pretty(&mut out, &report.to_json())
                .map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    if let Some(folder) = &args.keep {
        for file in keep(&report, folder)? {
            say(&format!("kept: {}", file.display()));
        }
    }
    Ok(outcome)
}

/// Looks at the accounts of a file.
fn portfolio(args: &TestArgs, input: &Path, cover: &mut Cover<'_>) -> Result<Outcome, Failure> {
    let as_of = args.as_of.ok_or_else(|| {
        Failure::Refused(
            "accounts of a file are decided for a day: say which with --as-of".to_owned(),
        )
    })?;
    let source = source::open(&args.data(input.to_owned(), as_of))?.with_facts(as_of)?;
    let mut quality = source.quality;
    let tenant = source.tenant;
    each_batch(&source.portfolio, &mut quality, |accounts| {
        Ok(cover.add(&accounts, &tenant, as_of)?)
    })?;
    cover.add_tenant(&tenant, as_of)?;
    quality.write(&mut std::io::stderr().lock())?;
    Ok(Outcome::of(&quality))
}

/// Writes each account that was made into a folder; the files.
fn keep(report: &Report, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| Failure::file(&path, &error)
    };
    let mut files = Vec::new();
    for (number, exercise) in report.exercises().into_iter().enumerate() {
        fs::create_dir_all(folder).map_err(failed(folder))?;
        let file = folder.join(format!("{:03}.cover.json", number + 1));
        fs::write(&file, exercise.to_text()).map_err(failed(&file))?;
        files.push(file);
    }
    Ok(files)
}
