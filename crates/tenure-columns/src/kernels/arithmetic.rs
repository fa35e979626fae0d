//! Arithmetic on chunks.

use super::isa::{Isa, with_isa};
use super::{Ints, Kernels, Mask, WORDS};

/// Arithmetic on two ints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntOp {
    /// Sum.
    Add,
    /// Difference.
    Sub,
    /// Product.
    Mul,
    /// Quotient, truncated.
    Div,
    /// Remainder, with the sign of the dividend.
    Rem,
    /// Power; the exponent must not be negative.
    Pow,
}

/// Arithmetic on two floats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FloatOp {
    /// Sum.
    Add,
    /// Difference.
    Sub,
    /// Product.
    Mul,
    /// Quotient.
    Div,
    /// Remainder, with the sign of the dividend.
    Rem,
}

impl IntOp {
    /// The result; `None` where there is none in 64 bits.
    pub fn checked(self, x: i64, y: i64) -> Option<i64> {
        match self {
            Self::Add => x.checked_add(y),
            Self::Sub => x.checked_sub(y),
            Self::Mul => x.checked_mul(y),
            Self::Div => x.checked_div(y),
            Self::Rem => x.checked_rem(y),
            Self::Pow => x.checked_pow(u32::try_from(y).ok()?),
        }
    }
}

impl FloatOp {
    /// The result; it may be infinite or not a number.
    #[inline(always)]
    pub fn apply(self, x: f64, y: f64) -> f64 {
        match self {
            Self::Add => x + y,
            Self::Sub => x - y,
            Self::Mul => x * y,
            Self::Div => x / y,
            Self::Rem => x % y,
        }
    }
}

#[inline(always)]
fn map_pairs<T: Copy, U>(left: &[T], right: &[T], out: &mut [U], f: impl Fn(T, T) -> U) {
    for ((out, x), y) in out.iter_mut().zip(left).zip(right) {
        *out = f(*x, *y);
    }
}

/// Maps pairs to values, and notes where there is none.
#[inline(always)]
fn map_checked<I: Isa>(
    isa: I,
    left: &[i64],
    right: &[i64],
    out: &mut [i64],
    fine: &mut Mask,
    f: impl Fn(i64, i64) -> (i64, bool),
) {
    *fine = [0; WORDS];
    let blocks = left.chunks(64).zip(right.chunks(64));
    for ((left, right), (out, word)) in blocks.zip(out.chunks_mut(64).zip(fine)) {
        let mut flags = [0; 64];
        for (((out, flag), x), y) in out.iter_mut().zip(&mut flags).zip(left).zip(right) {
            let (value, holds) = f(*x, *y);
            *out = value;
            *flag = u8::from(holds);
        }
        *word = isa.pack(&flags);
    }
}

/// A checked result as a value and whether there is one.
#[inline(always)]
fn flagged(value: Option<i64>) -> (i64, bool) {
    (value.unwrap_or(0), value.is_some())
}

impl Kernels {
    /// Adds, subtracts or multiplies where no result can leave 64 bits. Other operations are left undone.
    pub fn ints_unchecked(self, op: IntOp, left: &[i64], right: &[i64], out: &mut [i64]) {
        match op {
            IntOp::Add => {
                with_isa!(self, _isa => map_pairs(left, right, out, i64::wrapping_add));
            }
            IntOp::Sub => {
                with_isa!(self, _isa => map_pairs(left, right, out, i64::wrapping_sub));
            }
            IntOp::Mul => {
                with_isa!(self, _isa => map_pairs(left, right, out, i64::wrapping_mul));
            }
            IntOp::Div | IntOp::Rem | IntOp::Pow => {}
        }
    }

    /// Computes ints, and which of them there are: the rest overflowed or divided by zero, and are zero.
    pub fn ints_checked(
        self,
        op: IntOp,
        left: &[i64],
        right: &[i64],
        out: &mut [i64],
        fine: &mut Mask,
    ) {
        match op {
            IntOp::Add => with_isa!(self, isa => map_checked(isa, left, right, out, fine, |x, y| {
                let sum = x.wrapping_add(y);
                (sum, (x ^ sum) & (y ^ sum) >= 0)
            })),
            IntOp::Sub => with_isa!(self, isa => map_checked(isa, left, right, out, fine, |x, y| {
                let difference = x.wrapping_sub(y);
                (difference, (x ^ y) & (x ^ difference) >= 0)
            })),
            IntOp::Mul | IntOp::Div | IntOp::Rem | IntOp::Pow => {
                with_isa!(self, isa => map_checked(isa, left, right, out, fine, |x, y| flagged(op.checked(x, y))));
            }
        }
    }

    /// Divides ints of which none has a magnitude of 2^51 or more, and tells where the divisor is not zero.
    pub fn small_ints_divided(self, left: &[i64], right: &[i64], out: &mut [i64], fine: &mut Mask) {
        // A quotient of such ints is further from the next int than a float's rounding reaches.
        with_isa!(self, isa => map_checked(isa, left, right, out, fine, |x, y| {
            (if y == 0 { 0 } else { (x as f64 / y as f64) as i64 }, y != 0)
        }));
    }

    /// Computes floats; results that are not finite stand as they are.
    pub fn floats(self, op: FloatOp, left: &[f64], right: &[f64], out: &mut [f64]) {
        match op {
            FloatOp::Add => with_isa!(self, _isa => map_pairs(left, right, out, |x, y| x + y)),
            FloatOp::Sub => with_isa!(self, _isa => map_pairs(left, right, out, |x, y| x - y)),
            FloatOp::Mul => with_isa!(self, _isa => map_pairs(left, right, out, |x, y| x * y)),
            FloatOp::Div => with_isa!(self, _isa => map_pairs(left, right, out, |x, y| x / y)),
            FloatOp::Rem => with_isa!(self, _isa => map_pairs(left, right, out, |x, y| x % y)),
        }
    }

    /// Widens ints.
    pub fn widen(self, values: Ints<'_>, out: &mut [i64]) {
        match values {
            Ints::Short(values) => with_isa!(self, _isa => convert(values, out, i64::from)),
            Ints::Middle(values) => with_isa!(self, _isa => convert(values, out, i64::from)),
            Ints::Long(values) => with_isa!(self, _isa => convert(values, out, |value| value)),
        }
    }

    /// Turns ints into floats, the nearest ones.
    pub fn to_floats(self, values: Ints<'_>, out: &mut [f64]) {
        match values {
            Ints::Short(values) => with_isa!(self, _isa => convert(values, out, f64::from)),
            Ints::Middle(values) => with_isa!(self, _isa => convert(values, out, f64::from)),
            Ints::Long(values) => {
                with_isa!(self, _isa => convert(values, out, |value| value as f64));
            }
        }
    }

    /// Applies a function to each value.
    pub fn map<T: Copy, U>(self, values: &[T], out: &mut [U], f: impl Fn(T) -> U) {
        with_isa!(self, _isa => convert(values, out, &f));
    }

    /// Applies a function to each pair of values.
    pub fn map_pairs<T: Copy, U>(
        self,
        left: &[T],
        right: &[T],
        out: &mut [U],
        f: impl Fn(T, T) -> U,
    ) {
        with_isa!(self, _isa => map_pairs(left, right, out, &f));
    }
}

#[inline(always)]
fn convert<T: Copy, U>(values: &[T], out: &mut [U], f: impl Fn(T) -> U) {
    for (out, value) in out.iter_mut().zip(values) {
        *out = f(*value);
    }
}
