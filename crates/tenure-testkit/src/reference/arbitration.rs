//! Arbitration: what each proposal is ranked by, and which of them there is no room for.

use std::cmp::Ordering;

use tenure_columns::{Cell, Value};
use tenure_model::Account;
use tenure_rules::expr::Expr;
use tenure_rules::{ActionRule, Factor, Limit, SignalId};

use super::eval::{Evaluator, State};
use super::money::round_half_away;
use super::signals::{Entity, Rows};
use super::{Day, Reference, ReferenceDecision};
use crate::fault::Fault;

/// What an action is ranked by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    /// What it is worth, if anybody knows.
    pub value: Option<i64>,
    /// How likely it is to work, in basis points; how much it matters and what the business says, in percent.
    pub factors: [i64; 3],
    /// The product in whole units of the value.
    pub amount: Option<i64>,
    /// The exact product.
    pub product: Option<i128>,
}

/// One step of an action rule for one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The action rule.
    pub action: String,
    /// The kind of thing to do.
    pub kind: String,
    /// The record.
    pub entity: Option<String>,
    /// The channel of a message.
    pub channel: Option<String>,
    /// Whether it is never held back for want of room: it is mandatory, or goes on from before.
    pub stays: bool,
    /// Whether it is mandatory.
    pub mandatory: bool,
    /// What it is ranked by.
    pub rank: Rank,
    /// The number of its step.
    pub step: usize,
}

impl Reference<'_> {
    /// What a step of an action rule is ranked by for a record; `None` where there is no such rule or record.
    pub fn rank(
        &self,
        account: &Account,
        action: &str,
        kind: &str,
        entity: Option<&str>,
    ) -> Option<Rank> {
        let rule = self
            .rulebook
            .actions
            .iter()
            .find(|rule| rule.id == action)?;
        let day = self.look(account);
        let risk = day.decide();
        let Rows::Known(rows) = day.seen.rows(rule.scope) else {
            return None;
        };
        let row = rows.into_iter().find(|row| row.id() == entity)?;
        let value = rule
            .value
            .as_ref()
            .and_then(|value| whole(&day.action_eval(value, row, &risk)));
        let holds = |condition: &Expr| match day.action_eval(condition, row, &risk) {
            State::Known(value) => value == Value::Bool(true),
            State::Unknown => self.fault == Fault::UnknownFactorsHold,
            State::NotApplicable => false,
        };
        let factors = [
            first_row(&rule.propensity, &holds, 10_000),
            first_row(&rule.context, &holds, 100),
            self.lever(rule, kind),
        ];
        let product = value.map(|value| {
            let factors = factors.iter().map(|factor| i128::from(*factor));
            i128::from(value) * factors.product::<i128>()
        });
        let hundred_million = 10_000 * 100 * 100;
        let amount = product.and_then(|product| round_half_away(product, hundred_million));
        Some(Rank {
            value,
            factors,
            amount: amount.map(|amount| amount.clamp(i64::MIN.into(), i64::MAX.into()) as i64),
            product,
        })
    }

    fn lever(&self, rule: &ActionRule, kind: &str) -> i64 {
        let mut sayings = vec![&self.rulebook.arbitration.levers];
        sayings.extend(&self.tenant.levers);
        if self.fault != Fault::RulebookBeforeTenant {
            sayings.reverse();
        }
        let mut names = [rule.id.as_str(), kind];
        if self.fault == Fault::KindsBeforeActions {
            names.reverse();
        }
        for saying in sayings {
            for name in names {
                if let Some(percent) = saying.get(name) {
                    return *percent;
                }
            }
        }
        100
    }

    /// Puts proposals in order.
    pub fn in_order(&self, proposals: &mut [Proposal]) {
        proposals.sort_by(|a, b| self.order(a, b));
    }

    fn order(&self, a: &Proposal, b: &Proposal) -> Ordering {
        let worth = match (a.rank.product, b.rank.product) {
            (Some(a), Some(b)) => b.cmp(&a),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        let one_is_unknown = a.rank.product.is_none() != b.rank.product.is_none();
        let worth = match one_is_unknown && self.fault == Fault::UnknownWorthFirst {
            true => worth.reverse(),
            false => worth,
        };
        let name = |p: &Proposal| (p.action.clone(), p.entity.clone(), p.step);
        let ties = match self.fault {
            Fault::TiesBackwards => name(b).cmp(&name(a)),
            _ => name(a).cmp(&name(b)),
        };
        b.mandatory.cmp(&a.mandatory).then(worth).then(ties)
    }

    /// Which of some fresh proposals there is room for, besides what was proposed earlier on the day, in order.
    pub fn with_room(&self, earlier: Vec<Proposal>, mut fresh: Vec<Proposal>) -> Vec<Proposal> {
        self.in_order(&mut fresh);
        let mut there = earlier;
        let mut kept = Vec::new();
        for proposal in fresh.iter().filter(|proposal| proposal.stays) {
            if self.fault != Fault::MandatoryTakesNoRoom {
                there.push(proposal.clone());
            }
            kept.push(proposal.clone());
        }
        for proposal in fresh.into_iter().filter(|proposal| !proposal.stays) {
            let limits = self.rulebook.arbitration.limits.iter();
            let full = limits
                .filter(|limit| is_about(limit, &proposal))
                .any(|limit| {
                    let room = usize::try_from(limit.max).unwrap_or(usize::MAX);
                    there.iter().filter(|other| is_about(limit, other)).count() >= room
                });
            if !full {
                there.push(proposal.clone());
                kept.push(proposal);
            }
        }
        self.in_order(&mut kept);
        kept
    }
}

impl Day<'_> {
    /// What an action's expression comes to: it may ask for the decision's own signals.
    pub(super) fn action_eval(
        &self,
        expr: &Expr,
        row: Entity<'_>,
        risk: &ReferenceDecision,
    ) -> State {
        let read = |signal: SignalId| {
            let name = self
                .rulebook
                .dictionary
                .get(signal)
                .map(|def| def.name.as_str());
            match name {
                Some("risk.points") => Cell::Known(Value::Int(risk.points)),
                Some("risk.probability_bp") => Cell::Known(Value::Int(risk.probability_bp)),
                Some("risk.band") => Cell::Known(Value::Text(risk.band.as_str().into())),
                Some("risk.coverage_bp") => Cell::Known(Value::Int(risk.coverage_bp)),
                Some(_) | None => self.read(signal, row),
            }
        };
        let evaluator = Evaluator {
            read: &read,
            tally: self.tally,
            fault: self.fault,
        };
        evaluator.eval(expr)
    }
}

fn whole(state: &State) -> Option<i64> {
    match state {
        State::Known(Value::Int(value)) => Some(*value),
        State::Known(Value::Float(value)) => Some(value.round() as i64),
        State::Known(_) | State::Unknown | State::NotApplicable => None,
    }
}

fn first_row(table: &[Factor], holds: &dyn Fn(&Expr) -> bool, usual: i64) -> i64 {
    for row in table {
        match &row.condition {
            None => return row.amount,
            Some(condition) if holds(condition) => return row.amount,
            Some(_) => {}
        }
    }
    usual
}

fn is_about(limit: &Limit, proposal: &Proposal) -> bool {
    let of_action = limit.actions.is_empty() || limit.actions.contains(&proposal.action);
    let of_kind = limit.kinds.is_empty() || limit.kinds.contains(&proposal.kind);
    let of_channel = limit.channels.is_empty()
        || proposal
            .channel
            .as_ref()
            .is_some_and(|channel| limit.channels.contains(channel));
    of_action && of_kind && of_channel
}
