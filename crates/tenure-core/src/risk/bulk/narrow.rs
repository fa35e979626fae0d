//! Rules of scopes narrower than the account, and units that are added up row by row.

use std::ops::Range;

use tenure_rules::program::Scratch;

use super::outcome::Outcome;
use super::{Masks, bit};
use crate::risk::cases::RuleCases;
use crate::risk::coverage::without_rows;
use crate::risk::detail::code;
use crate::risk::overlays::{Amount, Class, OverlayState};
use crate::risk::plain::{Code, PlainRow, amount, settle};
use crate::risk::tables::{NarrowBound, RiskBound};
use crate::risk::unit::Unit;
use crate::risk::{RiskProgram, ScopeProgram, is_wide};

/// What each row of the narrow rules of a chunk of accounts came to.
#[derive(Debug, Default)]
pub(super) struct Narrow {
    /// By enabled rule: the codes of all rows of the chunk's accounts, account by account.
    codes: Vec<Vec<Code>>,
    /// By enabled rule: where each account's codes begin, and where the last one's end.
    starts: Vec<Vec<usize>>,
    amounts: Vec<Amount>,
    states: Vec<OverlayState>,
}

impl Narrow {
    /// The codes of a rule in one account of the chunk.
    pub(super) fn of(&self, rule: usize, account: usize) -> &[Code] {
        match self.starts[rule].get(account..account + 2) {
            Some([start, end]) => &self.codes[rule][*start..*end],
            _ => &[],
        }
    }

    /// Judges the rows of some accounts.
    pub(super) fn judge(
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
                self.mark(scoped);
                match without_rows(narrow.list(account)) {
                    Some(code) => {
                        for rule in &scoped.rules {
                            self.codes[*rule].push(code);
                        }
                    }
                    None => self.judge_rows(bound.program, scoped, narrow, account, scratch),
                }
            }
            self.mark(scoped);
        }
    }

    fn mark(&mut self, scoped: &ScopeProgram) {
        for rule in &scoped.rules {
            self.starts[*rule].push(self.codes[*rule].len());
        }
    }

    fn judge_rows(
        &mut self,
        program: &RiskProgram,
        scoped: &ScopeProgram,
        narrow: &NarrowBound<'_>,
        account: usize,
        scratch: &mut Scratch,
    ) {
        let rows = narrow.rows_of(&(account..account + 1));
        let mut start = rows.start;
        while start < rows.end {
            let chunk = narrow.bound.run(start..rows.end, scratch);
            for rule in &scoped.rules {
                let cases = &program.rules[*rule];
                let codes = (0..chunk.rows()).map(|row| code(&chunk, cases, row));
                self.codes[*rule].extend(codes);
            }
            start += chunk.rows().max(1);
        }
    }

    /// Adds a unit row by row: one that has rules of narrower scopes, very many overlays, or very large points.
    pub(super) fn settle_rows(
        &mut self,
        program: &RiskProgram,
        unit: &Unit,
        masks: &Masks,
        outcome: &mut Outcome,
    ) {
        let mut amounts = std::mem::take(&mut self.amounts);
        let mut class: Option<Class> = None;
        for row in 0..masks.rows {
            let states = unit.overlays.iter();
            let states = states.map(|overlay| masks.overlays[*overlay].state(row));
            if class.is_none() || !states.clone().eq(self.states.iter().copied()) {
                self.states.clear();
                self.states.extend(states);
                class = Some(Class::new(
                    unit,
                    &program.rules,
                    &program.overlays,
                    &self.states,
                ));
            }
            if let Some(class) = &class {
                amounts.clear();
                self.collect(program, unit, class, masks, row, &mut amounts);
                outcome.add(row, settle(unit, &amounts));
            }
        }
        self.amounts = amounts;
    }

    fn collect(
        &self,
        program: &RiskProgram,
        unit: &Unit,
        class: &Class,
        masks: &Masks,
        row: usize,
        amounts: &mut Vec<Amount>,
    ) {
        for (member, rule) in unit.rules.iter().enumerate() {
            let mut add = |code| {
                let plain = PlainRow { member, code };
                amounts.push(amount(unit, &program.rules, &plain, |case| {
                    class.amounts[member][case]
                }));
            };
            let cases = &program.rules[rule.rule];
            if is_wide(cases.scope) {
                add(wide_code(masks, rule.rule, cases, row));
            } else {
                self.of(rule.rule, row).iter().copied().for_each(add);
            }
        }
    }
}

/// What a rule that is judged once for each account came to in one row.
fn wide_code(masks: &Masks, number: usize, rule: &RuleCases, row: usize) -> Code {
    let mut cases = masks.cases(number, rule).iter();
    match cases.position(|mask| bit(mask, row)) {
        Some(case) => Code::Case(case as u16),
        None if bit(masks.not_applicable(number), row) => Code::NotApplicable,
        None => Code::Case(rule.cases.len() as u16),
    }
}
