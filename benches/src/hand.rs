//! The default rulebook's risk, written by hand over the same columns: the limit to measure against.
//!
//! Each question that a rule asks of a column is a mask, found by the product's kernels; what follows is straight-line
//! code over vectors of such masks, which the compiler of Rust sees whole: nothing is interpreted, no mask is stored that a
//! register holds. It knows what a compiler of rulebooks cannot know: that the words of one text exclude each other, that
//! no overlay makes less of anything, which points cannot reach a cap, that every column fits 16 bits.

mod asked;
mod columns;
mod rows;
mod rules;

pub use columns::HandColumns;

use pulp::{Arch, Simd, WithSimd};
use tenure_columns::circuit::Place;
use tenure_columns::kernels::{CHUNK, Kernels, WORDS};
use tenure_rules::RiskModel;

use asked::Tests;
use rows::BITS;

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

impl HandScores {
    fn clear(&mut self) {
        self.points.clear();
        self.low.clear();
        self.high.clear();
        self.probability_bp.clear();
        self.coverage_bp.clear();
        self.bands.clear();
    }
}

/// The scale: probabilities and bands by points, coverage by weight.
#[derive(Debug, Clone)]
pub struct Scale {
    limit: i16,
    table: Vec<(u16, u16)>,
    /// By the weight that could not be judged.
    coverage: Vec<u16>,
    min_coverage: u16,
}

impl Scale {
    /// The scale of a rulebook.
    pub fn new(model: &RiskModel) -> Self {
        let limit = model.pdo as i16 * 20;
        let prior = model.prior_bp as f64 / (10_000 - model.prior_bp) as f64;
        let cuts: Vec<i64> = model
            .bands
            .iter()
            .filter_map(|band| band.below_bp)
            .collect();
        let entry = |points: i16| {
            let odds = prior * (f64::from(points) / model.pdo as f64).exp2();
            let probability = (10_000.0 * (odds / (1.0 + odds))).round() as u16;
            let band = cuts.iter().filter(|cut| i64::from(probability) >= **cut);
            (probability, band.count() as u16)
        };
        Self {
            limit,
            table: (-limit..=limit).map(entry).collect(),
            coverage: (0..=rules::WEIGHT)
                .map(|unjudged| (rules::WEIGHT - unjudged) * 10_000 / rules::WEIGHT)
                .map(|coverage| coverage as u16)
                .collect(),
            min_coverage: model.min_coverage_bp as u16,
        }
    }
}

/// Scores all accounts.
pub fn score(machine: Machine, columns: &HandColumns<'_>, scale: &Scale, out: &mut HandScores) {
    out.clear();
    let mut lanes = Lanes::default();
    for start in (0..columns.rows()).step_by(CHUNK) {
        let end = columns.rows().min(start + CHUNK);
        let tests = Tests::ask(machine.kernels, columns, start, end);
        let offsets = machine.arch.dispatch(AddUp {
            tests: &tests,
            lanes: &mut lanes,
        });
        lanes.read(machine.kernels, offsets);
        machine.arch.dispatch(Finish {
            lanes: &mut lanes,
            limit: scale.limit,
        });
        finish(&lanes, end - start, scale, out);
    }
}

/// The instructions to use.
#[derive(Debug, Clone, Copy)]
pub struct Machine {
    kernels: Kernels,
    arch: Arch,
}

impl Machine {
    /// With the best instructions of this machine.
    pub fn detect() -> Self {
        Self {
            kernels: Kernels::detect(),
            arch: Arch::new(),
        }
    }

    /// With instructions that every machine has.
    pub fn portable() -> Self {
        Self {
            kernels: Kernels::portable(),
            arch: Arch::Scalar,
        }
    }
}

/// Points, the least, the most, and the weight that could not be judged.
const SUMS: usize = 4;

/// A chunk's sums: their bits, and the numbers row by row.
struct Lanes {
    bits: [[Place; BITS]; SUMS],
    numbers: [[i16; CHUNK]; SUMS],
}

impl Default for Lanes {
    fn default() -> Self {
        Self {
            bits: [[Place::default(); BITS]; SUMS],
            numbers: [[0; CHUNK]; SUMS],
        }
    }
}

impl Lanes {
    fn read(&mut self, kernels: Kernels, offsets: [i16; SUMS]) {
        let sums = self.bits.iter().zip(&mut self.numbers);
        for ((bits, numbers), offset) in sums.zip(offsets) {
            kernels.numbers_short(bits, offset, WORDS, numbers);
        }
    }
}

/// Adds up the points of a chunk, as many accounts at once as a vector has bits.
struct AddUp<'a> {
    tests: &'a Tests,
    lanes: &'a mut Lanes,
}

impl WithSimd for AddUp<'_> {
    type Output = [i16; SUMS];

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
        let [points, low, high, unjudged] = &mut self.lanes.bits;
        let mut offsets = [0; SUMS];
        for piece in 0..WORDS / S::U64_LANES {
            let sums = rules::score(simd, self.tests, piece);
            offsets = [
                sums.points.store(points, piece),
                sums.low.store(low, piece),
                sums.high.store(high, piece),
                sums.unjudged.store(unjudged, piece),
            ];
        }
        offsets
    }
}

/// Holds a chunk's points within the limit.
struct Finish<'a> {
    lanes: &'a mut Lanes,
    limit: i16,
}

impl WithSimd for Finish<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let [points, low, high, _] = &mut self.lanes.numbers;
        for sums in [points, low, high] {
            for sum in sums {
                *sum = (*sum).clamp(-self.limit, self.limit);
            }
        }
    }
}

fn finish(lanes: &Lanes, rows: usize, scale: &Scale, out: &mut HandScores) {
    let [points, low, high, unjudged] = &lanes.numbers;
    let wide = |sums: &[i16; CHUNK], out: &mut Vec<i32>| {
        out.extend(sums[..rows].iter().map(|sum| i32::from(*sum)));
    };
    wide(points, &mut out.points);
    wide(low, &mut out.low);
    wide(high, &mut out.high);
    let coverage = unjudged[..rows].iter();
    let coverage = coverage.map(|weight| scale.coverage[*weight as usize]);
    out.coverage_bp.extend(coverage.clone());
    let rated = points[..rows].iter();
    let rated = rated.map(|points| scale.table[(points + scale.limit) as usize]);
    out.probability_bp.extend(rated.clone().map(|(p, _)| p));
    let bands = rated.zip(coverage).map(|((_, band), coverage)| {
        if coverage < scale.min_coverage {
            u16::MAX
        } else {
            band
        }
    });
    out.bands.extend(bands);
}
