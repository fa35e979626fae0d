//! What people can move: of each signal that somebody can control, the values within reach, and the records that would give
//! it such a value. What is derived from the same records moves with it.
//!
//! Values are tried in whole steps: one of a count, one day, one point of a satisfaction of 100, a hundredth of a share.

mod desk;
mod records;
mod relation;

use tenure_columns::Value;
use tenure_model::{Account, CustomValue, Scalar};
use tenure_rules::{Control, Dictionary, SignalId};

use super::next::Edges;
use super::view::View;

/// So many days are looked back over at most.
const MOST_DAYS: i64 = 4_000;
/// So many records are added at most.
const MOST_ADDED: i64 = 10;

/// How one signal can be moved.
pub(crate) struct Lever {
    /// The signal.
    pub(crate) signal: &'static str,
    /// The values within reach, the nearest first.
    pub(crate) values: fn(&View<'_>, &Value) -> Vec<Value>,
    /// The account with other records, so that the signal should have the value; `None` where nobody can bring that about.
    pub(crate) apply: fn(&View<'_>, &Value) -> Option<Account>,
}

/// Levers: `"name", values, apply;`.
macro_rules! levers {
    ($( $signal:literal, $values:expr, $apply:expr; )+) => {
        &[ $( crate::signals::levers::Lever {
            signal: $signal,
            values: $values,
            apply: $apply,
        } ),+ ]
    };
}
use levers;

/// Every lever, in the order of the dictionary's rooms.
pub(crate) fn all_levers() -> impl Iterator<Item = &'static Lever> {
    [relation::LEVERS, desk::LEVERS, records::LEVERS]
        .into_iter()
        .flatten()
}

/// A custom signal that the rulebook says can be moved, with the values just beyond the numbers that it is compared with.
pub(crate) fn custom_values(
    dictionary: &Dictionary,
    signal: SignalId,
    now: &Value,
    edges: &Edges,
) -> Option<(String, Vec<Value>)> {
    let signal = dictionary.get(signal)?;
    let name = signal.name.strip_prefix("custom.")?.to_owned();
    let (up, down) = match signal.control {
        Control::None => return None,
        Control::Up => (true, false),
        Control::Down => (false, true),
        Control::Both => (true, true),
    };
    let values = match now {
        Value::Int(now) => {
            let within = |to: &i64| (up && to > now) || (down && to < now);
            let mut found: Vec<i64> = edges.sides().filter(within).collect();
            found.sort_by_key(|to| (to.abs_diff(*now), *to));
            found.into_iter().map(Value::Int).collect()
        }
        Value::Bool(now) if (up && !now) || (down && *now) => vec![Value::Bool(!now)],
        Value::Bool(_) | Value::Float(_) | Value::Text(_) => Vec::new(),
    };
    Some((name, values))
}

/// The account with another custom value.
pub(crate) fn with_custom(view: &View<'_>, name: &str, to: &Value) -> Option<Account> {
    let scalar = match to {
        Value::Int(value) => Scalar::Int(*value),
        Value::Bool(value) => Scalar::Bool(*value),
        Value::Float(_) | Value::Text(_) => return None,
    };
    let mut account = view.account().clone();
    let value = account.custom.as_mut()?.get_mut(name)?;
    match value {
        CustomValue::Plain(value) | CustomValue::Observed { value, .. } => *value = scalar,
    }
    Some(account)
}

/// The account with some of its lists changed.
fn with(view: &View<'_>, change: impl FnOnce(&mut Account)) -> Option<Account> {
    let mut account = view.account().clone();
    change(&mut account);
    Some(account)
}

fn int(value: &Value) -> Option<i64> {
    match value {
        Value::Int(value) => Some(*value),
        Value::Float(_) | Value::Bool(_) | Value::Text(_) => None,
    }
}

/// One fewer, two fewer … none.
fn fewer(_: &View<'_>, now: &Value) -> Vec<Value> {
    let now = int(now).unwrap_or(0).min(MOST_DAYS + 1);
    (0..now).rev().map(Value::Int).collect()
}

/// One more, two more …
fn more(_: &View<'_>, now: &Value) -> Vec<Value> {
    let now = int(now).unwrap_or(0);
    let last = now.saturating_add(MOST_ADDED);
    (now..last).map(|value| Value::Int(value + 1)).collect()
}

fn to_true(_: &View<'_>, now: &Value) -> Vec<Value> {
    flipped(now, true)
}

fn to_false(_: &View<'_>, now: &Value) -> Vec<Value> {
    flipped(now, false)
}

fn flipped(now: &Value, to: bool) -> Vec<Value> {
    if *now == Value::Bool(!to) {
        vec![Value::Bool(to)]
    } else {
        Vec::new()
    }
}

/// How many records must go so that so many are left.
fn surplus(count: usize, to: &Value) -> Option<usize> {
    count.checked_sub(usize::try_from(int(to)?).ok()?)
}

#[cfg(test)]
mod tests {
    use tenure_rules::Scope;

    use super::*;
    use crate::signals::built_in;

    /// Signals that move with another one only: with what stands beside them.
    const MOVE_WITH: &[(&str, &str)] = &[
        ("satisfaction.drop", "satisfaction.score"),
        ("satisfaction.days_since", "satisfaction.responses"),
        ("complaints.oldest_days", "complaints.open"),
        ("usage.current", "usage.trend"),
        ("purchases.value_12m", "purchases.count_12m"),
    ];

    #[test]
    fn every_signal_that_can_be_controlled_has_a_lever_or_moves_with_one() {
        let has = |name: &str| all_levers().any(|lever| lever.signal == name);
        // Rows of narrower scopes move through the account's signals.
        let all = built_in();
        let of_accounts = all
            .iter()
            .filter(|(_, signal)| signal.scope == Scope::Account);
        for (_, signal) in of_accounts {
            let with = MOVE_WITH.iter().find(|(name, _)| *name == signal.name);
            let moves = has(&signal.name) || with.is_some_and(|(_, other)| has(other));
            assert_eq!(moves, signal.control != Control::None, "{}", signal.name);
        }
    }
}
