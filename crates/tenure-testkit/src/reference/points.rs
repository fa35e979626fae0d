//! From judged rows to points: overlays, groups, caps, the clamp, and the range around them.

use tenure_rules::{BinTest, Group, GroupMode, Judge, Overlay, Rule, ScaleTarget};

use super::eval::State;
use super::judge::{Row, Verdict, takes_known};
use super::money::round_half_away;
use crate::fault::Fault;

/// A closed interval of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) low: i128,
    pub(crate) high: i128,
}

impl Range {
    pub(crate) fn exactly(points: i128) -> Self {
        Self {
            low: points,
            high: points,
        }
    }

    pub(crate) fn width(self) -> i128 {
        self.high - self.low
    }

    fn over(points: impl Iterator<Item = i128>) -> Self {
        points.fold(Self::exactly(0), |range, points| Self {
            low: range.low.min(points),
            high: range.high.max(points),
        })
    }

    fn clamp(self, limit: i128) -> Self {
        Self {
            low: self.low.clamp(-limit, limit),
            high: self.high.clamp(-limit, limit),
        }
    }
}

/// A rule's row with its points after overlays and the range around them.
#[derive(Debug, Clone)]
pub(crate) struct Scored {
    pub(crate) row: Row,
    pub(crate) points: i128,
    pub(crate) range: Range,
}

/// A fraction.
#[derive(Debug, Clone, Copy)]
struct Factor {
    num: i128,
    den: i128,
}

impl Factor {
    const ONE: Self = Self { num: 1, den: 1 };

    fn times(self, other: Self) -> Self {
        Self {
            num: self.num.saturating_mul(other.num),
            den: self.den.saturating_mul(other.den),
        }
    }

    fn of(self, points: i128, fault: Fault) -> i128 {
        let scaled = points.saturating_mul(self.num);
        if fault == Fault::TruncatedOverlays {
            return scaled / self.den;
        }
        round_half_away(scaled, self.den).unwrap_or(points)
    }
}

/// The product of the overlays known to hold, and the least and greatest that unknown ones could add to it.
pub(crate) struct Scales {
    known: Factor,
    least: Factor,
    greatest: Factor,
}

impl Scales {
    /// What overlays do to a rule, given what their conditions came to.
    pub(crate) fn of(rule: &Rule, overlays: &[(&Overlay, State)]) -> Self {
        let mut scales = Self {
            known: Factor::ONE,
            least: Factor::ONE,
            greatest: Factor::ONE,
        };
        for (overlay, state) in overlays {
            if !targets(overlay, rule) {
                continue;
            }
            let factor = Factor {
                num: i128::from(overlay.num),
                den: i128::from(overlay.den),
            };
            match state {
                State::Known(tenure_columns::Value::Bool(true)) => {
                    scales.known = scales.known.times(factor);
                }
                State::Unknown if factor.num < factor.den => {
                    scales.least = scales.least.times(factor);
                }
                State::Unknown => scales.greatest = scales.greatest.times(factor),
                State::Known(_) | State::NotApplicable => (),
            }
        }
        scales
    }

    /// Points after the overlays known to hold.
    pub(crate) fn scale(&self, points: i64, fault: Fault) -> i128 {
        self.known.of(i128::from(points), fault)
    }

    fn stretch(&self, range: Range, fault: Fault) -> Range {
        if fault == Fault::RangeWithoutOverlays {
            return Range {
                low: self.known.of(range.low, fault),
                high: self.known.of(range.high, fault),
            };
        }
        let ends = [
            self.known.times(self.least),
            self.known.times(self.greatest),
        ];
        let least = |points| ends.iter().map(|factor| factor.of(points, fault)).min();
        let greatest = |points| ends.iter().map(|factor| factor.of(points, fault)).max();
        Range {
            low: least(range.low).unwrap_or(range.low),
            high: greatest(range.high).unwrap_or(range.high),
        }
    }
}

fn targets(overlay: &Overlay, rule: &Rule) -> bool {
    match &overlay.target {
        ScaleTarget::Rule(id) => rule.id == *id,
        ScaleTarget::Group(id) => rule.group.as_ref() == Some(id),
    }
}

/// Where the points of a row can lie once everything is known, after overlays.
pub(crate) fn range_of(
    rule: &Rule,
    row: &Row,
    scales: &Scales,
    limit: i128,
    fault: Fault,
) -> Range {
    if row.list_is_absent {
        return Range::over(
            super::judge::all_points(rule)
                .into_iter()
                .map(|points| i128::from(points.signum()).saturating_mul(limit)),
        );
    }
    let range = match &row.verdict {
        Verdict::Points(points) => Range::exactly(i128::from(*points)),
        Verdict::NotApplicable => Range::exactly(0),
        Verdict::Unjudged | Verdict::InWords(_) => reachable(rule, row),
    };
    scales.stretch(range, fault)
}

/// The hull of what a row that is not known could give.
fn reachable(rule: &Rule, row: &Row) -> Range {
    let given = i128::from(row.points());
    match &rule.judge {
        Judge::When { points, .. } => Range::over([i128::from(*points)].into_iter()),
        Judge::Bins { bins, .. } => {
            let falls_through = !bins.iter().any(|bin| bin.test == BinTest::Otherwise);
            let known = bins
                .iter()
                .filter(|bin| takes_known(&bin.test))
                .map(|bin| i128::from(bin.points));
            let all: Vec<i128> = known
                .chain([given])
                .chain(falls_through.then_some(0))
                .collect();
            Range {
                low: all.iter().copied().min().unwrap_or(0),
                high: all.iter().copied().max().unwrap_or(0),
            }
        }
    }
}

/// What a group comes to.
pub(crate) struct GroupResult {
    pub(crate) points: i128,
    pub(crate) range: Range,
}

/// Adds up a group: its rows in the order of the rules.
pub(crate) fn add_up(group: &Group, rows: &[&Scored], fault: Fault) -> GroupResult {
    let sum: i128 = rows.iter().map(|row| row.points).sum();
    let strongest = rows.iter().fold(0_i128, |best, row| {
        if row.points.abs() > best.abs() {
            row.points
        } else {
            best
        }
    });
    let sum_range = Range {
        low: rows.iter().map(|row| row.range.low).sum(),
        high: rows.iter().map(|row| row.range.high).sum(),
    };
    let (points, range) = match group.mode {
        GroupMode::Max if fault != Fault::MaxAddsUp => (strongest, range_of_max(rows, strongest)),
        GroupMode::Sum | GroupMode::Max => (sum, sum_range),
    };
    match group.cap.filter(|_| fault != Fault::NoCaps) {
        Some(cap) => GroupResult {
            points: points.clamp(-i128::from(cap), i128::from(cap)),
            range: range.clamp(i128::from(cap)),
        },
        None => GroupResult { points, range },
    }
}

fn range_of_max(rows: &[&Scored], strongest: i128) -> Range {
    if rows.iter().all(|row| row.range.width() == 0) {
        return Range::exactly(strongest);
    }
    Range {
        low: rows.iter().map(|row| row.range.low).min().unwrap_or(0),
        high: rows.iter().map(|row| row.range.high).max().unwrap_or(0),
    }
}

/// Holds the total within the limit.
pub(crate) fn hold(range: Range, limit: i128) -> Range {
    range.clamp(limit)
}
