//! Identifiers, moments and the host's own values.

use std::cmp::Ordering;
use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use serde::Serialize;

use crate::record::{FieldInfo, Record, RecordInfo, Shape, words};

/// An opaque identifier of at most 128 bytes, as the host knows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Id(pub String);

impl Id {
    /// The longest that an identifier may be.
    pub const MAX_BYTES: usize = 128;

    /// The identifier's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// When something happened: a civil day, or an instant.
///
/// A day is read in the tenant's time zone; an instant is turned into the day that it falls on there.
///
/// In the order of moments, a day stands at its first instant in UTC, just before that instant itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A civil day.
    Day(NaiveDate),
    /// An instant.
    Instant(DateTime<Utc>),
}

impl Default for Moment {
    fn default() -> Self {
        Self::Day(NaiveDate::default())
    }
}

impl Moment {
    /// The civil day, in a time zone.
    pub fn day(&self, zone: chrono_tz::Tz) -> NaiveDate {
        match self {
            Self::Day(day) => *day,
            Self::Instant(instant) => {
                let utc = instant.naive_utc();
                let offset = zone.offset_from_utc_datetime(&utc).fix();
                utc.checked_add_offset(offset).unwrap_or(utc).date()
            }
        }
    }

    fn place(&self) -> (NaiveDateTime, bool) {
        match self {
            Self::Day(day) => (day.and_time(NaiveTime::MIN), false),
            Self::Instant(instant) => (instant.naive_utc(), true),
        }
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place().cmp(&other.place())
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<NaiveDate> for Moment {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Day(day) => day.serialize(serializer),
            Self::Instant(instant) => instant.serialize(serializer),
        }
    }
}

/// A value of the host's own, for a signal that its rulebook declares.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum CustomValue {
    /// A value that does not grow stale.
    Plain(Scalar),
    /// A value with the time at which it was observed.
    Observed {
        /// The value.
        value: Scalar,
        /// When it was true.
        observed_at: Moment,
    },
}

impl CustomValue {
    /// The value, however it was given.
    pub fn value(&self) -> &Scalar {
        match self {
            Self::Plain(value) | Self::Observed { value, .. } => value,
        }
    }
}

impl Default for CustomValue {
    fn default() -> Self {
        Self::Plain(Scalar::default())
    }
}

impl Record for CustomValue {
    const INFO: RecordInfo = RecordInfo {
        name: "CustomValue",
        doc: "A value of the host's own with the time at which it was observed.\n",
        fields: &[
            FieldInfo {
                name: "value",
                shape: Shape::Scalar,
                required: true,
                doc: "The value.\n",
            },
            FieldInfo {
                name: "observed_at",
                shape: Shape::Moment,
                required: true,
                doc: "When it was true.\n",
            },
        ],
    };
}

/// A single value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Scalar {
    /// True or false.
    Bool(bool),
    /// A 64-bit integer.
    Int(i64),
    /// A finite float.
    Float(f64),
    /// Text.
    Text(String),
}

impl Scalar {
    /// A total order of contents: truth values, integers, floats, texts.
    pub fn total_cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Bool(_) => 0,
            Self::Int(_) => 1,
            Self::Float(_) => 2,
            Self::Text(_) => 3,
        }
    }
}

impl Default for Scalar {
    fn default() -> Self {
        Self::Bool(false)
    }
}

words! {
    /// A way to reach somebody.
    pub enum Channel {
        /// Electronic mail.
        Email = "email",
        /// A text message.
        Sms = "sms",
        /// KakaoTalk's business message.
        Alimtalk = "alimtalk",
        /// A telephone call.
        Call = "call",
        /// A task for somebody of the tenant.
        Task = "task",
        /// A message inside the product.
        InApp = "in_app",
    }
}
