//! The answer for one account on one day, and its JSON Schema.

pub use tenure_core::actions::key::Key;
pub use tenure_core::decision::*;
