//! What differs between instruction sets.

use super::{CHUNK, WORDS};
use crate::circuit::Place;

/// A block of 64 values.
pub(super) type Block<T> = [T; 64];

/// One instruction set. What is written out here is what compilers do not find in plain loops.
pub(super) trait Isa: Copy {
    /// The lowest bits of 64 bytes that are 0 or 1.
    fn pack(self, flags: &[u8; 64]) -> u64;

    /// A test of each of 64 values, packed.
    #[inline(always)]
    fn test<T: Copy>(self, block: &Block<T>, holds: impl Fn(T) -> bool) -> u64 {
        let mut flags = [0; 64];
        for (flag, value) in flags.iter_mut().zip(block) {
            *flag = u8::from(holds(*value));
        }
        self.pack(&flags)
    }

    /// Which values lie within `width` above `low`.
    #[inline(always)]
    fn shorts_within(self, block: &Block<i16>, low: i16, width: u16) -> u64 {
        self.test(block, |value| value.wrapping_sub(low) as u16 <= width)
    }

    /// Which values lie within `width` above `low`.
    #[inline(always)]
    fn middles_within(self, block: &Block<i32>, low: i32, width: u32) -> u64 {
        self.test(block, |value| value.wrapping_sub(low) as u32 <= width)
    }

    /// Which values lie within `width` above `low`.
    #[inline(always)]
    fn longs_within(self, block: &Block<i64>, low: i64, width: u64) -> u64 {
        self.test(block, |value| value.wrapping_sub(low) as u64 <= width)
    }

    /// Which values lie from `low` to `high`.
    #[inline(always)]
    fn floats_within(self, block: &Block<f64>, low: f64, high: f64) -> u64 {
        self.test(block, |value| value >= low && value <= high)
    }

    /// Which codes are the one.
    #[inline(always)]
    fn bytes_equal(self, block: &Block<u8>, wanted: u8) -> u64 {
        self.test(block, |code| code == wanted)
    }

    /// The numbers whose bits are masks, on top of an offset, for the rows of the first words.
    #[inline(always)]
    fn numbers_short(self, bits: &[Place], offset: i16, words: usize, out: &mut [i16; CHUNK]) {
        number_lanes(bits, offset, words, out);
    }
}

/// Numbers that wrap around.
pub(super) trait Lane: Copy + Default {
    /// The number with one bit set; none of them past its width.
    fn of(bit: usize) -> Self;
    fn plus(self, other: Self) -> Self;
}

impl Lane for i16 {
    #[inline(always)]
    fn of(bit: usize) -> Self {
        1_i64.checked_shl(bit as u32).unwrap_or(0) as Self
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
}

impl Lane for i32 {
    #[inline(always)]
    fn of(bit: usize) -> Self {
        1_i64.checked_shl(bit as u32).unwrap_or(0) as Self
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
}

#[inline(always)]
pub(super) fn number_lanes<T: Lane>(bits: &[Place], offset: T, words: usize, out: &mut [T; CHUNK]) {
    let blocks = out.as_chunks_mut::<64>().0;
    for (word, block) in blocks.iter_mut().enumerate().take(words.min(WORDS)) {
        let mut sums = [offset; 64];
        for (bit, place) in bits.iter().enumerate() {
            add(&mut sums, place.0[word], T::of(bit));
        }
        *block = sums;
    }
}

/// Adds an amount to the lanes whose bit is set.
#[inline(always)]
fn add<T: Lane>(sums: &mut [T; 64], bits: u64, amount: T) {
    for (group, lanes) in sums.as_chunks_mut::<16>().0.iter_mut().enumerate() {
        let bits = (bits >> (group * 16)) as u16;
        for (lane, sum) in lanes.iter_mut().enumerate() {
            let set = bits & (1 << lane) != 0;
            *sum = sum.plus(if set { amount } else { T::default() });
        }
    }
}

/// Instructions that every machine has.
#[derive(Clone, Copy)]
pub(super) struct Portable;

impl Isa for Portable {
    #[inline(always)]
    fn pack(self, flags: &[u8; 64]) -> u64 {
        let mut word = 0;
        for (index, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
            // Each byte's lowest bit moves to its place in the top byte.
            let byte = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            word |= byte << (index * 8);
        }
        word
    }
}

/// Runs an expression with the instruction set of some kernels named as a variable.
macro_rules! with_isa {
    ($kernels:expr, $isa:ident => $body:expr) => {
        match $kernels.arch {
            #[cfg(target_arch = "x86_64")]
            pulp::Arch::V4($isa) => $isa.vectorize(
                #[inline(always)]
                || $body,
            ),
            #[cfg(target_arch = "x86_64")]
            pulp::Arch::V3($isa) => $isa.vectorize(
                #[inline(always)]
                || $body,
            ),
            arch => {
                let $isa = $crate::kernels::isa::Portable;
                arch.dispatch(|| $body)
            }
        }
    };
}

pub(super) use with_isa;
