//! Bits in words of 64, least significant first, as Arrow lays them out.

use crate::kernels::{Mask, WORDS};

/// A bitmap. Bits past its length are zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bitmap {
    words: Vec<u64>,
    len: usize,
}

impl Bitmap {
    /// An empty bitmap.
    pub fn new() -> Self {
        Self::default()
    }

    /// A bitmap of so many bits, all equal.
    pub fn repeat(bit: bool, len: usize) -> Self {
        let mut words = vec![if bit { u64::MAX } else { 0 }; len.div_ceil(64)];
        if bit
            && !len.is_multiple_of(64)
            && let Some(last) = words.last_mut()
        {
            *last = low_bits(len % 64);
        }
        Self { words, len }
    }

    /// A bitmap of so many bits from words; words missing are zero, bits past the length are dropped.
    pub fn from_words(mut words: Vec<u64>, len: usize) -> Self {
        words.resize(len.div_ceil(64), 0);
        if !len.is_multiple_of(64)
            && let Some(last) = words.last_mut()
        {
            *last &= low_bits(len % 64);
        }
        Self { words, len }
    }

    /// Adds a bit.
    pub fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(64) {
            self.words.push(0);
        }
        if let Some(last) = self.words.last_mut() {
            *last |= u64::from(bit) << (self.len % 64);
        }
        self.len += 1;
    }

    /// The bit at an index; false past the end.
    pub fn get(&self, index: usize) -> bool {
        index < self.len
            && self
                .words
                .get(index / 64)
                .is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// How many bits.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no bits.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The words.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The bits from an index on, as a mask, least significant first; past the end they are zero. For the kernels.
    #[doc(hidden)]
    #[inline]
    pub fn mask(&self, start: usize) -> Mask {
        let words = self.words.get(start / 64..).unwrap_or(&[]);
        match words.first_chunk() {
            Some(mask) if start.is_multiple_of(64) => *mask,
            Some(_) | None => Self::shifted(words, start % 64),
        }
    }

    fn shifted(words: &[u64], shift: usize) -> Mask {
        let mut mask = [0; WORDS];
        for (index, word) in mask.iter_mut().enumerate() {
            let low = words.get(index).copied().unwrap_or(0);
            let high = words.get(index + 1).copied().unwrap_or(0);
            *word = if shift == 0 {
                low
            } else {
                low >> shift | high << (64 - shift)
            };
        }
        mask
    }

    /// How many bits are set.
    pub fn count_ones(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }
}

/// A word whose lowest bits are set; at most 64.
pub fn low_bits(count: usize) -> u64 {
    if count >= 64 {
        u64::MAX
    } else {
        (1 << count) - 1
    }
}

impl FromIterator<bool> for Bitmap {
    fn from_iter<I: IntoIterator<Item = bool>>(bits: I) -> Self {
        let mut bitmap = Self::new();
        bits.into_iter().for_each(|bit| bitmap.push(bit));
        bitmap
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_begins_anywhere() {
        let bitmap: Bitmap = (0..1_000).map(|bit| bit % 3 == 0 || bit % 7 == 0).collect();
        for start in [0, 1, 63, 64, 65, 500, 512, 700, 960, 999, 1_000, 2_000] {
            let mask = bitmap.mask(start);
            for bit in 0..WORDS * 64 {
                let set = mask[bit / 64] >> (bit % 64) & 1 == 1;
                assert_eq!(set, bitmap.get(start + bit), "bit {bit} from {start}");
            }
        }
    }

    #[test]
    fn bits_past_the_length_are_zero() {
        assert_eq!(Bitmap::repeat(true, 65).words(), [u64::MAX, 1]);
        assert_eq!(Bitmap::from_words(vec![u64::MAX], 3).words(), [7]);
        assert_eq!(Bitmap::from_words(Vec::new(), 3).count_ones(), 0);
    }
}
