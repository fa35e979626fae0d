//! From a tree without types to a typed expression.
//!
//! Types are static: int, float, bool, text. Where rhai would decide by the values at hand, the text is refused instead,
//! with one exception that rhai settles by types as well: an int beside a float is converted. So `min(1, 2.0)` is a
//! float here, as in rhai, whose `min`, `max` of an int and a float give a float whichever wins; `clamp` follows them.
//! The branches of `if`, `switch` and `??` must have one type: rhai would hand through an int here and a float there.

mod calls;
mod lint;
mod names;
mod operators;
mod switch;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::dictionary::{Dictionary, Scope, SignalId, SignalType};
use crate::expr::{Const, Expr, ExprKind, Span};
use crate::issue::Issue;
use crate::nearest::nearest;
use crate::syntax::{Raw, RawKind, UnaryOp};

pub(crate) use calls::is_function;
pub(crate) use names::{defs, hidden, torn};
pub(crate) use switch::words;

/// How deeply an expression may be nested, derived names looked through.
const DEEPEST: u32 = 128;
/// How many parts an expression may have, derived names looked through each time that they stand in it.
const LARGEST: u32 = 1 << 16;

/// What an expression may name.
pub(crate) struct Scene<'a> {
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) derives: &'a DerivedNames,
    /// Whose rows it is judged on; none for a derived name, which is judged where it is used.
    pub(crate) scope: Option<Scope>,
    /// Whether `risk.*` exists.
    pub(crate) actions: bool,
    /// Whether amounts have a currency.
    pub(crate) currency: bool,
    /// Whether looking for the name that was meant is still worth the time.
    pub(crate) hints: bool,
}

/// What type an expression must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    Condition,
    Number,
    Anything,
}

/// The names declared under `[[derive]]` so far.
#[derive(Debug, Default)]
pub(crate) struct DerivedNames {
    pub(crate) names: Vec<DerivedName>,
    by_name: HashMap<String, usize>,
}

/// A derived name.
#[derive(Debug)]
pub(crate) struct DerivedName {
    pub(crate) name: String,
    /// Its expression, unless that is wrong.
    pub(crate) typed: Option<(Arc<Expr>, Info)>,
    /// The signals that it reads.
    pub(crate) signals: Vec<SignalId>,
    /// The words that it can be, if there is a closed list of them.
    pub(crate) words: Option<BTreeSet<String>>,
}

impl DerivedNames {
    pub(crate) fn push(&mut self, derived: DerivedName) {
        self.by_name.insert(derived.name.clone(), self.names.len());
        self.names.push(derived);
    }

    pub(crate) fn find(&self, name: &str) -> Option<(usize, &DerivedName)> {
        let index = self.by_name.get(name).copied()?;
        Some((index, self.names.get(index)?))
    }
}

/// What is known of an expression besides its type.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Info {
    /// Whether its values are amounts of money.
    pub(crate) money: bool,
    /// Whether it reads a signal.
    reads: bool,
    /// Whether it is the bare result of dividing ints.
    int_division: bool,
    depth: u32,
    size: u32,
}

/// An expression and what is known of it.
#[derive(Debug)]
pub(crate) struct Typed {
    pub(crate) expr: Expr,
    pub(crate) info: Info,
}

/// Types an expression; what is wrong with it and what looks wrong comes with it.
pub(crate) fn check(
    scene: &Scene<'_>,
    raw: &Raw,
    text: &str,
    want: Want,
) -> (Option<Typed>, Vec<Issue>) {
    let mut typer = Typer {
        scene,
        text,
        issues: Vec::new(),
    };
    let typed = typer.expr(raw);
    let typed = typed.filter(|typed| typer.is_wanted(typed, want));
    (typed, typer.issues)
}

pub(super) struct Typer<'a> {
    scene: &'a Scene<'a>,
    text: &'a str,
    issues: Vec<Issue>,
}

impl Typer<'_> {
    fn expr(&mut self, raw: &Raw) -> Option<Typed> {
        let span = raw.span;
        match &raw.kind {
            RawKind::Int(int) => self.constant(Const::Int(*int), span),
            RawKind::Float(float) => self.constant(Const::Float(*float), span),
            RawKind::Bool(truth) => self.constant(Const::Bool(*truth), span),
            RawKind::Text(text) => self.constant(Const::Text(Arc::clone(text)), span),
            RawKind::Signal(name) => self.signal(name, span),
            RawKind::Name(name) => self.derived(name, span),
            RawKind::Unary(UnaryOp::Not, operand) => self.not(operand, span),
            RawKind::Unary(UnaryOp::Negate, operand) => self.negate(operand, span),
            RawKind::Arith(op, left, right) => self.arith(*op, left, right, span),
            RawKind::Compare(op, left, right) => self.compare(*op, left, right, span),
            RawKind::And(parts) => self.logic(parts, "&&", ExprKind::And, span),
            RawKind::Or(parts) => self.logic(parts, "||", ExprKind::Or, span),
            RawKind::Coalesce(parts) => self.coalesce(parts, span),
            RawKind::In {
                needle,
                haystack,
                negated,
            } => self.within(needle, haystack, *negated, span),
            RawKind::If(test, yes, no) => self.branch(test, yes, no, span),
            RawKind::Switch {
                scrutinee,
                arms,
                default,
            } => self.switch(scrutinee, arms, default.as_deref(), span),
            RawKind::Call {
                name,
                name_span,
                args,
            } => self.call(name, *name_span, args, span),
        }
    }

    /// Types several parts; all of them, so that every mistake is told.
    fn all<'r>(&mut self, raws: impl IntoIterator<Item = &'r Raw>) -> Option<Vec<Typed>> {
        let typed: Vec<Option<Typed>> = raws.into_iter().map(|raw| self.expr(raw)).collect();
        typed.into_iter().collect()
    }

    fn two(&mut self, left: &Raw, right: &Raw) -> Option<(Typed, Typed)> {
        let (left, right) = (self.expr(left), self.expr(right));
        Some((left?, right?))
    }

    fn constant(&mut self, constant: Const, span: Span) -> Option<Typed> {
        let ty = const_type(&constant);
        self.build(ExprKind::Const(constant), ty, span, Info::default(), &[])
    }

    /// Makes an expression of its parts, unless it becomes too large.
    fn build(
        &mut self,
        kind: ExprKind,
        ty: SignalType,
        span: Span,
        info: Info,
        parts: &[Info],
    ) -> Option<Typed> {
        let depth = parts
            .iter()
            .map(|part| part.depth)
            .max()
            .unwrap_or(0)
            .max(info.depth)
            + 1;
        let size = parts.iter().fold(info.size.saturating_add(1), |sum, part| {
            sum.saturating_add(part.size)
        });
        if depth > DEEPEST || size > LARGEST {
            self.issues.push(
                Issue::error("too-deep", span, "this is nested too deeply, or too large, with its derived names")
                    .help(format!("at most {DEEPEST} levels and {LARGEST} parts; a script plugin has room for more")),
            );
            return None;
        }
        let reads = info.reads || parts.iter().any(|part| part.reads);
        let info = Info {
            depth,
            size,
            reads,
            ..info
        };
        Some(Typed {
            expr: Expr { kind, ty, span },
            info,
        })
    }

    fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.issues
            .push(Issue::error(code, span, message).help(help));
    }

    fn warn(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.issues
            .push(Issue::warning(code, span, message).help(help));
    }

    /// The name that was meant.
    fn near<'n>(&self, name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
        self.scene.hints.then(|| nearest(name, names)).flatten()
    }

    /// The text of a part, for messages.
    fn say(&self, span: Span) -> String {
        let seen = self
            .text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("");
        let mut words: String = seen.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.chars().count() > 40 {
            words = words.chars().take(39).chain(std::iter::once('…')).collect();
        }
        words
    }

    /// "`x` is an int".
    fn is_a(&self, expr: &Expr) -> String {
        format!("`{}` is {}", self.say(expr.span), what(expr.ty))
    }

    fn is_wanted(&mut self, typed: &Typed, want: Want) -> bool {
        let expr = &typed.expr;
        match want {
            Want::Anything => true,
            Want::Number if is_number(expr.ty) => true,
            Want::Number => {
                let message = format!("{}; a value is a number", self.is_a(expr));
                self.error(
                    "type-mismatch",
                    expr.span,
                    message,
                    "write an int, such as account.annual_value / 10",
                );
                false
            }
            Want::Condition if expr.ty == SignalType::Bool => true,
            Want::Condition => {
                let message = format!("{}; a condition is true or false", self.is_a(expr));
                self.error(
                    "not-a-condition",
                    expr.span,
                    message,
                    "compare it with something: x > 0, x == \"low\"",
                );
                false
            }
        }
    }
}

fn const_type(constant: &Const) -> SignalType {
    match constant {
        Const::Int(_) => SignalType::Int,
        Const::Float(_) => SignalType::Float,
        Const::Bool(_) => SignalType::Bool,
        Const::Text(_) => SignalType::Text,
    }
}

fn is_number(ty: SignalType) -> bool {
    matches!(ty, SignalType::Int | SignalType::Float)
}

/// A type with its article.
pub(crate) fn what(ty: SignalType) -> &'static str {
    match ty {
        SignalType::Int => "an int",
        SignalType::Float => "a float",
        SignalType::Bool => "true or false",
        SignalType::Text => "text",
    }
}

/// The type of two numbers together.
fn wider(a: SignalType, b: SignalType) -> SignalType {
    if a == SignalType::Float || b == SignalType::Float {
        SignalType::Float
    } else {
        SignalType::Int
    }
}
