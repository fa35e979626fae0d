//! The answer for one account on one day.

mod schema;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use tenure_model::{Currency, Problem};

use crate::actions::Stage;

pub use schema::decision_schema;

/// The band of an account of which too little is known.
pub const INSUFFICIENT: &str = "insufficient";

/// Texts by language.
pub type Texts = BTreeMap<String, String>;

/// The answer for one account on one day. Its JSON form is API.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Decision {
    /// The account.
    pub account_id: String,
    /// The day: its end, in the tenant's time zone.
    pub as_of: NaiveDate,
    /// How likely it is to leave.
    pub risk: Risk,
    /// Why: what gave points, in the order of the rulebook, then plugins, then caps, then the clamp. They add up to the points.
    pub contributions: Vec<Contribution>,
    /// What could not be judged, in the order of the rulebook.
    pub unknown: Vec<Unjudged>,
    /// The record kind whose rules leave the widest range of points; absent where nothing is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_informative: Option<String>,
    /// What to do, in order.
    pub actions: Vec<Action>,
    /// Keys that came in open and are to be closed, with what became of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Closed>,
    /// Proposals that came in open and stay so, with nothing to be done about them today.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<Waiting>,
    /// Whether the account is in the control group: its actions are computed, and not to be carried out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub holdout: bool,
    /// The digest of all this without the day and the provenance, so that a host can skip what did not change.
    pub digest: String,
    /// From what it was made.
    pub provenance: Provenance,
}

/// A decision with what a list of accounts needs besides: what it is ranked by, and what was wrong with its input. It has
/// no JSON form.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Appraised {
    /// The decision.
    pub decision: Decision,
    /// What the account is worth in a year (the signal `account.annual_value`), in minor units of `currency`; `None`
    /// where that is not known.
    pub annual_value: Option<i64>,
    /// The currency in which the account's amounts are told: the rulebook's, else its own.
    pub currency: Option<Currency>,
    /// Custom values of another type than the rulebook declares, which were read as unknown.
    pub warnings: Vec<Problem>,
}

/// How likely an account is to leave and why, by its signals alone: the part of a [`Decision`] that needs no records. What
/// it has in common with a decision has the same JSON form, to the byte.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Scored {
    /// The account.
    pub account_id: String,
    /// The day.
    pub as_of: NaiveDate,
    /// How likely it is to leave.
    pub risk: Risk,
    /// Why, in the order of a decision. They add up to the points.
    pub contributions: Vec<Contribution>,
    /// What could not be judged, in the order of the rulebook.
    pub unknown: Vec<Unjudged>,
    /// The record kind whose rules leave the widest range of points; absent where nothing is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_informative: Option<String>,
}

/// How likely an account is to leave. Higher is riskier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Risk {
    /// Points; `pdo` of them double the odds.
    pub points: i64,
    /// Probability of leaving over the horizon, in basis points.
    pub probability_bp: i64,
    /// The horizon, in months.
    pub horizon_months: i64,
    /// Whether the probability was fitted to known outcomes, among which there were so many points; if not, it ranks and
    /// does not predict.
    pub calibrated: bool,
    /// The band, by the rulebook's name, or `insufficient`.
    pub band: String,
    /// The share of the applicable weight of rules that could be judged, in basis points.
    pub coverage_bp: i64,
    /// The least points for any completion of the unknowns.
    pub points_low: i64,
    /// The most points for any completion of the unknowns.
    pub points_high: i64,
}

/// What to do for the tenant itself: what no account's records tell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TenantDecision {
    /// The day.
    pub as_of: NaiveDate,
    /// What to do, mandatory actions first, then by value.
    pub actions: Vec<Action>,
    /// Keys that came in open and are to be closed, with what became of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Closed>,
    /// Proposals that came in open and stay so, with nothing to be done about them today.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<Waiting>,
}

/// What gave points.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Contribution {
    /// The rule, `plugin:<id>/<reason>`, `cap:<group>`, or `clamp`.
    pub rule: String,
    /// The group, if it has one.
    pub group: Option<String>,
    /// The contract, complaint, opportunity or offer judged, for rules of such a scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The points, after overlays.
    pub points: i64,
    /// Why, by language.
    pub reason: Texts,
    /// The values that the rule saw, by signal.
    pub evidence: BTreeMap<String, Evidence>,
}

/// A value that a rule saw.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Evidence {
    /// Not known, stale or not applicable: the word for it.
    Missing {
        /// `unknown`, `stale` or `not_applicable`; `withheld` for known free text.
        missing: String,
    },
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// Text of a closed list or an id; never free text.
    Text(String),
}

impl Evidence {
    /// The word for a value that is not told.
    pub(crate) fn missing(word: &str) -> Self {
        Self::Missing {
            missing: word.to_owned(),
        }
    }
}

/// A rule that could not be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unjudged {
    /// The rule, `plugin:<id>`, or `overlay:<number>`.
    pub rule: String,
    /// The contract, complaint, opportunity or offer, for rules of such a scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The base signals that are missing, sorted.
    pub missing: Vec<String>,
    /// The error that an operator or function ran into, or how the plugin failed, if that is the cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Action {
    /// The keys that the proposal carries, its own first.
    pub keys: Vec<String>,
    /// The action rule.
    pub action: String,
    /// The kind of thing to do.
    pub kind: String,
    /// The contract that it is about.
    pub contract_id: Option<String>,
    /// The product offered, the complaint answered ... where the rule's scope is such.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Where it stands: `proposed`, or what the host said since.
    pub state: String,
    /// Whether it is proposed for the first time: somebody is to be told. What was open before, or goes on from a key
    /// whose anchor moved, is not announced again.
    pub new: bool,
    /// Who does it.
    pub assignee: Option<Assignee>,
    /// The channel of a message: `email`, `sms` ...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The role of the contact who gets a message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The contact who gets a message; absent where the host tells of none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The template of a message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// By when.
    pub due: Option<NaiveDate>,
    /// What people read, by language.
    pub title: Texts,
    /// The steps of a check-list, by language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Texts>,
    /// The records that somebody who takes the account over has to look at, for a handover.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Why, by language.
    pub reason: Texts,
    /// What it is ranked by.
    pub priority: Priority,
}

/// What an action is ranked by: value × propensity × context × lever, after those that are mandatory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Priority {
    /// Whether it, or something that it takes in, is mandatory: it comes before what is not, and is never held back for
    /// want of room.
    pub mandatory: bool,
    /// The product in the unit of `value`, rounded half away from zero and held within 64 bits; absent where the value is
    /// not known. What is ranked is the exact product; an action without one comes last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// What it is worth, as the rulebook says: usually an amount in minor units. Absent where nobody knows, or the
    /// rulebook does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// How likely it is to work, in basis points.
    pub propensity_bp: i64,
    /// How much it matters right now, in percent.
    pub context_percent: i64,
    /// By how much the business scales it, in percent.
    pub lever_percent: i64,
}

impl Priority {
    /// The priority of a value under its factors.
    pub(crate) fn new(
        mandatory: bool,
        value: Option<i64>,
        [propensity_bp, context_percent, lever_percent]: [i64; 3],
    ) -> Self {
        let mut priority = Self {
            mandatory,
            amount: None,
            value,
            propensity_bp,
            context_percent,
            lever_percent,
        };
        priority.amount = priority.exact().map(in_units);
        priority
    }

    /// The exact product, in hundred-millionths of the value's unit.
    pub(crate) fn exact(&self) -> Option<i128> {
        let factors = [self.propensity_bp, self.context_percent, self.lever_percent];
        let value = i128::from(self.value?);
        let times = |product: i128, factor: i64| product.saturating_mul(i128::from(factor));
        Some(factors.into_iter().fold(value, times))
    }
}

/// A factor of 1 in each of basis points, percent and percent.
const UNIT: i128 = 10_000 * 100 * 100;

/// Rounds half away from zero, and holds the amount within 64 bits.
fn in_units(exact: i128) -> i64 {
    let away = UNIT / 2 * exact.signum();
    let amount = exact.saturating_add(away) / UNIT;
    let held = amount.clamp(i128::from(i64::MIN), i128::from(i64::MAX));
    i64::try_from(held).unwrap_or(i64::MAX)
}

/// A record to look at: where it is, never what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Reference {
    /// What it is: `contract`, `complaint`, `note`, `meeting`, `quote`, or `action` for what is still to be done.
    pub record: String,
    /// Its id, if the host has one; of an action its first key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// A contract's anchor, the day of a complaint or an interaction, by when an action is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// A key that came in open and has nothing left to be done for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Closed {
    /// The key.
    pub key: String,
    /// `auto_closed` where its condition cleared, or its term is over; `moved` where its anchor moved; `expired` where
    /// nobody took it on in time.
    pub state: String,
}

/// A proposal that came in open and stays so, with nothing to be done about it today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Waiting {
    /// Its keys.
    pub keys: Vec<String>,
    /// Where it stands, as the host said.
    pub state: String,
    /// Where it stopped, and why.
    #[serde(flatten)]
    pub stage: Stage,
}

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Assignee {
    /// The role asked for.
    pub role: String,
    /// The person, if one could be found.
    pub owner_id: Option<String>,
}

/// From what a decision was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Provenance {
    /// `id@version`, a space, then the digest of the rulebook's texts.
    pub rulebook: String,
    /// The digest of the tenant, facts included.
    pub tenant: String,
    /// The digest of the account, in canonical order.
    pub input: String,
    /// The engine's version.
    pub engine: String,
    /// The plugins that were asked, in the order of the rulebook.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plugins: Vec<PluginProvenance>,
}

/// A plugin that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PluginProvenance {
    /// Its name in the rulebook.
    pub id: String,
    /// `id@version` of the plugin itself.
    pub plugin: String,
    /// The digest of its bytes.
    pub digest: String,
}
