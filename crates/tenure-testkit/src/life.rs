//! Actions over years: generated histories, a host that keeps what it is told, and a simulator that says, day by day, what
//! should be open, closed and told anew.
//!
//! The simulator shares the records (`tenure-model`) with the engine and nothing else: it reads no rulebook. It knows the
//! six rules of [`RULEBOOK`] in its own words.

mod host;
mod lives;
mod simulator;
mod story;

pub use host::{Lived, Tallies, live};
pub use lives::{engine, lives};
pub use simulator::{Flaw, Line, Simulator, Told};
pub use story::{Story, story};

/// The rules that the simulator knows.
pub const RULEBOOK: &str = include_str!("life/rulebook.toml");
