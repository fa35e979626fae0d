//! The oracles at work, and shown to be able to fail.

mod signals;
mod threads;
