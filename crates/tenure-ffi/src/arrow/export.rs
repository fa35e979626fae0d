//! What goes out: risk as columns, in structs that the host releases.

use std::ffi::{CStr, CString, c_char, c_void};

use tenure::decision::{Contribution, Scored, Unjudged};
use tenure::model::Id;
use tenure::signals::SignalType;

use super::abi::{ArrowArray, ArrowSchema};
use super::plan::ID;
use crate::guard::plain;

/// A column of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Int,
    Text,
}

/// The columns of the answer, in order.
const COLUMNS: [(&CStr, Kind); 10] = [
    (c"id", Kind::Text),
    (c"points", Kind::Int),
    (c"points_low", Kind::Int),
    (c"points_high", Kind::Int),
    (c"probability_bp", Kind::Int),
    (c"band", Kind::Text),
    (c"coverage_bp", Kind::Int),
    (c"reasons", Kind::Text),
    (c"unknown", Kind::Text),
    (c"error", Kind::Text),
];

impl Kind {
    /// Offsets of 64 bits, for reasons can be long and a batch large.
    fn format(self) -> &'static CStr {
        match self {
            Self::Int => c"l",
            Self::Text => c"U",
        }
    }
}

/// A row of the answer.
pub(crate) enum Row<'s> {
    /// Its risk.
    Scored(&'s Scored),
    /// Why there is none.
    Failed(Option<Id>, String),
}

/// A cell of the answer.
enum Cell<'c> {
    Null,
    Int(i64),
    Text(&'c str),
    Reasons(&'c [Contribution]),
    Gaps(&'c [Unjudged]),
}

/// A column in the making.
#[derive(Debug)]
struct Column {
    valid: Vec<u8>,
    nulls: i64,
    /// Ints, or offsets with the 0 before the first.
    numbers: Vec<i64>,
    text: Vec<u8>,
}

/// The answer in the making.
#[derive(Debug)]
pub(crate) struct Answers {
    rows: usize,
    columns: Vec<Column>,
}

impl Answers {
    /// An answer with room for so many rows; there may be more.
    pub(crate) fn of(rows: usize) -> Self {
        let column = |(_, kind): &(&CStr, Kind)| {
            let mut numbers = Vec::with_capacity(rows + 1);
            if *kind == Kind::Text {
                numbers.push(0);
            }
            Column {
                valid: Vec::with_capacity(rows.div_ceil(8)),
                nulls: 0,
                numbers,
                text: Vec::new(),
            }
        };
        Self {
            rows: 0,
            columns: COLUMNS.iter().map(column).collect(),
        }
    }

    pub(crate) fn push(&mut self, row: Row<'_>) {
        let cells = match &row {
            Row::Scored(scored) => [
                Cell::Text(&scored.account_id),
                Cell::Int(scored.risk.points),
                Cell::Int(scored.risk.points_low),
                Cell::Int(scored.risk.points_high),
                Cell::Int(scored.risk.probability_bp),
                Cell::Text(&scored.risk.band),
                Cell::Int(scored.risk.coverage_bp),
                Cell::Reasons(&scored.contributions),
                Cell::Gaps(&scored.unknown),
                Cell::Null,
            ],
            Row::Failed(id, error) => {
                let mut cells = [const { Cell::Null }; COLUMNS.len()];
                if let Some(id) = id {
                    cells[0] = Cell::Text(id.as_str());
                }
                cells[COLUMNS.len() - 1] = Cell::Text(error);
                cells
            }
        };
        for ((column, (_, kind)), cell) in self.columns.iter_mut().zip(COLUMNS).zip(cells) {
            column.push(self.rows, kind, &cell);
        }
        self.rows += 1;
    }

    /// The answer as a batch, which the host releases.
    pub(crate) fn into_array(self) -> ArrowArray {
        let rows = self.rows as i64;
        let columns = self.columns.into_iter().zip(COLUMNS);
        let children = columns.map(|(column, (_, kind))| column.into_array(rows, kind));
        array(rows, 0, vec![Buffer::None], children.collect())
    }
}

impl Column {
    fn push(&mut self, row: usize, kind: Kind, cell: &Cell<'_>) {
        if row.is_multiple_of(8) {
            self.valid.push(0);
        }
        if matches!(cell, Cell::Null) {
            self.nulls += 1;
        } else if let Some(last) = self.valid.last_mut() {
            *last |= 1 << (row % 8);
        }
        match cell {
            Cell::Int(value) => self.numbers.push(*value),
            Cell::Text(text) => self.text.extend_from_slice(text.as_bytes()),
            Cell::Reasons(reasons) => self.json(reasons),
            Cell::Gaps(gaps) => self.json(gaps),
            Cell::Null if kind == Kind::Int => self.numbers.push(0),
            Cell::Null => {}
        }
        if kind == Kind::Text {
            self.numbers.push(self.text.len() as i64);
        }
    }

    /// JSON in one line, behind what stands there. Writing into memory does not fail, nor do these.
    fn json(&mut self, list: &[impl serde::Serialize]) {
        let _ = serde_json::to_writer(&mut self.text, list);
    }

    fn into_array(self, rows: i64, kind: Kind) -> ArrowArray {
        let valid = match self.nulls {
            0 => Buffer::None,
            _ => Buffer::Bytes(self.valid),
        };
        let mut buffers = vec![valid, Buffer::Numbers(self.numbers)];
        if kind == Kind::Text {
            buffers.push(Buffer::Bytes(self.text));
        }
        array(rows, self.nulls, buffers, Vec::new())
    }
}

#[derive(Debug)]
enum Buffer {
    None,
    Numbers(Vec<i64>),
    Bytes(Vec<u8>),
}

impl Buffer {
    fn start(&self) -> *const c_void {
        match self {
            Self::None => std::ptr::null(),
            Self::Numbers(numbers) => numbers.as_ptr().cast(),
            Self::Bytes(bytes) => bytes.as_ptr().cast(),
        }
    }
}

/// What an array of ours holds until its release. The children are boxes of ours; a host may move what is in them.
struct HeldArray {
    _buffers: Vec<Buffer>,
    starts: Vec<*const c_void>,
    children: Vec<*mut ArrowArray>,
}

fn array(
    length: i64,
    null_count: i64,
    buffers: Vec<Buffer>,
    children: Vec<ArrowArray>,
) -> ArrowArray {
    let boxed = |child| Box::into_raw(Box::new(child));
    let mut held = Box::new(HeldArray {
        starts: buffers.iter().map(Buffer::start).collect(),
        _buffers: buffers,
        children: children.into_iter().map(boxed).collect(),
    });
    ArrowArray {
        length,
        null_count,
        n_buffers: held.starts.len() as i64,
        n_children: held.children.len() as i64,
        buffers: held.starts.as_mut_ptr(),
        children: held.children.as_mut_ptr(),
        release: Some(release_array),
        private_data: Box::into_raw(held).cast(),
        ..ArrowArray::empty()
    }
}

/// # Safety
/// An array that [`array`] made, moved at will, and released for the first time.
unsafe extern "C" fn release_array(array: *mut ArrowArray) {
    // SAFETY: the caller vouches for it; one that was released before has nothing left to free.
    let Some(array) = (unsafe { array.as_mut() }).filter(|array| array.release.is_some()) else {
        return;
    };
    plain("the release of an array", (), || {
        // SAFETY: it is the box that was made with the array, and this is its only release.
        let held = unsafe { Box::from_raw(array.private_data.cast::<HeldArray>()) };
        for child in &held.children {
            // SAFETY: a box of ours; what is in it may have been moved out by the host, who then left it released.
            let mut child = unsafe { Box::from_raw(*child) };
            if let Some(release) = child.release {
                // SAFETY: it was not released yet.
                unsafe { release(&raw mut *child) };
            }
        }
    });
    *array = ArrowArray::empty();
}

/// The schema of the answer.
pub(crate) fn output_schema(provenance: &str) -> ArrowSchema {
    let column = |(name, kind): (&CStr, Kind)| schema(kind.format(), name.to_owned());
    let children = COLUMNS.into_iter().map(column).collect();
    batch_schema(provenance, children)
}

/// The schema of what a rulebook reads.
pub(crate) fn input_schema(engine: &tenure::Engine) -> ArrowSchema {
    let signals = engine.columns().into_iter().map(|signal| {
        let format = match signal.ty {
            SignalType::Int => c"l",
            SignalType::Float => c"g",
            SignalType::Bool => c"b",
            SignalType::Text => c"u",
        };
        // A name of a signal has no NUL.
        schema(
            format,
            CString::new(signal.name.as_str()).unwrap_or_default(),
        )
    });
    let id = schema(c"u", CString::new(ID).unwrap_or_default());
    let children = std::iter::once(id).chain(signals).collect();
    batch_schema(engine.provenance(), children)
}

fn batch_schema(provenance: &str, children: Vec<ArrowSchema>) -> ArrowSchema {
    let mut metadata = Vec::new();
    let mut number = |number: usize, text: &str| {
        metadata.extend_from_slice(&(number as i32).to_ne_bytes());
        metadata.extend_from_slice(text.as_bytes());
    };
    let key = "tenure.rulebook";
    number(1, "");
    number(key.len(), key);
    number(provenance.len(), provenance);
    let mut batch = schema_of(c"+s", CString::default(), metadata, children);
    // Its rows are there.
    batch.flags = 0;
    batch
}

/// What a schema of ours holds until its release.
struct HeldSchema {
    name: CString,
    metadata: Vec<u8>,
    children: Vec<*mut ArrowSchema>,
}

/// A column may have nulls, as each of ours may.
const NULLABLE: i64 = 2;

fn schema(format: &'static CStr, name: CString) -> ArrowSchema {
    schema_of(format, name, Vec::new(), Vec::new())
}

fn schema_of(
    format: &'static CStr,
    name: CString,
    metadata: Vec<u8>,
    children: Vec<ArrowSchema>,
) -> ArrowSchema {
    let boxed = |child| Box::into_raw(Box::new(child));
    let mut held = Box::new(HeldSchema {
        name,
        metadata,
        children: children.into_iter().map(boxed).collect(),
    });
    ArrowSchema {
        format: format.as_ptr(),
        name: held.name.as_ptr(),
        metadata: match held.metadata.is_empty() {
            true => std::ptr::null(),
            false => held.metadata.as_ptr().cast::<c_char>(),
        },
        flags: NULLABLE,
        n_children: held.children.len() as i64,
        children: held.children.as_mut_ptr(),
        release: Some(release_schema),
        private_data: Box::into_raw(held).cast(),
        ..ArrowSchema::empty()
    }
}

/// # Safety
/// A schema that [`schema_of`] made, moved at will, and released for the first time.
unsafe extern "C" fn release_schema(schema: *mut ArrowSchema) {
    // SAFETY: the caller vouches for it; one that was released before has nothing left to free.
    let Some(schema) = (unsafe { schema.as_mut() }).filter(|schema| schema.release.is_some())
    else {
        return;
    };
    plain("the release of a schema", (), || {
        // SAFETY: it is the box that was made with the schema, and this is its only release.
        let held = unsafe { Box::from_raw(schema.private_data.cast::<HeldSchema>()) };
        for child in &held.children {
            // SAFETY: a box of ours; what is in it may have been moved out by the host, who then left it released.
            let mut child = unsafe { Box::from_raw(*child) };
            if let Some(release) = child.release {
                // SAFETY: it was not released yet.
                unsafe { release(&raw mut *child) };
            }
        }
    });
    *schema = ArrowSchema::empty();
}
