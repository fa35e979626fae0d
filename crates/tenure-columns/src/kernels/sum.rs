//! Amounts added up under masks.

use super::isa::{Isa, with_isa};
use super::{CHUNK, Kernels, Mask, WORDS};

/// An amount that counts where a mask is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The number of the mask.
    pub mask: u32,
    /// The amount.
    pub amount: i64,
}

impl Kernels {
    /// Adds up terms for each row of the first words, starting from zero.
    ///
    /// The magnitudes of the amounts must add up to no more than `i16::MAX`. A mask that does not exist is empty.
    pub fn sum_short(self, terms: &[Term], masks: &[Mask], words: usize, out: &mut [i16; CHUNK]) {
        with_isa!(self, isa => sum_short(isa, terms, masks, words, out));
    }

    /// Adds up terms for each row of the first words, starting from zero; a sum beyond 64 bits stays at the end.
    pub fn sum_long(self, terms: &[Term], masks: &[Mask], words: usize, out: &mut [i64; CHUNK]) {
        with_isa!(self, _isa => sum_long(terms, masks, words, out));
    }
}

#[inline(always)]
fn sum_short<I: Isa>(isa: I, terms: &[Term], masks: &[Mask], words: usize, out: &mut [i16; CHUNK]) {
    let blocks = out.as_chunks_mut::<64>().0;
    for (word, block) in blocks.iter_mut().enumerate().take(words.min(WORDS)) {
        let mut sums = [0; 64];
        for term in terms {
            let bits = bits_of(masks, term, word);
            isa.add_short(&mut sums, bits, term.amount as i16);
        }
        *block = sums;
    }
}

#[inline(always)]
fn sum_long(terms: &[Term], masks: &[Mask], words: usize, out: &mut [i64; CHUNK]) {
    let blocks = out.as_chunks_mut::<64>().0;
    for (word, block) in blocks.iter_mut().enumerate().take(words.min(WORDS)) {
        *block = [0; 64];
        for term in terms {
            let mut bits = bits_of(masks, term, word);
            while bits != 0 {
                if let Some(sum) = block.get_mut(bits.trailing_zeros() as usize) {
                    *sum = sum.saturating_add(term.amount);
                }
                bits &= bits - 1;
            }
        }
    }
}

#[inline(always)]
fn bits_of(masks: &[Mask], term: &Term, word: usize) -> u64 {
    masks
        .get(term.mask as usize)
        .and_then(|mask| mask.get(word))
        .copied()
        .unwrap_or(0)
}
