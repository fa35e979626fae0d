//! Shared parts of the benches: data, the peers, and the measuring of ratios.

pub mod data;
pub mod hand;
pub mod ratio;
pub mod stock;

use tenure_core::signals::built_in;
use tenure_rules::{Loader, Rulebook};

/// The default rulebook, as it is shipped.
///
/// # Panics
/// If it does not load: there is nothing to measure then.
#[expect(
    clippy::panic,
    reason = "a bench without its rulebook measures nothing"
)]
pub fn default_rulebook() -> Rulebook {
    let text = include_str!("../../crates/tenure/rulebooks/default-renewal.toml");
    match Loader::new(built_in()).load("default-renewal.toml", text) {
        Ok((rulebook, _)) => rulebook,
        Err(error) => panic!("the default rulebook does not load: {error}"),
    }
}
