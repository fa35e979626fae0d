//! The tree before types.

use std::sync::Arc;

use crate::expr::{ArithOp, CompareOp, Span};

/// An expression without a type.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) kind: RawKind,
    pub(crate) span: Span,
    /// Its first and last token.
    pub(crate) tokens: (usize, usize),
    /// Whether parentheses of its own stand around it.
    pub(crate) parens: bool,
}

/// What it is.
#[derive(Debug)]
pub(crate) enum RawKind {
    Int(i64),
    Float(f64),
    Bool(bool),
    Text(Arc<str>),
    /// `namespace.name`
    Signal(String),
    /// A name without a namespace.
    Name(String),
    Unary(UnaryOp, Box<Raw>),
    Arith(ArithOp, Box<Raw>, Box<Raw>),
    Compare(CompareOp, Box<Raw>, Box<Raw>),
    And(Vec<Raw>),
    Or(Vec<Raw>),
    Coalesce(Vec<Raw>),
    In {
        needle: Box<Raw>,
        haystack: Haystack,
        negated: bool,
    },
    If(Box<Raw>, Box<Raw>, Box<Raw>),
    Switch {
        scrutinee: Box<Raw>,
        arms: Vec<RawArm>,
        default: Option<Box<Raw>>,
    },
    Call {
        name: String,
        name_span: Span,
        args: Vec<Raw>,
    },
}

/// An operator with one operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnaryOp {
    Not,
    Negate,
}

/// In what `in` looks.
#[derive(Debug)]
pub(crate) enum Haystack {
    List(Vec<Raw>),
    Range {
        start: i64,
        end: i64,
        inclusive: bool,
    },
}

/// An arm of a `switch`.
#[derive(Debug)]
pub(crate) struct RawArm {
    pub(crate) patterns: Vec<RawPattern>,
    pub(crate) patterns_span: Span,
    pub(crate) guard: Option<Raw>,
    pub(crate) value: Raw,
}

/// What fits an arm.
#[derive(Debug)]
pub(crate) enum RawPattern {
    Int(i64),
    Text(Arc<str>),
    Range {
        start: i64,
        end: i64,
        inclusive: bool,
    },
    /// A constant of another type.
    Other,
}
