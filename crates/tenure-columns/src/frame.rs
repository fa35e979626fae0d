//! A table of columns of equal length.

use crate::column::Column;

/// The place of a column that nobody supplied.
const NONE: u32 = u32::MAX;

/// Columns by the number of their signal in a dictionary.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    rows: usize,
    columns: Vec<Column>,
    /// By signal, the column's place. A dictionary has many signals, and most frames have few of them.
    places: Vec<u32>,
}

impl Frame {
    /// A frame of so many rows and no columns.
    pub fn new(rows: usize) -> Self {
        Self::with_capacity(rows, 0)
    }

    /// A frame of so many rows, with room for so many columns.
    pub fn with_capacity(rows: usize, columns: usize) -> Self {
        Self {
            rows,
            columns: Vec::with_capacity(columns),
            places: Vec::new(),
        }
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Puts a column in its place. In a column shorter than the frame the rows past its end are unknown.
    pub fn set(&mut self, index: usize, column: Column) {
        let column = if column.len() < self.rows {
            let all: Vec<u32> = (0..self.rows as u32).collect();
            column.gather(&all)
        } else {
            column
        };
        if self.places.len() <= index {
            self.places.resize(index + 1, NONE);
        }
        let Some(place) = self.places.get_mut(index) else {
            return;
        };
        match self.columns.get_mut(*place as usize) {
            Some(old) => *old = column,
            None => {
                *place = self.columns.len() as u32;
                self.columns.push(column);
            }
        }
    }

    /// The column at a place; `None` where nobody supplied it, which reads as unknown.
    pub fn column(&self, index: usize) -> Option<&Column> {
        self.columns.get(*self.places.get(index)? as usize)
    }

    /// The rows of these numbers, in this order; a row past the end is unknown.
    pub fn gather(&self, rows: &[u32]) -> Self {
        Self {
            rows: rows.len(),
            columns: self
                .columns
                .iter()
                .map(|column| column.gather(rows))
                .collect(),
            places: self.places.clone(),
        }
    }

    /// The same frame, with ints of 64 bits and codes of 32 in every column.
    pub fn widened(self) -> Self {
        let columns = self.columns.into_iter();
        Self {
            columns: columns.map(Column::widened).collect(),
            ..self
        }
    }
}

/// Equal columns in equal places, in whatever order they were put there.
impl PartialEq for Frame {
    fn eq(&self, other: &Self) -> bool {
        let places = self.places.len().max(other.places.len());
        self.rows == other.rows
            && (0..places).all(|index| self.column(index) == other.column(index))
    }
}
