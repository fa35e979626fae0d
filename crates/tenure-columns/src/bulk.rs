//! Columns that are made at once, of values that lie ready.

use crate::bitmap::Bitmap;
use crate::builder::Words;
use crate::column::{Column, Data, Gaps};

impl Column {
    /// A column of ints. Where `known` is `None` all are known, else those whose bit is set.
    pub fn of_ints(mut values: Vec<i64>, known: Option<Bitmap>) -> Self {
        let known = gaps_only(known, values.len());
        if let Some(known) = &known {
            blank(&mut values, known);
        }
        Self::made(Data::Int64(values), known)
    }

    /// The same of floats. One that is not finite is unknown, and -0.0 is 0.0.
    pub fn of_floats(mut values: Vec<f64>, known: Option<Bitmap>) -> Self {
        let mut known = gaps_only(known, values.len());
        if !values.iter().all(|value| value.is_finite()) {
            let finite = |(row, value): (usize, &f64)| {
                value.is_finite() && known.as_ref().is_none_or(|bits| bits.get(row))
            };
            known = Some(values.iter().enumerate().map(finite).collect());
        }
        if let Some(known) = &known {
            blank(&mut values, known);
        }
        values.iter_mut().for_each(|value| *value += 0.0);
        Self::made(Data::Float(values), known)
    }

    /// The same of what is true or false.
    pub fn of_bools(values: Bitmap, known: Option<Bitmap>) -> Self {
        let len = values.len();
        let known = gaps_only(known, len);
        let values = match &known {
            None => values,
            Some(known) => values.and(known),
        };
        Self::made(Data::Bool(values), known)
    }

    /// A column of texts; unknown where there is none. A copy of each is made once.
    pub fn of_texts<'t>(texts: impl IntoIterator<Item = Option<&'t str>>) -> Self {
        let (mut words, mut known) = (Words::default(), Bitmap::new());
        for text in texts {
            known.push(text.is_some());
            match text {
                Some(text) => words.push_text(text),
                None => words.push_none(),
            }
        }
        let rows = known.len();
        Self::made(words.finish(), gaps_only(Some(known), rows))
    }

    fn made(data: Data, known: Option<Bitmap>) -> Self {
        let gaps = Gaps {
            known,
            ..Gaps::default()
        };
        Self::new(data, gaps).narrowed_if_many()
    }
}

/// Which of so many values are known, where not all are.
fn gaps_only(known: Option<Bitmap>, len: usize) -> Option<Bitmap> {
    let known = known.map(|known| match known.len() == len {
        true => known,
        false => Bitmap::from_words(known.words().to_vec(), len),
    });
    known.filter(|known| known.count_ones() < len)
}

/// What is not known is zero.
fn blank<T: Default>(values: &mut [T], known: &Bitmap) {
    for (values, word) in values.chunks_mut(64).zip(known.words()) {
        if *word == u64::MAX {
            continue;
        }
        for (bit, value) in values.iter_mut().enumerate() {
            if word >> bit & 1 == 0 {
                *value = T::default();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::ColumnBuilder;
    use crate::cell::{Cell, Value};
    use crate::column::DataType;

    /// What is known of so many rows: nothing told, all, some, and too little told.
    fn patterns(rows: usize) -> [Option<Bitmap>; 4] {
        let some = |many: usize| Some((0..many).map(|row| row % 3 != 1).collect());
        [
            None,
            Some(Bitmap::repeat(true, rows)),
            some(rows),
            some(rows / 2),
        ]
    }

    /// Columns of all these values made both ways, of few and of many rows.
    fn compare<T: Copy>(
        values: &[T],
        made: impl Fn(&[T], Option<Bitmap>) -> Column,
        ty: DataType,
        value: impl Fn(T) -> Value,
    ) {
        for rows in [0, 1, 63, 64, 300] {
            let values: Vec<T> = values.iter().copied().cycle().take(rows).collect();
            for known in patterns(rows) {
                let is_known = |row| known.as_ref().is_none_or(|bits| bits.get(row));
                let mut by_row = ColumnBuilder::new(ty);
                for (row, each) in values.iter().enumerate() {
                    by_row.push(Cell::or_unknown(is_known(row).then(|| value(*each))));
                }
                assert_eq!(made(&values, known.clone()), by_row.finish());
            }
        }
    }

    #[test]
    fn a_column_made_at_once_is_that_made_row_by_row() {
        let ints = |values: &[i64], known| Column::of_ints(values.to_vec(), known);
        compare(
            &[0, -7, i64::MAX, 40_000, 3],
            ints,
            DataType::Int,
            Value::Int,
        );
        compare(&[5, -70], ints, DataType::Int, Value::Int);
        let floats = |values: &[f64], known| Column::of_floats(values.to_vec(), known);
        compare(&[0.5, -0.0, -2.25], floats, DataType::Float, Value::Float);
        let odd = [f64::NAN, 1e300, f64::NEG_INFINITY];
        compare(&odd, floats, DataType::Float, Value::Float);
        let bools =
            |values: &[bool], known| Column::of_bools(values.iter().copied().collect(), known);
        compare(
            &[true, false, false, true, true],
            bools,
            DataType::Bool,
            Value::Bool,
        );
    }

    #[test]
    fn texts_made_at_once_are_those_made_row_by_row() {
        let many: Vec<String> = (0..20).map(|number| format!("word {number}")).collect();
        let texts: Vec<&str> = many.iter().map(String::as_str).collect();
        for words in [&["", "b", "b", "a"][..], &["a"], &texts] {
            compare(
                words,
                |values, known| {
                    let is_known = |row| known.as_ref().is_none_or(|bits| bits.get(row));
                    let rows = values.iter().enumerate();
                    Column::of_texts(rows.map(|(row, text)| is_known(row).then_some(*text)))
                },
                DataType::Text,
                |text| Value::Text(text.into()),
            );
        }
        let none = Column::of_texts([None, None]);
        assert_eq!((none.len(), none.cell(1)), (2, Cell::Unknown));
        // A code stands for something even where nothing is known.
        let Data::Text { dictionary, .. } = none.data() else {
            panic!("a column of texts");
        };
        assert_eq!(dictionary.len(), 1);
    }

    #[test]
    fn there_is_one_zero() {
        let made = Column::of_floats(vec![-0.0], None);
        let Data::Float(values) = made.data() else {
            panic!("a column of floats");
        };
        assert!(values.iter().all(|zero| zero.is_sign_positive()));
    }
}
