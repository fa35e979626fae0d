//! Loops over chunks of columns, with the best instructions that the machine has.
//!
//! A chunk has up to [`CHUNK`] rows. Truth is a [`Mask`], one bit a row. Every kernel writes whole masks: the bits past
//! the rows are zero.

mod arithmetic;
mod compare;
mod isa;
mod select;
mod sum;
#[cfg(target_arch = "x86_64")]
mod x86;

use pulp::Arch;

pub use arithmetic::{FloatOp, IntOp};
pub use compare::{Comparison, float_holds};

/// The most rows of a chunk.
pub const CHUNK: usize = 512;

/// The words of a mask.
pub const WORDS: usize = CHUNK / 64;

/// One bit for each row of a chunk.
pub type Mask = [u64; WORDS];

/// Ints of any width.
#[derive(Debug, Clone, Copy)]
pub enum Ints<'a> {
    /// 16 bits.
    Short(&'a [i16]),
    /// 32 bits.
    Middle(&'a [i32]),
    /// 64 bits.
    Long(&'a [i64]),
}

/// Codes of any width.
#[derive(Debug, Clone, Copy)]
pub enum CodeSlice<'a> {
    /// 8 bits.
    Byte(&'a [u8]),
    /// 16 bits.
    Short(&'a [u16]),
    /// 32 bits.
    Wide(&'a [u32]),
}

/// The kernels, for one instruction set.
#[derive(Debug, Clone, Copy)]
pub struct Kernels {
    arch: Arch,
}

impl Kernels {
    /// With the best instructions of this machine.
    pub fn detect() -> Self {
        Self { arch: Arch::new() }
    }

    /// With instructions that every machine has. The results are the same.
    pub fn portable() -> Self {
        Self { arch: Arch::Scalar }
    }

    /// With every instruction set that this machine has, the best first.
    pub fn all() -> Vec<Self> {
        let best = Self::detect();
        std::iter::once(best)
            .chain(best.second_best())
            .chain([Self::portable()])
            .collect()
    }

    /// Runs a loop compiled for the instruction set. Only what is inlined into the function is: mark it, and what it calls,
    /// `#[inline(always)]`.
    #[inline(always)]
    pub fn vectorize(self, f: impl FnOnce()) {
        isa::with_isa!(self, _isa => f());
    }

    #[cfg(target_arch = "x86_64")]
    fn second_best(self) -> Option<Self> {
        match self.arch {
            Arch::V4(_) => pulp::x86::V3::try_new().map(|simd| Self {
                arch: Arch::V3(simd),
            }),
            _ => None,
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn second_best(self) -> Option<Self> {
        None
    }
}

/// A mask whose first rows are set.
pub fn first_rows(rows: usize) -> Mask {
    let mut mask = [0; WORDS];
    for (index, word) in mask.iter_mut().enumerate() {
        *word = crate::bitmap::low_bits(rows.saturating_sub(index * 64).min(64));
    }
    mask
}
