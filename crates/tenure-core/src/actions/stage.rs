//! Where a candidate stopped.

use serde::Serialize;

use super::consent::NoMessage;

/// Where a candidate stopped. A candidate is one step of an action rule for one row of the rule's scope; it passes
/// eligibility, suitability, consent and dedupe, in this order, and is then listed, alone or taken in by another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// Eligibility: the rule's condition is false.
    NotDue,
    /// Eligibility: the rule's condition, or the step's own, is unknown.
    Unknown,
    /// Eligibility: the rule's condition, or the step's own, is not applicable.
    NotApplicable,
    /// Eligibility: the step's own condition is false.
    StepNotDue,
    /// Suitability: nothing is offered to somebody with an open critical complaint.
    CriticalComplaint,
    /// Consent: no automated message may go out.
    NoConsent {
        /// Why not.
        why: NoMessage,
    },
    /// Dedupe: an earlier step of the rule has the same key.
    SameKey,
    /// Dedupe: the key was proposed before, and is closed.
    Closed {
        /// What became of it: `done`, `dismissed` ...
        status: String,
    },
    /// Another proposal carries the key.
    TakenIn {
        /// The action rule of that proposal.
        by: String,
    },
    /// It is among the decision's actions.
    Listed {
        /// `proposed`, or what the host said since.
        state: String,
    },
}

/// How one candidate ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Ended {
    /// The action rule.
    pub action: String,
    /// The kind of thing to do.
    pub kind: String,
    /// The contract, complaint, opportunity or offer, for rules of such a scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The key; absent where the candidate did not get as far as to have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Where it stopped.
    #[serde(flatten)]
    pub stage: Stage,
}
