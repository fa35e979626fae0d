//! How much of the weight of the rules could be judged.

use super::plain::Code;
use crate::signals::ListState;

/// Weight that applies, and the part of it that was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Coverage {
    pub(super) applicable: i64,
    pub(super) judged: i64,
}

impl Coverage {
    /// In basis points, rounded down; 0 if nothing applies.
    pub(super) fn basis_points(self) -> i64 {
        if self.applicable <= 0 {
            return 0;
        }
        let share = i128::from(self.judged) * 10_000 / i128::from(self.applicable);
        share.clamp(0, 10_000) as i64
    }

    pub(super) fn add(&mut self, weight: i64, state: Standing) {
        let (applicable, judged) = match state {
            Standing::NotApplicable => (0, 0),
            Standing::Unjudged => (weight, 0),
            Standing::Judged => (weight, weight),
        };
        self.applicable = self.applicable.saturating_add(applicable);
        self.judged = self.judged.saturating_add(judged);
    }
}

/// The most weight for which coverages are kept ready.
const TABLE_LIMIT: i64 = 20_000;

/// The coverage by the weight that was not judged, where all of a weight applies; empty where it is too much.
pub(super) fn by_unjudged(weight: i64) -> Vec<u16> {
    if weight > TABLE_LIMIT {
        return Vec::new();
    }
    (0..=weight)
        .map(|unjudged| {
            let coverage = Coverage {
                applicable: weight,
                judged: weight - unjudged,
            };
            coverage.basis_points() as u16
        })
        .collect()
}

/// How a rule stands for one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    NotApplicable,
    Unjudged,
    Judged,
}

/// How a rule stands whose rows came to these codes.
pub(super) fn standing(unjudged: u16, codes: impl Iterator<Item = Code>) -> Standing {
    let mut standing = Standing::NotApplicable;
    for code in codes {
        match code {
            Code::NotApplicable => {}
            Code::Unlisted => return Standing::Unjudged,
            Code::Case(case) if case == unjudged => return Standing::Unjudged,
            Code::Case(_) => standing = Standing::Judged,
        }
    }
    standing
}

/// What a list comes to where there are no rows to look at.
pub(super) fn without_rows(list: ListState) -> Option<Code> {
    match list {
        ListState::Given => None,
        ListState::Unknown => Some(Code::Unlisted),
        ListState::NotKept => Some(Code::NotApplicable),
    }
}
