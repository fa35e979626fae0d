//! How a decision is made: signals from records, risk, actions and their explanation.

pub mod decision;
pub mod risk;
pub mod signals;
