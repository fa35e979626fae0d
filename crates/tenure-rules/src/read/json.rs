//! JSON, with the place of each value: `serde_json` tells places of errors only.

use std::collections::HashSet;

use crate::node::{Entry, Node, Table, Value};
use crate::report::Report;
use crate::source::Loc;

/// How deeply values may be nested.
const DEEPEST: usize = 64;

pub(super) fn read(report: &mut Report, source: u16, text: &str) -> Table {
    let mut reader = Reader {
        text,
        at: text.len() - text.trim_start_matches('\u{feff}').len(),
        source,
        report,
    };
    match reader.document() {
        Ok(Node {
            value: Value::Table(table),
            ..
        }) => table,
        Ok(_) => Table::default(),
        Err(wrong) => {
            let end = wrong.at
                + reader
                    .rest_from(wrong.at)
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8);
            let loc = Loc::new(source, wrong.at, end);
            reader
                .report
                .error_help("json", loc, wrong.message, "mend the JSON");
            Table::default()
        }
    }
}

/// What ends the reading.
struct Wrong {
    at: usize,
    message: String,
}

type Read<T> = Result<T, Wrong>;

struct Reader<'t, 'r> {
    text: &'t str,
    at: usize,
    source: u16,
    report: &'r mut Report,
}

impl<'t> Reader<'t, '_> {
    fn document(&mut self) -> Read<Node> {
        let node = self.value(0)?;
        self.skip_space();
        match self.peek() {
            None => Ok(node),
            Some(c) => self.wrong(format!("`{c}` stands after the end of the rulebook")),
        }
    }

    fn value(&mut self, depth: usize) -> Read<Node> {
        if depth > DEEPEST {
            return self.wrong(format!("values are nested more than {DEEPEST} deep"));
        }
        self.skip_space();
        let start = self.at;
        let value = match self.peek() {
            Some('{') => Value::Table(self.table(depth)?),
            Some('[') => Value::List(self.list(depth)?),
            Some('"') => Value::Text(self.string()?),
            Some('-' | '0'..='9') => self.number()?,
            Some(c) if c.is_ascii_alphabetic() => self.word()?,
            Some(c) => return self.wrong(format!("`{}` begins no value", c.escape_default())),
            None => return self.wrong("the text ends where a value is due"),
        };
        Ok(Node {
            value,
            loc: Loc::new(self.source, start, self.at),
        })
    }

    fn table(&mut self, depth: usize) -> Read<Table> {
        let mut table = Table::default();
        let mut keys = HashSet::new();
        self.eat('{')?;
        if self.ends('}') {
            return Ok(table);
        }
        loop {
            self.skip_space();
            let start = self.at;
            let key = self.string()?;
            let key_loc = Loc::new(self.source, start, self.at);
            self.eat(':')?;
            let node = self.value(depth + 1)?;
            if keys.insert(key.clone()) {
                table.entries.push(Entry { key, key_loc, node });
            } else {
                self.report
                    .error("json", key_loc, format!("the key `{key}` stands twice"));
            }
            if self.ends('}') {
                return Ok(table);
            }
            self.eat(',')?;
        }
    }

    fn list(&mut self, depth: usize) -> Read<Vec<Node>> {
        let mut list = Vec::new();
        self.eat('[')?;
        if self.ends(']') {
            return Ok(list);
        }
        loop {
            list.push(self.value(depth + 1)?);
            if self.ends(']') {
                return Ok(list);
            }
            self.eat(',')?;
        }
    }

    fn string(&mut self) -> Read<String> {
        let start = self.at;
        if self.peek() != Some('"') {
            return self.wrong("a text in double quotes is due here");
        }
        let mut escaped = false;
        let body = self.rest().get(1..).unwrap_or("");
        let end = body.bytes().position(|byte| {
            let end = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            end
        });
        let Some(end) = end else {
            return self.wrong("this text has no closing quote");
        };
        let literal = self.rest().get(..end + 2).unwrap_or("");
        self.at += end + 2;
        serde_json::from_str(literal).map_err(|_| Wrong {
            at: start,
            message: "this text holds a control character or a broken escape".to_owned(),
        })
    }

    fn number(&mut self) -> Read<Value> {
        let start = self.at;
        let literal = self.take(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        let loc = Loc::new(self.source, start, self.at);
        let well_formed = serde_json::from_str::<serde_json::Value>(literal);
        if literal
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_digit())
            && well_formed.is_ok()
        {
            return Ok(literal.parse().map_or_else(
                |_| {
                    self.report
                        .error("number-too-large", loc, "this int is beyond 64 bits");
                    Value::Broken
                },
                Value::Int,
            ));
        }
        match (well_formed, literal.parse::<f64>()) {
            (Ok(_), Ok(float)) if float.is_finite() => Ok(Value::Float(float)),
            _ => Err(Wrong {
                at: start,
                message: format!("`{literal}` is no number"),
            }),
        }
    }

    fn word(&mut self) -> Read<Value> {
        let start = self.at;
        match self.take(|c| c.is_ascii_alphanumeric()) {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            "null" => {
                let loc = Loc::new(self.source, start, self.at);
                self.report
                    .error_help("json", loc, "null says nothing", "leave the key out");
                Ok(Value::Broken)
            }
            word => Err(Wrong {
                at: start,
                message: format!("`{word}` begins no value"),
            }),
        }
    }

    fn take(&mut self, fits: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest_from(self.at);
        let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    /// Eats a closing bracket, if it is next.
    fn ends(&mut self, close: char) -> bool {
        self.skip_space();
        let ends = self.peek() == Some(close);
        self.at += usize::from(ends);
        ends
    }

    fn eat(&mut self, due: char) -> Read<()> {
        self.skip_space();
        match self.peek() {
            Some(c) if c == due => {
                self.at += 1;
                Ok(())
            }
            Some(c) => self.wrong(format!("`{due}` is due here, not `{}`", c.escape_default())),
            None => self.wrong(format!("the text ends where `{due}` is due")),
        }
    }

    fn skip_space(&mut self) {
        self.take(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &'t str {
        self.rest_from(self.at)
    }

    fn rest_from(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or("")
    }

    fn wrong<T>(&self, message: impl Into<String>) -> Read<T> {
        Err(Wrong {
            at: self.at,
            message: message.into(),
        })
    }
}
