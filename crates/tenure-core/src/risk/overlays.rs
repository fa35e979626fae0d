//! Overlays: what each case of a group's rules gives under one combination of them.

use super::OverlayFactor;
use super::cases::{Case, RuleCases};
use super::unit::{Member, Unit};

/// What an overlay's condition came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum OverlayState {
    /// False or not applicable: it does not count.
    Off,
    /// True: it counts.
    On,
    /// Unknown: it might count.
    Unknown,
}

/// Points and interval after overlays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) points: i64,
    pub(super) low: i64,
    pub(super) high: i64,
}

impl Amount {
    pub(super) const NOTHING: Self = Self {
        points: 0,
        low: 0,
        high: 0,
    };

    pub(super) fn is_exact(&self) -> bool {
        self.low == self.high
    }
}

/// A fraction, not negative.
#[derive(Debug, Clone, Copy)]
struct Ratio {
    num: i128,
    den: i128,
}

impl Ratio {
    const ONE: Self = Self { num: 1, den: 1 };

    fn times(self, num: i64, den: i64) -> Self {
        let num = self.num.saturating_mul(i128::from(num.max(0)));
        let den = self.den.saturating_mul(i128::from(den.max(1)));
        let divisor = gcd(num, den);
        Self {
            num: num / divisor,
            den: den / divisor,
        }
    }

    /// The product with points, rounded half away from zero.
    fn of(self, points: i64) -> i64 {
        if self.num == self.den {
            return points;
        }
        let product = i128::from(points).saturating_mul(self.num);
        let (whole, rest) = (product / self.den, product % self.den);
        let away = if rest.abs() >= self.den - rest.abs() {
            rest.signum()
        } else {
            0
        };
        (whole + away).clamp(i64::MIN.into(), i64::MAX.into()) as i64
    }
}

fn gcd(x: i128, y: i128) -> i128 {
    let (mut x, mut y) = (x, y);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    x.max(1)
}

/// The factors that count for one rule: the known product, and the least and the largest that the unknown ones make of
/// it.
pub(super) struct Factors {
    known: Ratio,
    least: Ratio,
    most: Ratio,
}

impl Factors {
    /// Those of a rule of a unit, by the states of the unit's overlays.
    pub(super) fn of_member(
        unit: &Unit,
        member: &Member,
        overlays: &[OverlayFactor],
        states: &[OverlayState],
    ) -> Self {
        let counting = unit.overlays.iter().zip(states).zip(&member.scaled);
        Self::of(
            counting
                .filter(|(_, scaled)| **scaled)
                .map(|((overlay, state), _)| (overlays[*overlay], *state)),
        )
    }

    fn of(overlays: impl Iterator<Item = (OverlayFactor, OverlayState)>) -> Self {
        let mut factors = Self {
            known: Ratio::ONE,
            least: Ratio::ONE,
            most: Ratio::ONE,
        };
        for (overlay, state) in overlays {
            let (num, den) = (overlay.num, overlay.den);
            match state {
                OverlayState::Off => {}
                OverlayState::On => {
                    factors.known = factors.known.times(num, den);
                    factors.least = factors.least.times(num, den);
                    factors.most = factors.most.times(num, den);
                }
                OverlayState::Unknown if num < den => factors.least = factors.least.times(num, den),
                OverlayState::Unknown => factors.most = factors.most.times(num, den),
            }
        }
        factors
    }

    /// What they make of a case.
    pub(super) fn scale(&self, case: &Case) -> Amount {
        let ends = [
            self.least.of(case.low),
            self.most.of(case.low),
            self.least.of(case.high),
            self.most.of(case.high),
        ];
        Amount {
            points: self.known.of(case.points),
            low: ends.iter().copied().fold(i64::MAX, i64::min),
            high: ends.iter().copied().fold(i64::MIN, i64::max),
        }
    }
}

/// What overlays that all count make of points.
pub(super) fn scaled(points: i64, overlays: impl Iterator<Item = OverlayFactor>) -> i64 {
    let ratio = overlays.fold(Ratio::ONE, |ratio, overlay| {
        ratio.times(overlay.num, overlay.den)
    });
    ratio.of(points)
}

/// The largest magnitude that overlays can make of points.
pub(super) fn largest(points: i64, overlays: impl Iterator<Item = OverlayFactor>) -> i128 {
    let most = overlays
        .filter(|overlay| overlay.num > overlay.den)
        .fold(Ratio::ONE, |ratio, overlay| {
            ratio.times(overlay.num, overlay.den)
        });
    i128::from(most.of(points).unsigned_abs())
}

/// A case of a rule of a unit, by their places; the case after the last is "none of them".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) rule: u16,
    pub(super) case: u16,
}

/// What each case of a unit's rules gives under one combination of its overlays.
#[derive(Debug, Clone)]
pub(super) struct Class {
    /// By the rule's place in the unit, then by case; last, what "none of them" gives.
    pub(super) amounts: Vec<Vec<Amount>>,
    /// The cases that give points, the largest magnitude first.
    pub(super) by_points: Vec<Place>,
    /// All cases, the least low end first.
    pub(super) by_low: Vec<Place>,
    /// All cases, the largest high end first.
    pub(super) by_high: Vec<Place>,
}

impl Class {
    pub(super) fn new(
        unit: &Unit,
        rules: &[RuleCases],
        overlays: &[OverlayFactor],
        states: &[OverlayState],
    ) -> Self {
        let amounts: Vec<Vec<Amount>> = unit
            .rules
            .iter()
            .map(|member| {
                let factors = Factors::of_member(unit, member, overlays, states);
                let cases = rules[member.rule].cases.iter();
                cases
                    .chain([&Case::NOTHING])
                    .map(|case| factors.scale(case))
                    .collect()
            })
            .collect();
        let (by_points, by_low, by_high) = super::order::orders(&amounts);
        Self {
            amounts,
            by_points,
            by_low,
            by_high,
        }
    }

    pub(super) fn amount(&self, place: Place) -> Amount {
        self.amounts[usize::from(place.rule)][usize::from(place.case)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_rounded_once_half_away_from_zero() {
        let scale = |points: i64, factors: &[(i64, i64)]| {
            let ratio = factors
                .iter()
                .fold(Ratio::ONE, |ratio, (num, den)| ratio.times(*num, *den));
            ratio.of(points)
        };
        assert_eq!(scale(5, &[(13, 10)]), 7);
        assert_eq!(scale(-5, &[(13, 10)]), -7);
        assert_eq!(scale(5, &[(12, 10), (13, 10)]), 8);
        assert_eq!(scale(3, &[(1, 2)]), 2);
        assert_eq!(scale(-3, &[(1, 2)]), -2);
        assert_eq!(scale(7, &[(0, 1)]), 0);
        assert_eq!(scale(1, &[(1, 3)]), 0);
        assert_eq!(scale(i64::MAX, &[(i64::MAX, 1)]), i64::MAX);
    }
}
