//! A table of text: what a CSV file holds.

use std::collections::HashMap;
use std::io::Read;

use csv::{ErrorKind as CsvKind, ReaderBuilder, StringRecord};

use crate::{Error, ErrorKind};

/// The most columns that a table has.
const MOST_COLUMNS: usize = 2_000;

/// A table with named columns. Each distinct text of a column is kept once.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: usize,
}

/// A column of texts, each told by its place among the distinct ones.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) codes: Vec<u32>,
    pub(super) words: Vec<String>,
}

impl Table {
    /// Reads a CSV table whose first row names the columns; cells are separated by commas.
    ///
    /// # Errors
    /// [`ErrorKind::Input`]: what cannot be read, text that is not UTF-8, a row with more or fewer cells than the first,
    /// a column without a name or with that of another, and a table without rows.
    pub fn read(input: impl Read) -> Result<Self, Error> {
        let mut reader = ReaderBuilder::new().from_reader(input);
        let header = reader.headers().map_err(|error| unreadable(&error))?;
        let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        check_names(&names)?;
        let mut columns: Vec<Filling> = names.into_iter().map(Filling::new).collect();
        let (mut record, mut rows) = (StringRecord::new(), 0);
        while reader
            .read_record(&mut record)
            .map_err(|error| unreadable(&error))?
        {
            rows += 1;
            for (column, cell) in columns.iter_mut().zip(record.iter()) {
                column.push(cell);
            }
        }
        if rows == 0 {
            return Err(refused("the table has no rows under its header"));
        }
        let columns = columns.into_iter().map(|filling| filling.column).collect();
        Ok(Self { columns, rows })
    }

    /// How many rows it has, without the header.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The names of its columns, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

impl Column {
    /// The text of a row, as it stands in the file.
    pub(super) fn cell(&self, row: usize) -> &str {
        let code = self.codes.get(row).copied().unwrap_or_default();
        self.words.get(code as usize).map_or("", String::as_str)
    }
}

/// A column in the making.
struct Filling {
    column: Column,
    known: HashMap<String, u32>,
}

impl Filling {
    fn new(name: String) -> Self {
        Self {
            column: Column {
                name,
                ..Column::default()
            },
            known: HashMap::new(),
        }
    }

    fn push(&mut self, cell: &str) {
        let code = self.known.get(cell).copied().unwrap_or_else(|| {
            let code = self.column.words.len() as u32;
            self.column.words.push(cell.to_owned());
            self.known.insert(cell.to_owned(), code);
            code
        });
        self.column.codes.push(code);
    }
}

fn refused(text: impl Into<String>) -> Error {
    Error::new(ErrorKind::Input, text)
}

fn check_names(names: &[String]) -> Result<(), Error> {
    if let [only] = names
        && only.contains([';', '\t', '|'])
    {
        return Err(refused(format!(
            "the first row is one column, `{only}`; separate the cells by commas"
        )));
    }
    if names.len() > MOST_COLUMNS {
        return Err(refused(format!(
            "there are {} columns; leave out some, {MOST_COLUMNS} can be fitted",
            names.len()
        )));
    }
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() {
            return Err(refused(format!(
                "column {} has no name in the first row; give it one",
                index + 1
            )));
        }
        if names
            .iter()
            .take(index)
            .any(|earlier| earlier.eq_ignore_ascii_case(name))
        {
            return Err(refused(format!(
                "the first row names column `{name}` twice; rename one of them"
            )));
        }
    }
    Ok(())
}

fn unreadable(error: &csv::Error) -> Error {
    let row = error
        .position()
        .map_or_else(String::new, |at| format!("row {}: ", at.record() + 1));
    refused(match error.kind() {
        CsvKind::Utf8 { .. } => format!("{row}is not UTF-8 text; save the file as CSV UTF-8"),
        CsvKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!(
                "{row}has {len} cells, and the first row {expected_len}; mend it or leave it out"
            )
        }
        _ => format!("{row}{error}"),
    })
}
