//! What of a rulebook was seen at work: how often each condition, each of its clauses and each bin came to what.
//!
//! Accounts are decided as ever, and the rulebook's conditions are looked at in the same columns, by the same program and
//! the same clauses as explanations are told from ([`Chunk::clause_cell`](tenure_rules::program::Chunk::clause_cell)).
//! Here `||` and `!` are taken apart, too, so that a clause is the smallest part that is true or false by itself.

use tenure_rules::Scope;
use tenure_rules::expr::Span;

pub use crate::engine::Watch;

/// What a condition belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A rule.
    Rule,
    /// The overlay of this number, from 1.
    Overlay,
    /// An action rule.
    Action,
    /// A step of an action rule, by its number from 1; looked at where the action is due.
    Step(usize),
    /// A row of an action's propensity, by its number from 1; looked at where the action is due.
    Propensity(usize),
    /// A row of an action's context, by its number from 1; looked at where the action is due.
    Context(usize),
}

/// How often something came to what; in rows of its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// True; of a rule of bins: points were given.
    pub is_true: u64,
    /// False; of a rule of bins: judged, and no points were given.
    pub is_false: u64,
    /// Unknown.
    pub unknown: u64,
    /// Not applicable.
    pub not_applicable: u64,
}

/// What was seen of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseSeen {
    /// Where it stands in the condition's text, in bytes.
    pub span: Span,
    /// Its text.
    pub text: String,
    /// What it came to.
    pub counts: Counts,
}

/// What was seen of a bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinSeen {
    /// What falls into it, in words: `below 12`, `is "low"`, `stale`, `any other`.
    pub text: String,
    /// Its points.
    pub points: i64,
    /// How many rows fell into it.
    pub met: u64,
}

/// What was seen of a rule, an overlay, an action or what belongs to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What it is.
    pub part: Part,
    /// The id of the rule or action; of an overlay its number, from 1.
    pub id: String,
    /// What one row is.
    pub scope: Scope,
    /// Whether it is switched on.
    pub enabled: bool,
    /// The condition's text, or the signal that falls into bins.
    pub text: String,
    /// What the whole came to.
    pub counts: Counts,
    /// Accounts that had no row of the scope: no such record, or the host keeps none.
    pub without_rows: u64,
    /// The clauses of a condition, in the order of the text.
    pub clauses: Vec<ClauseSeen>,
    /// The bins of a rule of bins.
    pub bins: Vec<BinSeen>,
}

/// What was seen of a rulebook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// How many accounts were looked at.
    pub accounts: u64,
    /// How often the tenant's own actions were looked at.
    pub tenants: u64,
    /// Rules, then overlays, then actions with what belongs to them, each in the order of the rulebook.
    pub seen: Vec<Seen>,
}

impl Seen {
    /// Whether it is one of the tenant's own actions, or belongs to one: what decides accounts does not judge it.
    pub fn is_of_tenant(&self) -> bool {
        self.scope == Scope::Tenant && self.part.is_of_action()
    }
}

impl Part {
    /// Whether it is an action, or belongs to one.
    pub fn is_of_action(self) -> bool {
        match self {
            Self::Rule | Self::Overlay => false,
            Self::Action | Self::Step(_) | Self::Propensity(_) | Self::Context(_) => true,
        }
    }
}

impl Counts {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.is_true + self.is_false + self.unknown + self.not_applicable
    }

    /// Whether it was seen both true and false.
    pub fn is_both(&self) -> bool {
        self.is_true > 0 && self.is_false > 0
    }
}
