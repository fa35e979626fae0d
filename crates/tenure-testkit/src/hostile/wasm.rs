//! WASM components that attack their host.
//!
//! - [`Fragment`] makes a component of a file of the corpus: WebAssembly text that tries one thing, with everything else
//!   that a plugin needs around it.
//! - [`trial()`] loads one, binds it and lets it score, with a well-behaved plugin beside it on the same host.
//! - [`negatives`] are the modules that the WebAssembly specification calls malformed or invalid; [`generated`] are random
//!   modules with the exports of a plugin.

mod fragment;
pub mod generated;
pub mod negatives;
mod trial;

pub use fragment::{Fragment, sound};
pub use trial::{Ending, Trial, trial};
