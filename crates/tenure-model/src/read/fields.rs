//! How each type of field is read.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::json::{Node, shorten};
use crate::money::{Currency, Money};
use crate::problem::{ProblemKind, Problems};
use crate::record::{Field, Record, Shape};
use crate::values::{Channel, CustomValue, Id, Moment, Scalar};

use super::dates;
use super::nearest::nearest;
use super::object::{Slot, duplicate, members, unknown_field};

fn wrong_type<T>(node: &Node<'_>, expected: &str, problems: &mut Problems) -> Option<T> {
    let message = format!("expected {expected}, found {}", node.describe());
    problems.error(ProblemKind::WrongType, message);
    None
}

fn bad<T>(kind: ProblemKind, message: String, problems: &mut Problems) -> Option<T> {
    problems.error(kind, message);
    None
}

/// A word of a closed list.
pub(crate) fn word<'n>(
    node: &'n Node<'_>,
    words: &[&'static str],
    problems: &mut Problems,
) -> Option<&'n str> {
    match node {
        Node::Text(text) => known_word(text, words, problems).then_some(text.as_ref()),
        other => wrong_type(other, &format!("one of {}", words.join(", ")), problems),
    }
}

fn known_word(text: &str, words: &[&'static str], problems: &mut Problems) -> bool {
    // What is only counted needs no words.
    let read = match problems.is_full() {
        true if words.contains(&text) => Ok(()),
        true => Err(String::new()),
        false => read_word(text, words),
    };
    let wrong = read.map_err(|message| problems.error(ProblemKind::BadValue, message));
    wrong.is_ok()
}

/// Holds a text against a closed list of words, as the fields of records are.
///
/// # Errors
/// It is none of them: what it is, the list, and the word that was meant, if one is near.
pub fn read_word(text: &str, words: &[impl AsRef<str>]) -> Result<(), String> {
    if words.iter().any(|word| word.as_ref() == text) {
        return Ok(());
    }
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    let mut message = format!("`{}` is not one of {}", shorten(text), words.join(", "));
    if let Some(near) = nearest(text, words.iter().copied()) {
        message.push_str(&format!("; did you mean `{near}`?"));
    }
    Err(message)
}

/// Holds a whole number against the range of a field, as the fields of records are.
///
/// # Errors
/// It lies outside: what it is, and the range.
pub fn read_number(number: i64, range: &RangeInclusive<i64>) -> Result<(), String> {
    let (low, high) = (range.start(), range.end());
    match *high {
        _ if range.contains(&number) => Ok(()),
        i64::MAX => Err(format!("{number} is too small; write {low} or more")),
        _ => Err(format!("{number} is out of range; write {low} to {high}")),
    }
}

impl Field for String {
    const SHAPE: Shape = Shape::Text;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        match node {
            Node::Text(text) => Some(text.clone().into_owned()),
            other => wrong_type(other, "text", problems),
        }
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.cmp(other)
    }
}

impl Field for Id {
    const SHAPE: Shape = Shape::Id;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let kind = ProblemKind::BadValue;
        match node {
            Node::Text(text) if text.is_empty() => bad(
                kind,
                "an id cannot be empty; name the record, or leave an optional field out".to_owned(),
                problems,
            ),
            Node::Text(text) if text.len() > Id::MAX_BYTES => {
                let (found, most) = (text.len(), Id::MAX_BYTES);
                bad(
                    kind,
                    format!("an id of {found} bytes; shorten it to {most} at most"),
                    problems,
                )
            }
            Node::Text(text) => Some(Id(text.clone().into_owned())),
            Node::Int(_) | Node::Float(_) | Node::Beyond(_) => {
                wrong_type(node, "an id in quotes", problems)
            }
            other => wrong_type(other, "an id: a text", problems),
        }
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.cmp(other)
    }
}

impl Field for i64 {
    const SHAPE: Shape = Shape::Int;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        match node {
            Node::Int(value) => Some(*value),
            Node::Beyond(text) => beyond(text, problems),
            other => wrong_type(other, "a whole number", problems),
        }
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.cmp(other)
    }
}

fn beyond<T>(text: &str, problems: &mut Problems) -> Option<T> {
    let message = format!(
        "the number {} is out of range; whole numbers go up to 9223372036854775807, others up to 1.7e308",
        shorten(text)
    );
    bad(ProblemKind::BadValue, message, problems)
}

impl Field for f64 {
    const SHAPE: Shape = Shape::Float;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        match node {
            Node::Int(value) => Some(*value as f64),
            // Adding zero turns -0.0 into 0.0, so that equal numbers are equal in content.
            Node::Float(value) if value.is_finite() => Some(*value + 0.0),
            Node::Float(value) => beyond(&value.to_string(), problems),
            Node::Beyond(text) => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Some(value),
                _ => beyond(text, problems),
            },
            other => wrong_type(other, "a number", problems),
        }
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.total_cmp(other)
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
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.cmp(other)
    }
}

impl Field for NaiveDate {
    const SHAPE: Shape = Shape::Date;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        match node {
            Node::Text(text) => dates::day(text)
                .map_err(|message| problems.error(ProblemKind::BadDate, message))
                .ok(),
            other => wrong_type(other, "a date such as \"2026-06-30\"", problems),
        }
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.cmp(other)
    }
}

impl Field for Moment {
    const SHAPE: Shape = Shape::Moment;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        match node {
            Node::Text(text) => dates::moment(text)
                .map_err(|message| problems.error(ProblemKind::BadDate, message))
                .ok(),
            other => wrong_type(
                other,
                "a date such as \"2026-06-30\" or an instant such as \"2026-06-30T09:00:00Z\"",
                problems,
            ),
        }
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.cmp(other)
    }
}

impl Field for Currency {
    const SHAPE: Shape = Shape::Currency;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let Node::Text(text) = node else {
            return wrong_type(node, "a currency code such as \"KRW\"", problems);
        };
        let found = Self::new(text);
        if found.is_none() {
            let message = format!(
                "`{}` is not a currency code; write three capital letters, such as KRW",
                shorten(text)
            );
            problems.error(ProblemKind::BadValue, message);
        }
        found
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.cmp(other)
    }
}

/// The way out of an amount without a currency.
const AMOUNT: &str = "write { \"minor\": 120000, \"currency\": \"KRW\" }, in minor units";

impl Field for Money {
    const SHAPE: Shape = Shape::Money;

    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        if let Node::Int(_) | Node::Float(_) | Node::Beyond(_) | Node::Text(_) = node {
            let message = format!(
                "{} is an amount without a currency; {AMOUNT}",
                node.describe()
            );
            return bad(ProblemKind::NoCurrency, message, problems);
        }
        let (mut minor, mut currency) = (Slot::<i64>::Unseen, Slot::<Currency>::Unseen);
        for (key, value) in members(node, problems)? {
            match key.as_ref() {
                "minor" => minor.take("minor", value, problems),
                "currency" => currency.take("currency", value, problems),
                other => unknown_field(other, &Money::INFO, problems),
            }
        }
        let money = match currency {
            Slot::Unseen | Slot::Null => bad(
                ProblemKind::NoCurrency,
                format!("an amount without a currency; {AMOUNT}"),
                problems,
            ),
            Slot::Failed => None,
            Slot::Value(currency) => Some(currency),
        };
        let minor = minor.finish("minor", problems);
        money.map(|currency| Self { minor, currency })
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.cmp(other)
    }
}

impl<T: Field + Default> Field for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let Node::List(items) = node else {
            return wrong_type(node, "a list", problems);
        };
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            // An item that failed keeps its place, so that the paths of later ones are right.
            read.push(
                problems
                    .at_index(index, |p| T::read(item, p))
                    .unwrap_or_default(),
            );
        }
        Some(read)
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        crate::record::order_all(self.iter(), other.iter(), T::order)
    }
}

fn read_map<K: Ord, T: Field>(
    node: &Node<'_>,
    problems: &mut Problems,
    read_key: impl Fn(&str, &mut Problems) -> Option<K>,
) -> Option<BTreeMap<K, T>> {
    let mut read = BTreeMap::new();
    for (key, value) in members(node, problems)? {
        let entry = problems.at_key(key, |p| {
            let name = read_key(key, p)?;
            let value = (*value != Node::Null).then(|| T::read(value, p));
            Some((name, value??))
        });
        if let Some((name, value)) = entry
            && read.insert(name, value).is_some()
        {
            duplicate(key, problems);
        }
    }
    Some(read)
}

fn order_maps<K: Ord, T: Field>(a: &BTreeMap<K, T>, b: &BTreeMap<K, T>) -> std::cmp::Ordering {
    crate::record::order_all(a.iter(), b.iter(), |(ka, va), (kb, vb)| {
        ka.cmp(kb).then_with(|| va.order(vb))
    })
}

impl<T: Field> Field for BTreeMap<String, T> {
    const SHAPE: Shape = Shape::Map(&T::SHAPE);
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        read_map(node, problems, |key, _| Some(key.to_owned()))
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        order_maps(self, other)
    }
}

impl<T: Field> Field for BTreeMap<Channel, T> {
    const SHAPE: Shape = Shape::WordMap(Channel::WORDS, &T::SHAPE);
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        read_map(node, problems, |key, p| {
            known_word(key, Channel::WORDS, p).then(|| Channel::from_word(key))?
        })
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        order_maps(self, other)
    }
}

impl Field for Scalar {
    const SHAPE: Shape = Shape::Scalar;
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        match node {
            Node::Bool(value) => Some(Self::Bool(*value)),
            Node::Int(value) => Some(Self::Int(*value)),
            Node::Float(_) => f64::read(node, problems).map(Self::Float),
            Node::Beyond(text) => beyond(text, problems),
            Node::Text(text) => Some(Self::Text(text.clone().into_owned())),
            other => wrong_type(other, "text, a number, true or false", problems),
        }
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.total_cmp(other)
    }
}

impl Field for CustomValue {
    const SHAPE: Shape = Shape::Custom;

    /// A custom value that cannot be read is left out, and so unknown: it is the host's own, and no reason to refuse.
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        problems.as_warnings(|problems| match node {
            Node::Map(_) => observed(node, problems),
            Node::List(_) => {
                let message = "a list cannot be a signal's value, ignored; write a text, a number, true or false";
                bad(ProblemKind::CustomType, message.to_owned(), problems)
            }
            other => Scalar::read(other, problems).map(Self::Plain),
        })
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |value: &Self| match value {
            Self::Plain(_) => None,
            Self::Observed { observed_at, .. } => Some(*observed_at),
        };
        key(self)
            .cmp(&key(other))
            .then_with(|| self.value().total_cmp(other.value()))
    }
}

fn observed(node: &Node<'_>, problems: &mut Problems) -> Option<CustomValue> {
    let (mut value, mut observed_at) = (Slot::<Scalar>::Unseen, Slot::<Moment>::Unseen);
    for (key, member) in members(node, problems)? {
        match key.as_ref() {
            "value" => value.take("value", member, problems),
            "observed_at" => observed_at.take("observed_at", member, problems),
            other => unknown_field(other, &CustomValue::INFO, problems),
        }
    }
    match (value, observed_at) {
        (Slot::Value(value), Slot::Value(observed_at)) => {
            Some(CustomValue::Observed { value, observed_at })
        }
        (Slot::Failed, _) | (_, Slot::Failed) => None,
        _ => {
            let message = "an object cannot be a signal's value, ignored; write { \"value\": …, \"observed_at\": … }";
            bad(ProblemKind::CustomType, message.to_owned(), problems)
        }
    }
}
