//! What is allowed and probably not meant.

use crate::dictionary::SignalType;
use crate::expr::{ArithOp, CompareOp, Const, Expr, ExprKind, Span};
use crate::syntax::{Raw, RawKind};

use super::{Typed, Typer};

impl Typer<'_> {
    /// `x == 1 ?? false` is `x == (1 ?? false)`.
    pub(super) fn lint_coalesce(&mut self, right: &Raw) {
        if !matches!(right.kind, RawKind::Coalesce(_)) || right.parens {
            return;
        }
        let seen = self.say(right.span);
        self.warn(
            "coalesce-precedence",
            right.span,
            format!("`??` binds tighter than a comparison: this is read as ({seen})"),
            "put parentheses where you mean them",
        );
    }

    /// A ratio of two ints loses its fraction; an amount divided by a constant is meant to.
    pub(super) fn lint_division(&mut self, op: ArithOp, left: &Typed, right: &Typed, span: Span) {
        let ints = left.expr.ty == SignalType::Int && right.expr.ty == SignalType::Int;
        if op == ArithOp::Div && ints && (right.info.reads || !left.info.reads) {
            self.warn(
                "integer-division",
                span,
                format!("`{}` divides ints: the fraction is cut off", self.say(span)),
                "write 1.0 * a / b for a fraction",
            );
        }
    }

    /// The fraction was cut off before the float came.
    pub(super) fn lint_cut_fraction(&mut self, left: &Typed, right: &Typed) {
        for (divided, other) in [(left, right), (right, left)] {
            let constant =
                matches!(&divided.expr.kind, ExprKind::Arith(_, _, by) if is_constant(by));
            if divided.info.int_division && constant && other.expr.ty == SignalType::Float {
                self.warn(
                    "integer-division",
                    divided.expr.span,
                    format!(
                        "`{}` divides ints, though a float stands beside it",
                        self.say(divided.expr.span)
                    ),
                    "write a float: x / 12.0",
                );
            }
        }
    }

    pub(super) fn lint_float_equality(
        &mut self,
        op: CompareOp,
        left: &Typed,
        right: &Typed,
        span: Span,
    ) {
        let floats = left.expr.ty == SignalType::Float || right.expr.ty == SignalType::Float;
        if floats && matches!(op, CompareOp::Eq | CompareOp::Ne) {
            self.warn(
                "float-equality",
                span,
                "floats are seldom exactly equal",
                "compare with < and >, or round first",
            );
        }
    }
}

fn is_constant(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Const(Const::Int(_)))
}
