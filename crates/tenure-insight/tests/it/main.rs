//! The tests of measuring, in one binary.

#![expect(
    clippy::unwrap_used,
    reason = "a helper that cannot go on fails its test"
)]

mod causes;
mod lifetime;
mod metrics;
    clippy::panic,
    reason = "a helper that cannot go on fails its test"
)]

mod calibrate;
mod fit;
mod measure;
mod tables;
mod telco;
