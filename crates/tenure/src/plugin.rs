//! Rules that other people write: what a plugin is to the engine, whether it is native Rust, a script or WASM.

pub use tenure_core::plugin::script::{Machine, ScriptPlugin};
pub use tenure_core::plugin::*;
