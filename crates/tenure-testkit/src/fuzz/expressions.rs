//! Conditions over known values, made by choices.

use super::MOST_CHOICES;
use crate::differ::Difference;
use crate::fault::Fault;
use crate::oracle::{Oracle, compare_with_rhai};
use crate::source::Source;

/// So many expressions share one set of values.
const EACH: usize = 4;

/// Expressions over known values: rhai, the reference and the engine say the same.
#[derive(Debug, Default)]
pub struct Expressions {
    oracle: Oracle,
}

impl Expressions {
    /// A target with the stock rhai engine.
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs one input.
    ///
    /// # Errors
    /// The first expression on which they differ.
    pub fn run(&self, bytes: &[u8]) -> Result<(), Box<Difference>> {
        self.run_with(bytes, Fault::None)
    }

    /// Runs one input with a mistake planted in the reference, which should be found.
    ///
    /// # Errors
    /// As of [`run`](Self::run).
    pub fn run_with(&self, bytes: &[u8], fault: Fault) -> Result<(), Box<Difference>> {
        let choices = bytes.get(..MOST_CHOICES).unwrap_or(bytes);
        compare_with_rhai(&mut Source::from_bytes(choices), &self.oracle, EACH, fault).map(drop)
    }
}
