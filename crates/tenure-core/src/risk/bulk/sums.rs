//! Lists of amounts under masks, and what they add up to.

use tenure_columns::kernels::{CHUNK, Kernels, Mask, Term};

/// Amounts under masks.
#[derive(Debug, Default)]
pub(super) struct List {
    terms: Vec<Term>,
    /// The sum of the magnitudes.
    magnitude: u64,
}

impl List {
    pub(super) fn clear(&mut self) {
        self.terms.clear();
        self.magnitude = 0;
    }

    /// Adds an amount under a mask, by its number.
    pub(super) fn push(&mut self, mask: usize, amount: i64) {
        if amount != 0 {
            self.magnitude = self.magnitude.saturating_add(amount.unsigned_abs());
            self.terms.push(Term {
                mask: mask as u32,
                amount,
            });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// Points, and by how much the interval's ends differ from them.
#[derive(Debug, Default)]
pub(super) struct Triple {
    pub(super) points: List,
    pub(super) low: List,
    pub(super) high: List,
}

impl Triple {
    fn clear(&mut self) {
        self.points.clear();
        self.low.clear();
        self.high.clear();
    }
}

/// The lists of a chunk.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Of units without a cap.
    pub(super) free: Triple,
    /// Of the unit with a cap that is under way.
    pub(super) capped: Triple,
    pub(super) unjudged: List,
    pub(super) not_applicable: List,
}

impl Lists {
    pub(super) fn clear(&mut self) {
        self.free.clear();
        self.capped.clear();
        self.unjudged.clear();
        self.not_applicable.clear();
    }

    pub(super) fn clear_capped(&mut self) {
        self.capped.clear();
    }
}

/// A chunk's sums, by row.
pub(super) type Sums = [i64; CHUNK];

/// A chunk's totals, by row.
#[derive(Debug)]
pub(super) struct Totals {
    pub(super) points: Box<Sums>,
    pub(super) low: Box<Sums>,
    pub(super) high: Box<Sums>,
    pub(super) unjudged: Box<Sums>,
    pub(super) not_applicable: Box<Sums>,
    adder: Adder,
}

/// Adds lists up.
#[derive(Debug)]
struct Adder {
    short: Box<[i16; CHUNK]>,
    long: Box<Sums>,
}

impl Default for Totals {
    fn default() -> Self {
        let sums = || Box::new([0; CHUNK]);
        Self {
            points: sums(),
            low: sums(),
            high: sums(),
            unjudged: sums(),
            not_applicable: sums(),
            adder: Adder {
                short: Box::new([0; CHUNK]),
                long: sums(),
            },
        }
    }
}

impl Adder {
    /// What a list adds up to, row by row, passed through a function and added to sums.
    fn add(&mut self, to: &Masks<'_>, list: &List, sums: &mut Sums) {
        if list.is_empty() {
            return;
        }
        let words = to.rows.div_ceil(64);
        let rows = words * 64;
        if list.magnitude <= i16::MAX as u64 {
            to.kernels
                .sum_short(&list.terms, to.masks, words, &mut self.short);
            let parts = sums[..rows].iter_mut().zip(&self.short[..rows]);
            parts.for_each(|(sum, part)| *sum += i64::from(*part));
        } else {
            to.kernels
                .sum_long(&list.terms, to.masks, words, &mut self.long);
            let parts = sums[..rows].iter_mut().zip(&self.long[..rows]);
            parts.for_each(|(sum, part)| *sum = sum.saturating_add(*part));
        }
    }
}

/// The masks that terms name, and how many rows they have.
pub(super) struct Masks<'a> {
    pub(super) kernels: Kernels,
    pub(super) masks: &'a [Mask],
    pub(super) rows: usize,
}

impl Totals {
    pub(super) fn clear(&mut self) {
        for sums in [
            &mut self.points,
            &mut self.low,
            &mut self.high,
            &mut self.unjudged,
            &mut self.not_applicable,
        ] {
            sums.fill(0);
        }
    }

    /// Adds the sums of units without a cap, and those of the coverage.
    pub(super) fn add(&mut self, masks: &Masks<'_>, lists: &Lists) {
        let free = &lists.free;
        self.adder.add(masks, &free.points, &mut self.points);
        self.adder.add(masks, &free.points, &mut self.low);
        self.adder.add(masks, &free.low, &mut self.low);
        self.adder.add(masks, &free.points, &mut self.high);
        self.adder.add(masks, &free.high, &mut self.high);
        self.adder.add(masks, &lists.unjudged, &mut self.unjudged);
        self.adder
            .add(masks, &lists.not_applicable, &mut self.not_applicable);
    }

    /// Adds a unit held within a cap.
    pub(super) fn add_capped(&mut self, masks: &Masks<'_>, triple: &Triple, cap: i64) {
        let (mut points, mut low, mut high) = ([0; CHUNK], [0; CHUNK], [0; CHUNK]);
        self.adder.add(masks, &triple.points, &mut points);
        low.copy_from_slice(&points);
        high.copy_from_slice(&points);
        self.adder.add(masks, &triple.low, &mut low);
        self.adder.add(masks, &triple.high, &mut high);
        let rows = masks.rows.div_ceil(64) * 64;
        for (sums, parts) in [
            (&mut self.points, &points),
            (&mut self.low, &low),
            (&mut self.high, &high),
        ] {
            for (sum, part) in sums[..rows].iter_mut().zip(parts) {
                *sum = sum.saturating_add((*part).clamp(-cap, cap));
            }
        }
    }
}
