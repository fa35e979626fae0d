//! What of a rulebook an account shows: part by part, row by row.

use tenure_columns::{Cell, Value};
use tenure_model::Account;
use tenure_rules::expr::{Expr, ExprKind};
use tenure_rules::{ActionRule, Bin, BinTest, Judge, Rule, Scope};

use super::eval::State;
use super::judge::Verdict;
use super::signals::{Entity, Rows};
use super::{Day, Reference, ReferenceDecision};
use crate::fault::Fault;

/// How often something was true, false, unknown and not applicable.
pub type Four = [u64; 4];

/// What was seen of a condition or a rule of bins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sighting {
    /// What the whole came to, in rows.
    pub whole: Four,
    /// Accounts without a row.
    pub without_rows: u64,
    /// What each part came to that is true or false by itself, in the order of the text.
    pub clauses: Vec<Four>,
    /// How many rows fell into each bin.
    pub bins: Vec<u64>,
}

/// A condition to be looked at, and the one that must hold for that.
struct Asked<'e> {
    scope: Scope,
    condition: &'e Expr,
    due: Option<&'e Expr>,
}

impl Reference<'_> {
    /// What an account shows of rules, then overlays, then actions, each with its steps and the rows of its propensity and
    /// context that have a condition; nothing of what is switched off, and nothing of the tenant's own actions.
    pub fn sightings(&self, account: &Account) -> Vec<Sighting> {
        let day = self.look(account);
        let risk = day.decide();
        let mut all: Vec<Sighting> = self
            .rulebook
            .rules
            .iter()
            .map(|rule| day.of_rule(rule))
            .collect();
        for overlay in &self.rulebook.overlays {
            let asked = Asked {
                scope: Scope::Account,
                condition: &overlay.condition,
                due: None,
            };
            all.push(day.of_condition(&asked, true, &risk));
        }
        for action in &self.rulebook.actions {
            all.extend(day.of_action(action, &risk));
        }
        all
    }
}

impl Day<'_> {
    fn of_action(&self, action: &ActionRule, risk: &ReferenceDecision) -> Vec<Sighting> {
        let judged = action.enabled && action.scope != Scope::Tenant;
        let steps = action.steps.iter().filter_map(|step| step.when.as_ref());
        let rows = action.propensity.iter().chain(&action.context);
        let rows = rows.filter_map(|row| row.condition.as_ref());
        let belonging = steps
            .chain(rows)
            .map(|condition| (condition, Some(&action.condition)));
        std::iter::once((&action.condition, None))
            .chain(belonging)
            .map(|(condition, due)| {
                let asked = Asked {
                    scope: action.scope,
                    condition,
                    due,
                };
                self.of_condition(&asked, judged, risk)
            })
            .collect()
    }

    fn of_rule(&self, rule: &Rule) -> Sighting {
        match &rule.judge {
            Judge::When { condition, .. } => {
                let asked = Asked {
                    scope: rule.scope,
                    condition,
                    due: None,
                };
                self.of_condition(&asked, rule.enabled, &ReferenceDecision::nothing())
            }
            Judge::Bins { signal, bins } => {
                let mut sighting = Sighting {
                    bins: vec![0; bins.len()],
                    ..Sighting::default()
                };
                if !rule.enabled {
                    return sighting;
                }
                for row in self.rows_or_not(rule.scope, true, &mut sighting) {
                    let place = self.judge_row(rule, row).verdict;
                    let place = match place {
                        Verdict::Points(0) | Verdict::InWords(0) => 1,
                        Verdict::Points(_) | Verdict::InWords(_) => 0,
                        Verdict::Unjudged => 2,
                        Verdict::NotApplicable => 3,
                    };
                    sighting.whole[place] += 1;
                    let met = self.bin_place(&self.read(*signal, row), bins);
                    if let Some(met) = met.and_then(|place| sighting.bins.get_mut(place)) {
                        *met += 1;
                    }
                }
                sighting
            }
        }
    }

    /// The bin that takes a reading, by its number.
    fn bin_place(&self, reading: &Cell<Value>, bins: &[Bin]) -> Option<usize> {
        let says = |wanted: BinTest| bins.iter().position(|bin| bin.test == wanted);
        match reading {
            Cell::Known(value) => bins.iter().position(|bin| self.falls(value, &bin.test)),
            Cell::Stale if self.fault == Fault::StaleBinsIgnored => None,
            Cell::Stale => says(BinTest::Stale).or_else(|| says(BinTest::Unknown)),
            Cell::Unknown => says(BinTest::Unknown),
            Cell::NotApplicable => says(BinTest::NotApplicable),
        }
    }

    fn of_condition(&self, asked: &Asked<'_>, judged: bool, risk: &ReferenceDecision) -> Sighting {
        let parts = parts(asked.condition);
        let mut sighting = Sighting {
            clauses: vec![[0; 4]; parts.len()],
            ..Sighting::default()
        };
        if !judged {
            return sighting;
        }
        let place = |expr: &Expr, row: Entity<'_>| match self.action_eval(expr, row, risk) {
            State::Known(Value::Bool(true)) => 0,
            State::Known(_) => 1,
            State::Unknown => 2,
            State::NotApplicable => 3,
        };
        for row in self.rows_or_not(asked.scope, asked.due.is_none(), &mut sighting) {
            if asked.due.is_some_and(|due| place(due, row) != 0) {
                continue;
            }
            sighting.whole[place(asked.condition, row)] += 1;
            for (counts, part) in sighting.clauses.iter_mut().zip(&parts) {
                counts[place(part, row)] += 1;
            }
        }
        sighting
    }

    /// The rows of a scope; where there are none, that is noted.
    fn rows_or_not(&self, scope: Scope, noted: bool, sighting: &mut Sighting) -> Vec<Entity<'_>> {
        let (rows, unknown) = match self.seen.rows(scope) {
            Rows::NotKept => (Vec::new(), false),
            Rows::Unknown => (Vec::new(), true),
            Rows::Known(rows) => (rows, false),
        };
        if noted && unknown {
            sighting.whole[2] += 1;
        } else if noted && rows.is_empty() {
            sighting.without_rows += 1;
        }
        rows
    }
}

/// The parts of a condition that `&&`, `||` and `!` put together.
fn parts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::And(all) | ExprKind::Or(all) => all.iter().flat_map(parts).collect(),
        ExprKind::Not(inner) => parts(inner),
        _ => vec![expr],
    }
}
