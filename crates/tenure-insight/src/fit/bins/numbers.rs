//! Cut points: fine ones by quantiles, and of those the ones that tell something.

use super::{Binning, Count, MOST_BINS, is_below, least};
use crate::fit::Direction;

/// How many fine bins are begun with.
const FINE: usize = 40;
/// Bins that differ by less than this times the strictness (twice the difference of log likelihoods) become one.
const APART: f64 = 2.0;

/// A bin has at least one in so many of the rows.
const ONE_IN: usize = 50;

/// A stretch of numbers that stand in the table.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    first: f64,
    last: f64,
    count: Count,
}

impl Stretch {
    fn and(self, next: Self) -> Self {
        Self {
            first: self.first,
            last: next.last,
            count: self.count.and(next.count),
        }
    }
}

/// The cuts of rising numbers with their outcomes, of so many rows in all.
pub(super) fn cuts(
    known: impl Iterator<Item = (f64, bool)>,
    rows: usize,
    direction: Option<Direction>,
    strictness: f64,
) -> Binning {
    let mut bins = fine(&runs(known));
    if let Some(direction) = direction {
        straighten(&mut bins, direction);
    }
    coarsen(&mut bins, least(rows, ONE_IN), APART * strictness);
    let cuts = bins
        .windows(2)
        .map(|pair| cut(pair[0].last, pair[1].first))
        .collect();
    Binning::Numbers { cuts }
}

/// Numbers that the engine holds for different, with their outcomes.
fn runs(known: impl Iterator<Item = (f64, bool)>) -> Vec<Stretch> {
    let mut runs: Vec<Stretch> = Vec::new();
    for (number, lost) in known {
        let mut count = Count::default();
        count.add(lost);
        let next = Stretch {
            first: number,
            last: number,
            count,
        };
        match runs.last_mut() {
            Some(last) if !is_below(last.last, number) => *last = last.and(next),
            _ => runs.push(next),
        }
    }
    runs
}

/// Bins of about equal size; a number that stands often has one of its own.
fn fine(runs: &[Stretch]) -> Vec<Stretch> {
    let all: usize = runs.iter().map(|run| run.count.rows).sum();
    let size = all.div_ceil(FINE).max(1);
    let mut bins: Vec<Stretch> = Vec::new();
    for run in runs {
        match bins.last_mut() {
            Some(last) if last.count.rows < size && run.count.rows < size => *last = last.and(*run),
            _ => bins.push(*run),
        }
    }
    bins
}

/// Pools neighbours until rates go one way.
fn straighten(bins: &mut Vec<Stretch>, direction: Direction) {
    let mut pooled: Vec<Stretch> = Vec::new();
    let turns = |a: &Stretch, b: &Stretch| {
        let (a, b) = (raw_rate(a.count), raw_rate(b.count));
        match direction {
            Direction::Up => a >= b,
            Direction::Down => a <= b,
        }
    };
    for bin in bins.iter() {
        pooled.push(*bin);
        while let [.., a, b] = pooled.as_slice()
            && turns(a, b)
        {
            let merged = a.and(*b);
            pooled.truncate(pooled.len() - 2);
            pooled.push(merged);
        }
    }
    *bins = pooled;
}

fn raw_rate(count: Count) -> f64 {
    count.lost as f64 / count.rows as f64
}

/// Joins the neighbours that differ least, until all that are left tell something and are large enough.
fn coarsen(bins: &mut Vec<Stretch>, least: usize, enough: f64) {
    while bins.len() > 1 {
        let weight = |pair: &[Stretch]| {
            let apart = pair[0].count.told_apart(pair[1].count);
            let small = pair[0].count.rows.min(pair[1].count.rows) < least;
            (!small, apart)
        };
        let pairs = bins.windows(2).map(weight).enumerate();
        let next = pairs.min_by(|a, b| a.1.0.cmp(&b.1.0).then(a.1.1.total_cmp(&b.1.1)));
        let Some((at, (large, apart))) = next else {
            return;
        };
        if large && apart >= enough && bins.len() <= MOST_BINS {
            return;
        }
        let merged = bins[at].and(bins[at + 1]);
        bins.splice(at..at + 2, [merged]);
    }
}

/// The roundest number above one and not above another.
fn cut(below: f64, upto: f64) -> f64 {
    let fits = |candidate: &f64| is_below(below, *candidate) && !is_below(upto, *candidate);
    let whole = (0..=15).rev().map(|power| {
        let step = 10_f64.powi(power);
        (upto / step).floor() * step
    });
    // What is written in few decimals is read back as it was.
    let parts = (1..=12_usize).filter_map(|decimals| {
        let step = 10_f64.powi(decimals as i32);
        format!("{:.decimals$}", (upto * step).floor() / step)
            .parse()
            .ok()
    });
    let mut candidates = whole.chain(parts);
    candidates.find(fits).unwrap_or(upto)
}
