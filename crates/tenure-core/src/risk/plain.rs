//! One unit of one account, row by row.

use tenure_rules::GroupMode;

use super::cases::RuleCases;
use super::overlays::Amount;
use super::unit::Unit;

/// What one row of a rule came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    /// One of the rule's cases, or, past the last one, none of them.
    Case(u16),
    /// Not applicable.
    NotApplicable,
    /// Nobody knows how many rows there are.
    Unlisted,
}

/// A row of a rule of a unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainRow {
    /// The rule's place in the unit.
    pub(super) member: usize,
    pub(super) code: Code,
}

/// What a row gives, after overlays, where `of_case` tells what a case of its rule gives.
pub(super) fn amount(
    unit: &Unit,
    rules: &[RuleCases],
    row: &PlainRow,
    of_case: impl FnOnce(usize) -> Amount,
) -> Amount {
    match row.code {
        Code::Case(case) => of_case(usize::from(case)),
        Code::NotApplicable => Amount::NOTHING,
        Code::Unlisted => {
            let case = rules[unit.rules[row.member].rule].unlisted;
            Amount {
                points: case.points,
                low: case.low,
                high: case.high,
            }
        }
    }
}

/// What rows of a unit come to together, in the order of rules and rows.
pub(super) fn settle(unit: &Unit, amounts: &[Amount]) -> Amount {
    let all = match unit.mode {
        GroupMode::Sum => Amount {
            points: total(amounts.iter().map(|amount| amount.points)),
            low: total(amounts.iter().map(|amount| amount.low)),
            high: total(amounts.iter().map(|amount| amount.high)),
        },
        GroupMode::Max => strongest(amounts),
    };
    capped(unit, all)
}

/// The sum, held within 64 bits.
pub(super) fn total(points: impl Iterator<Item = i64>) -> i64 {
    let sum: i128 = points.map(i128::from).sum();
    sum.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}

fn strongest(amounts: &[Amount]) -> Amount {
    let mut points: i64 = 0;
    for amount in amounts {
        if amount.points.unsigned_abs() > points.unsigned_abs() {
            points = amount.points;
        }
    }
    if amounts.iter().all(Amount::is_exact) {
        return Amount {
            points,
            low: points,
            high: points,
        };
    }
    Amount {
        points,
        low: amounts.iter().map(|amount| amount.low).min().unwrap_or(0),
        high: amounts.iter().map(|amount| amount.high).max().unwrap_or(0),
    }
}

fn capped(unit: &Unit, amount: Amount) -> Amount {
    let Some(cap) = unit.cap.map(|cap| cap.max(0)) else {
        return amount;
    };
    Amount {
        points: amount.points.clamp(-cap, cap),
        low: amount.low.clamp(-cap, cap),
        high: amount.high.clamp(-cap, cap),
    }
}
