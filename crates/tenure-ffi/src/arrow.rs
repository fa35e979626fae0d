//! The Arrow door: account signals in, risk out, as columns.
//!
//! `abi` has the three structs of the Arrow C interfaces. `foreign` is the only room that reads through their pointers; it
//! hands out slices whose lengths the layout says. What those hold is judged by safe code: `format` knows the kinds of
//! columns, `values` reads them, `plan` holds a schema against the rulebook, and `score` puts it together. `export` makes
//! structs of ours for the host.

pub mod abi;
#[cfg(any(test, feature = "fuzz"))]
pub mod made_up;
pub mod stream;
pub mod table;

pub(crate) mod export;
pub(crate) mod foreign;
pub(crate) mod format;
pub(crate) mod plan;
pub(crate) mod score;
pub(crate) mod values;
