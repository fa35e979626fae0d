//! What the fuzz targets run: any bytes, as a rulebook's text, an account, a condition, a script, or days and amounts.
//!
//! Of rulebooks and accounts an even first byte hands the rest over as text; an odd one makes choices of it for a
//! generator.

mod expressions;
mod numbers;
mod scripts;

use chrono::NaiveDate;
use tenure::Rulebook;
use tenure::rulebook::{Diagnostic, DiagnosticLevel};
use tenure_model::{Account, Limits, Tenant, read_account, read_tenant};

use crate::differ::{Difference, Pair};
use crate::fault::Fault;
use crate::generate::{self, Records};
use crate::source::Source;

pub use expressions::Expressions;
pub use numbers::{AddMonths, DaysAndMoney};
pub use scripts::ScriptText;

/// An account and a tenant that a rulebook under test decides.
const SAMPLE: &str = include_str!("fuzz/account.json");
const TENANT: &str = include_str!("fuzz/tenant.json");

/// So many bytes of choices make a case; more would make it slow and not different.
const MOST_CHOICES: usize = 1_024;

/// What the bytes stand for.
enum Input<'a> {
    Text(&'a str),
    Choices(Source<'a>),
}

fn input(bytes: &[u8]) -> Option<Input<'_>> {
    let (first, rest) = bytes.split_first()?;
    if first % 2 == 0 {
        std::str::from_utf8(rest).ok().map(Input::Text)
    } else {
        let choices = rest.get(..MOST_CHOICES).unwrap_or(rest);
        Some(Input::Choices(Source::from_bytes(choices)))
    }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).unwrap_or_default()
}

fn failed(what: &str, detail: impl std::fmt::Display) -> Box<Difference> {
    Box::new(Difference {
        what: what.to_owned(),
        engine: detail.to_string(),
        reference: "accepted".to_owned(),
        story: String::new(),
    })
}

/// Accounts as JSON: what is accepted round-trips, and is decided by the shipped rulebook as by the reference.
#[derive(Debug, Clone)]
pub struct AccountJson {
    shipped: Pair,
    tenant: Tenant,
}

impl AccountJson {
    /// A target with the shipped rulebook.
    ///
    /// # Errors
    /// The shipped rulebook is refused.
    pub fn new() -> Result<Self, Box<Difference>> {
        Ok(Self {
            shipped: Pair::new(tenure::rulebook::DEFAULT_RENEWAL)?,
            tenant: sample_tenant()?,
        })
    }

    /// Runs one input.
    ///
    /// # Errors
    /// An accepted account does not round-trip, or the engine differs from the reference.
    pub fn run(&self, bytes: &[u8]) -> Result<(), Box<Difference>> {
        self.run_with(bytes, Fault::None)
    }

    /// Runs one input with a mistake planted in the reference, which should be found.
    ///
    /// # Errors
    /// As of [`run`](Self::run).
    pub fn run_with(&self, bytes: &[u8], fault: Fault) -> Result<(), Box<Difference>> {
        let text = match input(bytes) {
            None => return Ok(()),
            Some(Input::Text(text)) => text.to_owned(),
            Some(Input::Choices(mut source)) => {
                let account = generate::account(&mut source, day(), 0);
                serde_json::to_string(&account).unwrap_or_default()
            }
        };
        let Ok(read) = read_account(&text, &Limits::default()) else {
            return Ok(());
        };
        let account = round_trip(read.value, written)?;
        let records = Records {
            tenant: self.tenant.clone(),
            accounts: vec![account],
            as_of: day(),
        };
        self.shipped.compare(&records, fault).map(drop)
    }
}

fn written(account: &Account) -> serde_json::Result<String> {
    serde_json::to_string(account)
}

/// Writes an account and reads it again, which must change nothing.
fn round_trip(
    account: Account,
    write: fn(&Account) -> serde_json::Result<String>,
) -> Result<Account, Box<Difference>> {
    let text = write(&account).map_err(|error| failed("writing", error))?;
    match read_account(&text, &Limits::default()) {
        Ok(again) if again.value == account => Ok(account),
        Ok(again) => Err(failed(
            "an account read, written and read again",
            format!("{:?} became {:?}", account, again.value),
        )),
        // Written out, an account at the limit of size can be beyond it.
        Err(_) if text.len() > Limits::default().bytes => Ok(account),
        Err(refused) => Err(failed(
            "an account read, written and read again",
            format!("{:?}", refused.problems),
        )),
    }
}

fn sample_tenant() -> Result<Tenant, Box<Difference>> {
    read_tenant(TENANT, &Limits::default())
        .map(|read| read.value)
        .map_err(|refused| failed("the sample tenant", format!("{:?}", refused.problems)))
}

/// Rulebooks as text: what is accepted compiles, and decides the sample account as the reference does.
#[derive(Debug, Clone)]
pub struct RulebookText {
    records: Records,
}

impl RulebookText {
    /// A target with a sample account.
    ///
    /// # Errors
    /// The sample is refused.
    pub fn new() -> Result<Self, Box<Difference>> {
        let account = read_account(SAMPLE, &Limits::default())
            .map_err(|refused| failed("the sample account", format!("{:?}", refused.problems)))?
            .value;
        let unknown = Account {
            id: "unknown".into(),
            ..Account::default()
        };
        Ok(Self {
            records: Records {
                tenant: sample_tenant()?,
                accounts: vec![account, unknown],
                as_of: day(),
            },
        })
    }

    /// Runs one input.
    ///
    /// # Errors
    /// A text is refused without a place in it, a generated rulebook is refused, or the engine differs from the
    /// reference.
    pub fn run(&self, bytes: &[u8]) -> Result<(), Box<Difference>> {
        self.run_with(bytes, Fault::None)
    }

    /// Runs one input with a mistake planted in the reference, which should be found.
    ///
    /// # Errors
    /// As of [`run`](Self::run).
    pub fn run_with(&self, bytes: &[u8], fault: Fault) -> Result<(), Box<Difference>> {
        match input(bytes) {
            None => Ok(()),
            Some(Input::Text(text)) => match Rulebook::parse(FILE, text) {
                // Nobody hands its plugins in.
                Ok(rulebook) if !rulebook.checked().plugins.is_empty() => Ok(()),
                Ok(rulebook) => {
                    let pair = Pair::of(rulebook, text).map_err(|error| failed(text, error))?;
                    pair.compare(&self.records, fault).map(drop)
                }
                Err(refused) => placed(refused.diagnostics(), text),
            },
            Some(Input::Choices(mut source)) => {
                let text = generate::rulebook(&mut source).to_string();
                Pair::new(&text)?.compare(&self.records, fault).map(drop)
            }
        }
    }
}

/// The name of the text in messages.
const FILE: &str = "fuzz.toml";

/// A refused text has at least one error, and each that names the text stands in one of its lines.
fn placed(diagnostics: &[Diagnostic], text: &str) -> Result<(), Box<Difference>> {
    // An empty text has a first line, too, and what is missing can stand behind the last.
    let lines = text.split('\n').count() as u32;
    let outside = diagnostics
        .iter()
        .find(|found| found.place.file == FILE && !(1..=lines).contains(&found.place.line));
    if let Some(outside) = outside {
        return Err(failed("a place outside the text", outside));
    }
    let is_error = |found: &Diagnostic| found.level == DiagnosticLevel::Error;
    if diagnostics.iter().any(is_error) {
        Ok(())
    } else {
        Err(failed("a text refused without an error", text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_changes_on_the_way_is_found() {
        let account = read_account(SAMPLE, &Limits::default()).unwrap().value;
        assert!(round_trip(account.clone(), written).is_ok());
        let forgets = |account: &Account| {
            let mut less = account.clone();
            less.surveys = None;
            written(&less)
        };
        assert!(round_trip(account, forgets).is_err());
    }

    #[test]
    fn a_refusal_that_does_not_say_where_is_found() {
        let text = "[rulebook]\nid = 5\n";
        let refused = Rulebook::parse(FILE, text).unwrap_err();
        assert!(placed(refused.diagnostics(), text).is_ok());
        assert!(placed(refused.diagnostics(), "").is_err());
        assert!(placed(&[], text).is_err());
    }
}
