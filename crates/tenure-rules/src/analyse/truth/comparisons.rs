//! Comparisons: of a value with a constant, with another value, with a list or a range.

use crate::dictionary::SignalType;
use crate::expr::{CompareOp, Const, Expr};
use crate::program::threshold;

use super::super::compare::{beside_float, beside_int, holds, orders, widened};
use super::super::region::Term;
use super::super::set::Set;
use super::branches::{Leaf, MOST_CASES};
use super::{Reasoner, Truth};

impl Reasoner<'_> {
    pub(super) fn compare(&mut self, whole: &Expr, op: CompareOp, a: &Expr, b: &Expr) -> Truth {
        let (left, lost) = self.cases(a);
        let (right, also) = self.cases(b);
        if left.len() * right.len() > MOST_CASES {
            return self.plain(whole);
        }
        let mut truth = Truth {
            lost: lost.or(&also),
            ..Truth::never()
        };
        for one in &left {
            for other in &right {
                let here = one.here.and(&other.here);
                if !here.is_empty() {
                    let part = self.leaves(whole, op, (&one.leaf, a.ty), (&other.leaf, b.ty));
                    truth = truth.or_where(&here, &part);
                }
            }
        }
        truth
    }

    fn leaves(
        &mut self,
        whole: &Expr,
        op: CompareOp,
        (a, a_type): (&Leaf, SignalType),
        (b, b_type): (&Leaf, SignalType),
    ) -> Truth {
        let floats = a_type == SignalType::Float || b_type == SignalType::Float;
        match (a, b) {
            (Leaf::Const(a), Leaf::Const(b)) => {
                Truth::sure(holds(op, &widened(a, floats), &widened(b, floats)))
            }
            (Leaf::Term(term), Leaf::Const(constant)) => {
                self.against(whole, *term, op, &widened(constant, floats))
            }
            (Leaf::Const(constant), Leaf::Term(term)) => {
                self.against(whole, *term, op.turned(), &widened(constant, floats))
            }
            (Leaf::Term(a), Leaf::Term(b)) => self.beside(op, *a, *b, floats),
        }
    }

    /// A term beside a constant.
    fn against(&mut self, whole: &Expr, term: Term, op: CompareOp, constant: &Const) -> Truth {
        let ty = self.terms.get(term).map(|info| info.ty);
        let set = ty.and_then(|ty| self.values(op, ty, constant));
        match set {
            Some(set) => self.split(term, &set),
            // It may be either, and is known where the term is.
            None => {
                let (known, missing) = self.of_leaf(&Leaf::Term(term));
                let either = self.plain(whole);
                Truth {
                    yes: either.yes.and(&known),
                    no: either.no.and(&known),
                    lost: missing,
                }
            }
        }
    }

    /// The values of a type for which `x op constant` holds; `None` where they are no intervals.
    pub(in super::super) fn values(
        &mut self,
        op: CompareOp,
        ty: SignalType,
        constant: &Const,
    ) -> Option<Set> {
        if op == CompareOp::Ne {
            return Some(self.values(CompareOp::Eq, ty, constant)?.not());
        }
        match (ty, constant) {
            (SignalType::Int, Const::Int(int)) => Some(beside_int(op, *int)),
            (SignalType::Int, Const::Float(float)) => {
                let (low, high) = threshold::ints(op, *float);
                Some(Set::range(low, high))
            }
            (SignalType::Float, Const::Int(int)) => beside_float(op, *int as f64),
            (SignalType::Float, Const::Float(float)) => beside_float(op, *float),
            (SignalType::Bool, Const::Bool(truth)) => {
                (op == CompareOp::Eq).then(|| Set::only(i64::from(*truth)))
            }
            (SignalType::Text, Const::Text(word)) => {
                (op == CompareOp::Eq).then(|| Set::only(self.terms.word(word)))
            }
            _ => None,
        }
    }

    /// Two terms beside each other.
    fn beside(&mut self, op: CompareOp, a: Term, b: Term, floats: bool) -> Truth {
        let (a_known, a_missing) = self.of_leaf(&Leaf::Term(a));
        let (b_known, b_missing) = self.of_leaf(&Leaf::Term(b));
        let known = a_known.and(&b_known);
        let lost = a_missing.or(&b_missing);
        let (op, a, b) = if a <= b {
            (op, a, b)
        } else {
            (op.turned(), b, a)
        };
        let either = if a == b {
            use CompareOp::{Eq, Ge, Le};
            Truth::sure(matches!(op, Eq | Le | Ge))
        } else {
            let order = self.terms.order(a, b, floats);
            self.split(order, &orders(op))
        };
        Truth {
            yes: either.yes.and(&known),
            no: either.no.and(&known),
            lost,
        }
    }

    pub(super) fn listed(&mut self, term: Term, list: &[Const]) -> Option<Set> {
        let ty = self.terms.get(term)?.ty;
        let mut all = Set::none();
        for constant in list {
            all = all.or(&self.values(CompareOp::Eq, ty, constant)?);
        }
        Some(all)
    }

    /// Whether a value is one of a set that depends on its type.
    pub(super) fn within(
        &mut self,
        needle: &Expr,
        negated: bool,
        set: impl Fn(&mut Self, Term) -> Option<Set>,
    ) -> Truth {
        let (cases, lost) = self.cases(needle);
        let mut whole = Truth {
            lost,
            ..Truth::never()
        };
        for case in cases {
            let (known, missing) = self.of_leaf(&case.leaf);
            let found = match &case.leaf {
                Leaf::Term(term) if self.is_of(*term, needle.ty) => {
                    set(self, *term).map(|set| self.split(*term, &set))
                }
                Leaf::Term(_) => None,
                Leaf::Const(_) => None,
            };
            let part = found.unwrap_or(Truth {
                yes: known.clone(),
                no: known,
                lost: missing,
            });
            whole = whole.or_where(&case.here, &part);
        }
        if negated { whole.turned() } else { whole }
    }

    fn is_of(&self, term: Term, ty: SignalType) -> bool {
        self.terms.get(term).is_some_and(|info| info.ty == ty)
    }
}
