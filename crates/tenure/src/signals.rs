//! The dictionary of signals, and facts over the portfolio.

pub use tenure_core::signals::{DICTIONARY_VERSION, FactsBuilder, built_in, facts};
pub use tenure_rules::{Control, Dictionary, Scope, SignalDef, SignalId, SignalType};
