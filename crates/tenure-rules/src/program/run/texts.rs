//! Texts, row by row.

use std::sync::Arc;

use tenure_columns::kernels::Mask;

use super::Run;
use crate::program::node::{NodeId, Op};
use crate::program::scratch::State;
use crate::program::words::{length, text_holds};

impl Run<'_, '_> {
    fn word(&self, code: u32) -> &Arc<str> {
        let words = &self.bound.texts.words;
        match (code as usize).checked_sub(words.len()) {
            None => &words[code as usize],
            Some(code) => &self.scratch.words.words[code],
        }
    }

    /// The code of a text that the run made.
    fn intern(&mut self, word: Arc<str>) -> u32 {
        let texts = &self.bound.texts;
        let new = &mut self.scratch.words;
        let known = texts.codes.get(&word).or_else(|| new.codes.get(&word));
        if let Some(code) = known {
            return *code;
        }
        let code = (texts.words.len() + new.words.len()) as u32;
        new.words.push(word.clone());
        new.codes.insert(word, code);
        code
    }

    /// The rows in which all operands are known.
    fn known_rows(&self, operands: &[NodeId]) -> Vec<usize> {
        let known = self.strict(operands).truth;
        (0..self.rows)
            .filter(|row| super::bit(&known, *row))
            .collect()
    }

    /// Sets the bits of the rows for which a test of two texts holds.
    pub(super) fn test_texts(&self, op: &Op, bits: &mut Mask) {
        let (left, right) = match *op {
            Op::CompareTexts { left, right, .. } | Op::TestTexts(_, left, right) => (left, right),
            _ => return,
        };
        for row in self.known_rows(&[left, right]) {
            let x = self.word(self.texts(left)[row]);
            let y = self.word(self.texts(right)[row]);
            let holds = match *op {
                Op::CompareTexts {
                    by, swap: false, ..
                } => text_holds(by, x, y),
                Op::CompareTexts { by, swap: true, .. } => text_holds(by, y, x),
                Op::TestTexts(test, ..) => test.holds(x, y),
                _ => false,
            };
            bits[row / 64] |= u64::from(holds) << (row % 64);
        }
    }

    /// Computes a function of texts.
    pub(super) fn make_texts(&mut self, index: usize) -> State {
        let node = &self.program.nodes[index];
        let (op, buffer) = (&node.op, node.buffer as usize);
        let operands = op.reads();
        let rows = self.known_rows(&operands);
        if let Op::Len(text) = *op {
            self.scratch.ranges[index] = (0, i64::MAX);
            self.fill_ints(index, |run, out| {
                out.fill(0);
                for row in rows {
                    out[row] = length(run.word(run.texts(text)[row]));
                }
            });
            return self.strict(&operands);
        }
        self.scratch.texts[buffer].fill(0);
        for row in rows {
            let word = |text: NodeId| self.word(self.texts(text)[row]);
            let made: Arc<str> = match *op {
                Op::Concat(left, right) => format!("{}{}", word(left), word(right)).into(),
                Op::ToLower(text) => word(text).to_lowercase().into(),
                _ => continue,
            };
            let code = self.intern(made);
            self.scratch.texts[buffer][row] = code;
        }
        self.strict(&operands)
    }
}
