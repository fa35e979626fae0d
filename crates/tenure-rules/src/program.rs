//! Expressions compiled to one program over columns.
//!
//! A [`Program`] computes all its outputs (conditions, values, bins) together: what they share is computed once. It is
//! bound to a frame ([`Bound`]) and run over chunks of up to [`CHUNK`] rows; one row is a chunk of one. Every value
//! carries whether it is known, and whether it is not applicable, as bits. All values of the last chunk stay in the
//! [`Scratch`], so that a [`Chunk`] can also say why: which signals are missing, which error was met, which clause failed.

mod bins;
mod bound;
mod lower;
mod node;
mod run;
mod scratch;
pub(crate) mod threshold;
mod trace;
mod words;

#[cfg(test)]
pub(crate) mod tests;

use tenure_columns::kernels::{CHUNK as ROWS, Kernels};

use crate::dictionary::{SignalId, SignalType};
use crate::expr::Expr;
use crate::rulebook::Bin;

pub use bound::Bound;
pub use run::{Chunk, Settled, SettledRow};
pub use scratch::Scratch;
pub use trace::{Cause, Clause, Gaps};

use bins::BinsPlan;
use node::{Node, NodeId};

/// The most rows of a chunk.
pub const CHUNK: usize = ROWS;

/// What a program computes.
#[derive(Debug, Clone, Copy)]
pub enum Output<'a> {
    /// A condition or a value.
    Expr(&'a Expr),
    /// The bin into which a signal falls.
    Bins {
        /// The signal.
        signal: SignalId,
        /// The type of its values.
        ty: SignalType,
        /// The bins, in order.
        bins: &'a [Bin],
    },
}

/// A signal that a program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) signal: SignalId,
    pub(crate) ty: SignalType,
    /// Whether its values are needed one by one, at full width.
    pub(crate) values: bool,
}

/// Constants, as chunks full of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Constants {
    ints: Vec<Vec<i64>>,
    floats: Vec<Vec<f64>>,
    texts: Vec<Vec<u32>>,
    words: Vec<std::sync::Arc<str>>,
}

/// What an output has become.
#[derive(Debug, Clone)]
pub(crate) enum Plan {
    /// A node, and its conjuncts as clauses.
    Expr(NodeId, Vec<Clause>),
    /// Bins.
    Bins(BinsPlan),
}

/// Outputs, compiled. Frozen; shared between threads.
#[derive(Debug, Clone)]
pub struct Program {
    nodes: Vec<Node>,
    /// The nodes that an output needs, in order.
    live: Vec<u32>,
    /// How many buffers of ints, floats and texts the nodes need.
    buffers: [u32; 3],
    inputs: Vec<Input>,
    signals: Vec<SignalId>,
    lookups: Vec<words::LookUp>,
    constants: Constants,
    outputs: Vec<Plan>,
    bin_masks: usize,
    kernels: Kernels,
}

impl Program {
    /// Compiles outputs, numbered in the order in which they are given.
    pub fn compile(outputs: &[Output<'_>]) -> Self {
        lower::compile(outputs, false)
    }

    /// The same program, whose [`clauses`](Self::clauses) are the smallest parts that are true or false by themselves:
    /// those of `||` and `!` are taken apart, too.
    pub fn compile_to_parts(outputs: &[Output<'_>]) -> Self {
        lower::compile(outputs, true)
    }

    /// The same program with other kernels; the results are the same.
    #[must_use]
    pub fn with_kernels(self, kernels: Kernels) -> Self {
        Self { kernels, ..self }
    }

    /// The kernels that it runs with.
    pub fn kernels(&self) -> Kernels {
        self.kernels
    }

    /// The signals that it reads, each once.
    pub fn inputs(&self) -> &[SignalId] {
        &self.signals
    }

    /// How many outputs it has.
    pub fn outputs(&self) -> usize {
        self.outputs.len()
    }

    /// The parts of an output that must all hold, in the order of the text; none for bins.
    pub fn clauses(&self, output: usize) -> &[Clause] {
        match self.outputs.get(output) {
            Some(Plan::Expr(_, clauses)) => clauses,
            Some(Plan::Bins(_)) | None => &[],
        }
    }
}
