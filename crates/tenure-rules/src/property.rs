//! What a rulebook promises of itself. Nobody decides by it: a test suite holds the rulebook to it.

use crate::dictionary::SignalId;

/// The fields of an account that a promise can name though no signal tells of them.
pub const PROTECTED_FIELDS: [&str; 4] = ["name", "parent_id", "tags", "timezone"];

/// One declared property.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// Identity.
    pub id: String,
    /// Whether it is tried at all.
    pub enabled: bool,
    /// What is promised.
    pub promise: Promise,
}

/// What is promised.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Promise {
    /// As a signal goes up, points never go one way.
    Monotone {
        /// The signal: a number, or a bool, of which true is up.
        signal: SignalId,
        /// What the points never do.
        never: Direction,
    },
    /// Neither points nor actions hang on these.
    Protected {
        /// Signals.
        signals: Vec<SignalId>,
        /// Fields of the account, each one of [`PROTECTED_FIELDS`].
        fields: Vec<String>,
    },
    /// One unit more or less of a signal never jumps over a whole band.
    NoCliff {
        /// The signal: a number.
        signal: SignalId,
    },
    /// Against another rulebook no more than a share of the accounts change their band.
    MaxMoved {
        /// The other rulebook: the id of a shipped one, or a file beside this one.
        against: String,
        /// The share, in percent, 0 to 100.
        percent: i64,
    },
    /// Of these actions at most one is to be done for an account on one day.
    NeverTogether {
        /// The ids of two or more action rules.
        actions: Vec<String>,
    },
}

/// A way in which points can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More points: riskier.
    Up,
    /// Fewer points: safer.
    Down,
}
