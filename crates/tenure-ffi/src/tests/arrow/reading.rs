//! Reading and handing out without an engine: what a slow checker of memory can look at.

use std::ops::Range;
use std::sync::Arc;

use tenure::signals::{Cell, SignalType, Value};

use super::columns::{every_format, malformed, numbers, with};
use crate::arrow::abi::ArrowArray;
use crate::arrow::export::{Answers, Row, output_schema};
use crate::arrow::foreign::{Batch, OwnSchema, Stream, What};
use crate::arrow::format::Format;
use crate::arrow::made_up::{Column, Fate, Table, stream};
use crate::arrow::values::{Read, Values};
use crate::failure::Outcome;

/// Reads every value of a batch; how many are known.
fn read(batch: &Batch, schema: &OwnSchema) -> Outcome<usize> {
    let shapes = schema.columns()?;
    let (rows, first) = batch.node().span(What::Batch)?;
    batch.node().rows_known(first + rows)?;
    let mut known = 0;
    for (shape, child) in shapes.iter().zip(batch.node().children(shapes.len())?) {
        let parse = |format| Format::parse(format).unwrap();
        let (format, words) = (parse(shape.format), shape.words.map(parse));
        let what = What::Column(shape.name);
        let values = Values::new(child, format, words, first + rows, what)?;
        let mut read = Vec::new();
        for row in first..first + rows {
            read.push(values.get(row)?);
        }
        known += read.iter().filter(|read| **read != Read::Null).count();
        at_once(&values, format, first..first + rows, &read);
    }
    Ok(known)
}

/// What is read at once is what is read value by value; texts by offsets always are.
fn at_once(values: &Values<'_>, format: Format, rows: Range<usize>, read: &[Read<'_>]) {
    let texts = values.texts(&rows, None);
    assert_eq!(texts.is_some(), matches!(format, Format::Text { .. }));
    if let Some(texts) = texts {
        let texts = texts.into_iter();
        let texts: Vec<_> = texts
            .map(|text| text.map_or(Read::Null, Read::Text))
            .collect();
        assert_eq!(texts, read);
    }
    for wanted in [SignalType::Int, SignalType::Float, SignalType::Bool] {
        let Some(column) = values.column(&rows, None, wanted) else {
            continue;
        };
        let cells = (0..rows.len()).map(|row| match column.cell(row) {
            Cell::Known(Value::Int(value)) => Read::Int(value.into()),
            Cell::Known(Value::Float(value)) => Read::Float(value),
            Cell::Known(Value::Bool(value)) => Read::Bool(value),
            _ => Read::Null,
        });
        assert_eq!(cells.collect::<Vec<_>>(), read);
    }
}

fn read_table(table: &Table) -> Outcome<usize> {
    let fate = Arc::new(Fate::default());
    let (mut array, mut schema) = (table.array(&fate), table.schema());
    // SAFETY: both were just made.
    let moved = unsafe {
        (
            Batch::take(&raw mut array),
            OwnSchema::take(&raw mut schema),
        )
    };
    let known = read(&moved.0.unwrap(), &moved.1.unwrap());
    assert!(fate.is_well(1), "{fate:?}");
    known
}

#[test]
fn every_value_is_read_where_it_stands() {
    for (column, custom) in every_format() {
        let known = |rows: &[String]| rows.iter().filter(|custom| !custom.is_empty()).count();
        // A date after the day of the decision is there, though nobody knows it.
        let dates = column.format.starts_with('t');
        let table = with(column);
        let least = 3 + known(&custom);
        let found = read_table(&table).unwrap();
        assert!(
            found == least || (dates && found == 5),
            "{found}, not {least}"
        );
        assert!(read_table(&table.clone().sliced(2)).is_ok());
        assert_eq!(read_table(&table.sliced(3)), Ok(0));
    }
}

#[test]
fn what_stands_beneath_a_null_is_nothing() {
    let mut column = Column::fixed(
        "custom.f",
        "g",
        &numbers!(f64: Some(1.0), Some(f64::NAN), Some(2.0)),
    );
    (column.buffers[0], column.null_count) = (Some(vec![0b101]), 1);
    let table = with(column);
    assert_eq!(read_table(&table), Ok(5));
    // It keeps no column from being read at once.
    let fate = Arc::new(Fate::default());
    let mut array = table.array(&fate);
    // SAFETY: it was just made.
    let batch = unsafe { Batch::take(&raw mut array) }.unwrap();
    let child = batch.node().children(2).unwrap()[1];
    let format = Format::parse("g").unwrap();
    let values = Values::new(child, format, None, 3, What::Column("custom.f")).unwrap();
    let column = values.column(&(0..3), None, SignalType::Float).unwrap();
    assert_eq!(column.cell(1), Cell::Unknown);
    assert_eq!(column.cell(2), Cell::Known(Value::Float(2.0)));
}

#[test]
fn what_contradicts_itself_is_left_alone() {
    for (says, table) in malformed() {
        if says != "its dictionary is NULL" {
            let message = read_table(&table).unwrap_err().message;
            assert!(message.contains(says), "{says}: {message}");
        }
    }
}

#[test]
fn batches_of_a_stream_are_released_one_by_one() {
    let fate = Arc::new(Fate::default());
    let table = with(every_format().remove(0).0);
    let mut made = stream(vec![Some(table.clone()), Some(table), None], &fate);
    // SAFETY: it was just made.
    let mut taken = unsafe { Stream::take(&raw mut made) }.unwrap();
    let schema = taken.schema().unwrap();
    for _ in 0..2 {
        let batch = taken.next().unwrap().unwrap();
        assert_eq!(read(&batch, &schema), Ok(5));
    }
    assert!(
        taken
            .next()
            .unwrap_err()
            .message
            .contains("the disk is gone")
    );
    drop(taken);
    assert!(fate.is_well(3), "{fate:?}");
}

#[test]
fn what_goes_out_may_be_taken_apart() {
    let mut answers = Answers::of(3);
    for row in 0..20 {
        answers.push(Row::Failed(None, format!("row {row}")));
    }
    let mut array = answers.into_array();
    // A host that moves a column out and releases the rest first.
    // SAFETY: the answer has ten children, each a box of its own; a moved one is marked as released.
    let mut error = unsafe {
        let child = *array.children.add(9);
        std::mem::replace(&mut *child, ArrowArray::empty())
    };
    let release = array.release.unwrap();
    // SAFETY: it is ours, and was not released yet.
    unsafe { release(&raw mut array) };
    assert!(array.release.is_none());
    // SAFETY: it is ours, and was not released yet.
    let error = unsafe { Batch::take(&raw mut error) }.unwrap();
    let format = Format::parse("U").unwrap();
    let values = Values::new(error.node(), format, None, 20, What::Column("error")).unwrap();
    assert_eq!(values.get(19), Ok(Read::Text("row 19")));
    let mut schema = output_schema("columns@1.0.0 digest");
    // SAFETY: it was just made.
    let schema = unsafe { OwnSchema::take(&raw mut schema) }.unwrap();
    assert_eq!(schema.columns().unwrap().len(), 10);
}
