//! The rows of one query.

use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::NaiveDate;
use rusqlite::types::ValueRef;
use rusqlite::{ErrorCode, Row, Statement};
use serde_json::{Map, Value};
use tenure_model::Shape;

use super::columns::Target;
use super::functions::as_text;
use super::origin::{Files, Locator, Origin, sentence};
use super::query::Prepared;
use super::tables::Database;
use super::value::{convert, cut};
use crate::failure::Failure;

/// One row of a query's answer.
pub(super) struct Record {
    /// The account that it belongs to, for a record of an account.
    pub(super) account: Option<String>,
    /// What a check says.
    pub(super) message: Option<String>,
    /// The fields that are not NULL.
    pub(super) fields: Map<String, Value>,
    /// Fields whose cells are bad (empty for the row as a whole), and why.
    pub(super) bad: Vec<(String, String)>,
    /// Where it comes from.
    pub(super) origin: Origin,
}

/// Rows with a wrong number of cells that some query gave, by table and row.
pub(super) type Claimed = BTreeSet<(String, i64)>;

/// Reads every row of a query.
pub(super) fn read(
    database: &Database,
    prepared: &Prepared<'_>,
    as_of: NaiveDate,
    claimed: &mut Claimed,
) -> Result<Vec<Record>, Failure> {
    let locator = Locator::new(database);
    let reader = Reader::new(database, prepared, &locator);
    let records = reader
        .read_all(as_of, claimed)
        .map_err(|error| Failure::Refused(format!("{}: {}", prepared.query.file, told(&error))))?;
    match database.ledger.close() {
        None => Ok(records),
        Some(bad) => {
            let place = locator.cell(&prepared.reads, None, &bad.value);
            Err(Failure::Refused(format!(
                "{}: {}\n  {} stands inside another expression or a condition there, where SQLite would go on with \
                 a wrong value: make it the outermost call of a column, or repair the cell",
                prepared.query.file,
                sentence(place.as_deref(), &bad.value, &bad.why),
                bad.function
            )))
        }
    }
}

/// What SQLite says while it reads, with the way out.
fn told(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt) => {
            "the database file is damaged; restore it, or export it anew".to_owned()
        }
        _ => error.to_string(),
    }
}

struct Reader<'r> {
    database: &'r Database,
    prepared: &'r Prepared<'r>,
    locator: &'r Locator<'r>,
    files: Rc<Files>,
    table: Option<&'r str>,
}

impl<'r> Reader<'r> {
    fn new(database: &'r Database, prepared: &'r Prepared<'r>, locator: &'r Locator<'r>) -> Self {
        let numbered = prepared.reads.row_table(database);
        Self {
            database,
            prepared,
            locator,
            files: Rc::new(Files {
                sql: prepared.query.file.clone(),
                csv: numbered.map(|(_, table)| table.file.clone()),
            }),
            table: numbered.map(|(name, _)| name),
        }
    }

    fn read_all(&self, as_of: NaiveDate, claimed: &mut Claimed) -> rusqlite::Result<Vec<Record>> {
        let mut statement = self.database.connection.prepare(&self.prepared.query.sql)?;
        bind(&mut statement, as_of)?;
        let mut rows = statement.raw_query();
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let record = self.record(row, records.len() + 1)?;
            self.claim(&record, claimed);
            records.push(record);
        }
        Ok(records)
    }

    fn record(&self, row: &Row<'_>, number: usize) -> rusqlite::Result<Record> {
        let mut record = Record {
            account: None,
            message: None,
            fields: Map::new(),
            bad: Vec::new(),
            origin: Origin {
                files: Rc::clone(&self.files),
                number,
                row: self.row_number(row)?,
            },
        };
        for (index, target) in self.prepared.targets.iter().enumerate() {
            self.fill(&mut record, target, row.get_ref(index)?);
        }
        if let Some(why) = self.ragged(&record) {
            record.bad.push((String::new(), why));
        }
        Ok(record)
    }

    fn row_number(&self, row: &Row<'_>) -> rusqlite::Result<Option<i64>> {
        for (index, target) in self.prepared.targets.iter().enumerate() {
            if matches!(target, Target::RowNumber) {
                return Ok(row.get_ref(index)?.as_i64().ok());
            }
        }
        Ok(None)
    }

    fn fill(&self, record: &mut Record, target: &Target, cell: ValueRef<'_>) {
        match target {
            Target::RowNumber => {}
            Target::AccountId => record.account = as_text(cell),
            Target::Message => record.message = as_text(cell),
            Target::Field(field) => match self.value(record, cell, &field.shape) {
                Ok(None) => {}
                Ok(Some(value)) => {
                    record.fields.insert(field.name.to_owned(), value);
                }
                Err(why) => record.bad.push((field.name.to_owned(), why)),
            },
            Target::Custom(name) => match self.value(record, cell, &Shape::Custom) {
                Ok(None) => {}
                Ok(Some(value)) => insert_custom(&mut record.fields, name, value),
                Err(why) => record.bad.push((format!("custom.{name}"), why)),
            },
        }
    }

    fn value(
        &self,
        record: &Record,
        cell: ValueRef<'_>,
        shape: &Shape,
    ) -> Result<Option<Value>, String> {
        if let ValueRef::Text(bytes) = cell
            && let Some(bad) = self.database.ledger.arrive(&String::from_utf8_lossy(bytes))
        {
            let reads = &self.prepared.reads;
            let place = self.locator.cell(reads, record.origin.row, &bad.value);
            return Err(sentence(place.as_deref(), &bad.value, &bad.why));
        }
        convert(cell, shape)
    }

    /// What is wrong with the CSV row as a whole.
    fn ragged(&self, record: &Record) -> Option<String> {
        let table = self.database.csv.get(self.table?)?;
        let row = record.origin.row?;
        let why = table.ragged.get(&row)?;
        Some(format!("{} row {row} {why}", table.file))
    }

    fn claim(&self, record: &Record, claimed: &mut Claimed) {
        let ragged = record.bad.iter().any(|(field, _)| field.is_empty());
        if let (true, Some(table), Some(row)) = (ragged, self.table, record.origin.row) {
            claimed.insert((table.to_owned(), row));
        }
    }
}

fn bind(statement: &mut Statement<'_>, as_of: NaiveDate) -> rusqlite::Result<()> {
    if let Some(index) = statement.parameter_index(":as_of")? {
        statement.raw_bind_parameter(index, as_of.to_string())?;
    }
    Ok(())
}

fn insert_custom(fields: &mut Map<String, Value>, name: &str, value: Value) {
    let custom = fields
        .entry("custom")
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(members) = custom {
        members.insert(name.to_owned(), value);
    }
}

/// A row, for a message about it.
pub(super) fn name_of(record: &Record) -> String {
    match record.fields.get("id").and_then(Value::as_str) {
        Some(id) => format!("`{}` ({})", cut(id), record.origin),
        None => record.origin.to_string(),
    }
}
