//! The cases of a rule: what it gives, and in what interval that lies.

use tenure_rules::{Bin, BinTest, Judge, Rule, Scope};

/// What a row gives before overlays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) points: i64,
    pub(super) low: i64,
    pub(super) high: i64,
    /// Judged in words although the signal is stale or unknown.
    pub(super) in_words: bool,
}

impl Case {
    /// Nothing, for certain.
    pub(super) const NOTHING: Self = Self::exact(0);

    const fn exact(points: i64) -> Self {
        Self {
            points,
            low: points,
            high: points,
            in_words: false,
        }
    }

    fn within(points: i64, (low, high): (i64, i64)) -> Self {
        Self {
            points,
            low: low.min(points),
            high: high.max(points),
            in_words: false,
        }
    }
}

/// An enabled rule.
///
/// A condition has two cases: it holds (0), or it could not be judged (1). Bins have a case for each bin, and a last one
/// for what could not be judged. A row in none of the cases gives nothing.
#[derive(Debug, Clone)]
pub(super) struct RuleCases {
    /// The rule's number in the rulebook.
    pub(super) number: usize,
    pub(super) scope: Scope,
    /// The output of its scope's program.
    pub(super) output: usize,
    pub(super) is_bins: bool,
    pub(super) cases: Vec<Case>,
    /// The largest absolute points that it can give.
    pub(super) weight: i64,
    /// What it gives an account of which nobody knows how many rows there are.
    pub(super) unlisted: Case,
}

impl RuleCases {
    pub(super) fn new(number: usize, rule: &Rule, limit: i64) -> Self {
        let (is_bins, cases) = match &rule.judge {
            Judge::When { points, .. } => (
                false,
                vec![Case::exact(*points), Case::within(0, (*points, *points))],
            ),
            Judge::Bins { bins, .. } => (true, bin_cases(bins)),
        };
        let least = cases.iter().map(|case| case.points).fold(0, i64::min);
        let most = cases.iter().map(|case| case.points).fold(0, i64::max);
        Self {
            number,
            scope: rule.scope,
            output: 0,
            is_bins,
            cases,
            weight: most.max(least.saturating_neg()),
            unlisted: Case::within(
                0,
                (
                    if least < 0 { -limit } else { 0 },
                    if most > 0 { limit } else { 0 },
                ),
            ),
        }
    }

    /// The case of a row that could not be judged.
    pub(super) fn unjudged(&self) -> usize {
        self.cases.len() - 1
    }
}

fn bin_cases(bins: &[Bin]) -> Vec<Case> {
    let reach = reach(bins);
    let case = |bin: &Bin| match bin.test {
        BinTest::Below(_)
        | BinTest::Is(_)
        | BinTest::IsBool(_)
        | BinTest::Otherwise
        | BinTest::NotApplicable => Case::exact(bin.points),
        BinTest::Stale | BinTest::Unknown => Case {
            in_words: true,
            ..Case::within(bin.points, reach)
        },
    };
    bins.iter()
        .map(case)
        .chain([Case::within(0, reach)])
        .collect()
}

/// The least and the most points that a known value could be given.
fn reach(bins: &[Bin]) -> (i64, i64) {
    let mut points = Vec::new();
    for bin in bins {
        match bin.test {
            BinTest::Below(_) | BinTest::Is(_) | BinTest::IsBool(_) => points.push(bin.points),
            BinTest::Otherwise => {
                points.push(bin.points);
                return span(&points);
            }
            BinTest::Stale | BinTest::Unknown | BinTest::NotApplicable => {}
        }
    }
    points.push(0);
    span(&points)
}

fn span(points: &[i64]) -> (i64, i64) {
    let least = points.iter().copied().min().unwrap_or(0);
    (least, points.iter().copied().max().unwrap_or(0))
}
