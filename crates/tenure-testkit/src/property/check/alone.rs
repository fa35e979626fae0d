//! Whether a signal moved by itself, or took others with it.

use std::cmp::Ordering;

use tenure_columns::{Cell, Value};
use tenure_rules::{SignalDef, SignalId};

use crate::property::bench::Bench;
use crate::property::example::Example;

/// Signals that cannot move without others that tell of the same thing, and move the same way.
const MOVE_WITH: &[(&str, &[&str])] = &[
    ("satisfaction.score", &["satisfaction.level"]),
    (
        "complaints.",
        &["complaints.open", "complaints.oldest_days"],
    ),
    ("owner.vacant", &["owner.departed"]),
    ("owner.departed", &["owner.vacant"]),
    ("renewal.", &["renewal.months_left", "renewal.days_left"]),
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
        ],
    ),
    ("usage.days_since_active", &["usage.dormant"]),
    ("support.", &["support.open"]),
];

/// Whether nothing else that rules read moved, but what tells of the same thing and moved the same way.
pub(super) fn by_itself(
    bench: &Bench<'_>,
    signal: SignalId,
    way: Ordering,
    example: &Example,
    changed: &Example,
) -> bool {
    let (Some(before), Some(after)) = (bench.cells(example), bench.cells(changed)) else {
        return false;
    };
    let pairs = before.iter().zip(&after);
    let mut moved = pairs.filter(|(one, other)| one != other);
    moved.all(|((id, from), (_, to))| {
        *id == signal
            || (goes_with(bench, signal, *id) && way_of(bench, *id, from, to) == Some(way))
    })
}

/// Whether of all that the rulebook reads these signals moved, and nothing else.
pub(super) fn moved_alone(
    bench: &Bench<'_>,
    signals: &[SignalId],
    example: &Example,
    changed: &Example,
) -> bool {
    let (Some(before), Some(after)) = (bench.seen(example), bench.seen(changed)) else {
        return false;
    };
    let differs = |id: &&SignalId| before.get(*id) != after.get(*id);
    let moved: Vec<&SignalId> = before.keys().filter(differs).collect();
    !moved.is_empty() && moved.iter().all(|id| signals.contains(id))
}

fn goes_with(bench: &Bench<'_>, signal: SignalId, other: SignalId) -> bool {
    let name = |id| bench.rulebook.dictionary.get(id).map(|def| &*def.name);
    let (Some(own), Some(other)) = (name(signal), name(other)) else {
        return false;
    };
    let mut rows = MOVE_WITH
        .iter()
        .filter(|(of, _)| own == *of || (of.ends_with('.') && own.starts_with(of)));
    rows.any(|(_, names)| names.contains(&other))
}

/// Which way a signal went; `None` where it is not known on both sides, or has no order.
fn way_of(
    bench: &Bench<'_>,
    signal: SignalId,
    from: &Cell<Value>,
    to: &Cell<Value>,
) -> Option<Ordering> {
    match (from, to) {
        (Cell::Known(from), Cell::Known(to)) => {
            compare(bench.rulebook.dictionary.get(signal)?, to, from)
        }
        _ => None,
    }
}

/// How one value of a signal stands to another; the words of a list are in its order.
pub(super) fn compare(def: &SignalDef, one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Int(one), Value::Int(other)) => Some(one.cmp(other)),
        (Value::Float(one), Value::Float(other)) => one.partial_cmp(other),
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        (Value::Text(one), Value::Text(other)) => {
            let words = def.words.as_ref()?;
            let place = |text: &str| words.iter().position(|word| word == text);
            Some(place(one)?.cmp(&place(other)?))
        }
        _ => None,
    }
}
