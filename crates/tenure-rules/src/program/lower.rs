//! Expressions to nodes.

mod compare;
mod finish;
mod text;

use std::collections::HashMap;
use std::sync::Arc;

use tenure_columns::kernels::{FloatOp, IntOp};

use super::node::{Bits, Graph, NodeId, Op, Rounding};
use super::words::{LookUp, TextTest, Tree};
use super::{Input, Output, Plan, Program};
use crate::dictionary::{SignalId, SignalType};
use crate::expr::{ArithOp, Arm, Const, Expr, ExprKind, Func, Pattern, StateTest};

pub(super) fn compile(outputs: &[Output<'_>], to_parts: bool) -> Program {
    let mut lowering = Lowering {
        to_parts,
        ..Lowering::default()
    };
    let plans = outputs
        .iter()
        .map(|output| match output {
            Output::Expr(expr) => lowering.expr_output(expr),
            Output::Bins { signal, ty, bins } => Plan::Bins(lowering.bins(*signal, *ty, bins)),
        })
        .collect();
    lowering.finish(plans)
}

/// A program under construction.
#[derive(Debug, Default)]
pub(super) struct Lowering {
    graph: Graph,
    inputs: Vec<Input>,
    input_numbers: HashMap<(SignalId, SignalType), u32>,
    lookups: Vec<LookUp>,
    words: Vec<Arc<str>>,
    /// Texts that depend on one text input, or on none, as functions of it.
    trees: HashMap<NodeId, (Option<NodeId>, Tree)>,
    /// Derived names that were lowered, by the place of their expression.
    derived: HashMap<*const Expr, NodeId>,
    bin_masks: usize,
    /// Whether clauses are taken apart at `||` and `!`, too.
    to_parts: bool,
}

impl Lowering {
    pub(super) fn input(&mut self, signal: SignalId, ty: SignalType) -> NodeId {
        let next = self.inputs.len() as u32;
        let number = *self.input_numbers.entry((signal, ty)).or_insert(next);
        if number == next {
            self.inputs.push(Input {
                signal,
                ty,
                values: false,
            });
        }
        let node = self.graph.add(Op::Input(number), ty);
        if ty == SignalType::Text {
            self.trees.insert(node, (Some(node), Tree::Input));
        }
        node
    }

    pub(super) fn constant(&mut self, value: &Const) -> NodeId {
        match value {
            Const::Int(value) => self.graph.add(Op::Int(*value), SignalType::Int),
            Const::Float(value) => self
                .graph
                .add(Op::Float(Bits::of(*value)), SignalType::Float),
            Const::Bool(value) => self.graph.add(Op::Bool(*value), SignalType::Bool),
            Const::Text(word) => self.word(word),
        }
    }

    fn bool(&mut self, op: Op) -> NodeId {
        self.graph.add(op, SignalType::Bool)
    }

    fn op(&self, node: NodeId) -> &Op {
        &self.graph.get(node).op
    }

    fn ty(&self, node: NodeId) -> SignalType {
        self.graph.get(node).ty
    }

    pub(super) fn not(&mut self, node: NodeId) -> NodeId {
        match *self.op(node) {
            Op::Not(inner) => inner,
            _ => self.bool(Op::Not(node)),
        }
    }

    /// The same value as a float.
    fn float(&mut self, node: NodeId) -> NodeId {
        if self.ty(node) != SignalType::Int {
            return node;
        }
        match *self.op(node) {
            Op::Int(value) => self.constant(&Const::Float(value as f64)),
            _ => self.graph.add(Op::ToFloat(node), SignalType::Float),
        }
    }

    fn expr_as(&mut self, expr: &Expr, ty: SignalType) -> NodeId {
        let node = self.expr(expr);
        if ty == SignalType::Float {
            self.float(node)
        } else {
            node
        }
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> NodeId {
        match &expr.kind {
            ExprKind::Const(value) => self.constant(value),
            ExprKind::Signal(signal) => self.input(*signal, expr.ty),
            ExprKind::Derived(_, inner) => self.derived(inner),
            ExprKind::Not(inner) => {
                let node = self.expr(inner);
                self.not(node)
            }
            ExprKind::Negate(inner) => self.negate(inner),
            ExprKind::Arith(op, left, right) => self.arith(*op, expr.ty, left, right),
            ExprKind::Compare(op, left, right) => {
                let (left, right) = (self.expr(left), self.expr(right));
                self.compare(*op, left, right)
            }
            ExprKind::And(all) => {
                let all = all.iter().map(|part| self.expr(part)).collect();
                self.bool(Op::And(all))
            }
            ExprKind::Or(any) => {
                let any = any.iter().map(|part| self.expr(part)).collect();
                self.bool(Op::Or(any))
            }
            ExprKind::InList {
                needle,
                list,
                negated,
            } => {
                let needle = self.expr(needle);
                let found = self.among(needle, list);
                self.not_if(*negated, found)
            }
            ExprKind::InRange {
                needle,
                start,
                end,
                inclusive,
                negated,
            } => {
                let needle = self.expr(needle);
                let found = self.in_range(needle, *start, *end, *inclusive);
                self.not_if(*negated, found)
            }
            ExprKind::If(test, yes, no) => {
                let test = self.expr(test);
                let (yes, no) = (self.expr_as(yes, expr.ty), self.expr_as(no, expr.ty));
                self.graph.add(Op::Select(test, yes, no), expr.ty)
            }
            ExprKind::Switch {
                scrutinee,
                arms,
                default,
            } => self.switch(expr.ty, scrutinee, arms, default),
            ExprKind::Coalesce(first, second) => {
                let (first, second) = (self.expr_as(first, expr.ty), self.expr_as(second, expr.ty));
                self.graph.add(Op::Coalesce(first, second), expr.ty)
            }
            ExprKind::Call(func, args) => self.call(*func, expr.ty, args),
            ExprKind::Test(test, inner) => self.state_test(*test, inner),
        }
    }

    fn not_if(&mut self, negated: bool, node: NodeId) -> NodeId {
        if negated { self.not(node) } else { node }
    }

    fn derived(&mut self, inner: &Arc<Expr>) -> NodeId {
        let place = Arc::as_ptr(inner);
        if let Some(node) = self.derived.get(&place) {
            return *node;
        }
        let node = self.expr(inner);
        self.derived.insert(place, node);
        node
    }

    fn negate(&mut self, inner: &Expr) -> NodeId {
        let node = self.expr(inner);
        match *self.op(node) {
            Op::Int(value) if value != i64::MIN => self.constant(&Const::Int(-value)),
            Op::Float(value) => self.constant(&Const::Float(-value.value())),
            _ => {
                let ty = self.ty(node);
                self.graph.add(Op::Negate(node), ty)
            }
        }
    }

    fn arith(&mut self, op: ArithOp, ty: SignalType, left: &Expr, right: &Expr) -> NodeId {
        let (left, right) = (self.expr(left), self.expr(right));
        match ty {
            SignalType::Text => self.concat(left, right),
            SignalType::Int => self.int_arith(op, left, right),
            SignalType::Float => {
                let (left, right) = (self.float(left), self.float(right));
                self.float_arith(op, left, right)
            }
            SignalType::Bool => self.graph.add(Op::Never, ty),
        }
    }

    fn int_arith(&mut self, op: ArithOp, left: NodeId, right: NodeId) -> NodeId {
        let op = match op {
            ArithOp::Add => IntOp::Add,
            ArithOp::Sub => IntOp::Sub,
            ArithOp::Mul => IntOp::Mul,
            ArithOp::Div => IntOp::Div,
            ArithOp::Rem => IntOp::Rem,
            ArithOp::Pow => IntOp::Pow,
        };
        if let (Op::Int(x), Op::Int(y)) = (self.op(left), self.op(right))
            && let Some(value) = op.checked(*x, *y)
        {
            return self.constant(&Const::Int(value));
        }
        self.graph.add(Op::Ints(op, left, right), SignalType::Int)
    }

    fn float_arith(&mut self, op: ArithOp, left: NodeId, right: NodeId) -> NodeId {
        let op = match op {
            ArithOp::Add => FloatOp::Add,
            ArithOp::Sub => FloatOp::Sub,
            ArithOp::Mul => FloatOp::Mul,
            ArithOp::Div => FloatOp::Div,
            ArithOp::Rem => FloatOp::Rem,
            // The language has powers of ints only.
            ArithOp::Pow => return self.graph.add(Op::Never, SignalType::Float),
        };
        if let (Op::Float(x), Op::Float(y)) = (self.op(left), self.op(right)) {
            let value = op.apply(x.value(), y.value());
            if value.is_finite() {
                return self.constant(&Const::Float(value));
            }
        }
        self.graph
            .add(Op::Floats(op, left, right), SignalType::Float)
    }

    /// `if` arm by arm: an arm whose pattern fits and whose guard fails passes on to the arms after it.
    fn switch(&mut self, ty: SignalType, scrutinee: &Expr, arms: &[Arm], default: &Expr) -> NodeId {
        let scrutinee = self.expr(scrutinee);
        let mut rest = self.expr_as(default, ty);
        if arms.is_empty() {
            // The scrutinee must be known even where nothing is compared with it.
            let known = self.bool(Op::Strict(scrutinee, true));
            return self.graph.add(Op::Select(known, rest, rest), ty);
        }
        for arm in arms.iter().rev() {
            let fits = self.patterns(scrutinee, &arm.patterns);
            let mut value = self.expr_as(&arm.value, ty);
            if let Some(guard) = &arm.guard {
                let guard = self.expr(guard);
                value = self.graph.add(Op::Select(guard, value, rest), ty);
            }
            rest = self.graph.add(Op::Select(fits, value, rest), ty);
        }
        rest
    }

    fn patterns(&mut self, scrutinee: NodeId, patterns: &[Pattern]) -> NodeId {
        let mut any: Vec<NodeId> = patterns
            .iter()
            .map(|pattern| match pattern {
                Pattern::Is(value) => self.among(scrutinee, std::slice::from_ref(value)),
                Pattern::Range {
                    start,
                    end,
                    inclusive,
                } => self.in_range(scrutinee, *start, *end, *inclusive),
            })
            .collect();
        match (any.pop(), any.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                any.push(last);
                self.bool(Op::Or(any))
            }
            (None, _) => self.bool(Op::Strict(scrutinee, false)),
        }
    }

    fn call(&mut self, func: Func, ty: SignalType, args: &[Expr]) -> NodeId {
        let nodes: Vec<NodeId> = args.iter().map(|arg| self.expr(arg)).collect();
        match (func, nodes.as_slice()) {
            (Func::Min, [x, y]) => self.extreme(false, ty, *x, *y),
            (Func::Max, [x, y]) => self.extreme(true, ty, *x, *y),
            (Func::Clamp, [x, low, high]) => {
                let raised = self.extreme(true, ty, *x, *low);
                self.extreme(false, ty, raised, *high)
            }
            (Func::Abs, [x]) => self.graph.add(Op::Abs(*x), ty),
            (Func::Round, [x]) => self.round(Rounding::Nearest, *x),
            (Func::Floor, [x]) => self.round(Rounding::Down, *x),
            (Func::Ceil, [x]) => self.round(Rounding::Up, *x),
            (Func::Contains, [text, part]) => self.text_test(TextTest::Contains, *text, *part),
            (Func::StartsWith, [text, part]) => self.text_test(TextTest::StartsWith, *text, *part),
            (Func::EndsWith, [text, part]) => self.text_test(TextTest::EndsWith, *text, *part),
            (Func::ToLower, [text]) => self.lower_case(*text),
            (Func::Len, [text]) => self.length(*text),
            // The checker counts arguments.
            _ => self.graph.add(Op::Never, ty),
        }
    }

    fn extreme(&mut self, larger: bool, ty: SignalType, x: NodeId, y: NodeId) -> NodeId {
        let (x, y) = if ty == SignalType::Float {
            (self.float(x), self.float(y))
        } else {
            (x, y)
        };
        self.graph.add(Op::Extreme(larger, x, y), ty)
    }

    fn round(&mut self, rounding: Rounding, x: NodeId) -> NodeId {
        match self.ty(x) {
            SignalType::Float => self.graph.add(Op::Round(rounding, x), SignalType::Float),
            SignalType::Int | SignalType::Bool | SignalType::Text => x,
        }
    }

    fn state_test(&mut self, test: StateTest, inner: &Expr) -> NodeId {
        let node = self.expr(inner);
        match (test, self.op(node)) {
            (StateTest::IsKnown, _) => self.bool(Op::IsKnown(node)),
            (StateTest::IsApplicable, _) => self.bool(Op::IsApplicable(node)),
            (StateTest::IsStale, Op::Input(_)) => self.bool(Op::IsStale(node)),
            (StateTest::IsStale, _) => self.bool(Op::Bool(false)),
        }
    }
}
