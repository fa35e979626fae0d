//! Comparisons to nodes.

use tenure_columns::kernels::Comparison;

use super::Lowering;
use crate::dictionary::SignalType;
use crate::expr::{CompareOp, Const};
use crate::program::node::{Bits, NodeId, Op};
use crate::program::threshold;

/// A comparison by one of three, with the operands swapped or not, and negated or not.
fn plain(op: CompareOp) -> (Comparison, bool, bool) {
    match op {
        CompareOp::Eq => (Comparison::Equal, false, false),
        CompareOp::Ne => (Comparison::Equal, false, true),
        CompareOp::Lt => (Comparison::Less, false, false),
        CompareOp::Le => (Comparison::LessOrEqual, false, false),
        CompareOp::Gt => (Comparison::Less, true, false),
        CompareOp::Ge => (Comparison::LessOrEqual, true, false),
    }
}

impl Lowering {
    pub(in crate::program) fn compare(
        &mut self,
        op: CompareOp,
        left: NodeId,
        right: NodeId,
    ) -> NodeId {
        use SignalType::{Bool, Float, Int, Text};
        match (self.ty(left), self.ty(right)) {
            (Int, Int) => self.compare_ints(op, left, right),
            (Int | Float, Int | Float) => self.compare_floats(op, left, right),
            (Text, Text) => self.compare_texts(op, left, right),
            (Bool, Bool) => {
                let (by, swap, negated) = plain(op);
                let node = self.bool(Op::CompareBools {
                    by,
                    left,
                    right,
                    swap,
                });
                self.not_if(negated, node)
            }
            // The checker refuses it; in rhai, values of different types differ and have no order.
            (Int | Float, Bool | Text)
            | (Bool, Int | Float | Text)
            | (Text, Int | Float | Bool) => {
                let (left, right) = (
                    self.bool(Op::Strict(left, true)),
                    self.bool(Op::Strict(right, true)),
                );
                let both = self.bool(Op::CompareBools {
                    by: Comparison::Equal,
                    left,
                    right,
                    swap: false,
                });
                self.not_if(op != CompareOp::Ne, both)
            }
        }
    }

    fn compare_ints(&mut self, op: CompareOp, left: NodeId, right: NodeId) -> NodeId {
        let (by, swap, negated) = plain(op);
        let node = match (self.op(left), self.op(right)) {
            (_, Op::Int(c)) => {
                let (low, high) = threshold::beside_int(op, *c);
                self.int_within(left, low, high)
            }
            (Op::Int(c), _) => {
                let (low, high) = threshold::beside_int(op.turned(), *c);
                self.int_within(right, low, high)
            }
            _ => self.bool(Op::CompareInts {
                by,
                left,
                right,
                swap,
            }),
        };
        self.not_if(negated, node)
    }

    fn int_within(&mut self, of: NodeId, low: i64, high: i64) -> NodeId {
        let (low, high) = if low > high { (1, 0) } else { (low, high) };
        self.bool(Op::IntWithin { of, low, high })
    }

    /// A constant as a float.
    fn number(&self, node: NodeId) -> Option<f64> {
        match self.op(node) {
            Op::Int(value) => Some(*value as f64),
            Op::Float(value) => Some(value.value()),
            _ => None,
        }
    }

    fn compare_floats(&mut self, op: CompareOp, left: NodeId, right: NodeId) -> NodeId {
        let by_constant = if let Some(c) = self.number(right) {
            self.compare_with_float(op, left, c)
        } else if let Some(c) = self.number(left) {
            self.compare_with_float(op.turned(), right, c)
        } else {
            None
        };
        let (by, swap, negated) = plain(op);
        let node = by_constant.unwrap_or_else(|| {
            let (left, right) = (self.float(left), self.float(right));
            self.bool(Op::CompareFloats {
                by,
                left,
                right,
                swap,
            })
        });
        self.not_if(negated, node)
    }

    /// `of op c` as a range, where it is one; `!=` as `==`.
    fn compare_with_float(&mut self, op: CompareOp, of: NodeId, c: f64) -> Option<NodeId> {
        let int = match (self.ty(of), self.op(of)) {
            (SignalType::Int, _) => Some(of),
            (_, Op::ToFloat(inner)) => Some(*inner),
            _ => None,
        };
        if let Some(int) = int {
            let (low, high) = threshold::ints(op, c);
            return Some(self.int_within(int, low, high));
        }
        let (low, high) = threshold::floats(op, c)?;
        Some(self.bool(Op::FloatWithin {
            of,
            low: Bits::of(low),
            high: Bits::of(high),
        }))
    }

    fn compare_texts(&mut self, op: CompareOp, left: NodeId, right: NodeId) -> NodeId {
        let (by, swap, negated) = plain(op);
        let node = self.text_comparison(by, left, right, swap);
        self.not_if(negated, node)
    }

    /// Whether a value is one of a list; constants of another type are never equal.
    pub(in crate::program) fn among(&mut self, needle: NodeId, list: &[Const]) -> NodeId {
        if self.ty(needle) == SignalType::Text {
            return self.text_among(needle, list);
        }
        let mut any: Vec<NodeId> = Vec::new();
        for value in list {
            if !self.comparable(needle, value) {
                continue;
            }
            let constant = self.constant(value);
            any.push(self.compare(CompareOp::Eq, needle, constant));
        }
        match any.as_slice() {
            [] => self.bool(Op::Strict(needle, false)),
            [only] => *only,
            _ => self.bool(Op::Or(any)),
        }
    }

    fn comparable(&self, needle: NodeId, value: &Const) -> bool {
        match (self.ty(needle), value) {
            (SignalType::Int | SignalType::Float, Const::Int(_) | Const::Float(_))
            | (SignalType::Bool, Const::Bool(_))
            | (SignalType::Text, Const::Text(_)) => true,
            (SignalType::Int | SignalType::Float, Const::Bool(_) | Const::Text(_))
            | (SignalType::Bool, Const::Int(_) | Const::Float(_) | Const::Text(_))
            | (SignalType::Text, Const::Int(_) | Const::Float(_) | Const::Bool(_)) => false,
        }
    }

    /// Whether an int lies in a range; other values never do.
    pub(in crate::program) fn in_range(
        &mut self,
        needle: NodeId,
        start: i64,
        end: i64,
        inclusive: bool,
    ) -> NodeId {
        if self.ty(needle) != SignalType::Int {
            return self.bool(Op::Strict(needle, false));
        }
        let last = if inclusive {
            Some(end)
        } else {
            end.checked_sub(1)
        };
        let (low, high) = last.map_or((1, 0), |last| (start, last));
        self.int_within(needle, low, high)
    }
}
