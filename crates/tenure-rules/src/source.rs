//! Texts and places in them.

use crate::error::Place;

/// The longest part of a line that a diagnostic shows, in characters.
const SHOWN: usize = 240;
/// How much of it lies before the place where the line is cut, in characters.
const LEAD: usize = 80;

/// A range of bytes in one of the texts that are being loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Loc {
    /// Which text: 0 is the one asked for, then its base, and so on.
    pub(crate) source: u16,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Loc {
    pub(crate) fn new(source: u16, start: usize, end: usize) -> Self {
        Self {
            source,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        }
    }
}

/// One text with its name.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) text: String,
    /// The first byte of each line.
    lines: Vec<usize>,
}

impl Source {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            lines: std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
        }
    }

    /// The place of a range of bytes; what goes past the end of its first line is not underlined.
    pub(crate) fn place(&self, loc: Loc) -> Place {
        let start = self.boundary(loc.start as usize);
        let line = self.lines.partition_point(|first| *first <= start).max(1);
        let first = self.lines.get(line - 1).copied().unwrap_or(0);
        let rest = self.text.get(first..).unwrap_or("");
        let whole = rest.lines().next().unwrap_or("");
        let end = self.boundary(loc.end as usize).min(first + whole.len());
        let column = self.characters(first, start);
        let length = self.characters(start, end).max(1);
        let skipped = if column + length > SHOWN {
            column.saturating_sub(LEAD)
        } else {
            0
        };
        Place {
            file: self.name.clone(),
            line: line as u32,
            column: column as u32 + 1,
            text: whole
                .chars()
                .skip(skipped)
                .take(SHOWN)
                .map(printable)
                .collect(),
            skipped: skipped as u32,
            length: length.min(SHOWN) as u32,
        }
    }

    fn characters(&self, start: usize, end: usize) -> usize {
        self.text
            .get(start..end)
            .map_or(0, |part| part.chars().count())
    }

    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// A terminal must not obey what stands in a file.
fn printable(c: char) -> char {
    if c.is_control() && c != '\t' {
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

/// Where a byte of a string's value stands in its literal (quotes included), in TOML or JSON.
pub(crate) fn raw_offset(literal: &str, value: &str, wanted: usize) -> usize {
    let open = opening(literal);
    let body = literal.get(open..).unwrap_or("");
    if body.starts_with(value) {
        return open + wanted.min(value.len());
    }
    let (mut raw, mut decoded) = (open, 0);
    loop {
        let (taken, made) = step(literal.get(raw..).unwrap_or(""));
        if taken == 0 || (decoded >= wanted && made > 0) {
            return raw;
        }
        raw += taken;
        decoded += made;
    }
}

/// How many bytes open a literal.
fn opening(literal: &str) -> usize {
    let quotes = if literal.starts_with("'''") || literal.starts_with("\"\"\"") {
        3
    } else {
        1
    };
    let body = literal.get(quotes..).unwrap_or("");
    match quotes {
        3 if body.starts_with("\r\n") => quotes + 2,
        3 if body.starts_with('\n') => quotes + 1,
        _ => quotes,
    }
}

/// How many bytes the next character takes in a literal, and how many it makes.
fn step(rest: &str) -> (usize, usize) {
    let mut chars = rest.chars();
    let Some(first) = chars.next() else {
        return (0, 0);
    };
    if first != '\\' {
        return (first.len_utf8(), first.len_utf8());
    }
    match chars.next() {
        Some('u') => unicode(rest),
        Some('U') => (10, made(rest.get(2..10))),
        Some('x') => (4, made(rest.get(2..4))),
        Some(c) if c.is_whitespace() => {
            let tail = rest.get(1..).unwrap_or("");
            (1 + tail.len() - tail.trim_start().len(), 0)
        }
        Some(c) => (1 + c.len_utf8(), 1),
        None => (1, 1),
    }
}

/// `\uXXXX`, or two of them that make one character (JSON).
fn unicode(rest: &str) -> (usize, usize) {
    let code = rest
        .get(2..6)
        .and_then(|hex| u32::from_str_radix(hex, 16).ok());
    match code {
        Some(0xD800..=0xDBFF) => (12, 4),
        Some(_) | None => (6, made(rest.get(2..6))),
    }
}

fn made(hex: Option<&str>) -> usize {
    hex.and_then(|hex| u32::from_str_radix(hex, 16).ok())
        .and_then(char::from_u32)
        .map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::raw_offset;

    #[test]
    fn finds_the_place_behind_escapes() {
        assert_eq!(raw_offset("'a b'", "a b", 2), 3);
        assert_eq!(raw_offset(r#""\u0041bc""#, "Abc", 1), 7);
        assert_eq!(raw_offset(r#""\ud83d\ude00x""#, "😀x", 4), 13);
        assert_eq!(raw_offset("\"\"\"\na \\\n   b\"\"\"", "a b", 2), 11);
        assert_eq!(raw_offset(r#""a\"b""#, "a\"b", 2), 4);
    }
}
