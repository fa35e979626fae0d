//! Queries made ready, and refused together before any row is read.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, Error, Statement};

use super::columns::{Target, targets};
use super::folder::Query;
use super::functions;
use super::origin::Reads;
use super::tables::{Database, ROW};
use crate::failure::Failure;
use crate::nearest::did_you_mean;

/// A query that may run.
pub(super) struct Prepared<'q> {
    /// The query.
    pub(super) query: &'q Query,
    /// What each column of its answer is.
    pub(super) targets: Vec<Target>,
    /// The tables and columns that it reads.
    pub(super) reads: Reads,
}

/// Checks every query.
pub(super) fn check<'q>(
    database: &mut Database,
    queries: &'q [Query],
) -> Result<Vec<Prepared<'q>>, Failure> {
    let schema = Schema::read(&database.connection);
    let watch = Watch::default();
    watch.over(&mut database.connection)?;
    let mut mistakes = Vec::new();
    let mut prepared = Vec::new();
    for query in queries {
        match check_one(&database.connection, query, &watch, &schema) {
            Ok(ready) => prepared.push(ready),
            Err(found) => mistakes.extend(found),
        }
    }
    if mistakes.is_empty() {
        Ok(prepared)
    } else {
        Err(Failure::Refused(mistakes.join("\n")))
    }
}

fn check_one<'q>(
    connection: &Connection,
    query: &'q Query,
    watch: &Watch,
    schema: &Schema,
) -> Result<Prepared<'q>, Vec<String>> {
    watch.reset();
    let statement = connection
        .prepare(&query.sql)
        .map_err(|error| vec![sql_error(schema, query, &error)])?;
    if statement.column_count() == 0 {
        return Err(vec![format!("{}: is not a SELECT", query.file)]);
    }
    let unbound = parameters(query, &statement);
    if !unbound.is_empty() {
        return Err(unbound);
    }
    let names = statement.column_names();
    let targets = targets(query, &names.collect::<Vec<_>>())?;
    Ok(Prepared {
        query,
        targets,
        reads: watch.reads(),
    })
}

/// Parameters other than the one that is bound.
fn parameters(query: &Query, statement: &Statement<'_>) -> Vec<String> {
    (1..=statement.parameter_count())
        .map(|index| statement.parameter_name(index).unwrap_or("?"))
        .filter(|name| *name != ":as_of")
        .map(|name| {
            format!(
                "{}: unknown parameter `{name}`; there is `:as_of`",
                query.file
            )
        })
        .collect()
}

/// Sees which columns a statement reads while it is prepared, and lets nothing but reading pass.
#[derive(Clone, Default)]
struct Watch(Arc<Mutex<BTreeSet<(String, String)>>>);

impl Watch {
    fn over(&self, connection: &mut Connection) -> Result<(), Failure> {
        let watch = self.clone();
        connection
            .authorizer(Some(move |context: AuthContext<'_>| watch.judge(&context)))
            .map_err(|error| Failure::Refused(error.to_string()))
    }

    fn judge(&self, context: &AuthContext<'_>) -> Authorization {
        match context.action {
            AuthAction::Read {
                table_name,
                column_name,
            } => {
                self.lock()
                    .insert((table_name.to_owned(), column_name.to_owned()));
                Authorization::Allow
            }
            AuthAction::Select | AuthAction::Function { .. } | AuthAction::Recursive => {
                Authorization::Allow
            }
            _ => Authorization::Deny,
        }
    }

    fn reset(&self) {
        self.lock().clear();
    }

    fn reads(&self) -> Reads {
        Reads::new(
            self.lock()
                .iter()
                .filter(|(_, column)| !column.is_empty())
                .cloned(),
        )
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<(String, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What SQLite says of a query, with its place and the nearest name.
fn sql_error(schema: &Schema, query: &Query, error: &Error) -> String {
    let file = &query.file;
    match error {
        Error::SqlInputError { msg, offset, .. } => {
            let (place, line) = place(&query.sql, usize::try_from(*offset).ok());
            format!("{file}{place}: {msg}{}{line}", schema.hint(msg))
        }
        Error::MultipleStatement => format!("{file}: holds more than one SELECT"),
        Error::SqliteFailure(_, Some(message)) if message == "not authorized" => {
            format!("{file}: does something else than read; an adapter is made of SELECTs")
        }
        Error::SqliteFailure(_, Some(message)) => {
            format!("{file}: {message}{}", schema.hint(message))
        }
        other => format!("{file}: {other}"),
    }
}

/// ` line 3, column 8`, and the line itself underlined.
fn place(sql: &str, offset: Option<usize>) -> (String, String) {
    let Some(before) = offset.and_then(|offset| sql.get(..offset)) else {
        return (String::new(), String::new());
    };
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = sql
        .get(line_start..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default();
    let column = before.get(line_start..).unwrap_or_default().chars().count();
    let number = before.matches('\n').count() + 1;
    (
        format!(" line {number}, column {}", column + 1),
        format!("\n  {line}\n  {:column$}^", ""),
    )
}

/// The names of the tables and their columns, for hints.
struct Schema {
    tables: Vec<String>,
    columns: Vec<String>,
}

impl Schema {
    fn read(connection: &Connection) -> Self {
        Self {
            tables: names(
                connection,
                "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name",
            ),
            columns: names(
                connection,
                "SELECT DISTINCT c.name FROM sqlite_schema t, pragma_table_info(t.name) c",
            ),
        }
    }

    /// The nearest column or table to one that SQLite did not find.
    fn hint(&self, message: &str) -> String {
        if let Some(name) = message.strip_prefix("no such column: ") {
            let bare = name.rsplit('.').next().unwrap_or(name).trim_matches('"');
            let columns = self.columns.iter().map(String::as_str);
            return did_you_mean(bare, columns.filter(|name| *name != ROW));
        }
        if let Some(name) = message.strip_prefix("no such function: ") {
            return did_you_mean(name, functions::names());
        }
        let Some(name) = message.strip_prefix("no such table: ") else {
            return String::new();
        };
        if self.tables.is_empty() {
            return "; there are no tables".to_owned();
        }
        let meant = did_you_mean(name, self.tables.iter().map(String::as_str));
        format!("{meant}\n  the tables are {}", self.tables.join(", "))
    }
}

/// Names out of the schema; none where it cannot be read.
fn names(connection: &Connection, sql: &str) -> Vec<String> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        rows.collect()
    };
    read().unwrap_or_default()
}
