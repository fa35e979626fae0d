//! Rows that are read: what every format gives, slices, and rows that cannot be.

use super::columns::{DAYS, custom, every_format, ids, numbers, with};
use super::{Rows, SEOUL, bench, bench_of, by_json, rulebook, score, score_by, twin};
use crate::arrow::made_up::{Column, Table};
use crate::status::{E_ARRAY, E_PLUGIN, E_SCHEMA};

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
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
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_session_takes_other_columns_next() {
    let bench = bench();
    for (column, custom) in every_format() {
        let format = column.format.clone();
        let (name, table) = (column.name.clone(), with(column));
        for _ in 0..2 {
            assert_eq!(score_by(&bench, &table).unwrap(), twin(&custom), "{format}");
        }
        // The same column by another name, which nothing has.
        let mut renamed = table.clone();
        renamed.columns[1].name = format!("{name}_");
        assert_eq!(
            score_by(&bench, &renamed).unwrap_err().0,
            E_SCHEMA,
            "{name}"
        );
    }
    // As many columns by the same names, each of another format than that before.
    let views = Column::views("", &[Some("yes"), Some("no")]);
    let codes = || Column::fixed("custom.t", "i", &numbers!(i32: Some(0), None, Some(1)));
    let words = Column::texts("", "u", &[Some("yes"), Some("no")]);
    let texts = Column::texts("custom.t", "u", &[Some("yes"), None, Some("no")]);
    let told = twin(&custom("t", &["\"yes\"", "", "\"no\""]));
    for column in [
        codes().of_words(words.clone()),
        codes().of_words(views.clone()),
        texts,
        codes().of_words(words),
        codes().of_words(views),
    ] {
        assert_eq!(score_by(&bench, &with(column)).unwrap(), told);
    }
    let ints = score_by(&bench, &with(codes())).unwrap_err();
    assert_eq!(ints.0, E_SCHEMA, "{ints:?}");
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_row_that_is_not_there_has_none_of_its_values() {
    let columns = [
        (
            Column::fixed(
                "custom.n",
                "l",
                &numbers!(i64: Some(7), Some(-1), Some(50), Some(200), Some(3)),
            ),
            custom("n", &["7", "-1", "50", "200", "3"]),
        ),
        (
            Column::fixed(
                "custom.f",
                "g",
                &numbers!(f64: Some(9.0), Some(0.5), Some(2.5), Some(1.0), Some(4.0)),
            ),
            custom("f", &["9.0", "0.5", "2.5", "1.0", "4.0"]),
        ),
        (
            Column::bools(
                "custom.b",
                &[Some(false), Some(true), Some(false), Some(true), Some(true)],
            ),
            custom("b", &["false", "true", "false", "true", "true"]),
        ),
        (
            Column::texts(
                "custom.t",
                "u",
                &[
                    Some("no"),
                    Some("yes"),
                    Some("no"),
                    Some("yes"),
                    Some("yes"),
                ],
            ),
            custom("t", &["\"no\"", "\"yes\"", "\"no\"", "\"yes\"", "\"yes\""]),
        ),
    ];
    for (column, custom) in columns {
        let format = column.format.clone();
        // Slices of both kinds: the batch counts by its own, and each column by both.
        let mut table = Table::new(vec![ids(5).sliced(1), column.sliced(1)]).sliced(1);
        (table.validity, table.null_count) = (Some(vec![0b1010]), 1);
        let (rows, whole) = (score(&table).unwrap(), twin(&custom));
        assert_eq!((&rows[0], &rows[2]), (&whole[2], &whole[4]), "{format}");
        assert_eq!(rows[1][9], "the row is null", "{format}");
        assert!(rows[1][..9].iter().all(|cell| cell == "null"), "{format}");
    }
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
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
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
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

/// What is wrong with the middle one of three rows.
fn wrong(column: Column) -> String {
    let rows = score(&with(column)).unwrap();
    assert_eq!((&*rows[0][9], &*rows[2][9]), ("null", "null"), "{rows:?}");
    rows[1][9].clone()
}

/// A decimal of 256 bits.
fn wide(low: i128, high: i128) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&low.to_le_bytes());
    bytes[16..].copy_from_slice(&high.to_le_bytes());
    Some(bytes)
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_decimal_beyond_128_bits_is_an_error_of_its_row() {
    // One more than the largest, one less than the smallest, and one that is far off.
    for beyond in [wide(i128::MIN, 0), wide(i128::MAX, -1), wide(0, 1)] {
        let decimals = [wide(1, 0), beyond, wide(-1, -1)];
        for signal in ["custom.f", "custom.n"] {
            assert_eq!(
                wrong(Column::fixed(signal, "d:76,0,256", &decimals)),
                format!("`{signal}`: it is beyond 128 bits: cast the column to float64")
            );
        }
    }
    let within = [wide(i128::MAX, 0), wide(i128::MIN, -1)];
    let rows = score(&with(Column::fixed("custom.f", "d:76,38,256", &within))).unwrap();
    let digits = "1.70141183460469231731687303715884105727";
    let less = "-1.70141183460469231731687303715884105728";
    let custom = [digits, less].map(|digits| format!(r#""f":{digits}"#));
    assert_eq!(rows, twin(&custom));
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_day_is_told_where_its_year_has_four_digits() {
    // 0000-01-01 and 9999-12-31, and the days beside them.
    let (first, last) = (-719_528_i32, 2_932_896_i32);
    let texts = |days: [i32; 3]| {
        Column::fixed(
            "custom.t",
            "tdD",
            &numbers!(i32: Some(days[0]), Some(days[1]), Some(days[2])),
        )
    };
    for beyond in [first - 1, last + 1] {
        let said = wrong(texts([first, beyond, last]));
        assert_eq!(said, format!("`custom.t`: {beyond} is beyond the calendar"));
    }
    let rows = score(&with(texts([first, DAYS, last]))).unwrap();
    let known = ["\"0000-01-01\"", "\"2026-06-01\"", "\"9999-12-31\""];
    assert_eq!(rows, twin(&custom("t", &known)));
    let second = |day: i32| i64::from(day) * 86_400;
    let stamps = |format: &str, middle: i64| {
        let seconds = numbers!(i64: Some(second(first)), Some(middle), Some(second(last)));
        wrong(Column::fixed("custom.t", format, &seconds))
    };
    for (format, beyond) in [
        ("tss:", second(first) - 1),
        ("tss:", second(last + 1)),
        ("tss:UTC", second(first) - 1),
        ("tss:UTC", second(last + 1)),
    ] {
        let said = stamps(format, beyond);
        assert_eq!(said, format!("`custom.t`: {beyond} is beyond the calendar"));
    }
    // In UTC it is the last day of 9999, in the tenant's time zone the day after.
    let said = stamps("tss:UTC", second(last + 1) - 1);
    assert!(
        said.contains("9999-12-31 23:59:59 UTC is beyond the calendar"),
        "{said}"
    );
    assert_eq!(stamps("tss:", second(last + 1) - 1), "null");
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn rows_beside_one_that_cannot_be_read_keep_what_is_theirs() {
    let amounts = r#"
        [[signal]]
        name = "custom.due"
        type = "int"
        unit = "money"
        [[rule]]
        id = "due"
        when = "is_known(custom.due)"
        points = 3
        reason = { en = "{custom.due} are due" }
    "#;
    let bench = bench_of(&rulebook(amounts), None, SEOUL);
    let due =
        numbers!(f64: Some(1.0), Some(f64::NAN), Some(f64::NAN), Some(400.0), None, Some(600.0));
    let currencies = [
        Some("USD"),
        Some("EUR"),
        Some("KRW"),
        Some("KRW"),
        None,
        Some("JPY"),
    ];
    let table = Table::new(vec![
        ids(6),
        Column::fixed("custom.due", "g", &due),
        Column::texts("currency", "u", &currencies),
    ]);
    let rows = score_by(&bench, &table).unwrap();
    let accounts = [
        r#"{"id":"0","currency":"USD","custom":{"due":1}}"#,
        r#"{"id":"3","currency":"KRW","custom":{"due":400}}"#,
        r#"{"id":"4"}"#,
        r#"{"id":"5","currency":"JPY","custom":{"due":600}}"#,
    ];
    let expected = by_json(&bench, &accounts.map(str::to_owned));
    assert!(expected[1][7].contains("400 KRW are due"), "{expected:?}");
    for (row, expected) in [0, 3, 4, 5].into_iter().zip(expected) {
        assert_eq!(rows[row], expected);
    }
    for row in [1, 2] {
        assert_eq!(rows[row][0], row.to_string());
        assert!(rows[row][9].contains("it is NaN"), "{rows:?}");
    }
}

/// A plugin that fails the call where it hears of a number above 100.
const CAREFUL: &str = "/*---
id = 'careful'
version = '1.0.0'
dictionary = '^1.0'
max_points = 5
[inputs]
custom.n = 'int'
[reasons.small]
en = 'it is small'
---*/
fn score(a) {
  if a.custom.n > 100 {
    throw \"no\";
  }
  points(\"small\", 5);
}";

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn no_plugin_hears_of_a_row_that_cannot_be_read() {
    let bound = format!(
        "{}[[plugin]]\nid = \"script\"\nfile = \"script.rhai\"\non_failure = \"fail-batch\"\n",
        crate::arrow::made_up::COLUMNS
    );
    let bench = bench_of(&bound, Some(CAREFUL), SEOUL);
    let table = |n: [i32; 3], f: [f64; 3]| {
        let n = numbers!(i32: Some(n[0]), Some(n[1]), Some(n[2]));
        let f = numbers!(f64: Some(f[0]), Some(f[1]), Some(f[2]));
        let columns = [
            Column::fixed("custom.n", "i", &n),
            Column::fixed("custom.f", "g", &f),
        ];
        Table::new([ids(3)].into_iter().chain(columns).collect())
    };
    let rows = score_by(&bench, &table([1, 666, 2], [0.0, f64::NAN, 0.0])).unwrap();
    assert!(rows[0][7].contains("it is small") && rows[2][7].contains("it is small"));
    assert!(rows[1][9].contains("it is NaN"), "{rows:?}");
    // A batch of which nothing can be read is a batch of errors.
    let none = score_by(&bench, &table([666, 666, 666], [f64::NAN; 3])).unwrap();
    let said: Vec<(&str, &str)> = none.iter().map(|row| (&*row[0], &*row[9])).collect();
    let nan = "`custom.f`: it is NaN; hand in null for what nobody knows";
    assert_eq!(said, [("0", nan), ("1", nan), ("2", nan)]);
    assert!(
        none.iter()
            .all(|row| row[1..9].iter().all(|cell| cell == "null"))
    );
    // It does hear of the others.
    let heard = score_by(&bench, &table([1, 2, 666], [0.0, f64::NAN, 0.0]));
    assert_eq!(heard.unwrap_err().0, E_PLUGIN);
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn rows_are_counted_from_the_first_of_the_batch() {
    let table = |skipped_by_column: i64, skipped_by_batch: i64| {
        let mut texts = Column::texts(
            "custom.t",
            "u",
            &[Some("a"), Some("b"), Some("c"), Some("d")],
        );
        texts.buffers[2].as_mut().unwrap()[3] = 0xFF;
        let columns = vec![ids(4), texts].into_iter();
        let columns = columns.map(|column| column.sliced(skipped_by_column));
        Table::new(columns.collect()).sliced(skipped_by_batch)
    };
    for (by_column, by_batch) in [(0, 0), (1, 0), (0, 1), (1, 2), (0, 3)] {
        let row = 3 - by_column - by_batch;
        let refused = score(&table(by_column, by_batch)).unwrap_err();
        let said = format!("the column `custom.t`, row {row}: it is not UTF-8");
        assert_eq!(refused, (E_ARRAY, said));
    }
}
