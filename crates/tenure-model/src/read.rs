//! From JSON to an account or a tenant, with every problem found on the way.

mod dates;
mod fields;
mod nearest;
mod object;

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error};

use crate::account::Account;
use crate::json::{Fault, Node, outer_text, parse};
use crate::problem::{Level, Problem, ProblemKind, Problems};
use crate::record::Field;
use crate::tenant::Tenant;

pub use dates::day as read_day;
pub(crate) use fields::word;
pub use fields::{read_number, read_word};
pub(crate) use nearest::nearest;
pub(crate) use object::{Slot, members, unknown_field};

/// How large and deep an account may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of JSON text; 8 MiB by default.
    pub bytes: usize,
    /// Levels of nesting; 64 by default, and never more than 128.
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

impl Limits {
    /// Whether a text is short enough to be looked at.
    pub(crate) fn check_bytes(&self, text: &str) -> Result<(), Box<Fault>> {
        if text.len() <= self.bytes {
            return Ok(());
        }
        Err(Box::new(Fault {
            kind: ProblemKind::TooLarge,
            path: Vec::new(),
            message: format!(
                "the text has {} bytes, more than the limit of {}; leave out old records, or raise the limit",
                text.len(),
                self.bytes
            ),
        }))
    }
}

/// A value that was read, with what is suspicious about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// Warnings: those about single values in the order of the text, then those about records among each other.
    pub warnings: Vec<Problem>,
}

/// A value that was refused: every error found, and the warnings beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// The id of the refused account, where it could be read.
    pub id: Option<String>,
    /// All problems, at least one of them an error: those about single values in the order of the text, then those
    /// about records among each other.
    pub problems: Vec<Problem>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.problems.iter().filter(|p| p.level == Level::Error);
        for (index, problem) in errors.enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

/// Reads one account from JSON text.
///
/// # Errors
/// Every error of the account at once; other accounts are not touched.
pub fn read_account(text: &str, limits: &Limits) -> Result<Read<Account>, Refused> {
    read(text, limits)
}

/// Reads an account from JSON that was parsed or put together before.
///
/// # Errors
/// Every error of the account at once; other accounts are not touched.
pub fn read_account_node(node: &Node<'_>) -> Result<Read<Account>, Refused> {
    read_node(node)
}

/// Reads a tenant from JSON text.
///
/// # Errors
/// Every error of the tenant at once.
pub fn read_tenant(text: &str, limits: &Limits) -> Result<Read<Tenant>, Refused> {
    read(text, limits)
}

/// Reads a tenant from JSON that was parsed or put together before.
///
/// # Errors
/// Every error of the tenant at once.
pub fn read_tenant_node(node: &Node<'_>) -> Result<Read<Tenant>, Refused> {
    read_node(node)
}

fn read<T: Field>(text: &str, limits: &Limits) -> Result<Read<T>, Refused> {
    let node = limits
        .check_bytes(text)
        .and_then(|()| parse(text, limits.depth));
    match node {
        Ok(node) => read_node(&node),
        Err(fault) => Err(Refused {
            id: outer_text(within(text, limits.bytes), limits.depth, "id"),
            problems: vec![fault.into_problem()],
        }),
    }
}

/// As much of the text as the limit lets one look at.
fn within(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes))
        .unwrap_or_default()
}

fn read_node<T: Field>(node: &Node<'_>) -> Result<Read<T>, Refused> {
    let mut problems = Problems::default();
    let value = T::read(node, &mut problems);
    let problems = problems.into_found();
    let errors = problems.iter().any(|p| p.level == Level::Error);
    match value.filter(|_| !errors) {
        Some(value) => Ok(Read {
            value,
            warnings: problems,
        }),
        None => Err(Refused {
            id: id_of(node),
            problems,
        }),
    }
}

fn id_of(node: &Node<'_>) -> Option<String> {
    let Node::Map(members) = node else {
        return None;
    };
    members.iter().find_map(|(key, value)| match value {
        Node::Text(id) if key == "id" && !id.is_empty() => Some(id.clone().into_owned()),
        _ => None,
    })
}

/// Reads a record out of whatever format a host nests it in; warnings are left out.
pub(crate) fn deserialize<'de, T: Field, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let node = Node::deserialize(deserializer)?;
    read_node(&node)
        .map(|read| read.value)
        .map_err(D::Error::custom)
}
