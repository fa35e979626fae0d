//! Batches of a host that exists in tests and fuzzing only: well laid out, or wrong in any way that can be seen.

mod bits;
mod draw;
mod target;

use std::ffi::{CString, c_char, c_int, c_void};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::abi::{ArrowArray, ArrowArrayStream, ArrowSchema};

use bits::bits;

pub use target::Target;

/// A rulebook over columns of every type: each value shows in a reason, so that answers differ where values do.
pub const COLUMNS: &str = include_str!("made_up/columns.toml");

/// A column as a host lays it out. What is public may be spoiled.
#[derive(Debug, Clone)]
pub struct Column {
    /// The name.
    pub name: String,
    /// The format.
    pub format: String,
    /// What it says of its length, nulls and offset.
    pub length: i64,
    /// See `length`.
    pub null_count: i64,
    /// See `length`.
    pub offset: i64,
    /// The buffers; `None` for NULL.
    pub buffers: Vec<Option<Vec<u8>>>,
    /// What it says of their number, if that is another one.
    pub n_buffers: Option<i64>,
    /// A dictionary's words.
    pub words: Option<Box<Column>>,
    /// Whether it says that it was released.
    pub gone: bool,
}

/// A batch as a host lays it out.
#[derive(Debug, Clone)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// What it says of its length, nulls and offset.
    pub length: i64,
    /// See `length`.
    pub null_count: i64,
    /// See `length`.
    pub offset: i64,
    /// Which rows are there, as bits.
    pub validity: Option<Vec<u8>>,
    /// What it says of the number of its buffers, if that is another one.
    pub n_buffers: Option<i64>,
    /// What it says of the number of its children, if that is another one.
    pub n_children: Option<i64>,
    /// Whether the place where the children stand is NULL.
    pub no_children: bool,
}

/// What became of what a host handed in.
#[derive(Debug, Default)]
pub struct Fate {
    /// How often a batch was released.
    pub released: AtomicUsize,
    /// How many buffers were another at their release.
    pub written: AtomicUsize,
}

impl Fate {
    /// Whether so many batches were released, and none was written to.
    pub fn is_well(&self, batches: usize) -> bool {
        self.released.load(Ordering::SeqCst) == batches && self.written.load(Ordering::SeqCst) == 0
    }
}

impl Column {
    fn new(name: &str, format: &str, nulls: &[bool], mut buffers: Vec<Option<Vec<u8>>>) -> Self {
        let count = nulls.iter().filter(|null| **null).count();
        let valid = (count > 0).then(|| bits(nulls.iter().map(|null| !null)));
        buffers.insert(0, valid);
        Self {
            name: name.to_owned(),
            format: format.to_owned(),
            length: nulls.len() as i64,
            null_count: count as i64,
            offset: 0,
            buffers,
            n_buffers: None,
            words: None,
            gone: false,
        }
    }

    /// Values of equal width.
    pub fn fixed<const N: usize>(name: &str, format: &str, values: &[Option<[u8; N]>]) -> Self {
        let nulls: Vec<bool> = values.iter().map(Option::is_none).collect();
        // What stands under a null is nobody's business.
        let bytes = values.iter().flat_map(|value| value.unwrap_or([0xAA; N]));
        Self::new(name, format, &nulls, vec![Some(bytes.collect())])
    }

    /// Bits.
    pub fn bools(name: &str, values: &[Option<bool>]) -> Self {
        let nulls: Vec<bool> = values.iter().map(Option::is_none).collect();
        let set = bits(values.iter().map(|value| value.unwrap_or(true)));
        Self::new(name, "b", &nulls, vec![Some(set)])
    }

    /// Texts by offsets: of format `u` or `U`.
    pub fn texts(name: &str, format: &str, values: &[Option<&str>]) -> Self {
        let nulls: Vec<bool> = values.iter().map(Option::is_none).collect();
        let (mut offsets, mut data) = (Vec::new(), Vec::new());
        let mut offset = |length: usize| match format {
            "u" => offsets.extend_from_slice(&(length as i32).to_ne_bytes()),
            _ => offsets.extend_from_slice(&(length as i64).to_ne_bytes()),
        };
        offset(0);
        for value in values {
            data.extend_from_slice(value.unwrap_or("\u{0}").as_bytes());
            offset(data.len());
        }
        Self::new(name, format, &nulls, vec![Some(offsets), Some(data)])
    }

    /// Texts by views: the long ones stand in two buffers by turns.
    pub fn views(name: &str, values: &[Option<&str>]) -> Self {
        let nulls: Vec<bool> = values.iter().map(Option::is_none).collect();
        let (mut views, mut data) = (Vec::new(), [Vec::new(), Vec::new()]);
        for (row, value) in values.iter().enumerate() {
            let text = value.unwrap_or("").as_bytes();
            views.extend_from_slice(&(text.len() as i32).to_ne_bytes());
            if text.len() <= 12 {
                let mut short = text.to_vec();
                short.resize(12, 0);
                views.extend_from_slice(&short);
            } else {
                let number = row % 2;
                views.extend_from_slice(text.get(..4).unwrap_or_default());
                views.extend_from_slice(&(number as i32).to_ne_bytes());
                views.extend_from_slice(&(data[number].len() as i32).to_ne_bytes());
                data[number].extend_from_slice(text);
            }
        }
        let lengths = data
            .iter()
            .flat_map(|data| (data.len() as i64).to_ne_bytes());
        let lengths: Vec<u8> = lengths.collect();
        let [first, second] = data;
        let buffers = vec![Some(views), Some(first), Some(second), Some(lengths)];
        Self::new(name, "vu", &nulls, buffers)
    }

    /// Nothing but nulls.
    pub fn nulls(name: &str, rows: usize) -> Self {
        let column = Self::new(name, "n", &[], Vec::new());
        Self {
            length: rows as i64,
            null_count: rows as i64,
            buffers: Vec::new(),
            ..column
        }
    }

    /// The same, as a dictionary's indices.
    #[must_use]
    pub fn of_words(self, words: Self) -> Self {
        let words = Some(Box::new(words));
        Self { words, ..self }
    }

    /// The same without its first rows: they stay in the buffers.
    #[must_use]
    pub fn sliced(self, rows: i64) -> Self {
        Self {
            length: self.length - rows,
            offset: self.offset + rows,
            null_count: if self.null_count == 0 { 0 } else { -1 },
            ..self
        }
    }

    fn array(&self, fate: &Arc<Fate>) -> ArrowArray {
        let buffers: Vec<Option<Box<[u8]>>> = self
            .buffers
            .iter()
            .map(|buffer| buffer.clone().map(Vec::into_boxed_slice))
            .collect();
        let words = self.words.as_ref().map(|words| words.array(fate));
        let made = array(buffers, Vec::new(), words, fate, false);
        ArrowArray {
            length: self.length,
            null_count: self.null_count,
            offset: self.offset,
            n_buffers: self.n_buffers.unwrap_or(self.buffers.len() as i64),
            ..made
        }
    }

    fn schema(&self) -> ArrowSchema {
        let words = self.words.as_ref().map(|words| words.schema());
        schema(&self.format, &self.name, Vec::new(), words)
    }
}

impl Table {
    /// A batch of columns of equal length.
    pub fn new(columns: Vec<Column>) -> Self {
        Self {
            length: columns
                .iter()
                .map(|column| column.length)
                .min()
                .unwrap_or(0),
            columns,
            null_count: 0,
            offset: 0,
            validity: None,
            n_buffers: None,
            n_children: None,
            no_children: false,
        }
    }

    /// The same without its first rows, as the batch says, not its columns.
    #[must_use]
    pub fn sliced(self, rows: i64) -> Self {
        Self {
            length: self.length - rows,
            offset: self.offset + rows,
            ..self
        }
    }

    /// Lays it out, to be handed in.
    pub fn array(&self, fate: &Arc<Fate>) -> ArrowArray {
        let children = self.columns.iter().map(|column| column.array(fate));
        let validity = self.validity.clone().map(Vec::into_boxed_slice);
        let mut made = array(vec![validity], children.collect(), None, fate, true);
        made.length = self.length;
        made.null_count = self.null_count;
        made.offset = self.offset;
        made.n_buffers = self.n_buffers.unwrap_or(1);
        made.n_children = self.n_children.unwrap_or(self.columns.len() as i64);
        let gone = |number: &usize| self.columns.get(*number).is_some_and(|column| column.gone);
        for number in (0..self.columns.len()).filter(gone) {
            // SAFETY: the box of a child that was just made, of which there are as many as columns.
            unsafe {
                let child = *made.children.add(number);
                if let Some(release) = (*child).release {
                    release(child);
                }
            }
        }
        if self.no_children {
            made.children = std::ptr::null_mut();
        }
        made
    }

    /// Its schema, to be handed in.
    pub fn schema(&self) -> ArrowSchema {
        let children = self.columns.iter().map(Column::schema);
        schema("+s", "", children.collect(), None)
    }
}

/// Boxes what a struct holds of its own kind; NULL for what it has not.
fn boxed<T>(of: impl Into<Option<T>>) -> *mut T {
    let of = of.into();
    of.map_or(std::ptr::null_mut(), |of| Box::into_raw(Box::new(of)))
}

/// Releases what a struct held, and frees the boxes.
///
/// # Safety
/// They are NULL or of [`boxed`], and nobody uses them any more.
unsafe fn free<T>(
    boxes: impl Iterator<Item = *mut T>,
    release: impl Fn(&T) -> Option<unsafe extern "C" fn(*mut T)>,
) {
    for held in boxes.filter(|held| !held.is_null()) {
        // SAFETY: the caller vouches for it.
        let mut held = unsafe { Box::from_raw(held) };
        if let Some(release) = release(&held) {
            // SAFETY: it was not released yet.
            unsafe { release(&raw mut *held) };
        }
    }
}

struct HeldArray {
    buffers: Vec<Option<Box<[u8]>>>,
    before: Vec<Option<Box<[u8]>>>,
    starts: Vec<*const c_void>,
    children: Vec<*mut ArrowArray>,
    words: *mut ArrowArray,
    fate: Arc<Fate>,
    counts: bool,
}

fn array(
    buffers: Vec<Option<Box<[u8]>>>,
    children: Vec<ArrowArray>,
    words: Option<ArrowArray>,
    fate: &Arc<Fate>,
    counts: bool,
) -> ArrowArray {
    let start = |buffer: &Option<Box<[u8]>>| {
        buffer
            .as_ref()
            .map_or(std::ptr::null(), |buffer| buffer.as_ptr().cast())
    };
    let mut held = Box::new(HeldArray {
        starts: buffers.iter().map(start).collect(),
        before: buffers.clone(),
        buffers,
        children: children.into_iter().map(boxed).collect(),
        words: boxed(words),
        fate: fate.clone(),
        counts,
    });
    ArrowArray {
        buffers: held.starts.as_mut_ptr(),
        children: held.children.as_mut_ptr(),
        dictionary: held.words,
        release: Some(release_array),
        private_data: Box::into_raw(held).cast(),
        ..ArrowArray::empty()
    }
}

unsafe extern "C" fn release_array(array: *mut ArrowArray) {
    // SAFETY: an array that was made above; a second release frees nothing, and is counted.
    let (held, array) = unsafe {
        let array = &mut *array;
        (Box::from_raw(array.private_data.cast::<HeldArray>()), array)
    };
    if held.counts {
        held.fate.released.fetch_add(1, Ordering::SeqCst);
    }
    if held.buffers != held.before {
        held.fate.written.fetch_add(1, Ordering::SeqCst);
    }
    let within = held.children.iter().copied().chain([held.words]);
    // SAFETY: they were boxed with the array.
    unsafe { free(within, |child: &ArrowArray| child.release) };
    *array = ArrowArray::empty();
}

struct HeldSchema {
    format: CString,
    name: CString,
    children: Vec<*mut ArrowSchema>,
    words: *mut ArrowSchema,
}

fn schema(
    format: &str,
    name: &str,
    children: Vec<ArrowSchema>,
    words: Option<ArrowSchema>,
) -> ArrowSchema {
    let mut held = Box::new(HeldSchema {
        format: CString::new(format).unwrap_or_default(),
        name: CString::new(name).unwrap_or_default(),
        children: children.into_iter().map(boxed).collect(),
        words: boxed(words),
    });
    ArrowSchema {
        format: held.format.as_ptr(),
        name: held.name.as_ptr(),
        n_children: held.children.len() as i64,
        children: held.children.as_mut_ptr(),
        dictionary: held.words,
        release: Some(release_schema),
        private_data: Box::into_raw(held).cast(),
        ..ArrowSchema::empty()
    }
}

unsafe extern "C" fn release_schema(schema: *mut ArrowSchema) {
    // SAFETY: a schema that was made above, released for the first time.
    let (held, schema) = unsafe {
        let schema = &mut *schema;
        (
            Box::from_raw(schema.private_data.cast::<HeldSchema>()),
            schema,
        )
    };
    let within = held.children.iter().copied().chain([held.words]);
    // SAFETY: they were boxed with the schema.
    unsafe { free(within, |child: &ArrowSchema| child.release) };
    *schema = ArrowSchema::empty();
}

/// A stream of batches; where a batch is none, it fails.
pub fn stream(tables: Vec<Option<Table>>, fate: &Arc<Fate>) -> ArrowArrayStream {
    let held = Box::new(HeldStream {
        schema: tables.iter().flatten().next().cloned(),
        left: tables.into_iter().rev().collect(),
        fate: fate.clone(),
    });
    ArrowArrayStream {
        get_schema: Some(get_schema),
        get_next: Some(get_next),
        get_last_error: Some(get_last_error),
        release: Some(release_stream),
        private_data: Box::into_raw(held).cast(),
    }
}

struct HeldStream {
    schema: Option<Table>,
    left: Vec<Option<Table>>,
    fate: Arc<Fate>,
}

unsafe extern "C" fn get_schema(stream: *mut ArrowArrayStream, out: *mut ArrowSchema) -> c_int {
    // SAFETY: a stream that was made above, and a place for a schema.
    unsafe {
        let held = &*(*stream).private_data.cast::<HeldStream>();
        let Some(table) = &held.schema else { return 5 };
        out.write(table.schema());
    }
    0
}

unsafe extern "C" fn get_next(stream: *mut ArrowArrayStream, out: *mut ArrowArray) -> c_int {
    // SAFETY: a stream that was made above, and a place for an array.
    unsafe {
        let held = &mut *(*stream).private_data.cast::<HeldStream>();
        match held.left.pop() {
            None => out.write(ArrowArray::empty()),
            Some(None) => return 5,
            Some(Some(table)) => out.write(table.array(&held.fate)),
        }
    }
    0
}

unsafe extern "C" fn get_last_error(_: *mut ArrowArrayStream) -> *const c_char {
    c"the disk is gone".as_ptr()
}

unsafe extern "C" fn release_stream(stream: *mut ArrowArrayStream) {
    // SAFETY: a stream that was made above, released for the first time.
    unsafe {
        let held = Box::from_raw((*stream).private_data.cast::<HeldStream>());
        held.fate.released.fetch_add(1, Ordering::SeqCst);
        *stream = ArrowArrayStream::empty();
    }
}
