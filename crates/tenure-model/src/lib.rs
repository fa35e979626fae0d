//! What a CRM knows about its customers, as plain data.
//!
//! An [`Account`] is one customer with its records nested; a [`Tenant`] holds what is not one account's: people, offers,
//! calendar, rates. Both are read from JSON, and every problem is told at once, with its path and the way out.
//!
//! ```
//! use tenure_model::{Limits, read_account};
//!
//! let text = r#"{
//!     "id": "acme",
//!     "contracts": [{ "id": "c1", "start_date": "2026-01-01", "endDate": "2026-12-31", "amount": 120000 }],
//!     "tickets": [{ "id": "t1", "opened_at": "2026-02-30" }]
//! }"#;
//! let refused = read_account(text, &Limits::default()).unwrap_err();
//!
//! assert_eq!(refused.id.as_deref(), Some("acme"));
//! let told: Vec<String> = refused.problems.iter().map(ToString::to_string).collect();
//! assert_eq!(told, [
//!     "`contracts[0].endDate`: unknown field, ignored; did you mean `end_date`?",
//!     "`contracts[0].amount`: the number 120000 is an amount without a currency; \
//!      write { \"minor\": 120000, \"currency\": \"KRW\" }, in minor units",
//!     "`tickets[0].opened_at`: `2026-02-30` does not exist; the last day of that month is 2026-02-28",
//! ]);
//! ```
//!
//! Every record can be put together in a program as well; a field that is left out is unknown.
//!
//! ```
//! use tenure_model::{Account, Contract};
//!
//! let account = Account {
//!     id: "acme".into(),
//!     contracts: Some(vec![Contract {
//!         id: "c1".into(),
//!         start_date: "2026-01-01".parse()?,
//!         term_months: Some(12),
//!         ..Contract::default()
//!     }]),
//!     ..Account::default()
//! };
//! let text = serde_json::to_string(&account)?;
//! let read = tenure_model::read_account(&text, &Default::default())?;
//! assert_eq!(read.value, account);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is told
//!
//! An *error* refuses the account and no other: text that is not JSON, a value of another type, a date that does not
//! exist, an end before its start, an amount without a currency, contracts in a circle. A *warning* goes on: an unknown
//! field, a duplicate record, a reference to a record that is not there, usage before its contract began. Records dated
//! after the day of a decision are told by [`records_after`], as that needs the day. [`ProblemKind`] has the list.
//!
//! # Equal input, equal meaning
//!
//! [`Account::canonical`] is the account in an order that does not depend on the input's, without duplicates;
//! [`Account::canonical_json`] is what a digest is made of. Text is read by a reader of this crate's own, so that no
//! feature that another crate turns on in `serde_json` changes a number. Records implement `Deserialize` too, through the
//! same checks, for hosts that nest them in a format of their own: there a float is what that format's reader says, and
//! warnings are left out.
//!
//! What is written is read again as it was, unless a program put in what no text can hold: a float that is not finite, a
//! year beyond 9999, an id that is empty or too long.
//!
//! # What it is not
//!
//! It decides nothing: no signal, no score, no engine. It opens no file and reads no clock. It keeps no portfolio: that an
//! account's id stands twice among many accounts is for whoever holds them to tell.

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
mod schema;
mod tenant;
mod values;

pub use account::{Account, EMPLOYEE_COUNTS, Lifecycle, RecordKind};
pub use calendar::{add_months, months_between, months_left};
pub use entry::{Entry, Lists, canonical_order, records_after};
pub use json::Node;
pub use money::*;
pub use problem::{Level, MAX_PROBLEMS, Problem, ProblemKind};
pub use read::{
    Limits, Read, Refused, read_account, read_account_node, read_day, read_number, read_tenant,
    read_tenant_node, read_word,
};
pub use record::{Field, FieldInfo, Record, RecordInfo, Shape};
pub use records::*;
pub use schema::schema_of;
pub use tenant::*;
pub use values::*;
