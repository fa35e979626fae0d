//! Bins: the first that fits counts.

use tenure_columns::kernels::{Mask, WORDS};

use super::node::NodeId;
use super::scratch::{State, and, and_not, or};

/// What falls into a bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BinPlan {
    /// A known value for which this node is true.
    Known(NodeId),
    Otherwise,
    Stale,
    Unknown,
    NotApplicable,
}

/// The bins of one output.
#[derive(Debug, Clone)]
pub(crate) struct BinsPlan {
    pub(crate) input: NodeId,
    pub(crate) tests: Vec<BinPlan>,
    /// The scratch's first mask of these bins.
    pub(crate) first: usize,
}

/// Which rows are still looking for their bin.
struct Open {
    known: Mask,
    stale: Mask,
    unknown: Mask,
    not_applicable: Mask,
}

impl BinsPlan {
    /// Fills the masks of the bins.
    pub(crate) fn fill(&self, states: &[State], stale: &Mask, full: &Mask, out: &mut [Mask]) {
        let state = &states[self.input.index()];
        let unknown = state.unknown(full);
        let stale = and(&unknown, stale);
        let mut open = Open {
            known: state.known(),
            stale,
            unknown: and_not(&unknown, &stale),
            not_applicable: state.not_applicable(),
        };
        // A stale value falls into `unknown` only where no bin says `stale`, wherever it stands.
        if !self.tests.contains(&BinPlan::Stale) {
            open.unknown = or(&open.unknown, &open.stale);
            open.stale = [0; WORDS];
        }
        for (test, mask) in self.tests.iter().zip(out) {
            *mask = open.take(test, states);
        }
    }
}

impl Open {
    fn take(&mut self, test: &BinPlan, states: &[State]) -> Mask {
        let rows = match test {
            BinPlan::Known(_) | BinPlan::Otherwise => &mut self.known,
            BinPlan::Stale => &mut self.stale,
            BinPlan::Unknown => &mut self.unknown,
            BinPlan::NotApplicable => &mut self.not_applicable,
        };
        let taken = match test {
            BinPlan::Known(node) => and(rows, &states[node.index()].truth),
            BinPlan::Otherwise | BinPlan::Stale | BinPlan::Unknown | BinPlan::NotApplicable => {
                *rows
            }
        };
        *rows = and_not(rows, &taken);
        taken
    }
}
