//! Lists of amounts under masks, and what they add up to.

use tenure_columns::kernels::{CHUNK, Kernels, Mask, Term};

/// Amounts under masks.
#[derive(Debug, Default)]
pub(super) struct List {
    terms: Vec<Term>,
}

impl List {
    pub(super) fn clear(&mut self) {
        self.terms.clear();
    }

    /// Adds an amount under a mask.
    pub(super) fn push(&mut self, mask: &Mask, amount: i64) {
        if amount != 0 {
            self.terms.push(Term {
                mask: *mask,
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
    pub(super) fn clear(&mut self) {
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
}

/// Numbers wide enough for a rulebook's sums.
pub(super) trait Number: Copy + Default + Ord + Into<i32> {
    /// Adds up terms for each row of the first words.
    fn sum(kernels: Kernels, terms: &[Term], words: usize, out: &mut [Self; CHUNK]);
    /// The number nearest to another.
    fn near(number: i64) -> Self;
    fn plus(self, other: Self) -> Self;
}

impl Number for i16 {
    fn sum(kernels: Kernels, terms: &[Term], words: usize, out: &mut [Self; CHUNK]) {
        kernels.sum_short(terms, words, out);
    }

    fn near(number: i64) -> Self {
        number.clamp(Self::MIN.into(), Self::MAX.into()) as Self
    }

    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
}

impl Number for i32 {
    fn sum(kernels: Kernels, terms: &[Term], words: usize, out: &mut [Self; CHUNK]) {
        kernels.sum_middle(terms, words, out);
    }

    fn near(number: i64) -> Self {
        number.clamp(Self::MIN.into(), Self::MAX.into()) as Self
    }

    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
}

/// A number for each row of a chunk.
type Rows<T> = Box<[T; CHUNK]>;

/// A chunk's totals, by row.
#[derive(Debug)]
pub(super) struct Totals<T> {
    pub(super) points: Rows<T>,
    pub(super) low: Rows<T>,
    pub(super) high: Rows<T>,
    pub(super) unjudged: Rows<T>,
    pub(super) not_applicable: Rows<T>,
    parts: [Rows<T>; 2],
}

impl<T: Number> Default for Totals<T> {
    fn default() -> Self {
        let rows = || Box::new([T::default(); CHUNK]);
        Self {
            points: rows(),
            low: rows(),
            high: rows(),
            unjudged: rows(),
            not_applicable: rows(),
            parts: [rows(), rows()],
        }
    }
}

/// How many rows are added up, and with which kernels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub(super) kernels: Kernels,
    pub(super) words: usize,
}

impl Extent {
    fn rows(self) -> usize {
        self.words * 64
    }

    fn sum<T: Number>(self, list: &List, out: &mut [T; CHUNK]) {
        T::sum(self.kernels, &list.terms, self.words, out);
    }
}

impl<T: Number> Totals<T> {
    /// Begins with the sums of units without a cap, and those of the coverage.
    pub(super) fn begin(&mut self, extent: Extent, lists: &Lists) {
        let rows = extent.rows();
        let free = &lists.free;
        extent.sum(&free.points, &mut self.points);
        for (list, sums) in [(&free.low, &mut self.low), (&free.high, &mut self.high)] {
            extent.sum(list, sums);
            let pairs = sums[..rows].iter_mut().zip(&*self.points);
            pairs.for_each(|(sum, points)| *sum = sum.plus(*points));
        }
        extent.sum(&lists.unjudged, &mut self.unjudged);
        extent.sum(&lists.not_applicable, &mut self.not_applicable);
    }

    /// Adds a unit held within a cap.
    pub(super) fn add_capped(&mut self, extent: Extent, unit: &Triple, cap: i64) {
        let [points, ends] = &mut self.parts;
        extent.sum(&unit.points, points);
        let (points, cap) = (&**points, T::near(cap.max(0)));
        let least = T::near(-i64::from(cap.into()));
        let rows = extent.rows();
        for (list, total) in [(&unit.low, &mut self.low), (&unit.high, &mut self.high)] {
            extent.sum(list, ends);
            for ((total, end), points) in total[..rows].iter_mut().zip(&**ends).zip(points) {
                *total = total.plus(end.plus(*points).clamp(least, cap));
            }
        }
        for (total, points) in self.points[..rows].iter_mut().zip(points) {
            *total = total.plus((*points).clamp(least, cap));
        }
    }
}
