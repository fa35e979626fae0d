//! What holds of every answer: bounds, sums, and one answer for one question.

use std::collections::BTreeMap;

use tenure_core::decision::{Contribution, Decision, INSUFFICIENT};
use tenure_rules::Rulebook;

use super::Tried;
use crate::property::bench::{Bench, Variant};
use crate::property::example::Example;

/// Points lie within plus or minus so many doublings of the odds.
const DOUBLINGS: i64 = 20;

pub(super) fn bounds(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let Some(decision) = bench.decide(example) else {
        return Tried::Idle;
    };
    match out_of_bounds(&decision, bench.rulebook) {
        Some(what) => Tried::broken(what, decision),
        None => Tried::Held,
    }
}

fn out_of_bounds(decision: &Decision, rulebook: &Rulebook) -> Option<String> {
    let risk = &decision.risk;
    let most = rulebook.risk.pdo.saturating_mul(DOUBLINGS);
    if risk.points.abs() > most {
        return Some(format!("{} points are beyond ±{most}", risk.points));
    }
    if !(risk.points_low..=risk.points_high).contains(&risk.points) {
        return Some(format!(
            "{} points lie outside their own range, {} to {}",
            risk.points, risk.points_low, risk.points_high
        ));
    }
    if !(0..=10_000).contains(&risk.probability_bp) || !(0..=10_000).contains(&risk.coverage_bp) {
        return Some(format!(
            "a probability of {} or a coverage of {} basis points is none",
            risk.probability_bp, risk.coverage_bp
        ));
    }
    let bands = rulebook.risk.bands.iter().map(|band| band.name.as_str());
    let known = bands.chain([INSUFFICIENT]).any(|band| band == risk.band);
    (!known).then(|| format!("the rulebook has no band `{}`", risk.band))
}

pub(super) fn adds_up(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let (Some(decision), Some(explained)) = (bench.decide(example), bench.explain(example)) else {
        return Tried::Idle;
    };
    let sum: i64 = decision.contributions.iter().map(|one| one.points).sum();
    if sum != decision.risk.points {
        let points = decision.risk.points;
        let what = format!("the reasons add up to {sum}, and the points are {points}");
        return Tried::broken(what, decision);
    }
    if explained.decision.contributions != decision.contributions {
        let what = "explaining tells other reasons than deciding".to_owned();
        return Tried::beside(what, decision, "explained", None, explained.decision);
    }
    if decision.contributions.is_empty() {
        Tried::Idle
    } else {
        Tried::Held
    }
}

pub(super) fn determinism(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let (Some(first), Some(again)) = (bench.decide(example), bench.decide_anew(example)) else {
        return Tried::Idle;
    };
    if first == again {
        return spoke(&first);
    }
    let what = "the same account got two answers".to_owned();
    Tried::beside(what, first, "asked once more", None, again)
}

/// An answer of which there is something to say.
pub(super) fn spoke(decision: &Decision) -> Tried {
    if decision.contributions.is_empty() && decision.actions.is_empty() {
        Tried::Idle
    } else {
        Tried::Held
    }
}

/// A rule that gave points is turned off: the others give what they gave.
pub(super) fn rule_off(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let Some(on) = bench.decide_by(Variant::Unlimited, example) else {
        return Tried::Idle;
    };
    let rules = &bench.rulebook.rules;
    let fired: Vec<usize> = (0..rules.len())
        .filter(|number| {
            let rule = rules.get(*number);
            rule.is_some_and(|rule| on.contributions.iter().any(|one| one.rule == rule.id))
        })
        .collect();
    let place = usize::try_from(example.turn).unwrap_or(0);
    let Some(chosen) = fired.get(place % fired.len().max(1)).copied() else {
        return Tried::Idle;
    };
    let Some(off) = bench.decide_by(Variant::Off(chosen), example) else {
        return Tried::Idle;
    };
    let id = rules
        .get(chosen)
        .map_or("", |rule| rule.id.as_str())
        .to_owned();
    let (before, after) = (others(&on, &id), others(&off, &id));
    if before == after && unhung(&on, bench.rulebook) == unhung(&off, bench.rulebook) {
        return Tried::Held;
    }
    let what = format!("without the rule `{id}` something else came out than its points");
    let by = format!("the rule `{id}` turned off");
    Tried::beside(what, on, &by, None, off)
}

/// What other rules gave; caps and the clamp hang on the total.
fn others(decision: &Decision, but: &str) -> BTreeMap<(String, Option<String>), i64> {
    let hangs = |one: &&Contribution| {
        one.rule != but && one.rule != "clamp" && !one.rule.starts_with("cap:")
    };
    let kept = decision.contributions.iter().filter(hangs);
    kept.map(|one| ((one.rule.clone(), one.entity.clone()), one.points))
        .collect()
}

/// What is to be done that hangs neither on the total nor on how much mail there is.
fn unhung(decision: &Decision, rulebook: &Rulebook) -> Vec<String> {
    let by_total = |id: &str| {
        let action = rulebook.action(id);
        action.is_some_and(|action| {
            let conditions = action.steps.iter().filter_map(|step| step.when.as_ref());
            conditions
                .chain([&action.condition])
                .flat_map(|condition| condition.signals())
                .any(|id| {
                    rulebook
                        .dictionary
                        .get(id)
                        .is_some_and(|def| def.actions_only)
                })
        })
    };
    let actions = decision.actions.iter();
    let free = actions.filter(|action| action.channel.is_none() && !by_total(&action.action));
    let mut names: Vec<String> = free
        .filter_map(|action| action.keys.first().cloned())
        .collect();
    names.sort_unstable();
    names
}
