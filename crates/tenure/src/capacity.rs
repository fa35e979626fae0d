//! Capacity: what each person can take on today, shared out over the actions of a whole portfolio.

pub use tenure_core::capacity::{Load, Postponed, SharedOut};
