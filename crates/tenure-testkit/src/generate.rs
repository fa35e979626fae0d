//! Generators: accounts, tenants, condition texts and rulebook texts, all from a [`Source`] of choices.

mod account;
mod condition;
mod contracts;
mod records;
mod rulebook;
mod tenant;
mod values;
mod vocabulary;

use chrono::NaiveDate;
use tenure_model::{Account, Tenant};

use crate::source::Source;

pub use account::account;
pub use condition::{condition, expression};
pub use rulebook::{RulebookText, rulebook};
pub use tenant::tenant;
pub use vocabulary::{CUSTOM, Vocabulary, Word};

/// A rulebook, a tenant, accounts and a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The rulebook, entry by entry.
    pub rulebook: RulebookText,
    /// The tenant.
    pub tenant: Tenant,
    /// The accounts.
    pub accounts: Vec<Account>,
    /// The day.
    pub as_of: NaiveDate,
}

/// A case with so many accounts.
pub fn case(source: &mut Source<'_>, accounts: usize) -> Case {
    let as_of = values::as_of(source);
    let rulebook = rulebook(source);
    let tenant = tenant(source, as_of);
    let accounts = (0..accounts)
        .map(|number| account(source, as_of, number))
        .collect();
    Case {
        rulebook,
        tenant,
        accounts,
        as_of,
    }
}
