//! Everything about one account: what each rule saw and came to, where each action stopped, and why not.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::actions::Ended;
use crate::decision::{Decision, Evidence};

/// What a rule or an action's condition came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It holds, or a bin other than zero was hit.
    Fired,
    /// It does not hold, or no bin other than zero was hit.
    NotFired,
    /// It could not be judged.
    Unknown,
    /// It does not apply.
    NotApplicable,
}

/// Everything about one account on one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The decision, as it is without explaining.
    pub decision: Decision,
    /// Every enabled rule, in the order of the rulebook, row by row; then every enabled plugin. Where an account has no rows of a rule's scope, one
    /// row without a record says whether they are unknown or there are none.
    pub rules: Vec<RuleState>,
    /// How each candidate for an action ended, in the order of the rulebook, row by row and step by step.
    pub actions: Vec<Ended>,
    /// The record kinds that the host does not keep: what needs them is not applicable.
    pub not_kept: Vec<String>,
}

/// What a rule saw and came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleState {
    /// The rule.
    pub rule: String,
    /// Its group, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The contract, complaint, opportunity or offer, for rules of such a scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// What it came to.
    pub state: State,
    /// The points, before overlays and caps; 0 where it did not fire.
    pub points: i64,
    /// The condition's text, or the signal that falls into bins.
    pub condition: String,
    /// The values that it saw, by signal.
    pub evidence: BTreeMap<String, Evidence>,
    /// The base signals that are missing, sorted; none where it could be judged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The error that an operator or function ran into, if that is why it could not be judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Why a rule gave no points, or why an action is not proposed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WhyNot {
    /// The rule or action asked about.
    pub name: String,
    /// Whether it is turned off in the rulebook; then it has no rows.
    pub disabled: bool,
    /// The answer, row by row. Where the account has no record of the scope, one row without a record says whether that
    /// is unknown or there is none.
    pub rows: Vec<WhyNotRow>,
}

/// What was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A rule, which gives points.
    Rule,
    /// An action rule.
    Action,
    /// A plugin, by `plugin:` and its id.
    Plugin,
}

/// Why not, for one row.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WhyNotRow {
    /// Whether it is a rule or an action.
    pub what: What,
    /// The contract, complaint, opportunity or offer, for scopes of such.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// What the condition came to.
    pub state: State,
    /// The condition's text, or the signal that falls into bins.
    pub condition: String,
    /// The points of a rule, before overlays and caps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<i64>,
    /// The first part of the condition that does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<FailedClause>,
    /// The values that the whole condition saw, by signal.
    pub evidence: BTreeMap<String, Evidence>,
    /// The base signals that are missing, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The error that an operator or function ran into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// How each step of an action ended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Ended>,
}

/// A part of a condition that does not hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FailedClause {
    /// Its text.
    pub text: String,
    /// What it came to.
    pub state: State,
    /// The values that it saw, by signal.
    pub evidence: BTreeMap<String, Evidence>,
}
