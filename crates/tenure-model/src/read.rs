//! From JSON text to an account or a tenant, with every problem found on the way.

mod fields;

use std::borrow::Cow;

use crate::account::Account;
use crate::json::Node;
use crate::problem::{Level, Problem, ProblemKind, Problems};
use crate::record::{Field, RecordInfo};
use crate::tenant::Tenant;

pub(crate) use fields::word;

/// How large and deep an account may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of JSON text; 8 MiB by default.
    pub bytes: usize,
    /// Levels of nesting; 64 by default.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 8 << 20,
            depth: 64,
        }
    }
}

/// A value that was read, with what is suspicious about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// Warnings, in the order of the text.
    pub warnings: Vec<Problem>,
}

/// A value that was refused: every error found, and the warnings beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// The id of the refused account, where it could be read.
    pub id: Option<String>,
    /// All problems, at least one of them an error, in the order of the text.
    pub problems: Vec<Problem>,
}

/// Reads one account.
///
/// # Errors
/// Every error of the account at once; other accounts are not touched.
pub fn read_account(text: &str, limits: &Limits) -> Result<Read<Account>, Refused> {
    read(text, limits)
}

/// Reads a tenant.
///
/// # Errors
/// Every error of the tenant at once.
pub fn read_tenant(text: &str, limits: &Limits) -> Result<Read<Tenant>, Refused> {
    read(text, limits)
}

fn read<T: Field>(text: &str, _limits: &Limits) -> Result<Read<T>, Refused> {
    let mut problems = Problems::default();
    let value = match serde_json::from_str::<Node<'_>>(text) {
        Ok(node) => T::read(&node, &mut problems),
        Err(error) => {
            problems.error(ProblemKind::Syntax, error.to_string());
            None
        }
    };
    finish(value, problems.into_found())
}

fn finish<T>(value: Option<T>, problems: Vec<Problem>) -> Result<Read<T>, Refused> {
    match value {
        Some(value) if problems.iter().all(|p| p.level == Level::Warning) => Ok(Read {
            value,
            warnings: problems,
        }),
        _ => Err(Refused { id: None, problems }),
    }
}

type Members<'n, 'a> = &'n [(Cow<'a, str>, Node<'a>)];

/// The members of an object, after reporting those that the record does not have.
pub(crate) fn members<'n, 'a>(
    node: &'n Node<'a>,
    info: &RecordInfo,
    problems: &mut Problems,
) -> Option<Members<'n, 'a>> {
    let Node::Map(members) = node else {
        problems.error(
            ProblemKind::WrongType,
            format!("expected an object, found {}", node.describe()),
        );
        return None;
    };
    for (key, _) in members {
        if !info.fields.iter().any(|field| field.name == key) {
            problems.at_key(key, |p| {
                p.warning(ProblemKind::UnknownField, "unknown field; it is ignored")
            });
        }
    }
    Some(members)
}

/// Reads one field of a record's members.
pub(crate) fn field<T: Field>(
    members: Members<'_, '_>,
    name: &str,
    problems: &mut Problems,
) -> Option<T> {
    match members.iter().find(|(key, _)| key == name) {
        None | Some((_, Node::Null)) => T::absent().or_else(|| {
            problems.at_key(name, |p| {
                p.error(ProblemKind::Missing, "required field is missing")
            });
            None
        }),
        Some((_, node)) => problems.at_key(name, |p| T::read(node, p)),
    }
}
