//! Truth and validity.

use tenure_columns::kernels::{CodeSlice, Comparison, Ints, Mask, WORDS};
use tenure_columns::{Codes, Column, Data};

use super::Run;
use crate::dictionary::SignalType;
use crate::program::bound::Table;
use crate::program::node::{NodeId, Op};
use crate::program::scratch::{State, and, and_not, or, zip};

impl Run<'_, '_> {
    pub(super) fn state(&self, node: NodeId) -> &State {
        &self.scratch.states[node.index()]
    }

    /// Computes one node.
    pub(super) fn step(&mut self, index: usize) {
        let program = self.program;
        let node = &program.nodes[index];
        let state = match &node.op {
            Op::Input(input) => return self.input(index, *input),
            Op::Bool(value) => self.constant(*value),
            Op::Int(value) => {
                self.scratch.ranges[index] = ((*value).min(0), (*value).max(0));
                self.constant(true)
            }
            Op::Float(_) | Op::Text(_) => self.constant(true),
            Op::Never => State::default(),
            Op::Not(x) => return self.not(index, *x),
            Op::And(all) => return self.all(index, all),
            Op::Or(any) => return self.any(index, any),
            Op::Strict(x, value) => self.strict_constant(*x, *value),
            Op::IntWithin { of, low, high } => {
                let mut bits = [0; WORDS];
                let ints = self.ints_of_any_width(*of);
                program.kernels.ints_within(ints, *low, *high, &mut bits);
                return self.test(index, *of, &bits);
            }
            Op::FloatWithin { of, low, high } => {
                let mut bits = [0; WORDS];
                let kernels = program.kernels;
                kernels.floats_within(self.floats(*of), low.value(), high.value(), &mut bits);
                return self.test(index, *of, &bits);
            }
            Op::CompareInts { .. }
            | Op::CompareFloats { .. }
            | Op::CompareBools { .. }
            | Op::CompareTexts { .. }
            | Op::TestTexts(..) => self.comparison(&node.op),
            Op::LookUp(input, number) => match self.look_up(index, *input, *number) {
                Some(bits) => return self.test(index, *input, &bits),
                None => self.strict(&[*input]),
            },
            Op::IsKnown(x) => self.certain(self.state(*x).known()),
            Op::IsApplicable(x) => {
                self.certain(and_not(&self.full, &self.state(*x).not_applicable()))
            }
            Op::IsStale(x) => self.certain(self.stale(*x)),
            Op::Select(test, left, right) => self.select(index, *test, *left, *right),
            Op::Coalesce(first, second) => self.coalesce(index, *first, *second),
            Op::ToFloat(_)
            | Op::Ints(..)
            | Op::Floats(..)
            | Op::Negate(_)
            | Op::Abs(_)
            | Op::Round(..)
            | Op::Extreme(..)
            | Op::Concat(..)
            | Op::ToLower(_)
            | Op::Len(_) => self.value(index),
        };
        self.scratch.states[index].store(&state);
    }

    /// Writes a test's state, from its operand and the bits that it gives it.
    fn test(&mut self, index: usize, of: NodeId, bits: &Mask) {
        // A node comes after those that it reads.
        let (before, rest) = self.scratch.states.split_at_mut(index);
        let (Some(of), Some(out)) = (before.get(of.index()), rest.first_mut()) else {
            return;
        };
        for (word, bits) in bits.iter().enumerate() {
            let known = of.truth[word] | of.falsity[word];
            out.truth[word] = known & bits;
            out.falsity[word] = known & !bits;
        }
        out.set_gaps(of.gaps.as_ref());
    }

    fn input(&mut self, index: usize, input: u32) {
        let bound = self.bound;
        let Some(column) = bound.columns[input as usize] else {
            self.scratch.states[index] = State::default();
            return;
        };
        let known = match column.known() {
            Some(known) => self.bits(known),
            None => self.full,
        };
        let gaps = column.not_applicable().map(|bits| self.bits(bits));
        let (truth, falsity) = match column.data() {
            Data::Bool(values) => {
                let values = values.mask(self.start);
                (and(&known, &values), and_not(&known, &values))
            }
            Data::Int64(_)
            | Data::Int32(_)
            | Data::Int16(_)
            | Data::Float(_)
            | Data::Text { .. } => (known, [0; WORDS]),
        };
        self.put(index, &truth, &falsity, gaps.as_ref());
        self.scratch.ranges[index] = column.int_range();
        if self.program.inputs[input as usize].values {
            self.load(index, input);
        }
    }

    fn put(&mut self, index: usize, truth: &Mask, falsity: &Mask, gaps: Option<&Mask>) {
        let out = &mut self.scratch.states[index];
        (out.truth, out.falsity) = (*truth, *falsity);
        out.set_gaps(gaps);
    }

    fn constant(&self, value: bool) -> State {
        self.certain(if value { self.full } else { [0; WORDS] })
    }

    /// A bool that is known everywhere.
    fn certain(&self, truth: Mask) -> State {
        State {
            truth,
            falsity: and_not(&self.full, &truth),
            ..State::default()
        }
    }

    fn not(&mut self, index: usize, x: NodeId) {
        let (before, rest) = self.scratch.states.split_at_mut(index);
        if let (Some(x), Some(out)) = (before.get(x.index()), rest.first_mut()) {
            (out.truth, out.falsity) = (x.falsity, x.truth);
            out.set_gaps(x.gaps.as_ref());
        }
    }

    fn all(&mut self, index: usize, parts: &[NodeId]) {
        let (mut truth, mut falsity) = (self.full, [0; WORDS]);
        for part in parts {
            let part = self.state(*part);
            for word in 0..WORDS {
                truth[word] &= part.truth[word];
                falsity[word] |= part.falsity[word];
            }
        }
        self.kleene(index, parts, &truth, &falsity);
    }

    fn any(&mut self, index: usize, parts: &[NodeId]) {
        let (mut truth, mut falsity) = ([0; WORDS], self.full);
        for part in parts {
            let part = self.state(*part);
            for word in 0..WORDS {
                truth[word] |= part.truth[word];
                falsity[word] &= part.falsity[word];
            }
        }
        self.kleene(index, parts, &truth, &falsity);
    }

    /// What is neither true nor false is unknown if any part is, else not applicable.
    fn kleene(&mut self, index: usize, parts: &[NodeId], truth: &Mask, falsity: &Mask) {
        let gaps = self.gaps(parts, || or(truth, falsity));
        self.put(index, truth, falsity, gaps.as_ref());
    }

    /// An operator's state: known where all operands are (as `truth`), unknown where any is, else not applicable.
    pub(super) fn strict(&self, operands: &[NodeId]) -> State {
        let mut known = self.full;
        for operand in operands {
            known = and(&known, &self.state(*operand).known());
        }
        State {
            truth: known,
            falsity: [0; WORDS],
            gaps: self.gaps(operands, || known),
        }
    }

    /// What is not known is not applicable where no part is unknown; `None` where every part is applicable everywhere.
    fn gaps(&self, parts: &[NodeId], known: impl FnOnce() -> Mask) -> Option<Mask> {
        if parts.iter().all(|part| self.state(*part).gaps.is_none()) {
            return None;
        }
        let mut gaps = and_not(&self.full, &known());
        for part in parts {
            gaps = and_not(&gaps, &self.state(*part).unknown(&self.full));
        }
        Some(gaps)
    }

    /// A test's state, from its operands and the bits that it gives them.
    pub(super) fn tested(&self, operands: &[NodeId], bits: &Mask) -> State {
        let mut state = self.strict(operands);
        state.falsity = and_not(&state.truth, bits);
        state.truth = and(&state.truth, bits);
        state
    }

    fn strict_constant(&self, x: NodeId, value: bool) -> State {
        let bits = if value { self.full } else { [0; WORDS] };
        self.tested(&[x], &bits)
    }

    /// A node's ints, as narrow as they are.
    pub(super) fn ints_of_any_width(&self, node: NodeId) -> Ints<'_> {
        let rows = self.start..self.start + self.rows;
        if let Op::Input(input) = self.program.nodes[node.index()].op {
            return match self.column(input).map(Column::data) {
                Some(Data::Int64(values)) => Ints::Long(&values[rows]),
                Some(Data::Int32(values)) => Ints::Middle(&values[rows]),
                Some(Data::Int16(values)) => Ints::Short(&values[rows]),
                Some(Data::Float(_) | Data::Bool(_) | Data::Text { .. }) | None => Ints::Long(&[]),
            };
        }
        Ints::Long(self.ints(node))
    }

    fn comparison(&mut self, op: &Op) -> State {
        let kernels = self.program.kernels;
        let mut bits = [0; WORDS];
        let (left, right) = match *op {
            Op::CompareInts {
                by,
                left,
                right,
                swap,
            } => {
                let (x, y) = ordered(left, right, swap);
                kernels.compare_ints(by, self.ints(x), self.ints(y), &mut bits);
                (left, right)
            }
            Op::CompareFloats {
                by,
                left,
                right,
                swap,
            } => {
                let (x, y) = ordered(left, right, swap);
                kernels.compare_floats(by, self.floats(x), self.floats(y), &mut bits);
                (left, right)
            }
            Op::CompareBools {
                by,
                left,
                right,
                swap,
            } => {
                let (x, y) = ordered(left, right, swap);
                bits = bools(by, &self.state(x).truth, &self.state(y).truth);
                (left, right)
            }
            Op::CompareTexts { left, right, .. } | Op::TestTexts(_, left, right) => {
                self.test_texts(op, &mut bits);
                (left, right)
            }
            _ => return State::default(),
        };
        self.tested(&[left, right], &bits)
    }

    /// Looks values up by code: the rows in which a test holds, or `None` for other values, which are written.
    fn look_up(&mut self, index: usize, input: NodeId, number: u32) -> Option<Mask> {
        let bound = self.bound;
        let Op::Input(column) = self.program.nodes[input.index()].op else {
            return None;
        };
        let Some(Data::Text { codes, .. }) = bound.columns[column as usize].map(Column::data)
        else {
            return None;
        };
        let kernels = self.program.kernels;
        let codes = slice(codes, self.start, self.rows);
        let buffer = self.program.nodes[index].buffer as usize;
        let mut bits = [0; WORDS];
        match &bound.tables[number as usize] {
            Table::Few(few) => kernels.codes_among(codes, few, &mut bits),
            Table::AllBut(few) => {
                kernels.codes_among(codes, few, &mut bits);
                bits = and_not(&self.full, &bits);
            }
            Table::Bits(table) => kernels.codes_in(codes, table, &mut bits),
            Table::Ints(values, range) => {
                gather(codes, values, &mut self.scratch.ints[buffer]);
                self.scratch.ranges[index] = *range;
                return None;
            }
            Table::Codes(values) => {
                gather(codes, values, &mut self.scratch.texts[buffer]);
                return None;
            }
            Table::None => return None,
        }
        Some(bits)
    }

    fn select(&mut self, index: usize, test: NodeId, left: NodeId, right: NodeId) -> State {
        let test = *self.state(test);
        let (x, y) = (*self.state(left), *self.state(right));
        let blend =
            |left: &Mask, right: &Mask| or(&and(&test.truth, left), &and(&test.falsity, right));
        let state = State {
            truth: blend(&x.truth, &y.truth),
            falsity: blend(&x.falsity, &y.falsity),
            gaps: any_of(&[&test, &x, &y]).then(|| {
                let taken = blend(&x.not_applicable(), &y.not_applicable());
                or(&test.not_applicable(), &taken)
            }),
        };
        self.blend_values(index, &test.truth, left, right);
        state
    }

    fn coalesce(&mut self, index: usize, first: NodeId, second: NodeId) -> State {
        let (x, y) = (*self.state(first), *self.state(second));
        let known = x.known();
        let state = State {
            truth: or(&x.truth, &and_not(&y.truth, &known)),
            falsity: or(&x.falsity, &and_not(&y.falsity, &known)),
            gaps: y.gaps.map(|gaps| and_not(&gaps, &known)),
        };
        self.blend_values(index, &known, first, second);
        state
    }

    fn blend_values(&mut self, index: usize, bits: &Mask, left: NodeId, right: NodeId) {
        match self.program.nodes[index].ty {
            SignalType::Bool => {}
            SignalType::Int => {
                let (x, y) = (self.range(left), self.range(right));
                self.scratch.ranges[index] = (x.0.min(y.0), x.1.max(y.1));
                self.fill_ints(index, |run, out| {
                    let kernels = run.program.kernels;
                    kernels.select(bits, run.ints(left), run.ints(right), out);
                });
            }
            SignalType::Float => self.fill_floats(index, |run, out| {
                let kernels = run.program.kernels;
                kernels.select(bits, run.floats(left), run.floats(right), out);
            }),
            SignalType::Text => self.fill_texts(index, |run, out| {
                let kernels = run.program.kernels;
                kernels.select(bits, run.texts(left), run.texts(right), out);
            }),
        }
    }
}

/// Whether any of the states may have rows that are not applicable.
fn any_of(states: &[&State]) -> bool {
    states.iter().any(|state| state.gaps.is_some())
}

fn ordered(left: NodeId, right: NodeId, swap: bool) -> (NodeId, NodeId) {
    if swap { (right, left) } else { (left, right) }
}

/// Compares bools by their true rows: false is less than true.
fn bools(by: Comparison, left: &Mask, right: &Mask) -> Mask {
    match by {
        Comparison::Equal => zip(left, right, |x, y| !(x ^ y)),
        Comparison::Less => zip(left, right, |x, y| !x & y),
        Comparison::LessOrEqual => zip(left, right, |x, y| !x | y),
    }
}

pub(super) fn slice(codes: &Codes, start: usize, rows: usize) -> CodeSlice<'_> {
    let rows = start..start + rows;
    match codes {
        Codes::Byte(codes) => CodeSlice::Byte(&codes[rows]),
        Codes::Short(codes) => CodeSlice::Short(&codes[rows]),
        Codes::Wide(codes) => CodeSlice::Wide(&codes[rows]),
    }
}

/// Reads values from a table by code; a code past its end gives the default.
pub(super) fn gather<T: Copy + Default>(codes: CodeSlice<'_>, table: &[T], out: &mut [T]) {
    let at = |code: usize| table.get(code).copied().unwrap_or_default();
    match codes {
        CodeSlice::Byte(codes) => {
            for (out, code) in out.iter_mut().zip(codes) {
                *out = at(usize::from(*code));
            }
        }
        CodeSlice::Short(codes) => {
            for (out, code) in out.iter_mut().zip(codes) {
                *out = at(usize::from(*code));
            }
        }
        CodeSlice::Wide(codes) => {
            for (out, code) in out.iter_mut().zip(codes) {
                *out = at(*code as usize);
            }
        }
    }
}
