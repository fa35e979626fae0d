//! What a signal can ever be: its values, and the ways in which it can be missing.

use tenure_columns::{Cell, Value};

use crate::dictionary::{SignalDef, SignalType};
use crate::program::threshold::number;

use super::region::{MISSING, STALE, States, UNKNOWN};
use super::set::Set;

/// Built-in signals that count days back from the day, to something that has happened by then.
const DAYS_BACK: [&str; 8] = [
    "billing.days_overdue",
    "complaint.age_days",
    "complaints.oldest_days",
    "contact.days_since",
    "owner.days_since_change",
    "purchases.days_since",
    "satisfaction.days_since",
    "usage.days_since_active",
];

/// What a number can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    /// Any number.
    Any,
    /// 0 or more.
    Count,
    /// From 0 up to this one.
    UpTo(i64),
}

impl Numbers {
    /// What the dictionary says of a signal. What a host or a tenant hands in as a number may be any number.
    pub(super) fn of(signal: &SignalDef) -> Self {
        let own = |name: &str| signal.name.starts_with(name);
        let handed_in = own("custom.") || own("tenant.") || signal.kinds.is_empty();
        match (signal.unit.as_deref(), signal.ty) {
            (Some("basis points"), SignalType::Int) if own("risk.") => Self::UpTo(10_000),
            _ if handed_in => Self::Any,
            (Some("count"), SignalType::Int) => Self::Count,
            (Some("0 to 100"), SignalType::Float) => Self::UpTo(100),
            (Some("days"), SignalType::Int) if DAYS_BACK.contains(&signal.name.as_str()) => {
                Self::Count
            }
            _ => Self::Any,
        }
    }

    /// For people: why a number is never what somebody asks of it.
    pub(super) fn words(self) -> Option<String> {
        match self {
            Self::Any => None,
            Self::Count => Some("0 or more".to_owned()),
            Self::UpTo(most) => Some(format!("0 to {most}")),
        }
    }
}

/// Every number of a type.
pub(super) fn all_of(ty: SignalType) -> Set {
    match ty {
        SignalType::Int => Set::range(i64::MIN, i64::MAX),
        SignalType::Float => Set::range(number(f64::MIN), number(f64::MAX)),
        SignalType::Bool => Set::range(0, 1),
        // Words have numbers from 0 on; there is always one more.
        SignalType::Text => Set::range(0, i64::MAX),
    }
}

/// Numbers as a set of a type.
pub(super) fn numbers(numbers: Numbers, ty: SignalType) -> Set {
    let number = |int: i64| match ty {
        SignalType::Float => number(int as f64),
        SignalType::Int | SignalType::Bool | SignalType::Text => int,
    };
    let all = all_of(ty);
    match numbers {
        Numbers::Any => all,
        Numbers::Count => all.and(&Set::range(number(0), i64::MAX)),
        Numbers::UpTo(most) => all.and(&Set::range(number(0), number(most))),
    }
}

/// How a signal can be missing: of what the host supplies nothing is not applicable, and stale only what has a validity.
pub(super) fn ways(signal: &SignalDef) -> u8 {
    if !signal.is_custom() {
        return MISSING;
    }
    match signal.valid_for_days {
        Some(_) => UNKNOWN | STALE,
        None => UNKNOWN,
    }
}

/// Whether what a signal came to is what the analyser takes for possible.
///
/// The analyser's proofs hang on it, so a test suite holds derived signals to it.
pub fn is_possible(signal: &SignalDef, cell: &Cell<Value>) -> bool {
    let states = |set| States {
        known: set,
        missing: ways(signal),
    };
    let here = match cell {
        Cell::Unknown => States::missing(UNKNOWN),
        Cell::Stale => States::missing(STALE),
        Cell::NotApplicable => States::missing(super::region::NOT_APPLICABLE),
        Cell::Known(Value::Int(int)) => States::known(Set::only(*int)),
        Cell::Known(Value::Float(float)) => States::known(Set::only(number(*float))),
        Cell::Known(Value::Bool(_)) => return signal.ty == SignalType::Bool,
        Cell::Known(Value::Text(text)) => {
            let words = signal.closed_words();
            return words.is_none_or(|words| words.iter().any(|word| **word == **text));
        }
    };
    let all = states(numbers(Numbers::of(signal), signal.ty));
    !all.and(&here).is_empty()
}
