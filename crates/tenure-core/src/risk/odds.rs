//! Points to a probability, and a probability to a band.

use tenure_rules::{Calibration, RiskModel};

/// How many doublings of the odds points can make.
const DOUBLINGS: i64 = 20;

/// The most points for which probabilities are kept ready.
const TABLE_LIMIT: i64 = 20_000;

/// The number that stands for no band.
pub(super) const INSUFFICIENT: u16 = u16::MAX;

/// A band of the rulebook by its number, or none for too little coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BandIndex {
    /// A band of the rulebook, by its number.
    Band(u16),
    /// Too little is known.
    #[default]
    Insufficient,
}

/// The most points that count.
pub(super) fn limit(pdo: i64) -> i64 {
    pdo.saturating_mul(DOUBLINGS).clamp(0, i64::from(i32::MAX))
}

/// A rulebook's scale.
#[derive(Debug, Clone)]
pub(super) struct Odds {
    prior: f64,
    pdo: f64,
    calibration: Option<Calibration>,
    pub(super) limit: i64,
    /// The probability and the band for each number of points from the least on; empty where there are too many.
    table: Vec<(u16, u16)>,
    /// The first probability above each band but the last.
    cuts: Vec<i64>,
    pub(super) names: Vec<String>,
    hysteresis: i64,
    min_coverage: i64,
}

impl Odds {
    pub(super) fn new(model: &RiskModel) -> Self {
        let limit = limit(model.pdo);
        let mut odds = Self {
            prior: model.prior_bp as f64 / (10_000 - model.prior_bp) as f64,
            pdo: model.pdo as f64,
            calibration: model.calibration.clone(),
            limit,
            table: Vec::new(),
            cuts: model
                .bands
                .iter()
                .filter_map(|band| band.below_bp)
                .collect(),
            names: model.bands.iter().map(|band| band.name.clone()).collect(),
            hysteresis: model.hysteresis_bp,
            min_coverage: model.min_coverage_bp,
        };
        if limit <= TABLE_LIMIT {
            odds.table = (-limit..=limit)
                .map(|points| odds.compute(points))
                .collect();
        }
        odds
    }

    fn compute(&self, points: i64) -> (u16, u16) {
        let probability = match &self.calibration {
            Some(calibration) => calibration.probability_bp(points) as u16,
            None => self.uncalibrated(points),
        };
        (probability, self.cut(i64::from(probability)))
    }

    /// The probability of the prior's odds, doubled by so many points.
    fn uncalibrated(&self, points: i64) -> u16 {
        let odds = self.prior * libm::exp2(points as f64 / self.pdo);
        (10_000.0 * (odds / (1.0 + odds))).round() as u16
    }

    /// The band of a probability.
    fn cut(&self, probability: i64) -> u16 {
        self.cuts
            .iter()
            .take_while(|cut| probability >= **cut)
            .count() as u16
    }

    /// The probability in basis points and the band of points within the limit.
    #[inline]
    pub(super) fn of(&self, points: i64) -> (u16, u16) {
        let index = points.saturating_add(self.limit);
        usize::try_from(index)
            .ok()
            .and_then(|index| self.table.get(index).copied())
            .unwrap_or_else(|| self.compute(points))
    }

    /// The probabilities and bands of points within the limit.
    pub(super) fn rate(&self, points: &[i32], probabilities: &mut [u16], bands: &mut [u16]) {
        let limit = self.limit as i32;
        let out = probabilities.iter_mut().zip(bands);
        for ((probability, band), points) in out.zip(points) {
            let index = points.wrapping_add(limit) as u32 as usize;
            (*probability, *band) = match self.table.get(index) {
                Some(entry) => *entry,
                None => self.compute(i64::from(*points)),
            };
        }
    }

    /// The least coverage for a band.
    pub(super) fn least_coverage(&self) -> u16 {
        // Coverage is 10,000 at most.
        self.min_coverage.clamp(0, i64::from(u16::MAX)) as u16
    }

    /// The band that stands, where one was given before: it is left only once the probability is past its borders by more
    /// than the hysteresis.
    pub(super) fn settled(&self, probability: i64, band: u16, last: Option<u16>) -> u16 {
        let Some(last) = last else {
            return band;
        };
        let index = usize::from(last);
        let lower = index.checked_sub(1).and_then(|below| self.cuts.get(below));
        let above_lower = lower.is_none_or(|cut| probability >= cut - self.hysteresis);
        let upper = self.cuts.get(index);
        let below_upper = upper.is_none_or(|cut| probability < cut + self.hysteresis);
        if above_lower && below_upper {
            last
        } else {
            band
        }
    }

    /// The band in the light of what is known.
    pub(super) fn band(&self, band: u16, coverage_bp: i64) -> BandIndex {
        if self.is_covered(coverage_bp) {
            BandIndex::Band(band)
        } else {
            BandIndex::Insufficient
        }
    }

    /// Whether enough is known for a band.
    pub(super) fn is_covered(&self, coverage_bp: i64) -> bool {
        coverage_bp >= self.min_coverage
    }

    /// The number of a band's name.
    pub(super) fn number(&self, name: &str) -> Option<u16> {
        let number = self.names.iter().position(|known| known == name)?;
        Some(number as u16)
    }
}
