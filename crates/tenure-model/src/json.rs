//! JSON as read: numbers keep their kind, objects their order and their duplicates.

mod parse;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::problem::Problem;
use crate::read::Limits;

pub(crate) use parse::{Fault, outer_text, parse};

/// A JSON value that borrows its text.
#[derive(Debug, Clone, PartialEq)]
pub enum Node<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number within 64 bits.
    Int(i64),
    /// A finite number with a fraction or an exponent.
    Float(f64),
    /// A number that 64 bits cannot hold, as its text: `9223372036854775808`, `1e400`.
    Beyond(Cow<'a, str>),
    /// Text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// An object, in the order of the text, duplicates included.
    Map(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Reads JSON text strictly: one value, and nothing after it but white space. A byte-order mark is skipped.
    ///
    /// # Errors
    /// `Syntax` where the text is not JSON and `TooLarge` where it goes beyond the limits, with the path of the place.
    pub fn parse(text: &'a str, limits: &Limits) -> Result<Self, Problem> {
        limits
            .check_bytes(text)
            .and_then(|()| parse(text, limits.depth))
            .map_err(|fault| fault.into_problem())
    }

    /// What to call the value in a message.
    pub fn describe(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => format!("the number {value}"),
            Self::Float(value) => format!("the number {value:?}"),
            Self::Beyond(text) => format!("the number {}", shorten(text)),
            Self::Text(text) => format!("the text \"{}\"", shorten(text)),
            Self::List(_) => "a list".to_owned(),
            Self::Map(_) => "an object".to_owned(),
        }
    }
}

/// As much of a text as a message should quote.
pub(crate) fn shorten(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// The key under which `serde_json` hands over a number when a host's build turns on `arbitrary_precision`.
const NUMBER_KEY: &str = "$serde_json::private::Number";

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

/// A key or text that borrows from the input where it can.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Node::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| beyond(value), Node::Int))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| beyond(value), Node::Int))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| beyond(value), Node::Int))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(if value.is_finite() {
            Node::Float(value)
        } else {
            beyond(value)
        })
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Owned(text)))
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        Node::deserialize(inner)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        Node::deserialize(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(Text(key)) = map.next_key()? {
            if key == NUMBER_KEY {
                let Text(digits) = map.next_value()?;
                return Ok(number(&digits));
            }
            members.push((key, map.next_value()?));
        }
        Ok(Node::Map(members))
    }
}

fn beyond<'a>(value: impl fmt::Display) -> Node<'a> {
    Node::Beyond(Cow::Owned(value.to_string()))
}

/// The value of a number that came as text.
fn number<'a>(digits: &str) -> Node<'a> {
    match parse::number(digits, !digits.contains(['.', 'e', 'E'])) {
        Node::Int(value) => Node::Int(value),
        Node::Float(value) => Node::Float(value),
        _ => beyond(digits),
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::{Error, MapDeserializer};

    use super::*;

    /// A number as a build with `arbitrary_precision` hands it over.
    fn handed_over(digits: &'static str) -> Node<'static> {
        let members = [(NUMBER_KEY, digits)].into_iter();
        Node::deserialize(MapDeserializer::<_, Error>::new(members)).unwrap()
    }

    #[test]
    fn numbers_handed_over_as_text_are_numbers() {
        for digits in [
            "12",
            "-9223372036854775808",
            "1.5",
            "1e3",
            "9223372036854775808",
            "1e400",
        ] {
            let parsed = parse(digits, 1).unwrap();
            assert_eq!(handed_over(digits), parsed, "{digits}");
        }
    }

    #[test]
    fn other_formats_hand_over_what_they_have() {
        let read = |value: serde_json::Value| Node::deserialize(value).unwrap();
        assert_eq!(
            read(u64::MAX.into()),
            Node::Beyond("18446744073709551615".into())
        );
        assert_eq!(
            NodeVisitor.visit_f64::<Error>(f64::NAN),
            Ok(Node::Beyond("NaN".into()))
        );
        assert_eq!(
            NodeVisitor.visit_i128::<Error>(1 << 100),
            Ok(Node::Beyond("1267650600228229401496703205376".into()))
        );
        assert_eq!(NodeVisitor.visit_none::<Error>(), Ok(Node::Null));
    }
}
