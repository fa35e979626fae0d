//! The default rulebook's risk, written by hand over the same columns: the limit to measure against.
//!
//! Lanes of 64 accounts, in loops that vectorise, dispatched to the machine's instruction set as the product's kernels
//! are. It knows what a compiler of rulebooks cannot know: that the words of one text exclude each other, that no overlay
//! makes less of anything, that every column fits 16 bits.

mod columns;
mod lanes;
mod rules;

pub use columns::HandColumns;

use pulp::Arch;
use tenure_rules::RiskModel;

/// The outcome, as columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandScores {
    /// Points.
    pub points: Vec<i32>,
    /// Least points.
    pub low: Vec<i32>,
    /// Most points.
    pub high: Vec<i32>,
    /// Probability in basis points.
    pub probability_bp: Vec<u16>,
    /// Coverage in basis points.
    pub coverage_bp: Vec<u16>,
    /// The band's number, or `u16::MAX` where too little is known.
    pub bands: Vec<u16>,
}

/// The scale: probabilities and bands by points.
#[derive(Debug, Clone)]
pub struct Scale {
    limit: i32,
    table: Vec<(u16, u16)>,
    min_coverage: u16,
}

impl Scale {
    /// The scale of a rulebook.
    pub fn new(model: &RiskModel) -> Self {
        let limit = model.pdo as i32 * 20;
        let prior = model.prior_bp as f64 / (10_000 - model.prior_bp) as f64;
        let cuts: Vec<i64> = model
            .bands
            .iter()
            .filter_map(|band| band.below_bp)
            .collect();
        let entry = |points: i32| {
            let odds = prior * (f64::from(points) / model.pdo as f64).exp2();
            let probability = (10_000.0 * (odds / (1.0 + odds))).round() as u16;
            let band = cuts.iter().filter(|cut| i64::from(probability) >= **cut);
            (probability, band.count() as u16)
        };
        Self {
            limit,
            table: (-limit..=limit).map(entry).collect(),
            min_coverage: model.min_coverage_bp as u16,
        }
    }
}

/// Scores all accounts.
pub fn score(arch: Arch, columns: &HandColumns<'_>, scale: &Scale, out: &mut HandScores) {
    out.points.clear();
    out.low.clear();
    out.high.clear();
    out.probability_bp.clear();
    out.coverage_bp.clear();
    out.bands.clear();
    arch.dispatch(Score {
        columns,
        scale,
        out,
    });
}

/// The work, in a form that is compiled for each instruction set.
struct Score<'a, 'b> {
    columns: &'a HandColumns<'b>,
    scale: &'a Scale,
    out: &'a mut HandScores,
}

impl pulp::WithSimd for Score<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        for block in 0..self.columns.blocks() {
            let sums = rules::score(self.columns, block);
            finish(&sums, self.columns.rows_of(block), self.scale, self.out);
        }
    }
}

#[inline(always)]
fn finish(sums: &rules::Sums, rows: usize, scale: &Scale, out: &mut HandScores) {
    let limit = scale.limit;
    let held = |points: &i16| i32::from(*points).clamp(-limit, limit);
    out.points.extend(sums.points[..rows].iter().map(held));
    out.low.extend(sums.low[..rows].iter().map(held));
    out.high.extend(sums.high[..rows].iter().map(held));
    for row in 0..rows {
        let weight = rules::WEIGHT;
        let judged = f64::from(weight - sums.unjudged[row]);
        let coverage = (judged * 10_000.0 / f64::from(weight)) as u16;
        let points = i32::from(sums.points[row]).clamp(-limit, limit);
        let (probability, band) = scale.table[(points + limit) as usize];
        out.probability_bp.push(probability);
        out.coverage_bp.push(coverage);
        out.bands.push(if coverage < scale.min_coverage {
            u16::MAX
        } else {
            band
        });
    }
}
