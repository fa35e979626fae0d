//! Scores in bulk: points added up under masks, a chunk of accounts at a time.

mod classes;
mod emit;
mod narrow;
mod outcome;
mod sums;

use std::ops::Range;
use std::sync::Arc;

use tenure_columns::kernels::{CHUNK, Mask, WORDS};
use tenure_rules::program::{Chunk, Scratch};

use super::RiskProgram;
use super::cases::RuleCases;
use super::overlays::OverlayState;
use super::scores::Scores;
use super::tables::RiskBound;
use classes::Classes;
use emit::{Emission, cover};
use narrow::Narrow;
use outcome::Outcome;
use sums::{Extent, Lists, Number, Totals};

/// How wide numbers must be for a rulebook's sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// 16 bits.
    Short,
    /// 32 bits.
    Middle,
    /// 64 bits, row by row.
    Long,
}

impl Width {
    /// The width for sums of up to a magnitude.
    pub(super) fn of(magnitude: i128) -> Self {
        if magnitude <= i128::from(i16::MAX) {
            Self::Short
        } else if magnitude <= i128::from(i32::MAX) {
            Self::Middle
        } else {
            Self::Long
        }
    }
}

/// Memory for scoring with any program. One per thread.
#[derive(Debug, Default)]
pub struct RiskScratch {
    account: Scratch,
    narrow: Scratch,
    /// The program that the cached parts belong to.
    owner: Option<Arc<()>>,
    classes: Vec<Classes>,
    work: Work,
}

/// What a chunk needs while it is scored.
#[derive(Debug, Default)]
struct Work {
    masks: Masks,
    lists: Lists,
    short: Totals<i16>,
    middle: Totals<i32>,
    narrow: Narrow,
    outcome: Outcome,
}

/// The masks of a chunk.
#[derive(Debug, Default)]
struct Masks {
    rows: usize,
    full: Mask,
    masks: Vec<Mask>,
    /// By enabled rule: where its masks begin.
    rules: Vec<usize>,
    not_applicable: Vec<Mask>,
    overlays: Vec<OverlayMasks>,
}

/// Where an overlay counts, and where it might.
#[derive(Debug, Clone, Copy)]
struct OverlayMasks {
    on: Mask,
    unknown: Mask,
}

/// The bit of a row.
fn bit(mask: &Mask, row: usize) -> bool {
    mask[row / 64] >> (row % 64) & 1 == 1
}

impl OverlayMasks {
    fn state(&self, row: usize) -> OverlayState {
        if bit(&self.on, row) {
            OverlayState::On
        } else if bit(&self.unknown, row) {
            OverlayState::Unknown
        } else {
            OverlayState::Off
        }
    }
}

impl RiskScratch {
    /// No memory yet; it grows with the first run.
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn account(&mut self) -> &mut Scratch {
        &mut self.account
    }

    pub(super) fn narrow(&mut self) -> &mut Scratch {
        &mut self.narrow
    }

    /// Forgets what belongs to another program.
    fn serve(&mut self, program: &RiskProgram) {
        let owner = self.owner.as_ref();
        if owner.is_none_or(|owner| !Arc::ptr_eq(owner, &program.identity)) {
            self.owner = Some(program.identity.clone());
            self.classes.clear();
        }
        self.classes
            .resize_with(program.units.len(), Classes::default);
    }
}

impl RiskBound<'_> {
    /// Scores a range of accounts and adds them to the scores, in order; accounts past the end are left out.
    pub fn score(&self, accounts: Range<usize>, scratch: &mut RiskScratch, scores: &mut Scores) {
        scratch.serve(self.program);
        let end = accounts.end.min(self.accounts);
        let mut start = accounts.start;
        while start < end {
            let rows = start..end.min(start + CHUNK);
            self.score_chunk(rows.clone(), scratch, scores);
            start = rows.end;
        }
    }

    fn score_chunk(&self, rows: Range<usize>, scratch: &mut RiskScratch, scores: &mut Scores) {
        let RiskScratch {
            account,
            narrow,
            classes,
            work,
            ..
        } = scratch;
        let chunk = self.account.run(rows.clone(), account);
        work.masks.take(self.program, &chunk);
        work.narrow.judge(self, &rows, narrow);
        work.add_up(self.program, classes);
        work.outcome
            .write(self, &work.masks, &work.narrow, rows.start, scores);
    }
}

impl Work {
    fn add_up(&mut self, program: &RiskProgram, classes: &mut [Classes]) {
        let Self {
            masks,
            lists,
            short,
            middle,
            narrow,
            outcome,
        } = self;
        lists.clear();
        cover(program, masks, lists);
        match program.width {
            Width::Short => add_units(program, masks, lists, classes, short),
            Width::Middle => add_units(program, masks, lists, classes, middle),
            Width::Long => {}
        }
        match program.width {
            Width::Short => outcome.take(program, masks, lists, short),
            Width::Middle => outcome.take(program, masks, lists, middle),
            Width::Long => outcome.clear(program, masks),
        }
        for unit in &program.units {
            if !in_bulk(program, unit) {
                narrow.settle_rows(program, unit, masks, outcome);
            }
        }
    }
}

/// Whether a unit is added up under masks: else row by row.
fn in_bulk(program: &RiskProgram, unit: &super::unit::Unit) -> bool {
    unit.is_wide && unit.overlays.len() <= Classes::MOST_OVERLAYS && program.width != Width::Long
}

fn add_units<T: Number>(
    program: &RiskProgram,
    masks: &Masks,
    lists: &mut Lists,
    classes: &mut [Classes],
    totals: &mut Totals<T>,
) {
    let extent = Extent {
        kernels: program.account.program.kernels(),
        words: masks.rows.div_ceil(64),
    };
    let units = || program.units.iter().enumerate();
    let bulk = |unit: &super::unit::Unit| in_bulk(program, unit);
    for (number, unit) in units().filter(|(_, unit)| bulk(unit) && unit.cap.is_none()) {
        classes[number].split(program, unit, &masks.overlays, &masks.full);
        let emission = Emission {
            program,
            unit,
            masks,
        };
        emission.emit(&mut classes[number], &mut lists.free);
    }
    totals.begin(extent, lists);
    for (number, unit) in units().filter(|(_, unit)| bulk(unit)) {
        let Some(cap) = unit.cap else {
            continue;
        };
        classes[number].split(program, unit, &masks.overlays, &masks.full);
        lists.capped.clear();
        let emission = Emission {
            program,
            unit,
            masks,
        };
        emission.emit(&mut classes[number], &mut lists.capped);
        totals.add_capped(extent, &lists.capped, cap);
    }
}

impl Masks {
    /// Takes over the masks of the account's rules and overlays.
    fn take(&mut self, program: &RiskProgram, chunk: &Chunk<'_>) {
        self.rows = chunk.rows();
        self.full = *chunk.full();
        self.masks.clear();
        self.rules.clear();
        self.rules.resize(program.rules.len(), 0);
        self.not_applicable.resize(program.rules.len(), [0; WORDS]);
        for rule in &program.account.rules {
            let cases = &program.rules[*rule];
            self.rules[*rule] = self.masks.len();
            let settled = chunk.settled(cases.output);
            if cases.is_bins {
                self.masks.extend_from_slice(chunk.bins(cases.output));
            } else {
                self.masks.push(chunk.truth(cases.output));
            }
            self.masks.push(settled.unjudged);
            self.not_applicable[*rule] = settled.not_applicable;
        }
        self.overlays.clear();
        for overlay in &program.overlays {
            self.overlays.push(OverlayMasks {
                on: chunk.truth(overlay.output),
                unknown: chunk.unjudged(overlay.output),
            });
        }
    }

    /// The masks of the cases of a rule of the account's scope.
    fn cases(&self, number: usize, rule: &RuleCases) -> &[Mask] {
        let first = self.rules[number];
        &self.masks[first..first + rule.cases.len()]
    }

    /// Where a rule of the account's scope is not applicable.
    fn not_applicable(&self, number: usize) -> &Mask {
        &self.not_applicable[number]
    }
}
