//! The Arrow door: every format, every slice, whatever is wrong, and what is released.

mod columns;
mod reading;

use std::mem::MaybeUninit;
use std::sync::Arc;

use chrono::NaiveDate;
use tenure::model::{Limits, read_account};

use columns::{every_format, ids, ints_of_words, malformed, numbers, with};

use super::made::{DAY, Made, NTS, take};
use crate::arrow::abi::{ArrowArray, ArrowArrayStream, ArrowSchema};
use crate::arrow::foreign::{Batch, OwnSchema, Stream};
use crate::arrow::format::Format;
use crate::arrow::made_up::{COLUMNS, Column, Fate, Table, stream};
use crate::arrow::stream::tenure_score_stream;
use crate::arrow::table::{tenure_input_schema, tenure_output_schema, tenure_score_batch};
use crate::arrow::values::{Read, Values};
use crate::config::{tenure_config_new, tenure_config_set};
use crate::engine::{Engine, tenure_builder_build, tenure_builder_new, tenure_builder_rulebook};
use crate::error::tenure_error_message;
use crate::guard::rehearsal::{Place, with_panic};
use crate::rulebook::tenure_rulebook_parse;
use crate::session::{Session, tenure_session_new};
use crate::status::{E_ARRAY, E_INTERRUPTED, E_PANIC, E_SCHEMA, E_SPENT, E_STREAM, OK};
use crate::tenant::{Tenant, tenure_tenant_parse};

/// What scores: by so few rows at a time that every batch is more than one part.
struct Bench {
    engine: Box<Engine>,
    session: Box<Session>,
    tenant: Box<Tenant>,
}

fn bench() -> Bench {
    let config = take(|out, err| tenure_config_new(out, err)).unwrap();
    let (key, value) = (c"interrupt.accounts".as_ptr(), c"2".as_ptr());
    // SAFETY: texts of this file, each ended by a NUL.
    let set = unsafe { tenure_config_set(Some(&config), key, NTS, value, NTS, None) };
    assert_eq!(set, OK);
    let (start, length) = (COLUMNS.as_ptr().cast(), COLUMNS.len());
    let rulebook = take(|out, err| {
        // SAFETY: a text with its length, and one ended by a NUL.
        unsafe { tenure_rulebook_parse(c"columns".as_ptr(), NTS, start, length, out, err) }
    });
    let builder = take(|out, err| tenure_builder_new(Some(&config), out, err)).unwrap();
    let bound = tenure_builder_rulebook(Some(&builder), Some(&rulebook.unwrap()), None);
    assert_eq!(bound, OK);
    let engine = take(|out, err| tenure_builder_build(Some(&builder), out, err)).unwrap();
    let about = c"{\"timezone\":\"Asia/Seoul\"}".as_ptr();
    // SAFETY: a text of this file, ended by a NUL.
    let tenant = take(|out, err| unsafe { tenure_tenant_parse(None, about, NTS, out, err) });
    Bench {
        session: take(|out, err| tenure_session_new(Some(&engine), out, err)).unwrap(),
        tenant: tenant.unwrap(),
        engine,
    }
}

/// What an answer says: its columns by row, a word for what is null.
type Rows = Vec<Vec<String>>;

/// Why there is none: the number and the sentence.
type Refused = (i32, String);

/// The message of an error that a call handed out, which is freed.
fn message(err: MaybeUninit<*mut crate::error::Error>) -> String {
    // SAFETY: it was NULL before the call, and is an error of ours after it.
    let error = unsafe { Box::from_raw(err.assume_init()) };
    super::made::read(tenure_error_message(Some(&error), None)).to_owned()
}

/// An answer's cells, read by the reader of the library.
fn told(schema: &OwnSchema, batch: &Batch) -> Rows {
    let shapes = schema.columns().unwrap();
    let (rows, first) = batch.node().span("answer").unwrap();
    assert_eq!(first, 0);
    let children = batch.node().children(shapes.len()).unwrap();
    let columns: Vec<Values<'_>> = shapes
        .iter()
        .zip(children)
        .map(|(shape, child)| {
            let format = Format::parse(&shape.format).unwrap();
            Values::new(child, format, None, rows, shape.name.clone()).unwrap()
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
    let fate = Arc::new(Fate::default());
    let mut array = table.array(&fate);
    let mut schema = table.schema();
    let mut out = ArrowArray::empty();
    let mut err = MaybeUninit::new(std::ptr::null_mut());
    // SAFETY: a schema and a batch that were just made, a text ended by a NUL, and a place.
    let status = unsafe {
        tenure_score_batch(
            Some(&bench.session),
            &raw const schema,
            &raw mut array,
            Some(&bench.tenant),
            DAY.as_ptr(),
            NTS,
            &raw mut out,
            Some(&mut err),
        )
    };
    assert!(array.release.is_none(), "marked as released");
    assert!(fate.is_well(1), "{fate:?}");
    // SAFETY: it is a schema that was just made.
    drop(unsafe { OwnSchema::take(&raw mut schema) });
    // SAFETY: it is empty, or was filled just now.
    let answer = unsafe { Batch::take(&raw mut out) };
    match status {
        OK => Ok(told(&output_schema(&bench.engine), &answer.unwrap())),
        status => {
            assert!(answer.is_none(), "an output in spite of it");
            Err((status, message(err)))
        }
    }
}

fn score(table: &Table) -> Result<Rows, Refused> {
    score_by(&bench(), table)
}

/// The answer that the JSON door gives to rows of custom values, laid out as the Arrow door does.
fn twin(custom: &[String]) -> Rows {
    let bench = bench();
    let day: NaiveDate = DAY.to_str().unwrap().parse().unwrap();
    let row = |(number, custom): (usize, &String)| {
        let text = format!(r#"{{"id":"{number}","custom":{{{custom}}}}}"#);
        let account = read_account(&text, &Limits::default()).unwrap().value;
        let tenant = &bench.tenant.inner;
        let decision = bench.engine.inner.decide(&account, tenant, day).unwrap();
        let risk = &decision.risk;
        vec![
            number.to_string(),
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
    custom.iter().enumerate().map(row).collect()
}

#[test]
fn every_format_gives_what_its_values_give_as_json() {
    for (column, custom) in every_format() {
        let format = column.format.clone();
        assert_eq!(score(&with(column)).unwrap(), twin(&custom), "{format}");
    }
    // A value that is another one is seen.
    let (column, custom) = every_format().remove(0);
    let other = vec![
        custom[0].clone(),
        custom[1].clone(),
        r#""n":126"#.to_owned(),
    ];
    assert_ne!(score(&with(column)).unwrap(), twin(&other));
}

#[test]
fn slices_are_what_they_leave() {
    for (column, custom) in every_format() {
        let format = column.format.clone();
        let whole = twin(&custom);
        let by_column = Table::new(vec![ids(3).sliced(1), column.clone().sliced(1)]);
        assert_eq!(score(&by_column).unwrap(), whole[1..], "{format}");
        let by_batch = with(column.clone()).sliced(2);
        assert_eq!(score(&by_batch).unwrap(), whole[2..], "{format}");
        let both = Table::new(vec![ids(3).sliced(1), column.clone().sliced(1)]).sliced(1);
        assert_eq!(score(&both).unwrap(), whole[2..], "{format}");
        let none = with(column).sliced(3);
        assert_eq!(score(&none).unwrap(), Rows::new(), "{format}");
    }
}

#[test]
fn a_row_that_cannot_be_read_harms_no_other() {
    let wrong = |column: Column| {
        let rows = score(&with(column)).unwrap();
        assert_eq!(rows[0][9], "null", "{rows:?}");
        assert_eq!(rows[2][9], "null", "{rows:?}");
        assert_eq!(rows[1][0], "1");
        assert!(rows[1][1..9].iter().all(|cell| cell == "null"), "{rows:?}");
        rows[1][9].clone()
    };
    let floats = |value: f64| {
        Column::fixed(
            "custom.f",
            "g",
            &numbers!(f64: Some(1.0), Some(value), Some(2.0)),
        )
    };
    assert_eq!(
        wrong(floats(f64::NAN)),
        "`custom.f`: it is NaN; hand in null for what nobody knows"
    );
    assert_eq!(
        wrong(floats(f64::INFINITY)),
        "`custom.f`: it is infinite; hand in null for what nobody knows"
    );
    assert!(wrong(floats(f64::NEG_INFINITY)).contains("minus infinite"));
    let narrow = Column::fixed(
        "custom.f",
        "f",
        &numbers!(f32: Some(1.0), Some(f32::NAN), Some(2.0)),
    );
    assert!(wrong(narrow).contains("NaN"));
    let parts = Column::fixed(
        "custom.n",
        "g",
        &numbers!(f64: Some(1.0), Some(1.5), Some(2.0)),
    );
    assert_eq!(wrong(parts), "`custom.n`: 1.5 is no whole number");
    let large = Column::fixed(
        "custom.n",
        "L",
        &numbers!(u64: Some(1), Some(u64::MAX), Some(2)),
    );
    assert_eq!(
        wrong(large),
        "`custom.n`: 18446744073709551615 is beyond 64 bits"
    );
    let decimal = Column::fixed(
        "custom.n",
        "d:9,2",
        &numbers!(i128: Some(100), Some(105), Some(200)),
    );
    assert_eq!(wrong(decimal), "`custom.n`: 1.05 is no whole number");
    let far = Column::fixed(
        "custom.days_left",
        "tdm",
        &numbers!(i64: Some(0), Some(i64::MAX), Some(0)),
    );
    assert!(wrong(far).contains("beyond the calendar"));

    let mut table = with(Column::fixed(
        "custom.n",
        "c",
        &numbers!(i8: Some(1), Some(2), Some(3)),
    ));
    table.validity = Some(vec![0b101]);
    table.null_count = 1;
    let rows = score(&table).unwrap();
    assert_eq!(
        (rows[0][9].as_str(), rows[1][9].as_str()),
        ("null", "the row is null")
    );
    let ids = Column::texts(
        "id",
        "u",
        &[Some("a"), None, Some(""), Some(&"x".repeat(129))],
    );
    let errors: Vec<String> = score(&Table::new(vec![ids]))
        .unwrap()
        .into_iter()
        .map(|row| row[9].clone())
        .collect();
    assert_eq!(
        errors,
        [
            "null",
            "`id` is null",
            "`id` is empty",
            "`id` has 129 bytes, and may have 128"
        ]
    );
}

#[test]
fn a_column_that_does_not_fit_is_refused_with_the_way_out() {
    let refused = |column: Column| {
        let (status, message) = score(&with(column)).unwrap_err();
        assert_eq!(status, E_SCHEMA, "{message}");
        message
    };
    let eight = |name: &str, format: &str| Column::fixed(name, format, &[Some([0_u8; 8])]);
    let says = [
        (
            eight("custom.f", "e"),
            "the column `custom.f` is of format `e`, which is not taken; cast it to float32",
        ),
        (eight("custom.t", "z"), "cast it to text"),
        (
            eight("custom.n", "+l"),
            "hand in a column for each of its values",
        ),
        (eight("custom.n", "+r"), "decode its runs first"),
        (
            eight("custom.n", "tDs"),
            "cast it to a whole number, such as days",
        ),
        (eight("custom.n", "tdm"), "a date says nothing to it"),
        (
            eight("custom.n", "u"),
            "the signal is a number: cast it to an int or a float",
        ),
        (
            eight("custom.b", "l"),
            "the signal is true or false: cast it to bool",
        ),
        (
            eight("custom.t", "l"),
            "the signal is a text: cast it to text",
        ),
        (eight("custom.tt", "l"), "did you mean `custom.t`?"),
        (
            eight("something", "l"),
            "leave it out, or declare it with [[signal]]",
        ),
        (
            eight("risk.points", "l"),
            "the decision itself tells it; leave it out",
        ),
        (
            eight("tenant.retention_rate_bp", "l"),
            "comes with the tenant",
        ),
        (
            eight("contract.days_since_lost", "l"),
            "it is of a contract, and a row is an account",
        ),
        (eight("id", "l"), "the column `id` is given twice"),
        (
            eight("currency", "l"),
            "currencies must be texts such as `EUR`",
        ),
        (
            eight("custom.t", "l").of_words(eight("", "l")),
            "of dictionaries only those of texts are taken",
        ),
        (
            eight("custom.n", "l").of_words(Column::texts("", "u", &[])),
            "the signal is no text",
        ),
    ];
    for (column, says) in says {
        let message = refused(column);
        assert!(message.contains(says), "{message}");
    }
    let (status, message) = score(&Table::new(vec![eight("custom.n", "l")])).unwrap_err();
    assert_eq!(status, E_SCHEMA);
    assert!(message.contains("there is no column `id`"), "{message}");
    let floats = Table::new(vec![eight("id", "g")]);
    assert!(
        score(&floats)
            .unwrap_err()
            .1
            .contains("ids must be texts or whole numbers")
    );
}

#[test]
fn a_batch_that_contradicts_itself_is_refused() {
    for (says, table) in malformed() {
        // The schema is that of a dictionary, though the array has none.
        let (status, message) = match says {
            "its dictionary is NULL" => without_words(),
            _ => score(&table).unwrap_err(),
        };
        assert_eq!(status, E_ARRAY, "{says}: {message}");
        assert!(message.contains(says), "{says}: {message}");
    }
}

fn without_words() -> Refused {
    let bench = bench();
    let column = ints_of_words(&numbers!(i32: Some(0)));
    let schema = with(column.clone()).schema();
    let fate = Arc::new(Fate::default());
    let mut array = with(Column {
        words: None,
        ..column
    })
    .array(&fate);
    let (mut out, mut err) = (ArrowArray::empty(), MaybeUninit::new(std::ptr::null_mut()));
    // SAFETY: a schema and a batch that were just made, a text ended by a NUL, and a place.
    let status = unsafe {
        let (schema, array) = (&raw const schema, &raw mut array);
        tenure_score_batch(
            Some(&bench.session),
            schema,
            array,
            Some(&bench.tenant),
            DAY.as_ptr(),
            NTS,
            &raw mut out,
            Some(&mut err),
        )
    };
    let mut schema = schema;
    // SAFETY: it is a schema that was just made.
    drop(unsafe { OwnSchema::take(&raw mut schema) });
    assert!(fate.is_well(1));
    (status, message(err))
}

#[test]
fn a_panic_releases_what_was_handed_in() {
    for (place, after) in [(Place::Function, OK), (Place::Handle, E_SPENT)] {
        let bench = bench();
        with_panic(place, || {
            assert_eq!(
                score_by(&bench, &with(Column::nulls("custom.t", 3)))
                    .unwrap_err()
                    .0,
                E_PANIC
            );
        });
        let next = score_by(&bench, &with(Column::nulls("custom.t", 3)));
        assert_eq!(next.map_or_else(|refused| refused.0, |_| OK), after);
    }
}

#[test]
fn an_interrupt_ends_a_batch() {
    let bench = bench();
    let interrupt =
        take(|out, err| crate::interrupt::tenure_interrupt_new(Some(&bench.session), out, err));
    crate::interrupt::tenure_interrupt_raise(Some(&interrupt.unwrap()));
    let table = with(Column::nulls("custom.t", 3));
    assert_eq!(score_by(&bench, &table).unwrap_err().0, E_INTERRUPTED);
    assert!(score_by(&bench, &table).is_ok());
}

/// What the batches of a stream give until it ends or fails; and how many handed-in structs there were.
fn streamed(bench: &Bench, tables: Vec<Option<Table>>, raise: bool) -> Result<Vec<Rows>, Refused> {
    let fate = Arc::new(Fate::default());
    let mut input = stream(tables, &fate);
    let mut out = ArrowArrayStream::empty();
    let mut err = MaybeUninit::new(std::ptr::null_mut());
    // SAFETY: a stream that was just made, a text ended by a NUL, and a place.
    let status = unsafe {
        let (engine, tenant) = (Some(&*bench.engine), Some(&*bench.tenant));
        tenure_score_stream(
            engine,
            &raw mut input,
            tenant,
            DAY.as_ptr(),
            NTS,
            &raw mut out,
            Some(&mut err),
        )
    };
    assert!(input.release.is_none(), "marked as released");
    if status != OK {
        assert!(fate.is_well(1), "{fate:?}");
        return Err((status, message(err)));
    }
    // SAFETY: it was filled just now.
    let mut answers = unsafe { Stream::take(&raw mut out) }.unwrap();
    let schema = answers.schema().unwrap();
    let mut all = Vec::new();
    let end = loop {
        let next = match raise && all.len() == 1 {
            true => {
                let mut next = None;
                with_panic(Place::Handle, || next = Some(answers.next()));
                next.unwrap()
            }
            false => answers.next(),
        };
        match next {
            Ok(Some(batch)) => all.push(told(&schema, &batch)),
            Ok(None) => break Ok(all),
            Err(failure) => break Err((failure.status, failure.message)),
        }
    };
    if end.is_ok() {
        // At the end it stays.
        assert!(answers.next().unwrap().is_none());
    } else if raise {
        assert!(
            answers
                .next()
                .unwrap_err()
                .message
                .contains("free it and make a new one")
        );
    }
    drop(answers);
    assert!(fate.released.load(std::sync::atomic::Ordering::SeqCst) >= 1);
    assert_eq!(fate.written.load(std::sync::atomic::Ordering::SeqCst), 0);
    end
}

#[test]
fn a_stream_gives_what_its_batches_give() {
    let bench = bench();
    let (column, custom) = every_format().remove(0);
    let tables = || {
        vec![
            Some(with(column.clone())),
            Some(with(column.clone()).sliced(3)),
            Some(with(column.clone()).sliced(1)),
        ]
    };
    let whole = twin(&custom);
    let expected = vec![whole.clone(), Vec::new(), whole[1..].to_vec()];
    assert_eq!(streamed(&bench, tables(), false).unwrap(), expected);

    let (status, message) = streamed(&bench, vec![tables().remove(0), None], false).unwrap_err();
    assert_eq!(status, E_STREAM);
    assert!(
        message.contains("the stream that was handed in failed with 5: the disk is gone"),
        "{message}"
    );
    let (status, message) = streamed(&bench, tables(), true).unwrap_err();
    assert_eq!(status, E_STREAM);
    assert!(
        message.contains("failed with 5: the stream ran into a fault"),
        "{message}"
    );
    let (status, _) = streamed(&bench, vec![None], false).unwrap_err();
    assert_eq!(status, E_STREAM);
    let misfit = with(Column::fixed("custom.x", "l", &[Some([0_u8; 8])]));
    assert_eq!(
        streamed(&bench, vec![Some(misfit)], false).unwrap_err().0,
        E_SCHEMA
    );
    let mut broken = with(column.clone());
    broken.columns[1].buffers[1] = None;
    let (_, message) = streamed(&bench, vec![Some(broken)], false).unwrap_err();
    assert!(
        message.contains("failed with 22: the column `custom.n`: its buffer 1 is NULL"),
        "{message}"
    );
}

#[test]
fn the_schemas_tell_the_rulebook() {
    let bench = bench();
    let names = |schema: &OwnSchema| {
        let columns = schema.columns().unwrap().into_iter();
        columns
            .map(|column| format!("{} {}", column.name, column.format))
            .collect::<Vec<_>>()
    };
    let mut schema = MaybeUninit::new(ArrowSchema::empty());
    assert_eq!(
        tenure_input_schema(Some(&bench.engine), Some(&mut schema), None),
        OK
    );
    // SAFETY: it was filled just now.
    let schema = unsafe { schema.assume_init_mut() };
    // SAFETY: metadata of ours: one pair, the key's length, the key, the value's length, the value.
    let metadata = unsafe { std::slice::from_raw_parts(schema.metadata.cast::<u8>(), 8 + 15 + 4) };
    assert_eq!(metadata[..4], 1_i32.to_ne_bytes());
    assert_eq!(&metadata[8..23], b"tenure.rulebook");
    // SAFETY: it was filled just now.
    let schema = unsafe { OwnSchema::take(schema) }.unwrap();
    assert_eq!(
        names(&schema),
        [
            "id u",
            "custom.b b",
            "custom.days_left l",
            "custom.days_since_login l",
            "custom.f g",
            "custom.n l",
            "custom.t u",
            "history.band u"
        ]
    );
    let expected = "id U,points l,points_low l,points_high l,probability_bp l,band U,coverage_bp l,reasons U,unknown U,error U";
    assert_eq!(names(&output_schema(&bench.engine)).join(","), expected);
}

/// Two accounts of which nothing is known, scored by the session that is tested.
pub(super) fn score_two(made: &Made) -> i32 {
    let fate = Arc::new(Fate::default());
    let table = Table::new(vec![ids(2)]);
    let (mut array, mut schema, mut out) =
        (table.array(&fate), table.schema(), ArrowArray::empty());
    // SAFETY: a schema and a batch that were just made, a text ended by a NUL, and a place.
    let status = unsafe {
        tenure_score_batch(
            Some(&made.session),
            &raw const schema,
            &raw mut array,
            Some(&made.tenant),
            DAY.as_ptr(),
            NTS,
            &raw mut out,
            None,
        )
    };
    assert!(fate.is_well(1));
    // SAFETY: it is a schema that was just made, and an array that is empty or was filled just now.
    unsafe {
        drop(OwnSchema::take(&raw mut schema));
        drop(Batch::take(&raw mut out));
    }
    status
}
