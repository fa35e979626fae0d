//! What a host hands in: the only room that reads through the pointers of the Arrow structs.
//!
//! The structs do not tell how long a buffer is: that follows from the format, the length and the offset, and, of text,
//! from the last offset. Everything else that can be told is looked at before it is used. No buffer is ever written.

use std::ffi::{CStr, c_char, c_void};
use std::fmt;
use std::marker::PhantomData;

use super::abi::{ArrowArray, ArrowArrayStream, ArrowSchema};
use super::format::Format;
use crate::failure::{Failure, Outcome};
use crate::status;

/// So many columns at most.
const MOST_COLUMNS: usize = 10_000;

/// A column's type, as it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape<'s> {
    pub(crate) name: &'s str,
    pub(crate) format: &'s str,
    /// The format of a dictionary's words.
    pub(crate) words: Option<&'s str>,
}

/// What a message speaks of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum What<'a> {
    /// The batch itself.
    Batch,
    /// A column, by its name.
    Column(&'a str),
    /// The dictionary of a column.
    Words(&'a str),
}

impl What<'_> {
    /// Its dictionary.
    pub(crate) fn words(self) -> Self {
        match self {
            Self::Batch => self,
            Self::Column(name) | Self::Words(name) => Self::Words(name),
        }
    }
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Batch => f.write_str("the batch"),
            Self::Column(name) => write!(f, "the column `{name}`"),
            Self::Words(name) => write!(f, "the column `{name}`, dictionary"),
        }
    }
}

pub(crate) fn bad_schema(message: impl Into<String>) -> Failure {
    Failure::new(status::E_SCHEMA, message)
}

pub(crate) fn bad_array(message: impl Into<String>) -> Failure {
    Failure::new(status::E_ARRAY, message)
}

/// The columns of a batch's schema.
///
/// # Safety
/// The schema is NULL, or laid out as the Arrow C data interface says; it stays for `'s`, and nobody changes it.
pub(crate) unsafe fn columns<'s>(schema: *const ArrowSchema) -> Outcome<Vec<Shape<'s>>> {
    // SAFETY: the caller vouches for what it points to.
    let schema = unsafe { schema.as_ref() }.ok_or_else(|| Failure::null("schema"))?;
    if schema.release.is_none() {
        return Err(bad_schema("the schema was released before the call"));
    }
    // SAFETY: as above.
    let format = unsafe { word(schema.format) }?.unwrap_or_default();
    if format != "+s" {
        return Err(bad_schema(format!(
            "the schema is of format `{format}`, and must be a struct (`+s`) with a child for each column"
        )));
    }
    let count = count(schema.n_children, MOST_COLUMNS)
        .ok_or_else(|| bad_schema(format!("the schema has {} children", schema.n_children)))?;
    // SAFETY: as above, and the count is the one that it tells.
    let children = unsafe { pointers(schema.children.cast_const(), count) }
        .ok_or_else(|| bad_schema("the schema has children, and no place where they stand"))?;
    // SAFETY: as above.
    let shape = |child: &*mut ArrowSchema| unsafe { shape(*child) };
    children.iter().map(shape).collect()
}

/// # Safety
/// As [`columns`].
unsafe fn shape<'s>(column: *const ArrowSchema) -> Outcome<Shape<'s>> {
    // SAFETY: the caller vouches for what it points to.
    let column = unsafe { column.as_ref() }
        .filter(|column| column.release.is_some())
        .ok_or_else(|| bad_schema("a column of the schema is NULL, or was released"))?;
    // SAFETY: as above.
    let (name, format) = unsafe { (word(column.name)?, word(column.format)?) };
    let name = name.unwrap_or_default();
    let format = format.ok_or_else(|| bad_schema(format!("the column `{name}` has no format")))?;
    // SAFETY: as above.
    let words = match unsafe { column.dictionary.as_ref() } {
        None => None,
        Some(words) if words.release.is_none() => {
            return Err(bad_schema(format!(
                "the column `{name}` has a dictionary that was released"
            )));
        }
        Some(words) if !words.dictionary.is_null() => {
            return Err(bad_schema(format!(
                "the column `{name}` has a dictionary of dictionaries; decode it first"
            )));
        }
        // SAFETY: as above.
        Some(words) => Some(unsafe { word(words.format) }?.unwrap_or_default()),
    };
    Ok(Shape {
        name,
        format,
        words,
    })
}

/// A text that ends with a NUL, if there is one.
///
/// # Safety
/// NULL, or a NUL ends it, and it stays for `'s`.
unsafe fn word<'s>(text: *const c_char) -> Outcome<Option<&'s str>> {
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: it is not NULL, and the caller vouches for its end.
    let text = unsafe { CStr::from_ptr(text) }.to_str();
    text.map(Some)
        .map_err(|_| bad_schema("a name or a format of the schema is not UTF-8"))
}

/// A number of things, if it can be one.
fn count(number: i64, most: usize) -> Option<usize> {
    usize::try_from(number).ok().filter(|count| *count <= most)
}

/// So many pointers; `None` where there should be some, and there is no place for them.
///
/// # Safety
/// NULL, or so many pointers stand there, for `'a`.
unsafe fn pointers<'a, T>(place: *const T, count: usize) -> Option<&'a [T]> {
    if count == 0 {
        return Some(&[]);
    }
    if place.is_null() {
        return None;
    }
    // SAFETY: it is not NULL, and the caller vouches for the count, which is small.
    Some(unsafe { std::slice::from_raw_parts(place, count) })
}

/// Structs that are moved to us, and released when we are done with them, whatever happens.
macro_rules! moved {
    ($( $(#[doc = $doc:literal])+ $name:ident of $inner:ident; )+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug)]
        pub(crate) struct $name($inner);

        impl $name {
            /// Moves it here: what it was moved from is marked as released. `None` where there is none, or an empty one.
            ///
            /// # Safety
            /// NULL, or one that is laid out as its interface says, and that nobody else uses.
            pub(crate) unsafe fn take(from: *mut $inner) -> Option<Self> {
                // SAFETY: the caller vouches for what it points to.
                let from = unsafe { from.as_mut() }?;
                let taken = Self(std::mem::replace(from, $inner::empty()));
                taken.0.release.is_some().then_some(taken)
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                if let Some(release) = self.0.release {
                    // SAFETY: it is ours, and was not released yet; its producer wrote the callback for that.
                    unsafe { release(&raw mut self.0) };
                }
            }
        }
    )+ };
}

moved! {
    /// A batch that is ours.
    Batch of ArrowArray;
    /// A schema that is ours.
    OwnSchema of ArrowSchema;
    /// A stream that is ours.
    Stream of ArrowArrayStream;
}

impl OwnSchema {
    /// Its columns.
    pub(crate) fn columns(&self) -> Outcome<Vec<Shape<'_>>> {
        // SAFETY: it is ours until it is dropped, and its producer vouched for its layout.
        unsafe { columns(&raw const self.0) }
    }
}

impl Stream {
    /// Its schema.
    pub(crate) fn schema(&mut self) -> Outcome<OwnSchema> {
        let mut schema = ArrowSchema::empty();
        let tell = self.0.get_schema.ok_or_else(|| incomplete("get_schema"))?;
        // SAFETY: the stream was not released, and its producer wrote the callback for that.
        let code = unsafe { tell(&raw mut self.0, &raw mut schema) };
        if code != 0 {
            return Err(self.failed(code));
        }
        // SAFETY: the producer just made it for us.
        let taken = unsafe { OwnSchema::take(&raw mut schema) };
        taken.ok_or_else(|| bad_schema("the stream told no schema"))
    }

    /// Its next batch; none at its end.
    pub(crate) fn next(&mut self) -> Outcome<Option<Batch>> {
        let mut batch = ArrowArray::empty();
        let next = self.0.get_next.ok_or_else(|| incomplete("get_next"))?;
        // SAFETY: the stream was not released, and its producer wrote the callback for that.
        let code = unsafe { next(&raw mut self.0, &raw mut batch) };
        if code != 0 {
            return Err(self.failed(code));
        }
        // SAFETY: the producer just made it for us.
        Ok(unsafe { Batch::take(&raw mut batch) })
    }

    fn failed(&mut self, code: i32) -> Failure {
        let said = self.0.get_last_error.map(|tell| {
            // SAFETY: the stream was not released, and its producer wrote the callback for that.
            let said = unsafe { tell(&raw mut self.0) };
            if said.is_null() {
                return String::new();
            }
            // SAFETY: it is not NULL, and a NUL ends it.
            unsafe { CStr::from_ptr(said) }
                .to_string_lossy()
                .into_owned()
        });
        let said = said.filter(|said| !said.is_empty());
        let said = said.unwrap_or_else(|| "it did not say why".to_owned());
        let message = format!("the stream that was handed in failed with {code}: {said}");
        Failure::new(status::E_STREAM, message)
    }
}

fn incomplete(callback: &str) -> Failure {
    let message = format!("the stream that was handed in has no `{callback}`");
    Failure::new(status::E_STREAM, message)
}

/// An array that is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'a> {
    array: &'a ArrowArray,
    of: PhantomData<&'a Batch>,
}

/// The values of a column, as bytes. The rows begin at `first`.
#[derive(Debug)]
pub(crate) struct Raw<'a> {
    /// How many values there are from the buffers' start on.
    pub(crate) end: usize,
    /// Where the array's rows begin.
    pub(crate) first: usize,
    /// Which are known, from the buffers' start on; all where it is `None`.
    pub(crate) validity: Option<&'a [u8]>,
    pub(crate) data: Data<'a>,
}

/// The buffers of a column.
#[derive(Debug)]
pub(crate) enum Data<'a> {
    /// None.
    Null,
    /// Bits.
    Bits(&'a [u8]),
    /// Values of equal width.
    Fixed(&'a [u8]),
    /// Offsets, and what they are offsets of.
    Text(&'a [u8], &'a [u8]),
    /// Views, and what they look at.
    Views(&'a [u8], Vec<&'a [u8]>),
}

impl Batch {
    /// The batch as an array to be looked at.
    pub(crate) fn node(&self) -> Node<'_> {
        Node {
            array: &self.0,
            of: PhantomData,
        }
    }
}

impl<'a> Node<'a> {
    /// How many rows, and where they begin.
    pub(crate) fn span(self, what: What<'_>) -> Outcome<(usize, usize)> {
        let ArrowArray { length, offset, .. } = *self.array;
        let span = usize::try_from(length)
            .ok()
            .zip(usize::try_from(offset).ok());
        // Widths are of 32 bytes at most, and no object has more than isize::MAX of them.
        let fits = |(length, offset): &(usize, usize)| {
            let end = length.checked_add(*offset);
            end.is_some_and(|end| end < isize::MAX as usize / 32)
        };
        span.filter(fits).ok_or_else(|| {
            bad_array(format!(
                "{what}: it cannot have length {length} and offset {offset}"
            ))
        })
    }

    /// The children of a batch, of which there must be so many.
    pub(crate) fn children(self, count: usize) -> Outcome<Vec<Self>> {
        if self.array.n_children != count as i64 {
            return Err(bad_array(format!(
                "the batch has {} columns, and the schema {count}",
                self.array.n_children
            )));
        }
        // SAFETY: it tells that so many stand there, and its producer vouched for its layout.
        let children = unsafe { pointers(self.array.children.cast_const(), count) }
            .ok_or_else(|| bad_array("the batch has columns, and no place where they stand"))?;
        // SAFETY: as above.
        let node = |child: &*mut ArrowArray| unsafe { self.other(*child) };
        children
            .iter()
            .map(|child| {
                node(child)
                    .ok_or_else(|| bad_array("a column of the batch is NULL, or was released"))
            })
            .collect()
    }

    /// The words of a dictionary.
    pub(crate) fn words(self, what: What<'_>) -> Outcome<Self> {
        // SAFETY: the producer vouched for the array's layout.
        unsafe { self.other(self.array.dictionary) }
            .ok_or_else(|| bad_array(format!("{what}: its dictionary is NULL, or was released")))
    }

    /// # Safety
    /// NULL, or an array that stays as long as this one, laid out as the interface says.
    unsafe fn other(self, array: *const ArrowArray) -> Option<Self> {
        // SAFETY: the caller vouches for what it points to.
        let array = unsafe { array.as_ref() }?;
        let of = PhantomData;
        array.release.is_some().then_some(Self { array, of })
    }

    /// Which rows of a batch are there, from the buffer's start on; all where it is `None`.
    pub(crate) fn rows_known(self, end: usize) -> Outcome<Option<&'a [u8]>> {
        self.must_have_buffers(What::Batch, 1, 1)?;
        self.validity(What::Batch, end)
    }

    /// The buffers of a column.
    pub(crate) fn raw(self, format: Format, what: What<'_>) -> Outcome<Raw<'a>> {
        let (length, first) = self.span(what)?;
        let end = first + length;
        let (least, most) = match format {
            Format::Null => (0, 1),
            Format::View => (3, i64::from(i32::MAX)),
            Format::Text { .. } => (3, 3),
            _ => (2, 2),
        };
        self.must_have_buffers(what, least, most)?;
        let raw = |validity, data| Raw {
            end,
            first,
            validity,
            data,
        };
        if format == Format::Null {
            return Ok(raw(None, Data::Null));
        }
        let validity = self.validity(what, end)?;
        let data = match format {
            Format::Text { bytes } => self.text(what, end, bytes)?,
            Format::View => self.views(what, end)?,
            Format::Bool => Data::Bits(self.buffer(what, 1, end.div_ceil(8))?),
            _ => Data::Fixed(self.buffer(what, 1, end * format.width().unwrap_or(1))?),
        };
        Ok(raw(validity, data))
    }

    fn must_have_buffers(self, what: What<'_>, least: i64, most: i64) -> Outcome<()> {
        let count = self.array.n_buffers;
        if (least..=most).contains(&count) {
            return Ok(());
        }
        let wanted = if least == most { "" } else { "at least " };
        Err(bad_array(format!(
            "{what}: it has {count} buffers, and must have {wanted}{least}"
        )))
    }

    fn validity(self, what: What<'_>, end: usize) -> Outcome<Option<&'a [u8]>> {
        let nulls = self.array.null_count;
        if nulls < -1 || nulls > self.array.length {
            return Err(bad_array(format!("{what}: it cannot have {nulls} nulls")));
        }
        if end == 0 || self.pointer(what, 0)?.is_null() {
            let counted = nulls > 0;
            let missing = format!("{what}: it has {nulls} nulls, and nothing tells which");
            return if counted {
                Err(bad_array(missing))
            } else {
                Ok(None)
            };
        }
        self.buffer(what, 0, end.div_ceil(8)).map(Some)
    }

    fn text(self, what: What<'_>, end: usize, bytes: usize) -> Outcome<Data<'a>> {
        if end == 0 {
            return Ok(Data::Text(&[], &[]));
        }
        let offsets = self.buffer(what, 1, (end + 1) * bytes)?;
        let last = super::values::int(offsets, end, bytes, true).unwrap_or(-1);
        let length = usize::try_from(last)
            .ok()
            .filter(|length| *length <= isize::MAX as usize);
        let length =
            length.ok_or_else(|| bad_array(format!("{what}: its last offset is {last}")))?;
        Ok(Data::Text(offsets, self.buffer(what, 2, length)?))
    }

    fn views(self, what: What<'_>, end: usize) -> Outcome<Data<'a>> {
        if end == 0 {
            return Ok(Data::Views(&[], Vec::new()));
        }
        let views = self.buffer(what, 1, end * 16)?;
        // Between the views and the lengths of the buffers stand the buffers.
        let count = usize::try_from(self.array.n_buffers).unwrap_or(3) - 3;
        let lengths = self.buffer(what, count + 2, count * 8)?;
        let buffer = |number: usize| {
            let length = super::values::int(lengths, number, 8, true).unwrap_or(-1);
            let fits = usize::try_from(length)
                .ok()
                .filter(|length| *length <= isize::MAX as usize);
            let length = fits.ok_or_else(|| {
                bad_array(format!(
                    "{what}: its buffer {number} cannot have {length} bytes"
                ))
            })?;
            self.buffer(what, number + 2, length)
        };
        let buffers: Outcome<Vec<&[u8]>> = (0..count).map(buffer).collect();
        Ok(Data::Views(views, buffers?))
    }

    fn pointer(self, what: What<'_>, number: usize) -> Outcome<*const c_void> {
        let count = usize::try_from(self.array.n_buffers).unwrap_or(0);
        // SAFETY: it tells that so many stand there, and its producer vouched for its layout.
        let all = unsafe { pointers(self.array.buffers.cast_const(), count) };
        let found = all.and_then(|all| all.get(number)).copied();
        found.ok_or_else(|| bad_array(format!("{what}: there is no place for its buffers")))
    }

    /// A buffer that by the format has so many bytes.
    fn buffer(self, what: What<'_>, number: usize, bytes: usize) -> Outcome<&'a [u8]> {
        let start = self.pointer(what, number)?.cast::<u8>();
        if bytes == 0 {
            return Ok(&[]);
        }
        if start.is_null() {
            return Err(bad_array(format!(
                "{what}: its buffer {number} is NULL, and must have {bytes} bytes"
            )));
        }
        // SAFETY: it is not NULL; its producer vouched that it is as long as the layout says; `span` and the checks of the
        // lengths above keep it within isize::MAX; bytes need no alignment, and nobody changes them while the array is ours.
        Ok(unsafe { std::slice::from_raw_parts(start, bytes) })
    }
}
