//! Scoring rules for Tenure, written in Rust and run as WASM.
//!
//! A plugin is one function. It is handed one account at a time, as a struct of the signals that it asked for, and gives
//! points under reasons; it may propose actions, too.
//!
//! ```
//! use serde::Deserialize;
//! use tenure_plugin::{Actions, Context, Inputs, Parameters, Reasons, Scores, plugin};
//!
//! /// What is read: one field for each signal.
//! #[derive(Inputs)]
//! struct Account<'a> {
//!     // A plain type: accounts of which it is not known are not scored.
//!     #[input("billing.overdue")]
//!     overdue: i64,
//!     // An option: `None` where it is not known.
//!     #[input("account.industry")]
//!     industry: Option<&'a str>,
//! }
//!
//! /// Why points are given.
//! #[derive(Reasons, Clone, Copy)]
//! enum Reason {
//!     #[text(en = "pays late", ko = "연체")]
//!     LatePayer,
//! }
//!
//! /// What may be proposed.
//! #[derive(Actions, Clone, Copy)]
//! enum Action {
//!     #[text(en = "call about the open invoices")]
//!     Phone,
//! }
//!
//! /// What a rulebook may set.
//! #[derive(Parameters, Deserialize)]
//! struct Settings {
//!     /// How many overdue invoices are no reason to worry.
//!     #[parameter(default = 2, min = 0, max = 20)]
//!     allowed: i64,
//! }
//!
//! /// Scores one account.
//! #[plugin(id = "late-payer", version = "1.0.0", dictionary = "^1.0", max_points = 12)]
//! fn score(
//!     account: &Account<'_>,
//!     context: &Context<'_, Settings>,
//!     scores: &mut Scores<Reason, Action>,
//! ) {
//!     if account.overdue <= context.parameters.allowed {
//!         return;
//!     }
//!     let patient = account.industry == Some("public");
//!     scores.points(Reason::LatePayer, if patient { 6 } else { 12 });
//!     scores.propose(Action::Phone);
//! }
//!
//! // The function is still a function: a test calls it.
//! let account = Account { overdue: 3, industry: None };
//! let settings = Settings { allowed: 2 };
//! let context = Context { as_of: None, parameters: &settings };
//! let mut scores = Scores::default();
//! score(&account, &context, &mut scores);
//! assert_eq!(scores.given(), [("late-payer", 12)]);
//! assert_eq!(scores.proposed(), ["phone"]);
//! ```
//!
//! # From there to a decision
//!
//! `tenure plugin new --lang rust late-payer` writes such a project. In it, `cargo test` tests the rule as plain Rust;
//! `tenure plugin build` compiles it for `wasm32-unknown-unknown` and makes the component; `tenure plugin check`,
//! `tenure plugin test` and `tenure plugin run` look at what came out. A rulebook takes it in with `[[plugin]]`.
//!
//! # What a plugin may rely on
//!
//! - `#[derive(Inputs)]`: fields of `i64`, `f64`, `bool` or `&str`, or an `Option` of one. Amounts of money are `i64` in
//!   minor units. The names, types and units of the signals are told by `tenure signals`.
//! - `#[derive(Reasons)]` and `#[derive(Actions)]`: enums without fields. The code of a variant is its name in
//!   kebab-case, or what `#[code("...")]` says. Each has its text in one or more languages.
//! - `#[derive(Parameters, Deserialize)]`: fields of `i64`, `f64`, `bool` or `String`. The host checks types and bounds
//!   and fills the defaults in. A plugin without parameters takes `&Context`.
//! - `#[plugin(...)]`: `id` and `version` are those of the package where they are not given. It writes the type
//!   [`Plugin`](Rule), in the module of the function.
//!
//! # What it does not have
//!
//! No clock, no random numbers, no files, no network, no environment. The day is [`Context::as_of`], for a plugin that
//! says `reads_day = true`: its answers may change on any day. It keeps nothing
//! between rows: the host sends rows in any order and in batches of any size, and the answer for a row must be the same.
//! A panic is a trap; it costs the row that it happened on, and its text goes to the host's log.

mod codes;
mod column;
#[cfg(target_family = "wasm")]
#[doc(hidden)]
pub mod component;
mod day;
mod export;
pub mod floats;
mod inputs;
mod list;
mod parameters;
mod rule;
mod scores;

pub use codes::{Actions, CodeText, NoActions, Reasons};
pub use column::{Column, Known, Values};
pub use day::Day;
#[doc(hidden)]
pub use inputs::bind;
pub use inputs::{FromColumn, Input, Inputs, Type};
pub use parameters::{FromSetting, Parameter, Parameters, Setting};
pub use rule::{Batch, Context, Rule, configure, describe, score_batch};
pub use scores::{Scored, Scores};
pub use tenure_plugin_macros::{Actions, Inputs, Parameters, Reasons, plugin};

/// Notes a line in the host's log; where the plugin runs natively, on standard error.
pub fn log(line: &str) {
    #[cfg(target_family = "wasm")]
    component::log(line);
    #[cfg(not(target_family = "wasm"))]
    {
        use std::io::Write;
        // A log that nobody takes is no reason to fail.
        drop(writeln!(std::io::stderr(), "{line}"));
    }
}
