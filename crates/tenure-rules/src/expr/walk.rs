//! Walking an expression.

use std::collections::BTreeSet;

use crate::dictionary::SignalId;

use super::{Expr, ExprKind, Span};

impl Span {
    /// The part of a text that this is.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }
}

impl Expr {
    /// All signals that it reads, derived names looked through, sorted, each once.
    pub fn signals(&self) -> Vec<SignalId> {
        let mut found = Found::default();
        found.visit(self);
        found.signals.into_iter().collect()
    }

    /// Its text, given the text of the condition that it stands in.
    ///
    /// The parts of a derived name stand in that name's own text ([`Derive::text`](crate::Derive)).
    pub fn text<'t>(&self, condition: &'t str) -> &'t str {
        self.span.of(condition)
    }

    /// The clauses of a condition: the parts of the outermost `&&`, or the whole.
    pub fn clauses(&self) -> &[Self] {
        match &self.kind {
            ExprKind::And(parts) => parts,
            _ => std::slice::from_ref(self),
        }
    }

    /// Its parts, in the order of the text; the expression of a derived name is its only part.
    pub fn parts(&self) -> Vec<&Self> {
        match &self.kind {
            ExprKind::Const(_) | ExprKind::Signal(_) => Vec::new(),
            ExprKind::Derived(_, inner) => vec![inner],
            ExprKind::Not(a) | ExprKind::Negate(a) | ExprKind::Test(_, a) => vec![a],
            ExprKind::InList { needle, .. } | ExprKind::InRange { needle, .. } => vec![needle],
            ExprKind::Arith(_, a, b) | ExprKind::Compare(_, a, b) | ExprKind::Coalesce(a, b) => {
                vec![a, b]
            }
            ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Call(_, parts) => {
                parts.iter().collect()
            }
            ExprKind::If(test, yes, no) => vec![test, yes, no],
            ExprKind::Switch {
                scrutinee,
                arms,
                default,
            } => {
                let arms = arms
                    .iter()
                    .flat_map(|arm| arm.guard.iter().chain(std::iter::once(&arm.value)));
                std::iter::once(scrutinee.as_ref())
                    .chain(arms)
                    .chain(std::iter::once(default.as_ref()))
                    .collect()
            }
        }
    }
}

/// Signals found, and derived names seen.
#[derive(Default)]
struct Found {
    signals: BTreeSet<SignalId>,
    derived: BTreeSet<u32>,
}

impl Found {
    fn visit(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Signal(id) => {
                self.signals.insert(*id);
            }
            ExprKind::Derived(number, _) if !self.derived.insert(*number) => {}
            _ => expr.parts().into_iter().for_each(|part| self.visit(part)),
        }
    }
}
