//! What changes: by itself from day to day, by one thing that people can move, and between two decisions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use crate::decision::{Action, Assignee, Closed, Decision, Evidence};

/// What is compared from day to day: points, band, and what to do. Texts, values, evidence, coverage, ranges and due dates
/// are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Face {
    /// Points.
    pub points: i64,
    /// The band, by the rulebook's name, or `insufficient`.
    pub band: String,
    /// What to do, without an order.
    pub actions: BTreeSet<ActionFace>,
    /// Keys that came in open and are to be closed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub closed: BTreeSet<Closed>,
}

/// What makes two actions the same: keys, rule, kind, state and assignee.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct ActionFace {
    /// The keys that the proposal carries. Of a key that is bound to a period and was never proposed the day is left out:
    /// it would name whichever day somebody looks.
    pub keys: BTreeSet<String>,
    /// The action rule.
    pub action: String,
    /// The kind of thing to do.
    pub kind: String,
    /// Where it stands.
    pub state: String,
    /// Who does it.
    pub assignee: Option<Assignee>,
}

/// The next day on which points, band or actions differ if nothing else happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NextChange {
    /// The day.
    pub on: NaiveDate,
    /// The points until then and from then on.
    pub points: Step<i64>,
    /// The band until then and from then on.
    pub band: Step<String>,
    /// Actions that are there from then on and were not before.
    pub actions_added: Vec<ActionFace>,
    /// Actions that are no longer there.
    pub actions_removed: Vec<ActionFace>,
    /// Keys that are to be closed from then on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Closed>,
}

/// A change that comes by itself, with what is to be done from then on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Coming {
    /// What differs from the day before.
    pub change: NextChange,
    /// The actions that are proposed then for the first time, in full.
    pub actions: Vec<Action>,
}

/// From one value to another; the same where nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step<T> {
    /// Before.
    pub from: T,
    /// After.
    pub to: T,
}

impl NextChange {
    /// What differs between two faces.
    pub(crate) fn between(on: NaiveDate, before: &Face, after: &Face) -> Self {
        Self {
            on,
            actions_added: after.actions.difference(&before.actions).cloned().collect(),
            actions_removed: before.actions.difference(&after.actions).cloned().collect(),
            closed: after.closed.difference(&before.closed).cloned().collect(),
            points: Step {
                from: before.points,
                to: after.points,
            },
            band: Step {
                from: before.band.clone(),
                to: after.band.clone(),
            },
        }
    }
}

/// Why the points of an account are others than they were: what time alone did, what came in, and what another rulebook made
/// of it, in this order, each from a full decision. The three parts add up to the difference exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Movement {
    /// The account.
    pub account_id: String,
    /// The two days.
    pub as_of: Step<NaiveDate>,
    /// The points before and after.
    pub points: Step<i64>,
    /// The band before and after.
    pub band: Step<String>,
    /// What the days between did by themselves: the old account on the later day, as if nothing had happened.
    pub time: MovementPart,
    /// What records did that came in or were changed, of the account and of the tenant.
    pub data: MovementPart,
    /// What the new rulebook did.
    pub rules: MovementPart,
}

/// One part of a movement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct MovementPart {
    /// The difference of points.
    pub points: i64,
    /// By rule, cap or clamp; what did not move is left out. It adds up to the points.
    pub by_rule: BTreeMap<String, i64>,
}

impl MovementPart {
    fn between(before: &Decision, after: &Decision) -> Self {
        let mut by_rule: BTreeMap<String, i64> = BTreeMap::new();
        for given in &after.contributions {
            *by_rule.entry(given.rule.clone()).or_default() += given.points;
        }
        for given in &before.contributions {
            *by_rule.entry(given.rule.clone()).or_default() -= given.points;
        }
        by_rule.retain(|_, points| *points != 0);
        Self {
            points: after.risk.points - before.risk.points,
            by_rule,
        }
    }
}

impl Movement {
    /// The movement over four decisions: before; on the later day as if nothing had happened; with what came in; and by the
    /// new rulebook.
    pub fn over([before, later, informed, after]: [&Decision; 4]) -> Self {
        Self {
            account_id: after.account_id.clone(),
            as_of: Step {
                from: before.as_of,
                to: after.as_of,
            },
            points: Step {
                from: before.risk.points,
                to: after.risk.points,
            },
            band: Step {
                from: before.risk.band.clone(),
                to: after.risk.band.clone(),
            },
            time: MovementPart::between(before, later),
            data: MovementPart::between(later, informed),
            rules: MovementPart::between(informed, after),
        }
    }
}

/// The smallest change of one signal that leaves the band.
///
/// People bring it about through records: an answer, a call, a complaint resolved, an invoice paid. Whatever else is
/// derived from those records moves with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Move {
    /// The signal.
    pub signal: String,
    /// Its value.
    pub from: Evidence,
    /// The nearest value that leaves the band.
    pub to: Evidence,
    /// The points before and after.
    pub points: Step<i64>,
    /// The band before and after.
    pub band: Step<String>,
    /// The other signals that rules read and that move with it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub moves_with: BTreeMap<String, Step<Evidence>>,
}
