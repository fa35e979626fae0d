//! Actions that nobody does, and actions that speak against each other.

use crate::expr::{CompareOp, Const, Expr};
use crate::nearest::nearest;
use crate::property::Promise;
use crate::rulebook::{ActionRule, ActionStep};

use super::places::At;
use super::region::{Region, States};
use super::{Analyst, Claim};

/// Roles for which a person can be found.
const ROLES: [&str; 6] = ["owner", "sales", "csm", "support", "marketing", "manager"];

/// Kinds of steps that sell something.
pub const SELLING_KINDS: [&str; 2] = ["upsell", "cross_sell"];

/// How many ways in which both may be due are tried.
const MOST_WAYS: usize = 6;

impl<'r> Analyst<'r> {
    pub(super) fn nobody(&mut self) {
        let rulebook = self.rulebook;
        for (index, action) in rulebook.actions.iter().enumerate() {
            if !action.enabled {
                continue;
            }
            for (number, step) in action.steps.iter().enumerate() {
                let at = At::new("action", index).key("do").item(number);
                self.whose(action, step, at);
            }
        }
    }

    fn whose(&mut self, action: &ActionRule, step: &ActionStep, at: At) {
        if step.is_message() {
            return;
        }
        match step.assignee.as_deref().map(str::trim) {
            None | Some("") => {
                let message = format!("nobody is asked to do `{}` of `{}`", step.kind, action.id);
                let help = "name a role: assignee = \"owner\"; for a message say who gets it: to = \"decision_maker\"";
                self.find_at("no-assignee", &at, &action.id, message, help, Claim::Proved);
            }
            Some(role) if ROLES.contains(&role) => (),
            Some(role) => {
                // A host may know roles of its own: only what looks like a slip is told.
                if let Some(near) = nearest(role, ROLES) {
                    let message = format!("no person is ever found for the role `{role}`");
                    let help = format!("did you mean \"{near}\"?");
                    let at = at.key("assignee");
                    self.find_at(
                        "no-assignee",
                        &at,
                        &action.id,
                        message,
                        &help,
                        Claim::Proved,
                    );
                }
            }
        }
    }

    pub(super) fn contradictions(&mut self) {
        let rulebook = self.rulebook;
        let mut told: Vec<(usize, usize)> = Vec::new();
        for (one, other) in self.never_together() {
            let why = "a [[property]] says that they never are";
            if !told.contains(&(one, other)) && self.contradict((one, None), (other, None), why) {
                told.push((one, other));
            }
        }
        let rescues: Vec<usize> = (0..rulebook.actions.len())
            .filter(|index| self.rescues(*index))
            .collect();
        for (index, action) in rulebook.actions.iter().enumerate() {
            let sells = |step: &ActionStep| SELLING_KINDS.contains(&step.kind.as_str());
            let Some(step) = action
                .steps
                .iter()
                .position(sells)
                .filter(|_| action.enabled)
            else {
                continue;
            };
            for rescue in &rescues {
                let pair = (index.min(*rescue), index.max(*rescue));
                let why = "nothing is sold to a customer who is to be rescued";
                if *rescue != index
                    && !told.contains(&pair)
                    && self.contradict((index, Some(step)), (*rescue, None), why)
                {
                    told.push(pair);
                }
            }
        }
    }

    /// Pairs of actions that properties keep apart.
    fn never_together(&self) -> Vec<(usize, usize)> {
        let rulebook = self.rulebook;
        let number = |id: &String| {
            let found = rulebook.actions.iter().position(|action| action.id == *id);
            found.filter(|index| {
                rulebook
                    .actions
                    .get(*index)
                    .is_some_and(|action| action.enabled)
            })
        };
        let mut pairs = Vec::new();
        for property in rulebook.properties.iter().filter(|one| one.enabled) {
            let Promise::NeverTogether { actions } = &property.promise else {
                continue;
            };
            let numbers: Vec<usize> = actions.iter().filter_map(number).collect();
            for (place, one) in numbers.iter().enumerate() {
                let others = numbers.iter().skip(place + 1);
                pairs.extend(others.map(|other| (*one.min(other), *one.max(other))));
            }
        }
        pairs
    }

    /// Whether an action is due only where a customer is to be rescued: satisfaction is low, or a critical complaint open.
    fn rescues(&mut self, index: usize) -> bool {
        let Some(action) = self.rulebook.actions.get(index).filter(|one| one.enabled) else {
            return false;
        };
        let due = self.reasoner.truth(&action.condition);
        if due.yes.is_empty() {
            return false;
        }
        let calm = [
            self.without(
                "satisfaction.level",
                CompareOp::Ne,
                Const::Text("low".into()),
            ),
            self.without("complaints.open_critical", CompareOp::Le, Const::Int(0)),
        ];
        let calm = calm.into_iter().flatten();
        calm.fold(due.yes, |region, calm| region.and(&calm))
            .is_empty()
    }

    /// Where a signal does not tell of trouble: it is missing, or its values are these.
    fn without(&mut self, signal: &str, op: CompareOp, constant: Const) -> Option<Region> {
        let (id, def) = self.rulebook.signal(signal)?;
        let calm = self.reasoner.values(op, def.ty, &constant)?;
        let term = self.reasoner.terms.signal(&self.rulebook.dictionary, id);
        let domain = self.reasoner.terms.domain(term);
        let states = States {
            known: domain.known.and(&calm),
            missing: domain.missing,
        };
        Some(Region::of(term, states))
    }

    /// Reports two actions that can be due at once; whether they can, as far as the text tells.
    fn contradict(
        &mut self,
        (one, step): (usize, Option<usize>),
        (other, _): (usize, Option<usize>),
        why: &str,
    ) -> bool {
        let rulebook = self.rulebook;
        let (Some(first), Some(second)) = (rulebook.actions.get(one), rulebook.actions.get(other))
        else {
            return false;
        };
        let when = step.and_then(|step| first.steps.get(step)?.when.as_ref());
        let conditions = [Some(&first.condition), Some(&second.condition), when];
        let both = self.all_hold(conditions.into_iter().flatten());
        if both.is_empty() {
            return false;
        }
        let cells = both.cells().iter().take(MOST_WAYS);
        let ways = cells.map(|cell| self.reasoner.terms.assume(cell)).collect();
        let message = format!(
            "`{}` and `{}` can be proposed for the same account on the same day, and {why}",
            first.id, second.id
        );
        let help =
            "let the condition of one rule the other out, such as satisfaction.level != \"low\"";
        let claim = Claim::Together {
            actions: [first.id.clone(), second.id.clone()],
            kind: step.and_then(|step| first.steps.get(step).map(|step| step.kind.clone())),
            ways,
        };
        let at = At::new("action", one).key("when");
        let here = (&at, first.condition.span);
        self.find(
            "contradictory-actions",
            here,
            &first.id,
            message,
            help,
            claim,
        );
        true
    }

    fn all_hold<'e>(&mut self, conditions: impl Iterator<Item = &'e Expr>) -> Region {
        conditions.fold(Region::everywhere(), |region, condition| {
            let truth = self.reasoner.truth(condition);
            region.and(&truth.yes)
        })
    }
}
