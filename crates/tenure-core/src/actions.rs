//! Actions: what to do about an account, and why something is not to be done.
//!
//! A candidate is one step of an action rule for one row of the rule's scope. It passes, in order:
//!
//! 1. *eligibility*: the rule's condition, the contract that its key is bound to (a paused one suspends it), then the
//!    step's own condition;
//! 2. *suitability*: nothing is offered over an open critical complaint;
//! 3. *consent*: an automated message needs somebody of the role who agreed to its channel and can be reached;
//! 4. *dedupe*: its [`key`](key::Key) is looked up in the account's past actions. An open one is listed as it stands, a
//!    closed one is not listed again, one that is *snoozed* waits;
//! 5. *rest*: within the rule's cooldown nothing of it is proposed anew; dismissed twice within 30 days, an action that
//!    is not mandatory pauses for 60 days;
//! 6. *contact policy*: nobody gets more messages of a channel in a period than the tenant's caps let out. Mandatory
//!    ones take their share first;
//! 7. *taking in*: another proposal may take it in (`absorbs`, or an alert about several contracts that are up within
//!    thirty days), and then carries both keys;
//! 8. *limits*: no more is newly proposed on one day than the rulebook's limits let through, in the order of
//!    arbitration. What is mandatory counts and is never held back.
//!
//! What is left is listed in the order of arbitration: mandatory ones first, then by value × propensity × context × lever.
//!
//! # The next state
//!
//! Every open key that came in goes out again: in the list of actions, among those that wait, or closed: `auto_closed`
//! where its condition cleared or its record, term or renewal is over; `moved` where its anchor or its episode is another
//! one by now, and what is still due goes on under the new key, with state and assignee, unannounced; `expired` where
//! nobody took it on in the time that its rule gives. An anchor that comes back takes its old key up again, unannounced,
//! too. What cannot be judged today is never closed, and what is put off does not move.
//!
//! What people can take on is shared out over all accounts' decisions afterwards: see [`capacity`](crate::capacity).

mod arbitrate;
mod candidate;
mod consent;
mod due;
mod episode;
mod ground;
mod handover;
mod history;
pub mod key;
mod limits;
mod list;
mod message;
mod moments;
mod next;
mod people;
mod rest;
mod settle;
mod stage;
mod take_in;
#[cfg(test)]
mod tests;

use tenure_rules::ActionRule;

use crate::decision::{Action, Closed, Texts, Waiting};

pub(crate) use arbitrate::{CERTAIN_BP, USUAL_PERCENT};
pub(crate) use ground::Ground;
pub(crate) use moments::{Footing, Moments};
pub(crate) use people::at_work;

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
    /// How likely it is to work, in basis points.
    pub(crate) propensity_bp: i64,
    /// How much it matters right now, in percent.
    pub(crate) context_percent: i64,
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
    /// What came in open and stays so, with nothing to be done about it today.
    pub(crate) waiting: Vec<Waiting>,
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
    let mut history = History::new(
        ground.view.actions().iter().map(|seen| &**seen),
        ground.view.as_of(),
    );
    history.run_out(ground.day(), |id| rule_of(judged, id));
    let history = history;
    let mut found = candidates(ground, &history, judged, all || history.has_open());
    message::hold_back(ground, &history, judged, &mut found);
    take_in::missed(judged, &mut found);
    take_in::alerts(&mut found);
    limits::hold_back(ground, &history, judged, &mut found);
    let hosts = take_in::one_for_each_record(&history, &mut found);
    let settled = settle::settle(ground, &history, judged, &found);
    let closed = settled.closed_keys();
    let mut hosts = hosts;
    arbitrate::in_order(&mut hosts, judged, &found);
    let actions = hosts.into_iter().filter_map(|index| {
        list::action(ground, &history, judged, words, &found, (index, &closed))
    });
    Outcome {
        actions: actions.collect(),
        ended: found
            .into_iter()
            .map(|candidate| candidate.into_ended(&history))
            .collect(),
        closed: settled.closed,
        waiting: settled.waiting,
    }
}

fn rule_of<'r>(judged: &[JudgedAction<'r>], id: &str) -> Option<&'r ActionRule> {
    let mut rules = judged.iter().map(|action| action.rule);
    rules.find(|rule| rule.id == id)
}
