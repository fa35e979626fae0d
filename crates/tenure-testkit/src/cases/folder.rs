//! A folder of cases.

use std::fmt;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value as Json;
use tenure::Engine;

use super::{Case, Difference};
use crate::property;

/// What to run the cases of a folder with.
#[derive(Debug, Clone)]
pub struct Folder {
    /// The folder; folders in it are looked into as well.
    pub path: PathBuf,
    /// The tenant, as JSON.
    pub tenant: Json,
}

/// How one case ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseResult {
    /// It came out as it says.
    Passed,
    /// It came out otherwise.
    Failed(Vec<Difference>),
    /// It cannot be run: why.
    Broken(String),
}

/// One case of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseReport {
    /// The file, within the folder.
    pub file: PathBuf,
    /// What it is about; empty where the file cannot be read.
    pub title: String,
    /// How it ended.
    pub result: CaseResult,
}

/// A folder that cannot be run.
#[derive(Debug)]
pub enum FolderError {
    /// A file or folder that cannot be read.
    Io(PathBuf, io::Error),
    /// There is no case in it.
    NoCases(PathBuf),
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::NoCases(path) => write!(
                f,
                "{}: no cases here; a case is a file called `*.case.toml` or `*.case.json`",
                path.display()
            ),
        }
    }
}

impl std::error::Error for FolderError {}

/// Runs every case of a folder, in the order of their names. Accounts that broke a property once, in `*.property.json`, are
/// the [property kit](crate::property::run_witnesses)'s.
///
/// # Errors
/// A folder that cannot be read, or that holds no case. A case that cannot be used is one of the reports.
pub fn run_folder(engine: &Engine, folder: &Folder) -> Result<Vec<CaseReport>, FolderError> {
    let mut files = Vec::new();
    collect(&folder.path, &is_case, &mut files)?;
    files.sort();
    let witnesses = property::witnesses(&folder.path)?;
    if files.is_empty() && witnesses.is_empty() {
        return Err(FolderError::NoCases(folder.path.clone()));
    }
    Ok(files
        .iter()
        .map(|file| report(engine, folder, file))
        .collect())
}

/// The files of a folder, and of those in it, whose names fit.
pub(crate) fn collect(
    folder: &Path,
    fits: &dyn Fn(&str) -> bool,
    files: &mut Vec<PathBuf>,
) -> Result<(), FolderError> {
    let failed = |error| FolderError::Io(folder.to_owned(), error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            collect(&path, fits, files)?;
        } else if path
            .file_name()
            .is_some_and(|name| fits(&name.to_string_lossy()))
        {
            files.push(path);
        }
    }
    Ok(())
}

pub(crate) fn is_case(name: &str) -> bool {
    name.ends_with(".case.toml") || name.ends_with(".case.json")
}

fn report(engine: &Engine, folder: &Folder, path: &Path) -> CaseReport {
    let file = path.strip_prefix(&folder.path).unwrap_or(path).to_owned();
    let text = fs::read_to_string(path).map_err(|error| error.to_string());
    let case = text.and_then(|text| Case::parse(&path.to_string_lossy(), &text));
    let title = case
        .as_ref()
        .map_or_else(|_| String::new(), |case| case.title().to_owned());
    let result = match case.and_then(|case| case.run(engine, &folder.tenant)) {
        Ok(differences) if differences.is_empty() => CaseResult::Passed,
        Ok(differences) => CaseResult::Failed(differences),
        Err(why) => CaseResult::Broken(why),
    };
    CaseReport {
        file,
        title,
        result,
    }
}
