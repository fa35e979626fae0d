//! Is it working? What a portfolio's own history says of retention, of its causes, and of the scores.

pub mod causes;
pub mod lifetime;
pub mod metrics;

mod error;

pub mod backtest;
pub mod calibrate;
pub mod fit;
pub mod measure;

pub use error::{Error, ErrorKind};
