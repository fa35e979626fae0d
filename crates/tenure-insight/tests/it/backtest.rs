//! Back-tests.

mod common;
mod end;
mod known;
mod leaks;
mod loss;
mod numbers;
mod told;
mod undated;
mod worth;
