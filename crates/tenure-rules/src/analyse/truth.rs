//! Where a condition is true, false or neither: three regions, each of them at least as large as it should be.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::dictionary::{Dictionary, SignalType};
use crate::expr::{Arm, CompareOp, Const, Expr, ExprKind, Pattern, StateTest};
use crate::program::threshold;

use super::compare::{beside_float, beside_int, holds, negated, orders, range, turned, widened};
use super::region::{MISSING, NOT_APPLICABLE, Region, STALE, States, Term};
use super::set::Set;
use super::terms::Terms;

/// How many cases of a value are kept apart.
const MOST_CASES: usize = 12;
/// How often one condition's branches are looked into.
const MOST_BRANCHES: usize = 256;

/// Where a condition comes to what.
#[derive(Debug, Clone)]
pub(super) struct Truth {
    pub(super) yes: Region,
    pub(super) no: Region,
    /// Unknown, stale or not applicable.
    pub(super) lost: Region,
}

/// What a value is where.
#[derive(Debug, Clone)]
struct Case {
    here: Region,
    leaf: Leaf,
}

#[derive(Debug, Clone)]
enum Leaf {
    Const(Const),
    Term(Term),
}

/// Parts of which one is the whole, each where it is, and where none of them is.
struct Branches<'e> {
    taken: Vec<(Region, &'e Expr)>,
    lost: Region,
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
                let last = if *inclusive {
                    Some(*end)
                } else {
                    end.checked_sub(1)
                };
                let range = last.map_or(Set::none(), |last| Set::range(*start, last));
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

    fn of_branches(&mut self, expr: &Expr) -> Truth {
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
    fn cases(&mut self, expr: &Expr) -> (Vec<Case>, Region) {
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
    fn of_leaf(&self, leaf: &Leaf) -> (Region, Region) {
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
    fn presence(&mut self, expr: &Expr) -> (Region, Region) {
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

    fn compare(&mut self, whole: &Expr, op: CompareOp, a: &Expr, b: &Expr) -> Truth {
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
                self.against(whole, *term, turned(op), &widened(constant, floats))
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
    pub(super) fn values(
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
            (turned(op), b, a)
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

    fn listed(&mut self, term: Term, list: &[Const]) -> Option<Set> {
        let ty = self.terms.get(term)?.ty;
        let mut all = Set::none();
        for constant in list {
            all = all.or(&self.values(CompareOp::Eq, ty, constant)?);
        }
        Some(all)
    }

    /// Whether a value is one of a set that depends on its type.
    fn within(
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
