//! A condition or expression, typed: what the checker makes of rhai's syntax tree.
//!
//! Every evaluator (the compiled program and the slow reference) starts from here.

mod walk;

use std::sync::Arc;

use crate::dictionary::{SignalId, SignalType};

/// A part of an expression's text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
}

/// An expression with its type and its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The type of its values.
    pub ty: SignalType,
    /// Where it stands in the condition's text.
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ExprKind {
    /// A constant.
    Const(Const),
    /// A signal.
    Signal(SignalId),
    /// A derived name: its number in the rulebook, and its expression.
    Derived(u32, Arc<Expr>),
    /// `!x`
    Not(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// Arithmetic on two ints, or on two numbers of which one is a float (the other is converted), or `+` on texts.
    Arith(ArithOp, Box<Expr>, Box<Expr>),
    /// A comparison of two numbers, two texts or two bools.
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// `a && b && …`: at least two.
    And(Vec<Expr>),
    /// `a || b || …`: at least two.
    Or(Vec<Expr>),
    /// `x in [a, b]`; `negated` for `!in`.
    InList {
        /// What is looked for.
        needle: Box<Expr>,
        /// The constants.
        list: Vec<Const>,
        /// Whether it is `!in`.
        negated: bool,
    },
    /// `x in a..b` or `a..=b`, over ints; `negated` for `!in`.
    InRange {
        /// What is looked for.
        needle: Box<Expr>,
        /// The first int.
        start: i64,
        /// The last int, exclusive or inclusive.
        end: i64,
        /// Whether `end` belongs to it.
        inclusive: bool,
        /// Whether it is `!in`.
        negated: bool,
    },
    /// `if c { a } else { b }`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `switch x { 1 | 2 => a, 3..5 if c => b, _ => d }`; the first arm that fits counts.
    Switch {
        /// What is looked at: an int or a text.
        scrutinee: Box<Expr>,
        /// The arms, in the order in which rhai tries them.
        arms: Vec<Arm>,
        /// The arm `_`.
        default: Box<Expr>,
    },
    /// `x ?? y`
    Coalesce(Box<Expr>, Box<Expr>),
    /// A call of one of the pure functions.
    Call(Func, Vec<Expr>),
    /// `is_known(x)`, `is_stale(signal)`, `is_applicable(x)`: never unknown.
    Test(StateTest, Box<Expr>),
}

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Const {
    /// An int.
    Int(i64),
    /// A float; finite.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// A text.
    Text(Arc<str>),
}

/// One arm of a `switch`.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Any of these fits.
    pub patterns: Vec<Pattern>,
    /// A condition that must hold besides.
    pub guard: Option<Expr>,
    /// The arm's value.
    pub value: Expr,
}

/// What fits an arm.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// This constant, of the scrutinee's own type.
    Is(Const),
    /// An int in this range.
    Range {
        /// First.
        start: i64,
        /// Last, exclusive or inclusive.
        end: i64,
        /// Whether `end` belongs to it.
        inclusive: bool,
    },
}

/// Arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArithOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`: truncates on ints.
    Div,
    /// `%`
    Rem,
    /// `**`: on ints only.
    Pow,
}

/// Comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl CompareOp {
    /// The comparison with its sides exchanged.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Lt => Self::Gt,
            Self::Le => Self::Ge,
            Self::Gt => Self::Lt,
            Self::Ge => Self::Le,
            Self::Eq | Self::Ne => self,
        }
    }
}

/// The pure functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Func {
    /// `min(a, b)`
    Min,
    /// `max(a, b)`
    Max,
    /// `abs(x)`
    Abs,
    /// `round(x)`: half away from zero.
    Round,
    /// `floor(x)`
    Floor,
    /// `ceil(x)`
    Ceil,
    /// `clamp(x, low, high)`: `min(max(x, low), high)`, whatever the order of the bounds
    Clamp,
    /// `contains(text, part)`
    Contains,
    /// `starts_with(text, part)`
    StartsWith,
    /// `ends_with(text, part)`
    EndsWith,
    /// `to_lower(text)`
    ToLower,
    /// `len(text)`: in characters, as rhai counts.
    Len,
}

/// Tests of a value's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateTest {
    /// There is a value.
    IsKnown,
    /// The signal is stale.
    IsStale,
    /// It is not "not applicable".
    IsApplicable,
}
