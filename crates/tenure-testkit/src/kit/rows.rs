//! Rows that plugins are tried on.

use tenure_columns::{Cell, Column, ColumnBuilder, DataType, Value};
use tenure_core::plugin::{Description, InputDef};
use tenure_core::signals::built_in;
use tenure_rules::SignalType;

/// Columns for the inputs of a plugin, in their order.
pub(super) struct Table(Vec<Column>);

/// Random numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides.max(1)
    }

    fn pick<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        of.get(self.throw(of.len() as u64) as usize)
    }
}

const INTS: [i64; 8] = [
    i64::MIN,
    i64::MIN + 1,
    -1,
    0,
    1,
    i64::MAX - 1,
    i64::MAX,
    1 << 53,
];
const FLOATS: [f64; 8] = [
    f64::MIN,
    -1.0,
    -0.0,
    0.0,
    5e-324,
    f64::EPSILON,
    1.0,
    f64::MAX,
];

impl Table {
    /// Rows as hosts have them.
    pub(super) fn ordinary(description: &Description, rows: usize, seed: u64) -> Self {
        Self::of(description, rows, seed, |_| false)
    }

    /// Ordinary rows, every other one extreme.
    pub(super) fn mixed(description: &Description, rows: usize, seed: u64) -> Self {
        Self::of(description, rows, seed, |row| row % 2 == 1)
    }

    /// Rows of which nothing is known but what is required.
    pub(super) fn unknown(description: &Description, rows: usize) -> Self {
        let mut dice = Dice(1);
        let column = |input: &InputDef| {
            let words = words(input);
            let mut column = ColumnBuilder::new(data_type(input.ty));
            for row in 0..rows {
                column.push(match (input.required, row % 3) {
                    (true, _) => Cell::Known(value(input.ty, &words, &mut dice)),
                    (false, 0) => Cell::Unknown,
                    (false, 1) => Cell::Stale,
                    (false, _) => Cell::NotApplicable,
                });
            }
            column.finish()
        };
        Self(description.inputs.iter().map(column).collect())
    }

    fn of(
        description: &Description,
        rows: usize,
        seed: u64,
        is_extreme: impl Fn(usize) -> bool,
    ) -> Self {
        let column = |(place, input): (usize, &InputDef)| {
            let mut dice = Dice(
                seed.wrapping_add(place as u64)
                    .wrapping_mul(0x9E37_79B9_7F4A_7C15),
            );
            let words = words(input);
            let mut column = ColumnBuilder::new(data_type(input.ty));
            for row in 0..rows {
                let known = input.required || dice.throw(6) > 0;
                column.push(match (known, is_extreme(row)) {
                    (false, _) => Cell::Unknown,
                    (true, false) => Cell::Known(value(input.ty, &words, &mut dice)),
                    (true, true) => Cell::Known(extreme(input.ty, &mut dice)),
                });
            }
            column.finish()
        };
        Self(description.inputs.iter().enumerate().map(column).collect())
    }

    /// The columns, to be handed to a runner.
    pub(super) fn columns(&self) -> Vec<Option<&Column>> {
        self.0.iter().map(Some).collect()
    }
}

fn data_type(ty: SignalType) -> DataType {
    match ty {
        SignalType::Int => DataType::Int,
        SignalType::Float => DataType::Float,
        SignalType::Bool => DataType::Bool,
        SignalType::Text => DataType::Text,
    }
}

/// The words that a text input can be, and one that it cannot.
fn words(input: &InputDef) -> Vec<String> {
    let dictionary = built_in();
    let signal = dictionary
        .find(&input.signal)
        .and_then(|id| dictionary.get(id));
    let listed = signal
        .and_then(|signal| signal.words.clone())
        .unwrap_or_default();
    listed.into_iter().chain(["other".to_owned()]).collect()
}

fn value(ty: SignalType, words: &[String], dice: &mut Dice) -> Value {
    match ty {
        SignalType::Int => {
            let most = [3, 40, 400, 100_000];
            let most = dice.pick(&most).copied().unwrap_or(3);
            Value::Int(dice.throw(most) as i64 - 1)
        }
        SignalType::Float => {
            let scale = [1.0, 1.5, 200.0];
            let scale = dice.pick(&scale).copied().unwrap_or(1.0);
            Value::Float(dice.throw(1_001) as f64 / 1_000.0 * scale)
        }
        SignalType::Bool => Value::Bool(dice.throw(2) == 1),
        SignalType::Text => Value::Text(dice.pick(words).map_or("", String::as_str).into()),
    }
}

fn extreme(ty: SignalType, dice: &mut Dice) -> Value {
    match ty {
        SignalType::Int => Value::Int(dice.pick(&INTS).copied().unwrap_or(0)),
        SignalType::Float => Value::Float(dice.pick(&FLOATS).copied().unwrap_or(0.0)),
        SignalType::Bool => Value::Bool(dice.throw(2) == 1),
        SignalType::Text => {
            let texts = [
                "",
                "\u{0}",
                "e\u{301}",
                "\u{202e}",
                "İ",
                "\"'`${}\\",
                "한국어 🦀",
            ];
            let text = dice.pick(&texts).copied().unwrap_or("");
            Value::Text(text.repeat(1 + dice.throw(40) as usize).into())
        }
    }
}
