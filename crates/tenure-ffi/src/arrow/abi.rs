//! The structs of the Arrow C data and stream interfaces, as their specification lays them out.

use std::ffi::{c_char, c_int, c_void};

/// The type of a column, or of a batch.
#[repr(C)]
#[derive(Debug)]
pub struct ArrowSchema {
    /// The type, as a text.
    pub format: *const c_char,
    /// The name.
    pub name: *const c_char,
    /// Pairs of texts.
    pub metadata: *const c_char,
    /// Marks.
    pub flags: i64,
    /// How many children.
    pub n_children: i64,
    /// The children.
    pub children: *mut *mut ArrowSchema,
    /// The type of a dictionary's words.
    pub dictionary: *mut ArrowSchema,
    /// Frees what it holds; NULL once that is done.
    pub release: Option<unsafe extern "C" fn(*mut ArrowSchema)>,
    /// The producer's own.
    pub private_data: *mut c_void,
}

/// The values of a column, or of a batch.
#[repr(C)]
#[derive(Debug)]
pub struct ArrowArray {
    /// How many values.
    pub length: i64,
    /// How many of them are null; -1 where nobody counted.
    pub null_count: i64,
    /// How many values of the buffers come before the first.
    pub offset: i64,
    /// How many buffers.
    pub n_buffers: i64,
    /// How many children.
    pub n_children: i64,
    /// The buffers.
    pub buffers: *mut *const c_void,
    /// The children.
    pub children: *mut *mut ArrowArray,
    /// The words of a dictionary.
    pub dictionary: *mut ArrowArray,
    /// Frees what it holds; NULL once that is done.
    pub release: Option<unsafe extern "C" fn(*mut ArrowArray)>,
    /// The producer's own.
    pub private_data: *mut c_void,
}

/// Batches, one after the other.
#[repr(C)]
#[derive(Debug)]
pub struct ArrowArrayStream {
    /// Tells the schema; 0 on success.
    pub get_schema: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut ArrowSchema) -> c_int>,
    /// Gives the next batch, released at the end; 0 on success.
    pub get_next: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut ArrowArray) -> c_int>,
    /// What went wrong last.
    pub get_last_error: Option<unsafe extern "C" fn(*mut ArrowArrayStream) -> *const c_char>,
    /// Frees what it holds; NULL once that is done.
    pub release: Option<unsafe extern "C" fn(*mut ArrowArrayStream)>,
    /// The producer's own.
    pub private_data: *mut c_void,
}

/// Structs that hold nothing: as they are before somebody fills them, and after their release.
macro_rules! empty {
    ($( $name:ident { $( $field:ident : $value:expr ),+ $(,)? } )+) => { $(
        impl $name {
            /// One that holds nothing.
            pub const fn empty() -> Self {
                Self { $( $field: $value ),+ }
            }
        }
    )+ };
}

empty! {
    ArrowSchema {
        format: std::ptr::null(), name: std::ptr::null(), metadata: std::ptr::null(), flags: 0, n_children: 0,
        children: std::ptr::null_mut(), dictionary: std::ptr::null_mut(), release: None,
        private_data: std::ptr::null_mut(),
    }
    ArrowArray {
        length: 0, null_count: 0, offset: 0, n_buffers: 0, n_children: 0, buffers: std::ptr::null_mut(),
        children: std::ptr::null_mut(), dictionary: std::ptr::null_mut(), release: None,
        private_data: std::ptr::null_mut(),
    }
    ArrowArrayStream {
        get_schema: None, get_next: None, get_last_error: None, release: None, private_data: std::ptr::null_mut(),
    }
}
