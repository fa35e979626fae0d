//! One value, and whether it is known.

use std::sync::Arc;

/// A value that may be missing, in the three ways in which it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<T> {
    /// The value is known.
    Known(T),
    /// Nobody knows.
    Unknown,
    /// Known once, and older than its validity: it reads as unknown.
    Stale,
    /// There is nothing to know: the host keeps no such record, or the account has no such thing.
    NotApplicable,
}

impl<T> Cell<T> {
    /// The value, if known.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown | Self::Stale | Self::NotApplicable => None,
        }
    }

    /// Turns a known value into another; what is missing stays missing in the same way.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Cell<U> {
        match self {
            Self::Known(value) => Cell::Known(f(value)),
            Self::Unknown => Cell::Unknown,
            Self::Stale => Cell::Stale,
            Self::NotApplicable => Cell::NotApplicable,
        }
    }

    /// Known where there is a value, else unknown.
    pub fn or_unknown(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }

    /// Known where there is a value, else not applicable.
    pub fn or_not_applicable(value: Option<T>) -> Self {
        value.map_or(Self::NotApplicable, Self::Known)
    }
}

/// A single value of one of the four types of the condition language.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A 64-bit integer (amounts are minor units).
    Int(i64),
    /// A finite float.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// Text.
    Text(Arc<str>),
}
