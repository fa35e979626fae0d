//! Numbers.

use tenure_columns::kernels::{FloatOp, IntOp, Mask, WORDS};
use tenure_columns::{Column, Data, Value};

use super::states::{gather, slice};
use super::{Chunk, Run};
use crate::dictionary::SignalType;
use crate::program::node::{NodeId, Op, Rounding};
use crate::program::scratch::{State, and};

/// Every int.
const ANY: (i64, i64) = (i64::MIN, i64::MAX);

/// Ints of a smaller magnitude are divided as floats.
const SMALL: i64 = 1 << 51;

impl Run<'_, '_> {
    pub(super) fn range(&self, node: NodeId) -> (i64, i64) {
        self.scratch.ranges[node.index()]
    }

    /// The ints of a node, at full width.
    pub(super) fn ints(&self, node: NodeId) -> &[i64] {
        let node = &self.program.nodes[node.index()];
        let buffer = node.buffer as usize;
        match node.op {
            Op::Int(_) => &self.program.constants.ints[buffer][..self.rows],
            Op::Input(input) => match self.column(input).map(Column::data) {
                Some(Data::Int64(values)) => &values[self.start..self.start + self.rows],
                _ => &self.scratch.ints[buffer][..self.rows],
            },
            _ => &self.scratch.ints[buffer][..self.rows],
        }
    }

    pub(super) fn floats(&self, node: NodeId) -> &[f64] {
        let node = &self.program.nodes[node.index()];
        let buffer = node.buffer as usize;
        match node.op {
            Op::Float(_) => &self.program.constants.floats[buffer][..self.rows],
            Op::Input(input) => match self.column(input).map(Column::data) {
                Some(Data::Float(values)) => &values[self.start..self.start + self.rows],
                _ => &self.scratch.floats[buffer][..self.rows],
            },
            _ => &self.scratch.floats[buffer][..self.rows],
        }
    }

    pub(super) fn texts(&self, node: NodeId) -> &[u32] {
        let node = &self.program.nodes[node.index()];
        let buffer = node.buffer as usize;
        match node.op {
            Op::Text(_) => &self.program.constants.texts[buffer][..self.rows],
            _ => &self.scratch.texts[buffer][..self.rows],
        }
    }

    /// Fills a node's ints; its buffer is taken out meanwhile, so that others can be read.
    pub(super) fn fill_ints(&mut self, index: usize, fill: impl FnOnce(&Self, &mut [i64])) {
        let buffer = self.program.nodes[index].buffer as usize;
        let mut out = std::mem::take(&mut self.scratch.ints[buffer]);
        fill(self, &mut out[..self.rows]);
        self.scratch.ints[buffer] = out;
    }

    pub(super) fn fill_floats(&mut self, index: usize, fill: impl FnOnce(&Self, &mut [f64])) {
        let buffer = self.program.nodes[index].buffer as usize;
        let mut out = std::mem::take(&mut self.scratch.floats[buffer]);
        fill(self, &mut out[..self.rows]);
        self.scratch.floats[buffer] = out;
    }

    pub(super) fn fill_texts(&mut self, index: usize, fill: impl FnOnce(&Self, &mut [u32])) {
        let buffer = self.program.nodes[index].buffer as usize;
        let mut out = std::mem::take(&mut self.scratch.texts[buffer]);
        fill(self, &mut out[..self.rows]);
        self.scratch.texts[buffer] = out;
    }

    /// Brings an input's values to full width, unless they are.
    pub(super) fn load(&mut self, index: usize, input: u32) {
        let bound = self.bound;
        let Some(column) = bound.columns[input as usize] else {
            return;
        };
        let node = NodeId(index as u32);
        match column.data() {
            Data::Int32(_) | Data::Int16(_) => self.fill_ints(index, |run, out| {
                run.program.kernels.widen(run.ints_of_any_width(node), out);
            }),
            Data::Text { codes, .. } => {
                let table = &bound.texts.inputs[input as usize];
                self.fill_texts(index, |run, out| {
                    gather(slice(codes, run.start, run.rows), table, out);
                });
            }
            Data::Int64(_) | Data::Float(_) | Data::Bool(_) => {}
        }
    }

    /// Computes a node that is not a bool.
    pub(super) fn value(&mut self, index: usize) -> State {
        let kernels = self.program.kernels;
        match self.program.nodes[index].op {
            Op::ToFloat(x) => {
                self.fill_floats(index, |run, out| {
                    kernels.to_floats(run.ints_of_any_width(x), out);
                });
                self.strict(&[x])
            }
            Op::Ints(op, x, y) => self.int_arith(index, op, x, y),
            Op::Floats(op, x, y) => self.float_arith(index, op, x, y),
            Op::Negate(x) => self.negate(index, x),
            Op::Abs(x) => self.abs(index, x),
            Op::Round(rounding, x) => {
                self.fill_floats(index, |run, out| match rounding {
                    Rounding::Nearest => kernels.map(run.floats(x), out, f64::round),
                    Rounding::Down => kernels.map(run.floats(x), out, f64::floor),
                    Rounding::Up => kernels.map(run.floats(x), out, f64::ceil),
                });
                self.strict(&[x])
            }
            Op::Extreme(larger, x, y) => self.extreme(index, larger, x, y),
            Op::Concat(..) | Op::ToLower(_) | Op::Len(_) => self.make_texts(index),
            _ => State::default(),
        }
    }

    /// A value that there is only in some rows.
    fn where_fine(&self, operands: &[NodeId], fine: &Mask) -> State {
        let mut state = self.strict(operands);
        state.truth = and(&state.truth, fine);
        state
    }

    fn int_arith(&mut self, index: usize, op: IntOp, x: NodeId, y: NodeId) -> State {
        let kernels = self.program.kernels;
        let range = result_range(op, self.range(x), self.range(y));
        self.scratch.ranges[index] = range.unwrap_or(ANY);
        let mut fine = [0; WORDS];
        let small = is_small(self.range(x)) && is_small(self.range(y));
        self.fill_ints(index, |run, out| {
            let (x, y) = (run.ints(x), run.ints(y));
            match op {
                IntOp::Add | IntOp::Sub | IntOp::Mul if range.is_some() => {
                    kernels.ints_unchecked(op, x, y, out);
                    fine = run.full;
                }
                IntOp::Div if small => kernels.small_ints_divided(x, y, out, &mut fine),
                IntOp::Add | IntOp::Sub | IntOp::Mul | IntOp::Div | IntOp::Rem | IntOp::Pow => {
                    kernels.ints_checked(op, x, y, out, &mut fine);
                }
            }
        });
        self.where_fine(&[x, y], &fine)
    }

    fn float_arith(&mut self, index: usize, op: FloatOp, x: NodeId, y: NodeId) -> State {
        let kernels = self.program.kernels;
        let mut fine = [0; WORDS];
        self.fill_floats(index, |run, out| {
            kernels.floats(op, run.floats(x), run.floats(y), out);
            kernels.finite(out, &mut fine);
        });
        self.where_fine(&[x, y], &fine)
    }

    fn negate(&mut self, index: usize, x: NodeId) -> State {
        let kernels = self.program.kernels;
        if self.program.nodes[index].ty == SignalType::Float {
            self.fill_floats(index, |run, out| {
                kernels.map(run.floats(x), out, |value: f64| -value);
            });
            return self.strict(&[x]);
        }
        let (low, high) = self.range(x);
        self.scratch.ranges[index] = (high.saturating_neg(), low.saturating_neg());
        let mut fine = [0; WORDS];
        self.fill_ints(index, |run, out| {
            kernels.map(run.ints(x), out, i64::saturating_neg);
            kernels.ints_within(run.ints_of_any_width(x), -i64::MAX, i64::MAX, &mut fine);
        });
        self.where_fine(&[x], &fine)
    }

    fn abs(&mut self, index: usize, x: NodeId) -> State {
        let kernels = self.program.kernels;
        if self.program.nodes[index].ty == SignalType::Float {
            self.fill_floats(index, |run, out| kernels.map(run.floats(x), out, f64::abs));
            return self.strict(&[x]);
        }
        let (low, high) = self.range(x);
        self.scratch.ranges[index] = (0, high.max(low.saturating_neg()));
        let mut fine = [0; WORDS];
        self.fill_ints(index, |run, out| {
            kernels.map(run.ints(x), out, i64::saturating_abs);
            kernels.ints_within(run.ints_of_any_width(x), -i64::MAX, i64::MAX, &mut fine);
        });
        self.where_fine(&[x], &fine)
    }

    fn extreme(&mut self, index: usize, larger: bool, x: NodeId, y: NodeId) -> State {
        let kernels = self.program.kernels;
        match self.program.nodes[index].ty {
            SignalType::Int => {
                let (a, b) = (self.range(x), self.range(y));
                self.scratch.ranges[index] = (a.0.min(b.0), a.1.max(b.1));
                self.fill_ints(index, |run, out| {
                    let pick = if larger { i64::max } else { i64::min };
                    kernels.map_pairs(run.ints(x), run.ints(y), out, pick);
                });
            }
            SignalType::Float => self.fill_floats(index, |run, out| {
                let (x, y) = (run.floats(x), run.floats(y));
                if larger {
                    kernels.map_pairs(x, y, out, |x, y| if x >= y { x } else { y });
                } else {
                    kernels.map_pairs(x, y, out, |x, y| if x <= y { x } else { y });
                }
            }),
            SignalType::Bool | SignalType::Text => return State::default(),
        }
        self.strict(&[x, y])
    }
}

impl Chunk<'_> {
    /// The value of a row that is known.
    pub(super) fn value(&self, node: NodeId, row: usize) -> Option<Value> {
        let program = self.bound.program;
        let (op, ty) = {
            let node = &program.nodes[node.index()];
            (&node.op, node.ty)
        };
        let buffer = program.nodes[node.index()].buffer as usize;
        Some(match (op, ty) {
            (Op::Int(value), _) => Value::Int(*value),
            (Op::Float(value), _) => Value::Float(value.value()),
            (Op::Text(number), _) => {
                Value::Text(program.constants.words.get(*number as usize)?.clone())
            }
            (_, SignalType::Bool) => Value::Bool(super::bit(&self.state(node).truth, row)),
            (_, SignalType::Int) => Value::Int(*self.scratch.ints.get(buffer)?.get(row)?),
            (_, SignalType::Float) => Value::Float(*self.scratch.floats.get(buffer)?.get(row)?),
            (_, SignalType::Text) => {
                let code = *self.scratch.texts.get(buffer)?.get(row)? as usize;
                let words = &self.bound.texts.words;
                let word = match code.checked_sub(words.len()) {
                    None => words.get(code)?,
                    Some(code) => self.scratch.words.words.get(code)?,
                };
                Value::Text(word.clone())
            }
        })
    }
}

fn is_small((low, high): (i64, i64)) -> bool {
    low > -SMALL && high < SMALL
}

/// The range of the results, zero included; `None` where one may leave 64 bits.
fn result_range(op: IntOp, x: (i64, i64), y: (i64, i64)) -> Option<(i64, i64)> {
    match op {
        IntOp::Add => Some((x.0.checked_add(y.0)?, x.1.checked_add(y.1)?)),
        IntOp::Sub => Some((x.0.checked_sub(y.1)?, x.1.checked_sub(y.0)?)),
        IntOp::Mul => {
            let corners = [
                x.0.checked_mul(y.0)?,
                x.0.checked_mul(y.1)?,
                x.1.checked_mul(y.0)?,
                x.1.checked_mul(y.1)?,
            ];
            let least = corners.iter().copied().fold(0, i64::min);
            Some((least, corners.iter().copied().fold(0, i64::max)))
        }
        IntOp::Div | IntOp::Rem => {
            let most = x.1.max(x.0.checked_neg()?);
            Some((-most, most))
        }
        IntOp::Pow => None,
    }
}
