//! The oracles at work, and shown to be able to fail.

mod decisions;
mod rhai;
mod signals;
mod threads;
