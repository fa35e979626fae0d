//! `switch`: rhai keeps its constants in a map by hash (their values with feature `grain`) and its ranges in a list.
//!
//! rhai looks for the value among the constants first, then in the ranges, each in the order of the text; it refuses an
//! int after a range. So arms in the order of the text are arms in the order in which rhai tries them.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use rhai::{Dynamic, Expr, Position, RangeCase, SwitchCasesCollection, Token};

use crate::expr::Span;
use crate::issue::Issue;

use super::lower::{Lowered, Lowering};
use super::raw::{Raw, RawArm, RawKind, RawPattern};

impl Lowering<'_> {
    pub(super) fn switch(
        &self,
        scrutinee: &Expr,
        cases: &SwitchCasesCollection,
        at: Position,
    ) -> Lowered<Raw> {
        let first = self.index(at)?;
        let scrutinee = self.expr(scrutinee)?;
        let open = self
            .tokens
            .find(scrutinee.tokens.1, &Token::LeftBrace)
            .ok_or_else(|| self.refuse(at, "this `switch` has no arms"))?;
        let mut patterns = patterns(cases);
        let mut cursor = open + 1;
        let (mut arms, mut default) = (Vec::new(), None);
        for (index, case) in cases.expressions.iter().enumerate() {
            let arrow = self.arrow(cursor, at)?;
            let value = self.expr(&case.rhs)?;
            let head = (cursor, arrow.saturating_sub(1));
            cursor = self.after_arm(arrow, value.tokens.1);
            if cases.def_case == Some(index) {
                default = Some(Box::new(value));
                continue;
            }
            arms.push(RawArm {
                patterns: patterns
                    .get_mut(index)
                    .map(std::mem::take)
                    .unwrap_or_default(),
                patterns_span: self.tokens.span(head),
                guard: self.guard(&case.lhs, head)?,
                value,
            });
        }
        let last = self.tokens.balanced((open, open)).1;
        self.check_arms(&arms)?;
        let kind = RawKind::Switch {
            scrutinee: Box::new(scrutinee),
            arms,
            default,
        };
        Ok(self.node(kind, (first, last)))
    }

    fn guard(&self, guard: &Expr, head: (usize, usize)) -> Lowered<Option<Raw>> {
        let has_one = (head.0..=head.1).any(|index| self.tokens.token(index) == Some(&Token::If));
        has_one.then(|| self.expr(guard)).transpose()
    }

    /// The `=>` of the arm that begins at a token.
    fn arrow(&self, from: usize, at: Position) -> Lowered<usize> {
        let mut index = from;
        while let Some(tok) = self.tokens.get(index) {
            if tok.token == Token::DoubleArrow {
                return Ok(index);
            }
            index = tok
                .partner
                .filter(|partner| *partner > index)
                .unwrap_or(index)
                + 1;
        }
        Err(self.refuse(at, "an arm of this `switch` has no `=>`"))
    }

    /// The first token of the next arm.
    fn after_arm(&self, arrow: usize, last: usize) -> usize {
        let next = self.tokens.balanced((arrow + 1, last)).1 + 1;
        next + usize::from(self.tokens.token(next) == Some(&Token::Comma))
    }

    fn check_arms(&self, arms: &[RawArm]) -> Lowered<()> {
        match arms.iter().find(|arm| arm.patterns.is_empty()) {
            None => Ok(()),
            Some(arm) => Err(empty_range(arm.patterns_span)),
        }
    }
}

fn empty_range(span: Span) -> Issue {
    Issue::error(
        "unreachable",
        span,
        "this arm can never fit: its range is empty",
    )
    .help("a range a..b ends before b, a..=b at b")
}

/// The patterns of each arm.
fn patterns(cases: &SwitchCasesCollection) -> Vec<Vec<RawPattern>> {
    let mut patterns: Vec<Vec<RawPattern>> = cases.expressions.iter().map(|_| Vec::new()).collect();
    let mut add = |index: usize, pattern: RawPattern| {
        if let Some(arm) = patterns.get_mut(index) {
            arm.push(pattern);
        }
    };
    for list in cases.cases.values().filter(|list| !is_range(&list.value)) {
        for block in &list.blocks {
            add(*block, constant(&list.value));
        }
    }
    for range in &cases.ranges {
        let (index, pattern) = match range {
            RangeCase::ExclusiveInt(ends, index) => (*index, ends_of(ends.start, ends.end, false)),
            RangeCase::InclusiveInt(ends, index) => {
                (*index, ends_of(*ends.start(), *ends.end(), true))
            }
        };
        add(index, pattern);
    }
    for arm in &mut patterns {
        arm.sort_by(|a, b| order(a).cmp(&order(b)));
    }
    patterns
}

fn ends_of(start: i64, end: i64, inclusive: bool) -> RawPattern {
    RawPattern::Range {
        start,
        end,
        inclusive,
    }
}

fn is_range(value: &Dynamic) -> bool {
    value.is::<Range<i64>>() || value.is::<RangeInclusive<i64>>()
}

fn constant(value: &Dynamic) -> RawPattern {
    if let Ok(int) = value.as_int() {
        return RawPattern::Int(int);
    }
    match value.clone().into_immutable_string() {
        Ok(text) => RawPattern::Text(Arc::from(text.as_str())),
        Err(_) => RawPattern::Other,
    }
}

/// rhai's map has no order: ours does, so that equal texts give equal trees.
fn order(pattern: &RawPattern) -> (u8, i64, &str) {
    match pattern {
        RawPattern::Int(int) => (0, *int, ""),
        RawPattern::Text(text) => (1, 0, text),
        RawPattern::Range { start, .. } => (2, *start, ""),
        RawPattern::Other => (3, 0, ""),
    }
}
