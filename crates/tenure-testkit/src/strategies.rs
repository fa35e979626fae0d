//! The generators as proptest strategies, for property tests of rulebooks and plugins.
//!
//! Each draws bytes and makes choices of them, so that proptest's shrinking of bytes shrinks the case.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};

use crate::generate::{self, Case, Records, RulebookText};
use crate::source::Source;

/// Bytes for about one account with all its records.
const ACCOUNT: usize = 2_048;
/// Bytes for about one rulebook.
const RULEBOOK: usize = 4_096;

fn from_bytes<T: std::fmt::Debug>(
    most: usize,
    make: impl Fn(&mut Source<'_>) -> T,
) -> impl Strategy<Value = T> {
    vec(any::<u8>(), 0..=most).prop_map(move |bytes| make(&mut Source::from_bytes(&bytes)))
}

/// A tenant and so many accounts on a day.
///
/// ```
/// use proptest::prelude::*;
/// use tenure_testkit::strategies;
///
/// proptest!(|(records in strategies::records(2))| {
///     prop_assert_eq!(records.accounts.len(), 2);
/// });
/// ```
pub fn records(accounts: usize) -> impl Strategy<Value = Records> {
    from_bytes(ACCOUNT * (accounts + 1), move |source| {
        generate::records(source, accounts)
    })
}

/// A rulebook's text.
pub fn rulebooks() -> impl Strategy<Value = RulebookText> {
    from_bytes(RULEBOOK, generate::rulebook)
}

/// A rulebook with a tenant and so many accounts on a day.
pub fn cases(accounts: usize) -> impl Strategy<Value = Case> {
    from_bytes(RULEBOOK + ACCOUNT * (accounts + 1), move |source| {
        generate::case(source, accounts)
    })
}
