//! What a plugin reads: a struct with one field for each signal.

use crate::column::{Column, Known, Values};

/// How many rows are looked at together: as many as a word has bits, so that what is known of them is read once. The rows
/// of a batch that are left over are read one by one.
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
    /// What 64 rows are read from.
    type Block<'a>;

    /// Binds columns, which are in the order of `INPUTS`, each with a value for every row.
    ///
    /// # Errors
    ///
    /// A text that names the column that is missing or has another type or length.
    fn columns(columns: &[Column], rows: usize) -> Result<Self::Columns<'_>, String>;

    /// 64 rows; the first is a multiple of 64.
    fn block<'a>(columns: &Self::Columns<'a>, first: usize) -> Self::Block<'a>;

    /// Reads a row of a block, by its place there.
    fn row<'a>(block: &Self::Block<'a>, at: usize) -> Self::Row<'a>;

    /// Reads a row that belongs to no block.
    fn single<'a>(columns: &Self::Columns<'a>, row: usize) -> Self::Row<'a>;
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
    /// What 64 rows are read from.
    type Block;

    /// Binds a column; none if it has another type.
    fn reader(column: &'a Column) -> Option<Self::Reader>;

    /// 64 rows; the first is a multiple of 64.
    fn block(reader: &Self::Reader, first: usize) -> Self::Block;

    /// Reads a row of a block, by its place there.
    fn read(block: &Self::Block, at: usize) -> Self;

    /// Reads a row that belongs to no block.
    fn single(reader: &Self::Reader, row: usize) -> Self;

    /// A block with what is unknown taken out, by a bit for each row; of values that are no bits the block as it is.
    #[doc(hidden)]
    #[inline]
    fn hold_back(block: Self::Block, _: u64) -> Self::Block {
        block
    }

    /// Reads a row that may be unknown.
    #[doc(hidden)]
    #[inline]
    fn read_known(block: &Self::Block, known: u64, at: usize) -> Option<Self> {
        // Read before it is asked for: rows that know a value do not branch to it.
        let value = Self::read(block, at);
        is_set(known, at).then_some(value)
    }
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
            type Block = &'a [$type; BLOCK];

            fn reader(column: &'a Column) -> Option<Self::Reader> {
                if let Values::$variant(values) = &column.values {
                    Some(values)
                } else {
                    None
                }
            }

            #[inline]
            fn block(reader: &Self::Reader, first: usize) -> Self::Block {
                whole(reader, first)
            }

            #[inline]
            fn read(block: &Self::Block, at: usize) -> Self {
                block[at % BLOCK]
            }

            #[inline]
            fn single(reader: &Self::Reader, row: usize) -> Self {
                reader[row]
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
    type Block = Truths;

    fn reader(column: &'a Column) -> Option<Self::Reader> {
        match &column.values {
            Values::Bool(values) => Some(values),
            Values::Int(_) | Values::Float(_) | Values::Text { .. } => None,
        }
    }

    #[inline]
    fn block(reader: &Self::Reader, first: usize) -> Self::Block {
        let trues = truths(whole(reader, first));
        let falses = !trues;
        Truths { trues, falses }
    }

    #[inline]
    fn read(block: &Self::Block, at: usize) -> Self {
        is_set(block.trues, at)
    }

    #[inline]
    fn single(reader: &Self::Reader, row: usize) -> Self {
        reader[row] != 0
    }

    #[inline]
    fn hold_back(block: Self::Block, known: u64) -> Self::Block {
        Truths {
            trues: block.trues & known,
            falses: block.falses & known,
        }
    }

    #[inline]
    fn read_known(block: &Self::Block, _: u64, at: usize) -> Option<Self> {
        if is_set(block.trues, at) {
            Some(true)
        } else if is_set(block.falses, at) {
            Some(false)
        } else {
            None
        }
    }
}

/// A bit for each of 64 rows, twice: a row then reads no memory, and is asked once whether it is known to be true.
#[derive(Debug, Clone, Copy)]
pub struct Truths {
    trues: u64,
    falses: u64,
}

/// The values of a block. Their number is part of the type: a row of it needs no check of bounds.
#[inline]
fn whole<T>(values: &[T], first: usize) -> &[T; BLOCK] {
    &values.as_chunks().0[first / BLOCK]
}

/// Whether the bit of a row is set.
#[inline]
fn is_set(bits: u64, at: usize) -> bool {
    bits >> (at % BLOCK) & 1 == 1
}

/// A bit for each of 64 bytes, low bit first: whether it is not zero.
#[inline]
fn truths(bytes: &[u8; BLOCK]) -> u64 {
    let eights = bytes.as_chunks().0.iter().enumerate();
    eights.fold(0, |bits, (at, eight)| {
        bits | truths_of(u64::from_le_bytes(*eight)) << (8 * at)
    })
}

/// A bit for each of eight bytes.
#[inline]
fn truths_of(bytes: u64) -> u64 {
    const SEVEN: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    // The high bit of each byte that is not zero; then the eight bits side by side.
    let high = (((bytes & SEVEN) + SEVEN) | bytes) & !SEVEN;
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

impl<'a> FromColumn<'a> for &'a str {
    const TYPE: Type = Type::Text;
    const REQUIRED: bool = true;
    type Reader = (&'a [u32], &'a [String]);
    type Block = (&'a [u32; BLOCK], &'a [String]);

    fn reader(column: &'a Column) -> Option<Self::Reader> {
        match &column.values {
            Values::Text { codes, dictionary } => Some((codes, dictionary)),
            Values::Int(_) | Values::Float(_) | Values::Bool(_) => None,
        }
    }

    #[inline]
    fn block((codes, dictionary): &Self::Reader, first: usize) -> Self::Block {
        (whole(codes, first), dictionary)
    }

    #[inline]
    fn read((codes, dictionary): &Self::Block, at: usize) -> Self {
        text(dictionary, codes[at % BLOCK])
    }

    #[inline]
    fn single((codes, dictionary): &Self::Reader, row: usize) -> Self {
        text(dictionary, codes[row])
    }
}

#[inline]
fn text(dictionary: &[String], code: u32) -> &str {
    dictionary.get(code as usize).map_or("", String::as_str)
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
        let known = known.word(first);
        (F::hold_back(F::block(reader, first), known), known)
    }

    #[inline]
    fn read((block, known): &Self::Block, at: usize) -> Self {
        F::read_known(block, *known, at)
    }

    #[inline]
    fn single((reader, known): &Self::Reader, row: usize) -> Self {
        known.at(row).then(|| F::single(reader, row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truths_are_what_is_not_zero() {
        let bytes: Vec<u8> = (0..BLOCK)
            .map(|at| [0, 1, 0, 255, 128, 2][at * 7 % 11 % 6])
            .collect();
        let bytes: [u8; BLOCK] = bytes.try_into().unwrap();
        let set: Vec<usize> = (0..BLOCK)
            .filter(|&at| is_set(truths(&bytes), at))
            .collect();
        let expected: Vec<usize> = (0..BLOCK).filter(|&at| bytes[at] != 0).collect();
        assert_eq!(set, expected);
    }
}
