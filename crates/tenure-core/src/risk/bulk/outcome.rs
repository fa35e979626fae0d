//! From a chunk's sums to scores.

use tenure_columns::kernels::{Mask, WORDS};

use super::Work;
use super::sums::Sums;
use crate::risk::cases::{Case, RuleCases};
use crate::risk::coverage::{Coverage, Standing, standing};
use crate::risk::odds::{BandIndex, Odds};
use crate::risk::plain::Code;
use crate::risk::scores::Scores;
use crate::risk::tables::RiskBound;
use crate::risk::{RiskProgram, is_wide};

/// Adds a chunk's scores.
pub(super) fn write(bound: &RiskBound<'_>, work: &Work, start: usize, scores: &mut Scores) {
    let program = bound.program;
    let limit = program.odds.limit;
    let rows = work.rows;
    let held = |sums: &Sums, out: &mut Vec<i32>| {
        out.extend(
            sums[..rows]
                .iter()
                .map(|points| (*points).clamp(-limit, limit) as i32),
        );
    };
    let first = scores.points.len();
    held(&work.totals.points, &mut scores.points);
    held(&work.totals.low, &mut scores.points_low);
    held(&work.totals.high, &mut scores.points_high);
    cover(program, work, scores);
    band(bound, start, first, scores);
    if !scores.without_rules {
        keep_rules(program, work, first, scores);
    }
}

fn cover(program: &RiskProgram, work: &Work, scores: &mut Scores) {
    let has_narrow = program.rules.iter().any(|rule| !is_wide(rule.scope));
    let wide = program.rules.iter().filter(|rule| is_wide(rule.scope));
    let weight = wide.fold(0_i64, |sum, rule| sum.saturating_add(rule.weight));
    let sums = work
        .totals
        .unjudged
        .iter()
        .zip(&*work.totals.not_applicable);
    if !has_narrow && weight < 1 << 31 {
        // Such small ints divide exactly as floats: the quotient is further from the next int than the rounding reaches.
        scores
            .coverage_bp
            .extend(sums.take(work.rows).map(|(unjudged, not_applicable)| {
                let applicable = (weight - not_applicable) as f64;
                let judged = (weight - not_applicable - unjudged) as f64;
                let share = judged * 10_000.0 / applicable;
                if applicable > 0.0 { share as u16 } else { 0 }
            }));
        return;
    }
    for (row, (unjudged, not_applicable)) in sums.take(work.rows).enumerate() {
        let applicable = weight.saturating_sub(*not_applicable);
        let mut coverage = Coverage {
            applicable,
            judged: applicable.saturating_sub(*unjudged),
        };
        for (number, rule) in program.rules.iter().enumerate() {
            if !is_wide(rule.scope) {
                coverage.add(rule.weight, narrow_standing(work, number, rule, row));
            }
        }
        scores.coverage_bp.push(coverage.basis_points() as u16);
    }
}

fn narrow_standing(work: &Work, number: usize, rule: &RuleCases, row: usize) -> Standing {
    let codes = work.narrow.of(number, row).iter().copied();
    standing(rule.unjudged() as u16, codes)
}

fn band(bound: &RiskBound<'_>, start: usize, first: usize, scores: &mut Scores) {
    let odds: &Odds = &bound.program.odds;
    let any_last = bound.last_bands.any();
    let points = scores.points[first..].iter();
    let covered = scores.coverage_bp[first..].iter();
    for (row, (points, coverage)) in points.zip(covered).enumerate() {
        let (probability, mut band) = odds.of(i64::from(*points));
        if any_last {
            let last = bound.last_bands.of(start + row);
            band = odds.settled(i64::from(probability), band, last);
        }
        scores.probability_bp.push(probability);
        let band: BandIndex = odds.band(band, i64::from(*coverage));
        scores.bands.push(band);
    }
}

/// Keeps which rules gave points and which could not be judged.
fn keep_rules(program: &RiskProgram, work: &Work, first: usize, scores: &mut Scores) {
    scores.fired.resize_with(program.rule_count, Vec::new);
    scores.unknown.resize_with(program.rule_count, Vec::new);
    for (number, rule) in program.rules.iter().enumerate() {
        let (fired, unknown) = if is_wide(rule.scope) {
            wide_masks(work, number, rule)
        } else {
            narrow_masks(work, number, rule)
        };
        append(&mut scores.fired[rule.number], first, &fired, work.rows);
        append(&mut scores.unknown[rule.number], first, &unknown, work.rows);
    }
}

fn wide_masks(work: &Work, number: usize, rule: &RuleCases) -> (Mask, Mask) {
    let first = work.rules[number].first;
    let mut fired = [0; WORDS];
    for (case, mask) in rule.cases.iter().zip(&work.masks[first..]) {
        if case.points != 0 {
            for (word, bits) in fired.iter_mut().zip(mask) {
                *word |= bits;
            }
        }
    }
    (fired, work.masks[first + rule.unjudged()])
}

fn narrow_masks(work: &Work, number: usize, rule: &RuleCases) -> (Mask, Mask) {
    let (mut fired, mut unknown) = ([0; WORDS], [0; WORDS]);
    let unjudged = rule.unjudged() as u16;
    let gives = |case: u16| {
        let case = rule.cases.get(usize::from(case));
        case.unwrap_or(&Case::NOTHING).points != 0
    };
    for row in 0..work.rows {
        let codes = work.narrow.of(number, row);
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
    words.resize((after + rows).div_ceil(64), 0);
    for (index, bits) in mask.iter().enumerate().take(rows.div_ceil(64)) {
        let place = after / 64 + index;
        if let Some(word) = words.get_mut(place) {
            *word |= bits << shift;
        }
        if shift != 0
            && let Some(word) = words.get_mut(place + 1)
        {
            *word |= bits >> (64 - shift);
        }
    }
}
