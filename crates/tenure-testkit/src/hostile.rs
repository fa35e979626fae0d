//! Plugins that attack their host, each in a process of its own.
//!
//! - [`Script`] is a file of the corpus of scripts, each with a line on what it tries and how it is to end; [`try_script`]
//!   loads one, binds it and lets it judge, with a well-behaved script beside it.
//! - [`Runner`] runs each member of a corpus in a child process, under a bound of time and memory, and counts.
//!
//! The command `tenure-hostile-scripts` runs the scripts; its child is itself.

mod runner;
mod script;

pub use runner::{Bounds, Report, Runner};
pub use script::{Script, try_script};
