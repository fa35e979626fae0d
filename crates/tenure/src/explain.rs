//! Everything about one account: each rule's state, where each action stopped, and why not.

pub use tenure_core::actions::{Ended, NoMessage, Stage};
pub use tenure_core::explain::*;
