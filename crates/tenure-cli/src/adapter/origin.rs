//! Where a value comes from: file, row and column.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use super::tables::{CsvTable, Database, ROW, quoted};
use super::value::cut;

/// After so many searches of whole tables a bad value is named without its cell.
const SEARCHES: usize = 1_000;

/// The tables that a query reads, each with its columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Reads(BTreeMap<String, Vec<String>>);

impl Reads {
    /// From pairs of table and column.
    pub(super) fn new(pairs: impl Iterator<Item = (String, String)>) -> Self {
        let mut tables = BTreeMap::<_, Vec<String>>::new();
        for (table, column) in pairs {
            tables.entry(table).or_default().push(column);
        }
        Self(tables)
    }

    /// The name of the one CSV table whose row numbers are read.
    pub(super) fn row_table<'d>(&self, database: &'d Database) -> Option<(&'d str, &'d CsvTable)> {
        let mut numbered = self
            .0
            .iter()
            .filter(|(_, columns)| columns.iter().any(|column| column == ROW))
            .filter_map(|(table, _)| database.csv.get_key_value(table));
        let (name, table) = numbered.next()?;
        numbered.next().is_none().then_some((name.as_str(), table))
    }
}

/// Finds the cells of bad values.
pub(super) struct Locator<'d> {
    database: &'d Database,
    searches: Cell<usize>,
}

impl<'d> Locator<'d> {
    /// A locator over some tables.
    pub(super) fn new(database: &'d Database) -> Self {
        Self {
            database,
            searches: Cell::new(0),
        }
    }

    /// `contracts.csv row 17, column mrr_amount`: the cell among those that a query read that holds the value, in a
    /// row of that number if one is known. `None` where no cell, or no CSV file, has it.
    pub(super) fn cell(&self, reads: &Reads, row: Option<i64>, value: &str) -> Option<String> {
        if row.is_none() {
            let searches = self.searches.get();
            self.searches.set(searches + 1);
            if searches >= SEARCHES {
                return None;
            }
        }
        reads
            .0
            .iter()
            .flat_map(|(table, columns)| columns.iter().map(move |column| (table, column)))
            .find_map(|(table, column)| self.holds(table, column, row, value))
    }

    fn holds(&self, table: &str, column: &str, row: Option<i64>, value: &str) -> Option<String> {
        let file = &self.database.csv.get(table)?.file;
        if column == ROW {
            return None;
        }
        let sql = format!(
            "SELECT min({ROW}) FROM {} WHERE trim({}) = ?1 AND (?2 IS NULL OR {ROW} = ?2)",
            quoted(table),
            quoted(column)
        );
        let mut statement = self.database.connection.prepare_cached(&sql).ok()?;
        let found: Option<i64> = statement.query_row((value, row), |row| row.get(0)).ok()?;
        found.map(|row| format!("{file} row {row}, column {column}"))
    }
}

/// From which query's files rows come.
#[derive(Debug, Clone)]
pub(super) struct Files {
    /// The query's file.
    pub(super) sql: String,
    /// The CSV file whose row numbers it gives.
    pub(super) csv: Option<String>,
}

/// Where one record comes from.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The files.
    pub(super) files: Rc<Files>,
    /// The record's place in the query's answer, from 1.
    pub(super) number: usize,
    /// The row of the CSV file.
    pub(super) row: Option<i64>,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sql = &self.files.sql;
        match (&self.files.csv, self.row) {
            (Some(csv), Some(row)) => write!(f, "{csv} row {row}, by {sql}"),
            (None, Some(row)) => write!(f, "{ROW} {row} of {sql}"),
            (_, None) => write!(f, "record {} of {sql}", self.number),
        }
    }
}

/// Where the records of one account, or of the tenant, come from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    own: Option<Origin>,
    lists: BTreeMap<String, Vec<Origin>>,
}

impl Origins {
    /// The origins of what has fields of its own in one row, and lists of records in others.
    pub(super) fn new(own: Option<Origin>, lists: BTreeMap<String, Vec<Origin>>) -> Self {
        Self { own, lists }
    }

    /// Where the value of a path such as `contracts[0].end_date` comes from, for people.
    pub(crate) fn of(&self, path: &str) -> Option<String> {
        self.record(path)
            .or(self.own.as_ref())
            .map(ToString::to_string)
    }

    fn record(&self, path: &str) -> Option<&Origin> {
        let (list, rest) = path.split_once('[')?;
        let (index, _) = rest.split_once(']')?;
        self.lists.get(list)?.get(index.parse::<usize>().ok()?)
    }
}

/// What to say of a bad value.
pub(super) fn sentence(place: Option<&str>, value: &str, why: &str) -> String {
    let value = cut(value);
    match place {
        Some(place) => format!("{place}: \"{value}\" {why}"),
        None => format!("\"{value}\" {why}"),
    }
}
