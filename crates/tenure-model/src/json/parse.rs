//! A strict JSON reader of our own.
//!
//! `serde_json` reads a float differently by the features that some other crate of the build turns on, and tells where
//! an error is by line and column alone. A decision must not depend on the former, and people need the path.

use std::borrow::Cow;

use super::Node;
use crate::problem::{Level, Problem, ProblemKind, Step, render};

/// Levels beyond which no limit goes: a value is read and dropped level by level on the stack.
pub(crate) const DEEPEST: usize = 128;

/// Why reading stopped.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: ProblemKind,
    /// Innermost step first.
    pub(crate) path: Vec<Step>,
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn into_problem(self) -> Problem {
        Problem {
            level: Level::Error,
            kind: self.kind,
            path: render(&self.path),
            message: self.message,
        }
    }
}

type Parsed<T> = Result<T, Box<Fault>>;

/// Reads one value and nothing after it.
pub(crate) fn parse(text: &str, depth: usize) -> Parsed<Node<'_>> {
    let mut parser = Parser::new(text, depth);
    let value = parser.value()?;
    parser.skip_space();
    match parser.peek() {
        None => Ok(value),
        Some(_) => {
            Err(parser.fault("something follows the value; write one value and nothing after it"))
        }
    }
}

/// The text member `key` of the outermost object, as far as the text can be read.
pub(crate) fn outer_text(text: &str, depth: usize, key: &str) -> Option<String> {
    let mut parser = Parser::new(text, depth);
    parser.skip_space();
    parser.eat(b'{').then_some(())?;
    loop {
        parser.skip_space();
        let name = parser.string().ok()?;
        parser.colon().ok()?;
        let value = parser.value().ok()?;
        if name == key {
            return match value {
                Node::Text(text) => Some(text.into_owned()),
                _ => None,
            };
        }
        parser.skip_space();
        parser.eat(b',').then_some(())?;
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    deepest: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, depth: usize) -> Self {
        Self {
            text: text.strip_prefix('\u{feff}').unwrap_or(text),
            at: 0,
            depth: 0,
            deepest: depth.min(DEEPEST),
        }
    }

    fn value(&mut self) -> Parsed<Node<'a>> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::list),
            Some(b'"') => self.string().map(Node::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.literal("true", Node::Bool(true)),
            Some(b'f') => self.literal("false", Node::Bool(false)),
            Some(b'n') => self.literal("null", Node::Null),
            Some(b'}' | b']') => Err(self.fault("expected a value; a comma may be too many")),
            Some(b'\'') => Err(self.fault("expected a value; a text stands in double quotes")),
            Some(b'N' | b'I') => {
                Err(self.fault("expected a value; write null for what is not a number"))
            }
            Some(_) => Err(self.fault("expected a value")),
            None => Err(self.fault("the text ends where a value should be")),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Parsed<Node<'a>>) -> Parsed<Node<'a>> {
        self.depth += 1;
        if self.depth > self.deepest {
            return Err(Box::new(Fault {
                kind: ProblemKind::TooLarge,
                path: Vec::new(),
                message: format!(
                    "nested deeper than {} levels; flatten the value, or raise the limit",
                    self.deepest
                ),
            }));
        }
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Parsed<Node<'a>> {
        let mut members = Vec::new();
        self.skip_space();
        if self.eat(b'}') {
            return Ok(Node::Map(members));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.no_key());
            }
            let key = self.string()?;
            let value = self.colon().and_then(|()| self.value());
            let value = value.map_err(|fault| step(fault, || Step::Key(key.to_string())))?;
            members.push((key, value));
            self.skip_space();
            if self.eat(b'}') {
                return Ok(Node::Map(members));
            }
            if !self.eat(b',') {
                return Err(self.expected("`,` or `}`", "an object"));
            }
        }
    }

    fn list(&mut self) -> Parsed<Node<'a>> {
        let mut items = Vec::new();
        self.skip_space();
        if self.eat(b']') {
            return Ok(Node::List(items));
        }
        loop {
            let item = self.value();
            items.push(item.map_err(|fault| step(fault, || Step::Index(items.len())))?);
            self.skip_space();
            if self.eat(b']') {
                return Ok(Node::List(items));
            }
            if !self.eat(b',') {
                return Err(self.expected("`,` or `]`", "a list"));
            }
        }
    }

    fn no_key(&self) -> Box<Fault> {
        match self.peek() {
            Some(b'}') => self.fault("expected a key in double quotes; a comma may be too many"),
            Some(_) | None => self.expected("a key in double quotes", "an object"),
        }
    }

    fn colon(&mut self) -> Parsed<()> {
        self.skip_space();
        if self.eat(b':') {
            return Ok(());
        }
        Err(self.expected("`:` after the key", "an object"))
    }

    fn literal(&mut self, word: &str, value: Node<'a>) -> Parsed<Node<'a>> {
        if self.rest().starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(value);
        }
        Err(self.fault("expected a value: only true, false and null stand without quotes"))
    }

    fn string(&mut self) -> Parsed<Cow<'a, str>> {
        if !self.eat(b'"') {
            return Err(self.fault("expected text in quotes"));
        }
        let plain = self.plain();
        if self.eat(b'"') {
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(text));
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => {
                    return Err(self.fault("a control character stands in a text; escape it"));
                }
                None => return Err(self.fault("the text ends inside quotes")),
            }
            text.push_str(self.plain());
        }
    }

    /// The characters up to the next quote, escape or control character.
    fn plain(&mut self) -> &'a str {
        let start = self.at;
        let stop = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
        let rest = self.rest();
        self.at += rest.iter().position(stop).unwrap_or(rest.len());
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn escape(&mut self) -> Parsed<char> {
        self.at += 1;
        let escaped = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            Some(_) => return Err(self.fault("no such escape; write `\\\\` for a backslash")),
            None => return Err(self.fault("the text ends inside quotes")),
        };
        self.at += 1;
        Ok(escaped)
    }

    fn unicode(&mut self) -> Parsed<char> {
        let first = self.four_hex()?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        let pair =
            if (0xd800..0xdc00).contains(&first) && self.eat(b'\\') && self.peek() == Some(b'u') {
                let second = self.four_hex()?;
                (0xdc00..0xe000)
                    .contains(&second)
                    .then(|| 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
            } else {
                None
            };
        pair.and_then(char::from_u32).ok_or_else(|| {
            self.fault("half a surrogate pair; write both halves, or the character itself")
        })
    }

    /// The value of `uXXXX`.
    fn four_hex(&mut self) -> Parsed<u32> {
        let digits = self.text.get(self.at + 1..self.at + 5);
        let digits = digits.filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|d| u32::from_str_radix(d, 16).ok()) {
            Some(value) => {
                self.at += 5;
                Ok(value)
            }
            None => Err(self.fault("`\\u` needs four hexadecimal digits")),
        }
    }

    fn number(&mut self) -> Parsed<Node<'a>> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        let mut whole = true;
        if self.eat(b'.') {
            whole = false;
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            whole = false;
            let _sign = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        Ok(number(
            self.text.get(start..self.at).unwrap_or_default(),
            whole,
        ))
    }

    fn digits(&mut self) -> Parsed<()> {
        let rest = self.rest();
        match rest.iter().take_while(|byte| byte.is_ascii_digit()).count() {
            0 => Err(self.fault("expected a digit")),
            count => {
                self.at += count;
                Ok(())
            }
        }
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn expected(&self, what: &str, inside: &str) -> Box<Fault> {
        match self.peek() {
            None => self.fault(&format!("the text ends inside {inside}")),
            Some(_) => self.fault(&format!("expected {what}")),
        }
    }

    fn fault(&self, message: &str) -> Box<Fault> {
        Box::new(Fault {
            kind: ProblemKind::Syntax,
            path: Vec::new(),
            message: format!("not JSON at {}: {message}", self.place()),
        })
    }

    /// Line and column; of a text of one line, which may itself be a line of a file, the column alone.
    fn place(&self) -> String {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        if self.text.trim_end().contains('\n') {
            let line = before.matches('\n').count() + 1;
            format!("line {line}, column {column}")
        } else {
            format!("column {column}")
        }
    }
}

fn step(mut fault: Box<Fault>, step: impl FnOnce() -> Step) -> Box<Fault> {
    fault.path.push(step());
    fault
}

/// The value of a number's text.
pub(crate) fn number(text: &str, whole: bool) -> Node<'_> {
    if whole {
        let value = text.parse().map(Node::Int);
        return value.unwrap_or(Node::Beyond(Cow::Borrowed(text)));
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Node::Float(value),
        _ => Node::Beyond(Cow::Borrowed(text)),
    }
}
