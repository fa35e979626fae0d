//! The same in Rust.

use std::sync::Arc;

use tenure::decision::{Risk, Scored};
use tenure::model::{Account, Limits, read_account};
use tenure::signals::{
    AsOf, Bitmap, Cell, Column, ColumnBuilder, DataType, Deriver, SignalId, SignalTable, Value,
};
use tenure::{Decision, Engine, PreparedTenant, Session};

use crate::example::DAY;
use crate::laid::COLUMNS;

/// A session with what it decides for.
pub(crate) struct Rust<'a> {
    session: Session,
    tenant: &'a PreparedTenant,
    day: chrono::NaiveDate,
}

/// Texts behind each other.
#[derive(Default)]
pub(crate) struct Written {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Written {
    fn add(&mut self, value: &impl serde::Serialize) {
        // Writing into memory does not fail, and what cannot be written is seen where bytes are compared.
        let _ = serde_json::to_writer(&mut self.text, value);
        self.ends.push(self.text.len());
    }

    fn get(&self, number: usize) -> String {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        String::from_utf8_lossy(&self.text[start..self.ends[number]]).into_owned()
    }
}

#[expect(
    clippy::expect_used,
    reason = "a bench without its data measures nothing"
)]
impl<'a> Rust<'a> {
    pub(crate) fn new(engine: &Engine, tenant: &'a PreparedTenant) -> Self {
        Self {
            session: engine.session(),
            tenant,
            day: DAY.parse().expect("a day"),
        }
    }

    /// Decides accounts that were parsed before.
    pub(crate) fn decide(&mut self, accounts: &[Account]) -> Vec<Decision> {
        let decided = self.session.decide_batch(accounts, self.tenant, self.day);
        decided.expect("a time zone")
    }

    /// Parses accounts, decides them, and writes the decisions.
    pub(crate) fn decide_json(&mut self, text: &str) -> Vec<u8> {
        let limits = Limits::default();
        let read = |line: &str| read_account(line, &limits).expect("an account").value;
        let accounts: Vec<Account> = text.lines().map(read).collect();
        let mut bytes = Vec::new();
        for decision in self.decide(&accounts) {
            serde_json::to_writer(&mut bytes, &decision).expect("a decision");
            bytes.push(b'\n');
        }
        bytes
    }

    /// Scores a frame.
    pub(crate) fn score(&mut self, table: SignalTable) -> Vec<Scored> {
        let scored = self.session.score(table, self.tenant, self.day);
        scored.expect("columns that fit")
    }

    /// The same, row by row, with reasons and gaps as JSON, as an answer of the library has them: one text, and where each
    /// ends.
    pub(crate) fn score_written(&mut self, table: SignalTable) -> (Vec<Risk>, Written) {
        let (mut risks, mut written) = (Vec::with_capacity(table.rows()), Written::default());
        let scored = self
            .session
            .score_each(table, self.tenant, self.day, |scored| {
                written.add(&scored.contributions);
                written.add(&scored.unknown);
                risks.push(scored.risk);
            });
        scored.expect("columns that fit");
        (risks, written)
    }

    /// What the columns of an answer must say.
    pub(crate) fn told(&mut self, table: SignalTable) -> Vec<[Option<String>; COLUMNS]> {
        let (_, written) = self.score_written(table.clone());
        let scored = self.score(table);
        let row = |(row, scored): (usize, Scored)| {
            [
                Some(scored.account_id),
                Some(scored.risk.points.to_string()),
                Some(scored.risk.points_low.to_string()),
                Some(scored.risk.points_high.to_string()),
                Some(scored.risk.probability_bp.to_string()),
                Some(scored.risk.band),
                Some(scored.risk.coverage_bp.to_string()),
                Some(written.get(2 * row)),
                Some(written.get(2 * row + 1)),
                None,
            ]
        };
        scored.into_iter().enumerate().map(row).collect()
    }

    /// The accounts' signals that the rulebook reads, without what columns cannot tell: nothing is stale or not
    /// applicable.
    pub(crate) fn signals(&self, accounts: &[Account]) -> Vec<(String, Column)> {
        let engine = self.session.engine();
        let as_of = AsOf::new(self.tenant.tenant(), self.day, None).expect("a time zone");
        let dictionary = &engine.rulebook().dictionary;
        let names = engine.columns().into_iter();
        let names = names.map(|signal| signal.name.clone());
        let ids: Vec<(SignalId, String)> = names
            .map(|name| (dictionary.find(&name).expect("a signal"), name))
            .collect();
        let deriver = Deriver::new(dictionary, [], ids.iter().map(|(id, _)| *id));
        let derived = deriver.derive(accounts, &as_of);
        let column = |(id, name): (SignalId, String)| {
            let found = derived.accounts.column(id.index()).expect("a column");
            (name, plain(found, accounts.len()))
        };
        ids.into_iter().map(column).collect()
    }
}

/// The values of a column as a host in Rust may have them, before a frame is made of them.
pub(crate) enum Values {
    Ints(Vec<i64>, Bitmap),
    Floats(Vec<f64>, Bitmap),
    Bools(Bitmap, Bitmap),
    Texts(Vec<Option<Arc<str>>>),
}

impl Values {
    pub(crate) fn new(column: &Column) -> Self {
        let cells = (0..column.len()).map(|row| column.cell(row));
        let values: Vec<Option<Value>> = cells.map(Cell::known).collect();
        let known = values.iter().map(Option::is_some).collect();
        match column.data_type() {
            DataType::Int => Self::Ints(
                each(&values, |value| match value {
                    Some(Value::Int(int)) => *int,
                    _ => 0,
                }),
                known,
            ),
            DataType::Float => Self::Floats(
                each(&values, |value| match value {
                    Some(Value::Float(float)) => *float,
                    _ => 0.0,
                }),
                known,
            ),
            DataType::Bool => {
                let set = |value: &Option<Value>| *value == Some(Value::Bool(true));
                Self::Bools(values.iter().map(set).collect(), known)
            }
            DataType::Text => Self::Texts(each(&values, |value| match value {
                Some(Value::Text(text)) => Some(text.clone()),
                _ => None,
            })),
        }
    }

    pub(crate) fn column(&self) -> Column {
        match self {
            Self::Ints(values, known) => Column::of_ints(values.clone(), Some(known.clone())),
            Self::Floats(values, known) => Column::of_floats(values.clone(), Some(known.clone())),
            Self::Bools(values, known) => Column::of_bools(values.clone(), Some(known.clone())),
            Self::Texts(texts) => Column::of_texts(texts.iter().map(Option::as_deref)),
        }
    }
}

fn each<T>(values: &[Option<Value>], value: impl Fn(&Option<Value>) -> T) -> Vec<T> {
    values.iter().map(value).collect()
}

/// A column in which what is not known is unknown, and nothing else.
fn plain(column: &Column, rows: usize) -> Column {
    let mut plain = ColumnBuilder::new(column.data_type());
    for row in 0..rows {
        plain.push(match column.cell(row) {
            Cell::Known(value) => Cell::Known(value),
            _ => Cell::Unknown,
        });
    }
    plain.finish()
}
