//! The command as people and programs run it.

#![expect(
    clippy::unwrap_used,
    reason = "a helper that cannot go on fails its test"
)]

mod adapter;
mod backtest;
mod broken;
mod cases;
mod check;
mod coverage;
mod crm_adapters;
mod explain;
mod fit;
mod inputs;
mod measure;
mod plugins;
mod properties;
mod ravenstack;
mod report;
mod run;
mod score;
mod script_plugins;
mod wasm_plugins;
mod work;
