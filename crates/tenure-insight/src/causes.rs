//! Why contracts are lost, and which are kept: by reason, and by what lost and kept ones have in common.

mod read;
mod table;

pub use read::{Ended, Reason, ended};
pub use table::{Cause, Causes, Dimension, causes};
