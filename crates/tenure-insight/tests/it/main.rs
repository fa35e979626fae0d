//! The tests of measuring, in one binary.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that cannot go on fails its test"
)]

mod backtest;
mod calibrate;
mod causes;
mod fit;
mod lifetime;
mod measure;
mod metrics;
mod tables;
mod telco;
