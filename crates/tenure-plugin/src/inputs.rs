//! What a plugin reads: a struct with one field for each signal.

use crate::column::{Column, Known, Values};

/// How many rows are looked at together: as many as a word has bits, so that what is known of them is read once.
pub(crate) const BLOCK: usize = 64;

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
    /// What at most 64 rows are read from.
    type Block<'a>;

    /// Binds columns, which are in the order of `INPUTS`, each with a value for every row.
    ///
    /// # Errors
    ///
    /// A text that names the column that is missing or has another type or length.
    fn columns(columns: &[Column], rows: usize) -> Result<Self::Columns<'_>, String>;

    /// The rows from one on, which is a multiple of 64.
    fn block<'a>(columns: &Self::Columns<'a>, first: usize) -> Self::Block<'a>;

    /// Reads a row of a block, by its place there.
    fn row<'a>(block: &Self::Block<'a>, at: usize) -> Self::Row<'a>;
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
    /// What at most 64 rows are read from.
    type Block;

    /// Binds a column; none if it has another type.
    fn reader(column: &'a Column) -> Option<Self::Reader>;

    /// The rows from one on, which is a multiple of 64.
    fn block(reader: &Self::Reader, first: usize) -> Self::Block;

    /// Reads a row of a block, by its place there.
    fn read(block: &Self::Block, at: usize) -> Self;
}

/// The values of a block: always as many, so that none of them needs its place checked. What is copied costs less than
/// the checks.
#[inline]
fn part<T: Copy + Default>(values: &[T], first: usize) -> [T; BLOCK] {
    let values = values.get(first..).unwrap_or_default();
    if let Some(block) = values.first_chunk() {
        return *block;
    }
    let mut block = [T::default(); BLOCK];
    for (place, value) in block.iter_mut().zip(values) {
        *place = *value;
    }
    block
}

/// One value of a block.
#[inline]
fn at<T: Copy>(block: &[T; BLOCK], at: usize) -> T {
    block[at % BLOCK]
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
            type Block = [$type; BLOCK];

            fn reader(column: &'a Column) -> Option<Self::Reader> {
                if let Values::$variant(values) = &column.values {
                    Some(values)
                } else {
                    None
                }
            }

            #[inline]
            fn block(reader: &Self::Reader, first: usize) -> Self::Block {
                part(reader, first)
            }

            #[inline]
            fn read(block: &Self::Block, at: usize) -> Self {
                self::at(block, at)
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
    type Block = [u8; BLOCK];

    fn reader(column: &'a Column) -> Option<Self::Reader> {
        match &column.values {
            Values::Bool(values) => Some(values),
            Values::Int(_) | Values::Float(_) | Values::Text { .. } => None,
        }
    }

    #[inline]
    fn block(reader: &Self::Reader, first: usize) -> Self::Block {
        part(reader, first)
    }

    #[inline]
    fn read(block: &Self::Block, at: usize) -> Self {
        self::at(block, at) != 0
    }
}

impl<'a> FromColumn<'a> for &'a str {
    const TYPE: Type = Type::Text;
    const REQUIRED: bool = true;
    type Reader = (&'a [u32], &'a [String]);
    type Block = ([u32; BLOCK], &'a [String]);

    fn reader(column: &'a Column) -> Option<Self::Reader> {
        match &column.values {
            Values::Text { codes, dictionary } => Some((codes, dictionary)),
            Values::Int(_) | Values::Float(_) | Values::Bool(_) => None,
        }
    }

    #[inline]
    fn block((codes, dictionary): &Self::Reader, first: usize) -> Self::Block {
        (part(codes, first), dictionary)
    }

    #[inline]
    fn read((codes, dictionary): &Self::Block, at: usize) -> Self {
        dictionary
            .get(self::at(codes, at) as usize)
            .map_or("", String::as_str)
    }
}

impl<'a, F: FromColumn<'a>> FromColumn<'a> for Option<F> {
    const TYPE: Type = F::TYPE;
    const REQUIRED: bool = false;
    type Reader = (F::Reader, Known<'a>);
    type Block = (F::Block, u64);

    fn reader(column: &'a Column) -> Option<Self::Reader> {
        Some((F::reader(column)?, Known::of(column)))
    }

    #[inline]
    fn block((reader, known): &Self::Reader, first: usize) -> Self::Block {
        (F::block(reader, first), known.word(first))
    }

    #[inline]
    fn read((block, known): &Self::Block, at: usize) -> Self {
        (known >> (at % BLOCK) & 1 == 1).then(|| F::read(block, at))
    }
}
