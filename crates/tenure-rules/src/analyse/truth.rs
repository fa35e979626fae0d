//! Where a condition is true, false or neither: three regions, each of them at least as large as it should be.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::dictionary::Dictionary;
use crate::expr::{Const, Expr, ExprKind, StateTest};

use super::compare::range;
use super::region::{MISSING, NOT_APPLICABLE, Region, STALE, States, Term};
use super::set::Set;
use super::terms::Terms;

mod branches;
mod comparisons;

/// Where a condition comes to what.
#[derive(Debug, Clone)]
pub(super) struct Truth {
    pub(super) yes: Region,
    pub(super) no: Region,
    /// Unknown, stale or not applicable.
    pub(super) lost: Region,
}

/// Reasons about conditions over one dictionary.
pub(super) struct Reasoner<'d> {
    pub(super) dictionary: &'d Dictionary,
    pub(super) terms: Terms,
    /// By the expression's own address: one derived name is one expression.
    derived: BTreeMap<usize, Truth>,
    /// How deep inside branches, and how many were looked into since the outermost.
    nested: usize,
    looked: usize,
}

impl Truth {
    fn never() -> Self {
        Self {
            yes: Region::nowhere(),
            no: Region::nowhere(),
            lost: Region::nowhere(),
        }
    }

    fn sure(truth: bool) -> Self {
        Self {
            yes: Region::all_if(truth),
            no: Region::all_if(!truth),
            lost: Region::nowhere(),
        }
    }

    fn turned(self) -> Self {
        Self {
            yes: self.no,
            no: self.yes,
            lost: self.lost,
        }
    }

    /// This one, and another one where that is what counts.
    fn or_where(self, here: &Region, other: &Self) -> Self {
        Self {
            yes: self.yes.or(&here.and(&other.yes)),
            no: self.no.or(&here.and(&other.no)),
            lost: self.lost.or(&here.and(&other.lost)),
        }
    }

    /// Where it is not true.
    pub(super) fn not_yes(&self) -> Region {
        self.no.clone().or(&self.lost)
    }
}

impl<'d> Reasoner<'d> {
    pub(super) fn new(dictionary: &'d Dictionary) -> Self {
        Self {
            dictionary,
            terms: Terms::default(),
            derived: BTreeMap::new(),
            nested: 0,
            looked: 0,
        }
    }

    /// As if any number were possible of every signal.
    pub(super) fn boundless(dictionary: &'d Dictionary) -> Self {
        Self {
            terms: Terms::boundless(),
            ..Self::new(dictionary)
        }
    }

    /// Where a condition is true, false or neither.
    pub(super) fn truth(&mut self, expr: &Expr) -> Truth {
        match &expr.kind {
            ExprKind::Const(Const::Bool(truth)) => Truth::sure(*truth),
            ExprKind::Derived(_, inner) => self.of_derived(inner),
            ExprKind::Not(inner) => self.truth(inner).turned(),
            ExprKind::And(parts) => self.all(parts),
            ExprKind::Or(parts) => self.any(parts),
            ExprKind::Compare(op, a, b) => self.compare(expr, *op, a, b),
            ExprKind::InList {
                needle,
                list,
                negated,
            } => self.within(needle, *negated, |here, term| here.listed(term, list)),
            ExprKind::InRange {
                needle,
                start,
                end,
                inclusive,
                negated,
            } => {
                let range = range(*start, *end, *inclusive);
                self.within(needle, *negated, |_, _| Some(range.clone()))
            }
            ExprKind::If(..) | ExprKind::Switch { .. } | ExprKind::Coalesce(..) => {
                self.of_branches(expr)
            }
            ExprKind::Test(test, inner) => self.test(*test, inner),
            _ => self.plain(expr),
        }
    }

    fn of_derived(&mut self, inner: &Arc<Expr>) -> Truth {
        let address = Arc::as_ptr(inner).addr();
        if let Some(known) = self.derived.get(&address) {
            return known.clone();
        }
        let truth = self.truth(inner);
        self.derived.insert(address, truth.clone());
        truth
    }

    fn all(&mut self, parts: &[Expr]) -> Truth {
        let mut whole = Truth::sure(true);
        for part in parts {
            let part = self.truth(part);
            whole = Truth {
                yes: whole.yes.and(&part.yes),
                no: whole.no.or(&part.no),
                lost: whole.lost.or(&part.lost),
            };
        }
        whole
    }

    fn any(&mut self, parts: &[Expr]) -> Truth {
        let mut whole = Truth::sure(false);
        for part in parts {
            let part = self.truth(part);
            whole = Truth {
                yes: whole.yes.or(&part.yes),
                no: whole.no.and(&part.no),
                lost: whole.lost.or(&part.lost),
            };
        }
        whole
    }

    /// Something true or false of which no more is known.
    fn plain(&mut self, expr: &Expr) -> Truth {
        let term = self.term(expr);
        self.split(term, &Set::only(1))
    }

    fn term(&mut self, expr: &Expr) -> Term {
        match &expr.kind {
            ExprKind::Signal(id) => self.terms.signal(self.dictionary, *id),
            ExprKind::Derived(_, inner) => self.term(inner),
            _ => self.terms.expression(expr),
        }
    }

    /// True where a term is one of these values.
    fn split(&mut self, term: Term, set: &Set) -> Truth {
        let domain = self.terms.domain(term);
        let known = |set: &Set| Region::of(term, States::known(domain.known.and(set)));
        Truth {
            yes: known(set),
            no: known(&set.not()),
            lost: Region::of(term, States::missing(domain.missing)),
        }
    }

    fn test(&mut self, test: StateTest, inner: &Expr) -> Truth {
        let (yes, no) = match test {
            StateTest::IsKnown => self.presence(inner),
            StateTest::IsApplicable => self.in_way(inner, NOT_APPLICABLE).reversed(),
            StateTest::IsStale => self.in_way(inner, STALE).straight(),
        };
        Truth {
            yes,
            no,
            lost: Region::nowhere(),
        }
    }

    /// Where an expression is missing in one way, and where it is not.
    fn in_way(&mut self, expr: &Expr, way: u8) -> Way {
        match &expr.kind {
            ExprKind::Derived(_, inner) => self.in_way(inner, way),
            ExprKind::Signal(id) => {
                let term = self.terms.signal(self.dictionary, *id);
                let domain = self.terms.domain(term);
                let other = States {
                    missing: domain.missing & MISSING & !way,
                    ..domain.clone()
                };
                Way {
                    is: Region::of(term, States::missing(domain.missing & way)),
                    is_not: Region::of(term, other),
                }
            }
            // Only a signal is stale.
            _ if way == STALE => Way {
                is: Region::nowhere(),
                is_not: Region::everywhere(),
            },
            _ => Way {
                is: self.presence(expr).1,
                is_not: Region::everywhere(),
            },
        }
    }
}

/// Where something is missing in one way, and where it is not.
struct Way {
    is: Region,
    is_not: Region,
}

impl Way {
    fn straight(self) -> (Region, Region) {
        (self.is, self.is_not)
    }

    fn reversed(self) -> (Region, Region) {
        (self.is_not, self.is)
    }
}
