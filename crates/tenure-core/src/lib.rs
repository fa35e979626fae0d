//! How a decision is made: signals from records, risk, actions and their explanation.

pub mod actions;
pub mod capacity;
pub mod change;
pub mod coverage;
pub mod decision;
pub mod digest;
pub mod engine;
pub mod explain;
pub mod plugin;
pub mod risk;
pub mod signals;
