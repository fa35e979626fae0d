//! What a rulebook says.
//!
//! A [`Rulebook`] is one TOML (or JSON) file: rules, bins, groups, overlays and actions, with conditions in rhai syntax.
//! It is typed against a [`Dictionary`] of signals when it is loaded, and compiled to one
//! [`Program`](program::Program) over columns.

pub mod analyse;
pub mod expr;
pub mod program;

mod calibration;
mod check;
mod dictionary;
mod error;
mod issue;
mod loader;
mod merge;
mod nearest;
mod node;
mod places;
mod property;
mod read;
mod report;
mod rulebook;
mod schema;
mod source;
mod syntax;
mod text;
mod typer;

pub use calibration::{Calibration, Knot};
pub use dictionary::{Control, Dictionary, Scope, SignalDef, SignalId, SignalType};
pub use error::{Diagnostic, DiagnosticLevel, Place, RulebookError};
pub use loader::Loader;
pub use nearest::nearest;
pub use places::Places;
pub use property::{Direction, PROTECTED_FIELDS, Promise, Property};
pub use rulebook::{
    ActionRule, ActionStep, Arbitration, Band, Bin, BinTest, Derive, Due, EPISODES, Factor, Group,
    GroupMode, Holdout, Judge, KeyBinding, Limit, Number, OnFailure, Overlay, Parameter,
    PluginAction, PluginBinding, PluginLimits, Provenance, RiskModel, Rule, Rulebook, ScaleTarget,
    Texts, channel_of_kind,
};
pub use schema::rulebook_schema;
pub use text::{TextPart, each_text_part, placeholders, text_parts};
