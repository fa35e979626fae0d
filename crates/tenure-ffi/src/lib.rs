//! Tenure as a C library.
//!
//! `include/tenure.h` is the specification; a test holds the symbols, the header and a golden list together. Handles carry
//! the names and phases of the Rust library: a rulebook is text, checked; an engine is a rulebook, compiled; a session is
//! an engine with scratch memory. What goes in was parsed once: a tenant, accounts. What comes out is kept by a handle of
//! its own.
//!
//! # How it is built
//!
//! A function takes references that may be absent, and so needs no `unsafe` to refuse a NULL; only text comes as a raw
//! pointer, and is read in one place; the structs of Arrow are read in another. Every function runs inside a guard, which catches panics. A handle that one thread
//! uses at a time is a lock that is tried and never waited for.

mod batch;
mod day;
mod failure;
mod guard;
mod handle;
mod plugins;
mod split;
mod text;

pub mod accounts;
pub mod answer;
pub mod arrow;
pub mod config;
pub mod decide;
pub mod decisions;
pub mod engine;
pub mod error;
pub mod explain;
pub mod facts;
pub mod interrupt;
pub mod rulebook;
pub mod session;
pub mod status;
pub mod summary;
pub mod tenant;
pub mod version;

#[cfg(test)]
mod tests;
