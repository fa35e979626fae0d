//! Why: what one row's outcome comes from.

use std::collections::BTreeSet;
use std::fmt;

use tenure_columns::kernels::{FloatOp, IntOp};
use tenure_columns::{Cell, Value};

use super::node::{NodeId, Op};
use super::run::Chunk;
use super::scratch::RowState;
use super::{Plan, Program};
use crate::dictionary::SignalId;
use crate::expr::Span;

/// One of the parts of a condition that must all hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// Where it stands in the condition's text.
    pub span: Span,
    pub(crate) node: NodeId,
}

/// Why an operation on known values has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cause {
    /// The result does not fit 64 bits.
    Overflow,
    /// A division or remainder by zero, of ints.
    DivisionByZero,
    /// An int raised to a negative power.
    NegativePower,
    /// The result is not a finite float.
    NotFinite,
    /// The operation is not defined for these values.
    Undefined,
}

impl Cause {
    /// The cause in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overflow => "the result does not fit 64 bits",
            Self::DivisionByZero => "division by zero",
            Self::NegativePower => "an int raised to a negative power",
            Self::NotFinite => "the result is not a finite number",
            Self::Undefined => "the operation is not defined for these values",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why an output is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gaps {
    /// The base signals that are missing, by number.
    pub missing: Vec<SignalId>,
    /// The first error met, in the order of the text.
    pub error: Option<Cause>,
}

/// The nodes that were looked at. Conditions have few of them, programs many.
#[derive(Default)]
struct Visited(Vec<NodeId>);

impl Visited {
    /// Whether a node is looked at for the first time.
    fn is_new(&mut self, node: NodeId) -> bool {
        let place = self.0.binary_search(&node);
        if let Err(place) = place {
            self.0.insert(place, node);
        }
        place.is_err()
    }
}

/// A walk through the nodes that decided one row.
struct Walk<'a> {
    chunk: Chunk<'a>,
    row: usize,
    visited: Visited,
    missing: Vec<SignalId>,
    error: Option<Cause>,
}

impl Chunk<'_> {
    fn root(&self, output: usize) -> Option<NodeId> {
        match self.bound.program.outputs.get(output)? {
            Plan::Expr(node, _) => Some(*node),
            Plan::Bins(bins) => Some(bins.input),
        }
    }

    /// Why an output is unknown in one row: the base signals to report and the first error. Empty where it is known or
    /// not applicable. For bins: the signal, where it is unknown or stale.
    pub fn gaps(&self, output: usize, row: usize) -> Gaps {
        self.root(output)
            .map_or_else(Gaps::default, |node| self.node_gaps(node, row))
    }

    /// Why a clause is unknown in one row.
    pub fn clause_gaps(&self, clause: &Clause, row: usize) -> Gaps {
        self.node_gaps(clause.node, row)
    }

    fn node_gaps(&self, node: NodeId, row: usize) -> Gaps {
        let mut walk = Walk {
            chunk: *self,
            row,
            visited: Visited::default(),
            missing: Vec::new(),
            error: None,
        };
        walk.gaps(node);
        walk.missing.sort_unstable();
        Gaps {
            missing: walk.missing,
            error: walk.error,
        }
    }

    /// A clause's value in one row.
    pub fn clause_cell(&self, clause: &Clause, row: usize) -> Cell<Value> {
        self.node_cell(clause.node, row)
    }

    /// The signals that an output looked at in one row, with the values that it saw, by number. A branch not taken is not
    /// looked at, nor what stands behind a known value of `??`.
    pub fn seen(&self, output: usize, row: usize) -> Vec<(SignalId, Cell<Value>)> {
        self.root(output)
            .map_or_else(Vec::new, |node| self.node_seen(node, row))
    }

    /// The signals that a clause looked at in one row.
    pub fn clause_seen(&self, clause: &Clause, row: usize) -> Vec<(SignalId, Cell<Value>)> {
        self.node_seen(clause.node, row)
    }

    fn node_seen(&self, node: NodeId, row: usize) -> Vec<(SignalId, Cell<Value>)> {
        let program = self.bound.program;
        let mut visited = Visited::default();
        let mut open = vec![node];
        let mut seen = Vec::new();
        while let Some(node) = open.pop() {
            if !visited.is_new(node) {
                continue;
            }
            let op = &program.nodes[node.index()].op;
            if let Op::Input(input) = op {
                let signal = program.inputs[*input as usize].signal;
                seen.push((signal, self.node_cell(node, row)));
            }
            self.looked_at(op, row, |node| open.push(node));
        }
        seen.sort_by_key(|(signal, _)| *signal);
        seen
    }

    /// Hands over the operands that an operation looked at.
    fn looked_at(&self, op: &Op, row: usize, mut take: impl FnMut(NodeId)) {
        match op {
            Op::Select(test, left, right) => {
                take(*test);
                match self.state(*test).of_row(row) {
                    RowState::True => take(*left),
                    RowState::False => take(*right),
                    RowState::NotApplicable | RowState::Unknown => {}
                }
            }
            Op::Coalesce(first, _) if self.is_known(*first, row) => take(*first),
            op => op.each_read(take),
        }
    }

    fn is_known(&self, node: NodeId, row: usize) -> bool {
        match self.state(node).of_row(row) {
            RowState::True | RowState::False => true,
            RowState::NotApplicable | RowState::Unknown => false,
        }
    }
}

impl Program {
    /// Every signal that an output may read, by number.
    pub fn reads(&self, output: usize) -> Vec<SignalId> {
        let root = match self.outputs.get(output) {
            Some(Plan::Expr(node, _)) => *node,
            Some(Plan::Bins(bins)) => bins.input,
            None => return Vec::new(),
        };
        let mut visited = vec![false; self.nodes.len()];
        let mut open = vec![root];
        let mut signals = BTreeSet::new();
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut visited[node.index()], true) {
                continue;
            }
            let op = &self.nodes[node.index()].op;
            if let Op::Input(input) = op {
                signals.insert(self.inputs[*input as usize].signal);
            }
            open.extend(op.reads());
        }
        signals.into_iter().collect()
    }
}

impl Walk<'_> {
    fn is_unknown(&self, node: NodeId) -> bool {
        self.row < self.chunk.rows && self.chunk.state(node).of_row(self.row) == RowState::Unknown
    }

    fn gaps(&mut self, node: NodeId) {
        if !self.is_unknown(node) || !self.visited.is_new(node) {
            return;
        }
        let program = self.chunk.bound.program;
        let op = &program.nodes[node.index()].op;
        if let Op::Input(input) = op {
            self.missing.push(program.inputs[*input as usize].signal);
            return;
        }
        let (chunk, row) = (self.chunk, self.row);
        let mut blamed = false;
        chunk.looked_at(op, row, |operand| {
            blamed |= self.is_unknown(operand);
            self.gaps(operand);
        });
        if !blamed && self.error.is_none() {
            self.error = Some(self.cause(op));
        }
    }

    /// Why an operation on known operands has no result.
    fn cause(&self, op: &Op) -> Cause {
        match op {
            Op::Floats(
                FloatOp::Add | FloatOp::Sub | FloatOp::Mul | FloatOp::Div | FloatOp::Rem,
                ..,
            ) => Cause::NotFinite,
            Op::Ints(IntOp::Div | IntOp::Rem, _, right) if self.int(*right) == Some(0) => {
                Cause::DivisionByZero
            }
            Op::Ints(IntOp::Pow, _, right) if self.int(*right) < Some(0) => Cause::NegativePower,
            Op::Ints(..) | Op::Negate(_) | Op::Abs(_) => Cause::Overflow,
            _ => Cause::Undefined,
        }
    }

    fn int(&self, node: NodeId) -> Option<i64> {
        match self.chunk.node_cell(node, self.row) {
            Cell::Known(Value::Int(value)) => Some(value),
            Cell::Known(Value::Float(_) | Value::Bool(_) | Value::Text(_))
            | Cell::Unknown
            | Cell::Stale
            | Cell::NotApplicable => None,
        }
    }
}
