//! The memory in which programs run; reused from chunk to chunk.

use std::collections::HashMap;
use std::sync::Arc;

use tenure_columns::kernels::{Mask, WORDS};

/// Which rows of a node are true, false, not applicable; the rest is unknown. Of a value that is not a bool, the rows
/// where it is known count as true.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct State {
    pub(crate) truth: Mask,
    pub(crate) falsity: Mask,
    /// `None` where no row is not applicable.
    pub(crate) gaps: Option<Mask>,
}

/// How a node stands in one row. Of a value that is not a bool, what is known counts as true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowState {
    True,
    False,
    NotApplicable,
    Unknown,
}

impl State {
    /// Where it is known.
    pub(crate) fn known(&self) -> Mask {
        or(&self.truth, &self.falsity)
    }

    /// How one row stands; unknown past the end.
    pub(crate) fn of_row(&self, row: usize) -> RowState {
        let set = |mask: &Mask| bit(mask, row);
        if set(&self.truth) {
            RowState::True
        } else if set(&self.falsity) {
            RowState::False
        } else if self.gaps.as_ref().is_some_and(set) {
            RowState::NotApplicable
        } else {
            RowState::Unknown
        }
    }

    /// Where it is unknown, of the rows in `full`.
    pub(crate) fn unknown(&self, full: &Mask) -> Mask {
        let mut out = *full;
        for (index, word) in out.iter_mut().enumerate() {
            *word &= !(self.truth[index] | self.falsity[index]);
        }
        match &self.gaps {
            None => out,
            Some(gaps) => and_not(&out, gaps),
        }
    }

    /// Where it is not applicable.
    pub(crate) fn not_applicable(&self) -> Mask {
        self.gaps.unwrap_or([0; WORDS])
    }

    /// Takes over another state; what is not there is not copied.
    pub(crate) fn store(&mut self, state: &Self) {
        self.truth = state.truth;
        self.falsity = state.falsity;
        self.set_gaps(state.gaps.as_ref());
    }

    /// Says where it is not applicable; what is not there is not copied.
    #[inline]
    pub(crate) fn set_gaps(&mut self, gaps: Option<&Mask>) {
        match gaps {
            None => self.gaps = None,
            Some(gaps) => self.gaps = Some(*gaps),
        }
    }
}

/// The bit of a row; false past the end.
pub(crate) fn bit(mask: &Mask, row: usize) -> bool {
    mask.get(row / 64)
        .is_some_and(|word| word >> (row % 64) & 1 == 1)
}

pub(crate) fn zip(left: &Mask, right: &Mask, f: impl Fn(u64, u64) -> u64) -> Mask {
    let mut out = [0; WORDS];
    for ((out, left), right) in out.iter_mut().zip(left).zip(right) {
        *out = f(*left, *right);
    }
    out
}

pub(crate) fn and(left: &Mask, right: &Mask) -> Mask {
    zip(left, right, |left, right| left & right)
}

pub(crate) fn or(left: &Mask, right: &Mask) -> Mask {
    zip(left, right, |left, right| left | right)
}

pub(crate) fn and_not(left: &Mask, right: &Mask) -> Mask {
    zip(left, right, |left, right| left & !right)
}

/// Memory for runs of any program. One per thread.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    pub(crate) states: Vec<State>,
    /// The least and the largest int that may stand in a node's values.
    pub(crate) ranges: Vec<(i64, i64)>,
    pub(crate) ints: Vec<Vec<i64>>,
    pub(crate) floats: Vec<Vec<f64>>,
    pub(crate) texts: Vec<Vec<u32>>,
    pub(crate) bins: Vec<Mask>,
    pub(crate) words: NewWords,
}

/// Texts that a run made, beyond those that were bound; their codes go on from there.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewWords {
    pub(crate) words: Vec<Arc<str>>,
    pub(crate) codes: HashMap<Arc<str>, u32>,
}

impl NewWords {
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.codes.clear();
    }
}

impl Scratch {
    /// No memory yet; it grows with the first run.
    pub fn new() -> Self {
        Self::default()
    }
}
