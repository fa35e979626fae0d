//! One value or another, row by row.

use super::isa::with_isa;
use super::{Kernels, Mask};

impl Kernels {
    /// Takes a value from the left where the bit is set, else from the right.
    pub fn select<T: Copy>(self, bits: &Mask, left: &[T], right: &[T], out: &mut [T]) {
        with_isa!(self, _isa => select(bits, left, right, out));
    }
}

#[inline(always)]
fn select<T: Copy>(bits: &Mask, left: &[T], right: &[T], out: &mut [T]) {
    let blocks = left.chunks(64).zip(right.chunks(64));
    for ((word, (left, right)), out) in bits.iter().zip(blocks).zip(out.chunks_mut(64)) {
        for (index, ((out, x), y)) in out.iter_mut().zip(left).zip(right).enumerate() {
            *out = if word >> index & 1 == 1 { *x } else { *y };
        }
    }
}
