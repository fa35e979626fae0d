//! Columns in memory as the Arrow C data interface lays them out: those of a host, and those of an answer.

use std::ffi::c_void;

use tenure::model::Id;
use tenure::signals::{Cell, Column, DataType, Value};
use tenure_ffi::arrow::abi::ArrowArray;

use crate::bits::bits;

/// Columns as a host lays them out: the buffers stay, and only the struct around them is moved in.
pub(crate) struct Laid {
    rows: usize,
    _buffers: Vec<Vec<u8>>,
    _starts: Vec<Vec<*const c_void>>,
    _children: Vec<ArrowArray>,
    places: Vec<*mut ArrowArray>,
    none: [*const c_void; 1],
}

unsafe extern "C" fn nothing_to_free(array: *mut ArrowArray) {
    // SAFETY: an array that is released by whoever holds it.
    unsafe { (*array).release = None };
}

/// Offsets and bytes of texts.
fn texts<'t>(values: impl Iterator<Item = Option<&'t str>>) -> Vec<Vec<u8>> {
    let (mut offsets, mut data) = (0_i32.to_ne_bytes().to_vec(), Vec::new());
    for value in values {
        data.extend_from_slice(value.unwrap_or_default().as_bytes());
        offsets.extend_from_slice(&(data.len() as i32).to_ne_bytes());
    }
    vec![offsets, data]
}

/// The buffers of a column, in the format that the input schema asks for.
fn buffers(column: &Column) -> Vec<Vec<u8>> {
    let cells: Vec<Cell<Value>> = (0..column.len()).map(|row| column.cell(row)).collect();
    let known = bits(cells.iter().map(|cell| matches!(cell, Cell::Known(_))));
    let wide = |bytes: fn(&Value) -> [u8; 8]| {
        let value = |cell: &Cell<Value>| match cell {
            Cell::Known(value) => bytes(value),
            _ => [0; 8],
        };
        vec![cells.iter().flat_map(value).collect::<Vec<u8>>()]
    };
    let data = match column.data_type() {
        DataType::Int => wide(|value| match value {
            Value::Int(value) => value.to_ne_bytes(),
            _ => [0; 8],
        }),
        DataType::Float => wide(|value| match value {
            Value::Float(value) => value.to_ne_bytes(),
            _ => [0; 8],
        }),
        DataType::Bool => {
            let set = |cell: &Cell<Value>| matches!(cell, Cell::Known(Value::Bool(true)));
            vec![bits(cells.iter().map(set))]
        }
        DataType::Text => texts(cells.iter().map(|cell| match cell {
            Cell::Known(Value::Text(text)) => Some(&**text),
            _ => None,
        })),
    };
    std::iter::once(known).chain(data).collect()
}

impl Laid {
    pub(crate) fn new(ids: &[Id], columns: &[(String, Column)]) -> Self {
        let every = bits(ids.iter().map(|_| true));
        let of_ids = texts(ids.iter().map(|id| Some(id.as_str())));
        let of_ids = std::iter::once(every).chain(of_ids).collect();
        let all = columns.iter().map(|(_, column)| buffers(column));
        let (mut held, mut starts, mut children) = (Vec::new(), Vec::new(), Vec::new());
        for buffers in std::iter::once(of_ids).chain(all) {
            let mut places: Vec<*const c_void> =
                buffers.iter().map(|b| b.as_ptr().cast()).collect();
            children.push(ArrowArray {
                length: ids.len() as i64,
                null_count: -1,
                n_buffers: places.len() as i64,
                buffers: places.as_mut_ptr(),
                release: Some(nothing_to_free),
                ..ArrowArray::empty()
            });
            starts.push(places);
            held.extend(buffers);
        }
        Self {
            rows: ids.len(),
            _buffers: held,
            _starts: starts,
            places: children.iter_mut().map(std::ptr::from_mut).collect(),
            _children: children,
            none: [std::ptr::null()],
        }
    }

    pub(crate) fn array(&mut self) -> ArrowArray {
        ArrowArray {
            length: self.rows as i64,
            n_buffers: 1,
            buffers: self.none.as_mut_ptr(),
            n_children: self.places.len() as i64,
            children: self.places.as_mut_ptr(),
            release: Some(nothing_to_free),
            ..ArrowArray::empty()
        }
    }
}

/// The columns of an answer that are texts, by number; the others are whole numbers.
const TEXTS: [usize; 5] = [0, 5, 7, 8, 9];
/// How many columns an answer has.
pub(crate) const COLUMNS: usize = 10;

/// What an answer of the library says, row by row; `None` for null.
pub(crate) fn told(answer: &ArrowArray) -> Vec<[Option<String>; COLUMNS]> {
    let cell = |row: usize, column: usize| {
        // SAFETY: the answer has so many columns of so many rows.
        let child = unsafe { &**answer.children.add(column) };
        is_known(child, row).then(|| match TEXTS.contains(&column) {
            true => text(child, row),
            false => number(child, row).to_string(),
        })
    };
    (0..answer.length as usize)
        .map(|row| std::array::from_fn(|column| cell(row, column)))
        .collect()
}

fn is_known(column: &ArrowArray, row: usize) -> bool {
    // SAFETY: the first buffer has a bit for each row, or is NULL where all are known.
    unsafe {
        let bits = (*column.buffers).cast::<u8>();
        bits.is_null() || *bits.add(row / 8) >> (row % 8) & 1 == 1
    }
}

fn number(column: &ArrowArray, row: usize) -> i64 {
    // SAFETY: the second buffer has a number for each row, of texts an offset and one more.
    unsafe { *(*column.buffers.add(1)).cast::<i64>().add(row) }
}

fn text(column: &ArrowArray, row: usize) -> String {
    let (start, end) = (
        number(column, row) as usize,
        number(column, row + 1) as usize,
    );
    // SAFETY: the third buffer has the bytes between the offsets.
    let bytes = unsafe {
        let data = (*column.buffers.add(2)).cast::<u8>();
        std::slice::from_raw_parts(data.add(start), end - start)
    };
    String::from_utf8_lossy(bytes).into_owned()
}
