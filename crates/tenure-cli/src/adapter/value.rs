//! One cell of a query's answer as JSON, by the field that it fills.

use rusqlite::types::ValueRef;
use serde_json::{Number, Value};
use tenure_model::Shape;

use super::columns::describe;

/// The JSON of a cell; `None` for NULL. What the model's reader will refuse is handed on as it stands.
///
/// # Errors
/// What is wrong with the cell, where it can be told here better than by the reader.
pub(super) fn convert(cell: ValueRef<'_>, shape: &Shape) -> Result<Option<Value>, String> {
    Ok(Some(match cell {
        ValueRef::Null => return Ok(None),
        ValueRef::Integer(int) => integer(int, shape),
        ValueRef::Real(real) => Number::from_f64(real)
            .map(Value::Number)
            .ok_or_else(|| format!("{real} is not a finite number"))?,
        ValueRef::Text(bytes) => {
            let text = str::from_utf8(bytes).map_err(|_| "is not UTF-8 text".to_owned())?;
            self::text(text, shape)?
        }
        ValueRef::Blob(_) => return Err("is a blob, where text or a number is wanted".to_owned()),
    }))
}

fn integer(int: i64, shape: &Shape) -> Value {
    match (shape, int) {
        (Shape::Id | Shape::Text, _) => Value::String(int.to_string()),
        (Shape::Bool, 0 | 1) => Value::Bool(int == 1),
        _ => Value::Number(int.into()),
    }
}

fn text(text: &str, shape: &Shape) -> Result<Value, String> {
    match shape {
        Shape::Money | Shape::List(_) | Shape::Map(_) | Shape::WordMap(..) | Shape::Record(_) => {
            serde_json::from_str(text).map_err(|_| wanted(text, shape))
        }
        Shape::Int | Shape::Float | Shape::Bool => Err(wanted(text, shape)),
        Shape::Id
        | Shape::Text
        | Shape::Currency
        | Shape::Date
        | Shape::Moment
        | Shape::OneOf(_)
        | Shape::Custom
        | Shape::Scalar => Ok(Value::String(text.to_owned())),
    }
}

fn wanted(text: &str, shape: &Shape) -> String {
    format!(
        "\"{}\" is text, where the field is {}",
        cut(text),
        describe(shape)
    )
}

/// A cell's text, short enough for a message.
pub(super) fn cut(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
