//! How often each operator and function was seen, and with what outcome.

use std::collections::BTreeMap;

/// What an operator or function came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A value.
    Value,
    /// Unknown, because an operand was.
    Unknown,
    /// Not applicable, because an operand was.
    NotApplicable,
    /// Unknown, because it could not be computed.
    Error,
}

/// Counts by operator or function and outcome.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    counts: BTreeMap<(&'static str, Outcome), u64>,
}

impl Tally {
    /// An empty tally.
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts one outcome.
    pub fn add(&mut self, name: &'static str, outcome: Outcome) {
        *self.counts.entry((name, outcome)).or_default() += 1;
    }

    /// Takes in the counts of another tally.
    pub fn merge(&mut self, other: &Self) {
        for (key, count) in &other.counts {
            *self.counts.entry(*key).or_default() += count;
        }
    }

    /// How often an operator or function came to an outcome.
    pub fn get(&self, name: &'static str, outcome: Outcome) -> u64 {
        self.counts.get(&(name, outcome)).copied().unwrap_or(0)
    }

    /// How often anything came to an outcome.
    pub fn total(&self, outcome: Outcome) -> u64 {
        self.counts
            .iter()
            .filter(|((_, seen), _)| *seen == outcome)
            .map(|(_, count)| count)
            .sum()
    }

    /// What was seen fewer than `least` times of all that should be: every operator and function with a value, those
    /// that can be unknown unknown, and those that can err in error.
    pub fn too_rare(&self, least: u64) -> Vec<(&'static str, Outcome, u64)> {
        let expected = OPERATORS.iter().flat_map(|operator| {
            [
                (true, Outcome::Value),
                (operator.can_be_unknown, Outcome::Unknown),
                (operator.can_err, Outcome::Error),
            ]
            .into_iter()
            .filter(|(expected, _)| *expected)
            .map(|(_, outcome)| (operator.name, outcome))
        });
        expected
            .map(|(name, outcome)| (name, outcome, self.get(name, outcome)))
            .filter(|(_, _, count)| *count < least)
            .collect()
    }
}

/// An operator or function that the reference counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// Its name, with the type of its operands where that matters.
    pub name: &'static str,
    /// Whether an unknown operand can make it unknown.
    pub can_be_unknown: bool,
    /// Whether it can fail on known operands.
    pub can_err: bool,
}

macro_rules! operators {
    ($( $name:literal $unknown:literal $err:literal, )+) => {
        &[ $( Operator { name: $name, can_be_unknown: $unknown, can_err: $err } ),+ ]
    };
}

/// Every operator and function of the condition language.
pub const OPERATORS: &[Operator] = operators! {
    "+ int" true true,
    "- int" true true,
    "* int" true true,
    "/ int" true true,
    "% int" true true,
    "** int" true true,
    "+ float" true true,
    "- float" true true,
    "* float" true true,
    "/ float" true true,
    "% float" true true,
    "+ text" true false,
    "negate int" true true,
    "negate float" true false,
    "!" true false,
    "==" true false,
    "!=" true false,
    "<" true false,
    "<=" true false,
    ">" true false,
    ">=" true false,
    "&&" true false,
    "||" true false,
    "in list" true false,
    "in range" true false,
    "if" true false,
    "switch" true false,
    "??" true false,
    "min" true false,
    "max" true false,
    "abs" true true,
    "round" true false,
    "floor" true false,
    "ceil" true false,
    "clamp" true false,
    "contains" true false,
    "starts_with" true false,
    "ends_with" true false,
    "to_lower" true false,
    "len" true false,
    "is_known" false false,
    "is_stale" false false,
    "is_applicable" false false,
};
