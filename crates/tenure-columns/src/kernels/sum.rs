//! Numbers whose bits are masks, row by row.

use super::isa::{Isa, number_lanes, with_isa};
use super::{CHUNK, Kernels};
use crate::circuit::Place;

impl Kernels {
    /// For each row of the first words the number whose bits are these masks, the least significant first, on top of an
    /// offset. Numbers wrap around at 16 bits.
    pub fn numbers_short(self, bits: &[Place], offset: i16, words: usize, out: &mut [i16; CHUNK]) {
        with_isa!(self, isa => isa.numbers_short(bits, offset, words, out));
    }

    /// The same for numbers that wrap around at 32 bits.
    pub fn numbers_middle(self, bits: &[Place], offset: i32, words: usize, out: &mut [i32; CHUNK]) {
        with_isa!(self, _isa => number_lanes(bits, offset, words, out));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::WORDS;

    #[test]
    fn bits_are_numbers() {
        let masks = (1..=14_u64).map(|seed| {
            let word = |index: usize| seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) << index;
            Place(std::array::from_fn(word))
        });
        let bits: Vec<Place> = masks.collect();
        for kernels in Kernels::all() {
            for words in [1, 3, WORDS] {
                let (mut short, mut middle) = ([0; CHUNK], [0; CHUNK]);
                kernels.numbers_short(&bits, -500, words, &mut short);
                kernels.numbers_middle(&bits, -500, words, &mut middle);
                for row in 0..words * 64 {
                    let set = |place: &Place| i32::from(place.0[row / 64] >> (row % 64) & 1 == 1);
                    let bits = bits.iter().enumerate();
                    let plain: i32 = bits.map(|(bit, place)| set(place) << bit).sum();
                    assert_eq!(middle[row], plain - 500, "row {row} of {words} words");
                    assert_eq!(i32::from(short[row]), plain - 500, "row {row}");
                }
            }
        }
    }
}
