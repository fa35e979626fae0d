//! Why a call failed, before it crosses the border.

use std::any::Any;

use serde::Serialize;
use tenure::ErrorKind;
use tenure::model::{Level, Problem, ProblemKind, Refused};
use tenure::rulebook::{Diagnostic, DiagnosticLevel};

use crate::status;

/// Why a call, or one row of it, failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Failure {
    /// The number.
    #[serde(rename = "code")]
    pub(crate) status: i32,
    /// What is wrong, and the way out.
    pub(crate) message: String,
    /// The row, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) row: Option<usize>,
    /// The account, where its id could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) account_id: Option<String>,
    /// What is wrong with an account or a tenant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) problems: Vec<Problem>,
    /// What is wrong with a rulebook.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) diagnostics: Vec<Told>,
}

/// One mistake of a rulebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Told {
    level: &'static str,
    code: &'static str,
    message: String,
    help: Option<String>,
    entry: Option<String>,
    file: String,
    line: u32,
    column: u32,
}

/// What a call comes to.
pub(crate) type Outcome<T> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(status: i32, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            row: None,
            account_id: None,
            problems: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// A pointer that is needed was NULL.
    pub(crate) fn null(what: &str) -> Self {
        Self::new(
            status::E_NULL,
            format!("`{what}` is NULL, and must point to something"),
        )
    }

    /// A panic.
    pub(crate) fn panic(function: &str, payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self::new(
            status::E_PANIC,
            format!(
                "{function} ran into a fault of the library: {}; please report it",
                text.unwrap_or("it did not say which")
            ),
        )
    }

    /// An account or a tenant that was refused, and by which number.
    pub(crate) fn refused(status: i32, refused: Refused) -> Self {
        Self {
            message: refused.to_string(),
            account_id: refused.id,
            problems: refused.problems,
            ..Self::new(status, "")
        }
    }

    /// A tenant that was refused.
    pub(crate) fn tenant(refused: Refused) -> Self {
        let no_json = |problem: &Problem| {
            problem.level == Level::Error && problem.kind == ProblemKind::Syntax
        };
        let status = match refused.problems.iter().any(no_json) {
            true => status::E_JSON,
            false => ErrorKind::Tenant.number(),
        };
        Self {
            account_id: None,
            ..Self::refused(status, refused)
        }
    }
}

impl From<tenure::Error> for Failure {
    fn from(error: tenure::Error) -> Self {
        Self {
            diagnostics: error.diagnostics().iter().map(Told::from).collect(),
            ..Self::new(error.kind().number(), error.to_string())
        }
    }
}

impl From<&Diagnostic> for Told {
    fn from(diagnostic: &Diagnostic) -> Self {
        Self {
            level: match diagnostic.level {
                DiagnosticLevel::Error => "error",
                DiagnosticLevel::Warning => "warning",
            },
            code: diagnostic.code,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            entry: diagnostic.entry.clone(),
            file: diagnostic.place.file.clone(),
            line: diagnostic.place.line,
            column: diagnostic.place.column,
        }
    }
}
