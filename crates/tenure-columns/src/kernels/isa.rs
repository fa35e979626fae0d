//! What differs between instruction sets.

/// One instruction set.
pub(super) trait Isa: Copy {
    /// The lowest bits of 64 bytes that are 0 or 1.
    fn pack(self, flags: &[u8; 64]) -> u64;

    /// Adds an amount to the lanes whose bit is set.
    #[inline(always)]
    fn add_short(self, sums: &mut [i16; 64], bits: u64, amount: i16) {
        for (group, lanes) in sums.as_chunks_mut::<16>().0.iter_mut().enumerate() {
            let bits = (bits >> (group * 16)) as u16;
            for (lane, sum) in lanes.iter_mut().enumerate() {
                let set = bits & (1 << lane) != 0;
                *sum = sum.wrapping_add(if set { amount } else { 0 });
            }
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

#[cfg(target_arch = "x86_64")]
mod x86 {
    use pulp::cast;
    use pulp::x86::{V3, V4};

    use super::Isa;

    impl Isa for V3 {
        #[inline(always)]
        fn pack(self, flags: &[u8; 64]) -> u64 {
            let [low, high]: [core::arch::x86_64::__m256i; 2] = cast(*flags);
            let half = |bytes| {
                let tops = self.avx2._mm256_slli_epi16::<7>(bytes);
                u64::from(self.avx2._mm256_movemask_epi8(tops) as u32)
            };
            half(low) | half(high) << 32
        }
    }

    impl Isa for V4 {
        #[inline(always)]
        fn pack(self, flags: &[u8; 64]) -> u64 {
            let bytes: core::arch::x86_64::__m512i = cast(*flags);
            self.avx512bw._mm512_test_epi8_mask(bytes, bytes)
        }

        #[inline(always)]
        fn add_short(self, sums: &mut [i16; 64], bits: u64, amount: i16) {
            let [low, high]: [core::arch::x86_64::__m512i; 2] = cast(*sums);
            let amount = self.avx512f._mm512_set1_epi16(amount);
            let add = |sum, bits| self.avx512bw._mm512_mask_add_epi16(sum, bits, sum, amount);
            *sums = cast([add(low, bits as u32), add(high, (bits >> 32) as u32)]);
        }
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
