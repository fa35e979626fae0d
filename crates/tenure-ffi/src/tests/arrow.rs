//! The Arrow door: every format, every slice, whatever is wrong, and what is released.

mod columns;
mod reading;
mod refused;
mod rows;
mod rulebook;
mod streams;
mod whole_door;

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::sync::Arc;

use chrono::NaiveDate;
use tenure::model::{Limits, read_account};

use columns::ids;

use super::made::{DAY, Made, NTS, take};
use crate::arrow::abi::{ArrowArray, ArrowSchema};
use crate::arrow::foreign::{Batch, OwnSchema, What};
use crate::arrow::format::Format;
use crate::arrow::made_up::{COLUMNS, Column, Fate, Table};
use crate::arrow::table::{tenure_output_schema, tenure_score_batch};
use crate::arrow::values::{Read, Values};
use crate::config::{tenure_config_new, tenure_config_set};
use crate::engine::{
    Engine, tenure_builder_build, tenure_builder_new, tenure_builder_plugin,
    tenure_builder_rulebook,
};
use crate::error::{Error, tenure_error_json, tenure_error_message};
use crate::handle::Out;
use crate::rulebook::tenure_rulebook_parse;
use crate::session::{Session, tenure_session_new};
use crate::status::OK;
use crate::tenant::{Tenant, tenure_tenant_parse};

/// What scores: by so few rows at a time that every batch is more than one part.
pub(super) struct Bench {
    engine: Box<Engine>,
    session: Box<Session>,
    tenant: Box<Tenant>,
}

/// What a tenant is unless a test says otherwise.
const SEOUL: &CStr = c"{\"timezone\":\"Asia/Seoul\"}";

pub(super) fn bench() -> Bench {
    bench_of(COLUMNS, None, SEOUL)
}

/// A bench of a rulebook, with a script that it binds as `script`, and a tenant.
fn bench_of(rulebook: &str, script: Option<&str>, tenant: &CStr) -> Bench {
    let config = take(|out, err| tenure_config_new(out, err)).unwrap();
    let (key, value) = (c"interrupt.accounts".as_ptr(), c"2".as_ptr());
    // SAFETY: texts of this file, each ended by a NUL.
    let set = unsafe { tenure_config_set(Some(&config), key, NTS, value, NTS, None) };
    assert_eq!(set, OK);
    let (start, length) = (rulebook.as_ptr().cast(), rulebook.len());
    let rulebook = take(|out, err| {
        // SAFETY: a text with its length, and one ended by a NUL.
        unsafe { tenure_rulebook_parse(c"columns".as_ptr(), NTS, start, length, out, err) }
    });
    let builder = take(|out, err| tenure_builder_new(Some(&config), out, err)).unwrap();
    let bound = tenure_builder_rulebook(Some(&builder), Some(&rulebook.unwrap()), None);
    assert_eq!(bound, OK);
    if let Some(script) = script {
        let (id, name) = (c"script".as_ptr(), c"script.rhai".as_ptr());
        let (start, length) = (script.as_ptr().cast(), script.len());
        // SAFETY: texts of this file, each ended by a NUL, and a text with its length.
        let added = unsafe {
            tenure_builder_plugin(Some(&builder), id, NTS, name, NTS, start, length, None)
        };
        assert_eq!(added, OK);
    }
    let engine = take(|out, err| tenure_builder_build(Some(&builder), out, err)).unwrap();
    let about = tenant.as_ptr();
    // SAFETY: a text that a NUL ends.
    let tenant = take(|out, err| unsafe { tenure_tenant_parse(None, about, NTS, out, err) });
    Bench {
        session: take(|out, err| tenure_session_new(Some(&engine), out, err)).unwrap(),
        tenant: tenant.unwrap(),
        engine,
    }
}

/// A rulebook of some rules.
fn rulebook(rules: &str) -> String {
    let head = r#"
        [rulebook]
        id = "ours"
        version = "1.0.0"
        language = 1
        [risk]
        prior = 2000
        horizon_months = 12
        pdo = 20
        bands = [{ name = "low", below = 2500 }, { name = "high" }]
    "#;
    format!("{head}{rules}")
}

/// What an answer says: its columns by row, a word for what is null.
pub(super) type Rows = Vec<Vec<String>>;

/// Why there is none: the number and the sentence.
pub(super) type Refused = (i32, String);

/// The message of an error that a call handed out, which is freed.
fn message(err: MaybeUninit<*mut Error>) -> String {
    // SAFETY: it was NULL before the call, and is an error of ours after it.
    let error = unsafe { Box::from_raw(err.assume_init()) };
    let message = super::made::read(tenure_error_message(Some(&error), None)).to_owned();
    let json = super::made::read(tenure_error_json(Some(&error), None));
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    // The row that it names is the row that it tells; a dictionary's is none of the batch.
    let named = message
        .split_once(", row ")
        .filter(|(what, _)| !what.ends_with(", dictionary"));
    let named = named.map(|(_, rest)| rest.split(':').next().unwrap().parse().unwrap());
    assert_eq!(json["row"].as_u64(), named, "{json}");
    message
}

/// An answer's cells, read by the reader of the library.
fn told(schema: &OwnSchema, batch: &Batch) -> Rows {
    let shapes = schema.columns().unwrap();
    let (rows, first) = batch.node().span(What::Batch).unwrap();
    assert_eq!(first, 0);
    let children = batch.node().children(shapes.len()).unwrap();
    let columns: Vec<Values<'_>> = shapes
        .iter()
        .zip(children)
        .map(|(shape, child)| {
            let format = Format::parse(shape.format).unwrap();
            Values::new(child, format, None, rows, What::Column(shape.name)).unwrap()
        })
        .collect();
    let cell = |column: &Values<'_>, row| match column.get(row).unwrap() {
        Read::Null => "null".to_owned(),
        Read::Int(value) => value.to_string(),
        Read::Text(text) => text.to_owned(),
        other => panic!("{other:?}"),
    };
    let row = |row| columns.iter().map(|column| cell(column, row)).collect();
    (0..rows).map(row).collect()
}

fn output_schema(engine: &Engine) -> OwnSchema {
    let mut schema = MaybeUninit::new(ArrowSchema::empty());
    assert_eq!(
        tenure_output_schema(Some(engine), Some(&mut schema), None),
        OK
    );
    // SAFETY: it was filled just now.
    unsafe { OwnSchema::take(schema.as_mut_ptr()) }.unwrap()
}

/// Hands a batch in, and looks that it is moved, released once and not written to.
fn score_by(bench: &Bench, table: &Table) -> Result<Rows, Refused> {
    score_as(bench, table.schema(), table)
}

/// The same with a schema that may be another one's.
fn score_as(bench: &Bench, schema: ArrowSchema, table: &Table) -> Result<Rows, Refused> {
    let mut err = MaybeUninit::new(std::ptr::null_mut());
    let whose = (&*bench.session, &*bench.tenant);
    let (status, answer) = hand_in(whose, schema, table, Some(&mut err));
    match status {
        OK => Ok(told(&output_schema(&bench.engine), &answer.unwrap())),
        status => {
            assert!(answer.is_none(), "an output in spite of it");
            Err((status, message(err)))
        }
    }
}

/// What the call returned, and the answer that it gave, if it gave any.
fn hand_in(
    (session, tenant): (&Session, &Tenant),
    mut schema: ArrowSchema,
    table: &Table,
    err: Out<'_, Error>,
) -> (i32, Option<Batch>) {
    let fate = Arc::new(Fate::default());
    let (mut array, mut out) = (table.array(&fate), ArrowArray::empty());
    // SAFETY: a schema and a batch that were just made, a text ended by a NUL, and a place.
    let status = unsafe {
        tenure_score_batch(
            Some(session),
            &raw const schema,
            &raw mut array,
            Some(tenant),
            DAY.as_ptr(),
            NTS,
            &raw mut out,
            err,
        )
    };
    assert!(array.release.is_none(), "marked as released");
    assert!(fate.is_well(1), "{fate:?}");
    // SAFETY: it is a schema that was just made.
    drop(unsafe { OwnSchema::take(&raw mut schema) });
    // SAFETY: it is empty, or was filled just now.
    (status, unsafe { Batch::take(&raw mut out) })
}

/// A batch, scored by a session of its own.
fn score(table: &Table) -> Result<Rows, Refused> {
    score_by(&bench(), table)
}

/// The answer that the JSON door gives to accounts, laid out as the Arrow door does.
fn by_json(bench: &Bench, accounts: &[String]) -> Rows {
    let day: NaiveDate = DAY.to_str().unwrap().parse().unwrap();
    let row = |text: &String| {
        let account = read_account(text, &Limits::default()).unwrap().value;
        let tenant = &bench.tenant.inner;
        let decision = bench.engine.inner.decide(&account, tenant, day).unwrap();
        let risk = &decision.risk;
        vec![
            decision.account_id.clone(),
            risk.points.to_string(),
            risk.points_low.to_string(),
            risk.points_high.to_string(),
            risk.probability_bp.to_string(),
            risk.band.clone(),
            risk.coverage_bp.to_string(),
            serde_json::to_string(&decision.contributions).unwrap(),
            serde_json::to_string(&decision.unknown).unwrap(),
            "null".to_owned(),
        ]
    };
    accounts.iter().map(row).collect()
}

/// The same of rows of custom values.
fn twin(custom: &[String]) -> Rows {
    let rows = custom.iter().enumerate();
    let accounts: Vec<String> = rows
        .map(|(number, custom)| format!(r#"{{"id":"{number}","custom":{{{custom}}}}}"#))
        .collect();
    by_json(&bench(), &accounts)
}

/// Two accounts of which nothing is known, scored by the session that is tested.
pub(super) fn score_two(made: &Made) -> i32 {
    let table = Table::new(vec![ids(2)]);
    let whose = (&*made.session, &*made.tenant);
    hand_in(whose, table.schema(), &table, None).0
}

/// A batch of so many rows, each with a number of its own.
pub(super) fn many_rows(rows: usize) -> Table {
    let numbers: Vec<Option<[u8; 4]>> = (0..rows as i32).map(|n| Some(n.to_ne_bytes())).collect();
    columns::with(Column::fixed("custom.n", "i", &numbers))
}

/// Such a batch, scored by the bench's session.
pub(super) fn score_rows(bench: &Bench, rows: usize) -> Result<Rows, Refused> {
    score_by(bench, &many_rows(rows))
}

/// Such a batch, scored as a stream.
pub(super) fn stream_rows(bench: &Bench, rows: usize) -> Rows {
    streams::streamed(bench, vec![Some(many_rows(rows))], false)
        .unwrap()
        .remove(0)
}

pub(super) use streams::across_threads;
