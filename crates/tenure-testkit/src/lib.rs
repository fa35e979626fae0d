//! What a test suite of rulebooks depends on: generators, oracles and the slow reference.

pub mod differ;
mod fault;
pub mod fuzz;
pub mod generate;
pub mod oracle;
pub mod reference;
mod source;
pub mod strategies;
mod tally;

pub use fault::Fault;
pub use source::Source;
pub use tally::{OPERATORS, Operator, Outcome, Tally};
