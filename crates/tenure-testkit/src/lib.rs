//! What a test suite of rulebooks depends on: generators, oracles and the slow reference.

mod fault;
pub mod reference;
mod tally;

pub use fault::Fault;
pub use tally::{OPERATORS, Operator, Outcome, Tally};
