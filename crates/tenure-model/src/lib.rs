//! What a CRM knows about its customers, as plain data.
//!
//! An [`Account`] is one customer with its records nested; a [`Tenant`] holds what is not one account's. Both are read
//! from JSON by [`read_account`] and [`read_tenant`], which report every problem with its path. Nothing here decides
//! anything.

mod account;
mod calendar;
mod check;
mod entry;
mod json;
mod money;
mod problem;
mod read;
mod record;
mod records;
mod tenant;
mod values;

pub use account::{Account, Lifecycle, RecordKind};
pub use calendar::{add_months, months_between};
pub use entry::{Entry, Lists, canonical_order, records_after};
pub use json::Node;
pub use money::*;
pub use problem::{Level, MAX_PROBLEMS, Problem, ProblemKind};
pub use read::{
    Limits, Read, Refused, read_account, read_account_node, read_tenant, read_tenant_node,
};
pub use record::{Field, FieldInfo, Record, RecordInfo, Shape};
pub use records::*;
pub use tenant::*;
pub use values::*;
