//! Amounts added up under masks.

use super::isa::{Isa, sum_lanes, with_isa};
use super::{CHUNK, Kernels, Mask};

/// An amount that counts where a mask is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Where it counts.
    pub mask: Mask,
    /// The amount.
    pub amount: i64,
}

impl Kernels {
    /// Adds up terms for each row of the first words, starting from zero. Sums wrap around at 16 bits.
    pub fn sum_short(self, terms: &[Term], words: usize, out: &mut [i16; CHUNK]) {
        with_isa!(self, isa => isa.sum_short(terms, words, out));
    }

    /// Adds up terms for each row of the first words, starting from zero. Sums wrap around at 32 bits.
    pub fn sum_middle(self, terms: &[Term], words: usize, out: &mut [i32; CHUNK]) {
        with_isa!(self, _isa => sum_lanes(terms, words, out));
    }
}
