//! Rules that ask one number each: neighbours that meet at a border and both take it, or both leave it out; and rules of
//! which the larger one of a group always hides the other.

use std::collections::BTreeMap;

use tenure_columns::Value;

use crate::dictionary::{Scope, SignalId, SignalType};
use crate::expr::{Const, Expr, ExprKind};
use crate::program::threshold::value;
use crate::rulebook::{GroupMode, Judge, Rule, ScaleTarget};

use super::places::At;
use super::set::Set;
use super::{Analyst, Assumed, Claim};

/// A rule that holds on one interval of one number.
#[derive(Clone, Copy)]
struct Rung<'r> {
    index: usize,
    rule: &'r Rule,
    condition: &'r Expr,
    points: i64,
    low: i64,
    high: i64,
}

/// The rules of one scope and group about one number.
type Ladders<'r> = BTreeMap<(SignalId, Scope, Option<&'r str>), Vec<Rung<'r>>>;

impl<'r> Analyst<'r> {
    pub(super) fn ladders(&mut self) {
        let ladders = self.rungs();
        for ((signal, _, group), mut rungs) in ladders {
            let mode = group
                .and_then(|id| self.rulebook.group(id))
                .map(|group| group.mode);
            if mode == Some(GroupMode::Max) {
                continue;
            }
            rungs.sort_by_key(|rung| (rung.low, rung.high, rung.index));
            for pair in rungs.windows(2) {
                if let [below, above] = pair {
                    self.border(signal, below, above);
                }
            }
        }
    }

    fn rungs(&mut self) -> Ladders<'r> {
        let rulebook = self.rulebook;
        let mut ladders = Ladders::new();
        for (index, rule) in rulebook.rules.iter().enumerate() {
            let Judge::When {
                condition, points, ..
            } = &rule.judge
            else {
                continue;
            };
            let signals = condition.signals();
            let [signal] = signals.as_slice() else {
                continue;
            };
            if !rule.enabled || *points == 0 {
                continue;
            }
            if let Some((low, high)) = self.interval(condition, *signal) {
                let key = (*signal, rule.scope, rule.group.as_deref());
                ladders.entry(key).or_default().push(Rung {
                    index,
                    rule,
                    condition,
                    points: *points,
                    low,
                    high,
                });
            }
        }
        ladders
    }

    /// The one interval of a number on which a condition holds; `None` where it is anything else.
    fn interval(&mut self, condition: &Expr, signal: SignalId) -> Option<(i64, i64)> {
        let ty = self.rulebook.dictionary.get(signal)?.ty;
        if !matches!(ty, SignalType::Int | SignalType::Float) {
            return None;
        }
        let truth = self.reasoner.truth(condition);
        let [cell] = truth.yes.cells() else {
            return None;
        };
        let term = self
            .reasoner
            .terms
            .signal(&self.rulebook.dictionary, signal);
        let states = cell.get(&term).filter(|_| cell.len() == 1)?;
        match states.known.intervals() {
            [interval] if states.missing == 0 => Some(*interval),
            _ => None,
        }
    }

    fn border(&mut self, signal: SignalId, below: &Rung<'r>, above: &Rung<'r>) {
        let Some(def) = self.rulebook.dictionary.get(signal) else {
            return;
        };
        let inside = below.low < above.low && below.high < above.high;
        let shared = Set::range(above.low, below.high);
        let between = match (below.high.checked_add(1), above.low.checked_sub(1)) {
            (Some(from), Some(until)) => Set::range(from, until),
            _ => Set::none(),
        };
        let ty = def.ty;
        if inside && !shared.is_empty() && is_point(ty, &shared) {
            if let Some(border) = named_by_both(ty, &shared, below, above) {
                self.shared_border(signal, below, above, border);
            }
        } else if inside
            && is_point(ty, &between)
            && below.points.signum() == above.points.signum()
            && let Some(border) = named_by_both(ty, &between, below, above)
            && !self.asked_elsewhere(signal, [below, above])
        {
            self.missed_border(signal, below, above, border);
        }
    }

    fn shared_border(
        &mut self,
        signal: SignalId,
        below: &Rung<'r>,
        above: &Rung<'r>,
        border: Value,
    ) {
        let name = self.name(signal);
        let message = format!(
            "`{name}` of {} counts twice: by this rule and by `{}`, which meet there",
            super::say(&border),
            below.rule.id
        );
        let help = "let one of the two leave the border out: < and >=, or <= and >";
        let claim = Claim::BothCount {
            rules: [below.rule.id.clone(), above.rule.id.clone()],
            ways: vec![vec![(signal, Assumed::Is(border))]],
        };
        let at = At::new("rule", above.index).key("when");
        let here = (&at, above.condition.span);
        self.find(
            "overlapping-bins",
            here,
            &above.rule.id,
            message,
            help,
            claim,
        );
    }

    fn missed_border(
        &mut self,
        signal: SignalId,
        below: &Rung<'r>,
        above: &Rung<'r>,
        border: Value,
    ) {
        let name = self.name(signal);
        let message = format!(
            "`{name}` of {} is left out both by this rule and by `{}`, which meet there",
            super::say(&border),
            below.rule.id
        );
        let help = "let one of the two take the border: < and >=, or <= and >";
        let claim = Claim::NeitherCounts {
            rules: [below.rule.id.clone(), above.rule.id.clone()],
            signal,
            value: border,
        };
        let at = At::new("rule", above.index).key("when");
        let here = (&at, above.condition.span);
        self.find("gap", here, &above.rule.id, message, help, claim);
    }

    fn name(&self, signal: SignalId) -> String {
        let def = self.rulebook.dictionary.get(signal);
        def.map(|def| def.name.clone()).unwrap_or_default()
    }

    /// Whether another rule has something to say about the same number.
    fn asked_elsewhere(&self, signal: SignalId, but: [&Rung<'r>; 2]) -> bool {
        let rules = self.rulebook.rules.iter().enumerate();
        rules
            .filter(|(index, rule)| rule.enabled && but.iter().all(|rung| rung.index != *index))
            .any(|(_, rule)| match &rule.judge {
                Judge::When { condition, .. } => condition.signals() == [signal],
                Judge::Bins { signal: of, .. } => *of == signal,
            })
    }

    /// Of a group of which the largest counts, rules that never do.
    pub(super) fn hidden_rules(&mut self) {
        let rulebook = self.rulebook;
        for group in &rulebook.groups {
            if group.mode != GroupMode::Max {
                continue;
            }
            let mut seen: Vec<(usize, &Rule)> = Vec::new();
            let rules = rulebook.rules.iter().enumerate();
            for (index, rule) in
                rules.filter(|(_, rule)| rule.enabled && rule.group.as_ref() == Some(&group.id))
            {
                seen.push((index, rule));
            }
            for (place, (index, rule)) in seen.iter().enumerate() {
                let hider = seen.iter().enumerate().find(|(other, (_, by))| {
                    *other != place && self.hides(by, rule, *other < place)
                });
                if let Some((_, (_, by))) = hider {
                    self.hidden(*index, rule, &by.id);
                }
            }
        }
    }

    /// Whether one rule counts more than another wherever that one holds.
    fn hides(&mut self, by: &Rule, rule: &Rule, earlier: bool) -> bool {
        let (
            Judge::When {
                condition: larger,
                points: most,
                ..
            },
            Judge::When {
                condition, points, ..
            },
        ) = (&by.judge, &rule.judge)
        else {
            return false;
        };
        let one_row = [by, rule]
            .iter()
            .all(|rule| matches!(rule.scope, Scope::Account | Scope::Tenant));
        let scaled = self
            .rulebook
            .overlays
            .iter()
            .any(|overlay| match &overlay.target {
                ScaleTarget::Rule(id) => *id == by.id || *id == rule.id,
                // What is made smaller is rounded, and may come out equal: then the earlier one counts.
                ScaleTarget::Group(id) => {
                    by.group.as_ref() == Some(id) && overlay.num < overlay.den && !earlier
                }
            });
        let outweighs = most.abs() > points.abs() || (most.abs() == points.abs() && earlier);
        if !one_row || scaled || !outweighs || *points == 0 {
            return false;
        }
        let (larger, condition) = (self.reasoner.truth(larger), self.reasoner.truth(condition));
        !condition.yes.is_empty() && condition.yes.and(&larger.not_yes()).is_empty()
    }

    fn hidden(&mut self, index: usize, rule: &Rule, by: &str) {
        let Judge::When { condition, .. } = &rule.judge else {
            return;
        };
        let message = format!(
            "this rule never counts: wherever it holds `{by}` does too, and of their group only the larger counts"
        );
        let help =
            "exchange the points, narrow the other's condition, or give the group mode = \"sum\"";
        let at = At::new("rule", index).key("when");
        self.find(
            "shadowed-rule",
            (&at, condition.span),
            &rule.id,
            message,
            help,
            Claim::Proved,
        );
    }
}

/// Whether a set is one number as people see it.
fn is_point(ty: SignalType, set: &Set) -> bool {
    match (set.intervals(), ty) {
        ([(low, high)], SignalType::Float) => {
            let (low, high) = (value(*low), value(*high));
            high - low <= 1e-9 * high.abs().max(1.0)
        }
        ([(low, high)], _) => low == high,
        _ => false,
    }
}

/// The number of a set that both conditions name.
fn named_by_both(ty: SignalType, set: &Set, one: &Rung<'_>, other: &Rung<'_>) -> Option<Value> {
    let mut named = Vec::new();
    constants(one.condition, &mut named);
    let mut also = Vec::new();
    constants(other.condition, &mut also);
    let named = named.into_iter().find(|number| {
        let key = match ty {
            SignalType::Float => crate::program::threshold::number(*number),
            SignalType::Int | SignalType::Bool | SignalType::Text => *number as i64,
        };
        set.contains(key) && also.contains(number)
    })?;
    Some(match ty {
        SignalType::Float => Value::Float(named),
        SignalType::Int | SignalType::Bool | SignalType::Text => Value::Int(named as i64),
    })
}

fn constants(expr: &Expr, found: &mut Vec<f64>) {
    match &expr.kind {
        ExprKind::Const(Const::Int(int)) => found.push(*int as f64),
        ExprKind::Const(Const::Float(float)) => found.push(*float),
        ExprKind::Negate(inner) => {
            let mut inside = Vec::new();
            constants(inner, &mut inside);
            found.extend(inside.into_iter().map(|number| -number));
        }
        ExprKind::InRange { start, end, .. } => found.extend([*start as f64, *end as f64]),
        _ => expr
            .parts()
            .into_iter()
            .for_each(|part| constants(part, found)),
    }
}
