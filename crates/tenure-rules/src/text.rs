//! Texts with signals in them.

use std::ops::Range;

/// A part of a text for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPart<'a> {
    /// As it stands.
    Literal(&'a str),
    /// `{name}`: the value of a signal or derived name.
    Signal(&'a str),
}

/// Splits a text at its `{signal}`s. `{{` and `}}` stand for braces; a brace that is never closed is a literal.
///
/// ```
/// use tenure_rules::{TextPart, text_parts};
///
/// let parts = text_parts("{complaints.open} open");
/// assert_eq!(parts, [TextPart::Signal("complaints.open"), TextPart::Literal(" open")]);
/// ```
pub fn text_parts(text: &str) -> Vec<TextPart<'_>> {
    each_text_part(text).collect()
}

/// The parts of [`text_parts`], one after the other.
pub fn each_text_part(text: &str) -> impl Iterator<Item = TextPart<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (part, taken) = (!rest.is_empty()).then(|| next(rest))?;
        rest = rest.get(taken..).unwrap_or("");
        Some(part)
    })
}

/// The signals and derived names that a text asks for, in order.
pub fn placeholders(text: &str) -> Vec<&str> {
    let names = text_parts(text).into_iter().filter_map(|part| match part {
        TextPart::Signal(name) => Some(name),
        TextPart::Literal(_) => None,
    });
    names.collect()
}

/// The parts with their places, and where a brace is never closed.
pub(crate) fn split(text: &str) -> (Vec<(TextPart<'_>, Range<usize>)>, Option<usize>) {
    let (mut parts, mut unclosed, mut at) = (Vec::new(), None, 0);
    while at < text.len() {
        let rest = text.get(at..).unwrap_or("");
        let (part, taken) = next(rest);
        if taken == rest.len() && is_unclosed(rest) {
            unclosed = Some(at);
        }
        parts.push((part, at..at + taken));
        at += taken;
    }
    (parts, unclosed)
}

fn is_unclosed(rest: &str) -> bool {
    rest.starts_with('{') && !rest.starts_with("{{") && !rest.contains('}')
}

/// The first part of a text and its length in bytes.
fn next(rest: &str) -> (TextPart<'_>, usize) {
    if rest.starts_with("{{") || rest.starts_with("}}") {
        return (TextPart::Literal(rest.get(..1).unwrap_or("")), 2);
    }
    if let Some(name) = rest.strip_prefix('{') {
        return match name.find('}') {
            Some(end) => (
                TextPart::Signal(name.get(..end).unwrap_or("").trim()),
                end + 2,
            ),
            None => (TextPart::Literal(rest), rest.len()),
        };
    }
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let tail = rest.get(first..).unwrap_or("");
    let end = tail.find(['{', '}']).map_or(rest.len(), |at| at + first);
    (TextPart::Literal(rest.get(..end).unwrap_or("")), end)
}

#[cfg(test)]
mod tests {
    use super::{TextPart, split, text_parts};

    #[test]
    fn braces_are_doubled() {
        let parts = text_parts("a {{b}} {c.d}}");
        let whole: String = parts
            .iter()
            .map(|part| match part {
                TextPart::Literal(text) => (*text).to_owned(),
                TextPart::Signal(name) => format!("<{name}>"),
            })
            .collect();
        assert_eq!(whole, "a {b} <c.d>}");
    }

    #[test]
    fn an_open_brace_is_found() {
        assert_eq!(split("a {b").1, Some(2));
        assert_eq!(split("미 {b}").1, None);
    }
}
