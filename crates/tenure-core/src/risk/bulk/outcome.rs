//! From a chunk's sums to scores.

use tenure_columns::circuit::Place;
use tenure_columns::kernels::{CHUNK, Kernels, Mask, WORDS};

use super::narrow::Narrow;
use super::plan::{Sum, is_small};
use super::{Judged, bit};
use crate::risk::cases::{Case, RuleCases};
use crate::risk::coverage::{Coverage, Standing, standing};
use crate::risk::odds::INSUFFICIENT;
use crate::risk::overlays::Amount;
use crate::risk::plain::Code;
use crate::risk::scores::Scores;
use crate::risk::tables::RiskBound;
use crate::risk::{RiskProgram, is_wide};

/// Numbers of a chunk's rows.
type Rows<T> = Box<[T; CHUNK]>;

/// A chunk's points and coverage.
#[derive(Debug)]
pub(super) struct Outcome {
    points: Rows<i32>,
    low: Rows<i32>,
    high: Rows<i32>,
    unjudged: Rows<i32>,
    /// Of 16 bits, as they are read from their bits.
    short: Rows<i16>,
    coverage: Rows<u16>,
    probabilities: Rows<u16>,
    bands: Rows<u16>,
    /// What units add that are added up row by row.
    rest: Vec<Amount>,
}

fn rows<T: Copy + Default>() -> Rows<T> {
    Box::new([T::default(); CHUNK])
}

impl Default for Outcome {
    fn default() -> Self {
        Self {
            points: rows(),
            low: rows(),
            high: rows(),
            unjudged: rows(),
            short: rows(),
            coverage: rows(),
            probabilities: rows(),
            bands: rows(),
            rest: Vec::new(),
        }
    }
}

impl Outcome {
    /// Takes over what was added up under masks.
    pub(super) fn take(&mut self, judged: Judged<'_>) {
        let Judged {
            program,
            plan,
            masks,
        } = judged;
        self.rest.clear();
        let reader = Reader {
            kernels: program.account.program.kernels(),
            rows: masks.rows,
        };
        let bits = masks.places.outputs(&plan.circuit);
        for (sum, out) in [
            (plan.points, &mut self.points),
            (plan.low, &mut self.low),
            (plan.high, &mut self.high),
            (plan.unjudged, &mut self.unjudged),
        ] {
            reader.read(sum, bits, &mut self.short, out);
        }
        if !masks.any_gaps && !program.coverage.is_empty() {
            cover_by_table(
                &program.coverage,
                &self.unjudged[..masks.rows],
                &mut self.coverage,
            );
            return;
        }
        let mut gaps = Box::new([0; CHUNK]);
        if masks.any_gaps {
            let (circuit, sum) = &plan.gaps;
            let bits = masks.gaps.outputs(circuit);
            reader.read(*sum, bits, &mut self.short, &mut gaps);
        }
        let pairs = self.unjudged[..masks.rows].iter().zip(gaps.iter());
        for (coverage, (unjudged, gap)) in self.coverage.iter_mut().zip(pairs) {
            let applicable = program.weight - i64::from(*gap);
            *coverage = Coverage {
                applicable,
                judged: applicable - i64::from(*unjudged),
            }
            .basis_points() as u16;
        }
    }

    /// Adds what a unit comes to in one row.
    pub(super) fn add(&mut self, row: usize, amount: Amount) {
        if self.rest.len() <= row {
            self.rest.resize(row + 1, Amount::NOTHING);
        }
        let rest = &mut self.rest[row];
        rest.points = rest.points.saturating_add(amount.points);
        rest.low = rest.low.saturating_add(amount.low);
        rest.high = rest.high.saturating_add(amount.high);
    }

    /// Adds the chunk's scores.
    pub(super) fn write(
        &mut self,
        bound: &RiskBound<'_>,
        judged: Judged<'_>,
        narrow: &Narrow,
        start: usize,
        scores: &mut Scores,
    ) {
        let (program, rows) = (bound.program, judged.masks.rows);
        let first = scores.points.len();
        self.hold(program, rows);
        if !program.narrow.is_empty() || !is_small(program) {
            self.cover(judged, narrow);
        }
        self.rate(bound, rows, start);
        scores.points.extend_from_slice(&self.points[..rows]);
        scores.points_low.extend_from_slice(&self.low[..rows]);
        scores.points_high.extend_from_slice(&self.high[..rows]);
        scores.coverage_bp.extend_from_slice(&self.coverage[..rows]);
        let probabilities = &self.probabilities[..rows];
        scores.probability_bp.extend_from_slice(probabilities);
        scores.bands.extend_from_slice(&self.bands[..rows]);
        if !scores.without_rules {
            keep_rules(judged, narrow, first, scores);
        }
    }

    /// Holds the totals within the limit.
    fn hold(&mut self, program: &RiskProgram, rows: usize) {
        let limit = program.odds.limit;
        for (row, rest) in self.rest.iter().enumerate() {
            for (sum, part) in [
                (&mut self.points[row], rest.points),
                (&mut self.low[row], rest.low),
                (&mut self.high[row], rest.high),
            ] {
                let sum_with_rest = i64::from(*sum).saturating_add(part);
                *sum = sum_with_rest.clamp(-limit, limit) as i32;
            }
        }
        let (least, most) = (-limit as i32, limit as i32);
        for sums in [&mut self.points, &mut self.low, &mut self.high] {
            let sums = &mut sums[..rows];
            program.account.program.kernels().vectorize(
                #[inline(always)]
                || clamp(sums, least, most),
            );
        }
    }

    /// Coverage row by row.
    fn cover(&mut self, judged: Judged<'_>, narrow: &Narrow) {
        for row in 0..judged.masks.rows {
            let mut coverage = Coverage::default();
            for (number, rule) in judged.program.rules.iter().enumerate() {
                let standing = if !is_wide(rule.scope) {
                    let codes = narrow.of(number, row).iter().copied();
                    standing(rule.unjudged() as u16, codes)
                } else if judged.is_gap(number, row) {
                    Standing::NotApplicable
                } else if bit(&judged.cases(number)[rule.unjudged()].0, row) {
                    Standing::Unjudged
                } else {
                    Standing::Judged
                };
                coverage.add(rule.weight, standing);
            }
            self.coverage[row] = coverage.basis_points() as u16;
        }
    }

    /// Finds probabilities and bands.
    fn rate(&mut self, bound: &RiskBound<'_>, rows: usize, start: usize) {
        let odds = &bound.program.odds;
        let points = &self.points[..rows];
        odds.rate(points, &mut *self.probabilities, &mut *self.bands);
        let bands = &mut self.bands[..rows];
        if bound.last_bands.any() {
            for (row, (band, p)) in bands.iter_mut().zip(&*self.probabilities).enumerate() {
                let last = bound.last_bands.of(start + row);
                *band = odds.settled(i64::from(*p), *band, last);
            }
        }
        let coverage = &self.coverage[..rows];
        let least = odds.least_coverage();
        bound.program.account.program.kernels().vectorize(
            #[inline(always)]
            || leave_out(bands, coverage, least),
        );
    }
}

#[inline(always)]
fn clamp(sums: &mut [i32], least: i32, most: i32) {
    for sum in sums {
        *sum = (*sum).clamp(least, most);
    }
}

/// No band where too little is known.
#[inline(always)]
fn leave_out(bands: &mut [u16], coverage: &[u16], least: u16) {
    for (band, coverage) in bands.iter_mut().zip(coverage) {
        *band = if *coverage < least {
            INSUFFICIENT
        } else {
            *band
        };
    }
}

#[inline(always)]
fn widen(short: &[i16], out: &mut [i32]) {
    for (out, number) in out.iter_mut().zip(short) {
        *out = i32::from(*number);
    }
}

/// Reads numbers from their bits.
struct Reader {
    kernels: Kernels,
    rows: usize,
}

impl Reader {
    fn read(&self, sum: Sum, bits: &[Place], short: &mut [i16; CHUNK], out: &mut [i32; CHUNK]) {
        let bits = bits.get(sum.first..sum.first + sum.bits).unwrap_or(&[]);
        let words = self.rows.div_ceil(64);
        if sum.is_short {
            let offset = sum.offset as i16;
            self.kernels.numbers_short(bits, offset, words, short);
            let short = &short[..words * 64];
            self.kernels.vectorize(
                #[inline(always)]
                || widen(short, out),
            );
        } else {
            let offset = sum.offset as i32;
            self.kernels.numbers_middle(bits, offset, words, out);
        }
    }
}

fn cover_by_table(table: &[u16], unjudged: &[i32], out: &mut [u16; CHUNK]) {
    let last = table.len() - 1;
    for (coverage, unjudged) in out.iter_mut().zip(unjudged) {
        *coverage = table[(*unjudged as usize).min(last)];
    }
}

/// Keeps which rules gave points and which could not be judged.
fn keep_rules(judged: Judged<'_>, narrow: &Narrow, first: usize, scores: &mut Scores) {
    let (program, rows) = (judged.program, judged.masks.rows);
    scores.fired.resize_with(program.rule_count, Vec::new);
    scores.unknown.resize_with(program.rule_count, Vec::new);
    for (number, rule) in program.rules.iter().enumerate() {
        let (fired, unknown) = (
            &mut scores.fired[rule.number],
            &mut scores.unknown[rule.number],
        );
        if is_wide(rule.scope) {
            let masks = judged.cases(number);
            append(fired, first, &giving(masks, rule), rows);
            append(unknown, first, &masks[rule.unjudged()].0, rows);
        } else {
            let masks = narrow_masks(rows, narrow, number, rule);
            append(fired, first, &masks.0, rows);
            append(unknown, first, &masks.1, rows);
        }
    }
}

/// Where a rule gave points.
fn giving(masks: &[Place], rule: &RuleCases) -> Mask {
    let mut given = [0; WORDS];
    for (case, mask) in rule.cases.iter().zip(masks) {
        if case.points != 0 {
            for (word, bits) in given.iter_mut().zip(&mask.0) {
                *word |= bits;
            }
        }
    }
    given
}

fn narrow_masks(rows: usize, narrow: &Narrow, number: usize, rule: &RuleCases) -> (Mask, Mask) {
    let (mut fired, mut unknown) = ([0; WORDS], [0; WORDS]);
    let unjudged = rule.unjudged() as u16;
    let gives = |case: u16| {
        let case = rule.cases.get(usize::from(case));
        case.unwrap_or(&Case::NOTHING).points != 0
    };
    for row in 0..rows {
        let codes = narrow.of(number, row);
        let any =
            |wanted: &dyn Fn(&Code) -> bool| u64::from(codes.iter().any(wanted)) << (row % 64);
        fired[row / 64] |= any(&|code| matches!(code, Code::Case(case) if gives(*case)));
        unknown[row / 64] |= any(&|code| *code == Code::Unlisted || *code == Code::Case(unjudged));
    }
    (fired, unknown)
}

/// Appends the bits of a chunk's rows after so many rows.
fn append(words: &mut Vec<u64>, after: usize, mask: &Mask, rows: usize) {
    let shift = after % 64;
    if shift == 0 && rows == CHUNK {
        // A length that the compiler knows is copied without a call.
        words.extend_from_slice(mask);
        return;
    }
    if shift == 0 {
        words.extend_from_slice(&mask[..rows.div_ceil(64)]);
        return;
    }
    words.resize((after + rows).div_ceil(64), 0);
    for (index, bits) in mask.iter().enumerate().take(rows.div_ceil(64)) {
        let place = after / 64 + index;
        if let Some(word) = words.get_mut(place) {
            *word |= bits << shift;
        }
        if let Some(word) = words.get_mut(place + 1) {
            *word |= bits >> (64 - shift);
        }
    }
}
