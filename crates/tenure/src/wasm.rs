//! Plugins as WASM components, with the feature `wasm`.
//!
//! A [`WasmHost`] loads a component; what it loads is a [`Plugin`](crate::plugin::Plugin) like any other.

pub use tenure_wasm::*;
