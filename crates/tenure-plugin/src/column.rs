//! Columns, as the host sends them.

/// The values of one signal for some rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The values, one for each row; where a value is not known it means nothing.
    pub values: Values,
    /// A bit for each row, low bit first, 64 to a word: whether the value is known. Absent where all are.
    pub known: Option<Vec<u64>>,
}

/// Values by type.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Whole numbers; amounts of money are in minor units.
    Int(Vec<i64>),
    /// Finite numbers.
    Float(Vec<f64>),
    /// 0 for false, 1 for true.
    Bool(Vec<u8>),
    /// Text, as codes into a dictionary.
    Text {
        /// For each row its place in the dictionary.
        codes: Vec<u32>,
        /// The texts.
        dictionary: Vec<String>,
    },
}

impl Values {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Int(values) => values.len(),
            Self::Float(values) => values.len(),
            Self::Bool(values) => values.len(),
            Self::Text { codes, .. } => codes.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Which values of a column are known.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a>(Option<&'a [u64]>);

impl<'a> Known<'a> {
    /// Of a column.
    pub fn of(column: &'a Column) -> Self {
        Self(column.known.as_deref())
    }

    /// The bits of 64 rows, the first of which is a multiple of 64.
    #[inline]
    pub fn word(self, first: usize) -> u64 {
        match self.0 {
            None => u64::MAX,
            Some(words) => words.get(first / 64).copied().unwrap_or(0),
        }
    }

    /// Whether the value of a row is known.
    #[inline]
    pub fn at(self, row: usize) -> bool {
        match self.0 {
            None => true,
            Some(words) => words
                .get(row / 64)
                .is_some_and(|word| word >> (row % 64) & 1 == 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_read_low_first() {
        let column = Column {
            values: Values::Int(vec![0; 66]),
            known: Some(vec![0b101, 0b10]),
        };
        let known = Known::of(&column);
        let rows: Vec<usize> = (0..70).filter(|&row| known.at(row)).collect();
        assert_eq!(rows, [0, 2, 65]);
        let words = [0, 64, 128].map(|first| Known::of(&column).word(first));
        assert_eq!(words, [0b101, 0b10, 0]);
    }
}
