//! Where a candidate stopped.

use chrono::NaiveDate;
use serde::Serialize;

use super::consent::NoMessage;
use crate::decision::Priority;

/// Where a candidate stopped. A candidate is one step of an action rule for one row of the rule's scope; it passes
/// eligibility, suitability, consent, dedupe, snooze, rest and contact policy, in this order, is then taken in by another
/// or stands alone, and is listed if the limits have room for it.
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
    /// Eligibility: the key is bound to the contract's anchor, and the renewal is decided.
    Decided,
    /// Eligibility: the key is bound to a contract that is paused. It goes on when the contract does.
    Suspended,
    /// Eligibility: the rule is about the account's primary contract, and that is another one by now.
    NotPrimary,
    /// Eligibility: the rulebook has no such action turned on.
    NoRule,
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
    /// Snooze: it is open, and put off.
    Snoozed {
        /// The last day of that, if the host says.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
    },
    /// Rest: the same action was proposed or dismissed a short while ago.
    Cooldown {
        /// The first day on which it may be proposed again.
        until: NaiveDate,
    },
    /// Rest: the action was dismissed more than once in a short while.
    Paused {
        /// The first day on which it may be proposed again.
        until: NaiveDate,
    },
    /// Contact policy: whom it would go to got enough messages of the channel.
    ContactPolicy {
        /// The channel.
        channel: String,
        /// The first day on which it may go out if nothing else does before; absent where the policy lets none out.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
    },
    /// Another proposal carries the key, or would if it were not stopped itself.
    TakenIn {
        /// The action rule of that proposal.
        by: String,
    },
    /// Limits: enough is proposed today that comes before it in the order of arbitration.
    Limit {
        /// At most so many a day.
        max: i64,
        /// Of these actions, kinds or channels; of all where there are none.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        of: Vec<String>,
        /// The keys of what took the room: what was proposed earlier on the day, then what comes first.
        outranked_by: Vec<String>,
    },
    /// It is among the decision's actions.
    Listed {
        /// `proposed`, or what the host said since.
        state: String,
    },
}

impl Stage {
    /// Its word, as it stands in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NotDue => "not_due",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not_applicable",
            Self::StepNotDue => "step_not_due",
            Self::Decided => "decided",
            Self::Suspended => "suspended",
            Self::NotPrimary => "not_primary",
            Self::NoRule => "no_rule",
            Self::CriticalComplaint => "critical_complaint",
            Self::NoConsent { .. } => "no_consent",
            Self::SameKey => "same_key",
            Self::Closed { .. } => "closed",
            Self::Snoozed { .. } => "snoozed",
            Self::Cooldown { .. } => "cooldown",
            Self::Paused { .. } => "paused",
            Self::ContactPolicy { .. } => "contact_policy",
            Self::TakenIn { .. } => "taken_in",
            Self::Limit { .. } => "limit",
            Self::Listed { .. } => "listed",
        }
    }
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
    /// What it is ranked by; absent where the candidate has no key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The base signals that are missing, sorted, where its condition or its step's own is unknown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The number of its step in the rule.
    #[serde(skip)]
    pub(crate) step: usize,
}
