//! `tenure test`: a folder of cases, each a story of what is to come of an account; or the properties of a rulebook.

mod cover;
mod properties;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tenure_testkit::cases::{CaseReport, CaseResult, Difference, Folder, FolderError, run_folder};
use tenure_testkit::property::{Report, WitnessReport, junit, run_witnesses};

use super::{Outcome, stdout};
use crate::args::{Form, TestArgs};
use crate::facade::{engine, is_shipped};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::source::{read_text, say};

use properties::Given;

pub(super) fn run(args: &TestArgs) -> Result<Outcome, Failure> {
    if let Some(input) = &args.cover {
        return cover::run(args, input);
    }
    let shipped = is_shipped(&args.path);
    let is_rulebook = shipped || args.path.is_file();
    used(args, is_rulebook)?;
    let came = if is_rulebook {
        Came {
            told: Vec::new(),
            report: Some(properties_of(args, Some(&*args.path).filter(|_| !shipped))?),
        }
    } else {
        folder(args)?
    };
    if let Some(file) = &args.junit {
        let text = junit("tenure test", &came.results());
        fs::write(file, text).map_err(|error| Failure::file(file, &error))?;
    }
    let mut out = stdout();
    match args.format {
        Form::Text => came.write(&mut out)?,
        Form::Json => came.write_json(&mut out)?,
    }
    out.flush()?;
    if is_rulebook && came.is_fine() && args.format == Form::Text {
        say(&beyond_properties(args, shipped));
    }
    if let (Some(folder), Some(report)) = (&args.keep, &came.report) {
        for line in properties::keep(report, folder)? {
            say(&line);
        }
    }
    Ok(if came.is_fine() {
        Outcome::Fine
    } else {
        Outcome::CasesFailed
    })
}

/// What properties leave open: they hold of every account, and say of none what is to come of it.
fn beyond_properties(args: &TestArgs, shipped: bool) -> String {
    let rulebook = match shipped {
        true => String::new(),
        false => format!(" --rulebook {}", args.path.display()),
    };
    format!("no cases were tried: `tenure test FOLDER{rulebook}` runs those of a folder")
}

/// Refuses what would be left unused.
fn used(args: &TestArgs, is_rulebook: bool) -> Result<(), Failure> {
    let given =
        |all: &[(&'static str, bool)]| all.iter().find(|(_, given)| *given).map(|(name, _)| *name);
    let path = args.path.display();
    if is_rulebook {
        return match given(&args.of_folders()) {
            Some(name) => Err(Failure::Refused(format!(
                "{name} is for a folder of cases, and {path} is a rulebook; leave it out, or give the folder"
            ))),
            None => Ok(()),
        };
    }
    let is_alone = args.path.is_dir() && !args.properties;
    match given(&args.of_properties()).filter(|_| is_alone) {
        Some(name) => Err(Failure::Refused(format!(
            "{name} is for the properties of a rulebook, and {path} is a folder of cases; add --properties, or give the rulebook"
        ))),
        None => Ok(()),
    }
}

fn properties_of(args: &TestArgs, path: Option<&Path>) -> Result<Report, Failure> {
    let given = Given::read(path)?;
    let mut progress = None;
    let report = given.kit(args)?.run_watched(|tried, all| {
        let bar = progress.get_or_insert_with(|| Progress::quiet("accounts", Some(all)));
        bar.at(tried);
    })?;
    drop(progress);
    match &args.only {
        Some(only) if report.findings.is_empty() => Err(Failure::Refused(format!(
            "the rulebook has no property `{only}`; without --only all are tried, and named"
        ))),
        Some(_) | None => Ok(report),
    }
}

/// The cases of a folder, what broke a property once, and, where that is asked for, the properties of its rulebook.
fn folder(args: &TestArgs) -> Result<Came, Failure> {
    let beside = |name: &str| Some(args.path.join(name)).filter(|path| path.is_file());
    let rulebook = args.rulebook.clone().or_else(|| beside("rulebook.toml"));
    let engine = engine(rulebook.as_deref())?;
    let folder = Folder {
        path: args.path.clone(),
        tenant: tenant(args.tenant.clone().or_else(|| beside("tenant.json")))?,
    };
    let cases = run_folder(&engine, &folder).map_err(refused)?;
    let given = Given::read(rulebook.as_deref())?;
    let witnesses = run_witnesses(&given.kit(args)?, &args.path).map_err(refused)?;
    let report = match args.properties {
        true => Some(properties_of(args, rulebook.as_deref())?),
        false => None,
    };
    let cases = cases.iter().map(Told::of_case);
    let witnesses = witnesses.iter().map(Told::of_witness);
    Ok(Came {
        told: cases.chain(witnesses).collect(),
        report,
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

/// What came out.
struct Came {
    told: Vec<Told>,
    report: Option<Report>,
}

/// What came of one file.
struct Told {
    file: String,
    name: String,
    word: &'static str,
    /// What is wrong, if anything is.
    why: Option<String>,
    /// Whether that is said line by line, as a case has it and as it came out.
    compares: bool,
}

impl Told {
    fn of_case(report: &CaseReport) -> Self {
        let (word, why) = match &report.result {
            CaseResult::Passed => ("ok", None),
            CaseResult::Broken(why) => ("BROKEN", Some(why.clone())),
            CaseResult::Failed(differences) => {
                let all: Vec<String> = differences.iter().map(Difference::to_string).collect();
                ("FAILED", Some(all.join("\n")))
            }
        };
        Self {
            file: report.file.display().to_string(),
            name: name(&report.file, &report.title),
            word,
            why,
            compares: word == "FAILED",
        }
    }

    fn of_witness(report: &WitnessReport) -> Self {
        let (word, why) = match &report.result {
            Ok(None) => ("ok", None),
            Ok(Some(found)) => ("FAILED", Some(found.story.clone())),
            Err(why) => ("BROKEN", Some(why.clone())),
        };
        Self {
            file: report.file.display().to_string(),
            name: name(&report.file, &report.title),
            word,
            why,
            compares: false,
        }
    }
}

impl Came {
    fn failed(&self) -> usize {
        self.told.iter().filter(|told| told.why.is_some()).count()
    }

    /// The files that failed, as many lines may stand between them and the end; and how their differences are read.
    fn which_failed(&self) -> String {
        let failed = self.told.iter().filter(|told| told.why.is_some());
        let files: Vec<&str> = failed.map(|told| told.file.as_str()).collect();
        if files.is_empty() {
            return String::new();
        }
        let compared = self.told.iter().any(|told| told.compares);
        let key = "\n`-` is what the case says, `+` what came out";
        format!(": {}{}", files.join(", "), if compared { key } else { "" })
    }

    fn is_fine(&self) -> bool {
        self.failed() == 0 && self.report.as_ref().is_none_or(Report::is_kept)
    }

    /// Every file and property by name, and why it failed, if it did.
    fn results(&self) -> Vec<(String, Option<String>)> {
        let told = self.told.iter();
        let mut results: Vec<(String, Option<String>)> = told
            .map(|told| (told.name.clone(), told.why.clone()))
            .collect();
        for finding in self.report.iter().flat_map(|report| &report.findings) {
            let name = format!("{}: {}", finding.property, finding.says);
            let why = (!finding.is_kept()).then(|| finding.why());
            results.push((name, why));
        }
        results
    }

    fn write(&self, out: &mut impl Write) -> Result<(), Failure> {
        for Told {
            name, word, why, ..
        } in &self.told
        {
            writeln!(out, "{word:<7} {name}")?;
            if let Some(why) = why {
                writeln!(out, "{}", indented(why))?;
            }
        }
        if !self.told.is_empty() {
            let (all, failed) = (self.told.len(), self.failed());
            let cases = if all == 1 { "case" } else { "cases" };
            writeln!(
                out,
                "\n{all} {cases}: {} passed, {failed} failed{}",
                all - failed,
                self.which_failed()
            )?;
        }
        if let Some(report) = &self.report {
            let gap = if self.told.is_empty() { "" } else { "\n" };
            writeln!(out, "{gap}{report}")?;
        }
        Ok(())
    }

    fn write_json(&self, out: &mut impl Write) -> Result<(), Failure> {
        let cases = self.told.iter().map(|told| {
            let Told {
                name, word, why, ..
            } = told;
            json!({ "case": name, "verdict": word.to_lowercase(), "why": why })
        });
        let cases: Vec<Value> = cases.collect();
        let report = self.report.as_ref().map(Report::to_json);
        let answer = json!({ "cases": cases, "rulebook": report });
        serde_json::to_writer_pretty(&mut *out, &answer).map_err(std::io::Error::from)?;
        writeln!(out)?;
        Ok(())
    }
}

fn name(file: &Path, title: &str) -> String {
    if title.is_empty() {
        file.display().to_string()
    } else {
        format!("{}: {title}", file.display())
    }
}

fn indented(text: &str) -> String {
    let lines = text.trim_end().lines().map(|line| {
        let pad = if line.is_empty() { "" } else { "        " };
        format!("{pad}{line}")
    });
    lines.collect::<Vec<_>>().join("\n")
}
