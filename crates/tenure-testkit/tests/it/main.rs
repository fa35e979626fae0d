//! The oracles at work, and shown to be able to fail.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests state what must hold; a panic is the failing test"
)]

mod arbitration;
mod cases;
mod coverage;
mod currencies;
mod decisions;
mod deep;
mod fuzz;
#[cfg(feature = "wasm")]
mod guests;
mod hash;
#[cfg(feature = "wasm")]
mod hostile;
mod lives;
mod mutants;
mod next_change;
mod plugins;
mod properties;
mod property;
mod records;
mod rhai;
mod scripts;
mod signals;
mod sound;
mod threads;
mod twins;
mod what_would_change;
