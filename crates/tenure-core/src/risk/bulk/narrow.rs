//! Rules of scopes narrower than the account, and the units that have such.

use std::ops::Range;

use tenure_columns::kernels::Mask;
use tenure_rules::program::Scratch;

use super::{RuleMasks, Work};
use crate::risk::RiskProgram;
use crate::risk::cases::RuleCases;
use crate::risk::coverage::without_rows;
use crate::risk::detail::code;
use crate::risk::overlays::{Amount, Class, OverlayState};
use crate::risk::plain::{Code, PlainRow, amount, settle};
use crate::risk::tables::RiskBound;
use crate::risk::unit::Unit;

/// What each row of the narrow rules of a chunk of accounts came to.
#[derive(Debug, Default)]
pub(super) struct NarrowCodes {
    /// By enabled rule: the codes of all rows of the chunk's accounts, account by account.
    codes: Vec<Vec<Code>>,
    /// By enabled rule: where each account's codes begin, and where the last one's end.
    starts: Vec<Vec<usize>>,
    amounts: Vec<Amount>,
}

impl NarrowCodes {
    /// The codes of a rule in one account of the chunk.
    pub(super) fn of(&self, rule: usize, account: usize) -> &[Code] {
        match self.starts[rule].get(account..account + 2) {
            Some([start, end]) => &self.codes[rule][*start..*end],
            _ => &[],
        }
    }

    pub(super) fn fill(
        &mut self,
        bound: &RiskBound<'_>,
        accounts: &Range<usize>,
        scratch: &mut Scratch,
    ) {
        let rules = bound.program.rules.len();
        self.codes.resize_with(rules, Vec::new);
        self.starts.resize_with(rules, Vec::new);
        self.starts.iter_mut().for_each(Vec::clear);
        self.codes.iter_mut().for_each(Vec::clear);
        for (scoped, narrow) in bound.program.narrow.iter().zip(&bound.narrow) {
            for account in accounts.clone() {
                for rule in &scoped.rules {
                    self.starts[*rule].push(self.codes[*rule].len());
                }
                if let Some(code) = without_rows(narrow.list(account)) {
                    for rule in &scoped.rules {
                        self.codes[*rule].push(code);
                    }
                    continue;
                }
                let rows = narrow.rows_of(&(account..account + 1));
                let mut start = rows.start;
                while start < rows.end {
                    let chunk = narrow.bound.run(start..rows.end, scratch);
                    for rule in &scoped.rules {
                        let cases = &bound.program.rules[*rule];
                        let codes = (0..chunk.rows()).map(|row| code(&chunk, cases, row));
                        self.codes[*rule].extend(codes);
                    }
                    start += chunk.rows().max(1);
                }
            }
            for rule in &scoped.rules {
                self.starts[*rule].push(self.codes[*rule].len());
            }
        }
    }
}

impl Work {
    /// What a rule that is judged once for each account came to in one row.
    fn code(&self, masks: RuleMasks, rule: &RuleCases, row: usize) -> Code {
        let set = |mask: &Mask| mask[row / 64] >> (row % 64) & 1 == 1;
        let cases = &self.masks[masks.first..masks.first + rule.cases.len()];
        match cases.iter().position(set) {
            Some(case) => Code::Case(case as u16),
            None if set(&self.masks[masks.not_applicable]) => Code::NotApplicable,
            None => Code::Case(rule.cases.len() as u16),
        }
    }

    /// Adds a unit row by row: one that has rules of narrower scopes, or very many overlays.
    pub(super) fn settle_rows(&mut self, program: &RiskProgram, unit: &Unit) {
        let mut amounts = std::mem::take(&mut self.narrow.amounts);
        let mut class: Option<(Vec<OverlayState>, Class)> = None;
        for row in 0..self.rows {
            let states = unit
                .overlays
                .iter()
                .map(|overlay| self.overlays[*overlay].state(row));
            if class
                .as_ref()
                .is_none_or(|(known, _)| !states.clone().eq(known.iter().copied()))
            {
                let states: Vec<OverlayState> = states.collect();
                let made = Class::new(unit, &program.rules, &program.overlays, &states);
                class = Some((states, made));
            }
            let Some((_, class)) = &class else {
                continue;
            };
            amounts.clear();
            self.collect(program, unit, class, row, &mut amounts);
            let result = settle(unit, &amounts);
            for (sums, part) in [
                (&mut self.totals.points, result.points),
                (&mut self.totals.low, result.low),
                (&mut self.totals.high, result.high),
            ] {
                sums[row] = sums[row].saturating_add(part);
            }
        }
        self.narrow.amounts = amounts;
    }

    fn collect(
        &self,
        program: &RiskProgram,
        unit: &Unit,
        class: &Class,
        row: usize,
        amounts: &mut Vec<Amount>,
    ) {
        for (member, rule) in unit.rules.iter().enumerate() {
            let mut add = |code| {
                let plain = PlainRow { member, code };
                amounts.push(amount(unit, &program.rules, class, &plain));
            };
            let cases = &program.rules[rule.rule];
            if crate::risk::is_wide(cases.scope) {
                add(self.code(self.rules[rule.rule], cases, row));
            } else {
                self.narrow.of(rule.rule, row).iter().copied().for_each(add);
            }
        }
    }
}
