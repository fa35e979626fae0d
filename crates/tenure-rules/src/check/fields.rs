//! Keys of a table.

use crate::nearest::nearest;
use crate::node::{Entry, Node, Table, Value};
use crate::report::Report;
use crate::source::Loc;

/// The keys of one table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'t> {
    pub(super) table: &'t Table,
    /// Where to say that a key is missing.
    pub(super) loc: Loc,
    pub(super) what: &'static str,
}

impl<'t> Fields<'t> {
    pub(super) fn get(&self, key: &str) -> Option<&'t Entry> {
        self.table.get(key)
    }
}

impl Report {
    /// Opens a table whose keys are these.
    pub(super) fn fields<'t>(
        &mut self,
        node: &'t Node,
        what: &'static str,
        known: &[&str],
    ) -> Option<Fields<'t>> {
        match &node.value {
            Value::Table(table) => {
                self.known_keys(table, what, known);
                Some(Fields {
                    table,
                    loc: head_of(node, table),
                    what,
                })
            }
            Value::Broken => None,
            other => {
                let message = format!("{what} is a table, not {}", other.what());
                self.error("wrong-type", node.loc, message);
                None
            }
        }
    }

    pub(super) fn known_keys(&mut self, table: &Table, what: &str, known: &[&str]) {
        for entry in table
            .entries
            .iter()
            .filter(|entry| !known.contains(&entry.key.as_str()))
        {
            let near = if self.is_full() {
                None
            } else {
                nearest(&entry.key, known.iter().copied())
            };
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys are {}", known.join(", ")),
            };
            let message = format!("`{}` is no key of {what}", entry.key);
            self.error_help("unknown-key", entry.key_loc, message, help);
        }
    }

    pub(super) fn required<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Option<&'t Entry> {
        let entry = fields.get(key);
        if entry.is_none() {
            self.error(
                "missing-key",
                fields.loc,
                format!("{} needs the key `{key}`", fields.what),
            );
        }
        entry
    }

    pub(super) fn wrong_type(&mut self, entry: &Entry, due: Due) {
        if matches!(entry.node.value, Value::Broken) {
            return;
        }
        let (due, help) = due.words();
        let message = format!("`{}` is {}, not {due}", entry.key, entry.node.value.what());
        self.error_help("wrong-type", entry.node.loc, message, help);
    }

    pub(super) fn text<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Option<(&'t str, Loc)> {
        let entry = fields.get(key)?;
        match &entry.node.value {
            Value::Text(text) => Some((text, entry.node.loc)),
            _ => {
                self.wrong_type(entry, Due::Text);
                None
            }
        }
    }

    pub(super) fn required_text<'t>(
        &mut self,
        fields: &Fields<'t>,
        key: &str,
    ) -> Option<(&'t str, Loc)> {
        self.required(fields, key)?;
        self.text(fields, key)
    }

    /// An int within a range.
    pub(super) fn int(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        (low, high): (i64, i64),
    ) -> Option<i64> {
        let entry = fields.get(key)?;
        match &entry.node.value {
            Value::Int(int) if (low..=high).contains(int) => Some(*int),
            Value::Int(int) => {
                let message = format!("`{key}` is {int}; it is {low} to {high}");
                self.error("out-of-range", entry.node.loc, message);
                None
            }
            _ => {
                self.wrong_type(entry, Due::Int);
                None
            }
        }
    }

    pub(super) fn required_int(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        range: (i64, i64),
    ) -> Option<i64> {
        self.required(fields, key)?;
        self.int(fields, key, range)
    }

    pub(super) fn truth(&mut self, fields: &Fields<'_>, key: &str, absent: bool) -> bool {
        let Some(entry) = fields.get(key) else {
            return absent;
        };
        match &entry.node.value {
            Value::Bool(truth) => *truth,
            _ => {
                self.wrong_type(entry, Due::Truth);
                absent
            }
        }
    }

    /// The items of a list; none where the key is absent.
    pub(super) fn list<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Option<&'t [Node]> {
        let entry = fields.get(key)?;
        match &entry.node.value {
            Value::List(nodes) => Some(nodes),
            _ => {
                self.wrong_type(entry, Due::List);
                None
            }
        }
    }
}

/// What a key holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Due {
    Text,
    Int,
    Number,
    Fraction,
    Truth,
    List,
    Factors,
    Levers,
}

impl Due {
    /// What to call it, and how it is written.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("text", "put it in quotes"),
            Self::Int => ("an int", "write a whole number, without quotes or a point"),
            Self::Number => ("a number", "write it without quotes"),
            Self::Fraction => ("a fraction", "write it in quotes: \"13/10\""),
            Self::Truth => ("true or false", "write true or false, without quotes"),
            Self::List => ("a list", "put it in brackets: [ … ]"),
            Self::Factors => (
                "a whole number or a list of rows",
                "write one for always, or [ { when = '…', … }, … ]",
            ),
            Self::Levers => ("a table", "write { upsell = 120 }, in percent"),
        }
    }
}

/// A table's header, or the name that stands in it.
fn head_of(node: &Node, table: &Table) -> Loc {
    let name = table.get("id").or_else(|| table.get("name"));
    name.map_or(node.loc, |entry| entry.node.loc)
}
