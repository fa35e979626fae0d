//! The one error of this crate.

use std::error::Error as StdError;
use std::fmt;

use crate::rulebook::{Diagnostic, Place};

/// Why something could not be done: a kind, a message, and a place where there is one.
///
/// A refused rulebook carries every mistake of its text; the display shows them all, each with its line underlined.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    diagnostics: Vec<Diagnostic>,
}

/// What kind of error it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A rulebook was refused.
    Rulebook,
    /// An engine was to be built without a rulebook, or with plugins that it cannot bind.
    Build,
    /// A tenant cannot be used: its time zone does not exist.
    Tenant,
    /// A rule or action was asked about that the rulebook does not have.
    Name,
    /// A message has no template, or its template asks for something that nobody knows.
    Template,
    /// Days do not follow each other as they must.
    Day,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            diagnostics: Vec::new(),
        }))
    }

    pub(crate) fn no_zone(error: tenure_core::signals::UnknownZone) -> Self {
        Self::new(ErrorKind::Tenant, error.to_string())
    }

    pub(crate) fn refused(error: tenure_rules::RulebookError) -> Self {
        Self(Box::new(Inner {
            kind: ErrorKind::Rulebook,
            message: error.to_string(),
            diagnostics: error.diagnostics,
        }))
    }

    /// What kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Where: the place of the first mistake of a refused rulebook.
    pub fn place(&self) -> Option<&Place> {
        self.0
            .diagnostics
            .first()
            .map(|diagnostic| &diagnostic.place)
    }

    /// Every mistake of a refused rulebook, in the order of its text; empty for other kinds.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.0.diagnostics
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl StdError for Error {}
