//! Typed columns with validity.
//!
//! A leaf: it knows no rule and no account. A [`Frame`] is a table of [`Column`]s; each value of a column is known,
//! unknown, stale or not applicable.

mod bitmap;
mod cell;
mod column;
mod frame;

pub use bitmap::Bitmap;
pub use cell::{Cell, Value};
pub use column::{Column, ColumnBuilder, Data, DataType};
pub use frame::Frame;
