//! Reading the values of a column, all of it safe: what a buffer says is looked at before it is believed.

use std::ops::Range;

use chrono::{DateTime, Datelike, Days, NaiveDate};
use tenure::signals::{Bitmap, Column, SignalType};

use super::foreign::{Data, Node, Raw, What, bad_array};
use super::format::Format;
use crate::failure::{Failure, Outcome};

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Read<'a> {
    /// None.
    Null,
    /// A whole number.
    Int(i128),
    /// A float, whatever it is.
    Float(f64),
    /// A whole number with so many of its digits behind the point.
    Decimal(i128, i32),
    /// A decimal of more than 128 bits.
    Beyond,
    /// True or false.
    Bool(bool),
    /// Text.
    Text(&'a str),
    /// A civil day.
    Day(NaiveDate),
    /// A moment.
    Moment(DateTime<chrono::Utc>),
    /// A number of days or a time that is beyond the calendar.
    NoDay(i64),
}

/// A column, ready to be read.
#[derive(Debug)]
pub(crate) struct Values<'a> {
    what: What<'a>,
    format: Format,
    raw: Raw<'a>,
    words: Option<Vec<Option<Box<str>>>>,
    /// The row that a message calls row 0.
    first: usize,
}

/// A whole number of a buffer; `None` past its end, or where it has other than 1, 2, 4 or 8 bytes.
pub(crate) fn int(buffer: &[u8], number: usize, bytes: usize, signed: bool) -> Option<i64> {
    let start = number.checked_mul(bytes)?;
    let found = buffer.get(start..start.checked_add(bytes)?)?;
    Some(match (bytes, signed) {
        (1, true) => i64::from(i8::from_ne_bytes(found.try_into().ok()?)),
        (1, false) => i64::from(u8::from_ne_bytes(found.try_into().ok()?)),
        (2, true) => i64::from(i16::from_ne_bytes(found.try_into().ok()?)),
        (2, false) => i64::from(u16::from_ne_bytes(found.try_into().ok()?)),
        (4, true) => i64::from(i32::from_ne_bytes(found.try_into().ok()?)),
        (4, false) => i64::from(u32::from_ne_bytes(found.try_into().ok()?)),
        (8, true) => i64::from_ne_bytes(found.try_into().ok()?),
        _ => return None,
    })
}

/// Values of so many bytes each; `None` where there are not as many.
fn chunks<const N: usize>(
    buffer: &[u8],
    at: Range<usize>,
) -> Option<impl Iterator<Item = [u8; N]>> {
    Some(buffer.as_chunks().0.get(at)?.iter().copied())
}

/// Offsets of 4 or 8 bytes each; `None` where there are not as many, or one is negative.
fn offsets(buffer: &[u8], at: Range<usize>, bytes: usize) -> Option<Vec<usize>> {
    match bytes {
        4 => chunks(buffer, at)?
            .map(|offset| usize::try_from(i32::from_ne_bytes(offset)).ok())
            .collect(),
        8 => chunks(buffer, at)?
            .map(|offset| usize::try_from(i64::from_ne_bytes(offset)).ok())
            .collect(),
        _ => None,
    }
}

fn bit(bits: &[u8], number: usize) -> Option<bool> {
    Some(bits.get(number / 8)? >> (number % 8) & 1 == 1)
}

/// Whether a row of a batch or a column is there.
pub(crate) fn is_known(validity: Option<&[u8]>, number: usize) -> bool {
    validity.is_none_or(|bits| bit(bits, number) == Some(true))
}

impl<'a> Values<'a> {
    /// The values of an array that must have at least so many; its dictionary's words are read at once.
    pub(crate) fn new(
        node: Node<'a>,
        format: Format,
        words: Option<Format>,
        rows: usize,
        what: What<'a>,
    ) -> Outcome<Self> {
        let raw = node.raw(format, what)?;
        let length = raw.end - raw.first;
        if length < rows {
            return Err(bad_array(format!(
                "{what}: it has {length} values, and the batch {rows} rows"
            )));
        }
        let words = match words {
            None => None,
            Some(format) => Some(read_words(node.words(what)?, format, what.words())?),
        };
        Ok(Self {
            what,
            format,
            raw,
            words,
            first: 0,
        })
    }

    /// Counts rows from one on, when it is told where something is wrong.
    pub(crate) fn counted_from(self, first: usize) -> Self {
        Self { first, ..self }
    }

    /// Some rows as a column of the engine, where what stands there is what it has: numbers of 64 bits, or bits. `None`
    /// where a closer look is needed, or there is something to say against one of them.
    pub(crate) fn column(
        &self,
        rows: &Range<usize>,
        batch: Option<&[u8]>,
        wanted: SignalType,
    ) -> Option<Column> {
        if self.words.is_some() {
            return None;
        }
        let at = self.place(rows)?;
        match (wanted, self.format, &self.raw.data) {
            (
                SignalType::Int,
                Format::Int {
                    bytes: 8,
                    signed: true,
                },
                Data::Fixed(data),
            ) => {
                let values = chunks(data, at)?.map(i64::from_ne_bytes).collect();
                Some(Column::of_ints(values, self.known(rows, batch)?))
            }
            (SignalType::Float, Format::Float { bytes: 8 }, Data::Fixed(data)) => {
                let values: Vec<f64> = chunks(data, at)?.map(f64::from_ne_bytes).collect();
                let known = self.known(rows, batch)?;
                let is_null = |row| known.as_ref().is_some_and(|bits| !bits.get(row));
                // A known one that is NaN or infinite is an error of its row; pandas leaves NaN beneath a null.
                let mut values_at = values.iter().enumerate();
                let fine = values_at.all(|(row, value)| value.is_finite() || is_null(row));
                fine.then(|| Column::of_floats(values, known))
            }
            (SignalType::Bool, Format::Bool, Data::Bits(bits)) => {
                let values = Bitmap::from_bytes(bits, at.start, at.len())?;
                Some(Column::of_bools(values, self.known(rows, batch)?))
            }
            _ => None,
        }
    }

    /// The texts of some rows; `None` where a closer look is needed.
    pub(crate) fn texts(
        &self,
        rows: &Range<usize>,
        batch: Option<&[u8]>,
    ) -> Option<Vec<Option<&'a str>>> {
        let (Format::Text { bytes }, Data::Text(ends, data)) = (self.format, &self.raw.data) else {
            return None;
        };
        let at = self.place(rows)?;
        let ends = offsets(ends, at.start..at.end.checked_add(1)?, bytes)?;
        let (first, last) = (*ends.first()?, *ends.last()?);
        let all = std::str::from_utf8(data.get(first..last)?).ok()?;
        let known = self.known(rows, batch)?;
        let text = |(row, (start, end)): (usize, (&usize, &usize))| {
            let text = all.get(start.checked_sub(first)?..end.checked_sub(first)?)?;
            let known = known.as_ref().is_none_or(|bits| bits.get(row));
            Some(known.then_some(text))
        };
        let spans = ends.iter().zip(ends.iter().skip(1));
        spans.enumerate().map(text).collect()
    }

    /// Where some rows stand in the buffers.
    fn place(&self, rows: &Range<usize>) -> Option<Range<usize>> {
        let at = |row| self.raw.first.checked_add(row);
        Some(at(rows.start)?..at(rows.end)?)
    }

    /// Which of some rows are known, or that all are; `None` where their bits are not there.
    fn known(&self, rows: &Range<usize>, batch: Option<&[u8]>) -> Option<Option<Bitmap>> {
        let len = rows.len();
        let column = match self.raw.validity {
            Some(bits) => Some(Bitmap::from_bytes(bits, self.place(rows)?.start, len)?),
            None => None,
        };
        let batch = match batch {
            Some(bits) => Some(Bitmap::from_bytes(bits, rows.start, len)?),
            None => None,
        };
        Some(match (column, batch) {
            (Some(column), Some(batch)) => Some(column.and(&batch)),
            (column, batch) => column.or(batch),
        })
    }

    /// The value of a row.
    pub(crate) fn get(&self, row: usize) -> Outcome<Read<'_>> {
        let at = self.raw.first + row;
        if at >= self.raw.end {
            return Err(self.bad(row, "it is past the end"));
        }
        if !is_known(self.raw.validity, at) {
            return Ok(Read::Null);
        }
        match &self.raw.data {
            Data::Null => Ok(Read::Null),
            Data::Bits(bits) => self.some(row, bit(bits, at).map(Read::Bool)),
            Data::Text(offsets, data) => self.text(row, at, offsets, data).map(Read::Text),
            Data::Views(views, buffers) => self.view(row, at, views, buffers).map(Read::Text),
            Data::Fixed(data) => {
                let read = self.some(row, fixed(self.format, data, at))?;
                match (&self.words, read) {
                    (Some(words), Read::Int(code)) => self.word(row, code, words),
                    (_, read) => Ok(read),
                }
            }
        }
    }

    fn text<'v>(&self, row: usize, at: usize, offsets: &[u8], data: &'v [u8]) -> Outcome<&'v str> {
        let Format::Text { bytes } = self.format else {
            return Err(self.bad(row, "it is no text"));
        };
        let offset =
            |number| int(offsets, number, bytes, true).and_then(|o| usize::try_from(o).ok());
        let range = offset(at).zip(offset(at + 1));
        let found = range.and_then(|(start, end)| data.get(start..end));
        let found =
            found.ok_or_else(|| self.bad(row, "its offsets run backwards, or past the end"))?;
        self.utf8(row, found)
    }

    fn view<'v>(
        &self,
        row: usize,
        at: usize,
        views: &'v [u8],
        buffers: &[&'v [u8]],
    ) -> Outcome<&'v str> {
        let view = views.get(at * 16..at * 16 + 16).unwrap_or_default();
        let part = |number| int(view, number, 4, true).and_then(|part| usize::try_from(part).ok());
        let outside = || self.bad(row, "its view looks past the end of its buffer");
        let length = part(0).ok_or_else(outside)?;
        if length <= 12 {
            return self.utf8(row, view.get(4..4 + length).ok_or_else(outside)?);
        }
        let found = part(2).zip(part(3)).and_then(|(buffer, start)| {
            let end = start.checked_add(length)?;
            buffers.get(buffer)?.get(start..end)
        });
        let found = found.ok_or_else(outside)?;
        if found.get(..4) != view.get(4..8) {
            return Err(self.bad(row, "its view begins with other bytes than its buffer"));
        }
        self.utf8(row, found)
    }

    fn word<'v>(&self, row: usize, code: i128, words: &'v [Option<Box<str>>]) -> Outcome<Read<'v>> {
        let word = usize::try_from(code).ok().and_then(|code| words.get(code));
        let word = word.ok_or_else(|| {
            self.bad(
                row,
                &format!(
                    "its index is {code}, and the dictionary has {} words",
                    words.len()
                ),
            )
        })?;
        Ok(word.as_deref().map_or(Read::Null, Read::Text))
    }

    fn utf8<'v>(&self, row: usize, bytes: &'v [u8]) -> Outcome<&'v str> {
        std::str::from_utf8(bytes).map_err(|_| self.bad(row, "it is not UTF-8"))
    }

    fn some<T>(&self, row: usize, value: Option<T>) -> Outcome<T> {
        value.ok_or_else(|| self.bad(row, "it is past the end of its buffer"))
    }

    fn bad(&self, row: usize, why: &str) -> Failure {
        let row = row.saturating_sub(self.first);
        let failure = bad_array(format!("{}, row {row}: {why}", self.what));
        Failure {
            row: Some(row),
            ..failure
        }
    }
}

fn read_words(node: Node<'_>, format: Format, what: What<'_>) -> Outcome<Vec<Option<Box<str>>>> {
    let (length, _) = node.span(what)?;
    let words = Values::new(node, format, None, length, what)?;
    let word = |place| {
        let read = words.get(place).map_err(|failure| Failure {
            row: None,
            ..failure
        })?;
        Ok(match read {
            Read::Text(text) => Some(Box::from(text)),
            _ => None,
        })
    };
    (0..length).map(word).collect()
}

/// A value of equal width with all others.
fn fixed(format: Format, data: &[u8], at: usize) -> Option<Read<'static>> {
    let bytes = format.width()?;
    let start = at.checked_mul(bytes)?;
    let found = data.get(start..start.checked_add(bytes)?)?;
    Some(match format {
        Format::Int {
            bytes: 8,
            signed: false,
        } => Read::Int(i128::from(u64::from_ne_bytes(found.try_into().ok()?))),
        Format::Int { signed, .. } => Read::Int(i128::from(int(found, 0, bytes, signed)?)),
        Format::Float { bytes: 4 } => {
            Read::Float(f64::from(f32::from_ne_bytes(found.try_into().ok()?)))
        }
        Format::Float { .. } => Read::Float(f64::from_ne_bytes(found.try_into().ok()?)),
        Format::Decimal { bytes, scale } => decimal(found, bytes, scale)?,
        Format::Days => day(int(found, 0, 4, true)?),
        Format::Millis => day(int(found, 0, 8, true)?.div_euclid(86_400_000)),
        Format::Stamp { unit, zoned } => stamp(int(found, 0, 8, true)?, unit.0, zoned),
        Format::Null | Format::Bool | Format::Text { .. } | Format::View => return None,
    })
}

/// A decimal, if it has a place in 128 bits.
fn decimal(found: &[u8], bytes: usize, scale: i32) -> Option<Read<'static>> {
    let wide = |bytes: &[u8]| Some(i128::from_ne_bytes(bytes.try_into().ok()?));
    let value = match bytes {
        4 | 8 => i128::from(int(found, 0, bytes, true)?),
        16 => wide(found)?,
        _ => {
            let (first, second) = found.split_at(16);
            let (low, high) = match cfg!(target_endian = "little") {
                true => (wide(first)?, wide(second)?),
                false => (wide(second)?, wide(first)?),
            };
            if high != low >> 127 {
                return Some(Read::Beyond);
            }
            low
        }
    };
    Some(Read::Decimal(value, scale))
}

fn day(number: i64) -> Read<'static> {
    let first = NaiveDate::default();
    let far = Days::new(number.unsigned_abs());
    let day = match number < 0 {
        true => first.checked_sub_days(far),
        false => first.checked_add_days(far),
    };
    day.filter(|day| is_written(*day))
        .map_or(Read::NoDay(number), Read::Day)
}

/// Whether a day can be written in JSON, with a year of four digits.
pub(crate) fn is_written(day: NaiveDate) -> bool {
    (0..=9999).contains(&day.year())
}

fn stamp(number: i64, unit: i64, zoned: bool) -> Read<'static> {
    let nanos = number.rem_euclid(unit) * (1_000_000_000 / unit);
    let moment = DateTime::from_timestamp(number.div_euclid(unit), nanos as u32);
    let moment = moment.filter(|moment| is_written(moment.date_naive()));
    match (moment, zoned) {
        (None, _) => Read::NoDay(number),
        (Some(moment), true) => Read::Moment(moment),
        (Some(moment), false) => Read::Day(moment.date_naive()),
    }
}
