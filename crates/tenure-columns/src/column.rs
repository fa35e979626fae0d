//! A column: values of one type, and which of them are known.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bitmap::Bitmap;
use crate::cell::{Cell, Value};

/// The type of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataType {
    /// 64-bit integers.
    Int,
    /// Floats.
    Float,
    /// True or false.
    Bool,
    /// Text.
    Text,
}

/// The values of a column; what stands where a value is not known is zero, false or code 0.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Integers, as wide as they come.
    Int64(Vec<i64>),
    /// Integers that fit 32 bits.
    Int32(Vec<i32>),
    /// Integers that fit 16 bits.
    Int16(Vec<i16>),
    /// Floats.
    Float(Vec<f64>),
    /// Bits.
    Bool(Bitmap),
    /// Codes into a dictionary.
    Text {
        /// One code a row.
        codes: Vec<u32>,
        /// What the codes stand for; at least one entry where there are rows.
        dictionary: Arc<[Arc<str>]>,
    },
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    data: Data,
    known: Option<Bitmap>,
    stale: Option<Bitmap>,
    not_applicable: Option<Bitmap>,
}

impl Column {
    /// The values.
    pub fn data(&self) -> &Data {
        &self.data
    }

    /// Which values are known; `None` where all are.
    pub fn known(&self) -> Option<&Bitmap> {
        self.known.as_ref()
    }

    /// Which values are stale; `None` where none is.
    pub fn stale(&self) -> Option<&Bitmap> {
        self.stale.as_ref()
    }

    /// Which values are not applicable; `None` where none is.
    pub fn not_applicable(&self) -> Option<&Bitmap> {
        self.not_applicable.as_ref()
    }

    /// The value of one row; unknown past the end.
    pub fn cell(&self, row: usize) -> Cell<Value> {
        if self
            .not_applicable
            .as_ref()
            .is_some_and(|bits| bits.get(row))
        {
            return Cell::NotApplicable;
        }
        if self.stale.as_ref().is_some_and(|bits| bits.get(row)) {
            return Cell::Stale;
        }
        if self.known.as_ref().is_some_and(|bits| !bits.get(row)) {
            return Cell::Unknown;
        }
        Cell::or_unknown(self.value(row))
    }

    fn value(&self, row: usize) -> Option<Value> {
        Some(match &self.data {
            Data::Int64(values) => Value::Int(*values.get(row)?),
            Data::Int32(values) => Value::Int(i64::from(*values.get(row)?)),
            Data::Int16(values) => Value::Int(i64::from(*values.get(row)?)),
            Data::Float(values) => Value::Float(*values.get(row)?),
            Data::Bool(bits) if row < bits.len() => Value::Bool(bits.get(row)),
            Data::Bool(_) => return None,
            Data::Text { codes, dictionary } => {
                Value::Text(dictionary.get(*codes.get(row)? as usize)?.clone())
            }
        })
    }
}

/// Builds a column row by row.
#[derive(Debug)]
pub struct ColumnBuilder {
    kind: DataType,
    ints: Vec<i64>,
    floats: Vec<f64>,
    bools: Bitmap,
    codes: Vec<u32>,
    words: Vec<Arc<str>>,
    seen: HashMap<Arc<str>, u32>,
    known: Bitmap,
    stale: Bitmap,
    not_applicable: Bitmap,
}

impl ColumnBuilder {
    /// A builder for values of a type.
    pub fn new(kind: DataType) -> Self {
        Self {
            kind,
            ints: Vec::new(),
            floats: Vec::new(),
            bools: Bitmap::new(),
            codes: Vec::new(),
            words: Vec::new(),
            seen: HashMap::new(),
            known: Bitmap::new(),
            stale: Bitmap::new(),
            not_applicable: Bitmap::new(),
        }
    }

    /// Adds a row. A value of another type than the column's is unknown, and so is a float that is not finite; an
    /// integer in a column of floats is converted.
    pub fn push(&mut self, cell: Cell<Value>) {
        let value = self.accept(cell.clone().known());
        self.known.push(value.is_some());
        self.stale.push(cell == Cell::Stale);
        self.not_applicable.push(cell == Cell::NotApplicable);
        self.store(value);
    }

    fn accept(&self, value: Option<Value>) -> Option<Value> {
        match (self.kind, value?) {
            (DataType::Int, Value::Int(value)) => Some(Value::Int(value)),
            (DataType::Float, Value::Float(value)) if value.is_finite() => {
                Some(Value::Float(value))
            }
            (DataType::Float, Value::Int(value)) => Some(Value::Float(value as f64)),
            (DataType::Bool, Value::Bool(value)) => Some(Value::Bool(value)),
            (DataType::Text, Value::Text(value)) => Some(Value::Text(value)),
            _ => None,
        }
    }

    fn store(&mut self, value: Option<Value>) {
        match self.kind {
            DataType::Int => self.ints.push(if let Some(Value::Int(v)) = value {
                v
            } else {
                0
            }),
            DataType::Float => self.floats.push(if let Some(Value::Float(v)) = value {
                v
            } else {
                0.0
            }),
            DataType::Bool => self.bools.push(value == Some(Value::Bool(true))),
            DataType::Text => {
                let code = self.code(if let Some(Value::Text(text)) = value {
                    text
                } else {
                    Arc::from("")
                });
                self.codes.push(code);
            }
        }
    }

    fn code(&mut self, text: Arc<str>) -> u32 {
        if let Some(code) = self.seen.get(&text) {
            return *code;
        }
        let code = self.words.len() as u32;
        self.words.push(text.clone());
        self.seen.insert(text, code);
        code
    }

    /// The column.
    pub fn finish(self) -> Column {
        let some = |bits: Bitmap| (bits.count_ones() > 0).then_some(bits);
        Column {
            data: match self.kind {
                DataType::Int => Data::Int64(self.ints),
                DataType::Float => Data::Float(self.floats),
                DataType::Bool => Data::Bool(self.bools),
                DataType::Text => Data::Text {
                    codes: self.codes,
                    dictionary: self.words.into(),
                },
            },
            known: (self.known.count_ones() < self.known.len()).then_some(self.known),
            stale: some(self.stale),
            not_applicable: some(self.not_applicable),
        }
    }
}
