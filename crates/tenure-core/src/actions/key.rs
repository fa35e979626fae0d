//! Keys: what names an action, so that it is proposed once.
//!
//! A key is `{action}/{kind}/{account}/{contract}/{term start}/{bound}`. What does not apply is `-`; `%` and `/` inside
//! a part are written `%25` and `%2F`, and a part that is itself `-` is written `%2D`.

use std::borrow::Cow;

/// The parts of a key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Key {
    /// The action rule.
    pub action: String,
    /// The kind of thing to do.
    pub kind: String,
    /// The account.
    pub account: String,
    /// The contract, where the key is bound to one.
    pub contract: Option<String>,
    /// The first day of the contract's current term, `2026-06-30`, where the key is bound to a term.
    pub term: Option<String>,
    /// The anchor, the record that began an episode, the row or the period; absent where the key is bound to none.
    pub bound: Option<String>,
}

impl Key {
    /// The key as text.
    pub fn to_text(&self) -> String {
        [
            escape(&self.action),
            escape(&self.kind),
            escape(&self.account),
            or_dash(self.contract.as_deref()),
            or_dash(self.term.as_deref()),
            or_dash(self.bound.as_deref()),
        ]
        .join("/")
    }

    /// The parts of a text, if it is a key.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let [action, kind, account, contract, term, bound] = parts.as_slice() else {
            return None;
        };
        let part = |part: &str| match part {
            "-" => Some(None),
            part => unescape(part).map(Some),
        };
        Some(Self {
            action: unescape(action)?,
            kind: unescape(kind)?,
            account: unescape(account)?,
            contract: part(contract)?,
            term: part(term)?,
            bound: part(bound)?,
        })
    }
}

fn or_dash(part: Option<&str>) -> Cow<'_, str> {
    part.map_or(Cow::Borrowed("-"), escape)
}

fn escape(part: &str) -> Cow<'_, str> {
    if part == "-" {
        return Cow::Borrowed("%2D");
    }
    if part.contains(['%', '/']) {
        return Cow::Owned(part.replace('%', "%25").replace('/', "%2F"));
    }
    Cow::Borrowed(part)
}

fn unescape(part: &str) -> Option<String> {
    let mut pieces = part.split('%');
    let mut text = pieces.next()?.to_owned();
    for piece in pieces {
        let (code, rest) = piece.split_at_checked(2)?;
        text.push(match code {
            "25" => '%',
            "2F" => '/',
            "2D" => '-',
            _ => return None,
        });
        text.push_str(rest);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key {
            action: "renewal-t3".to_owned(),
            kind: "owner_todo".to_owned(),
            account: "a/1".to_owned(),
            contract: Some("50%".to_owned()),
            term: Some("2026-01-01".to_owned()),
            bound: Some("-".to_owned()),
        }
    }

    #[test]
    fn a_key_is_written_in_six_parts() {
        assert_eq!(
            key().to_text(),
            "renewal-t3/owner_todo/a%2F1/50%25/2026-01-01/%2D"
        );
    }

    #[test]
    fn a_key_survives_being_written() {
        let bare = Key {
            contract: None,
            term: None,
            bound: None,
            ..key()
        };
        for key in [key(), bare] {
            assert_eq!(Key::parse(&key.to_text()), Some(key));
        }
    }

    #[test]
    fn other_texts_are_no_keys() {
        for text in [
            "",
            "a/b",
            "a/b/c/d/e/f/g",
            "a/b/c/d/e/%",
            "a/b/c/d/e/%é",
            "a/b/c/d/e/%41",
        ] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
