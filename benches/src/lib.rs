//! Shared parts of the benches: data, the peers, and the measuring of ratios.

pub mod data;
pub mod example;
pub mod hand;
pub mod interactions;
pub mod ratio;
pub mod stock;

use tenure_core::signals::built_in;
use tenure_rules::{Loader, Rulebook};

/// The default rulebook's text, as it is shipped.
pub const DEFAULT_RENEWAL: &str =
    include_str!("../../crates/tenure/rulebooks/default-renewal.toml");

/// The default rulebook.
pub fn default_rulebook() -> Rulebook {
    load("default-renewal.toml", DEFAULT_RENEWAL)
}

/// A rulebook from its text.
///
/// # Panics
/// If it does not load: there is nothing to measure then.
#[expect(
    clippy::panic,
    reason = "a bench without its rulebook measures nothing"
)]
pub fn load(name: &str, text: &str) -> Rulebook {
    match Loader::new(built_in()).load(name, text) {
        Ok((rulebook, _)) => rulebook,
        Err(error) => panic!("the rulebook does not load: {error}"),
    }
}
