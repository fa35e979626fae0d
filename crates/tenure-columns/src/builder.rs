//! Builds a column row by row.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bitmap::Bitmap;
use crate::cell::{Cell, Value};
use crate::column::{Codes, Column, Data, DataType, Gaps};

/// From how many words on a hash finds a text faster than a look at each.
const FEW_WORDS: usize = 8;

/// From how many rows on a column is made narrow: what a few rows gain by it is less than what it takes.
const MANY_ROWS: usize = 64;

/// Builds a column row by row.
#[derive(Debug)]
pub struct ColumnBuilder {
    values: Values,
    rows: usize,
    gaps: Gaps,
}

#[derive(Debug)]
enum Values {
    Int(Vec<i64>),
    Float(Vec<f64>),
    Bool(Bitmap),
    Text(Words),
}

#[derive(Debug, Default)]
struct Words {
    codes: Vec<u32>,
    words: Vec<Arc<str>>,
    seen: HashMap<Arc<str>, u32>,
}

impl ColumnBuilder {
    /// A builder for values of a type.
    pub fn new(kind: DataType) -> Self {
        Self {
            values: match kind {
                DataType::Int => Values::Int(Vec::new()),
                DataType::Float => Values::Float(Vec::new()),
                DataType::Bool => Values::Bool(Bitmap::new()),
                DataType::Text => Values::Text(Words::default()),
            },
            rows: 0,
            gaps: Gaps::default(),
        }
    }

    /// Adds a row. A value of another type than the column's is unknown, and so is a float that is not finite; an
    /// integer in a column of floats is converted, and -0.0 is 0.0.
    pub fn push(&mut self, cell: Cell<Value>) {
        let stale = cell == Cell::Stale;
        let not_applicable = cell == Cell::NotApplicable;
        let known = self.values.push(cell.known());
        note(&mut self.gaps.known, self.rows, known, true);
        note(&mut self.gaps.stale, self.rows, stale, false);
        note(
            &mut self.gaps.not_applicable,
            self.rows,
            not_applicable,
            false,
        );
        self.rows += 1;
    }

    /// The column; one of many rows has its ints and codes as narrow as they fit.
    pub fn finish(self) -> Column {
        let data = match self.values {
            Values::Int(values) => Data::Int64(values),
            Values::Float(values) => Data::Float(values),
            Values::Bool(bits) => Data::Bool(bits),
            Values::Text(words) => Data::Text {
                codes: Codes::Wide(words.codes),
                dictionary: words.words.into(),
            },
        };
        let column = Column::new(data, self.gaps);
        if self.rows < MANY_ROWS {
            column
        } else {
            column.narrowed()
        }
    }
}

/// Adds a bit to a bitmap that exists only once a bit differs from the usual.
fn note(bits: &mut Option<Bitmap>, rows: usize, bit: bool, usual: bool) {
    match bits {
        Some(bits) => bits.push(bit),
        None if bit == usual => {}
        None => bits.insert(Bitmap::repeat(usual, rows)).push(bit),
    }
}

impl Values {
    /// Whether the value is known to this column.
    fn push(&mut self, value: Option<Value>) -> bool {
        match self {
            Self::Int(ints) => push_or_zero(ints, as_int(value)),
            Self::Float(floats) => push_or_zero(floats, as_float(value)),
            Self::Bool(bits) => {
                let bit = if let Some(Value::Bool(bit)) = value {
                    Some(bit)
                } else {
                    None
                };
                bits.push(bit == Some(true));
                bit.is_some()
            }
            Self::Text(words) => words.push(value),
        }
    }
}

fn push_or_zero<T: Default>(values: &mut Vec<T>, value: Option<T>) -> bool {
    let known = value.is_some();
    values.push(value.unwrap_or_default());
    known
}

fn as_int(value: Option<Value>) -> Option<i64> {
    match value? {
        Value::Int(value) => Some(value),
        Value::Float(_) | Value::Bool(_) | Value::Text(_) => None,
    }
}

fn as_float(value: Option<Value>) -> Option<f64> {
    match value? {
        Value::Float(value) => value.is_finite().then_some(value + 0.0),
        Value::Int(value) => Some(value as f64),
        Value::Bool(_) | Value::Text(_) => None,
    }
}

impl Words {
    fn push(&mut self, value: Option<Value>) -> bool {
        let text = match value {
            Some(Value::Text(text)) => Some(text),
            Some(Value::Int(_) | Value::Float(_) | Value::Bool(_)) | None => None,
        };
        let known = text.is_some();
        let code = match text {
            Some(text) => self.code(text),
            // Code 0 must exist where there are rows.
            None if self.words.is_empty() => self.code(Arc::from("")),
            None => 0,
        };
        self.codes.push(code);
        known
    }

    fn code(&mut self, text: Arc<str>) -> u32 {
        if let Some(code) = self.find(&text) {
            return code;
        }
        let code = self.words.len() as u32;
        self.words.push(text.clone());
        if self.words.len() == FEW_WORDS {
            self.seen = self.words.iter().cloned().zip(0..).collect();
        } else if self.words.len() > FEW_WORDS {
            self.seen.insert(text, code);
        }
        code
    }

    fn find(&self, text: &str) -> Option<u32> {
        if self.words.len() >= FEW_WORDS {
            return self.seen.get(text).copied();
        }
        let index = self.words.iter().position(|word| &**word == text)?;
        Some(index as u32)
    }
}
