//! A column: values of one type, and which of them are known.

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
        codes: Codes,
        /// What the codes stand for; at least one entry where there are rows.
        dictionary: Arc<[Arc<str>]>,
    },
}

/// Codes into a dictionary, as wide as its size asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Codes {
    /// For up to 256 entries.
    Byte(Vec<u8>),
    /// For up to 65,536 entries.
    Short(Vec<u16>),
    /// For any dictionary.
    Wide(Vec<u32>),
}

impl Codes {
    /// The code of a row; `None` past the end.
    pub fn get(&self, row: usize) -> Option<u32> {
        match self {
            Self::Byte(codes) => codes.get(row).map(|code| u32::from(*code)),
            Self::Short(codes) => codes.get(row).map(|code| u32::from(*code)),
            Self::Wide(codes) => codes.get(row).copied(),
        }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Byte(codes) => codes.len(),
            Self::Short(codes) => codes.len(),
            Self::Wide(codes) => codes.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn narrow(codes: Vec<u32>, entries: usize) -> Self {
        if entries <= 1 << 8 {
            Self::Byte(codes.into_iter().map(|code| code as u8).collect())
        } else if entries <= 1 << 16 {
            Self::Short(codes.into_iter().map(|code| code as u16).collect())
        } else {
            Self::Wide(codes)
        }
    }

    fn widen(self) -> Vec<u32> {
        match self {
            Self::Byte(codes) => codes.into_iter().map(u32::from).collect(),
            Self::Short(codes) => codes.into_iter().map(u32::from).collect(),
            Self::Wide(codes) => codes,
        }
    }
}

/// Which values of a column are missing, and how; `None` where none is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Gaps {
    pub(crate) known: Option<Bitmap>,
    pub(crate) stale: Option<Bitmap>,
    pub(crate) not_applicable: Option<Bitmap>,
}

/// From how many rows on a column is made narrow: what a few rows gain by it is less than what it takes.
const MANY_ROWS: usize = 64;

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    data: Data,
    range: (i64, i64),
    gaps: Gaps,
}

impl Column {
    pub(crate) fn new(data: Data, gaps: Gaps) -> Self {
        let range = range_of(&data);
        Self { data, range, gaps }
    }

    /// The values.
    pub fn data(&self) -> &Data {
        &self.data
    }

    /// The type of the values.
    pub fn data_type(&self) -> DataType {
        match self.data {
            Data::Int64(_) | Data::Int32(_) | Data::Int16(_) => DataType::Int,
            Data::Float(_) => DataType::Float,
            Data::Bool(_) => DataType::Bool,
            Data::Text { .. } => DataType::Text,
        }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        match &self.data {
            Data::Int64(values) => values.len(),
            Data::Int32(values) => values.len(),
            Data::Int16(values) => values.len(),
            Data::Float(values) => values.len(),
            Data::Bool(bits) => bits.len(),
            Data::Text { codes, .. } => codes.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The least and the largest int that stands in the column, zero included; `(0, 0)` for other types.
    pub fn int_range(&self) -> (i64, i64) {
        self.range
    }

    /// Which values are known; `None` where all are.
    pub fn known(&self) -> Option<&Bitmap> {
        self.gaps.known.as_ref()
    }

    /// Which values are stale; `None` where none is.
    pub fn stale(&self) -> Option<&Bitmap> {
        self.gaps.stale.as_ref()
    }

    /// Which values are not applicable; `None` where none is.
    pub fn not_applicable(&self) -> Option<&Bitmap> {
        self.gaps.not_applicable.as_ref()
    }

    /// The same column, with its ints and codes as narrow as they fit.
    pub fn narrowed(self) -> Self {
        let data = match self.data {
            Data::Int64(values) => narrow(values, self.range),
            Data::Text { codes, dictionary } => Data::Text {
                codes: Codes::narrow(codes.widen(), dictionary.len()),
                dictionary,
            },
            data @ (Data::Int32(_) | Data::Int16(_) | Data::Float(_) | Data::Bool(_)) => data,
        };
        Self { data, ..self }
    }

    /// The same column, narrowed if it has many rows.
    pub(crate) fn narrowed_if_many(self) -> Self {
        if self.len() < MANY_ROWS {
            self
        } else {
            self.narrowed()
        }
    }

    /// The same column, with ints of 64 bits and codes of 32.
    pub fn widened(self) -> Self {
        let data = match self.data {
            Data::Int32(values) => Data::Int64(values.into_iter().map(i64::from).collect()),
            Data::Int16(values) => Data::Int64(values.into_iter().map(i64::from).collect()),
            Data::Text { codes, dictionary } => Data::Text {
                codes: Codes::Wide(codes.widen()),
                dictionary,
            },
            data @ (Data::Int64(_) | Data::Float(_) | Data::Bool(_)) => data,
        };
        Self { data, ..self }
    }

    /// The rows of these numbers, in this order; a row past the end is unknown.
    pub fn gather(&self, rows: &[u32]) -> Self {
        let at = |bits: &Bitmap| rows.iter().map(|row| bits.get(*row as usize)).collect();
        let len = self.len();
        let past = rows.iter().any(|row| *row as usize >= len);
        let known = match &self.gaps.known {
            Some(bits) => Some(at(bits)),
            None => past.then(|| rows.iter().map(|row| (*row as usize) < len).collect()),
        };
        let gaps = Gaps {
            known,
            stale: self.gaps.stale.as_ref().map(at),
            not_applicable: self.gaps.not_applicable.as_ref().map(at),
        };
        Self {
            data: self.gather_data(rows),
            range: self.range,
            gaps,
        }
    }

    fn gather_data(&self, rows: &[u32]) -> Data {
        match &self.data {
            Data::Int64(values) => Data::Int64(pick(values, rows)),
            Data::Int32(values) => Data::Int32(pick(values, rows)),
            Data::Int16(values) => Data::Int16(pick(values, rows)),
            Data::Float(values) => Data::Float(pick(values, rows)),
            Data::Bool(bits) => {
                Data::Bool(rows.iter().map(|row| bits.get(*row as usize)).collect())
            }
            Data::Text { codes, dictionary } => Data::Text {
                codes: match codes {
                    Codes::Byte(codes) => Codes::Byte(pick(codes, rows)),
                    Codes::Short(codes) => Codes::Short(pick(codes, rows)),
                    Codes::Wide(codes) => Codes::Wide(pick(codes, rows)),
                },
                dictionary: dictionary.clone(),
            },
        }
    }

    /// The value of one row; unknown past the end.
    pub fn cell(&self, row: usize) -> Cell<Value> {
        if self.not_applicable().is_some_and(|bits| bits.get(row)) {
            return Cell::NotApplicable;
        }
        if self.stale().is_some_and(|bits| bits.get(row)) {
            return Cell::Stale;
        }
        if self.known().is_some_and(|bits| !bits.get(row)) {
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
                Value::Text(dictionary.get(codes.get(row)? as usize)?.clone())
            }
        })
    }
}

fn pick<T: Copy + Default>(values: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter()
        .map(|row| values.get(*row as usize).copied().unwrap_or_default())
        .collect()
}

fn narrow(values: Vec<i64>, (least, most): (i64, i64)) -> Data {
    let fits = |low: i64, high: i64| least >= low && most <= high;
    if fits(i64::from(i16::MIN), i64::from(i16::MAX)) {
        Data::Int16(values.into_iter().map(|value| value as i16).collect())
    } else if fits(i64::from(i32::MIN), i64::from(i32::MAX)) {
        Data::Int32(values.into_iter().map(|value| value as i32).collect())
    } else {
        Data::Int64(values)
    }
}

fn range_of(data: &Data) -> (i64, i64) {
    fn span(values: impl Iterator<Item = i64>) -> (i64, i64) {
        values.fold((0, 0), |(least, most), value| {
            (least.min(value), most.max(value))
        })
    }
    match data {
        Data::Int64(values) => span(values.iter().copied()),
        Data::Int32(values) => span(values.iter().copied().map(i64::from)),
        Data::Int16(values) => span(values.iter().copied().map(i64::from)),
        Data::Float(_) | Data::Bool(_) | Data::Text { .. } => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::ColumnBuilder;

    fn ints(values: &[i64]) -> Column {
        let mut builder = ColumnBuilder::new(DataType::Int);
        for value in values {
            builder.push(Cell::Known(Value::Int(*value)));
        }
        builder.finish().narrowed()
    }

    #[test]
    fn ints_are_as_narrow_as_they_fit() {
        let width = |values: &[i64]| match ints(values).narrowed().data() {
            Data::Int16(_) => 16,
            Data::Int32(_) => 32,
            _ => 64,
        };
        assert_eq!(width(&[-32_768, 32_767]), 16);
        assert_eq!(width(&[32_768]), 32);
        assert_eq!(width(&[-32_769]), 32);
        assert_eq!(width(&[i64::from(i32::MIN), i64::from(i32::MAX)]), 32);
        assert_eq!(width(&[i64::from(i32::MAX) + 1]), 64);
        assert_eq!(width(&[i64::MIN]), 64);
    }

    #[test]
    fn a_column_says_the_same_at_every_width() {
        let cells = [
            Cell::Known(Value::Text("b".into())),
            Cell::Stale,
            Cell::NotApplicable,
            Cell::Unknown,
            Cell::Known(Value::Text("a".into())),
            Cell::Known(Value::Int(1)),
        ];
        let mut builder = ColumnBuilder::new(DataType::Text);
        cells.iter().for_each(|cell| builder.push(cell.clone()));
        let narrow = builder.finish().narrowed();
        let wide = narrow.clone().widened();
        assert_ne!(narrow.data(), wide.data());
        for (row, cell) in cells.iter().enumerate().take(5) {
            assert_eq!(narrow.cell(row), *cell);
            assert_eq!(wide.cell(row), *cell);
        }
        assert_eq!(narrow.cell(5), Cell::Unknown, "an int is no text");
        assert_eq!(wide.narrowed(), narrow);
    }

    #[test]
    fn rows_are_gathered_in_any_order_and_past_the_end() {
        let column = ints(&[10, 20, 30]).gather(&[2, 0, 7, 2]);
        let cells: Vec<Cell<Value>> = (0..4).map(|row| column.cell(row)).collect();
        let known = |value| Cell::Known(Value::Int(value));
        assert_eq!(cells, [known(30), known(10), Cell::Unknown, known(30)]);
    }

    #[test]
    fn many_words_are_found_again() {
        let mut builder = ColumnBuilder::new(DataType::Text);
        let word = |row: usize| Cell::Known(Value::Text(format!("w{}", row % 300).into()));
        (0..1_000).for_each(|row| builder.push(word(row)));
        let column = builder.finish();
        let Data::Text { dictionary, .. } = column.data() else {
            panic!("a column of texts");
        };
        assert_eq!(dictionary.len(), 300);
        assert!((0..1_000).all(|row| column.cell(row) == word(row)));
    }
}
