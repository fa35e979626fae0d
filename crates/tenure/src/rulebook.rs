//! What a rulebook says: loading, checking, and what is wrong with one.

use std::sync::Arc;

use tenure_core::digest::digest_of_texts;
use tenure_rules::Loader;

pub use crate::describe::*;
pub use tenure_rules::{Diagnostic, DiagnosticLevel, Number, Parameter, Place, rulebook_schema};

use crate::error::Error;
use crate::signals::built_in;

/// The text of the shipped rulebook: to read, copy and edit. `extends = "default-renewal"` builds on it.
pub const DEFAULT_RENEWAL: &str = include_str!("../rulebooks/default-renewal.toml");

/// The id under which the shipped rulebook is extended.
const DEFAULT_ID: &str = "default-renewal";

/// A rulebook: text, parsed, typed against the signals and checked. Frozen; cheap to clone.
///
/// ```
/// use tenure::Rulebook;
///
/// # fn main() -> Result<(), tenure::Error> {
/// let rulebook = Rulebook::parse(
///     "ours.toml",
///     r#"
///     [rulebook]
///     id = "ours"
///     version = "1.0.0"
///     language = 1
///     extends = "default-renewal"
///
///     [[rule]]
///     id = "quiet-enterprise"
///     when = 'account.segment == "enterprise" && contact.days_since > 45'
///     points = 6
///     reason = { en = "Quiet for {contact.days_since} days", ko = "{contact.days_since}일간 접촉 없음" }
///     "#,
/// )?;
/// assert_eq!(rulebook.id(), "ours");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Rulebook {
    checked: Arc<tenure_rules::Rulebook>,
    warnings: Arc<[Diagnostic]>,
}

impl Rulebook {
    /// Parses and checks a rulebook's text: TOML, or JSON of the same shape. `name` is the file's name in messages. It
    /// may extend the shipped rulebook.
    ///
    /// # Errors
    /// [`ErrorKind::Rulebook`](crate::ErrorKind::Rulebook): every mistake of the text at once, each with its place and
    /// the way out.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        Self::parse_with(name, text, [])
    }

    /// As [`parse`](Self::parse); the rulebook may also extend others, given by id and text.
    ///
    /// # Errors
    /// [`ErrorKind::Rulebook`](crate::ErrorKind::Rulebook): every mistake of the text at once.
    pub fn parse_with<'b>(
        name: &str,
        text: &str,
        bases: impl IntoIterator<Item = (&'b str, &'b str)>,
    ) -> Result<Self, Error> {
        let shipped = Loader::new(built_in()).base(DEFAULT_ID, DEFAULT_RENEWAL);
        let loader = bases
            .into_iter()
            .fold(shipped, |loader, (id, text)| loader.base(id, text));
        let (checked, warnings) = loader.load(name, text).map_err(Error::refused)?;
        Ok(Self {
            checked: Arc::new(checked),
            warnings: warnings.into(),
        })
    }

    /// The shipped rulebook for the renewals of B2B contracts.
    #[expect(
        clippy::expect_used,
        reason = "the shipped text is part of the program, and a test parses it"
    )]
    pub fn default_renewal() -> Self {
        Self::parse("default-renewal.toml", DEFAULT_RENEWAL).expect("the shipped rulebook is right")
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.checked.id
    }

    /// Its version, by its author.
    pub fn version(&self) -> &str {
        &self.checked.version
    }

    /// The digest of its texts, those that it extends included: 32 hex digits. Rulebooks of one digest decide alike.
    pub fn digest(&self) -> String {
        let texts = &self.checked.provenance.sources;
        let texts = texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        digest_of_texts(texts)
    }

    /// What it says, to be listed or looked through by a program: its rules, groups, overlays, actions and signals.
    pub fn describe(&self) -> Description {
        Description::of(self)
    }

    /// What looks like a mistake and is none: the linter's warnings, in the order of the text.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The rulebook as checked: its rules, groups, overlays and actions.
    pub fn checked(&self) -> &Arc<tenure_rules::Rulebook> {
        &self.checked
    }
}
