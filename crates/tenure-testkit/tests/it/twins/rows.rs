//! Rows on which twins are compared: ordinary ones, odd ones, extreme ones, and those that lie on a limit.

use tenure_columns::{Cell, Column, ColumnBuilder, DataType, Value};
use tenure_core::plugin::{Description, ParameterDef, Parameters};
use tenure_rules::{Number, Parameter, SignalType};
use tenure_testkit::Source;

const INTS: [i64; 7] = [
    i64::MIN,
    i64::MIN + 1,
    -1,
    0,
    1 << 53,
    i64::MAX - 1,
    i64::MAX,
];
const FLOATS: [f64; 9] = [
    f64::MIN,
    -1.0,
    -0.0,
    0.0,
    5e-324,
    f64::MIN_POSITIVE,
    f64::EPSILON,
    1e300,
    f64::MAX,
];
/// The limits of the shipped rules.
const LIMITS: [f64; 4] = [0.4, 0.7, 0.8, 1.2];
const WORDS: [&str; 9] = [
    "low",
    "mid",
    "high",
    "",
    "LOW",
    "low ",
    "e\u{301}",
    "\u{0}",
    "한국어 🦀",
];

/// Columns for the inputs of a plugin, in their order. What is required is known.
pub(super) fn columns(
    source: &mut Source<'_>,
    description: &Description,
    rows: usize,
) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for input in &description.inputs {
        let mut column = ColumnBuilder::new(data_type(input.ty));
        for row in 0..rows {
            let beside = columns.iter().rev().find_map(|column| float(column, row));
            let known = input.required || source.chance(75);
            column.push(match source.below(3) {
                _ if known => Cell::Known(value(source, input.ty, beside)),
                0 => Cell::Stale,
                1 => Cell::NotApplicable,
                _ => Cell::Unknown,
            });
        }
        columns.push(column.finish());
    }
    columns
}

fn data_type(ty: SignalType) -> DataType {
    match ty {
        SignalType::Int => DataType::Int,
        SignalType::Float => DataType::Float,
        SignalType::Bool => DataType::Bool,
        SignalType::Text => DataType::Text,
    }
}

fn float(column: &Column, row: usize) -> Option<f64> {
    match column.cell(row) {
        Cell::Known(Value::Float(float)) => Some(float),
        Cell::Known(Value::Int(_) | Value::Bool(_) | Value::Text(_))
        | Cell::Stale
        | Cell::Unknown
        | Cell::NotApplicable => None,
    }
}

fn value(source: &mut Source<'_>, ty: SignalType, beside: Option<f64>) -> Value {
    match ty {
        SignalType::Int if source.chance(5) => Value::Int(source.pick(&INTS).copied().unwrap()),
        SignalType::Int => Value::Int(source.between(-2, 12)),
        SignalType::Float => Value::Float(share(source, beside)),
        SignalType::Bool => Value::Bool(source.chance(60)),
        SignalType::Text if source.chance(80) => Value::Text(source.word(&WORDS[..3]).into()),
        SignalType::Text => Value::Text(source.word(&WORDS).into()),
    }
}

/// A share; the finite float before which a limit lies, or the one after; the part of another float that a limit is.
fn share(source: &mut Source<'_>, beside: Option<f64>) -> f64 {
    let limit = source.pick(&LIMITS).copied().unwrap();
    let drawn = match (source.below(10), beside) {
        (0, _) => source.pick(&FLOATS).copied().unwrap(),
        (1, _) => nudged(source, limit),
        (2..=4, Some(beside)) => nudged(source, beside / limit),
        (5..=6, Some(beside)) => beside * source.between(50, 300) as f64 / 100.0,
        (_, _) => source.between(0, 200) as f64 / 100.0,
    };
    if drawn.is_finite() { drawn } else { 1.0 }
}

fn nudged(source: &mut Source<'_>, float: f64) -> f64 {
    let step = if source.chance(50) {
        f64::next_up
    } else {
        f64::next_down
    };
    (0..source.below(4)).fold(float, |float, _| step(float))
}

/// Two finite floats, often a few roundings apart.
pub(super) fn pair(source: &mut Source<'_>) -> (f64, f64) {
    let x = share(source, None);
    let y = if source.chance(60) {
        nudged(source, x)
    } else {
        share(source, None)
    };
    (x, if y.is_finite() { y } else { x })
}

/// Parameters within their bounds, often on them.
pub(super) fn parameters(source: &mut Source<'_>, description: &Description) -> Parameters {
    let drawn = description.parameters.iter();
    drawn
        .filter_map(|parameter| Some((parameter.name.clone(), setting(source, parameter)?)))
        .collect()
}

fn setting(source: &mut Source<'_>, parameter: &ParameterDef) -> Option<Parameter> {
    match (parameter.min?, parameter.max?) {
        (Number::Int(low), Number::Int(high)) => Some(Parameter::Int(source.between(low, high))),
        (Number::Float(low), Number::Float(high)) => {
            let part = [0.0, 1.0, source.between(0, 100) as f64 / 100.0];
            let part = source.pick(&part).copied()?;
            Some(Parameter::Float(low + (high - low) * part))
        }
        (Number::Int(_), Number::Float(_)) | (Number::Float(_), Number::Int(_)) => None,
    }
}
