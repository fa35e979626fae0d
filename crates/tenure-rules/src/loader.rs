//! Loading a rulebook.

use std::sync::Arc;

use crate::check;
use crate::dictionary::Dictionary;
use crate::error::{Diagnostic, RulebookError};
use crate::merge::merge;
use crate::nearest::nearest;
use crate::node::{Table, Value};
use crate::read;
use crate::report::Report;
use crate::rulebook::{Provenance, Rulebook};
use crate::source::Loc;
use crate::syntax::with_stack;

/// How many rulebooks may stand on top of each other.
const TALLEST: usize = 8;

/// Loads rulebooks: knows the signals, and the rulebooks that others may extend.
///
/// ```
/// use tenure_rules::{Dictionary, Loader};
///
/// let text = r#"
/// [rulebook]
/// id = "empty"
/// version = "1.0.0"
/// language = 1
///
/// [risk]
/// prior = 2500
/// horizon_months = 12
/// pdo = 20
/// bands = [ { name = "low", below = 3500 }, { name = "high" } ]
/// "#;
/// let (rulebook, warnings) = Loader::new(Dictionary::new()).load("empty.toml", text)?;
/// assert_eq!(rulebook.id, "empty");
/// assert!(warnings.is_empty());
/// # Ok::<(), tenure_rules::RulebookError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Loader {
    dictionary: Arc<Dictionary>,
    bases: Vec<(String, String)>,
}

impl Loader {
    /// A loader of rulebooks over a dictionary of built-in signals.
    pub fn new(dictionary: impl Into<Arc<Dictionary>>) -> Self {
        Self {
            dictionary: dictionary.into(),
            bases: Vec::new(),
        }
    }

    /// Registers a rulebook that others may extend, under the id by which they name it.
    #[must_use]
    pub fn base(mut self, id: impl Into<String>, text: impl Into<String>) -> Self {
        self.bases.push((id.into(), text.into()));
        self
    }

    /// Reads and checks a rulebook: TOML, or JSON of the same shape. `name` is the file's name in messages.
    ///
    /// With the rulebook come the linter's warnings.
    ///
    /// # Errors
    /// Every mistake in the text, at once, each with its place and a way out.
    pub fn load(
        &self,
        name: &str,
        text: &str,
    ) -> Result<(Rulebook, Vec<Diagnostic>), RulebookError> {
        with_stack(|| self.load_here(name, text))
    }

    fn load_here(
        &self,
        name: &str,
        text: &str,
    ) -> Result<(Rulebook, Vec<Diagnostic>), RulebookError> {
        let mut report = Report::default();
        let table = self.read(&mut report, name, text);
        let rulebook = check::rulebook(&mut report, &self.dictionary, &table);
        let sources = report.sources.iter().rev();
        let sources = sources
            .map(|source| (source.name.clone(), source.text.clone()))
            .collect();
        let failed = report.has_errors();
        let diagnostics = report.finish();
        match rulebook {
            Some(rulebook) if !failed => {
                let provenance = Provenance { sources };
                Ok((
                    Rulebook {
                        provenance,
                        ..rulebook
                    },
                    diagnostics,
                ))
            }
            Some(_) | None => Err(RulebookError { diagnostics }),
        }
    }

    /// Reads a text and puts it over what it extends.
    fn read(&self, report: &mut Report, name: &str, text: &str) -> Table {
        let (_, table) = read::read(report, name, text);
        let mut layers = vec![table];
        while let Some((id, loc)) = layers.last().and_then(extended) {
            match self.bases.iter().find(|(base, _)| *base == id) {
                None => {
                    self.unknown_base(report, &id, loc);
                    break;
                }
                Some(_) if layers.len() >= TALLEST => {
                    report.error_help(
                        "extends",
                        loc,
                        "rulebooks extend each other in a circle",
                        "leave `extends` out",
                    );
                    break;
                }
                Some((id, base)) => layers.push(read::read(report, &format!("{id}.toml"), base).1),
            }
        }
        layers.into_iter().rev().reduce(merge).unwrap_or_default()
    }

    fn unknown_base(&self, report: &mut Report, id: &str, loc: Loc) {
        let known: Vec<&str> = self.bases.iter().map(|(id, _)| id.as_str()).collect();
        let help = match known.as_slice() {
            [] => "this host ships none: leave `extends` out".to_owned(),
            known => match nearest(id, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "a rulebook extends one that this host ships: {}",
                    known.join(", ")
                ),
            },
        };
        report.error_help(
            "extends",
            loc,
            format!("there is no rulebook `{id}` to extend"),
            help,
        );
    }
}

/// What a rulebook says it extends.
fn extended(table: &Table) -> Option<(String, Loc)> {
    let Value::Table(head) = &table.get("rulebook")?.node.value else {
        return None;
    };
    let loc = head.get("extends")?.node.loc;
    Some((head.text("extends")?.to_owned(), loc))
}
