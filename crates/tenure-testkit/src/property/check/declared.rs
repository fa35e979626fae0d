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

fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Int(one), Value::Int(other)) => Some(one.cmp(other)),
        (Value::Float(one), Value::Float(other)) => one.partial_cmp(other),
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        _ => None,
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
    let Some(way) = compare(&to, &from).filter(|way| way.is_ne()) else {
        return Tried::Idle;
    };
    if !by_itself(bench, signal, example, &changed) {
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

/// Signals that cannot move without others that tell of the same thing.
const MOVE_WITH: &[(&str, &[&str])] = &[
    ("satisfaction.score", &["satisfaction.level"]),
    (
        "complaints.",
        &["complaints.open", "complaints.oldest_days"],
    ),
    ("owner.vacant", &["owner.departed", "owner.handed_over"]),
    ("owner.departed", &["owner.vacant"]),
    (
        "renewal.",
        &[
            "renewal.months_left",
            "renewal.days_left",
            "renewal.passed",
            "renewal.no_contact",
        ],
    ),
    ("account.tenure_months", &["onboarding.age_days"]),
    ("onboarding.age_days", &["account.tenure_months"]),
    (
        "billing.days_overdue",
        &["billing.overdue", "billing.overdue_amount"],
    ),
    (
        "billing.overdue",
        &["billing.days_overdue", "billing.overdue_amount"],
    ),
    (
        "purchases.",
        &[
            "purchases.count_12m",
            "purchases.repeat_12m",
            "purchases.value_12m",
            "purchases.days_since",
        ],
    ),
    ("usage.days_since_active", &["usage.dormant"]),
    ("support.", &["support.open"]),
];

/// Whether nothing else that rules read moved, but what tells of the same thing.
fn by_itself(bench: &Bench<'_>, signal: SignalId, example: &Example, changed: &Example) -> bool {
    let own = name(bench, signal);
    let with = |other: &str| {
        let mut rows = MOVE_WITH
            .iter()
            .filter(|(of, _)| own == *of || (of.ends_with('.') && own.starts_with(of)));
        rows.any(|(_, names)| names.contains(&other))
    };
    let (Some(before), Some(after)) = (bench.cells(example), bench.cells(changed)) else {
        return false;
    };
    let moved = before
        .iter()
        .zip(&after)
        .filter(|(one, other)| one != other);
    moved
        .map(|((id, _), _)| *id)
        .all(|id| id == signal || with(&name(bench, id)))
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
    let Some(from) = known(bench, signal, example) else {
        return Tried::Idle;
    };
    let up = example.turn.is_multiple_of(2);
    let to = match &from {
        Value::Int(int) => Value::Int(if up {
            int.saturating_add(1)
        } else {
            int.saturating_sub(1)
        }),
        Value::Float(float) => {
            let ratio = bench
                .rulebook
                .dictionary
                .get(signal)
                .and_then(|def| def.unit.clone());
            let step = if ratio.as_deref() == Some("ratio") {
                step_of(0.0)
            } else {
                1.0
            };
            Value::Float(if up { float + step } else { float - step })
        }
        Value::Bool(_) | Value::Text(_) => return Tried::Idle,
    };
    let mut changed = example.clone();
    // A band that the account had before would hide what moves.
    changed.account.remove("scores");
    let mut start = changed.clone();
    bench
        .draw
        .write(&mut start, &(signal, Want::Is(from.clone())));
    bench.draw.write(&mut changed, &(signal, Want::Is(to)));
    let values = known(bench, signal, &start).zip(known(bench, signal, &changed));
    let Some((from, to)) = values.filter(|(from, to)| from != to && is_one_step(from, to)) else {
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

/// Records that were written for one step may have come to more.
fn is_one_step(from: &Value, to: &Value) -> bool {
    match (from, to) {
        (Value::Int(from), Value::Int(to)) => from.abs_diff(*to) == 1,
        (Value::Float(from), Value::Float(to)) => (from - to).abs() <= 1.001,
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
