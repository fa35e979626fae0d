//! What a rulebook declares of itself.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde_json::json;
use tenure_columns::{Cell, Value};
use tenure_core::decision::{Decision, INSUFFICIENT};
use tenure_rules::{
    Direction, Promise, Property, Rulebook, Scope, SignalDef, SignalId, SignalType,
};

use super::Tried;
use super::alone::{by_itself, compare, moved_alone};
use crate::property::bench::Bench;
use crate::property::example::Example;
use crate::property::records::Want;
use crate::property::solve::step_of;

/// What a declared property says, in words.
pub(in crate::property) fn says(property: &Property, rulebook: &Rulebook) -> String {
    let name = |id: &SignalId| {
        let def = rulebook.dictionary.get(*id);
        def.map_or_else(String::new, |def| format!("`{}`", def.name))
    };
    match &property.promise {
        Promise::Monotone {
            signal,
            never: Direction::Up,
        } => format!("more of {} never gives more points", name(signal)),
        Promise::Monotone { signal, .. } => {
            format!("more of {} never gives fewer points", name(signal))
        }
        Promise::Protected { signals, fields } => {
            let fields = fields.iter().map(|field| format!("`{field}`"));
            let all: Vec<String> = signals.iter().map(name).chain(fields).collect();
            format!("neither points nor actions hang on {}", all.join(", "))
        }
        Promise::NoCliff { signal } => {
            format!("one step of {} never jumps over a band", name(signal))
        }
        Promise::MaxMoved { against, percent } => {
            format!("at most {percent} % are in another band than by `{against}`")
        }
        Promise::NeverTogether { actions } => {
            let actions: Vec<String> = actions.iter().map(|id| format!("`{id}`")).collect();
            format!("{} are never proposed together", actions.join(" and "))
        }
        _ => property.id.clone(),
    }
}

pub(super) fn on(bench: &mut Bench<'_>, property: &Property, example: &Example) -> Tried {
    match &property.promise {
        Promise::Monotone { signal, never } => monotone(bench, *signal, *never, example),
        Promise::Protected { signals, fields } => protected(bench, signals, fields, example),
        Promise::NoCliff { signal } => no_cliff(bench, *signal, example),
        Promise::NeverTogether { actions } => never_together(bench, actions, example),
        // Judged over all examples together: one alone breaks nothing.
        Promise::MaxMoved { against, .. } => match moved(bench, against, example) {
            Some(_) => Tried::Held,
            None => Tried::Idle,
        },
        _ => Tried::Idle,
    }
}

/// The answers by the rulebook and by another; whether the band differs.
pub(in crate::property) fn moved(
    bench: &mut Bench<'_>,
    against: &str,
    example: &Example,
) -> Option<(bool, Decision, Decision)> {
    let here = bench.decide(example)?;
    let there = bench.decide_by_other(against, example)?;
    Some((here.risk.band != there.risk.band, here, there))
}

/// The example with the signal moved to another value of those that are worth trying.
fn moved_to(bench: &Bench<'_>, signal: SignalId, example: &Example) -> Option<Example> {
    let mut probes: Vec<Want> = bench.draw.probes(signal).into_iter().cloned().collect();
    let def = bench.rulebook.dictionary.get(signal)?;
    probes.extend(usual(def));
    probes.retain(|want| matches!(want, Want::Is(_)));
    let place = usize::try_from(example.turn).unwrap_or(0) % probes.len().max(1);
    let want = probes.get(place)?.clone();
    let mut changed = example.clone();
    bench.draw.write(&mut changed, &(signal, want));
    Some(changed)
}

/// Values that are worth trying whatever the rulebook says.
fn usual(def: &SignalDef) -> Vec<Want> {
    let values: Vec<Value> = match def.ty {
        SignalType::Int => [0, 1, 2, 5, 30, 60, 200].map(Value::Int).to_vec(),
        SignalType::Float if def.unit.as_deref() == Some("ratio") => {
            [0.0, 0.1, 0.5, 0.9, 1.0].map(Value::Float).to_vec()
        }
        SignalType::Float => [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
            .map(Value::Float)
            .to_vec(),
        SignalType::Bool => [true, false].map(Value::Bool).to_vec(),
        SignalType::Text => {
            let words = def.words.clone().unwrap_or_else(|| {
                let words = [
                    "saas",
                    "finance",
                    "manufacturing",
                    "north",
                    "enterprise",
                    "",
                ];
                words.map(str::to_owned).to_vec()
            });
            words
                .into_iter()
                .map(|word| Value::Text(word.as_str().into()))
                .collect()
        }
    };
    values.into_iter().map(Want::Is).collect()
}

fn known(bench: &Bench<'_>, signal: SignalId, example: &Example) -> Option<Value> {
    match bench.cell(example, signal)? {
        Cell::Known(value) => Some(value),
        Cell::Unknown | Cell::Stale | Cell::NotApplicable => None,
    }
}

fn told(value: &Value) -> String {
    match value {
        Value::Int(int) => int.to_string(),
        Value::Float(float) => format!("{}", (float * 100.0).round() / 100.0),
        Value::Bool(truth) => truth.to_string(),
        Value::Text(text) => text.to_string(),
    }
}

fn name(bench: &Bench<'_>, signal: SignalId) -> String {
    let def = bench.rulebook.dictionary.get(signal);
    def.map_or_else(String::new, |def| def.name.clone())
}

fn monotone(bench: &mut Bench<'_>, signal: SignalId, never: Direction, example: &Example) -> Tried {
    let Some(changed) = moved_to(bench, signal, example) else {
        return Tried::Idle;
    };
    let values = known(bench, signal, example).zip(known(bench, signal, &changed));
    let Some((from, to)) = values else {
        return Tried::Idle;
    };
    let def = bench.rulebook.dictionary.get(signal);
    let way = def.and_then(|def| compare(def, &to, &from));
    let Some(way) = way.filter(|way| way.is_ne()) else {
        return Tried::Idle;
    };
    if !by_itself(bench, signal, way, example, &changed) {
        return Tried::Idle;
    }
    let (Some(first), Some(after)) = (bench.decide(example), bench.decide(&changed)) else {
        return Tried::Idle;
    };
    if by_rows(&first, bench.rulebook) != by_rows(&after, bench.rulebook) {
        return Tried::Idle;
    }
    let step = after.risk.points.cmp(&first.risk.points);
    // Turned so that it reads: as the signal rises, the points do this.
    let step = if way.is_gt() { step } else { step.reverse() };
    let wrong = match never {
        Direction::Up => Ordering::Greater,
        Direction::Down => Ordering::Less,
    };
    if step == wrong {
        let what = format!(
            "`{}` went from {} to {}, and the points from {:+} to {:+}",
            name(bench, signal),
            told(&from),
            told(&to),
            first.risk.points,
            after.risk.points
        );
        let by = format!("`{}` at {}", name(bench, signal), told(&to));
        return Tried::beside(what, first, &by, Some(changed), after);
    }
    if step.is_eq() {
        Tried::Idle
    } else {
        Tried::Held
    }
}

/// What rules of single contracts, complaints and so on gave: they read what no signal of the account tells.
fn by_rows(decision: &Decision, rulebook: &Rulebook) -> i64 {
    let of_rows = |id: &str| {
        let rule = rulebook.rule(id);
        rule.is_some_and(|rule| !matches!(rule.scope, Scope::Account | Scope::Tenant))
    };
    let contributions = decision.contributions.iter();
    let by_rows = contributions.filter(|one| of_rows(&one.rule));
    by_rows.map(|one| one.points).sum()
}

fn no_cliff(bench: &mut Bench<'_>, signal: SignalId, example: &Example) -> Tried {
    let Some((start, changed)) = one_step(bench, signal, example) else {
        return Tried::Idle;
    };
    let values = known(bench, signal, &start).zip(known(bench, signal, &changed));
    let step = step_of_signal(bench, signal);
    let Some((from, to)) = values.filter(|(from, to)| is_one_step(from, to, step)) else {
        return Tried::Idle;
    };
    let (Some(first), Some(after)) = (bench.decide(&start), bench.decide(&changed)) else {
        return Tried::Idle;
    };
    let place = |decision: &Decision| {
        let mut bands = bench.rulebook.risk.bands.iter();
        bands.position(|band| band.name == decision.risk.band)
    };
    let Some((one, other)) = place(&first).zip(place(&after)) else {
        return Tried::Idle;
    };
    if one.abs_diff(other) >= 2 {
        let what = format!(
            "`{}` went from {} to {}, and the band from {} to {}",
            name(bench, signal),
            told(&from),
            told(&to),
            first.risk.band,
            after.risk.band
        );
        let by = format!("`{}` at {}", name(bench, signal), told(&to));
        return Tried::beside(what, first, &by, Some(changed), after);
    }
    if first.risk.points == after.risk.points {
        Tried::Idle
    } else {
        Tried::Held
    }
}

/// The example with the signal where it is and one step beside it, both written anew.
fn one_step(bench: &Bench<'_>, signal: SignalId, example: &Example) -> Option<(Example, Example)> {
    let from = known(bench, signal, example)?;
    let up = if example.turn.is_multiple_of(2) {
        1
    } else {
        -1
    };
    let to = match &from {
        Value::Int(int) => Value::Int(int.saturating_add(up)),
        Value::Float(float) => Value::Float(float + up as f64 * step_of_signal(bench, signal)),
        Value::Bool(_) | Value::Text(_) => return None,
    };
    let mut start = example.clone();
    // A band that the account had before would hide what moves.
    start.account.remove("scores");
    let mut changed = start.clone();
    bench.draw.write(&mut start, &(signal, Want::Is(from)));
    bench.draw.write(&mut changed, &(signal, Want::Is(to)));
    Some((start, changed))
}

/// One step of a signal: a hundredth of a ratio, one of anything else.
fn step_of_signal(bench: &Bench<'_>, signal: SignalId) -> f64 {
    let def = bench.rulebook.dictionary.get(signal);
    let ratio = def.is_some_and(|def| def.unit.as_deref() == Some("ratio"));
    if ratio { step_of(0.0) } else { 1.0 }
}

/// Records that were written for one step may have come to more.
fn is_one_step(from: &Value, to: &Value, step: f64) -> bool {
    match (from, to) {
        (Value::Int(from), Value::Int(to)) => from.abs_diff(*to) == 1,
        // Shares are quotients of what is written, and not exact.
        (Value::Float(from), Value::Float(to)) => from != to && (from - to).abs() <= step * 1.001,
        _ => false,
    }
}

fn protected(
    bench: &mut Bench<'_>,
    signals: &[SignalId],
    fields: &[String],
    example: &Example,
) -> Tried {
    let count = signals.len() + fields.len();
    let chosen = usize::try_from(example.turn / 7).unwrap_or(0) % count.max(1);
    let (changed, what) = match signals.get(chosen) {
        Some(signal) => {
            let changed = moved_to(bench, *signal, example);
            (changed, name(bench, *signal))
        }
        None => match fields.get(chosen - signals.len().min(chosen)) {
            Some(field) => (Some(renamed(example, field)), field.clone()),
            None => return Tried::Idle,
        },
    };
    let Some(changed) = changed.filter(|changed| changed != example) else {
        return Tried::Idle;
    };
    // What the records of a signal tell besides is no influence of the signal; a field has no other way.
    if chosen < signals.len() && !moved_alone(bench, signals, example, &changed) {
        return Tried::Idle;
    }
    let (Some(first), Some(after)) = (bench.decide(example), bench.decide(&changed)) else {
        return Tried::Idle;
    };
    if face(&first) == face(&after) {
        return Tried::Held;
    }
    let say = format!("another `{what}` gets another answer");
    let by = format!("`{what}` changed");
    Tried::beside(say, first, &by, Some(changed), after)
}

fn renamed(example: &Example, field: &str) -> Example {
    let mut changed = example.clone();
    let value = match field {
        "tags" => json!(["other", "vip"]),
        "timezone" => json!("Asia/Seoul"),
        _ => json!("somebody-else"),
    };
    changed.account.insert(field.to_owned(), value);
    changed
}

/// Points, band and what is to be done: rule, kind and row.
type Face<'d> = (i64, &'d str, BTreeSet<(&'d str, &'d str, Option<&'d str>)>);

fn face(decision: &Decision) -> Face<'_> {
    let actions = decision.actions.iter();
    let actions = actions.map(|one| {
        (
            one.action.as_str(),
            one.kind.as_str(),
            one.entity.as_deref(),
        )
    });
    (
        decision.risk.points,
        decision.risk.band.as_str(),
        actions.collect(),
    )
}

fn never_together(bench: &mut Bench<'_>, actions: &[String], example: &Example) -> Tried {
    let Some(decision) = bench.decide(example) else {
        return Tried::Idle;
    };
    let done = decision.actions.iter().map(|action| &action.action);
    let both: BTreeSet<String> = done
        .filter(|action| actions.contains(action))
        .cloned()
        .collect();
    if both.len() > 1 {
        let both: Vec<String> = both.iter().map(|id| format!("`{id}`")).collect();
        let what = format!("{} are proposed together", both.join(" and "));
        return Tried::broken(what, decision);
    }
    if both.is_empty() || decision.risk.band == INSUFFICIENT && decision.contributions.is_empty() {
        Tried::Idle
    } else {
        Tried::Held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_of_a_ratio_is_a_hundredth() {
        let is = |from, to, step| is_one_step(&Value::Float(from), &Value::Float(to), step);
        assert!(is(0.29, 0.3, 0.01) && is(0.3, 0.29, 0.01));
        assert!(!is(0.29, 0.8, 0.01) && !is(0.29, 0.29, 0.01));
        assert!(is(40.0, 41.0, 1.0));
        assert!(is_one_step(&Value::Int(3), &Value::Int(4), 1.0));
        assert!(!is_one_step(&Value::Int(3), &Value::Int(5), 1.0));
    }
}
