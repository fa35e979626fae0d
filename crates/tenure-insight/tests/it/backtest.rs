//! Back-tests.

mod common;
mod known;
mod leaks;
mod numbers;
mod worth;
