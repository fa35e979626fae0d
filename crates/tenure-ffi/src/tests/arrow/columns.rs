//! Columns of every format with the values that they yield, and batches that contradict themselves.

use crate::arrow::made_up::{Column, Table};

/// The word that is too long for a view of its own.
pub(super) const LONG: &str = "a word of more than twelve bytes";

pub(super) fn ids(rows: usize) -> Column {
    let values: Vec<Option<[u8; 8]>> = (0..rows as i64).map(|id| Some(id.to_ne_bytes())).collect();
    Column::fixed("id", "l", &values)
}

/// A batch of ids and one more column.
pub(super) fn with(column: Column) -> Table {
    Table::new(vec![ids(column.length as usize), column])
}

/// Numbers as bytes.
macro_rules! numbers {
    ($ty:ty: $($value:expr),+) => { [$( $value.map(|value: $ty| value.to_ne_bytes()) ),+] };
}

pub(super) use numbers;

/// Columns of every format, each with the custom values that it yields.
pub(super) fn every_format() -> Vec<(Column, Vec<String>)> {
    let n = |values: &[&str]| custom("n", values);
    let f = |values: &[&str]| custom("f", values);
    let mut all = vec![
        (
            Column::fixed("custom.n", "c", &numbers!(i8: Some(-128), None, Some(127))),
            n(&["-128", "", "127"]),
        ),
        (
            Column::fixed("custom.n", "C", &numbers!(u8: Some(255), None, Some(0))),
            n(&["255", "", "0"]),
        ),
        (
            Column::fixed("custom.n", "s", &numbers!(i16: Some(-300), None, Some(300))),
            n(&["-300", "", "300"]),
        ),
        (
            Column::fixed("custom.n", "S", &numbers!(u16: Some(65_535), None, Some(1))),
            n(&["65535", "", "1"]),
        ),
        (
            Column::fixed(
                "custom.n",
                "i",
                &numbers!(i32: Some(i32::MIN), None, Some(3)),
            ),
            n(&["-2147483648", "", "3"]),
        ),
        (
            Column::fixed(
                "custom.n",
                "I",
                &numbers!(u32: Some(u32::MAX), None, Some(3)),
            ),
            n(&["4294967295", "", "3"]),
        ),
        (
            Column::fixed(
                "custom.n",
                "l",
                &numbers!(i64: Some(i64::MIN), None, Some(i64::MAX)),
            ),
            n(&["-9223372036854775808", "", "9223372036854775807"]),
        ),
        (
            Column::fixed("custom.n", "L", &numbers!(u64: Some(9), None, Some(100))),
            n(&["9", "", "100"]),
        ),
        (
            Column::fixed("custom.n", "g", &numbers!(f64: Some(7.0), None, Some(-0.0))),
            n(&["7", "", "0"]),
        ),
        (
            Column::fixed(
                "custom.n",
                "d:38,2",
                &numbers!(i128: Some(700), None, Some(-100)),
            ),
            n(&["7", "", "-1"]),
        ),
        (
            Column::fixed("custom.f", "f", &numbers!(f32: Some(0.1), None, Some(-0.0))),
            f(&["0.10000000149011612", "", "0.0"]),
        ),
        (
            Column::fixed(
                "custom.f",
                "g",
                &numbers!(f64: Some(29.85), None, Some(1e300)),
            ),
            f(&["29.85", "", "1e300"]),
        ),
        (
            Column::fixed("custom.f", "l", &numbers!(i64: Some(5), None, Some(-5))),
            f(&["5", "", "-5"]),
        ),
        (
            Column::fixed(
                "custom.f",
                "d:9,2,32",
                &numbers!(i32: Some(2985), None, Some(-5)),
            ),
            f(&["29.85", "", "-0.05"]),
        ),
        (
            Column::fixed(
                "custom.f",
                "d:18,4,64",
                &numbers!(i64: Some(2985), None, Some(0)),
            ),
            f(&["0.2985", "", "0.0"]),
        ),
        (
            Column::fixed(
                "custom.f",
                "d:38,10",
                &numbers!(i128: Some(12_345_678_901_234_567_890), None, Some(1)),
            ),
            f(&["1234567890.1234567890", "", "0.0000000001"]),
        ),
        (
            Column::bools("custom.b", &[Some(true), None, Some(false)]),
            custom("b", &["true", "", "false"]),
        ),
        (Column::nulls("custom.t", 3), custom("t", &["", "", ""])),
    ];
    let wide = [Some(2985_i128), None, Some(-5)].map(|value| {
        value.map(|value| {
            let mut bytes = [if value < 0 { 0xFF } else { 0 }; 32];
            bytes[..16].copy_from_slice(&value.to_le_bytes());
            bytes
        })
    });
    all.push((
        Column::fixed("custom.f", "d:76,2,256", &wide),
        f(&["29.85", "", "-0.05"]),
    ));
    let words = [Some("yes"), None, Some(LONG)];
    let texts = custom("t", &["\"yes\"", "", &format!("\"{LONG}\"")]);
    for column in [
        Column::texts("custom.t", "u", &words),
        Column::texts("custom.t", "U", &words),
        Column::views("custom.t", &words),
    ] {
        all.push((column, texts.clone()));
    }
    let vocabulary = [Some("no"), Some(LONG), Some("yes"), None];
    for (index, words) in [
        Column::texts("", "u", &vocabulary),
        Column::texts("", "U", &vocabulary),
        Column::views("", &vocabulary),
    ]
    .into_iter()
    .enumerate()
    {
        let codes = match index {
            0 => Column::fixed("custom.t", "c", &numbers!(i8: Some(2), Some(3), Some(1))),
            1 => Column::fixed("custom.t", "I", &numbers!(u32: Some(2), None, Some(1))),
            _ => Column::fixed("custom.t", "l", &numbers!(i64: Some(2), None, Some(1))),
        };
        all.push((codes.of_words(words), texts.clone()));
    }
    all.extend(dates());
    all
}

pub(super) fn custom(name: &str, values: &[&str]) -> Vec<String> {
    let one = |value: &&str| match *value {
        "" => String::new(),
        value => format!(r#""{name}":{value}"#),
    };
    values.iter().map(one).collect()
}

/// 2026-06-01 in days, and 15:30 UTC of the day before, which is the same day in Seoul.
pub(super) const DAYS: i32 = 20_605;
const SECONDS: i64 = DAYS as i64 * 86_400 - 30_600;

fn dates() -> Vec<(Column, Vec<String>)> {
    let since = |values: &[&str]| custom("days_since_login", values);
    let left = |values: &[&str]| custom("days_left", values);
    let text = custom("t", &["\"2026-06-01\"", "", "\"2026-06-01\""]);
    let stamps = |name: &str, format: &str, unit: i64| {
        let moments = numbers!(i64: Some(SECONDS * unit), None, Some(SECONDS * unit + 1));
        Column::fixed(name, format, &moments)
    };
    let login = "custom.days_since_login";
    vec![
        // A day after the day of the decision is not known on it.
        (
            Column::fixed(
                login,
                "tdD",
                &numbers!(i32: Some(DAYS), None, Some(DAYS + 30)),
            ),
            since(&["29", "", ""]),
        ),
        (
            Column::fixed(
                "custom.days_left",
                "tdD",
                &numbers!(i32: Some(DAYS), None, Some(DAYS + 30)),
            ),
            left(&["-29", "", "1"]),
        ),
        (
            Column::fixed(
                login,
                "tdm",
                &numbers!(i64: Some(i64::from(DAYS) * 86_400_000), None, Some(-1)),
            ),
            since(&["29", "", "20635"]),
        ),
        (stamps(login, "tss:UTC", 1), since(&["29", "", "29"])),
        (
            stamps(login, "tsm:Europe/Berlin", 1_000),
            since(&["29", "", "29"]),
        ),
        (
            stamps(login, "tsu:+09:00", 1_000_000),
            since(&["29", "", "29"]),
        ),
        (
            stamps(login, "tsn:UTC", 1_000_000_000),
            since(&["29", "", "29"]),
        ),
        // On the wall it is the day before.
        (stamps(login, "tsu:", 1_000_000), since(&["30", "", "30"])),
        (stamps("custom.t", "tsu:UTC", 1_000_000), text),
    ]
}

/// Batches that contradict themselves, each with what is said of it.
pub(super) fn malformed() -> Vec<(&'static str, Table)> {
    let ints = || Column::fixed("custom.n", "i", &numbers!(i32: Some(1), None, Some(3)));
    let texts = || Column::texts("custom.t", "u", &[Some("yes"), None, Some(LONG)]);
    let views = || Column::views("custom.t", &[Some("yes"), None, Some(LONG)]);
    let words = || ints_of_words(&numbers!(i32: Some(0), None, Some(1)));
    let spoiled = |mut column: Column, spoil: &dyn Fn(&mut Column)| {
        spoil(&mut column);
        let mut table = Table::new(vec![ids(3), column]);
        table.length = 3;
        table
    };
    let table = |spoil: &dyn Fn(&mut Table)| {
        let mut table = with(ints());
        spoil(&mut table);
        table
    };
    let at = |number: usize, place: usize, bytes: &[u8]| {
        let bytes = bytes.to_vec();
        move |column: &mut Column| {
            let buffer = column.buffers[number].as_mut().unwrap();
            buffer[place..place + bytes.len()].copy_from_slice(&bytes);
        }
    };
    vec![
        ("cannot have length -1", table(&|table| table.length = -1)),
        ("offset -1", table(&|table| table.offset = -1)),
        (
            "cannot have length",
            table(&|table| table.offset = i64::MAX),
        ),
        (
            "cannot have -2 nulls",
            table(&|table| table.null_count = -2),
        ),
        ("nothing tells which", table(&|table| table.null_count = 1)),
        ("has 0 buffers", table(&|table| table.n_buffers = Some(0))),
        ("has -1 buffers", table(&|table| table.n_buffers = Some(-1))),
        ("has 1 columns", table(&|table| table.n_children = Some(1))),
        (
            "has -1 columns",
            table(&|table| table.n_children = Some(-1)),
        ),
        (
            "no place where they stand",
            table(&|table| table.no_children = true),
        ),
        (
            "NULL, or was released",
            spoiled(ints(), &|column| column.gone = true),
        ),
        (
            "it has 2 values, and the batch 3 rows",
            spoiled(ints(), &|column| column.length = 2),
        ),
        (
            "cannot have length -3",
            spoiled(ints(), &|column| column.length = -3),
        ),
        ("offset -3", spoiled(ints(), &|column| column.offset = -3)),
        (
            "cannot have length",
            spoiled(ints(), &|column| column.length = i64::MAX),
        ),
        (
            "cannot have length",
            spoiled(ints(), &|column| column.offset = i64::MAX),
        ),
        (
            "cannot have 4 nulls",
            spoiled(ints(), &|column| column.null_count = 4),
        ),
        (
            "nothing tells which",
            spoiled(ints(), &|column| column.buffers[0] = None),
        ),
        (
            "its buffer 1 is NULL",
            spoiled(ints(), &|column| column.buffers[1] = None),
        ),
        (
            "has 1 buffers",
            spoiled(ints(), &|column| column.n_buffers = Some(1)),
        ),
        (
            "has 3 buffers",
            spoiled(ints(), &|column| column.n_buffers = Some(3)),
        ),
        (
            "has 2 buffers",
            spoiled(texts(), &|column| column.n_buffers = Some(2)),
        ),
        (
            "its buffer 1 is NULL",
            spoiled(texts(), &|column| column.buffers[1] = None),
        ),
        (
            "its buffer 2 is NULL",
            spoiled(texts(), &|column| column.buffers[2] = None),
        ),
        (
            "backwards, or past the end",
            spoiled(texts(), &at(1, 0, &[0xFF; 4])),
        ),
        (
            "backwards, or past the end",
            spoiled(texts(), &at(1, 4, &[0x7F; 4])),
        ),
        (
            "backwards, or past the end",
            spoiled(texts(), &at(1, 8, &[0x7F; 4])),
        ),
        (
            "its last offset is -1",
            spoiled(texts(), &at(1, 12, &[0xFF; 4])),
        ),
        (
            "row 0: it is not UTF-8",
            spoiled(texts(), &at(2, 1, &[0xFF])),
        ),
        (
            "has 2 buffers",
            spoiled(views(), &|column| column.n_buffers = Some(2)),
        ),
        (
            "past the end of its buffer",
            spoiled(views(), &at(1, 0, &[0xFF; 4])),
        ),
        (
            "past the end of its buffer",
            spoiled(views(), &at(1, 32, &[0x7F; 4])),
        ),
        (
            "past the end of its buffer",
            spoiled(views(), &at(1, 40, &[9, 9, 9, 9])),
        ),
        (
            "past the end of its buffer",
            spoiled(views(), &at(1, 44, &[0x7F; 4])),
        ),
        (
            "past the end of its buffer",
            spoiled(views(), &at(1, 44, &[0xFF; 4])),
        ),
        (
            "begins with other bytes",
            spoiled(views(), &at(1, 36, b"x")),
        ),
        (
            "row 0: it is not UTF-8",
            spoiled(views(), &at(1, 4, &[0xFF])),
        ),
        (
            "cannot have -1 bytes",
            spoiled(views(), &at(4, 0, &[0xFF; 8])),
        ),
        (
            "its index is 7, and the dictionary has 2 words",
            spoiled(words(), &at(1, 0, &7_i32.to_ne_bytes())),
        ),
        ("its index is -1", spoiled(words(), &at(1, 0, &[0xFF; 4]))),
        (
            "its dictionary is NULL",
            spoiled(words(), &|column| column.words = None),
        ),
        (
            "dictionary: it has 2 buffers",
            spoiled(words(), &|column| {
                column.words.as_mut().unwrap().n_buffers = Some(2);
            }),
        ),
        (
            "dictionary, row 0: it is not UTF-8",
            spoiled(words(), &|column| {
                column.words.as_mut().unwrap().buffers[2].as_mut().unwrap()[0] = 0xFF;
            }),
        ),
    ]
}

pub(super) fn ints_of_words(codes: &[Option<[u8; 4]>]) -> Column {
    Column::fixed("custom.t", "i", codes).of_words(Column::texts(
        "",
        "u",
        &[Some("yes"), Some("no")],
    ))
}
