//! Scores in bulk: points added up under masks, a chunk of accounts at a time.

mod narrow;
mod outcome;
mod plan;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use tenure_columns::circuit::{Place, Places};
use tenure_columns::kernels::{CHUNK, Mask};
use tenure_rules::program::{Chunk, Scratch};

use super::RiskProgram;
use super::overlays::{Class, OverlayState};
use super::scores::Scores;
use super::tables::RiskBound;
use narrow::Narrow;
use outcome::Outcome;

pub(super) use plan::Plan;

/// Memory for scoring with any program. One per thread.
#[derive(Debug, Default)]
pub struct RiskScratch {
    account: Scratch,
    narrow: Scratch,
    /// The program that the cached parts belong to.
    owner: Option<Arc<()>>,
    classes: Classes,
    work: Work,
}

/// By unit and combination of its overlays: what its cases give.
type Classes = HashMap<(usize, Vec<OverlayState>), Class>;

/// The most combinations that are kept.
const MOST_CLASSES: usize = 10_000;

/// What a chunk needs while it is scored.
#[derive(Debug, Default)]
struct Work {
    masks: Masks,
    narrow: Narrow,
    outcome: Outcome,
}

/// The masks of a chunk: the places of the plan's circuit, and where rules are not applicable.
#[derive(Debug, Default)]
struct Masks {
    rows: usize,
    places: Places,
    /// The same for the circuit of what is not applicable.
    gaps: Places,
    /// Whether any rule is not applicable anywhere.
    any_gaps: bool,
}

/// The bit of a row.
fn bit(mask: &Mask, row: usize) -> bool {
    mask[row / 64] >> (row % 64) & 1 == 1
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

    /// Forgets what belongs to another program, and what has become too much.
    fn serve(&mut self, program: &RiskProgram) {
        let owner = self.owner.as_ref();
        if owner.is_none_or(|owner| !Arc::ptr_eq(owner, &program.identity)) {
            self.owner = Some(program.identity.clone());
            self.classes.clear();
        }
        if self.classes.len() > MOST_CLASSES {
            self.classes.clear();
        }
    }
}

impl RiskBound<'_> {
    /// Scores a range of accounts and adds them to the scores, in order; accounts past the end are left out.
    pub fn score(&self, accounts: Range<usize>, scratch: &mut RiskScratch, scores: &mut Scores) {
        let plan = self.program.plan();
        scratch.serve(self.program);
        let end = accounts.end.min(self.accounts);
        let mut start = accounts.start;
        while start < end {
            let rows = start..end.min(start + CHUNK);
            self.score_chunk(plan, rows.clone(), scratch, scores);
            start = rows.end;
        }
    }

    fn score_chunk(
        &self,
        plan: &Plan,
        rows: Range<usize>,
        scratch: &mut RiskScratch,
        scores: &mut Scores,
    ) {
        let RiskScratch {
            account,
            narrow,
            classes,
            work,
            ..
        } = scratch;
        let Work {
            masks,
            narrow: narrow_rows,
            outcome,
        } = work;
        let program = self.program;
        let chunk = self.account.run(rows.clone(), account);
        masks.take(program, plan, &chunk);
        narrow_rows.judge(self, &rows, narrow);
        masks.add_up(program, plan);
        let judged = Judged {
            program,
            plan,
            masks,
        };
        outcome.take(judged);
        for unit in &plan.by_row {
            narrow_rows.settle_rows(judged, *unit, classes, outcome);
        }
        outcome.write(self, judged, narrow_rows, rows.start, scores);
    }
}

impl RiskProgram {
    fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| Plan::new(self))
    }
}

impl Masks {
    /// Takes over the masks of the account's rules and overlays.
    fn take(&mut self, program: &RiskProgram, plan: &Plan, chunk: &Chunk<'_>) {
        self.rows = chunk.rows();
        self.any_gaps = false;
        let mut inputs = self.places.inputs(&plan.circuit);
        let mut gaps = self.gaps.inputs(&plan.gaps.0).iter_mut();
        for rule in &program.account.rules {
            let cases = &program.rules[*rule];
            let (mine, rest) = inputs.split_at_mut(cases.cases.len());
            let not_applicable = chunk.cases(cases.output, mine);
            self.any_gaps |= not_applicable.is_some();
            if let Some(gap) = gaps.next() {
                gap.0 = not_applicable.unwrap_or_default();
            }
            inputs = rest;
        }
        for (overlay, mine) in program.overlays.iter().zip(inputs.as_chunks_mut::<2>().0) {
            chunk.cases(overlay.output, mine);
        }
    }

    fn add_up(&mut self, program: &RiskProgram, plan: &Plan) {
        let kernels = program.account.program.kernels();
        kernels.run(&plan.circuit, &mut self.places);
        if self.any_gaps {
            kernels.run(&plan.gaps.0, &mut self.gaps);
        }
    }
}

/// What a chunk's rules and overlays came to.
#[derive(Debug, Clone, Copy)]
struct Judged<'a> {
    program: &'a RiskProgram,
    plan: &'a Plan,
    masks: &'a Masks,
}

impl<'a> Judged<'a> {
    /// The masks of the cases of a rule of the account's scope.
    fn cases(self, number: usize) -> &'a [Place] {
        let first = self.plan.rules[number];
        let count = self.program.rules[number].cases.len();
        &self.inputs()[first..first + count]
    }

    fn inputs(self) -> &'a [Place] {
        self.masks.places.written(&self.plan.circuit)
    }

    /// Whether a rule of the account's scope is not applicable in a row.
    fn is_gap(self, number: usize, row: usize) -> bool {
        let rules = &self.program.account.rules;
        self.masks.any_gaps
            && rules.binary_search(&number).is_ok_and(|place| {
                let gaps = self.masks.gaps.written(&self.plan.gaps.0);
                bit(&gaps[place].0, row)
            })
    }

    /// What an overlay's condition came to in a row.
    fn overlay(self, overlay: usize, row: usize) -> OverlayState {
        let first = self.plan.overlays + 2 * overlay;
        let inputs = self.inputs();
        if bit(&inputs[first].0, row) {
            OverlayState::On
        } else if bit(&inputs[first + 1].0, row) {
            OverlayState::Unknown
        } else {
            OverlayState::Off
        }
    }
}
