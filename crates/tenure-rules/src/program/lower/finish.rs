//! The last steps: outputs, buffers and constants.

use tenure_columns::kernels::{CHUNK, Kernels};

use super::Lowering;
use crate::dictionary::{SignalId, SignalType};
use crate::expr::{CompareOp, Const, Expr, ExprKind};
use crate::program::bins::{BinPlan, BinsPlan};
use crate::program::node::{Node, NodeId, Op};
use crate::program::trace::Clause;
use crate::program::{Constants, Input, Plan, Program};
use crate::rulebook::{Bin, BinTest, Number};

impl Lowering {
    pub(super) fn expr_output(&mut self, expr: &Expr) -> Plan {
        let node = self.expr(expr);
        let mut clauses = Vec::new();
        self.clauses(expr, &mut clauses);
        Plan::Expr(node, clauses)
    }

    fn clauses(&mut self, expr: &Expr, clauses: &mut Vec<Clause>) {
        let parts = match &expr.kind {
            ExprKind::And(all) => all.as_slice(),
            ExprKind::Or(any) if self.to_parts => any,
            ExprKind::Not(inner) if self.to_parts => std::slice::from_ref(inner.as_ref()),
            _ => &[],
        };
        if !parts.is_empty() {
            for part in parts {
                self.clauses(part, clauses);
            }
            return;
        }
        let node = self.expr(expr);
        clauses.push(Clause {
            span: expr.span,
            node,
        });
    }

    pub(super) fn bins(&mut self, signal: SignalId, ty: SignalType, bins: &[Bin]) -> BinsPlan {
        let input = self.input(signal, ty);
        let tests = bins
            .iter()
            .map(|bin| self.bin(input, &bin.test))
            .collect::<Vec<_>>();
        let first = self.bin_masks;
        self.bin_masks += tests.len();
        BinsPlan {
            input,
            tests,
            first,
        }
    }

    fn bin(&mut self, input: NodeId, test: &BinTest) -> BinPlan {
        match test {
            BinTest::Below(number) => {
                let bound = match number {
                    Number::Int(value) => self.constant(&Const::Int(*value)),
                    Number::Float(value) => self.constant(&Const::Float(*value)),
                };
                BinPlan::Known(self.compare(CompareOp::Lt, input, bound))
            }
            BinTest::Is(words) => {
                let list: Vec<Const> = words.iter().cloned().map(Const::Text).collect();
                BinPlan::Known(self.among(input, &list))
            }
            BinTest::IsBool(value) => BinPlan::Known(self.among(input, &[Const::Bool(*value)])),
            BinTest::Otherwise => BinPlan::Otherwise,
            BinTest::Stale => BinPlan::Stale,
            BinTest::Unknown => BinPlan::Unknown,
            BinTest::NotApplicable => BinPlan::NotApplicable,
        }
    }

    pub(super) fn finish(self, outputs: Vec<Plan>) -> Program {
        let mut inputs = self.inputs;
        let mut nodes = self.graph.into_nodes();
        let live = live(&nodes, &outputs);
        mark_values(&nodes, &mut inputs);
        let mut constants = Constants {
            words: self.words,
            ..Constants::default()
        };
        let mut buffers = [0; 3];
        for node in &mut nodes {
            node.buffer = match node.op {
                Op::Int(value) => push(&mut constants.ints, value),
                Op::Float(value) => push(&mut constants.floats, value.value()),
                Op::Text(number) => push(&mut constants.texts, number),
                _ => next(&mut buffers, node.ty),
            };
        }
        let mut signals: Vec<SignalId> = inputs.iter().map(|input| input.signal).collect();
        signals.sort_unstable();
        signals.dedup();
        Program {
            nodes,
            live,
            buffers,
            inputs,
            signals,
            lookups: self.lookups,
            constants,
            outputs,
            bin_masks: self.bin_masks,
            kernels: Kernels::detect(),
        }
    }
}

/// The nodes that the outputs need, in order.
fn live(nodes: &[Node], outputs: &[Plan]) -> Vec<u32> {
    let mut needed = vec![false; nodes.len()];
    let mut open: Vec<NodeId> = Vec::new();
    for plan in outputs {
        match plan {
            Plan::Expr(node, clauses) => {
                open.push(*node);
                open.extend(clauses.iter().map(|clause| clause.node));
            }
            Plan::Bins(bins) => {
                open.push(bins.input);
                open.extend(bins.tests.iter().filter_map(|test| match test {
                    BinPlan::Known(node) => Some(*node),
                    BinPlan::Otherwise
                    | BinPlan::Stale
                    | BinPlan::Unknown
                    | BinPlan::NotApplicable => None,
                }));
            }
        }
    }
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut needed[node.index()], true) {
            open.extend(nodes[node.index()].op.reads());
        }
    }
    (0..nodes.len() as u32)
        .filter(|index| needed[*index as usize])
        .collect()
}

/// Marks the inputs whose values are needed one by one: those that are not only compared with constants.
fn mark_values(nodes: &[Node], inputs: &mut [Input]) {
    for node in nodes {
        match node.op {
            Op::IntWithin { .. }
            | Op::FloatWithin { .. }
            | Op::LookUp(..)
            | Op::ToFloat(_)
            | Op::Strict(..)
            | Op::IsKnown(_)
            | Op::IsApplicable(_)
            | Op::IsStale(_) => continue,
            _ => {}
        }
        for read in node.op.reads() {
            if let Op::Input(number) = nodes[read.index()].op {
                inputs[number as usize].values = true;
            }
        }
    }
}

fn push<T: Copy>(constants: &mut Vec<Vec<T>>, value: T) -> u32 {
    constants.push(vec![value; CHUNK]);
    constants.len() as u32 - 1
}

fn next(buffers: &mut [u32; 3], ty: SignalType) -> u32 {
    let count = match ty {
        SignalType::Int => &mut buffers[0],
        SignalType::Float => &mut buffers[1],
        SignalType::Text => &mut buffers[2],
        SignalType::Bool => return 0,
    };
    *count += 1;
    *count - 1
}
