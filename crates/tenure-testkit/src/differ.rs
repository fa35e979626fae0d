//! The engine beside the reference: where they differ, and the smallest case that shows it.

mod arbitration;
mod decisions;
mod shrink;
mod signals;

use std::fmt;

pub use arbitration::{Arbitrated, compare_arbitration};
pub use decisions::{Coverage, Pair, compare_decisions};
pub use shrink::shrink;
pub use signals::{SignalTally, compare_signals, dictionary};

/// Two answers that should be equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What differs.
    pub what: String,
    /// The engine's answer.
    pub engine: String,
    /// The reference's answer.
    pub reference: String,
    /// How to see it again: day, rulebook, tenant, account.
    pub story: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} differs", self.what)?;
        writeln!(f, "  engine:    {}", self.engine)?;
        writeln!(f, "  reference: {}", self.reference)?;
        write!(f, "{}", self.story)
    }
}

impl std::error::Error for Difference {}
