//! What a plugin reads: a struct with one field for each signal.

use crate::column::{Column, Known, Values};

/// The type of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// A whole number.
    Int,
    /// A float.
    Float,
    /// True or false.
    Bool,
    /// Text.
    Text,
}

/// One signal that a plugin reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Input {
    /// Its name in the dictionary of signals.
    pub name: &'static str,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether a row can be scored only where it is known.
    pub required: bool,
}

/// What a plugin reads of one row. Derive it with `#[derive(Inputs)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which signals it is read from",
    note = "put `#[derive(Inputs)]` over it, and `#[input(\"name.of_the_signal\")]` over each field"
)]
pub trait Inputs {
    /// The signals, in the order of the fields.
    const INPUTS: &'static [Input];
    /// One row.
    type Row<'a>;
    /// The columns that rows are read from.
    type Columns<'a>;

    /// Binds columns, which are in the order of `INPUTS`, each with a value for every row.
    ///
    /// # Errors
    ///
    /// A text that names the column that is missing or has another type or length.
    fn columns(columns: &[Column], rows: usize) -> Result<Self::Columns<'_>, String>;

    /// Reads a row.
    fn row<'a>(columns: &Self::Columns<'a>, row: usize) -> Self::Row<'a>;
}

/// What a field of an input may be: `i64`, `f64`, `bool` or `&str`; in an `Option` where it may be unknown.
#[diagnostic::on_unimplemented(
    message = "a signal cannot be read as `{Self}`",
    label = "is none of `i64`, `f64`, `bool`, `&str`, nor an `Option` of one of them",
    note = "a plain type makes the signal required; an `Option` is `None` where it is unknown"
)]
pub trait FromColumn<'a>: Sized {
    /// The type of the signal.
    const TYPE: Type;
    /// Whether the value must be known.
    const REQUIRED: bool;
    /// What it is read from.
    type Reader;

    /// Binds a column; none if it has another type.
    fn reader(column: &'a Column) -> Option<Self::Reader>;

    /// Reads a row.
    fn read(reader: &Self::Reader, row: usize) -> Self;
}

/// Binds the column of one field.
///
/// # Errors
///
/// A text that names the column that is missing or has another type or length.
#[doc(hidden)]
pub fn bind<'a, F: FromColumn<'a>>(
    columns: &'a [Column],
    at: usize,
    name: &str,
    rows: usize,
) -> Result<F::Reader, String> {
    let column = columns
        .get(at)
        .ok_or_else(|| format!("the host sent no column for `{name}`"))?;
    if column.values.len() != rows {
        let length = column.values.len();
        return Err(format!("`{name}` has {length} values for {rows} rows"));
    }
    F::reader(column).ok_or_else(|| format!("`{name}` came with another type"))
}

macro_rules! plain {
    ($type:ty, $variant:ident) => {
        impl<'a> FromColumn<'a> for $type {
            const TYPE: Type = Type::$variant;
            const REQUIRED: bool = true;
            type Reader = &'a [$type];

            fn reader(column: &'a Column) -> Option<Self::Reader> {
                if let Values::$variant(values) = &column.values {
                    Some(values)
                } else {
                    None
                }
            }

            #[inline]
            fn read(reader: &Self::Reader, row: usize) -> Self {
                reader.get(row).copied().unwrap_or_default()
            }
        }
    };
}

plain!(i64, Int);
plain!(f64, Float);

impl<'a> FromColumn<'a> for bool {
    const TYPE: Type = Type::Bool;
    const REQUIRED: bool = true;
    type Reader = &'a [u8];

    fn reader(column: &'a Column) -> Option<Self::Reader> {
        match &column.values {
            Values::Bool(values) => Some(values),
            Values::Int(_) | Values::Float(_) | Values::Text { .. } => None,
        }
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Self {
        reader.get(row).is_some_and(|&value| value != 0)
    }
}

impl<'a> FromColumn<'a> for &'a str {
    const TYPE: Type = Type::Text;
    const REQUIRED: bool = true;
    type Reader = (&'a [u32], &'a [String]);

    fn reader(column: &'a Column) -> Option<Self::Reader> {
        match &column.values {
            Values::Text { codes, dictionary } => Some((codes, dictionary)),
            Values::Int(_) | Values::Float(_) | Values::Bool(_) => None,
        }
    }

    #[inline]
    fn read((codes, dictionary): &Self::Reader, row: usize) -> Self {
        let code = codes.get(row).copied().unwrap_or(u32::MAX);
        dictionary.get(code as usize).map_or("", String::as_str)
    }
}

impl<'a, F: FromColumn<'a>> FromColumn<'a> for Option<F> {
    const TYPE: Type = F::TYPE;
    const REQUIRED: bool = false;
    type Reader = (F::Reader, Known<'a>);

    fn reader(column: &'a Column) -> Option<Self::Reader> {
        Some((F::reader(column)?, Known::of(column)))
    }

    #[inline]
    fn read((reader, known): &Self::Reader, row: usize) -> Self {
        known.at(row).then(|| F::read(reader, row))
    }
}
