//! Retention metrics over a portfolio and a window, each with its convention and with whom it counts.
//!
//! Accounts become [`Timeline`]s once: what each paid a month, and when. [`Retention`] counts over timelines and knows
//! nothing else. [`measure()`] does all of it.
//!
//! ```
//! use tenure::model::{Limits, Tenant, read_account};
//! use tenure_insight::metrics::{Conventions, Ratio, Window, measure};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = r#"{ "id": "acme", "contracts": [{ "id": "c", "start_date": "2024-03-01",
//!     "amount": { "minor": 120000, "currency": "USD" },
//!     "terminated_on": "2025-06-30" }] }"#;
//! let acme = read_account(text, &Limits::default()).map_err(|refused| format!("{:?}", refused.problems))?;
//!
//! let year = Window::new("2025-01-01".parse()?, "2026-01-01".parse()?)?;
//! let measured = measure(&[acme.value], &Tenant::default(), year, &Conventions::default(), None)?;
//! let retained = &measured.metrics[0];
//! assert_eq!((retained.name, retained.value), ("crr", Some(Ratio { num: 0, den: 1 })));
//! assert_eq!(measured.bridge.churn, -10_000);
//! # Ok(())
//! # }
//! ```

pub mod benchmark;
mod convention;
mod exchange;
mod group;
mod measure;
mod metric;
mod movement;
mod number;
pub mod purchase;
pub mod renewal;
mod retention;
pub(crate) mod span;
pub mod survival;
mod timeline;
pub mod value;
pub mod voice;

pub use convention::{Conventions, Logo, Purchases, Reactivation, Window};
pub use exchange::Exchange;
pub(crate) use group::begun;
pub use group::{By, Levels, NOT_KNOWN, groups, owner_on};
pub use measure::{Measured, measure, retention_cohorts, timelines};
pub use metric::{Metric, Unit};
pub use movement::{Bridge, Flow, Movement, MovementKind, movements};
pub use number::{Fraction, Ratio};
pub(crate) use number::{sum, too_large};
pub use retention::Retention;
pub use span::LeftOut;
pub use timeline::{State, Timeline};
