//! TOML.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::node::{Entry, Node, Table, Value};
use crate::report::Report;
use crate::source::Loc;

pub(super) fn read(report: &mut Report, source: u16, text: &str) -> Table {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        report.error_help(
            "toml",
            Loc::new(source, span.start, span.end),
            error.message().to_owned(),
            "mend the TOML; conditions stand in single quotes: when = 'complaints.open > 0'",
        );
    }
    Reader { report, source }.table(document.get_ref())
}

struct Reader<'r> {
    report: &'r mut Report,
    source: u16,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>) -> Table {
        let entries = table.iter().map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_loc: self.loc(key),
            node: self.node(value),
        });
        let mut entries: Vec<Entry> = entries.collect();
        entries.sort_by_key(|entry| entry.key_loc.start);
        Table { entries }
    }

    fn loc<T>(&self, spanned: &Spanned<T>) -> Loc {
        let span = spanned.span();
        Loc::new(self.source, span.start, span.end)
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>) -> Node {
        let loc = self.loc(value);
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(int) => i64::from_str_radix(int.as_str(), int.radix())
                .map_or_else(|_| self.beyond(loc, "int", "64 bits"), Value::Int),
            DeValue::Float(float) => match float.as_str().parse::<f64>() {
                Ok(float) if float.is_finite() => Value::Float(float),
                Ok(_) | Err(_) => self.beyond(loc, "float", "what a float can hold"),
            },
            DeValue::Boolean(truth) => Value::Bool(*truth),
            DeValue::Datetime(_) => {
                self.report.error_help(
                    "wrong-type",
                    loc,
                    "a rulebook has no dates",
                    "put quotes around it if it is text",
                );
                Value::Broken
            }
            DeValue::Array(array) => {
                Value::List(array.iter().map(|item| self.node(item)).collect())
            }
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node { value, loc }
    }

    fn beyond(&mut self, loc: Loc, what: &str, limit: &str) -> Value {
        self.report.error(
            "number-too-large",
            loc,
            format!("this {what} is beyond {limit}"),
        );
        Value::Broken
    }
}
