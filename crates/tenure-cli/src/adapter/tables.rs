//! The tables that an adapter's queries read: a CSV file or a folder of them in memory, or a SQLite file, never written
//! to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use csv::{ByteRecord, Reader, ReaderBuilder};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Statement, params_from_iter};

use super::bad::Ledger;
use super::functions;
use super::quotes::Quotes;
use super::value::cut;
use crate::failure::Failure;

/// The column with a CSV row's number: the header is row 1.
pub(super) const ROW: &str = "_row";

type CsvReader = Reader<Quotes<fs::File>>;

/// The tables.
pub(super) struct Database {
    /// The connection.
    pub(super) connection: Connection,
    /// What the strict functions refused.
    pub(super) ledger: Ledger,
    /// Tables that come from CSV files, by name.
    pub(super) csv: BTreeMap<String, CsvTable>,
}

/// A CSV file that was read into a table.
pub(super) struct CsvTable {
    /// The file's name.
    pub(super) file: String,
    /// Rows with more or fewer cells than the header, and what is wrong with them.
    pub(super) ragged: BTreeMap<i64, String>,
}

/// Opens a CSV file, a folder of them, or a SQLite file for reading.
pub(super) fn open(input: &Path) -> Result<Database, Failure> {
    let database = if input.is_dir() {
        read_folder(input)?
    } else if is_csv(input) && input.is_file() {
        read_files(input, vec![input.to_owned()])?
    } else {
        Database {
            connection: open_file(input)?,
            ledger: Ledger::default(),
            csv: BTreeMap::new(),
        }
    };
    harden(&database).map_err(|error| refused(input, &error))?;
    Ok(database)
}

/// Turns double-quoted text off, which SQLite would else read as a text constant where a column's name is misspelt.
fn harden(database: &Database) -> rusqlite::Result<()> {
    let connection = &database.connection;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.pragma_update(None, "query_only", true)?;
    functions::register(connection, &database.ledger)
}

fn open_file(input: &Path) -> Result<Connection, Failure> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    fs::metadata(input).map_err(|error| Failure::file(input, &error))?;
    let connection =
        Connection::open_with_flags(input, flags).map_err(|error| refused(input, &error))?;
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
            row.get::<_, i64>(0)
        })
        .map_err(|_| {
            Failure::Refused(format!(
                "{}: is neither a CSV file, a folder of them nor a SQLite file",
                input.display()
            ))
        })?;
    Ok(connection)
}

fn refused(input: &Path, error: &rusqlite::Error) -> Failure {
    Failure::Refused(format!("{}: {error}", input.display()))
}

fn read_folder(folder: &Path) -> Result<Database, Failure> {
    let files = csv_files(folder)?;
    if files.is_empty() {
        return Err(Failure::Refused(format!(
            "{}: there is no .csv file in the folder",
            folder.display()
        )));
    }
    read_files(folder, files)
}

fn read_files(input: &Path, files: Vec<PathBuf>) -> Result<Database, Failure> {
    let connection = Connection::open_in_memory().map_err(|error| refused(input, &error))?;
    let mut csv = BTreeMap::new();
    for path in files {
        let (name, table) = read_file(&connection, &path)?;
        csv.insert(name, table);
    }
    Ok(Database {
        connection,
        ledger: Ledger::default(),
        csv,
    })
}

fn csv_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| Failure::file(folder, &error))? {
        let path = entry?.path();
        if is_csv(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn is_csv(path: &Path) -> bool {
    let extension = path.extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

/// Reads one file into a table of its name: all cells text, an empty one NULL, and the row's number beside them.
fn read_file(connection: &Connection, path: &Path) -> Result<(String, CsvTable), Failure> {
    let stem = path.file_stem().unwrap_or_default();
    let name = stem.to_string_lossy().into_owned();
    let file = path.file_name().unwrap_or_default();
    let opened = fs::File::open(path).map_err(|error| Failure::file(path, &error))?;
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .from_reader(Quotes::new(opened));
    let header = header(&mut reader, path)?;
    create(connection, &name, &header).map_err(|error| refused(path, &error))?;
    let ragged = fill(connection, &mut reader, &name, header.len(), path)?;
    Ok((
        name,
        CsvTable {
            file: file.to_string_lossy().into_owned(),
            ragged,
        },
    ))
}

fn header(reader: &mut CsvReader, path: &Path) -> Result<Vec<String>, Failure> {
    let record = reader.headers().map_err(|error| csv_error(path, &error))?;
    let header: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
    let reason = if header.iter().all(String::is_empty) {
        Some("the first row must name the columns".to_owned())
    } else if let [only] = header.as_slice()
        && only.contains([';', '\t', '|'])
    {
        Some(format!(
            "the first row is one column, `{}`; separate the cells by commas",
            cut(only)
        ))
    } else if let Some(at) = header.iter().position(String::is_empty) {
        Some(format!(
            "column {} has no name in the first row; give it one",
            at + 1
        ))
    } else {
        twice(&header)
            .map(|name| format!("the first row names column `{name}` twice; rename one of them"))
    };
    match reason {
        None => Ok(header),
        Some(reason) => Err(Failure::Refused(format!("{}: {reason}", path.display()))),
    }
}

/// A name that stands twice, as SQLite compares names; the column of row numbers is taken.
fn twice(header: &[String]) -> Option<&String> {
    let mut seen = vec![ROW.to_owned()];
    header.iter().find(|name| {
        let lower = name.to_ascii_lowercase();
        let known = seen.contains(&lower);
        seen.push(lower);
        known
    })
}

fn create(connection: &Connection, name: &str, header: &[String]) -> rusqlite::Result<()> {
    let columns: String = header
        .iter()
        .map(|column| format!(", {} TEXT", quoted(column)))
        .collect();
    connection.execute_batch(&format!(
        "CREATE TABLE {} ({ROW} INTEGER PRIMARY KEY{columns}); BEGIN",
        quoted(name)
    ))
}

/// A name as SQL writes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn fill(
    connection: &Connection,
    reader: &mut CsvReader,
    name: &str,
    width: usize,
    path: &Path,
) -> Result<BTreeMap<i64, String>, Failure> {
    let marks = ", ?".repeat(width);
    let mut insert = connection
        .prepare(&format!("INSERT INTO {} VALUES (?{marks})", quoted(name)))
        .map_err(|error| refused(path, &error))?;
    let mut ragged = BTreeMap::new();
    let mut record = ByteRecord::new();
    let mut row = 1_i64;
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| csv_error(path, &error))?
    {
        row += 1;
        if record.len() != width {
            ragged.insert(
                row,
                format!("has {} cells, and the header {width}", record.len()),
            );
        }
        insert_row(&mut insert, row, &record, width, path)?;
    }
    if reader.get_ref().is_open() {
        return Err(Failure::Refused(format!(
            "{} row {row}: a quote is opened and never closed, so that everything behind it is one cell; close it",
            path.display()
        )));
    }
    drop(insert);
    connection
        .execute_batch("COMMIT")
        .map_err(|error| refused(path, &error))?;
    Ok(ragged)
}

fn insert_row(
    insert: &mut Statement<'_>,
    row: i64,
    record: &ByteRecord,
    width: usize,
    path: &Path,
) -> Result<(), Failure> {
    let mut values = vec![rusqlite::types::Value::Integer(row)];
    for index in 0..width {
        let cell = record.get(index).unwrap_or_default();
        let text = str::from_utf8(cell).map_err(|_| {
            Failure::Refused(format!(
                "{} row {row}, column {}: is not UTF-8 text; save the file as CSV UTF-8",
                path.display(),
                index + 1
            ))
        })?;
        values.push(if text.is_empty() {
            rusqlite::types::Value::Null
        } else {
            rusqlite::types::Value::Text(text.to_owned())
        });
    }
    insert
        .execute(params_from_iter(values))
        .map(|_| ())
        .map_err(|error| refused(path, &error))
}

fn csv_error(path: &Path, error: &csv::Error) -> Failure {
    match error.kind() {
        csv::ErrorKind::Io(error) => Failure::file(path, error),
        csv::ErrorKind::Utf8 { .. } => Failure::Refused(format!(
            "{}: the first row is not UTF-8 text; save the file as CSV UTF-8",
            path.display()
        )),
        _ => Failure::Refused(format!("{}: {error}", path.display())),
    }
}
