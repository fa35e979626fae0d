//! Rules of scopes narrower than the account, and units that are added up row by row.

use std::ops::Range;

use tenure_rules::program::Scratch;

use super::outcome::Outcome;
use super::{Classes, Judged, bit};
use crate::risk::coverage::without_rows;
use crate::risk::detail::code;
use crate::risk::overlays::{Amount, Class};
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
        judged: Judged<'_>,
        unit: usize,
        classes: &mut Classes,
        outcome: &mut Outcome,
    ) {
        let program = judged.program;
        let members = &program.units[unit];
        let mut key = (unit, Vec::new());
        for row in 0..judged.masks.rows {
            let states = members.overlays.iter();
            key.1.clear();
            key.1
                .extend(states.map(|overlay| judged.overlay(*overlay, row)));
            if !classes.contains_key(&key) {
                let class = Class::new(members, &program.rules, &program.overlays, &key.1);
                classes.insert(key.clone(), class);
            }
            if let Some(class) = classes.get(&key) {
                let mut amounts = std::mem::take(&mut self.amounts);
                amounts.clear();
                self.collect(judged, members, class, row, &mut amounts);
                outcome.add(row, settle(members, &amounts));
                self.amounts = amounts;
            }
        }
    }

    fn collect(
        &self,
        judged: Judged<'_>,
        unit: &Unit,
        class: &Class,
        row: usize,
        amounts: &mut Vec<Amount>,
    ) {
        let rules = &judged.program.rules;
        for (member, rule) in unit.rules.iter().enumerate() {
            let mut add = |code| {
                let plain = PlainRow { member, code };
                let of_case = |case| class.amounts[member][case];
                amounts.push(amount(unit, rules, &plain, of_case));
            };
            if is_wide(rules[rule.rule].scope) {
                add(wide_code(judged, rule.rule, row));
            } else {
                self.of(rule.rule, row).iter().copied().for_each(add);
            }
        }
    }
}

/// What a rule that is judged once for each account came to in one row.
fn wide_code(judged: Judged<'_>, number: usize, row: usize) -> Code {
    let cases = judged.cases(number);
    match cases.iter().position(|mask| bit(&mask.0, row)) {
        Some(case) => Code::Case(case as u16),
        None if judged.is_gap(number, row) => Code::NotApplicable,
        None => Code::Case(cases.len() as u16),
    }
}
