//! A table of columns of equal length.

use crate::column::Column;

/// Columns by the number of their signal in a dictionary.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frame {
    rows: usize,
    columns: Vec<Option<Column>>,
}

impl Frame {
    /// A frame of so many rows and no columns.
    pub fn new(rows: usize) -> Self {
        Self {
            rows,
            columns: Vec::new(),
        }
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Puts a column in its place. In a column shorter than the frame the rows past its end are unknown.
    pub fn set(&mut self, index: usize, column: Column) {
        if self.columns.len() <= index {
            self.columns.resize(index + 1, None);
        }
        let column = if column.len() < self.rows {
            let all: Vec<u32> = (0..self.rows as u32).collect();
            column.gather(&all)
        } else {
            column
        };
        if let Some(place) = self.columns.get_mut(index) {
            *place = Some(column);
        }
    }

    /// The column at a place; `None` where nobody supplied it, which reads as unknown.
    pub fn column(&self, index: usize) -> Option<&Column> {
        self.columns.get(index)?.as_ref()
    }

    /// The same frame, with ints of 64 bits and codes of 32 in every column.
    pub fn widened(self) -> Self {
        let columns = self.columns.into_iter();
        Self {
            rows: self.rows,
            columns: columns.map(|column| Some(column?.widened())).collect(),
        }
    }
}
