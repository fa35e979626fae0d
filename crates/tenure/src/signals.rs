//! The dictionary of signals, how they are derived, and facts over the portfolio.

pub use tenure_columns::{Bitmap, Cell, Column, ColumnBuilder, DataType, Frame, Value};
pub use tenure_core::engine::SignalTable;
pub use tenure_core::signals::{
    AsOf, DICTIONARY_VERSION, Derived, Deriver, Deriving, FactsBuilder, FactsCounts, UnknownZone,
    View, Warning, built_in, facts,
};
pub use tenure_rules::{Control, Dictionary, Scope, SignalDef, SignalId, SignalType};
