//! Typed columns with validity, and the kernels that run over them.
//!
//! A leaf: it knows no rule and no account. A [`Frame`] is a table of [`Column`]s; each value of a column is known,
//! unknown, stale or not applicable. [`Kernels`] compares, adds and counts whole columns with the best instructions that
//! the machine has.

mod bitmap;
mod builder;
mod bulk;
mod cell;
pub mod circuit;
mod column;
mod frame;
pub mod kernels;

pub use bitmap::{Bitmap, low_bits};
pub use builder::ColumnBuilder;
pub use cell::{Cell, Value};
pub use column::{Codes, Column, Data, DataType};
pub use frame::Frame;
pub use kernels::Kernels;
