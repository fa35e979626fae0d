//! Retention metrics.

mod common;
mod conventions;
mod fixture;
mod public_data;
mod reading;
mod rules;
