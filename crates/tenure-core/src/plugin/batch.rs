//! What a plugin is handed: rows of the signals that it declared.

use std::sync::Arc;

use chrono::NaiveDate;
use tenure_columns::Value;
use tenure_rules::SignalType;

use super::description::{Description, InputDef};
use super::error::{PluginError, PluginErrorKind};

/// The most rows of a batch.
pub const MAX_ROWS: usize = 1_024;

/// The values of an input, one for each row of the batch; what stands where a value is not known is zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values<'b> {
    /// Ints; money in minor units.
    Int(&'b [i64]),
    /// Floats.
    Float(&'b [f64]),
    /// Truths: 0 or 1.
    Bool(&'b [u8]),
    /// Codes into a dictionary of the batch's own; it has the words of its rows and no other, in the order in which they
    /// come first.
    Text {
        /// One code a row.
        codes: &'b [u32],
        /// What the codes stand for; empty where no row is known.
        dictionary: &'b [Arc<str>],
    },
}

impl Values<'_> {
    /// How many rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Int(values) => values.len(),
            Self::Float(values) => values.len(),
            Self::Bool(values) => values.len(),
            Self::Text { codes, .. } => codes.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The type of the values.
    pub fn ty(&self) -> SignalType {
        match self {
            Self::Int(_) => SignalType::Int,
            Self::Float(_) => SignalType::Float,
            Self::Bool(_) => SignalType::Bool,
            Self::Text { .. } => SignalType::Text,
        }
    }
}

/// One input of a batch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Input<'b> {
    /// Its values.
    pub values: Values<'b>,
    /// Which are known: one bit a row, the lowest first, 64 to a word; `None` where all are. Of a required input all are.
    pub known: Option<&'b [u64]>,
}

impl Input<'_> {
    /// Whether a row's value is known; false past the end.
    pub fn is_known(&self, row: usize) -> bool {
        row < self.values.len()
            && self.known.is_none_or(|words| {
                words
                    .get(row / 64)
                    .is_some_and(|word| word >> (row % 64) & 1 == 1)
            })
    }

    /// A row's value; `None` where it is not known.
    pub fn value(&self, row: usize) -> Option<Value> {
        if !self.is_known(row) {
            return None;
        }
        Some(match self.values {
            Values::Int(values) => Value::Int(*values.get(row)?),
            Values::Float(values) => Value::Float(*values.get(row)?),
            Values::Bool(values) => Value::Bool(*values.get(row)? != 0),
            Values::Text { codes, dictionary } => {
                Value::Text(dictionary.get(*codes.get(row)? as usize)?.clone())
            }
        })
    }
}

/// Rows of the inputs that a plugin declared, in the order of its description.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batch<'b> {
    as_of: Option<NaiveDate>,
    rows: u32,
    inputs: &'b [Input<'b>],
}

impl<'b> Batch<'b> {
    /// Puts a batch together.
    ///
    /// # Errors
    /// [`PluginErrorKind::BadInput`]: there are too many rows, or an input is of another type or length than declared.
    pub fn new(
        description: &Description,
        as_of: NaiveDate,
        rows: usize,
        inputs: &'b [Input<'b>],
    ) -> Result<Self, PluginError> {
        let refused =
            |why: String| Err(PluginError::new(PluginErrorKind::BadInput, why).of(description));
        if rows > MAX_ROWS {
            return refused(format!("a batch has {rows} rows; {MAX_ROWS} are the most"));
        }
        if inputs.len() != description.inputs.len() {
            return refused(format!(
                "a batch has {} inputs; {} were declared",
                inputs.len(),
                description.inputs.len()
            ));
        }
        for (input, declared) in inputs.iter().zip(&description.inputs) {
            if let Err(why) = fits(input, declared, rows) {
                return refused(why);
            }
        }
        Ok(Self {
            as_of: description.reads_day.then_some(as_of),
            rows: rows as u32,
            inputs,
        })
    }

    /// The day of the decision, for a plugin that says that it reads it.
    pub fn as_of(&self) -> Option<NaiveDate> {
        self.as_of
    }

    /// How many rows; at most [`MAX_ROWS`].
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The inputs, in the order of the description.
    pub fn inputs(&self) -> &'b [Input<'b>] {
        self.inputs
    }
}

fn fits(input: &Input<'_>, declared: &InputDef, rows: usize) -> Result<(), String> {
    let name = &declared.signal;
    if input.values.ty() != declared.ty {
        return Err(format!(
            "`{name}` is of type {}, and was declared as {}",
            input.values.ty().as_str(),
            declared.ty.as_str()
        ));
    }
    if input.values.len() != rows
        || input
            .known
            .is_some_and(|words| words.len() != rows.div_ceil(64))
    {
        return Err(format!("`{name}` has not {rows} rows, as the batch has"));
    }
    let out_of_words =
        |row: usize, code: u32, words: usize| input.is_known(row) && code as usize >= words;
    match input.values {
        Values::Text { codes, dictionary } => {
            let mut codes = codes.iter().enumerate();
            match codes.find(|(row, code)| out_of_words(*row, **code, dictionary.len())) {
                Some((row, code)) => Err(format!(
                    "`{name}` has the code {code} in row {row}, which its dictionary lacks"
                )),
                None => Ok(()),
            }
        }
        Values::Int(_) | Values::Float(_) | Values::Bool(_) => Ok(()),
    }
}
