//! The whole door once, by one engine: what a slow checker of memory can still look at.

use super::columns::{ids, numbers};
use super::streams::streamed;
use super::{bench, score_by};
use crate::arrow::made_up::{Column, Table};
use crate::status::{E_ARRAY, E_SCHEMA};

/// Three rows of columns of many kinds.
fn table() -> Table {
    let words = Column::texts("", "U", &[Some("no"), Some("yes")]);
    let texts = numbers!(i8: Some(1), None, Some(0));
    Table::new(vec![
        ids(3),
        Column::fixed("custom.n", "s", &numbers!(i16: Some(1), None, Some(200))),
        Column::fixed(
            "custom.f",
            "d:38,2",
            &numbers!(i128: Some(100), None, Some(250)),
        ),
        Column::bools("custom.b", &[Some(true), None, Some(false)]),
        Column::fixed("custom.t", "c", &texts).of_words(words),
        Column::views("currency", &[Some("KRW"), None, None]),
    ])
}

#[test]
fn batches_and_streams_go_through_it() {
    let bench = bench();
    let rows = score_by(&bench, &table()).unwrap();
    let points: Vec<&str> = rows.iter().map(|row| &*row[1]).collect();
    assert_eq!(points, ["16", "0", "5"]);
    assert!(rows[0][7].contains("n is 1") && rows[0][7].contains("t is yes"));
    let tables = vec![Some(table()), Some(table().sliced(2)), None];
    let failed = streamed(&bench, tables, false).unwrap_err();
    assert!(failed.1.contains("the disk is gone"), "{failed:?}");

    let mut broken = table();
    broken.columns[2].buffers[1] = None;
    assert_eq!(score_by(&bench, &broken).unwrap_err().0, E_ARRAY);
    let misfit = Table::new(vec![ids(1), Column::nulls("custom.x", 1)]);
    assert_eq!(score_by(&bench, &misfit).unwrap_err().0, E_SCHEMA);
    let unreadable = Column::fixed("custom.f", "g", &numbers!(f64: Some(f64::NAN)));
    let rows = score_by(&bench, &Table::new(vec![ids(1), unreadable])).unwrap();
    assert!(rows[0][9].contains("NaN"), "{rows:?}");
}
