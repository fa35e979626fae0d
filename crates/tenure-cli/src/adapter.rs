//! From a CRM's tables to accounts, by SQL.
//!
//! An adapter is a folder with one SELECT per kind of record. Its columns have the names of the model's fields; which
//! files there are tells which kinds the host keeps.

mod bad;
mod checks;
mod columns;
mod folder;
mod functions;
mod gather;
mod origin;
mod query;
mod quotes;
mod rows;
mod tables;
mod value;

use std::path::Path;

use chrono::NaiveDate;
use serde_json::{Map, Value};

pub(crate) use gather::RawAccount;
pub(crate) use origin::Origins;

use crate::failure::Failure;

/// Everything that an adapter gave.
pub(crate) struct Gathered {
    /// Accounts in the order of `accounts.sql`.
    pub(crate) accounts: Vec<RawAccount>,
    /// The tenant's own records, and `supplies`.
    pub(crate) tenant: Map<String, Value>,
    /// Where the tenant's records come from.
    pub(crate) tenant_origins: Origins,
    /// What is suspicious about the rows as a whole, by kind.
    pub(crate) findings: Vec<Finding>,
}

/// Something suspicious, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// What it is, in a few words that follow a number.
    pub(crate) what: String,
    /// How often.
    pub(crate) count: usize,
    /// The first of them.
    pub(crate) first: String,
    /// Whether something was left out because of it.
    pub(crate) refused: bool,
}

/// Reads a CSV file, a folder of them or a SQLite file through an adapter.
///
/// # Errors
/// Everything that is wrong with the adapter or the tables as such, at once; a bad cell refuses only its account.
pub(crate) fn gather(folder: &Path, input: &Path, as_of: NaiveDate) -> Result<Gathered, Failure> {
    let queries = folder::read(folder)?;
    let mut database = tables::open(input)?;
    let prepared = query::check(&mut database, &queries)?;
    gather::run(&database, &prepared, as_of)
}
