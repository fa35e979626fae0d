//! Records brought together by account.

use std::collections::{BTreeMap, HashMap};
use std::mem::take;

use chrono::NaiveDate;
use serde_json::{Map, Value};
use tenure_model::{Level, Problem, ProblemKind, RecordKind};

use super::folder::Owner;
use super::origin::Origins;
use super::query::Prepared;
use super::rows::{self, Claimed, Record};
use super::tables::Database;
use super::{Finding, Gathered, checks};
use crate::failure::Failure;

/// One account as JSON, with what is wrong with its cells.
pub(crate) struct RawAccount {
    /// Its id, if it has one.
    pub(crate) id: Option<String>,
    /// Its JSON, records nested.
    pub(crate) json: String,
    /// Cells that could not be read.
    pub(crate) bad: Vec<Problem>,
    /// Where its records come from.
    pub(crate) origins: Origins,
}

/// Records of each list, by account.
type Nested = HashMap<String, BTreeMap<String, Vec<Record>>>;

#[derive(Default)]
struct Heap {
    accounts: Vec<Record>,
    nested: Nested,
    tenant: BTreeMap<String, Vec<Record>>,
    tenant_own: Vec<Record>,
    findings: Vec<Finding>,
    claimed: Claimed,
}

/// Runs every query and brings its rows together.
pub(super) fn run(
    database: &Database,
    prepared: &[Prepared<'_>],
    as_of: NaiveDate,
) -> Result<Gathered, Failure> {
    let mut heap = Heap::default();
    for query in prepared {
        let records = rows::read(database, query, as_of, &mut heap.claimed)?;
        heap.sort(query, records);
    }
    let lists = account_lists(prepared);
    let (tenant, tenant_origins) = heap.tenant(prepared)?;
    let accounts = take(&mut heap.accounts)
        .into_iter()
        .map(|record| account(record, &lists, &mut heap.nested))
        .collect();
    heap.left_over(&lists);
    heap.ragged(database);
    Ok(Gathered {
        accounts,
        tenant,
        tenant_origins,
        findings: heap.findings,
    })
}

fn account_lists<'p>(prepared: &'p [Prepared<'_>]) -> Vec<&'p str> {
    prepared
        .iter()
        .filter(|prepared| prepared.query.owner == Owner::Account)
        .map(|prepared| prepared.query.list.as_str())
        .collect()
}

impl Heap {
    fn sort(&mut self, prepared: &Prepared<'_>, records: Vec<Record>) {
        let list = &prepared.query.list;
        match prepared.query.owner {
            Owner::Accounts => self.accounts = records,
            Owner::Tenant => self.tenant_own = records,
            Owner::TenantList => {
                self.tenant.insert(list.clone(), records);
            }
            Owner::Check => self.findings.extend(checks::finding(prepared, &records)),
            Owner::Account => self.nest(list, records),
        }
    }

    fn nest(&mut self, list: &str, records: Vec<Record>) {
        let mut without = Vec::new();
        for record in records {
            match record.account.clone() {
                None => without.push(record),
                Some(id) => {
                    let lists = self.nested.entry(id).or_default();
                    lists.entry(list.to_owned()).or_default().push(record);
                }
            }
        }
        let what = format!("{list} without an account");
        self.findings.extend(finding(what, &without));
    }

    /// Records of accounts that `accounts.sql` does not give.
    fn left_over(&mut self, lists: &[&str]) {
        let mut nested: Vec<_> = take(&mut self.nested).into_iter().collect();
        nested.sort_by(|one, other| one.0.cmp(&other.0));
        for list in lists {
            let records: Vec<_> = nested
                .iter_mut()
                .filter_map(|(_, lists)| lists.remove(*list))
                .flatten()
                .collect();
            let what = format!("{list} of an account that accounts.sql does not give");
            self.findings.extend(finding(what, &records));
        }
    }

    /// Rows with a wrong number of cells that no query gave: they could be anybody's.
    fn ragged(&mut self, database: &Database) {
        for (name, table) in &database.csv {
            let lost: Vec<_> = table
                .ragged
                .iter()
                .filter(|(row, _)| !self.claimed.contains(&(name.clone(), **row)))
                .collect();
            if let Some((row, why)) = lost.first() {
                self.findings.push(Finding {
                    what: format!("rows of {} with a wrong number of cells", table.file),
                    count: lost.len(),
                    first: format!("row {row} {why}"),
                    refused: true,
                });
            }
        }
    }

    /// The tenant's own fields, records and kinds.
    fn tenant(
        &mut self,
        prepared: &[Prepared<'_>],
    ) -> Result<(Map<String, Value>, Origins), Failure> {
        let mut own = take(&mut self.tenant_own);
        if own.len() > 1 {
            return Err(Failure::Refused(format!(
                "tenant.sql: gives {} rows, and there is one tenant",
                own.len()
            )));
        }
        let own = own.pop();
        let lists = take(&mut self.tenant);
        refuse_bad(own.iter().chain(lists.values().flatten()))?;
        let (mut tenant, origin) = own.map_or_else(
            || (Map::new(), None),
            |record| (record.fields, Some(record.origin)),
        );
        let mut origins = BTreeMap::new();
        for (list, records) in lists {
            let (values, places) = unzip(records);
            tenant.insert(list.clone(), values);
            origins.insert(list, places);
        }
        tenant
            .entry("supplies")
            .or_insert_with(|| supplies(prepared));
        Ok((tenant, Origins::new(origin, origins)))
    }
}

/// The kinds for which there is a file.
fn supplies(prepared: &[Prepared<'_>]) -> Value {
    RecordKind::WORDS
        .iter()
        .filter(|kind| {
            prepared
                .iter()
                .any(|prepared| prepared.query.list == **kind)
        })
        .map(|kind| Value::from(*kind))
        .collect()
}

/// A bad cell of the tenant's refuses everything: all decisions depend on the tenant.
fn refuse_bad<'r>(records: impl Iterator<Item = &'r Record>) -> Result<(), Failure> {
    let mistakes: Vec<_> = records
        .flat_map(|record| {
            record
                .bad
                .iter()
                .map(move |(field, why)| (record, field, why))
        })
        .map(|(record, field, why)| format!("{}: `{field}`: {why}", record.origin.files.sql))
        .collect();
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(Failure::Refused(mistakes.join("\n")))
    }
}

fn unzip(records: Vec<Record>) -> (Value, Vec<super::origin::Origin>) {
    let (values, origins) = records
        .into_iter()
        .map(|record| (Value::Object(record.fields), record.origin))
        .unzip();
    (Value::Array(values), origins)
}

fn account(mut record: Record, lists: &[&str], nested: &mut Nested) -> RawAccount {
    let id = record
        .fields
        .get("id")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let mut mine = id
        .as_ref()
        .and_then(|id| nested.remove(id))
        .unwrap_or_default();
    let mut bad = problems("", &record);
    let mut origins = BTreeMap::new();
    for list in lists {
        let records = mine.remove(*list).unwrap_or_default();
        for (index, nested) in records.iter().enumerate() {
            bad.extend(problems(&format!("{list}[{index}]"), nested));
        }
        let (values, places) = unzip(records);
        record.fields.insert((*list).to_owned(), values);
        origins.insert((*list).to_owned(), places);
    }
    RawAccount {
        id,
        json: Value::Object(record.fields).to_string(),
        bad,
        origins: Origins::new(Some(record.origin), origins),
    }
}

/// The bad cells of a record as problems.
fn problems(at: &str, record: &Record) -> Vec<Problem> {
    record
        .bad
        .iter()
        .map(|(field, why)| Problem {
            level: Level::Error,
            kind: ProblemKind::BadValue,
            path: [at, field]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join("."),
            message: why.clone(),
        })
        .collect()
}

fn finding(what: String, records: &[Record]) -> Option<Finding> {
    Some(Finding {
        what,
        count: records.len(),
        first: rows::name_of(records.first()?),
        refused: false,
    })
}
