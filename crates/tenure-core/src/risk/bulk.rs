//! Scores in bulk: points added up under masks, a chunk of accounts at a time.

mod classes;
mod emit;
mod narrow;
mod outcome;
mod sums;

use std::ops::Range;
use std::sync::Arc;

use tenure_columns::kernels::{CHUNK, Kernels, Mask, WORDS};
use tenure_rules::program::{Chunk, Scratch};

use super::RiskProgram;
use super::cases::RuleCases;
use super::overlays::OverlayState;
use super::scores::Scores;
use super::tables::RiskBound;
use classes::Classes;
use narrow::NarrowCodes;
use sums::{Lists, Totals};

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
#[derive(Debug)]
struct Work {
    kernels: Kernels,
    rows: usize,
    full: Mask,
    masks: Vec<Mask>,
    rules: Vec<RuleMasks>,
    overlays: Vec<OverlayMasks>,
    lists: Lists,
    totals: Totals,
    narrow: NarrowCodes,
}

/// Where a rule's masks stand: one for each case, then "not applicable".
#[derive(Debug, Clone, Copy, Default)]
struct RuleMasks {
    first: usize,
    not_applicable: usize,
}

/// Where an overlay counts, and where it might.
#[derive(Debug, Clone, Copy)]
struct OverlayMasks {
    on: Mask,
    unknown: Mask,
}

impl OverlayMasks {
    fn state(&self, row: usize) -> OverlayState {
        let set = |mask: &Mask| mask[row / 64] >> (row % 64) & 1 == 1;
        if set(&self.on) {
            OverlayState::On
        } else if set(&self.unknown) {
            OverlayState::Unknown
        } else {
            OverlayState::Off
        }
    }
}

impl Default for Work {
    fn default() -> Self {
        Self {
            kernels: Kernels::detect(),
            rows: 0,
            full: [0; WORDS],
            masks: Vec::new(),
            rules: Vec::new(),
            overlays: Vec::new(),
            lists: Lists::default(),
            totals: Totals::default(),
            narrow: NarrowCodes::default(),
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
        self.work.kernels = program.account.program.kernels();
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
        work.begin(self.program, &chunk);
        work.narrow.fill(self, &rows, narrow);
        for (unit, classes) in self.program.units.iter().zip(classes) {
            if unit.is_wide && unit.overlays.len() <= Classes::MOST_OVERLAYS {
                work.emit(self.program, unit, classes);
            } else {
                work.settle_rows(self.program, unit);
            }
        }
        work.cover(self.program);
        work.add_up();
        outcome::write(self, work, rows.start, scores);
    }
}

impl Work {
    /// Takes over the masks of the account's rules and overlays.
    fn begin(&mut self, program: &RiskProgram, chunk: &Chunk<'_>) {
        self.rows = chunk.rows();
        self.full = *chunk.full();
        self.masks.clear();
        self.rules.clear();
        self.rules.resize(program.rules.len(), RuleMasks::default());
        self.lists.clear();
        self.totals.clear();
        for rule in &program.account.rules {
            self.rules[*rule] = self.take_rule(&program.rules[*rule], chunk);
        }
        self.overlays.clear();
        for overlay in &program.overlays {
            self.overlays.push(OverlayMasks {
                on: chunk.truth(overlay.output),
                unknown: chunk.unjudged(overlay.output),
            });
        }
    }

    fn take_rule(&mut self, rule: &RuleCases, chunk: &Chunk<'_>) -> RuleMasks {
        let first = self.masks.len();
        let settled = chunk.settled(rule.output);
        if rule.is_bins {
            self.masks.extend_from_slice(chunk.bins(rule.output));
        } else {
            self.masks.push(chunk.truth(rule.output));
        }
        self.masks.push(settled.unjudged);
        self.masks.push(settled.not_applicable);
        RuleMasks {
            first,
            not_applicable: self.masks.len() - 1,
        }
    }
}
