//! Runs a program over a chunk.

mod states;
mod texts;
mod values;

use std::ops::Range;

use tenure_columns::circuit::Place;
use tenure_columns::kernels::{CHUNK, Mask, WORDS, first_rows};
use tenure_columns::{Bitmap, Cell, Column, Value};

use super::node::{NodeId, Op};
use super::scratch::{RowState, Scratch, State, and, and_not, bit, or};
use super::{Bound, Plan, Program};

/// The values of the outputs for the rows of one chunk. A row's number counts from the start of the chunk.
#[derive(Debug, Clone, Copy)]
pub struct Chunk<'a> {
    pub(super) bound: &'a Bound<'a>,
    pub(super) scratch: &'a Scratch,
    pub(super) start: usize,
    pub(super) rows: usize,
    pub(super) full: Mask,
}

/// How an output stands, row by row: in each row one of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// A value is known, or a bin takes it in whatever state it is.
    pub judged: Mask,
    /// Not applicable, and no bin takes it.
    pub not_applicable: Mask,
    /// Neither.
    pub unjudged: Mask,
}

/// How an output stands in one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettledRow {
    /// A condition that holds; a value that is known, and that no bin takes.
    True,
    /// A condition that is known not to hold.
    False,
    /// A value that a bin takes, by the bin's number.
    Bin(usize),
    /// Not applicable, and no bin takes it.
    NotApplicable,
    /// None of these.
    Unjudged,
}

/// A run under way.
struct Run<'a, 'b> {
    program: &'a Program,
    bound: &'a Bound<'b>,
    start: usize,
    rows: usize,
    full: Mask,
    scratch: &'a mut Scratch,
}

impl Bound<'_> {
    /// Computes all outputs for a range of rows: at most [`CHUNK`] of them, those that follow are left out, and so are
    /// those past the end.
    pub fn run<'a>(&'a self, rows: Range<usize>, scratch: &'a mut Scratch) -> Chunk<'a> {
        let start = rows.start.min(self.rows);
        let rows = (rows.end.min(self.rows).max(start) - start).min(CHUNK);
        let full = first_rows(rows);
        let mut run = Run {
            program: self.program,
            bound: self,
            start,
            rows,
            full,
            scratch,
        };
        run.prepare();
        for index in &self.program.live {
            run.step(*index as usize);
        }
        run.bins();
        Chunk {
            bound: self,
            scratch,
            start,
            rows,
            full,
        }
    }
}

impl Run<'_, '_> {
    fn prepare(&mut self) {
        let (nodes, rows) = (self.program.nodes.len(), self.rows);
        let grow = |count: usize| count.max(nodes);
        let scratch = &mut *self.scratch;
        scratch.words.clear();
        scratch
            .states
            .resize_with(grow(scratch.states.len()), State::default);
        scratch.ranges.resize(grow(scratch.ranges.len()), (0, 0));
        let masks = scratch.bins.len().max(self.program.bin_masks);
        scratch.bins.resize(masks, [0; WORDS]);
        let [ints, floats, texts] = self.program.buffers;
        ensure(&mut scratch.ints, ints, rows);
        ensure(&mut scratch.floats, floats, rows);
        ensure(&mut scratch.texts, texts, rows);
    }

    fn bins(&mut self) {
        for plan in &self.program.outputs {
            let Plan::Bins(bins) = plan else {
                continue;
            };
            let stale = self.stale(bins.input);
            let masks = bins.first..bins.first + bins.tests.len();
            bins.fill(
                &self.scratch.states,
                &stale,
                &self.full,
                &mut self.scratch.bins[masks],
            );
        }
    }

    fn column(&self, input: u32) -> Option<&Column> {
        self.bound.columns[input as usize]
    }

    /// The bits of a bitmap for these rows.
    fn bits(&self, bitmap: &Bitmap) -> Mask {
        and(&bitmap.mask(self.start), &self.full)
    }

    fn stale(&self, node: NodeId) -> Mask {
        let Op::Input(input) = self.program.nodes[node.index()].op else {
            return [0; WORDS];
        };
        self.column(input)
            .and_then(Column::stale)
            .map_or([0; WORDS], |bits| self.bits(bits))
    }
}

/// Makes buffers that hold a chunk's rows; they do not shrink.
fn ensure<T: Clone + Default>(buffers: &mut Vec<Vec<T>>, count: u32, rows: usize) {
    if buffers.len() < count as usize {
        buffers.resize(count as usize, Vec::new());
    }
    for buffer in &mut buffers[..count as usize] {
        if buffer.len() < rows {
            buffer.resize(rows, T::default());
        }
    }
}

impl<'a> Chunk<'a> {
    /// The first row's number in the frame.
    pub fn start(&self) -> usize {
        self.start
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The rows that exist.
    pub fn full(&self) -> &Mask {
        &self.full
    }

    /// How many words of a mask have rows.
    pub fn words(&self) -> usize {
        self.rows.div_ceil(64)
    }

    pub(super) fn state(&self, node: NodeId) -> &'a State {
        &self.scratch.states[node.index()]
    }

    fn plan(&self, output: usize) -> Option<&'a Plan> {
        self.bound.program.outputs.get(output)
    }

    /// Where a condition is true; where another value is known. Nowhere for bins.
    pub fn truth(&self, output: usize) -> Mask {
        match self.plan(output) {
            Some(Plan::Expr(node, _)) => self.state(*node).truth,
            Some(Plan::Bins(_)) | None => [0; WORDS],
        }
    }

    /// How an output stands in each row.
    pub fn settled(&self, output: usize) -> Settled {
        let (judged, not_applicable) = match self.plan(output) {
            Some(Plan::Expr(node, _)) => {
                let state = self.state(*node);
                (state.known(), state.not_applicable())
            }
            Some(Plan::Bins(bins)) => {
                let state = self.state(bins.input);
                let binned = self.bins(output).iter();
                let judged = binned.fold(state.known(), |all, bin| or(&all, bin));
                (judged, and_not(&state.not_applicable(), &judged))
            }
            None => ([0; WORDS], [0; WORDS]),
        };
        Settled {
            judged,
            not_applicable,
            unjudged: and_not(&self.full, &or(&judged, &not_applicable)),
        }
    }

    /// How an output stands in one row: a case of it, or none.
    pub fn settled_row(&self, output: usize, row: usize) -> SettledRow {
        let (state, bin) = match self.plan(output) {
            Some(Plan::Expr(node, _)) => (self.state(*node).of_row(row), None),
            Some(Plan::Bins(bins)) => (self.state(bins.input).of_row(row), self.bin(output, row)),
            None => return SettledRow::Unjudged,
        };
        match (bin, state) {
            (Some(bin), _) => SettledRow::Bin(bin),
            (None, RowState::True) => SettledRow::True,
            (None, RowState::False) => SettledRow::False,
            (None, RowState::NotApplicable) => SettledRow::NotApplicable,
            (None, RowState::Unknown) => SettledRow::Unjudged,
        }
    }

    /// Writes where a condition holds, or the rows of each bin, and last where the output could not be judged. Tells where
    /// it is not applicable; `None` where that is nowhere.
    pub fn cases(&self, output: usize, out: &mut [Place]) -> Option<Mask> {
        let (open, out) = out.split_last_mut()?;
        let root = match self.plan(output)? {
            Plan::Expr(node, _) => *node,
            Plan::Bins(bins) => bins.input,
        };
        let state = self.state(root);
        for (word, open) in open.0.iter_mut().enumerate() {
            *open = self.full[word] & !(state.truth[word] | state.falsity[word]);
        }
        let mut gaps = None;
        if let Some(mask) = &state.gaps {
            open.0 = and_not(&open.0, mask);
            gaps = Some(*mask);
        }
        match self.plan(output)? {
            Plan::Expr(..) => {
                if let [holds] = out {
                    holds.0 = state.truth;
                }
            }
            Plan::Bins(_) => {
                for (out, bin) in out.iter_mut().zip(self.bins(output)) {
                    out.0 = *bin;
                    open.0 = and_not(&open.0, bin);
                    gaps = gaps.map(|gaps| and_not(&gaps, bin));
                }
            }
        }
        gaps
    }

    /// Where an output is judged: a value is known, or a bin takes it in whatever state it is.
    pub fn judged(&self, output: usize) -> Mask {
        self.settled(output).judged
    }

    /// Where an output is not applicable, and no bin takes it.
    pub fn not_applicable(&self, output: usize) -> Mask {
        self.settled(output).not_applicable
    }

    /// Where an output is neither judged nor not applicable.
    pub fn unjudged(&self, output: usize) -> Mask {
        self.settled(output).unjudged
    }

    /// The rows of each bin, in the order of the bins; none for a condition.
    pub fn bins(&self, output: usize) -> &'a [Mask] {
        match self.plan(output) {
            Some(Plan::Bins(bins)) => &self.scratch.bins[bins.first..bins.first + bins.tests.len()],
            Some(Plan::Expr(..)) | None => &[],
        }
    }

    /// The bin of one row; `None` where no bin takes it.
    pub fn bin(&self, output: usize, row: usize) -> Option<usize> {
        self.bins(output).iter().position(|mask| bit(mask, row))
    }

    /// An output's value in one row; the signal's own value for bins.
    pub fn cell(&self, output: usize, row: usize) -> Cell<Value> {
        match self.plan(output) {
            Some(Plan::Expr(node, _)) => self.node_cell(*node, row),
            Some(Plan::Bins(bins)) => self.node_cell(bins.input, row),
            None => Cell::Unknown,
        }
    }

    pub(super) fn node_cell(&self, node: NodeId, row: usize) -> Cell<Value> {
        let program = self.bound.program;
        if let Op::Input(input) = program.nodes[node.index()].op {
            return self.bound.columns[input as usize]
                .map_or(Cell::Unknown, |column| column.cell(self.start + row));
        }
        match self.state(node).of_row(row) {
            RowState::NotApplicable => Cell::NotApplicable,
            RowState::Unknown => Cell::Unknown,
            RowState::True | RowState::False => Cell::or_unknown(self.value(node, row)),
        }
    }
}
