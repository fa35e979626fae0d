//! Intervals, by drawing accounts anew.
//!
//! An account stands in several rows, one for each day, that tell nearly the same. Accounts are drawn, therefore, and with
//! each all its rows; rows drawn one by one would make every interval too narrow.

use serde::Serialize;

/// A number with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// Of fewer draws there is no fortieth part to leave out at each end.
const FEWEST: usize = 40;

impl Estimate {
    /// A number, with the interval in which 95 of 100 numbers lie that were had by drawing anew; without one where fewer
    /// than half of the draws gave a number, or there were fewer than forty of them.
    pub(super) fn new(value: f64, drawn: &[Option<f64>]) -> Self {
        let mut known: Vec<f64> = drawn.iter().flatten().copied().collect();
        known.sort_by(f64::total_cmp);
        let enough = known.len() >= FEWEST && known.len() * 2 >= drawn.len();
        let at = |share: f64| {
            let place = (share * (known.len().saturating_sub(1)) as f64).round() as usize;
            known.get(place).copied().filter(|_| enough)
        };
        Self {
            value,
            low: at(0.025),
            high: at(0.975),
        }
    }

    /// Whether a number lies in the interval; not told without one.
    pub fn holds(&self, number: f64) -> Option<bool> {
        let (low, high) = self.low.zip(self.high)?;
        Some((low..=high).contains(&number))
    }
}

/// A source of draws: equal seeds draw alike, everywhere.
#[derive(Debug)]
struct Source(u64);

impl Source {
    /// Sebastiano Vigna's SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }
}

/// Draws as many accounts as there are, with putting back, so many times: how often each was drawn is handed to `take`.
pub(super) fn resample<T>(
    accounts: usize,
    times: usize,
    seed: u64,
    mut take: impl FnMut(&[u32]) -> T,
) -> Vec<T> {
    let mut source = Source(seed);
    let mut drawn = vec![0_u32; accounts];
    let mut once = || {
        drawn.fill(0);
        for _ in 0..accounts {
            if let Some(count) = drawn.get_mut(source.below(accounts)) {
                *count += 1;
            }
        }
        take(&drawn)
    };
    (0..times).map(|_| once()).collect()
}

/// The 95 % interval of a share after Wilson, where `count` things were seen of which this share was so.
pub(super) fn wilson(share: f64, count: f64) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    let square = Z * Z;
    let scale = 1.0 + square / count;
    let centre = (share + square / (2.0 * count)) / scale;
    let spread = share * (1.0 - share) / count + square / (4.0 * count * count);
    let half = Z / scale * spread.max(0.0).sqrt();
    ((centre - half).max(0.0), (centre + half).min(1.0))
}
