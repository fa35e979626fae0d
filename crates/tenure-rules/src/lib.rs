//! What a rulebook says.
//!
//! A [`Rulebook`] is one TOML (or JSON) file: rules, bins, groups, overlays and actions, with conditions in rhai syntax.
//! It is typed against a [`Dictionary`] of signals when it is loaded, and compiled to one [`Program`] over columns.

pub mod expr;

mod dictionary;
mod error;
pub mod program;
mod rulebook;

pub use dictionary::{Control, Dictionary, Scope, SignalDef, SignalId, SignalType};
pub use error::{Diagnostic, DiagnosticLevel, Place, RulebookError};
pub use rulebook::{
    ActionRule, ActionStep, Band, Bin, BinTest, Derive, Due, Group, GroupMode, Judge, KeyBinding,
    Number, Overlay, Parameter, PluginBinding, Provenance, RiskModel, Rule, Rulebook, ScaleTarget,
    Texts,
};
