//! How each type of field is read.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::json::Node;
use crate::problem::{ProblemKind, Problems};
use crate::record::{Field, Shape};
use crate::values::{Channel, Currency, CustomValue, Id, Moment, Money, Scalar};

fn wrong_type<T>(node: &Node<'_>, expected: &str, problems: &mut Problems) -> Option<T> {
    problems.error(
        ProblemKind::WrongType,
        format!("expected {expected}, found {}", node.describe()),
    );
    None
}

/// A word of a closed list.
pub(crate) fn word<'n>(
    node: &'n Node<'_>,
    words: &[&str],
    problems: &mut Problems,
) -> Option<&'n str> {
    let Node::Text(text) = node else {
        return wrong_type(node, "text", problems);
    };
    if words.contains(&text.as_ref()) {
        return Some(text);
    }
    problems.error(
        ProblemKind::BadValue,
        format!("`{text}` is not one of {}", words.join(", ")),
    );
    None
}

impl Field for String {
    const SHAPE: Shape = Shape::Text;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        match node {
            Node::Text(text) => Some(text.clone().into_owned()),
            other => wrong_type(other, "text", problems),
        }
    }
}

impl Field for Id {
    const SHAPE: Shape = Shape::Id;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        String::read(node, problems).map(Id)
    }
}

impl Field for i64 {
    const SHAPE: Shape = Shape::Int;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        match node {
            Node::Int(value) => Some(*value),
            other => wrong_type(other, "a whole number", problems),
        }
    }
}

impl Field for f64 {
    const SHAPE: Shape = Shape::Float;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        match node {
            Node::Int(value) => Some(*value as f64),
            Node::Float(value) => Some(*value),
            other => wrong_type(other, "a number", problems),
        }
    }
}

impl Field for bool {
    const SHAPE: Shape = Shape::Bool;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        match node {
            Node::Bool(value) => Some(*value),
            other => wrong_type(other, "true or false", problems),
        }
    }
}

impl Field for NaiveDate {
    const SHAPE: Shape = Shape::Date;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let Node::Text(text) = node else {
            return wrong_type(node, "a date such as 2026-06-30", problems);
        };
        text.parse()
            .map_err(|_| problems.error(ProblemKind::BadDate, format!("`{text}` is not a date")))
            .ok()
    }
}

impl Field for Moment {
    const SHAPE: Shape = Shape::Moment;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let Node::Text(text) = node else {
            return wrong_type(node, "a date or an instant", problems);
        };
        if let Ok(day) = text.parse::<NaiveDate>() {
            return Some(Self::Day(day));
        }
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return Some(Self::Instant(instant.with_timezone(&Utc)));
        }
        if let Ok(naive) = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S") {
            return Some(Self::Instant(naive.and_utc()));
        }
        problems.error(
            ProblemKind::BadDate,
            format!("`{text}` is neither a date nor an instant"),
        );
        None
    }
}

impl Field for Currency {
    const SHAPE: Shape = Shape::Text;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        Self::new(&text).or_else(|| {
            problems.error(
                ProblemKind::BadValue,
                format!("`{text}` is not a currency code such as KRW"),
            );
            None
        })
    }
}

impl Field for Money {
    const SHAPE: Shape = Shape::Money;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let Node::Map(members) = node else {
            return wrong_type(node, "{ \"minor\": …, \"currency\": … }", problems);
        };
        let minor = crate::read::field::<i64>(members, "minor", problems)?;
        let currency = crate::read::field::<Currency>(members, "currency", problems)?;
        Some(Self { minor, currency })
    }
}

impl<T: Field> Field for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let Node::List(items) = node else {
            return wrong_type(node, "a list", problems);
        };
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            read.push(problems.at_index(index, |p| T::read(item, p)));
        }
        read.into_iter().collect()
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    const SHAPE: Shape = Shape::Map(&T::SHAPE);
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let Node::Map(members) = node else {
            return wrong_type(node, "an object", problems);
        };
        members
            .iter()
            .map(|(key, value)| {
                Some((
                    key.clone().into_owned(),
                    problems.at_key(key, |p| T::read(value, p))?,
                ))
            })
            .collect()
    }
}

impl<T: Field> Field for BTreeMap<Channel, T> {
    const SHAPE: Shape = Shape::Map(&T::SHAPE);
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let Node::Map(members) = node else {
            return wrong_type(node, "an object", problems);
        };
        members
            .iter()
            .map(|(key, value)| {
                problems.at_key(key, |p| {
                    let channel = word(&Node::Text(key.clone()), Channel::WORDS, p)
                        .and_then(Channel::from_word)?;
                    Some((channel, T::read(value, p)?))
                })
            })
            .collect()
    }
}

impl Field for Scalar {
    const SHAPE: Shape = Shape::Custom;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        match node {
            Node::Bool(value) => Some(Self::Bool(*value)),
            Node::Int(value) => Some(Self::Int(*value)),
            Node::Float(value) => Some(Self::Float(*value)),
            Node::Text(text) => Some(Self::Text(text.clone().into_owned())),
            other => wrong_type(other, "a single value", problems),
        }
    }
}

impl Field for CustomValue {
    const SHAPE: Shape = Shape::Custom;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let Node::Map(members) = node else {
            return Scalar::read(node, problems).map(Self::Plain);
        };
        let value = crate::read::field::<Scalar>(members, "value", problems)?;
        let observed_at = crate::read::field::<Moment>(members, "observed_at", problems)?;
        Some(Self::Observed { value, observed_at })
    }
}
