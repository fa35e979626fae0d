//! What an adapter's own checks found.

use super::Finding;
use super::query::Prepared;
use super::rows::Record;

/// The rows of one check, counted.
pub(super) fn finding(prepared: &Prepared<'_>, records: &[Record]) -> Option<Finding> {
    let first = records.first()?;
    let account = first.account.as_deref().unwrap_or("none");
    let message = first.message.as_deref().unwrap_or_default();
    Some(Finding {
        what: prepared.query.list.replace('-', " "),
        count: records.len(),
        first: format!("account {account}: {message}"),
        refused: false,
    })
}
