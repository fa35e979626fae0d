//! Capacity: what each person can take on today, shared out over the actions of a whole portfolio.
//!
//! Decisions are made account by account, and know nothing of each other. What people can take on is shared out
//! afterwards: each action of theirs that is newly proposed takes one unit; what they have open takes its units first.
//! An action goes to whom the decision names, else to the backup, else to the manager, whoever is at work. Where not
//! everything fits, mandatory actions come before others, then those of a higher priority before those of a lower one (ties
//! by account, then by the decision's own order), and the [matching](matching::assign) is the best that there is. What fits nowhere is
//! postponed: it is taken off the decision, and proposed anew on the next day; a mandatory action stays where it is.

pub mod matching;
mod share;

use serde::Serialize;

pub use share::share_out;

use crate::decision::Decision;

/// A portfolio's decisions with what everybody can take on shared out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SharedOut {
    /// The decisions, in the order in which the accounts were given.
    pub decisions: Vec<Decision>,
    /// What fits nowhere today, those of the highest priority first.
    pub postponed: Vec<Postponed>,
    /// What each person has, by id.
    pub load: Vec<Load>,
}

/// An action that nobody of those who could do it has room for today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Postponed {
    /// The account.
    pub account_id: String,
    /// The action's own key.
    pub key: String,
    /// The action rule.
    pub action: String,
    /// The kind of thing to do.
    pub kind: String,
    /// Who would have done it.
    pub owner_id: String,
}

/// What a person has to do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Load {
    /// The person.
    pub owner_id: String,
    /// How many actions the person can have open; absent where the tenant sets no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<i64>,
    /// Actions that were open before today.
    pub open: usize,
    /// Actions newly proposed, of the person's own accounts.
    pub own: usize,
    /// Actions taken over from somebody who has no room.
    pub taken_over: usize,
    /// Mandatory actions beyond what fits.
    pub beyond: usize,
}
