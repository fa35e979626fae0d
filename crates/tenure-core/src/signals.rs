//! Signals: scalars as of a day, derived from records.

mod dictionary;

pub use dictionary::{DICTIONARY_VERSION, LEVELS, OFFER_KINDS, built_in};
