//! Amounts that overlays scale.

use tenure_columns::circuit::{Number, Wire};

use super::Planner;
use crate::risk::OverlayFactor;
use crate::risk::cases::Case;
use crate::risk::overlays::scaled;

/// The most overlays of a unit whose combinations are looked up in a table.
pub(super) const MOST_OVERLAYS: usize = 6;

/// Which overlays are taken to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// Those that are known to.
    Known,
    /// Of those that might, the ones that make less of an amount.
    Least,
    /// Of those that might, the ones that make more of it.
    Most,
}

/// What is given in the rows of a mask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Amounts {
    /// The same everywhere.
    Fixed(i64),
    /// An amount for each combination of overlays: those whose bit is set in its number count.
    Scaled {
        counting: Counting,
        overlays: Vec<usize>,
        table: Vec<i64>,
    },
}

impl Counting {
    /// Whether an overlay that might count is taken to.
    fn takes(self, overlay: OverlayFactor) -> bool {
        match self {
            Self::Known => false,
            Self::Least => overlay.num < overlay.den,
            Self::Most => overlay.num >= overlay.den,
        }
    }
}

impl Planner<'_> {
    pub(super) fn points_of(&self, case: &Case, overlays: &[usize]) -> Amounts {
        self.scale(case.points, Counting::Known, overlays)
    }

    pub(super) fn low_of(&self, case: &Case, overlays: &[usize]) -> Amounts {
        let counting = if case.low < 0 {
            Counting::Most
        } else {
            Counting::Least
        };
        self.scale(case.low, counting, overlays)
    }

    pub(super) fn high_of(&self, case: &Case, overlays: &[usize]) -> Amounts {
        let counting = if case.high > 0 {
            Counting::Most
        } else {
            Counting::Least
        };
        self.scale(case.high, counting, overlays)
    }

    fn scale(&self, points: i64, counting: Counting, overlays: &[usize]) -> Amounts {
        let factors = || {
            overlays
                .iter()
                .map(|overlay| self.program.overlays[*overlay])
        };
        let table: Vec<i64> = (0..1 << overlays.len())
            .map(|set: usize| {
                let counting = factors().enumerate();
                let counting = counting.filter(|(place, _)| set >> place & 1 == 1);
                scaled(points, counting.map(|(_, factor)| factor))
            })
            .collect();
        if table.iter().all(|amount| *amount == points) {
            return Amounts::Fixed(points);
        }
        let differs = factors().any(|factor| counting.takes(factor));
        Amounts::Scaled {
            counting: if differs { counting } else { Counting::Known },
            overlays: overlays.to_vec(),
            table,
        }
    }

    /// What is given in some rows.
    pub(super) fn given(&mut self, rows: Wire, amounts: &Amounts) -> Number {
        match amounts {
            Amounts::Fixed(amount) => self.builder.amount(rows, *amount),
            Amounts::Scaled {
                counting,
                overlays,
                table,
            } => {
                let wires = overlays
                    .iter()
                    .map(|overlay| self.counts(*counting, *overlay));
                let wires: Vec<Wire> = wires.collect();
                self.builder.pick(rows, &wires, table)
            }
        }
    }

    /// The rows in which an overlay is taken to count.
    fn counts(&mut self, counting: Counting, overlay: usize) -> Wire {
        let (on, unknown) = self.overlay(overlay);
        if counting.takes(self.program.overlays[overlay]) {
            self.builder.or(on, unknown)
        } else {
            on
        }
    }
}
