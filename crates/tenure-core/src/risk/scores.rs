//! The scores of many accounts, as columns.

use super::odds::{BandIndex, INSUFFICIENT};

/// The scores of many accounts, in their order. Its memory is reused: clear it and score again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scores {
    pub(super) points: Vec<i32>,
    pub(super) points_low: Vec<i32>,
    pub(super) points_high: Vec<i32>,
    pub(super) probability_bp: Vec<u16>,
    pub(super) coverage_bp: Vec<u16>,
    pub(super) bands: Vec<u16>,
    /// By the rules' numbers in the rulebook; words of 64 accounts.
    pub(super) fired: Vec<Vec<u64>>,
    pub(super) unknown: Vec<Vec<u64>>,
    /// Whether the bits of single rules are left out.
    pub(super) without_rules: bool,
}

impl Scores {
    /// No scores yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// No scores yet, and none of the bits of single rules will be kept.
    pub fn without_rules() -> Self {
        Self {
            without_rules: true,
            ..Self::default()
        }
    }

    /// Removes all scores and keeps the memory.
    pub fn clear(&mut self) {
        self.points.clear();
        self.points_low.clear();
        self.points_high.clear();
        self.probability_bp.clear();
        self.coverage_bp.clear();
        self.bands.clear();
        for words in self.fired.iter_mut().chain(&mut self.unknown) {
            words.clear();
        }
    }

    /// How many accounts.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The points of each account.
    pub fn points(&self) -> &[i32] {
        &self.points
    }

    /// The least points of each account for any completion of what is unknown.
    pub fn points_low(&self) -> &[i32] {
        &self.points_low
    }

    /// The most points of each account for any completion of what is unknown.
    pub fn points_high(&self) -> &[i32] {
        &self.points_high
    }

    /// The probability of leaving of each account, in basis points.
    pub fn probability_bp(&self) -> &[u16] {
        &self.probability_bp
    }

    /// The coverage of each account, in basis points.
    pub fn coverage_bp(&self) -> &[u16] {
        &self.coverage_bp
    }

    /// The band of each account.
    pub fn bands(&self) -> impl ExactSizeIterator<Item = BandIndex> + '_ {
        self.bands.iter().map(|band| match *band {
            INSUFFICIENT => BandIndex::Insufficient,
            number => BandIndex::Band(number),
        })
    }

    /// The accounts to which a rule gave points, as bits, least significant first; of a rule that is judged for each
    /// contract or the like, those with such a row. Empty for a disabled rule.
    pub fn fired(&self, rule: usize) -> &[u64] {
        self.fired.get(rule).map_or(&[], Vec::as_slice)
    }

    /// The accounts for which a rule could not be judged, as bits.
    pub fn unknown(&self, rule: usize) -> &[u64] {
        self.unknown.get(rule).map_or(&[], Vec::as_slice)
    }
}
