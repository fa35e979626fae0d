//! Comparisons and sums in the instructions of x86-64, through pulp's safe wrappers.
//!
//! Loops are plain: what stands in a closure of its own is not compiled with the instruction set of its caller.

use core::arch::x86_64::{__m256d, __m256i, __m512d, __m512i};

use pulp::cast;
use pulp::x86::{V3, V4};

use super::isa::{Block, Isa, Lane};
use super::{CHUNK, WORDS};
use crate::circuit::Place;

/// The words that are added up in registers at once.
const V3_PASS: usize = 2;
const V4_PASS: usize = 4;

impl Isa for V3 {
    #[inline(always)]
    fn pack(self, flags: &[u8; 64]) -> u64 {
        let [low, high]: [__m256i; 2] = cast(*flags);
        let low = self.avx2._mm256_slli_epi16::<7>(low);
        let high = self.avx2._mm256_slli_epi16::<7>(high);
        join(self.tops(low), self.tops(high))
    }

    #[inline(always)]
    fn shorts_within(self, block: &Block<i16>, low: i16, width: u16) -> u64 {
        let parts: [__m256i; 4] = cast(*block);
        let low = self.avx._mm256_set1_epi16(low);
        let width = self.avx._mm256_set1_epi16(width as i16);
        let mut within = parts;
        for values in &mut within {
            let above = self.avx2._mm256_sub_epi16(*values, low);
            let least = self.avx2._mm256_min_epu16(above, width);
            *values = self.avx2._mm256_cmpeq_epi16(least, above);
        }
        // Packing works on halves of registers; the permutation puts them in order.
        let [a, b, c, d] = within;
        let low = self.avx2._mm256_packs_epi16(a, b);
        let low = self.avx2._mm256_permute4x64_epi64::<0b11_01_10_00>(low);
        let high = self.avx2._mm256_packs_epi16(c, d);
        let high = self.avx2._mm256_permute4x64_epi64::<0b11_01_10_00>(high);
        join(self.tops(low), self.tops(high))
    }

    #[inline(always)]
    fn middles_within(self, block: &Block<i32>, low: i32, width: u32) -> u64 {
        let parts: [__m256i; 8] = cast(*block);
        let low = self.avx._mm256_set1_epi32(low);
        let width = self.avx._mm256_set1_epi32(width as i32);
        let mut word = 0;
        for (index, values) in parts.into_iter().enumerate() {
            let above = self.avx2._mm256_sub_epi32(values, low);
            let least = self.avx2._mm256_min_epu32(above, width);
            let equal = self.avx2._mm256_cmpeq_epi32(least, above);
            let bits = self.avx._mm256_movemask_ps(cast(equal)) as u32;
            word |= u64::from(bits) << (index * 8);
        }
        word
    }

    #[inline(always)]
    fn longs_within(self, block: &Block<i64>, low: i64, width: u64) -> u64 {
        let parts: [__m256i; 16] = cast(*block);
        // Signed comparisons of numbers whose top bit is flipped are unsigned ones.
        let low = self.avx._mm256_set1_epi64x(low ^ i64::MIN);
        let width = self.avx._mm256_set1_epi64x(width as i64 ^ i64::MIN);
        let mut word = 0;
        for (index, values) in parts.into_iter().enumerate() {
            let above = self.avx2._mm256_sub_epi64(values, low);
            let outside = self.avx2._mm256_cmpgt_epi64(above, width);
            let bits = self.avx._mm256_movemask_pd(cast(outside)) as u32;
            word |= u64::from(bits) << (index * 4);
        }
        !word
    }

    #[inline(always)]
    fn floats_within(self, block: &Block<f64>, low: f64, high: f64) -> u64 {
        let parts: [__m256d; 16] = cast(*block);
        let low = self.avx._mm256_set1_pd(low);
        let high = self.avx._mm256_set1_pd(high);
        let mut word = 0;
        for (index, values) in parts.into_iter().enumerate() {
            let above = self.avx._mm256_cmp_pd::<AT_MOST>(low, values);
            let below = self.avx._mm256_cmp_pd::<AT_MOST>(values, high);
            let within = self.avx._mm256_and_pd(above, below);
            let bits = self.avx._mm256_movemask_pd(within) as u32;
            word |= u64::from(bits) << (index * 4);
        }
        word
    }

    #[inline(always)]
    fn bytes_equal(self, block: &Block<u8>, wanted: u8) -> u64 {
        let [low, high]: [__m256i; 2] = cast(*block);
        let wanted = self.avx._mm256_set1_epi8(wanted as i8);
        let low = self.avx2._mm256_cmpeq_epi8(low, wanted);
        let high = self.avx2._mm256_cmpeq_epi8(high, wanted);
        join(self.tops(low), self.tops(high))
    }

    #[inline(always)]
    fn numbers_short(self, bits: &[Place], offset: i16, words: usize, out: &mut [i16; CHUNK]) {
        let places: __m256i = cast(PLACES);
        let blocks = out.as_chunks_mut::<{ V3_PASS * 64 }>().0;
        for (pass, block) in blocks.iter_mut().enumerate().take(words.div_ceil(V3_PASS)) {
            let mut sums = [self.avx._mm256_set1_epi16(offset); V3_PASS * 4];
            for (bit, place) in bits.iter().enumerate() {
                let amount = self.avx._mm256_set1_epi16(Lane::of(bit));
                let mask: &[[u64; V3_PASS]; WORDS / V3_PASS] = pulp::bytemuck::cast_ref(&place.0);
                let bits: [i16; V3_PASS * 4] = cast(mask[pass]);
                for (sum, bits) in sums.iter_mut().zip(bits) {
                    let bits = self.avx._mm256_set1_epi16(bits);
                    let set = self.avx2._mm256_and_si256(bits, places);
                    let set = self.avx2._mm256_cmpeq_epi16(set, places);
                    let part = self.avx2._mm256_and_si256(set, amount);
                    *sum = self.avx2._mm256_add_epi16(*sum, part);
                }
            }
            *block = cast(sums);
        }
    }
}

/// The place of each of 16 lanes in a word of 16 bits.
const PLACES: [u16; 16] = [
    1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768,
];

/// Ordered, quiet, less than or equal.
const AT_MOST: i32 = core::arch::x86_64::_CMP_LE_OQ;

/// The top bits of bytes.
trait Tops {
    fn tops(self, bytes: __m256i) -> u32;
}

impl Tops for V3 {
    #[inline(always)]
    fn tops(self, bytes: __m256i) -> u32 {
        self.avx2._mm256_movemask_epi8(bytes) as u32
    }
}

#[inline(always)]
fn join(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

impl Isa for V4 {
    #[inline(always)]
    fn pack(self, flags: &[u8; 64]) -> u64 {
        let bytes: __m512i = cast(*flags);
        self.avx512bw._mm512_test_epi8_mask(bytes, bytes)
    }

    #[inline(always)]
    fn shorts_within(self, block: &Block<i16>, low: i16, width: u16) -> u64 {
        let parts: [__m512i; 2] = cast(*block);
        let low = self.avx512f._mm512_set1_epi16(low);
        let width = self.avx512f._mm512_set1_epi16(width as i16);
        let mut bits = [0; 2];
        for (bits, values) in bits.iter_mut().zip(&parts) {
            let above = self.avx512bw._mm512_sub_epi16(*values, low);
            *bits = self.avx512bw._mm512_cmple_epu16_mask(above, width);
        }
        cast(bits)
    }

    #[inline(always)]
    fn middles_within(self, block: &Block<i32>, low: i32, width: u32) -> u64 {
        let parts: [__m512i; 4] = cast(*block);
        let low = self.avx512f._mm512_set1_epi32(low);
        let width = self.avx512f._mm512_set1_epi32(width as i32);
        let mut bits = [0; 4];
        for (bits, values) in bits.iter_mut().zip(&parts) {
            let above = self.avx512f._mm512_sub_epi32(*values, low);
            *bits = self.avx512f._mm512_cmple_epu32_mask(above, width);
        }
        cast(bits)
    }

    #[inline(always)]
    fn longs_within(self, block: &Block<i64>, low: i64, width: u64) -> u64 {
        let parts: [__m512i; 8] = cast(*block);
        let low = self.avx512f._mm512_set1_epi64(low);
        let width = self.avx512f._mm512_set1_epi64(width as i64);
        let mut bits = [0; 8];
        for (bits, values) in bits.iter_mut().zip(&parts) {
            let above = self.avx512f._mm512_sub_epi64(*values, low);
            *bits = self.avx512f._mm512_cmple_epu64_mask(above, width);
        }
        cast(bits)
    }

    #[inline(always)]
    fn floats_within(self, block: &Block<f64>, low: f64, high: f64) -> u64 {
        let parts: [__m512d; 8] = cast(*block);
        let low = self.avx512f._mm512_set1_pd(low);
        let high = self.avx512f._mm512_set1_pd(high);
        let mut bits = [0; 8];
        for (bits, values) in bits.iter_mut().zip(&parts) {
            let above = self.avx512f._mm512_cmple_pd_mask(low, *values);
            *bits = self.avx512f._mm512_mask_cmple_pd_mask(above, *values, high);
        }
        cast(bits)
    }

    #[inline(always)]
    fn bytes_equal(self, block: &Block<u8>, wanted: u8) -> u64 {
        let codes: __m512i = cast(*block);
        let wanted = self.avx512f._mm512_set1_epi8(wanted as i8);
        self.avx512bw._mm512_cmpeq_epi8_mask(codes, wanted)
    }

    #[inline(always)]
    fn numbers_short(self, bits: &[Place], offset: i16, words: usize, out: &mut [i16; CHUNK]) {
        let passes = words.div_ceil(V4_PASS);
        let blocks = out.as_chunks_mut::<{ V4_PASS * 64 }>().0;
        for (pass, block) in blocks.iter_mut().enumerate().take(passes) {
            let mut sums = [self.avx512f._mm512_set1_epi16(offset); V4_PASS * 2];
            for (bit, place) in bits.iter().enumerate() {
                let amount = self.avx512f._mm512_set1_epi16(Lane::of(bit));
                let mask: &[[u64; V4_PASS]; WORDS / V4_PASS] = pulp::bytemuck::cast_ref(&place.0);
                let bits: [u32; V4_PASS * 2] = cast(mask[pass]);
                for (sum, bits) in sums.iter_mut().zip(bits) {
                    *sum = self
                        .avx512bw
                        ._mm512_mask_add_epi16(*sum, bits, *sum, amount);
                }
            }
            *block = cast(sums);
        }
    }
}
