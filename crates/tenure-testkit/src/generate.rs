//! Generators: accounts, tenants, condition texts and rulebook texts, all from a [`Source`] of choices.

mod account;
mod activity;
mod condition;
mod contracts;
mod rulebook;
mod tenant;
mod values;
mod vocabulary;

use chrono::NaiveDate;
use tenure_model::{Account, Tenant};

use crate::source::Source;

pub use account::{account, scalar};
pub use condition::{condition, expression, float_text};
pub use rulebook::{RulebookText, custom_rulebook, rulebook};
pub use tenant::tenant;
pub use vocabulary::{CUSTOM, Vocabulary, Word};

/// A tenant, accounts and a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Records {
    /// The tenant.
    pub tenant: Tenant,
    /// The accounts.
    pub accounts: Vec<Account>,
    /// The day.
    pub as_of: NaiveDate,
}

/// A rulebook, entry by entry, and records to judge by it.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The rulebook.
    pub rulebook: RulebookText,
    /// The records.
    pub records: Records,
}

/// A tenant and so many accounts.
pub fn records(source: &mut Source<'_>, accounts: usize) -> Records {
    let as_of = values::as_of(source);
    let tenant = tenant(source, as_of);
    let accounts = (0..accounts)
        .map(|number| account(source, as_of, number))
        .collect();
    Records {
        tenant,
        accounts,
        as_of,
    }
}

/// A rulebook with a tenant and so many accounts.
pub fn case(source: &mut Source<'_>, accounts: usize) -> Case {
    Case {
        rulebook: rulebook(source),
        records: records(source, accounts),
    }
}
