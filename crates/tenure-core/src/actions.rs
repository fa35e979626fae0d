//! Actions: what to do about an account, and why something is not to be done.
//!
//! A candidate is one step of an action rule for one row of the rule's scope. It passes, in order:
//!
//! 1. *eligibility*: the rule's condition, then the step's own;
//! 2. *suitability*: nothing is offered over an open critical complaint;
//! 3. *consent*: an automated message needs somebody of the role who agreed to it and can be reached;
//! 4. *dedupe*: its [`key`](key::Key) is looked up in the account's past actions. An open one is listed as it stands, a
//!    closed one is not listed again.
//!
//! What is proposed anew may then be taken in by another proposal (`absorbs`, or an alert about several contracts that
//! are up within thirty days), which carries both keys. What is left is listed: mandatory ones first, then by value.
//! Contact policy, cooldown, capacity and arbitration would stand between dedupe and listing; they do not exist yet.

mod candidate;
mod closing;
mod consent;
mod due;
mod episode;
mod ground;
mod history;
pub mod key;
mod list;
mod people;
mod stage;
mod take_in;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use tenure_rules::ActionRule;

use crate::decision::{Action, Closed, Texts};

pub(crate) use ground::Ground;

pub use consent::NoMessage;
pub use stage::{Ended, Stage};

use candidate::candidates;
use history::History;

/// What a condition came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// Nobody knows.
    Unknown,
    /// It does not apply.
    NotApplicable,
}

/// What an action rule came to for one row of its scope.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct JudgedRow {
    /// The contract, complaint, opportunity or offer, for rules of such a scope.
    pub(crate) entity: Option<String>,
    /// The condition.
    pub(crate) due: Truth,
    /// What it is worth, if that is known.
    pub(crate) value: Option<i64>,
    /// The conditions of the steps; true where a step has none.
    pub(crate) steps: Vec<Truth>,
}

/// An action rule with what it came to, row by row.
#[derive(Debug, Clone)]
pub(crate) struct JudgedAction<'r> {
    /// The rule.
    pub(crate) rule: &'r ActionRule,
    /// The number of its first row among those of all accounts.
    pub(crate) first: usize,
    /// The rows of its scope that are the account's.
    pub(crate) rows: &'r [JudgedRow],
}

/// Renders the texts of an action rule for one of its rows.
pub(crate) trait Words {
    /// The texts with their placeholders filled in.
    fn render(&self, action: &JudgedAction<'_>, row: usize, texts: &Texts) -> Texts;
}

/// What came of all candidates.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Outcome {
    /// What to do, in order.
    pub(crate) actions: Vec<Action>,
    /// Keys that came in open and are to be closed.
    pub(crate) closed: Vec<Closed>,
    /// How each candidate ended, in the order of rules, rows and steps.
    pub(crate) ended: Vec<Ended>,
}

/// Decides what to do. With `all`, how the candidates ended whose rule is not due is told, too.
pub(crate) fn propose(
    ground: &Ground<'_, '_>,
    judged: &[JudgedAction<'_>],
    words: &dyn Words,
    all: bool,
) -> Outcome {
    let history = History::new(
        ground.view.actions().iter().map(|seen| &**seen),
        ground.day(),
    );
    let mut found = candidates(ground, &history, judged, all);
    take_in::missed(judged, &mut found);
    take_in::alerts(&mut found);
    let hosts = take_in::one_for_each_record(&history, &mut found);
    let actions = hosts
        .into_iter()
        .filter_map(|index| list::action(ground, &history, judged, words, &found, index))
        .collect();
    Outcome {
        actions: in_order(actions),
        closed: closing::closed(ground, &history, judged),
        ended: found
            .into_iter()
            .map(|candidate| candidate.into_ended(&history))
            .collect(),
    }
}

/// Mandatory actions first, then the more valuable, then by action, entity and step.
fn in_order(mut listed: Vec<list::Listed>) -> Vec<Action> {
    listed.sort_by(|a, b| {
        let rank = |listed: &list::Listed| (Reverse(listed.mandatory), Reverse(listed.value));
        rank(a)
            .cmp(&rank(b))
            .then_with(|| a.action.action.cmp(&b.action.action))
            .then_with(|| a.row.cmp(&b.row))
            .then_with(|| a.step.cmp(&b.step))
    });
    listed.into_iter().map(|listed| listed.action).collect()
}
