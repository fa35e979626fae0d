//! Sixty-four accounts side by side: masks of 0 and -1 in 16 bits.

use tenure_columns::Bitmap;

use super::columns::{Bools, Floats, Ints, Known, Words};

/// How many accounts stand side by side.
pub(super) const LANES: usize = 64;

/// A value for each account.
pub(super) type Lanes = [i16; LANES];

/// Where a condition holds, and where it does not; elsewhere nobody knows.
#[derive(Clone, Copy)]
pub(super) struct Truth {
    pub(super) yes: Lanes,
    pub(super) no: Lanes,
}

#[inline(always)]
pub(super) fn map(f: impl Fn(usize) -> i16) -> Lanes {
    let mut lanes = [0; LANES];
    for (index, lane) in lanes.iter_mut().enumerate() {
        *lane = f(index);
    }
    lanes
}

#[inline(always)]
fn mask(bit: bool) -> i16 {
    -i16::from(bit)
}

/// The bits of a block as masks.
#[inline(always)]
fn spread(bits: u64) -> Lanes {
    let mut lanes = [0; LANES];
    for (group, lanes) in lanes.as_chunks_mut::<16>().0.iter_mut().enumerate() {
        let bits = (bits >> (group * 16)) as u16;
        for (index, lane) in lanes.iter_mut().enumerate() {
            *lane = mask(bits & (1 << index) != 0);
        }
    }
    lanes
}

#[inline(always)]
fn word(bits: &Bitmap, block: usize) -> u64 {
    bits.words().get(block).copied().unwrap_or(0)
}

#[inline(always)]
pub(super) fn known(known: Known<'_>, block: usize) -> Lanes {
    spread(known.map_or(u64::MAX, |bits| word(bits, block)))
}

/// The values of a block; zero past the end.
#[inline(always)]
pub(super) fn block<T: Copy + Default>(values: &[T], block: usize) -> [T; LANES] {
    let mut lanes = [T::default(); LANES];
    let start = block * LANES;
    let end = values.len().min(start + LANES);
    if let Some(values) = values.get(start..start + LANES) {
        lanes.copy_from_slice(values);
    } else {
        lanes[..end - start].copy_from_slice(&values[start..end]);
    }
    lanes
}

impl Truth {
    #[inline(always)]
    fn of(known: &Lanes, holds: &Lanes) -> Self {
        Self {
            yes: map(|i| known[i] & holds[i]),
            no: map(|i| known[i] & !holds[i]),
        }
    }

    #[inline(always)]
    pub(super) fn ints(column: Ints<'_>, at: usize, test: impl Fn(i16) -> bool) -> Self {
        let values = block(column.values, at);
        Self::of(&known(column.known, at), &map(|i| mask(test(values[i]))))
    }

    #[inline(always)]
    pub(super) fn pairs(
        left: Ints<'_>,
        right: Ints<'_>,
        at: usize,
        test: impl Fn(i16, i16) -> bool,
    ) -> Self {
        let (x, y) = (block(left.values, at), block(right.values, at));
        let (left, right) = (known(left.known, at), known(right.known, at));
        let known = map(|i| left[i] & right[i]);
        Self::of(&known, &map(|i| mask(test(x[i], y[i]))))
    }

    #[inline(always)]
    pub(super) fn floats(column: Floats<'_>, at: usize, test: impl Fn(f64) -> bool) -> Self {
        let values = block(column.values, at);
        Self::of(&known(column.known, at), &map(|i| mask(test(values[i]))))
    }

    #[inline(always)]
    pub(super) fn bools(column: Bools<'_>, at: usize) -> Self {
        let known = column.known.map_or(u64::MAX, |bits| word(bits, at));
        let values = word(column.values, at);
        Self {
            yes: spread(known & values),
            no: spread(known & !values),
        }
    }

    #[inline(always)]
    pub(super) fn is(column: &Words<'_>, at: usize, wanted: u8) -> Self {
        let values = block(column.values, at);
        Self::of(
            &known(column.known, at),
            &map(|i| mask(values[i] == wanted)),
        )
    }

    #[inline(always)]
    pub(super) fn not(self) -> Self {
        Self {
            yes: self.no,
            no: self.yes,
        }
    }

    #[inline(always)]
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            yes: map(|i| self.yes[i] & other.yes[i]),
            no: map(|i| self.no[i] | other.no[i]),
        }
    }

    #[inline(always)]
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            yes: map(|i| self.yes[i] | other.yes[i]),
            no: map(|i| self.no[i] & other.no[i]),
        }
    }

    /// Where nobody knows.
    #[inline(always)]
    pub(super) fn unknown(&self) -> Lanes {
        map(|i| !(self.yes[i] | self.no[i]))
    }
}

/// The rows that a bitmap marks.
#[inline(always)]
pub(super) fn marked(bits: Option<&Bitmap>, at: usize) -> Lanes {
    spread(bits.map_or(0, |bits| word(bits, at)))
}
