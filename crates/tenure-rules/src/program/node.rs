//! The program's values and how each is computed.

use std::collections::HashMap;

use tenure_columns::kernels::{Comparison, FloatOp, IntOp};

use crate::dictionary::SignalType;
use crate::program::words::TextTest;

/// The number of a node. A node comes after those that it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(crate) u32);

impl NodeId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A float by its bits, so that nodes can be told apart by hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Bits(u64);

impl Bits {
    pub(crate) fn of(value: f64) -> Self {
        Self(value.to_bits())
    }

    pub(crate) fn value(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// A rounding of floats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Rounding {
    Nearest,
    Down,
    Up,
}

/// How a node is computed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Op {
    /// An input, by its number.
    Input(u32),
    Bool(bool),
    Int(i64),
    Float(Bits),
    /// A constant text, by its number.
    Text(u32),
    /// An operation that has no result.
    Never,
    Not(NodeId),
    And(Vec<NodeId>),
    Or(Vec<NodeId>),
    /// A constant, known where the operand is.
    Strict(NodeId, bool),
    IntWithin {
        of: NodeId,
        low: i64,
        high: i64,
    },
    FloatWithin {
        of: NodeId,
        low: Bits,
        high: Bits,
    },
    /// `swap`: the operands are compared the other way round.
    CompareInts {
        by: Comparison,
        left: NodeId,
        right: NodeId,
        swap: bool,
    },
    CompareFloats {
        by: Comparison,
        left: NodeId,
        right: NodeId,
        swap: bool,
    },
    CompareBools {
        by: Comparison,
        left: NodeId,
        right: NodeId,
        swap: bool,
    },
    CompareTexts {
        by: Comparison,
        left: NodeId,
        right: NodeId,
        swap: bool,
    },
    /// Read from a table by the code of a text input, by the number of the look-up.
    LookUp(NodeId, u32),
    IsKnown(NodeId),
    IsApplicable(NodeId),
    IsStale(NodeId),
    ToFloat(NodeId),
    Ints(IntOp, NodeId, NodeId),
    Floats(FloatOp, NodeId, NodeId),
    Negate(NodeId),
    Abs(NodeId),
    Round(Rounding, NodeId),
    /// The smaller (`false`) or the larger (`true`).
    Extreme(bool, NodeId, NodeId),
    Concat(NodeId, NodeId),
    ToLower(NodeId),
    Len(NodeId),
    TestTexts(TextTest, NodeId, NodeId),
    Select(NodeId, NodeId, NodeId),
    Coalesce(NodeId, NodeId),
}

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) op: Op,
    pub(crate) ty: SignalType,
    /// Which of the scratch's buffers of its type holds its values, or which of the constants it is.
    pub(crate) buffer: u32,
}

/// Nodes under construction; equal ones are one.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    nodes: Vec<Node>,
    numbers: HashMap<Op, NodeId>,
}

impl Graph {
    /// The node of an operation.
    pub(crate) fn add(&mut self, op: Op, ty: SignalType) -> NodeId {
        if let Some(id) = self.numbers.get(&op) {
            return *id;
        }
        let id = NodeId(self.nodes.len() as u32);
        self.numbers.insert(op.clone(), id);
        self.nodes.push(Node { op, ty, buffer: 0 });
        id
    }

    pub(crate) fn get(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    pub(crate) fn into_nodes(self) -> Vec<Node> {
        self.nodes
    }
}

impl Op {
    /// The nodes that it reads, in the order of the text.
    pub(crate) fn reads(&self) -> Vec<NodeId> {
        let mut reads = Vec::new();
        self.each_read(|node| reads.push(node));
        reads
    }

    /// Hands over the nodes that it reads, in the order of the text.
    pub(crate) fn each_read(&self, mut take: impl FnMut(NodeId)) {
        match self {
            Self::Input(_)
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Float(_)
            | Self::Text(_)
            | Self::Never => {}
            Self::And(all) | Self::Or(all) => all.iter().copied().for_each(take),
            Self::Not(x)
            | Self::LookUp(x, _)
            | Self::Strict(x, _)
            | Self::IntWithin { of: x, .. }
            | Self::FloatWithin { of: x, .. }
            | Self::IsKnown(x)
            | Self::IsApplicable(x)
            | Self::IsStale(x)
            | Self::ToFloat(x)
            | Self::Negate(x)
            | Self::Abs(x)
            | Self::Round(_, x)
            | Self::ToLower(x)
            | Self::Len(x) => take(*x),
            Self::CompareInts { left, right, .. }
            | Self::CompareFloats { left, right, .. }
            | Self::CompareBools { left, right, .. }
            | Self::CompareTexts { left, right, .. }
            | Self::Ints(_, left, right)
            | Self::Floats(_, left, right)
            | Self::Extreme(_, left, right)
            | Self::Concat(left, right)
            | Self::TestTexts(_, left, right)
            | Self::Coalesce(left, right) => [*left, *right].into_iter().for_each(take),
            Self::Select(test, left, right) => [*test, *left, *right].into_iter().for_each(take),
        }
    }
}
