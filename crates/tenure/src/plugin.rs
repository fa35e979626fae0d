//! Rules that other people write: what a plugin is to the engine, whether it is native Rust, a script or WASM.
//!
//! A rulebook binds a plugin by `[[plugin]]`; who embeds Tenure hands it to the engine's builder under that id. Its points
//! then count as a rule's do. With the feature `wasm`, `tenure::wasm::WasmHost` loads components in the same way.
//!
//! ```
//! use tenure::model::{Limits, Tenant, read_account};
//! use tenure::plugin::ScriptPlugin;
//! use tenure::{Engine, Rulebook};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let script = ScriptPlugin::parse(
//!     "unhappy.rhai",
//!     r#"/*---
//!     id = "unhappy"
//!     version = "1.0.0"
//!     dictionary = "^1.0"
//!     max_points = 12
//!     [inputs]
//!     satisfaction.score = "float"
//!     [reasons.low]
//!     en = "They answered {satisfaction.score} of 100"
//!     ---*/
//!     fn score(a) {
//!         if a.satisfaction.score < 50.0 { points("low", 12); }
//!     }"#,
//! )?;
//! let rulebook = Rulebook::parse(
//!     "mine.toml",
//!     r#"
//!     [rulebook]
//!     id = "mine"
//!     version = "1"
//!     language = 1
//!     [risk]
//!     prior = 2500
//!     horizon_months = 12
//!     pdo = 20
//!     bands = [{ name = "low", below = 3500 }, { name = "high" }]
//!     [[plugin]]
//!     id = "unhappy"
//!     file = "unhappy.rhai"
//!     "#,
//! )?;
//! let engine = Engine::builder().rulebook(rulebook).plugin("unhappy", script).build()?;
//! let account = read_account(
//!     r#"{ "id": "acme", "surveys": [{ "kind": "nps", "score": 3, "at": "2026-06-01" }] }"#,
//!     &Limits::default(),
//! )
//! .map_err(|refused| format!("{:?}", refused.problems))?;
//! let decision = engine.decide(&account.value, &Tenant::default(), "2026-06-30".parse()?)?;
//! assert_eq!(decision.contributions[0].rule, "plugin:unhappy/low");
//! assert_eq!(decision.contributions[0].reason["en"], "They answered 30 of 100");
//! # Ok(())
//! # }
//! ```

pub use tenure_core::plugin::script::{Machine, ScriptPlugin};
pub use tenure_core::plugin::*;
