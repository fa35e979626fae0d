//! Comparisons to masks.

use super::isa::{Block, Isa, with_isa};
use super::{CodeSlice, Ints, Kernels, Mask, WORDS};

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// Equal.
    Equal,
    /// Less.
    Less,
    /// Less or equal.
    LessOrEqual,
}

/// Whether a comparison of two floats holds, with the relative tolerance that rhai compares with.
///
/// `x` and `y` must be finite. The tolerance is `f64::EPSILON` of the larger magnitude, or of 1 where the product of the
/// two is zero.
#[inline(always)]
pub fn float_holds(comparison: Comparison, x: f64, y: f64) -> bool {
    let largest = if x * y == 0.0 {
        1.0
    } else {
        x.abs().max(y.abs())
    };
    // EPSILON is a power of two, so that the product is exact and no division is needed.
    let tolerance = f64::EPSILON * largest;
    match comparison {
        Comparison::Equal => (x - y).abs() <= tolerance,
        Comparison::Less => y - x > tolerance,
        Comparison::LessOrEqual => y - x > -tolerance,
    }
}

/// Packs a test of each value, 64 at a time.
#[inline(always)]
fn test<I: Isa, T: Copy>(isa: I, values: &[T], out: &mut Mask, holds: impl Fn(T) -> bool) {
    test_blocks(values, out, &holds, |block| isa.test(block, &holds));
}

/// Packs a test of each value: of 64 at a time by the second function, of the rest by the first.
#[inline(always)]
fn test_blocks<T: Copy>(
    values: &[T],
    out: &mut Mask,
    holds: impl Fn(T) -> bool,
    block_holds: impl Fn(&Block<T>) -> u64,
) {
    *out = [0; WORDS];
    let (blocks, rest) = values.as_chunks::<64>();
    let mut words = out.iter_mut();
    for (block, word) in blocks.iter().zip(&mut words) {
        *word = block_holds(block);
    }
    if let Some(word) = words.next() {
        for (index, value) in rest.iter().enumerate() {
            *word |= u64::from(holds(*value)) << index;
        }
    }
}

/// Packs a test of each pair of values, 64 at a time.
#[inline(always)]
fn test_pairs<I: Isa, T: Copy>(
    isa: I,
    left: &[T],
    right: &[T],
    out: &mut Mask,
    holds: impl Fn(T, T) -> bool,
) {
    *out = [0; WORDS];
    let (left, left_rest) = left.as_chunks::<64>();
    let (right, right_rest) = right.as_chunks::<64>();
    let mut words = out.iter_mut();
    for ((left, right), word) in left.iter().zip(right).zip(&mut words) {
        let mut flags = [0; 64];
        for ((flag, x), y) in flags.iter_mut().zip(left).zip(right) {
            *flag = u8::from(holds(*x, *y));
        }
        *word = isa.pack(&flags);
    }
    if let Some(word) = words.next() {
        for (index, (x, y)) in left_rest.iter().zip(right_rest).enumerate() {
            *word |= u64::from(holds(*x, *y)) << index;
        }
    }
}

/// A range of ints, held within those of a narrower type; `None` where none is left.
fn clamp<T: TryFrom<i64>>(low: i64, high: i64, least: i64, most: i64) -> Option<(T, T)> {
    let (low, high) = (low.max(least), high.min(most));
    if low > high {
        return None;
    }
    Some((T::try_from(low).ok()?, T::try_from(high).ok()?))
}

impl Kernels {
    /// Which ints lie from `low` to `high`, both included.
    pub fn ints_within(self, values: Ints<'_>, low: i64, high: i64, out: &mut Mask) {
        *out = [0; WORDS];
        match values {
            Ints::Short(values) => {
                if let Some((low, high)) = clamp(low, high, i16::MIN.into(), i16::MAX.into()) {
                    self.shorts_within(values, low, high, out);
                }
            }
            Ints::Middle(values) => {
                if let Some((low, high)) = clamp(low, high, i32::MIN.into(), i32::MAX.into()) {
                    self.middles_within(values, low, high, out);
                }
            }
            Ints::Long(values) if low <= high => self.longs_within(values, low, high, out),
            Ints::Long(_) => {}
        }
    }

    fn shorts_within(self, values: &[i16], low: i16, high: i16, out: &mut Mask) {
        let width = high.wrapping_sub(low) as u16;
        with_isa!(self, isa => test_blocks(
            values,
            out,
            |value| value.wrapping_sub(low) as u16 <= width,
            |block| isa.shorts_within(block, low, width),
        ));
    }

    fn middles_within(self, values: &[i32], low: i32, high: i32, out: &mut Mask) {
        let width = high.wrapping_sub(low) as u32;
        with_isa!(self, isa => test_blocks(
            values,
            out,
            |value| value.wrapping_sub(low) as u32 <= width,
            |block| isa.middles_within(block, low, width),
        ));
    }

    fn longs_within(self, values: &[i64], low: i64, high: i64, out: &mut Mask) {
        let width = high.wrapping_sub(low) as u64;
        with_isa!(self, isa => test_blocks(
            values,
            out,
            |value| value.wrapping_sub(low) as u64 <= width,
            |block| isa.longs_within(block, low, width),
        ));
    }

    /// Which floats lie from `low` to `high`, both included, compared exactly.
    pub fn floats_within(self, values: &[f64], low: f64, high: f64, out: &mut Mask) {
        with_isa!(self, isa => test_blocks(
            values,
            out,
            |value| value >= low && value <= high,
            |block| isa.floats_within(block, low, high),
        ));
    }

    /// Which codes are one of a few.
    pub fn codes_among(self, codes: CodeSlice<'_>, few: &[u32], out: &mut Mask) {
        *out = [0; WORDS];
        let mut part = [0; WORDS];
        for code in few {
            self.codes_equal(codes, *code, &mut part);
            for (word, part) in out.iter_mut().zip(&part) {
                *word |= part;
            }
        }
    }

    fn codes_equal(self, codes: CodeSlice<'_>, wanted: u32, out: &mut Mask) {
        *out = [0; WORDS];
        match codes {
            CodeSlice::Byte(codes) => {
                if let Ok(wanted) = u8::try_from(wanted) {
                    with_isa!(self, isa => test_blocks(
                        codes,
                        out,
                        |code| code == wanted,
                        |block| isa.bytes_equal(block, wanted),
                    ));
                }
            }
            CodeSlice::Short(codes) => {
                if let Ok(wanted) = u16::try_from(wanted) {
                    with_isa!(self, isa => test(isa, codes, out, |code| code == wanted));
                }
            }
            CodeSlice::Wide(codes) => {
                with_isa!(self, isa => test(isa, codes, out, |code| code == wanted));
            }
        }
    }

    /// Which codes are set in a table of bits; a code past its end is not.
    pub fn codes_in(self, codes: CodeSlice<'_>, table: &crate::Bitmap, out: &mut Mask) {
        let holds = |code: usize| table.get(code);
        match codes {
            CodeSlice::Byte(codes) => {
                with_isa!(self, isa => test(isa, codes, out, |code| holds(code.into())));
            }
            CodeSlice::Short(codes) => {
                with_isa!(self, isa => test(isa, codes, out, |code| holds(code.into())));
            }
            CodeSlice::Wide(codes) => {
                with_isa!(self, isa => test(isa, codes, out, |code| holds(code as usize)));
            }
        }
    }

    /// Compares ints pairwise.
    pub fn compare_ints(self, by: Comparison, left: &[i64], right: &[i64], out: &mut Mask) {
        match by {
            Comparison::Equal => {
                with_isa!(self, isa => test_pairs(isa, left, right, out, |x, y| x == y));
            }
            Comparison::Less => {
                with_isa!(self, isa => test_pairs(isa, left, right, out, |x, y| x < y));
            }
            Comparison::LessOrEqual => {
                with_isa!(self, isa => test_pairs(isa, left, right, out, |x, y| x <= y));
            }
        }
    }

    /// Compares floats pairwise, as [`float_holds`] does.
    pub fn compare_floats(self, by: Comparison, left: &[f64], right: &[f64], out: &mut Mask) {
        match by {
            Comparison::Equal => {
                with_isa!(self, isa => test_pairs(isa, left, right, out, |x, y| float_holds(Comparison::Equal, x, y)));
            }
            Comparison::Less => {
                with_isa!(self, isa => test_pairs(isa, left, right, out, |x, y| float_holds(Comparison::Less, x, y)));
            }
            Comparison::LessOrEqual => {
                with_isa!(self, isa => test_pairs(isa, left, right, out, |x, y| float_holds(Comparison::LessOrEqual, x, y)));
            }
        }
    }

    /// Which floats are finite.
    pub fn finite(self, values: &[f64], out: &mut Mask) {
        with_isa!(self, isa => test(isa, values, out, |value| value.abs() <= f64::MAX));
    }
}
