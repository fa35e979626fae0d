//! The slow, obvious reference: one account, one rule, one row at a time.
//!
//! It shares the records (`tenure-model`) and the parsed rulebook with the engine, and nothing else: signals are derived
//! again from their words in the dictionary, by plain scans over the records. What the engine answers is compared with
//! what this answers; where they differ, one of them is wrong, or the words are.

mod arbitration;
mod contracts;
mod coverage;
mod eval;
mod judge;
mod money;
mod plugins;
mod points;
mod risk;
mod seen;
mod signals;
mod values;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use chrono_tz::Tz;
use tenure_columns::{Cell, Value};
use tenure_model::{Account, Currency, Tenant};
use tenure_rules::expr::{Expr, ExprKind};
use tenure_rules::{Dictionary, Judge, Rule, Rulebook, Scope, SignalDef, SignalId};

use crate::fault::Fault;
use crate::tally::Tally;
use eval::{Evaluator, Missing, State};
use seen::Seen;
use signals::{Entity, Rows};

pub use arbitration::{Proposal, Rank};
pub use coverage::{Four, Sighting};
pub use plugins::{ReferencePlugin, Said};
pub use values::Cause;

/// An account and a tenant with what is visible of them on a day, and the time zone that days are told in. Past actions and
/// custom values stay as they are.
pub(crate) fn seen_on(account: &Account, tenant: &Tenant, day: NaiveDate) -> (Account, Tenant, Tz) {
    let seen = Seen::new(account, tenant, day, None);
    (seen.account, seen.tenant, seen.zone)
}

/// The reference's answer for one account on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceDecision {
    /// Points.
    pub points: i64,
    /// Probability of leaving, in basis points.
    pub probability_bp: i64,
    /// The band, or `insufficient`.
    pub band: String,
    /// The share of the applicable weight that was judged, in basis points.
    pub coverage_bp: i64,
    /// The least points for any completion of the unknowns.
    pub points_low: i64,
    /// The most points for any completion of the unknowns.
    pub points_high: i64,
    /// What gave points: rule, record and points, in order.
    pub contributions: Vec<(String, Option<String>, i64)>,
    /// What could not be judged, in order.
    pub unknown: Vec<Unjudged>,
    /// The record kind whose rules leave the widest range.
    pub most_informative: Option<String>,
}

impl ReferenceDecision {
    /// The decision where nothing is known: for conditions that do not ask for it.
    fn nothing() -> Self {
        Self {
            points: 0,
            probability_bp: 0,
            band: String::new(),
            coverage_bp: 0,
            points_low: 0,
            points_high: 0,
            contributions: Vec::new(),
            unknown: Vec::new(),
            most_informative: None,
        }
    }
}

/// A rule that could not be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unjudged {
    /// The rule, or `overlay:` and its number.
    pub rule: String,
    /// The record, for rules of a narrow scope.
    pub entity: Option<String>,
    /// The base signals that are missing, sorted.
    pub missing: Vec<String>,
    /// The error that is the cause, if one is.
    pub error: Option<Cause>,
    /// Whether it is a plugin that failed.
    pub failed: bool,
}

/// Decides accounts of one tenant by one rulebook on one day.
#[derive(Debug, Clone)]
pub struct Reference<'a> {
    rulebook: &'a Rulebook,
    tenant: &'a Tenant,
    as_of: NaiveDate,
    fault: Fault,
    tally: RefCell<Tally>,
    plugins: BTreeMap<String, ReferencePlugin>,
}

impl<'a> Reference<'a> {
    /// A reference without faults.
    pub fn new(rulebook: &'a Rulebook, tenant: &'a Tenant, as_of: NaiveDate) -> Self {
        Self {
            rulebook,
            tenant,
            as_of,
            fault: Fault::None,
            tally: RefCell::default(),
            plugins: BTreeMap::new(),
        }
    }

    /// The same with plugins, by the ids under which the rulebook binds them.
    #[must_use]
    pub fn with_plugins(mut self, plugins: BTreeMap<String, ReferencePlugin>) -> Self {
        self.plugins = plugins;
        self
    }

    /// The same with a planted fault.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.fault = fault;
        self
    }

    /// What operators and functions came to so far.
    pub fn tally(&self) -> Tally {
        self.tally.borrow().clone()
    }

    /// Decides one account.
    pub fn decide(&self, account: &Account) -> ReferenceDecision {
        self.look(account).decide()
    }

    /// The signals that this reference derives.
    pub fn signals(&self) -> SignalReference<'a> {
        let currency = self.rulebook.currency.as_deref().and_then(Currency::new);
        SignalReference::new(&self.rulebook.dictionary, self.tenant, self.as_of, currency)
            .with_fault(self.fault)
    }

    /// What an expression of account scope comes to for an account: its value, or `Unknown` with the causes of errors on
    /// the way, or `NotApplicable`.
    pub fn eval(&self, account: &Account, expr: &Expr) -> (Cell<Value>, Option<Cause>) {
        self.look(account)
            .with_row(Entity::Account, |evaluator| match evaluator.eval(expr) {
                State::Known(value) => (Cell::Known(value), None),
                State::NotApplicable => (Cell::NotApplicable, None),
                State::Unknown => (Cell::Unknown, evaluator.missing(expr).error),
            })
    }

    fn look<'s>(&'s self, account: &'s Account) -> Day<'s> {
        let seen = self.signals().look(account);
        Day {
            seen,
            rulebook: self.rulebook,
            fault: self.fault,
            tally: &self.tally,
            plugins: &self.plugins,
            known: RefCell::default(),
        }
    }
}

/// Derives signals from their words, for one tenant on one day.
#[derive(Debug, Clone, Copy)]
pub struct SignalReference<'a> {
    dictionary: &'a Dictionary,
    tenant: &'a Tenant,
    as_of: NaiveDate,
    currency: Option<Currency>,
    fault: Fault,
}

/// What signals read as, by name.
pub type Readings = BTreeMap<String, Cell<Value>>;

impl<'a> SignalReference<'a> {
    /// A reference for the signals of a dictionary. Amounts are told in `currency`; without one, in each account's own.
    pub fn new(
        dictionary: &'a Dictionary,
        tenant: &'a Tenant,
        as_of: NaiveDate,
        currency: Option<Currency>,
    ) -> Self {
        Self {
            dictionary,
            tenant,
            as_of,
            currency,
            fault: Fault::None,
        }
    }

    /// The same with a planted fault.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.fault = fault;
        self
    }

    /// The account as it looks on the day.
    fn look<'s>(&self, account: &'s Account) -> Seen<'s> {
        let mut as_of = self.as_of;
        if self.fault == Fault::FutureIsVisible {
            as_of = as_of + chrono::Days::new(30);
        }
        let mut seen = Seen::new(account, self.tenant, as_of, self.currency);
        seen.day = self.as_of;
        seen
    }

    /// What every signal of the account itself reads as.
    pub fn of_account(&self, account: &Account) -> Readings {
        let seen = self.look(account);
        self.read(&seen, Entity::Account, |def| {
            matches!(def.scope, Scope::Tenant | Scope::Account)
        })
    }

    /// What every signal of the records of a narrow scope reads as, by the record's id; `None` where the list is absent
    /// or the host keeps no such records.
    pub fn of_rows(&self, account: &Account, scope: Scope) -> Option<Vec<(String, Readings)>> {
        let seen = self.look(account);
        match seen.rows(scope) {
            Rows::NotKept | Rows::Unknown => None,
            Rows::Known(entities) => Some(
                entities
                    .into_iter()
                    .map(|entity| {
                        let readings = self.read(&seen, entity, |def| {
                            def.scope == scope || (def.per_contract && scope == Scope::Contract)
                        });
                        (entity.id().unwrap_or_default().to_owned(), readings)
                    })
                    .collect(),
            ),
        }
    }

    fn read(
        &self,
        seen: &Seen<'_>,
        entity: Entity<'_>,
        wanted: impl Fn(&SignalDef) -> bool,
    ) -> Readings {
        self.dictionary
            .iter()
            .filter(|(_, def)| !def.actions_only && wanted(def))
            .map(|(_, def)| {
                let reading = seen.read(def, entity).unwrap_or(Cell::Unknown);
                (def.name.clone(), reading)
            })
            .collect()
    }
}

/// One account on one day.
pub(crate) struct Day<'a> {
    seen: Seen<'a>,
    rulebook: &'a Rulebook,
    fault: Fault,
    tally: &'a RefCell<Tally>,
    plugins: &'a BTreeMap<String, ReferencePlugin>,
    /// Account-level readings that were derived before.
    known: RefCell<HashMap<SignalId, Cell<Value>>>,
}

impl Day<'_> {
    /// What a signal reads as for a record.
    fn read(&self, signal: SignalId, entity: Entity<'_>) -> Cell<Value> {
        let Some(def) = self.rulebook.dictionary.get(signal) else {
            return Cell::Unknown;
        };
        let wide = matches!(def.scope, Scope::Tenant | Scope::Account)
            && !(def.per_contract && matches!(entity, Entity::Contract(_)));
        let entity = if wide { Entity::Account } else { entity };
        if wide && let Some(known) = self.known.borrow().get(&signal) {
            return known.clone();
        }
        let reading = self.seen.read(def, entity).unwrap_or(Cell::Unknown);
        if wide {
            self.known.borrow_mut().insert(signal, reading.clone());
        }
        reading
    }

    /// Runs a reading of expressions on one row.
    fn with_row<T>(&self, entity: Entity<'_>, run: impl FnOnce(&Evaluator<'_>) -> T) -> T {
        run(&Evaluator {
            read: &|signal| self.read(signal, entity),
            tally: self.tally,
            fault: self.fault,
        })
    }

    /// The names of missing signals, sorted.
    fn names(&self, missing: &Missing) -> Vec<String> {
        let names: BTreeSet<String> = missing
            .signals
            .iter()
            .filter_map(|id| Some(self.rulebook.dictionary.get(*id)?.name.clone()))
            .collect();
        names.into_iter().collect()
    }
}

/// Every signal that a rule reads, derived names looked through.
fn signals_in(rule: &Rule) -> BTreeSet<SignalId> {
    let mut found = BTreeSet::new();
    match &rule.judge {
        Judge::When { condition, .. } => collect(condition, &mut found),
        Judge::Bins { signal, .. } => {
            found.insert(*signal);
        }
    }
    found
}

fn collect(expr: &Expr, found: &mut BTreeSet<SignalId>) {
    match &expr.kind {
        ExprKind::Signal(signal) => {
            found.insert(*signal);
        }
        ExprKind::Derived(_, value) => collect(value, found),
        ExprKind::Not(x) | ExprKind::Negate(x) | ExprKind::Test(_, x) => collect(x, found),
        ExprKind::InList { needle, .. } | ExprKind::InRange { needle, .. } => {
            collect(needle, found);
        }
        ExprKind::Arith(_, a, b) | ExprKind::Compare(_, a, b) | ExprKind::Coalesce(a, b) => {
            collect(a, found);
            collect(b, found);
        }
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Call(_, parts) => {
            parts.iter().for_each(|part| collect(part, found));
        }
        ExprKind::If(test, yes, no) => {
            [test, yes, no].iter().for_each(|part| collect(part, found));
        }
        ExprKind::Switch {
            scrutinee,
            arms,
            default,
        } => {
            collect(scrutinee, found);
            collect(default, found);
            for arm in arms {
                arm.guard.iter().for_each(|guard| collect(guard, found));
                collect(&arm.value, found);
            }
        }
        _ => (),
    }
}
