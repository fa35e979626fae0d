//! A counterexample as a file that is tried again for ever after.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::Kit;
use super::example::Example;
use super::story::Counterexample;
use crate::cases::{FolderError, collect};

/// An account that broke a property once: `*.property.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// The property, by its name.
    pub property: String,
    /// What was wrong when it was written, for people.
    pub was: String,
    /// The day.
    pub as_of: NaiveDate,
    /// What the property chooses by.
    #[serde(default)]
    pub turn: u64,
    /// The account.
    pub account: Map<String, Json>,
    /// The tenant.
    #[serde(default)]
    pub tenant: Map<String, Json>,
}

/// What came of an account that broke a property once.
#[derive(Debug, Clone)]
pub struct WitnessReport {
    /// The file, within its folder.
    pub file: PathBuf,
    /// The property, and what was wrong; empty where the file cannot be read.
    pub title: String,
    /// How it is broken still; nothing where it is kept now. Or why that cannot be told.
    pub result: Result<Option<Counterexample>, String>,
}

/// The files of a folder, and of those in it, that hold accounts which broke a property once.
pub(crate) fn witnesses(folder: &Path) -> Result<Vec<PathBuf>, FolderError> {
    let mut files = Vec::new();
    collect(folder, &is_witness, &mut files)?;
    files.sort();
    Ok(files)
}

/// Tries every account of a folder that broke a property once, in the order of their names.
///
/// # Errors
/// A folder that cannot be read. A file that cannot be used is one of the reports.
pub fn run_witnesses(kit: &Kit<'_>, folder: &Path) -> Result<Vec<WitnessReport>, FolderError> {
    let files = witnesses(folder)?;
    let reports = files.iter().map(|path| {
        let text = fs::read_to_string(path).map_err(|error| error.to_string());
        let witness = text.and_then(|text| Witness::parse(&text));
        let title = witness.as_ref().map_or_else(
            |_| String::new(),
            |witness| format!("{} (it was: {})", witness.property, witness.was),
        );
        let result = witness.and_then(|witness| {
            let replayed = kit.replay(&witness.property, &witness.example());
            replayed.map_err(|error| error.to_string())
        });
        WitnessReport {
            file: path.strip_prefix(folder).unwrap_or(path).to_owned(),
            title,
            result,
        }
    });
    Ok(reports.collect())
}

/// The text of a file that people read, too.
pub(crate) fn to_text(file: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(file);
    text.map(|text| text + "\n").unwrap_or_default()
}

/// Whether a file's name says that it holds one.
pub fn is_witness(name: &str) -> bool {
    name.ends_with(".property.json")
}

impl Witness {
    /// From what was found; `None` where the account breaks nothing by itself, so that trying it again would tell nothing.
    pub fn of(found: &Counterexample) -> Option<Self> {
        let Example {
            as_of,
            account,
            tenant,
            turn,
        } = found.example.clone();
        found.by_itself.then(|| Self {
            property: found.property.clone(),
            was: found.what.clone(),
            as_of,
            turn,
            account,
            tenant,
        })
    }

    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let witness: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match witness.example().read() {
            Some(_) => Ok(witness),
            None => Err("the account or the tenant cannot be read; `tenure schema account` says what it holds".to_owned()),
        }
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        to_text(self)
    }

    /// What the property is tried on.
    pub fn example(&self) -> Example {
        Example {
            as_of: self.as_of,
            account: self.account.clone(),
            tenant: self.tenant.clone(),
            turn: self.turn,
        }
    }
}
