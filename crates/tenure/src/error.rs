//! The one error of this crate.

use std::error::Error as StdError;
use std::fmt;

use tenure_core::engine::{ColumnRefused, Undecided, Unscored};

use crate::plugin::PluginError;
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
    plugin: Option<PluginError>,
}

/// Declares the kinds of errors with their numbers.
macro_rules! kinds {
    ($( $(#[doc = $doc:literal])+ $kind:ident = $number:literal, )+) => {
        /// What kind of error it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind { $( $(#[doc = $doc])+ $kind, )+ }

        impl ErrorKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[ $( Self::$kind, )+ ];

            /// The number of the kind, by which bindings to other languages tell it. It is never given to another kind.
            pub const fn number(self) -> i32 {
                match self { $( Self::$kind => $number, )+ }
            }

            /// The name of the kind, by which bindings to other languages tell it.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$kind => stringify!($kind), )+ }
            }
        }
    };
}

kinds! {
    /// A rulebook was refused.
    Rulebook = 200,
    /// An engine was to be built without a rulebook.
    Build = 201,
    /// A rule or action was asked about that the rulebook does not have.
    Name = 202,
    /// A message has no template, or its template asks for something that nobody knows.
    Template = 203,
    /// A plugin is missing, does not fit the rulebook, or failed where the rulebook lets that fail the call.
    Plugin = 204,
    /// A tenant cannot be used: its time zone does not exist.
    Tenant = 302,
    /// Days do not follow each other as they must.
    Day = 303,
    /// A summary cannot take in what it is given: another rulebook's, or no summary at all.
    Summary = 304,
    /// Columns do not fit the rulebook: one is no signal of the account, not of its type, or given twice.
    Schema = 305,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            diagnostics: Vec::new(),
            plugin: None,
        }))
    }

    pub(crate) fn no_zone(error: tenure_core::signals::UnknownZone) -> Self {
        Self::new(ErrorKind::Tenant, error.to_string())
    }

    pub(crate) fn plugin_failed(error: PluginError) -> Self {
        Self(Box::new(Inner {
            kind: ErrorKind::Plugin,
            message: error.to_string(),
            diagnostics: Vec::new(),
            plugin: Some(error),
        }))
    }

    pub(crate) fn undecided(undecided: Undecided) -> Self {
        match undecided {
            Undecided::Zone(error) => Self::no_zone(error),
            Undecided::Plugin(error) => Self::plugin_failed(error),
        }
    }

    pub(crate) fn column(refused: &ColumnRefused) -> Self {
        Self::new(ErrorKind::Schema, refused.to_string())
    }

    pub(crate) fn unscored(unscored: Unscored) -> Self {
        match unscored {
            Unscored::Column(refused) => Self::column(&refused),
            Unscored::Undecided(undecided) => Self::undecided(undecided),
        }
    }

    pub(crate) fn refused(error: tenure_rules::RulebookError) -> Self {
        Self(Box::new(Inner {
            kind: ErrorKind::Rulebook,
            message: error.to_string(),
            diagnostics: error.diagnostics,
            plugin: None,
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

    /// The plugin's error, of kind [`ErrorKind::Plugin`].
    pub fn plugin(&self) -> Option<&PluginError> {
        self.0.plugin.as_ref()
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
