//! The files of an adapter.

use std::fs;
use std::path::{Path, PathBuf};

use tenure_model::{Account, FieldInfo, Record, RecordInfo, Shape, Tenant};

use crate::failure::Failure;
use crate::nearest::did_you_mean;

/// To whom a query's rows belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Each row is an account.
    Accounts,
    /// Its one row is the tenant.
    Tenant,
    /// Each row is a record of an account, named by `account_id`.
    Account,
    /// Each row is a record of the tenant.
    TenantList,
    /// Each row is something suspicious.
    Check,
}

/// One SELECT.
pub(crate) struct Query {
    /// The file's name within the adapter, for messages.
    pub(crate) file: String,
    /// The file's stem: the name of the list that it fills.
    pub(crate) list: String,
    /// The text.
    pub(crate) sql: String,
    /// To whom the rows belong.
    pub(crate) owner: Owner,
    /// The record that a row is.
    pub(crate) record: Option<&'static RecordInfo>,
}

/// The folder, within an adapter, of queries that look for contradictions.
const CHECKS: &str = "checks";

/// Reads every query of an adapter, in the order of their names.
pub(super) fn read(folder: &Path) -> Result<Vec<Query>, Failure> {
    if folder.is_file() {
        return Err(Failure::Refused(format!(
            "{}: is a file; an adapter is a folder of .sql files",
            folder.display()
        )));
    }
    let mut queries = Vec::new();
    let mut mistakes = Vec::new();
    for path in sql_files(folder)? {
        let list = stem(&path);
        match target(&list) {
            Some((owner, record)) => {
                queries.push(query(&path, file_name(&path), owner, Some(record))?);
            }
            None => mistakes.push(unknown_file(&path, &list)),
        }
    }
    let checks = folder.join(CHECKS);
    if checks.is_dir() {
        for path in sql_files(&checks)? {
            let file = format!("{CHECKS}/{}", file_name(&path));
            queries.push(query(&path, file, Owner::Check, None)?);
        }
    }
    if !queries.iter().any(|query| query.owner == Owner::Accounts) {
        mistakes.insert(0, no_accounts(folder));
    }
    if mistakes.is_empty() {
        Ok(queries)
    } else {
        Err(Failure::Refused(mistakes.join("\n")))
    }
}

fn query(
    path: &Path,
    file: String,
    owner: Owner,
    record: Option<&'static RecordInfo>,
) -> Result<Query, Failure> {
    let sql = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    Ok(Query {
        file,
        list: stem(path),
        sql,
        owner,
        record,
    })
}

/// The `.sql` files of a folder, sorted.
fn sql_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::file(folder, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "sql") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// What a file's rows are, by its stem.
fn target(list: &str) -> Option<(Owner, &'static RecordInfo)> {
    match list {
        "accounts" => Some((Owner::Accounts, &<Account as Record>::INFO)),
        "tenant" => Some((Owner::Tenant, &<Tenant as Record>::INFO)),
        _ => record_list(&<Account as Record>::INFO, list)
            .map(|record| (Owner::Account, record))
            .or_else(|| {
                record_list(&<Tenant as Record>::INFO, list)
                    .map(|record| (Owner::TenantList, record))
            }),
    }
}

/// The record of which a field of `info` is a list.
fn record_list(info: &'static RecordInfo, list: &str) -> Option<&'static RecordInfo> {
    let field = info.fields.iter().find(|field| field.name == list)?;
    list_record(field)
}

/// The record of which a field is a list, if it is one.
pub(super) fn list_record(field: &FieldInfo) -> Option<&'static RecordInfo> {
    match field.shape {
        Shape::List(Shape::Record(record)) => Some(record),
        _ => None,
    }
}

/// Every name that a file of an adapter may have.
fn known_lists() -> Vec<&'static str> {
    let lists = [<Account as Record>::INFO, <Tenant as Record>::INFO]
        .into_iter()
        .flat_map(|info| info.fields)
        .filter(|field| list_record(field).is_some())
        .map(|field| field.name);
    // Actions stand in accounts and in the tenant; a table of them is the accounts'.
    let mut known = vec!["accounts", "tenant"];
    for list in lists {
        if !known.contains(&list) {
            known.push(list);
        }
    }
    known
}

fn unknown_file(path: &Path, list: &str) -> String {
    let known = known_lists();
    format!(
        "{}: there is no kind of record `{list}`{}\n  the kinds are {}",
        path.display(),
        did_you_mean(list, known.iter().copied()),
        known.join(", ")
    )
}

fn no_accounts(folder: &Path) -> String {
    format!(
        "{}: an adapter needs accounts.sql, a SELECT that gives one row per account with its `id`",
        folder.display()
    )
}

fn stem(path: &Path) -> String {
    lossy(path.file_stem())
}

fn file_name(path: &Path) -> String {
    lossy(path.file_name())
}

fn lossy(part: Option<&std::ffi::OsStr>) -> String {
    part.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
