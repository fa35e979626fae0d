//! What is printed.

pub(crate) mod ahead;
pub(crate) mod backtest;
pub(crate) mod causes;
pub(crate) mod colour;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod fit;
pub(crate) mod metrics;
pub(crate) mod page;
pub(crate) mod summary;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod words;
