//! Batches, gathered from columns.

use std::sync::Arc;

use chrono::NaiveDate;
use tenure_columns::{Column, Data, DataType};
use tenure_rules::SignalType;

use super::batch::{Batch, Input, Values};
use super::description::Description;
use super::error::PluginError;

/// Memory in which batches are gathered, used again from batch to batch.
#[derive(Debug, Clone, Default)]
pub struct BatchBuffer {
    slots: Vec<Slot>,
}

/// The values of one input; of its type's list only.
#[derive(Debug, Clone)]
struct Slot {
    ty: SignalType,
    ints: Vec<i64>,
    floats: Vec<f64>,
    bools: Vec<u8>,
    codes: Vec<u32>,
    dictionary: Vec<Arc<str>>,
    /// By code of the column: the code in the batch plus one, 0 where it has none yet.
    renamed: Vec<u32>,
    known: Vec<u64>,
    all_known: bool,
}

impl BatchBuffer {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gathers rows of columns and hands them to `use_it` as a batch. There is one column for each input of the
    /// description, in its order; `None`, a column of another type and a row past the end are unknown.
    ///
    /// # Errors
    /// [`BadInput`](super::PluginErrorKind::BadInput): there are more than [`MAX_ROWS`](super::MAX_ROWS) rows; else what
    /// `use_it` fails with.
    pub fn gather<R>(
        &mut self,
        description: &Description,
        as_of: NaiveDate,
        columns: &[Option<&Column>],
        rows: &[u32],
        use_it: impl FnOnce(&Batch<'_>) -> Result<R, PluginError>,
    ) -> Result<R, PluginError> {
        self.slots.resize_with(description.inputs.len(), Slot::new);
        for (place, (slot, declared)) in self.slots.iter_mut().zip(&description.inputs).enumerate()
        {
            slot.clear(declared.ty);
            let column = columns.get(place).copied().flatten();
            let fits = |column: &&Column| type_of(column) == declared.ty;
            match column.filter(fits) {
                Some(column) => slot.fill(column, rows),
                None => slot.fill_unknown(rows.len()),
            }
        }
        let inputs: Vec<Input<'_>> = self.slots.iter().map(Slot::input).collect();
        use_it(&Batch::new(description, as_of, rows.len(), &inputs)?)
    }
}

fn type_of(column: &Column) -> SignalType {
    match column.data_type() {
        DataType::Int => SignalType::Int,
        DataType::Float => SignalType::Float,
        DataType::Bool => SignalType::Bool,
        DataType::Text => SignalType::Text,
    }
}

/// Whether a row's value is known: neither unknown, stale nor not applicable.
pub(crate) fn is_known(column: &Column, row: usize) -> bool {
    row < column.len()
        && column.known().is_none_or(|bits| bits.get(row))
        && !column.stale().is_some_and(|bits| bits.get(row))
        && !column.not_applicable().is_some_and(|bits| bits.get(row))
}

impl Slot {
    fn new() -> Self {
        Self {
            ty: SignalType::Int,
            ints: Vec::new(),
            floats: Vec::new(),
            bools: Vec::new(),
            codes: Vec::new(),
            dictionary: Vec::new(),
            renamed: Vec::new(),
            known: Vec::new(),
            all_known: true,
        }
    }

    fn clear(&mut self, ty: SignalType) {
        self.ty = ty;
        self.ints.clear();
        self.floats.clear();
        self.bools.clear();
        self.codes.clear();
        self.dictionary.clear();
        self.renamed.clear();
        self.known.clear();
        self.all_known = true;
    }

    fn input(&self) -> Input<'_> {
        let values = match self.ty {
            SignalType::Int => Values::Int(&self.ints),
            SignalType::Float => Values::Float(&self.floats),
            SignalType::Bool => Values::Bool(&self.bools),
            SignalType::Text => Values::Text {
                codes: &self.codes,
                dictionary: &self.dictionary,
            },
        };
        Input {
            values,
            known: (!self.all_known).then_some(&self.known),
        }
    }

    fn fill_unknown(&mut self, rows: usize) {
        self.known.resize(rows.div_ceil(64), 0);
        self.all_known = rows == 0;
        match self.ty {
            SignalType::Int => self.ints.resize(rows, 0),
            SignalType::Float => self.floats.resize(rows, 0.0),
            SignalType::Bool => self.bools.resize(rows, 0),
            SignalType::Text => self.codes.resize(rows, 0),
        }
    }

    fn fill(&mut self, column: &Column, rows: &[u32]) {
        self.see_known(column, rows);
        let known = |place: usize| {
            self.known
                .get(place / 64)
                .is_some_and(|word| word >> (place % 64) & 1 == 1)
        };
        let rows = rows
            .iter()
            .enumerate()
            .map(|(place, row)| (known(place), *row as usize));
        match column.data() {
            Data::Int64(values) => self.ints.extend(rows.map(|row| pick(values, row))),
            Data::Int32(values) => self
                .ints
                .extend(rows.map(|row| i64::from(pick(values, row)))),
            Data::Int16(values) => self
                .ints
                .extend(rows.map(|row| i64::from(pick(values, row)))),
            Data::Float(values) => self.floats.extend(rows.map(|row| pick(values, row))),
            Data::Bool(bits) => {
                self.bools
                    .extend(rows.map(|(known, row)| u8::from(known && bits.get(row))));
            }
            Data::Text { codes, dictionary } => {
                let (renamed, own) = (&mut self.renamed, &mut self.dictionary);
                renamed.resize(dictionary.len(), 0);
                self.codes.extend(rows.map(|(known, row)| {
                    let code = codes.get(row).filter(|_| known);
                    code.map_or(0, |code| rename(code as usize, renamed, own, dictionary))
                }));
            }
        }
    }

    fn see_known(&mut self, column: &Column, rows: &[u32]) {
        self.known.resize(rows.len().div_ceil(64), 0);
        let is_whole = column.known().is_none()
            && column.stale().is_none()
            && column.not_applicable().is_none();
        for (place, row) in rows.iter().enumerate() {
            let row = *row as usize;
            let known = if is_whole {
                row < column.len()
            } else {
                is_known(column, row)
            };
            self.all_known &= known;
            if let Some(word) = self.known.get_mut(place / 64) {
                *word |= u64::from(known) << (place % 64);
            }
        }
    }
}

fn pick<T: Copy + Default>(values: &[T], (known, row): (bool, usize)) -> T {
    values
        .get(row)
        .copied()
        .filter(|_| known)
        .unwrap_or_default()
}

/// A column's code in the batch's own dictionary.
fn rename(code: usize, renamed: &mut [u32], own: &mut Vec<Arc<str>>, all: &[Arc<str>]) -> u32 {
    let (Some(place), Some(word)) = (renamed.get_mut(code), all.get(code)) else {
        return 0;
    };
    if *place == 0 {
        own.push(word.clone());
        *place = own.len() as u32;
    }
    *place - 1
}

#[cfg(test)]
mod tests {
    use tenure_columns::{Cell, ColumnBuilder, Value};

    use super::super::description::InputDef;
    use super::*;

    fn column(ty: DataType, cells: &[Cell<Value>]) -> Column {
        let mut builder = ColumnBuilder::new(ty);
        cells.iter().for_each(|cell| builder.push(cell.clone()));
        builder.finish()
    }

    fn description(inputs: &[(&str, SignalType)]) -> Description {
        Description {
            id: "p".into(),
            version: "1.0.0".into(),
            dictionary: "^1.0".into(),
            inputs: inputs
                .iter()
                .map(|(signal, ty)| InputDef {
                    signal: (*signal).into(),
                    ty: *ty,
                    required: false,
                })
                .collect(),
            reads_day: false,
            reasons: Vec::new(),
            actions: Vec::new(),
            parameters: Vec::new(),
            max_points: 0,
        }
    }

    #[test]
    fn what_is_not_known_is_zero_and_has_no_bit() {
        let text = |word: &str| Cell::Known(Value::Text(word.into()));
        let words = column(
            DataType::Text,
            &[text("a"), Cell::Stale, text("b"), text("c")],
        );
        let ints = [
            Cell::Known(Value::Int(7)),
            Cell::Unknown,
            Cell::NotApplicable,
            Cell::Known(Value::Int(9)),
        ];
        let ints = column(DataType::Int, &ints);
        let of = description(&[
            ("t.x", SignalType::Text),
            ("i.x", SignalType::Int),
            ("f.x", SignalType::Float),
        ]);
        let columns = [Some(&words), Some(&ints), None];
        let seen = BatchBuffer::new().gather(
            &of,
            NaiveDate::default(),
            &columns,
            &[3, 1, 0, 9],
            |batch| {
                let [text, int, float] = batch.inputs() else {
                    panic!("three inputs");
                };
                assert_eq!(text.known, Some(&[0b0101][..]));
                assert_eq!(int.values, Values::Int(&[9, 0, 7, 0]));
                assert_eq!(float.known, Some(&[0][..]));
                assert_eq!(float.values, Values::Float(&[0.0; 4]));
                let Values::Text { codes, dictionary } = text.values else {
                    panic!("texts");
                };
                assert_eq!(codes, [0, 0, 1, 0]);
                assert_eq!(dictionary, [Arc::from("c"), Arc::from("a")]);
                Ok((0..5).map(|row| text.value(row)).collect::<Vec<_>>())
            },
        );
        let word = |word: &str| Some(Value::Text(word.into()));
        assert_eq!(seen.unwrap(), [word("c"), None, word("a"), None, None]);
    }

    #[test]
    fn a_buffer_used_again_says_what_a_fresh_one_says() {
        let many: Vec<Cell<Value>> = (0..200).map(|n| Cell::Known(Value::Int(n))).collect();
        let many = column(DataType::Int, &many);
        let of = description(&[("i.x", SignalType::Int)]);
        let mut used = BatchBuffer::new();
        let all: Vec<u32> = (0..200).collect();
        used.gather(&of, NaiveDate::default(), &[None], &all, |_| Ok(()))
            .unwrap();
        let told = |buffer: &mut BatchBuffer| {
            buffer.gather(
                &of,
                NaiveDate::default(),
                &[Some(&many)],
                &[65, 3],
                |batch| Ok(format!("{batch:?}")),
            )
        };
        assert_eq!(told(&mut used), told(&mut BatchBuffer::new()));
    }

    #[test]
    fn a_batch_that_does_not_fit_is_refused() {
        let of = description(&[("i.x", SignalType::Int)]);
        let refused = |rows: usize, inputs: &[Input<'_>]| {
            Batch::new(&of, NaiveDate::default(), rows, inputs)
                .unwrap_err()
                .to_string()
        };
        let ints = Input {
            values: Values::Int(&[1, 2]),
            known: None,
        };
        let floats = Input {
            values: Values::Float(&[1.0, 2.0]),
            known: None,
        };
        assert!(refused(2, &[]).contains("0 inputs; 1 were declared"));
        assert!(refused(2, &[floats]).contains("`i.x` is of type float"));
        assert!(refused(3, &[ints]).contains("has not 3 rows"));
        assert!(
            refused(
                2,
                &[Input {
                    known: Some(&[]),
                    ..ints
                }]
            )
            .contains("has not 2 rows")
        );
        assert!(refused(1_025, &[ints]).contains("1024 are the most"));
    }
}
