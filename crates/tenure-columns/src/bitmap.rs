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

    /// So many bits as they lie in bytes, from a bit on, least significant first; `None` where the bytes end before.
    pub fn from_bytes(bytes: &[u8], first: usize, len: usize) -> Option<Self> {
        let bytes = bytes.get(first / 8..first.checked_add(len)?.div_ceil(8))?;
        let shift = first % 8;
        let word = |number: usize| {
            let low = eight(bytes, 8 * number) >> shift;
            match bytes.get(8 * number + 8) {
                Some(next) if shift > 0 => low | u64::from(*next) << (64 - shift),
                Some(_) | None => low,
            }
        };
        Some(Self::from_words(
            (0..len.div_ceil(64)).map(word).collect(),
            len,
        ))
    }

    /// The bits that are set in both, as many as this one has.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        let others = other.words.iter().copied().chain(std::iter::repeat(0));
        for (word, other) in self.words.iter_mut().zip(others) {
            *word &= other;
        }
        self
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

/// Eight bytes from a place on, the least significant first; those past the end are zero.
fn eight(bytes: &[u8], from: usize) -> u64 {
    let bytes = bytes.get(from..).unwrap_or_default();
    match bytes.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes
            .iter()
            .rev()
            .fold(0, |word, byte| word << 8 | u64::from(*byte)),
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
    fn bits_are_read_from_anywhere_in_bytes() {
        let bytes: Vec<u8> = (0..40_u8)
            .map(|byte| byte.wrapping_mul(37) ^ 0x5a)
            .collect();
        let bit = |bit: usize| bytes[bit / 8] >> (bit % 8) & 1 == 1;
        for first in 0..80 {
            for len in [0, 1, 7, 8, 56, 63, 64, 65, 120, 127, 128, 129, 320 - first] {
                let expected: Bitmap = (first..first + len).map(bit).collect();
                let found = Bitmap::from_bytes(&bytes, first, len);
                assert_eq!(found, Some(expected), "{len} from {first}");
            }
            assert_eq!(Bitmap::from_bytes(&bytes, first, 321 - first), None);
        }
        assert_eq!(Bitmap::from_bytes(&bytes, 400, 0), None);
        assert_eq!(Bitmap::from_bytes(&bytes, usize::MAX, 1), None);
    }

    #[test]
    fn both_are_set_or_neither() {
        let one: Bitmap = (0..70).map(|bit| bit % 2 == 0).collect();
        let other: Bitmap = (0..66).map(|bit| bit % 3 == 0).collect();
        let both: Bitmap = (0..70).map(|bit| bit % 6 == 0 && bit < 66).collect();
        assert_eq!(one.clone().and(&other), both);
        assert_eq!(other.and(&one).len(), 66);
    }

    #[test]
    fn bits_past_the_length_are_zero() {
        assert_eq!(Bitmap::repeat(true, 65).words(), [u64::MAX, 1]);
        assert_eq!(Bitmap::from_words(vec![u64::MAX], 3).words(), [7]);
        assert_eq!(Bitmap::from_words(Vec::new(), 3).count_ones(), 0);
    }
}
