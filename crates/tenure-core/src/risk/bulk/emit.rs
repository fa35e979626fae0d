//! A unit's amounts as terms under masks.

use tenure_columns::kernels::{Mask, WORDS};
use tenure_rules::GroupMode;

use super::Work;
use super::classes::{Classes, any};
use super::sums::{Masks, Triple};
use crate::risk::RiskProgram;
use crate::risk::overlays::{Amount, Class, Place};
use crate::risk::unit::Unit;

fn and(left: &Mask, right: &Mask) -> Mask {
    let mut out = [0; WORDS];
    for (index, word) in out.iter_mut().enumerate() {
        *word = left[index] & right[index];
    }
    out
}

fn remove(from: &mut Mask, bits: &Mask) {
    for (word, bits) in from.iter_mut().zip(bits) {
        *word &= !bits;
    }
}

impl Triple {
    fn push(&mut self, mask: usize, amount: Amount) {
        self.points.push(mask, amount.points);
        self.low
            .push(mask, amount.low.saturating_sub(amount.points));
        self.high
            .push(mask, amount.high.saturating_sub(amount.points));
    }
}

/// An amount as a difference from another.
fn difference(amount: Amount, base: Amount) -> Amount {
    Amount {
        points: amount.points.saturating_sub(base.points),
        low: amount.low.saturating_sub(base.low),
        high: amount.high.saturating_sub(base.high),
    }
}

impl Work {
    /// Adds the terms of a unit whose rules are all judged once for each account.
    pub(super) fn emit(&mut self, program: &RiskProgram, unit: &Unit, classes: &mut Classes) {
        classes.split(program, unit, &self.overlays, &self.full);
        let mut triple = match unit.cap {
            Some(_) => {
                self.lists.clear_capped();
                std::mem::take(&mut self.lists.capped)
            }
            None => std::mem::take(&mut self.lists.free),
        };
        match unit.mode {
            GroupMode::Sum => self.emit_sum(unit, classes, program, &mut triple),
            GroupMode::Max => {
                for (number, rows) in &classes.current {
                    self.emit_max(unit, program, classes.class(*number), rows, &mut triple);
                }
            }
        }
        match unit.cap {
            Some(cap) => {
                let masks = Masks {
                    kernels: self.kernels,
                    masks: &self.masks,
                    rows: self.rows,
                };
                self.totals.add_capped(&masks, &triple, cap.max(0));
                self.lists.capped = triple;
            }
            None => self.lists.free = triple,
        }
    }

    /// Each case's amounts under its mask, as the first class gives them; where another class gives others, the
    /// difference.
    fn emit_sum(
        &mut self,
        unit: &Unit,
        classes: &Classes,
        program: &RiskProgram,
        triple: &mut Triple,
    ) {
        let Some(((base, _), others)) = classes.current.split_first() else {
            return;
        };
        let base = classes.class(*base);
        for (member, rule) in unit.rules.iter().enumerate() {
            let first = self.rules[rule.rule].first;
            for case in 0..program.rules[rule.rule].cases.len() {
                let mask = first + case;
                if !any(&self.masks[mask]) {
                    continue;
                }
                let usual = base.amounts[member][case];
                triple.push(mask, usual);
                for (number, rows) in others {
                    let other = classes.class(*number).amounts[member][case];
                    if other != usual {
                        let rows = and(&self.masks[mask], rows);
                        self.masks.push(rows);
                        triple.push(self.masks.len() - 1, difference(other, usual));
                    }
                }
            }
        }
    }

    /// The rows of a case; past a rule's last case, those in none.
    fn rows_of(&self, unit: &Unit, program: &RiskProgram, place: Place) -> Mask {
        let rule = unit.rules[usize::from(place.rule)].rule;
        let cases = program.rules[rule].cases.len();
        let first = self.rules[rule].first;
        let case = usize::from(place.case);
        if case < cases {
            return self.masks[first + case];
        }
        let mut rows = self.full;
        for mask in &self.masks[first..first + cases] {
            remove(&mut rows, mask);
        }
        rows
    }

    /// In each row the first case in an order counts.
    fn first_of(
        &mut self,
        unit: &Unit,
        program: &RiskProgram,
        order: &[Place],
        rows: &Mask,
        mut take: impl FnMut(&mut Self, Place, Mask),
    ) {
        let mut left = *rows;
        for place in order {
            if !any(&left) {
                return;
            }
            let taken = and(&self.rows_of(unit, program, *place), &left);
            remove(&mut left, &taken);
            if any(&taken) {
                take(self, *place, taken);
            }
        }
    }

    fn emit_max(
        &mut self,
        unit: &Unit,
        program: &RiskProgram,
        class: &Class,
        rows: &Mask,
        triple: &mut Triple,
    ) {
        let inexact = self.inexact(unit, program, class, rows);
        self.first_of(
            unit,
            program,
            &class.by_points,
            rows,
            |work, place, taken| {
                let points = class.amount(place).points;
                work.masks.push(taken);
                triple.points.push(work.masks.len() - 1, points);
                let open = and(&taken, &inexact);
                if any(&open) {
                    work.masks.push(open);
                    triple
                        .low
                        .push(work.masks.len() - 1, points.saturating_neg());
                    triple
                        .high
                        .push(work.masks.len() - 1, points.saturating_neg());
                }
            },
        );
        if !any(&inexact) {
            return;
        }
        self.first_of(
            unit,
            program,
            &class.by_low,
            &inexact,
            |work, place, taken| {
                work.masks.push(taken);
                let low = class.amount(place).low;
                triple.low.push(work.masks.len() - 1, low);
            },
        );
        self.first_of(
            unit,
            program,
            &class.by_high,
            &inexact,
            |work, place, taken| {
                work.masks.push(taken);
                let high = class.amount(place).high;
                triple.high.push(work.masks.len() - 1, high);
            },
        );
    }

    /// The rows in which some rule's interval is not a point.
    fn inexact(&self, unit: &Unit, program: &RiskProgram, class: &Class, rows: &Mask) -> Mask {
        let mut open = [0; WORDS];
        for (member, rule) in unit.rules.iter().enumerate() {
            let first = self.rules[rule.rule].first;
            for case in 0..program.rules[rule.rule].cases.len() {
                if !class.amounts[member][case].is_exact() {
                    for (word, bits) in open.iter_mut().zip(&self.masks[first + case]) {
                        *word |= bits;
                    }
                }
            }
        }
        and(&open, rows)
    }

    /// Adds the terms of the coverage of the account's rules.
    pub(super) fn cover(&mut self, program: &RiskProgram) {
        for rule in &program.account.rules {
            let (masks, cases) = (self.rules[*rule], &program.rules[*rule]);
            let unjudged = masks.first + cases.unjudged();
            if any(&self.masks[unjudged]) {
                self.lists.unjudged.push(unjudged, cases.weight);
            }
            if any(&self.masks[masks.not_applicable]) {
                self.lists
                    .not_applicable
                    .push(masks.not_applicable, cases.weight);
            }
        }
    }

    /// Adds up all lists.
    pub(super) fn add_up(&mut self) {
        let masks = Masks {
            kernels: self.kernels,
            masks: &self.masks,
            rows: self.rows,
        };
        self.totals.add(&masks, &self.lists);
    }
}
