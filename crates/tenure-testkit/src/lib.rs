//! What a test suite of rulebooks depends on: generators, oracles and the slow reference.
//!
//! - [`mod@reference`] decides one account, one rule, one row at a time, and derives the signals again from their words.
//! - [`generate`] makes accounts, tenants, conditions and rulebooks from a [`Source`] of choices; [`strategies`] are the
//!   same for proptest.
//! - [`differ`] holds the engine beside the reference, and makes a case that shows a difference small.
//! - [`life`] holds actions over years beside a simulator that goes day by day.
//! - [`day_by_day()`] finds the next change by trying every day.
//! - [`oracle`] asks the stock rhai engine what a condition means.
//! - [`cases`] are stories of one account, day by day, as files.
//! - [`coverage`] tells what of a rulebook was seen at work, and makes accounts for what was not.
//! - [`property`] holds a rulebook to what every rulebook should keep, and to what it says of itself.
//! - [`deep`] is what `tenure check --deep` finds, with accounts that show it.
//! - [`fuzz`] is what the fuzz targets run.
//! - [`hash`] comes to one hash of ten thousand decisions, whatever decides them.
//! - [`hostile`] are plugins that attack their host, those in WASM with the feature `wasm`, and a runner for them.
//!
//! Each of them has been seen to fail: a [`Fault`] is a mistake that the reference makes on purpose.
//!
//! ```
//! use tenure_testkit::differ::compare_decisions;
//! use tenure_testkit::{Fault, Source, generate};
//!
//! // A rulebook and three accounts, the same on every machine.
//! let case = generate::case(&mut Source::seeded(7), 3);
//! let coverage = compare_decisions(&case, Fault::None)?;
//! assert_eq!(coverage.decisions, 3);
//! # Ok::<(), Box<tenure_testkit::differ::Difference>>(())
//! ```

pub mod cases;
pub mod command;
pub mod coverage;
mod day_by_day;
pub mod differ;
mod fault;
pub mod fuzz;
pub mod generate;
pub mod hash;
pub mod hostile;
pub mod kit;
pub mod life;
pub mod oracle;
pub mod property;
pub mod reference;
mod shrink;
mod source;
pub mod strategies;
mod tally;

pub use day_by_day::{day_by_day, known_on};
pub use fault::Fault;
pub use property::deep;
pub use source::Source;
pub use tally::{OPERATORS, Operator, Outcome, Tally};
