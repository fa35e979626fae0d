//! Builds a column row by row.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bitmap::Bitmap;
use crate::cell::{Cell, Value};
use crate::column::{Codes, Column, Data, DataType, Gaps};

/// From how many words on a hash finds a text faster than a look at each.
const FEW_WORDS: usize = 8;

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

/// Texts by codes, each text once.
#[derive(Debug, Default)]
pub(crate) struct Words {
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
        self.note(known, stale, not_applicable);
    }

    /// Adds a row with a text, of which a copy is made only where the column does not have it yet. In a column of another
    /// type it is unknown.
    pub fn push_text(&mut self, text: &str) {
        let known = match &mut self.values {
            Values::Text(words) => {
                words.push_text(text);
                true
            }
            other => other.push(None),
        };
        self.note(known, false, false);
    }

    fn note(&mut self, known: bool, stale: bool, not_applicable: bool) {
        let gaps = &mut self.gaps;
        note(&mut gaps.known, self.rows, known, true);
        note(&mut gaps.stale, self.rows, stale, false);
        note(&mut gaps.not_applicable, self.rows, not_applicable, false);
        self.rows += 1;
    }

    /// The column; one of many rows has its ints and codes as narrow as they fit.
    pub fn finish(self) -> Column {
        let data = match self.values {
            Values::Int(values) => Data::Int64(values),
            Values::Float(values) => Data::Float(values),
            Values::Bool(bits) => Data::Bool(bits),
            Values::Text(words) => words.finish(),
        };
        Column::new(data, self.gaps).narrowed_if_many()
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
        let Some(text) = text else {
            self.push_none();
            return false;
        };
        let code = self.find(&text).unwrap_or_else(|| self.add(text));
        self.codes.push(code);
        true
    }

    /// Adds a row without a text.
    pub(crate) fn push_none(&mut self) {
        self.codes.push(0);
    }

    /// Adds a row with a text, of which a copy is made only if it is new.
    pub(crate) fn push_text(&mut self, text: &str) {
        let code = self.find(text);
        let code = code.unwrap_or_else(|| self.add(Arc::from(text)));
        self.codes.push(code);
    }

    pub(crate) fn finish(mut self) -> Data {
        // Code 0 must exist where there are rows.
        if self.words.is_empty() && !self.codes.is_empty() {
            self.words.push(Arc::from(""));
        }
        Data::Text {
            codes: Codes::Wide(self.codes),
            dictionary: self.words.into(),
        }
    }

    /// A text that is not there yet.
    fn add(&mut self, text: Arc<str>) -> u32 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_or_copied() {
        let texts = |many: usize| (0..many).map(|row| format!("w{}", row % 12));
        for (gap, many) in [(false, 5), (false, 100), (true, 5), (true, 100)] {
            let [mut cells, mut plain] = [(); 2].map(|()| ColumnBuilder::new(DataType::Text));
            if gap {
                cells.push(Cell::Unknown);
                plain.push(Cell::Unknown);
            }
            for text in texts(many) {
                cells.push(Cell::Known(Value::Text(text.as_str().into())));
                plain.push_text(&text);
            }
            assert_eq!(plain.finish(), cells.finish());
        }
    }

    #[test]
    fn a_text_is_no_int() {
        let mut column = ColumnBuilder::new(DataType::Int);
        column.push_text("5");
        let column = column.finish();
        assert_eq!((column.len(), column.cell(0)), (1, Cell::Unknown));
    }
}
