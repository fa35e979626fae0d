//! Groups of equal size along the score: lift, calibration, and what of the lost value stands at the top.

use serde::Serialize;

use super::profit::Valued;
use super::{Scored, Tie, ties};

/// A part of the accounts, from the highest probabilities down.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LiftGroup {
    /// Its number, from 1: the riskiest.
    pub group: usize,
    /// How many accounts fall into it; not whole where rows of one probability are shared out.
    pub accounts: f64,
    /// How many of them were lost.
    pub lost: f64,
    /// Its rate of loss over that of all accounts.
    pub lift: f64,
    /// The share of all losses in it and the groups before it, 0 to 1.
    pub captured: f64,
}

/// A part of the accounts between two probabilities: what was said of them and what happened.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CalibrationBin {
    /// How many accounts fall into it; not whole where rows of one probability are shared out.
    pub accounts: f64,
    /// The mean of the probabilities given.
    pub predicted: f64,
    /// The share that was lost.
    pub observed: f64,
}

/// A slice of the sorted rows.
#[derive(Debug, Clone, Copy, Default)]
struct Slice {
    accounts: f64,
    lost: f64,
    probability: f64,
}

/// Cuts rows of rising probability into slices of equal size; a tie that spans a border is shared out in proportion.
fn slices(ties: impl Iterator<Item = Tie>, rows: usize, count: usize) -> Vec<Slice> {
    let size = rows as f64 / count as f64;
    let mut slices = vec![Slice::default(); count];
    let mut before = 0_usize;
    for tie in ties {
        let (from, to) = (before as f64, (before + tie.count()) as f64);
        before += tie.count();
        let first = ((from / size) as usize).min(count - 1);
        for (index, slice) in slices.iter_mut().enumerate().skip(first) {
            let (low, high) = (index as f64 * size, (index + 1) as f64 * size);
            let part = (to.min(high) - from.max(low)).max(0.0);
            let share = part / tie.count() as f64;
            slice.accounts += part;
            slice.lost += share * tie.lost as f64;
            slice.probability += part * tie.probability;
            if to <= high {
                break;
            }
        }
    }
    slices
}

/// Lift by groups of equal size, the riskiest first; ten of them are deciles. Empty without a loss, with fewer rows than
/// groups, or where a probability is not finite.
pub fn lift(rows: &[Scored], groups: usize) -> Vec<LiftGroup> {
    let ties = usable(rows, groups);
    ties.map_or_else(Vec::new, |ties| lift_of(&ties, rows.len(), groups))
}

/// The same of so many rows by rising probability.
pub(crate) fn lift_of(ties: &[Tie], rows: usize, groups: usize) -> Vec<LiftGroup> {
    let all: usize = ties.iter().map(|tie| tie.lost).sum();
    if all == 0 || rows < groups {
        return Vec::new();
    }
    let rate = all as f64 / rows as f64;
    let mut captured = 0.0;
    let slices = slices(ties.iter().rev().copied(), rows, groups);
    let group = |(index, slice): (usize, Slice)| {
        captured += slice.lost / all as f64;
        LiftGroup {
            group: index + 1,
            accounts: slice.accounts,
            lost: slice.lost,
            lift: slice.lost / slice.accounts / rate,
            captured,
        }
    };
    slices.into_iter().enumerate().map(group).collect()
}

fn usable(rows: &[Scored], groups: usize) -> Option<Vec<Tie>> {
    if groups == 0 || rows.len() < groups {
        return None;
    }
    ties(rows)
}

/// What was said and what happened, in bins of equal size by rising probability. Empty with fewer rows than bins, or
/// where a probability is not finite.
pub fn calibration_table(rows: &[Scored], bins: usize) -> Vec<CalibrationBin> {
    let ties = usable(rows, bins);
    ties.map_or_else(Vec::new, |ties| bins_of(&ties, rows.len(), bins))
}

/// The same of so many rows by rising probability, no fewer than bins.
fn bins_of(ties: &[Tie], rows: usize, bins: usize) -> Vec<CalibrationBin> {
    let bin = |slice: Slice| CalibrationBin {
        accounts: slice.accounts,
        predicted: slice.probability / slice.accounts,
        observed: slice.lost / slice.accounts,
    };
    slices(ties.iter().copied(), rows, bins)
        .into_iter()
        .map(bin)
        .collect()
}

/// The expected calibration error: the mean distance between what was said and what happened over ten bins of equal
/// size, 0 to 1. `None` with fewer than ten rows, or where a probability is not finite.
pub fn calibration_error(rows: &[Scored]) -> Option<f64> {
    error_of(&usable(rows, 10)?, rows.len(), 10)
}

/// The same of so many rows by rising probability. `None` with fewer rows than bins.
pub(crate) fn error_of(ties: &[Tie], rows: usize, bins: usize) -> Option<f64> {
    if rows < bins {
        return None;
    }
    let table = bins_of(ties, rows, bins);
    let parts = table
        .iter()
        .map(|bin| bin.accounts * (bin.predicted - bin.observed).abs());
    Some(parts.sum::<f64>() / rows as f64)
}

/// Of the value of the accounts that were lost, the share that stands among this share of all accounts with the highest
/// probabilities. `None` where nothing of value was lost, for a share outside 0 to 1, and for numbers that are none or
/// negative values.
pub fn value_recall(rows: &[Valued], share: f64) -> Option<f64> {
    let fits = |row: &Valued| {
        row.scored.probability.is_finite() && row.value.is_finite() && row.value >= 0.0
    };
    if !(0.0..=1.0).contains(&share) || !rows.iter().all(fits) {
        return None;
    }
    let at_stake = |row: &Valued| if row.scored.lost { row.value } else { 0.0 };
    let mut sorted: Vec<(f64, f64)> = rows
        .iter()
        .map(|row| (row.scored.probability, at_stake(row)))
        .collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let all: f64 = sorted.iter().map(|(_, value)| value).sum();
    let mut room = share * rows.len() as f64;
    let mut caught = 0.0;
    for tie in sorted.chunk_by(|a, b| a.0 == b.0) {
        let taken = (room / tie.len() as f64).clamp(0.0, 1.0);
        caught += taken * tie.iter().map(|(_, value)| value).sum::<f64>();
        room -= tie.len() as f64;
    }
    (all > 0.0).then(|| (caught / all).clamp(0.0, 1.0))
}
