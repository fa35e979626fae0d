//! Operators.

use crate::dictionary::SignalType;
use crate::expr::{ArithOp, CompareOp, Const, Expr, ExprKind, Span};
use crate::syntax::{Haystack, Raw, RawKind};

use super::{Info, Typed, Typer, is_number, what, wider};

impl Typer<'_> {
    pub(super) fn not(&mut self, operand: &Raw, span: Span) -> Option<Typed> {
        let operand = self.expr(operand)?;
        if !self.is_truth(&operand.expr, "!") {
            return None;
        }
        let part = operand.info;
        self.build(
            ExprKind::Not(Box::new(operand.expr)),
            SignalType::Bool,
            span,
            Info::default(),
            &[part],
        )
    }

    fn is_truth(&mut self, expr: &Expr, operator: &str) -> bool {
        if expr.ty == SignalType::Bool {
            return true;
        }
        let message = format!("{}; `{operator}` works on true or false", self.is_a(expr));
        self.error(
            "type-mismatch",
            expr.span,
            message,
            "compare it first: (x > 0)",
        );
        false
    }

    pub(super) fn negate(&mut self, operand: &Raw, span: Span) -> Option<Typed> {
        let operand = self.expr(operand)?;
        if !self.is_numeric(&operand.expr, "-") {
            return None;
        }
        let (ty, part) = (operand.expr.ty, operand.info);
        let info = Info {
            money: part.money,
            ..Info::default()
        };
        self.build(
            ExprKind::Negate(Box::new(operand.expr)),
            ty,
            span,
            info,
            &[part],
        )
    }

    pub(super) fn is_numeric(&mut self, expr: &Expr, operator: &str) -> bool {
        if is_number(expr.ty) {
            return true;
        }
        let message = format!("{}; `{operator}` works on numbers", self.is_a(expr));
        self.issues.push(crate::issue::Issue::error(
            "type-mismatch",
            expr.span,
            message,
        ));
        false
    }

    pub(super) fn arith(
        &mut self,
        op: ArithOp,
        left: &Raw,
        right: &Raw,
        span: Span,
    ) -> Option<Typed> {
        let (left, right) = self.two(left, right)?;
        let ty = self.arith_type(op, &left.expr, &right.expr, span)?;
        self.lint_division(op, &left, &right, span);
        self.lint_cut_fraction(&left, &right);
        if matches!(op, ArithOp::Add | ArithOp::Sub) && !self.amounts_fit(&left, &right, span) {
            return None;
        }
        let info = Info {
            money: is_amount(op, &left.info, &right.info),
            int_division: op == ArithOp::Div && ty == SignalType::Int,
            ..Info::default()
        };
        let parts = [left.info, right.info];
        let kind = ExprKind::Arith(op, Box::new(left.expr), Box::new(right.expr));
        self.build(kind, ty, span, info, &parts)
    }

    fn arith_type(
        &mut self,
        op: ArithOp,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> Option<SignalType> {
        let sign = arith_sign(op);
        if op == ArithOp::Add && left.ty == SignalType::Text && right.ty == SignalType::Text {
            return Some(SignalType::Text);
        }
        let numbers = self.is_numeric(left, sign) & self.is_numeric(right, sign);
        if !numbers {
            return None;
        }
        let ty = wider(left.ty, right.ty);
        if op == ArithOp::Pow && ty == SignalType::Float {
            let message = "`**` works on ints only: powers of floats differ between machines";
            self.error("type-mismatch", span, message, "multiply instead: x * x");
            return None;
        }
        Some(ty)
    }

    /// An amount beside a constant means something only in a known currency; 0 is 0 in all of them.
    pub(super) fn amounts_fit(&mut self, left: &Typed, right: &Typed, span: Span) -> bool {
        let lacks = |amount: &Typed, other: &Typed| {
            amount.info.money && !other.info.reads && !is_zero(&other.expr)
        };
        if self.scene.currency || !(lacks(left, right) || lacks(right, left)) {
            return true;
        }
        self.no_currency(
            if left.info.money {
                left.expr.span
            } else {
                right.expr.span
            },
            span,
        );
        false
    }

    pub(super) fn no_currency(&mut self, amount: Span, span: Span) {
        let message = format!(
            "`{}` is an amount, and the rulebook names no currency",
            self.say(amount)
        );
        self.error(
            "no-currency",
            span,
            message,
            "write currency = \"KRW\" (or another) under [rulebook]",
        );
    }

    pub(super) fn compare(
        &mut self,
        op: CompareOp,
        left: &Raw,
        right: &Raw,
        span: Span,
    ) -> Option<Typed> {
        self.lint_coalesce(right);
        let is_chain = matches!(left.kind, RawKind::Compare(..)) && !left.parens;
        let (left, right) = self.two(left, right)?;
        if !self.comparable(op, &left, &right, span, is_chain)
            || !self.amounts_fit(&left, &right, span)
        {
            return None;
        }
        if !(self.word_fits(&left.expr, &right.expr) & self.word_fits(&right.expr, &left.expr)) {
            return None;
        }
        self.lint_float_equality(op, &left, &right, span);
        self.lint_cut_fraction(&left, &right);
        let parts = [left.info, right.info];
        let kind = ExprKind::Compare(op, Box::new(left.expr), Box::new(right.expr));
        self.build(kind, SignalType::Bool, span, Info::default(), &parts)
    }

    fn comparable(
        &mut self,
        op: CompareOp,
        left: &Typed,
        right: &Typed,
        span: Span,
        is_chain: bool,
    ) -> bool {
        let (l, r) = (&left.expr, &right.expr);
        let same = l.ty == r.ty || (is_number(l.ty) && is_number(r.ty));
        if same && l.ty != SignalType::Bool {
            return true;
        }
        if same && matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return true;
        }
        let message = format!(
            "{}, and {}: they cannot be compared so",
            self.is_a(l),
            self.is_a(r)
        );
        let help = match (is_chain, l.ty, r.ty) {
            (true, ..) => "write a < b && b < c".to_owned(),
            (_, SignalType::Bool, SignalType::Bool) => {
                "true and false have no order: write == or !=".to_owned()
            }
            (_, SignalType::Bool, _) | (_, _, SignalType::Bool) => {
                "true or false stands by itself: write it, or !it".to_owned()
            }
            (_, ty, _) => format!("compare it with {}", what(ty)),
        };
        self.error("type-mismatch", span, message, help);
        false
    }

    pub(super) fn logic(
        &mut self,
        parts: &[Raw],
        sign: &str,
        kind: fn(Vec<Expr>) -> ExprKind,
        span: Span,
    ) -> Option<Typed> {
        let typed = self.all(parts)?;
        let wrong = typed
            .iter()
            .filter(|part| !self.is_truth(&part.expr, sign))
            .count();
        if wrong > 0 {
            return None;
        }
        let infos: Vec<Info> = typed.iter().map(|part| part.info).collect();
        let exprs = typed.into_iter().map(|part| part.expr).collect();
        self.build(kind(exprs), SignalType::Bool, span, Info::default(), &infos)
    }

    pub(super) fn coalesce(&mut self, parts: &[Raw], span: Span) -> Option<Typed> {
        let typed = self.all(parts)?;
        let mut typed = typed.into_iter().rev();
        let mut whole = typed.next()?;
        for left in typed {
            if !self.branches_fit(&left.expr, &whole.expr, "??") {
                return None;
            }
            let span = Span {
                start: left.expr.span.start,
                end: span.end,
            };
            let (ty, infos) = (whole.expr.ty, [left.info, whole.info]);
            let info = Info {
                money: left.info.money || whole.info.money,
                ..Info::default()
            };
            let kind = ExprKind::Coalesce(Box::new(left.expr), Box::new(whole.expr));
            whole = self.build(kind, ty, span, info, &infos)?;
        }
        Some(whole)
    }

    /// The values that one expression can have are of one type.
    pub(super) fn branches_fit(&mut self, a: &Expr, b: &Expr, of: &str) -> bool {
        if a.ty == b.ty {
            return true;
        }
        let message = format!(
            "{}, and {}: `{of}` gives one type",
            self.is_a(a),
            self.is_a(b)
        );
        let help = match (a.ty, b.ty) {
            (a, b) if is_number(a) && is_number(b) => {
                "write the int as a float: 1.0, or 1.0 * x".to_owned()
            }
            (_, SignalType::Bool) if of == "??" => {
                "`??` binds tighter than a comparison: write (x == 1) ?? false".to_owned()
            }
            (ty, _) => format!("give {} on both sides", what(ty)),
        };
        self.error("type-mismatch", b.span, message, help);
        false
    }

    pub(super) fn branch(&mut self, test: &Raw, yes: &Raw, no: &Raw, span: Span) -> Option<Typed> {
        let test_typed = self.expr(test);
        let (yes, no) = self.two(yes, no)?;
        let test = test_typed?;
        if !(self.is_truth(&test.expr, "if") & self.branches_fit(&yes.expr, &no.expr, "if")) {
            return None;
        }
        let (ty, parts) = (yes.expr.ty, [test.info, yes.info, no.info]);
        let info = Info {
            money: yes.info.money || no.info.money,
            ..Info::default()
        };
        let kind = ExprKind::If(Box::new(test.expr), Box::new(yes.expr), Box::new(no.expr));
        self.build(kind, ty, span, info, &parts)
    }

    pub(super) fn within(
        &mut self,
        needle: &Raw,
        haystack: &Haystack,
        negated: bool,
        span: Span,
    ) -> Option<Typed> {
        let typed_needle = self.expr(needle);
        match haystack {
            Haystack::List(items) => {
                let list = self.list(typed_needle.as_ref(), items, span)?;
                let needle = typed_needle?;
                let part = needle.info;
                let kind = ExprKind::InList {
                    needle: Box::new(needle.expr),
                    list,
                    negated,
                };
                self.build(kind, SignalType::Bool, span, Info::default(), &[part])
            }
            Haystack::Range {
                start,
                end,
                inclusive,
            } => {
                let needle = typed_needle?;
                self.range_fits(&needle, (*start, *end, *inclusive), span)
                    .then_some(())?;
                let part = needle.info;
                let kind = ExprKind::InRange {
                    needle: Box::new(needle.expr),
                    start: *start,
                    end: *end,
                    inclusive: *inclusive,
                    negated,
                };
                self.build(kind, SignalType::Bool, span, Info::default(), &[part])
            }
        }
    }

    fn range_fits(
        &mut self,
        needle: &Typed,
        (start, end, inclusive): (i64, i64, bool),
        span: Span,
    ) -> bool {
        if needle.expr.ty != SignalType::Int {
            let message = format!("{}; a range holds ints", self.is_a(&needle.expr));
            self.error(
                "type-mismatch",
                needle.expr.span,
                message,
                "write x >= 1.0 && x < 5.0",
            );
            return false;
        }
        if start > end || (start == end && !inclusive) {
            self.error(
                "unreachable",
                span,
                "this range is empty",
                "a range a..b ends before b, a..=b at b",
            );
            return false;
        }
        if needle.info.money && !self.scene.currency {
            self.no_currency(needle.expr.span, span);
            return false;
        }
        true
    }

    fn list(&mut self, needle: Option<&Typed>, items: &[Raw], span: Span) -> Option<Vec<Const>> {
        if items.is_empty() {
            self.error(
                "unreachable",
                span,
                "this list is empty",
                "name what may be in it",
            );
            return None;
        }
        let consts: Vec<Option<Const>> = items
            .iter()
            .map(|item| self.list_item(needle, item))
            .collect();
        let consts: Vec<Const> = consts.into_iter().collect::<Option<_>>()?;
        if needle?.info.money && !self.scene.currency {
            self.no_currency(needle?.expr.span, span);
            return None;
        }
        Some(consts)
    }

    fn list_item(&mut self, needle: Option<&Typed>, item: &Raw) -> Option<Const> {
        let typed = self.expr(item)?;
        let ExprKind::Const(constant) = &typed.expr.kind else {
            let message = format!("`{}` is no constant", self.say(item.span));
            self.error(
                "type-mismatch",
                item.span,
                message,
                "a list holds constants; join comparisons with `||`",
            );
            return None;
        };
        let needle = &needle?.expr;
        let same = needle.ty == typed.expr.ty || (is_number(needle.ty) && is_number(typed.expr.ty));
        if !same {
            let message = format!("{}, and {}", self.is_a(needle), self.is_a(&typed.expr));
            self.error(
                "type-mismatch",
                item.span,
                message,
                format!("list {} only", what(needle.ty)),
            );
            return None;
        }
        self.word_fits(needle, &typed.expr)
            .then(|| constant.clone())
    }
}

fn is_zero(expr: &Expr) -> bool {
    match expr.kind {
        ExprKind::Const(Const::Int(int)) => int == 0,
        ExprKind::Const(Const::Float(float)) => float == 0.0,
        _ => false,
    }
}

fn is_amount(op: ArithOp, left: &Info, right: &Info) -> bool {
    match op {
        ArithOp::Add | ArithOp::Sub => left.money || right.money,
        ArithOp::Mul => left.money != right.money,
        ArithOp::Div | ArithOp::Rem => left.money && !right.money,
        ArithOp::Pow => false,
    }
}

fn arith_sign(op: ArithOp) -> &'static str {
    match op {
        ArithOp::Add => "+",
        ArithOp::Sub => "-",
        ArithOp::Mul => "*",
        ArithOp::Div => "/",
        ArithOp::Rem => "%",
        ArithOp::Pow => "**",
    }
}
