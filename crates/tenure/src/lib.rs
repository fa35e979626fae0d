//! Rules and scoring for customer retention: who is about to leave, why, and what to do next.
//!
//! A host hands in what it knows of an [`Account`](model::Account), the [`Tenant`](model::Tenant) around it and a day;
//! a [`Decision`] comes back: points and a probability, with the reasons that add up to them, what
//! is not known, and what to do, by whom and by when.
//!
//! ```
//! use tenure::model::{Limits, Tenant, read_account};
//! use tenure::{Engine, Rulebook};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let engine = Engine::builder().rulebook(Rulebook::default_renewal()).build()?;
//!
//! let account = read_account(
//!     r#"{ "id": "acme", "surveys": [{ "kind": "nps", "score": 3, "at": "2026-06-01" }] }"#,
//!     &Limits::default(),
//! )
//! .map_err(|refused| format!("{:?}", refused.problems))?;
//!
//! let decision = engine.decide(&account.value, &Tenant::default(), "2026-06-30".parse()?)?;
//! assert_eq!(decision.risk.points, 30);
//! assert_eq!(decision.risk.probability_bp, 4853);
//! assert_eq!(decision.contributions[0].reason["en"], "Satisfaction is low (30 of 100)");
//! # Ok(())
//! # }
//! ```
//!
//! # Phases are types
//!
//! A [`Rulebook`] is text, parsed and checked. An [`Engine`] is a rulebook, compiled: frozen, shared between threads,
//! cheap to clone. A [`Session`] is an engine with scratch memory: one for each thread that decides many accounts. An
//! illegal order does not compile.
//!
//! # What it does not do
//!
//! It keeps no state, opens no socket, reads no clock and no environment. What was proposed, done or dismissed before
//! comes in with the account. Equal inputs give equal bytes, on every platform, thread count and batch split.

pub mod capacity;
pub mod change;
pub mod decision;
pub mod explain;
pub mod mail;
pub mod model;
pub mod plugin;
pub mod rulebook;
pub mod signals;
pub mod summary;
#[cfg(feature = "wasm")]
pub mod wasm;

mod describe;
mod engine;
mod error;
mod session;
mod tenant;

pub use decision::Decision;
pub use engine::{Engine, EngineBuilder};
pub use error::{Error, ErrorKind};
pub use rulebook::Rulebook;
pub use session::Session;
pub use tenant::{AsTenant, PreparedTenant};

/// The README's example runs.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
