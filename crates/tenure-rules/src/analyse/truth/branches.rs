//! What a value is, case by case: the branches of `if`, `switch` and `??`.

use crate::dictionary::SignalType;
use crate::expr::{Arm, Const, Expr, ExprKind, Pattern};

use super::super::compare::{negated, range};
use super::super::region::{Region, States, Term};
use super::super::set::Set;
use super::{Reasoner, Truth};

/// How many cases of a value are kept apart.
pub(super) const MOST_CASES: usize = 12;
/// How often one condition's branches are looked into.
const MOST_BRANCHES: usize = 256;

/// What a value is where.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) here: Region,
    pub(super) leaf: Leaf,
}

#[derive(Debug, Clone)]
pub(super) enum Leaf {
    Const(Const),
    Term(Term),
}

/// Parts of which one is the whole, each where it is, and where none of them is.
struct Branches<'e> {
    taken: Vec<(Region, &'e Expr)>,
    lost: Region,
}

impl Reasoner<'_> {
    /// Looks into branches, unless it did so too often: one within another is looked into several times, and so on. What
    /// is not looked into is something of which no more is known.
    fn looking<T>(&mut self, into: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.nested == 0 {
            self.looked = 0;
        }
        if self.looked >= MOST_BRANCHES {
            return None;
        }
        self.looked += 1;
        self.nested += 1;
        let found = into(self);
        self.nested -= 1;
        Some(found)
    }

    pub(super) fn of_branches(&mut self, expr: &Expr) -> Truth {
        let found = self.looking(|reasoner| reasoner.by_branches(expr));
        found.unwrap_or_else(|| self.plain(expr))
    }

    fn by_branches(&mut self, expr: &Expr) -> Truth {
        let branches = self.branches(expr);
        let mut whole = Truth {
            lost: branches.lost,
            ..Truth::never()
        };
        for (here, part) in branches.taken {
            let part = self.truth(part);
            whole = whole.or_where(&here, &part);
        }
        whole
    }

    fn branches<'e>(&mut self, expr: &'e Expr) -> Branches<'e> {
        match &expr.kind {
            ExprKind::If(test, yes, no) => {
                let test = self.truth(test);
                Branches {
                    taken: vec![(test.yes, yes), (test.no, no)],
                    lost: test.lost,
                }
            }
            ExprKind::Coalesce(first, second) => {
                let (known, missing) = self.presence(first);
                Branches {
                    taken: vec![(known, first), (missing, second)],
                    lost: Region::nowhere(),
                }
            }
            ExprKind::Switch {
                scrutinee,
                arms,
                default,
            } => self.switch(scrutinee, arms, default),
            _ => Branches {
                taken: Vec::new(),
                lost: Region::everywhere(),
            },
        }
    }

    fn switch<'e>(&mut self, scrutinee: &Expr, arms: &'e [Arm], default: &'e Expr) -> Branches<'e> {
        let (cases, mut lost) = self.cases(scrutinee);
        let mut taken = Vec::new();
        for case in cases {
            let (known, missing) = self.of_leaf(&case.leaf);
            lost = lost.or(&case.here.and(&missing));
            let mut rest = case.here.and(&known);
            for arm in arms {
                let fits = self.fits(&case.leaf, &arm.patterns);
                let hit = rest.and(&fits.yes);
                rest = rest.and(&fits.no);
                let Some(guard) = &arm.guard else {
                    taken.push((hit, &arm.value));
                    continue;
                };
                let guard = self.truth(guard);
                taken.push((hit.and(&guard.yes), &arm.value));
                lost = lost.or(&hit.and(&guard.lost));
                rest = rest.or(&hit.and(&guard.no));
            }
            taken.push((rest, default));
        }
        Branches { taken, lost }
    }

    /// Where a leaf fits one of these patterns.
    fn fits(&mut self, leaf: &Leaf, patterns: &[Pattern]) -> Truth {
        match leaf {
            Leaf::Const(constant) => {
                let fits = |pattern: &Pattern| match (pattern, constant) {
                    (Pattern::Is(wanted), _) => wanted == constant,
                    (
                        Pattern::Range {
                            start,
                            end,
                            inclusive,
                        },
                        Const::Int(int),
                    ) => range(*start, *end, *inclusive).contains(*int),
                    (Pattern::Range { .. }, _) => false,
                };
                Truth::sure(patterns.iter().any(fits))
            }
            Leaf::Term(term) => {
                let mut all = Set::none();
                for pattern in patterns {
                    all = all.or(&match pattern {
                        Pattern::Is(Const::Int(int)) => Set::only(*int),
                        Pattern::Is(Const::Text(word)) => Set::only(self.terms.word(word)),
                        Pattern::Is(Const::Bool(truth)) => Set::only(i64::from(*truth)),
                        Pattern::Is(Const::Float(_)) => Set::none(),
                        Pattern::Range {
                            start,
                            end,
                            inclusive,
                        } => range(*start, *end, *inclusive),
                    });
                }
                self.split(*term, &all)
            }
        }
    }

    /// What a value is, case by case, and where it is none of them.
    pub(super) fn cases(&mut self, expr: &Expr) -> (Vec<Case>, Region) {
        let whole = |leaf| {
            let here = Region::everywhere();
            (vec![Case { here, leaf }], Region::nowhere())
        };
        match &expr.kind {
            ExprKind::Const(constant) => whole(Leaf::Const(constant.clone())),
            ExprKind::Negate(inner) => match negated(inner) {
                Some(constant) => whole(Leaf::Const(constant)),
                None => whole(Leaf::Term(self.term(expr))),
            },
            ExprKind::Derived(_, inner) => self.cases(inner),
            ExprKind::If(..) | ExprKind::Switch { .. } | ExprKind::Coalesce(..) => {
                let split = self.looking(|reasoner| reasoner.cases_of_branches(expr));
                split
                    .flatten()
                    .unwrap_or_else(|| whole(Leaf::Term(self.term(expr))))
            }
            _ => whole(Leaf::Term(self.term(expr))),
        }
    }

    fn cases_of_branches(&mut self, expr: &Expr) -> Option<(Vec<Case>, Region)> {
        let branches = self.branches(expr);
        let (mut all, mut lost) = (Vec::new(), branches.lost);
        for (here, part) in branches.taken {
            let (cases, missing) = self.cases(part);
            lost = lost.or(&here.and(&missing));
            for case in cases {
                let here = here.and(&case.here);
                if !here.is_empty() {
                    all.push(Case { here, ..case });
                }
            }
            if all.len() > MOST_CASES {
                return None;
            }
        }
        Some((all, lost))
    }

    /// Where a leaf is known, and where it is missing.
    pub(super) fn of_leaf(&self, leaf: &Leaf) -> (Region, Region) {
        match leaf {
            Leaf::Const(_) => (Region::everywhere(), Region::nowhere()),
            Leaf::Term(term) => {
                let domain = self.terms.domain(*term);
                (
                    Region::of(*term, States::known(domain.known)),
                    Region::of(*term, States::missing(domain.missing)),
                )
            }
        }
    }

    /// Where an expression is known, and where it is missing.
    pub(super) fn presence(&mut self, expr: &Expr) -> (Region, Region) {
        if expr.ty == SignalType::Bool {
            let truth = self.truth(expr);
            return (truth.yes.or(&truth.no), truth.lost);
        }
        let (cases, mut missing) = self.cases(expr);
        let mut known = Region::nowhere();
        for case in cases {
            let (here, lost) = self.of_leaf(&case.leaf);
            known = known.or(&case.here.and(&here));
            missing = missing.or(&case.here.and(&lost));
        }
        (known, missing)
    }
}
