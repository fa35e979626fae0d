//! Batches drawn from choices: columns whose values are known as JSON, too, and what spoils them.

use super::{Column, Table};

/// Choices, made of bytes; 0 at their end.
pub(super) struct Choices<'a>(pub(super) &'a [u8]);

impl Choices<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// A number below a limit.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit.max(1)
    }

    fn bits(&mut self) -> i64 {
        i64::from_ne_bytes([0; 8].map(|_| self.byte()))
    }
}

/// A column, and the value of each of its rows as JSON; empty for none.
pub(super) struct Drawn {
    pub(super) column: Column,
    pub(super) name: &'static str,
    pub(super) json: Vec<String>,
}

const TEXTS: [&str; 6] = [
    "yes",
    "no",
    "",
    "a word of more than twelve bytes",
    "예, 열두 바이트가 넘는 말",
    "2026-06-01",
];

/// Numbers of a width with what they are as JSON.
macro_rules! numbers {
    ($choices:ident, $rows:ident, $name:literal, $format:literal, $ty:ty) => {{
        let values: Vec<Option<$ty>> = (0..$rows)
            .map(|_| ($choices.below(4) > 0).then(|| $choices.bits() as $ty))
            .collect();
        let bytes: Vec<_> = values
            .iter()
            .map(|value| value.map(<$ty>::to_ne_bytes))
            .collect();
        let json = values
            .iter()
            .map(|value| value.map_or_else(String::new, |value| value.to_string()));
        let column = Column::fixed(concat!("custom.", $name), $format, &bytes);
        Drawn {
            column,
            name: $name,
            json: json.collect(),
        }
    }};
}

/// A column of some format.
pub(super) fn column(choices: &mut Choices<'_>, rows: usize) -> Drawn {
    match choices.below(16) {
        0 => numbers!(choices, rows, "n", "c", i8),
        1 => numbers!(choices, rows, "n", "C", u8),
        2 => numbers!(choices, rows, "n", "s", i16),
        3 => numbers!(choices, rows, "n", "S", u16),
        4 => numbers!(choices, rows, "n", "i", i32),
        5 => numbers!(choices, rows, "n", "I", u32),
        6 => numbers!(choices, rows, "n", "l", i64),
        7 => numbers!(choices, rows, "n", "d:38,0", i128),
        8 => numbers!(choices, rows, "f", "i", i32),
        9 => decimals(choices, rows),
        10 => bools(choices, rows),
        11 => texts(choices, rows, |texts| Column::texts("custom.t", "u", texts)),
        12 => texts(choices, rows, |texts| Column::texts("custom.t", "U", texts)),
        13 => texts(choices, rows, |texts| Column::views("custom.t", texts)),
        14 => words(choices, rows),
        _ => Drawn {
            column: Column::nulls("custom.b", rows),
            name: "b",
            json: vec![String::new(); rows],
        },
    }
}

fn decimals(choices: &mut Choices<'_>, rows: usize) -> Drawn {
    let values: Vec<i32> = (0..rows).map(|_| choices.bits() as i32).collect();
    let bytes: Vec<_> = values
        .iter()
        .map(|value| Some(value.to_ne_bytes()))
        .collect();
    let digits = |value: &i32| {
        let (sign, value) = (if *value < 0 { "-" } else { "" }, value.unsigned_abs());
        format!("{sign}{}.{:03}", value / 1_000, value % 1_000)
    };
    Drawn {
        column: Column::fixed("custom.f", "d:10,3,32", &bytes),
        name: "f",
        json: values.iter().map(digits).collect(),
    }
}

fn bools(choices: &mut Choices<'_>, rows: usize) -> Drawn {
    let values: Vec<Option<bool>> = (0..rows)
        .map(|_| [None, Some(true), Some(false)][choices.below(3)])
        .collect();
    let json = values
        .iter()
        .map(|value| value.map_or_else(String::new, |value| value.to_string()));
    Drawn {
        column: Column::bools("custom.b", &values),
        name: "b",
        json: json.collect(),
    }
}

fn quoted(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!("\"{text}\""))
}

fn text(choices: &mut Choices<'_>) -> Option<&'static str> {
    TEXTS.get(choices.below(TEXTS.len() + 1)).copied()
}

fn texts(
    choices: &mut Choices<'_>,
    rows: usize,
    make: impl Fn(&[Option<&str>]) -> Column,
) -> Drawn {
    let values: Vec<Option<&str>> = (0..rows).map(|_| text(choices)).collect();
    Drawn {
        column: make(&values),
        name: "t",
        json: values.into_iter().map(quoted).collect(),
    }
}

fn words(choices: &mut Choices<'_>, rows: usize) -> Drawn {
    let count = choices.below(5) + 1;
    let known: Vec<Option<&str>> = (0..count).map(|_| text(choices)).collect();
    let codes: Vec<Option<u8>> = (0..rows)
        .map(|_| (choices.below(4) > 0).then(|| choices.below(count) as u8))
        .collect();
    let json = codes
        .iter()
        .map(|code| quoted(code.and_then(|code| known[usize::from(code)])));
    let bytes: Vec<_> = codes.iter().map(|code| code.map(u8::to_ne_bytes)).collect();
    let vocabulary = match choices.below(3) {
        0 => Column::texts("", "u", &known),
        1 => Column::texts("", "U", &known),
        _ => Column::views("", &known),
    };
    Drawn {
        json: json.collect(),
        column: Column::fixed("custom.t", "C", &bytes).of_words(vocabulary),
        name: "t",
    }
}

/// Spoils a batch in a way that its reader can see, or that does no harm: no buffer is shorter than it is said to be.
pub(super) fn spoil(choices: &mut Choices<'_>, table: &mut Table) {
    let odd = [-1, i64::MIN, i64::MAX, 0, 1, 1_000];
    match choices.below(8) {
        0 => table.length = odd[choices.below(6)],
        1 => table.offset = odd[choices.below(6)],
        2 => table.null_count = odd[choices.below(6)],
        3 => table.n_buffers = Some(odd[choices.below(4)]),
        4 => table.n_children = Some(odd[choices.below(6)]),
        5 if choices.below(4) == 0 => table.no_children = true,
        _ => {
            let number = choices.below(table.columns.len());
            if let Some(column) = table.columns.get_mut(number) {
                spoil_column(choices, column);
            }
        }
    }
}

fn spoil_column(choices: &mut Choices<'_>, column: &mut Column) {
    let odd = [-1, i64::MIN, i64::MAX, 0];
    match choices.below(9) {
        0 => column.length = odd[choices.below(4)],
        1 => column.offset = odd[choices.below(3)],
        2 => column.null_count = [-2, -1, 0, i64::MAX][choices.below(4)],
        3 => {
            // Of views, the lengths of the buffers stand last: with fewer buffers they would be looked for elsewhere.
            let most = if column.format == "vu" {
                3
            } else {
                column.buffers.len()
            };
            column.n_buffers = Some(choices.below(most) as i64 - 1);
        }
        4 => {
            let number = choices.below(column.buffers.len());
            if let Some(buffer) = column.buffers.get_mut(number) {
                *buffer = None;
            }
        }
        5 => column.gone = choices.below(4) == 0,
        6 if column.words.is_some() => {
            if let Some(words) = &mut column.words {
                spoil_column(choices, words);
            }
        }
        _ => spoil_bytes(choices, column),
    }
}

fn spoil_bytes(choices: &mut Choices<'_>, column: &mut Column) {
    let number = choices.below(column.buffers.len());
    if let Some(Some(buffer)) = column.buffers.get_mut(number) {
        for _ in 0..choices.below(6) {
            let place = choices.below(buffer.len());
            if let Some(byte) = buffer.get_mut(place) {
                *byte = choices.byte();
            }
        }
    }
    let lengths = |column: &Column| {
        column
            .buffers
            .iter()
            .map(|b| b.as_ref().map_or(0, Vec::len))
            .collect()
    };
    let lengths: Vec<usize> = lengths(column);
    match (column.format.as_str(), column.buffers.as_mut_slice()) {
        ("u", [_, Some(offsets), ..]) => hold(offsets, 4, |_| lengths.get(2)),
        ("U", [_, Some(offsets), ..]) => hold(offsets, 8, |_| lengths.get(2)),
        ("vu", [.., Some(last)]) => hold(last, 8, |number| lengths.get(number + 2)),
        _ => {}
    }
}

/// Holds numbers to what there is: nobody could see that they say too much.
fn hold<'l>(buffer: &mut [u8], bytes: usize, most: impl Fn(usize) -> Option<&'l usize>) {
    for (number, place) in buffer.chunks_exact_mut(bytes).enumerate() {
        let most = most(number).copied().unwrap_or(0) as i64;
        let found = super::super::values::int(place, 0, bytes, true).unwrap_or(0);
        if found > most {
            let held = most.to_ne_bytes();
            let from = if cfg!(target_endian = "little") {
                0
            } else {
                8 - bytes
            };
            place.copy_from_slice(held.get(from..from + bytes).unwrap_or_default());
        }
    }
}
