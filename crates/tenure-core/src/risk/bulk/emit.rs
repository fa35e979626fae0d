//! A unit's amounts as terms under masks.

use tenure_columns::kernels::{Mask, WORDS};
use tenure_rules::GroupMode;

use super::Masks;
use super::classes::{Classes, any};
use super::sums::{Lists, Triple};
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
    fn push(&mut self, mask: &Mask, amount: Amount) {
        self.points.push(mask, amount.points);
        self.low
            .push(mask, amount.low.saturating_sub(amount.points));
        self.high
            .push(mask, amount.high.saturating_sub(amount.points));
    }
}

/// A unit whose rules are all judged once for each account, in one chunk.
pub(super) struct Emission<'a> {
    pub(super) program: &'a RiskProgram,
    pub(super) unit: &'a Unit,
    pub(super) masks: &'a Masks,
}

impl Emission<'_> {
    /// Adds the unit's terms.
    pub(super) fn emit(&self, classes: &mut Classes, triple: &mut Triple) {
        match self.unit.mode {
            GroupMode::Sum => self.sum(classes, triple),
            GroupMode::Max => {
                for (number, rows) in &classes.current {
                    self.strongest(classes.class(*number), rows, triple);
                }
            }
        }
    }

    /// The masks of a rule's cases.
    fn cases(&self, member: usize) -> &[Mask] {
        let rule = self.unit.rules[member].rule;
        self.masks.cases(rule, &self.program.rules[rule])
    }

    /// Each case's amounts under its mask, as the first known class gives them; where others give others, the difference.
    fn sum(&self, classes: &mut Classes, triple: &mut Triple) {
        let (cases, sets) = classes.cases();
        for plan in cases {
            let mask = &self.cases(plan.member)[plan.case];
            if !any(mask) {
                continue;
            }
            triple.push(mask, plan.usual);
            for (difference, set) in &plan.others {
                let rows = and(mask, &sets[*set]);
                if any(&rows) {
                    triple.push(&rows, *difference);
                }
            }
        }
    }

    /// The rows of a case; past a rule's last case, those in none.
    fn rows_of(&self, place: Place) -> Mask {
        let cases = self.cases(usize::from(place.rule));
        if let Some(mask) = cases.get(usize::from(place.case)) {
            return *mask;
        }
        let mut rows = self.masks.full;
        for mask in cases {
            remove(&mut rows, mask);
        }
        rows
    }

    /// In each row the first case in an order counts.
    fn first_of(&self, order: &[Place], rows: &Mask, mut take: impl FnMut(Place, &Mask)) {
        let mut left = *rows;
        for place in order {
            if !any(&left) {
                return;
            }
            let taken = and(&self.rows_of(*place), &left);
            remove(&mut left, &taken);
            if any(&taken) {
                take(*place, &taken);
            }
        }
    }

    fn strongest(&self, class: &Class, rows: &Mask, triple: &mut Triple) {
        let inexact = self.inexact(class, rows);
        self.first_of(&class.by_points, rows, |place, taken| {
            let points = class.amount(place).points;
            triple.points.push(taken, points);
            let open = and(taken, &inexact);
            if any(&open) {
                triple.low.push(&open, points.saturating_neg());
                triple.high.push(&open, points.saturating_neg());
            }
        });
        if !any(&inexact) {
            return;
        }
        self.first_of(&class.by_low, &inexact, |place, taken| {
            triple.low.push(taken, class.amount(place).low);
        });
        self.first_of(&class.by_high, &inexact, |place, taken| {
            triple.high.push(taken, class.amount(place).high);
        });
    }

    /// The rows in which some rule's interval is not a point.
    fn inexact(&self, class: &Class, rows: &Mask) -> Mask {
        let mut open = [0; WORDS];
        for (member, amounts) in class.amounts.iter().enumerate() {
            for (amount, mask) in amounts.iter().zip(self.cases(member)) {
                if !amount.is_exact() {
                    for (word, bits) in open.iter_mut().zip(mask) {
                        *word |= bits;
                    }
                }
            }
        }
        and(&open, rows)
    }
}

/// Adds the terms of the coverage of the account's rules.
pub(super) fn cover(program: &RiskProgram, masks: &Masks, lists: &mut Lists) {
    for rule in &program.account.rules {
        let cases = &program.rules[*rule];
        let unjudged = &masks.cases(*rule, cases)[cases.unjudged()];
        if any(unjudged) {
            lists.unjudged.push(unjudged, cases.weight);
        }
        let not_applicable = masks.not_applicable(*rule);
        if any(not_applicable) {
            lists.not_applicable.push(not_applicable, cases.weight);
        }
    }
}
