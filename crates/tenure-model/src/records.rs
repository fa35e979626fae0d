//! The records that an account holds.

mod activity;
mod commerce;
mod contract;
mod people;
mod satisfaction;
mod work;

pub use activity::*;
pub use commerce::*;
pub use contract::*;
pub use people::*;
pub use satisfaction::*;
pub use work::*;
