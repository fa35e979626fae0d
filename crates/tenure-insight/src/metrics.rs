//! Retention metrics over a portfolio and a window, each with its convention and with whom it counts.
//!
//! Accounts become [`Timeline`]s once: what each paid a month, and when. [`Retention`] counts over timelines and knows
//! nothing else. [`measure()`] does all of it.

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
