//! Plugins that attack their host, each in a process of its own.
//!
//! - [`Script`] is a file of the corpus of scripts, each with a line on what it tries and how it is to end; [`try_script`]
//!   loads one, binds it and lets it judge, with a well-behaved script beside it.
//! - `wasm`, with the feature of that name, is the same for WASM: modules made by hand, those that the specification
//!   refuses, and random ones.
//! - [`Runner`] runs each member of a corpus in a child process, under a bound of time and memory, and counts.
//!
//! The commands `tenure-hostile-scripts` and `tenure-hostile` run them; their children are themselves.

mod runner;
mod script;
#[cfg(feature = "wasm")]
pub mod wasm;

pub use runner::{Bounds, Report, Runner, peak};
pub(crate) use script::HEADER;
pub use script::{Script, try_script};
