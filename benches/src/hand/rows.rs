//! Accounts side by side, one bit each; and numbers whose bits are such rows.

use std::ops::{BitAnd, BitOr, BitXor, Not};

use pulp::Simd;
use tenure_columns::circuit::Place;
use tenure_columns::kernels::Mask;

/// As many accounts as a vector has bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows<S: Simd> {
    simd: S,
    bits: S::u64s,
}

impl<S: Simd> Rows<S> {
    #[inline(always)]
    pub(super) fn none(simd: S) -> Self {
        Self {
            simd,
            bits: simd.splat_u64s(0),
        }
    }

    /// One of the vectors of a mask.
    #[inline(always)]
    pub(super) fn load(simd: S, mask: &Mask, piece: usize) -> Self {
        Self {
            simd,
            bits: S::as_simd_u64s(mask).0[piece],
        }
    }

    #[inline(always)]
    fn store(self, place: &mut Place, piece: usize) {
        S::as_mut_simd_u64s(&mut place.0).0[piece] = self.bits;
    }

    /// Where these rows are set the first, elsewhere the second.
    #[inline(always)]
    fn choose(self, yes: Self, no: Self) -> Self {
        (self & yes) | (!self & no)
    }
}

impl<S: Simd> BitAnd for Rows<S> {
    type Output = Self;

    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self {
            bits: self.simd.and_u64s(self.bits, other.bits),
            ..self
        }
    }
}

impl<S: Simd> BitOr for Rows<S> {
    type Output = Self;

    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self {
            bits: self.simd.or_u64s(self.bits, other.bits),
            ..self
        }
    }
}

impl<S: Simd> BitXor for Rows<S> {
    type Output = Self;

    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        Self {
            bits: self.simd.xor_u64s(self.bits, other.bits),
            ..self
        }
    }
}

impl<S: Simd> Not for Rows<S> {
    type Output = Self;

    #[inline(always)]
    fn not(self) -> Self {
        Self {
            bits: self.simd.not_u64s(self.bits),
            ..self
        }
    }
}

/// Where a condition holds, and where it does not; elsewhere nobody knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Truth<S: Simd> {
    pub(super) yes: Rows<S>,
    pub(super) no: Rows<S>,
}

impl<S: Simd> Truth<S> {
    #[inline(always)]
    pub(super) fn unknown(self) -> Rows<S> {
        !(self.yes | self.no)
    }

    /// Where it might hold.
    #[inline(always)]
    pub(super) fn maybe(self) -> Rows<S> {
        !self.no
    }
}

impl<S: Simd> Not for Truth<S> {
    type Output = Self;

    #[inline(always)]
    fn not(self) -> Self {
        Self {
            yes: self.no,
            no: self.yes,
        }
    }
}

impl<S: Simd> BitAnd for Truth<S> {
    type Output = Self;

    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self {
            yes: self.yes & other.yes,
            no: self.no | other.no,
        }
    }
}

impl<S: Simd> BitOr for Truth<S> {
    type Output = Self;

    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self {
            yes: self.yes | other.yes,
            no: self.no & other.no,
        }
    }
}

/// How many bits numbers have.
pub(super) const BITS: usize = 10;

/// A number for each row, on top of an offset that is the same for all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number<S: Simd> {
    bits: [Rows<S>; BITS],
    offset: i16,
}

impl<S: Simd> Number<S> {
    #[inline(always)]
    pub(super) fn zero(simd: S) -> Self {
        Self {
            bits: [Rows::none(simd); BITS],
            offset: 0,
        }
    }

    #[inline(always)]
    fn fixed(simd: S, amount: u16) -> Self {
        let mut number = Self::zero(simd);
        for (place, bit) in number.bits.iter_mut().enumerate() {
            if amount >> place & 1 == 1 {
                *bit = !*bit;
            }
        }
        number
    }

    /// Adds an amount in some rows.
    #[inline(always)]
    pub(super) fn add(&mut self, rows: Rows<S>, amount: u16) {
        let mut carry = Rows::none(rows.simd);
        for (place, bit) in self.bits.iter_mut().enumerate() {
            let old = *bit;
            if amount >> place & 1 == 1 {
                *bit = old ^ rows ^ carry;
                carry = (old & rows) | (carry & (old | rows));
            } else if amount & ((1 << place) - 1) != 0 {
                *bit = old ^ carry;
                carry = old & carry;
            }
        }
    }

    /// Takes an amount away in some rows: in all of them, and back in the others.
    #[inline(always)]
    pub(super) fn take(&mut self, rows: Rows<S>, amount: u16) {
        self.offset -= amount as i16;
        self.add(!rows, amount);
    }

    #[inline(always)]
    pub(super) fn plus(mut self, other: Self) -> Self {
        let mut carry = Rows::none(self.bits[0].simd);
        for (bit, more) in self.bits.iter_mut().zip(other.bits) {
            let old = *bit;
            *bit = old ^ more ^ carry;
            carry = (old & more) | (carry & (old | more));
        }
        self.offset += other.offset;
        self
    }

    /// Takes away a number that has no offset and is not larger than a bound.
    #[inline(always)]
    pub(super) fn minus(mut self, mut other: Self, bound: u16) -> Self {
        let all = u16::MAX >> bound.leading_zeros();
        for (place, bit) in other.bits.iter_mut().enumerate() {
            if all >> place & 1 == 1 {
                *bit = !*bit;
            }
        }
        self.offset -= all as i16;
        self.plus(other)
    }

    /// An amount in some rows, this number elsewhere.
    #[inline(always)]
    pub(super) fn unless(self, rows: Rows<S>, amount: u16) -> Self {
        Self::choose(rows, Self::fixed(rows.simd, amount), self)
    }

    /// The same number in some rows, zero elsewhere. It must not have an offset.
    #[inline(always)]
    pub(super) fn within(mut self, rows: Rows<S>) -> Self {
        for bit in &mut self.bits {
            *bit = *bit & rows;
        }
        self
    }

    /// Held to a bound. It must not have an offset.
    #[inline(always)]
    pub(super) fn at_most(mut self, bound: u16) -> Self {
        let mut above = Rows::none(self.bits[0].simd);
        for (place, bit) in self.bits.iter().enumerate() {
            above = if bound >> place & 1 == 1 {
                above & *bit
            } else {
                above | *bit
            };
        }
        for (place, bit) in self.bits.iter_mut().enumerate() {
            *bit = if bound >> place & 1 == 1 {
                *bit | above
            } else {
                *bit & !above
            };
        }
        self
    }

    /// Where rows are set the first, elsewhere the second.
    #[inline(always)]
    pub(super) fn choose(rows: Rows<S>, mut yes: Self, no: Self) -> Self {
        for (bit, no) in yes.bits.iter_mut().zip(no.bits) {
            *bit = rows.choose(*bit, no);
        }
        yes
    }

    /// Puts the bits where they are read from; gives the offset.
    #[inline(always)]
    pub(super) fn store(&self, places: &mut [Place; BITS], piece: usize) -> i16 {
        for (place, bit) in places.iter_mut().zip(self.bits) {
            bit.store(place, piece);
        }
        self.offset
    }
}

/// One of two amounts.
#[inline(always)]
pub(super) fn either<S: Simd>(rows: Rows<S>, yes: u16, no: u16) -> Number<S> {
    Number::choose(
        rows,
        Number::fixed(rows.simd, yes),
        Number::fixed(rows.simd, no),
    )
}

/// An amount for each combination of four: those whose bit is set in its place.
#[inline(always)]
pub(super) fn by_four<S: Simd>(amounts: [u16; 16], four: [Rows<S>; 4]) -> Number<S> {
    let [a, b, c, d] = four;
    Number::choose(
        d,
        by_three(amounts, 8, [a, b, c]),
        by_three(amounts, 0, [a, b, c]),
    )
}

#[inline(always)]
fn by_three<S: Simd>(amounts: [u16; 16], at: usize, [a, b, c]: [Rows<S>; 3]) -> Number<S> {
    Number::choose(
        c,
        by_two(amounts, at + 4, [a, b]),
        by_two(amounts, at, [a, b]),
    )
}

#[inline(always)]
fn by_two<S: Simd>(amounts: [u16; 16], at: usize, [a, b]: [Rows<S>; 2]) -> Number<S> {
    Number::choose(
        b,
        either(a, amounts[at + 3], amounts[at + 2]),
        either(a, amounts[at + 1], amounts[at]),
    )
}
