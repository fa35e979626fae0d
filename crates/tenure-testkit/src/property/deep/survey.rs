//! What a portfolio tells of a rulebook: signals that it never supplies, and rules that hold of nearly everybody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use tenure_columns::{Cell, Column, Frame};
use tenure_core::engine::{Engine, Plugins, PreparedTenant, Scratch, Undecided};
use tenure_core::signals::{AsOf, Deriver, ListState};
use tenure_model::{Account, Currency, Tenant};
use tenure_rules::analyse::Places;
use tenure_rules::{Diagnostic, DiagnosticLevel, Judge, Rulebook, Scope, SignalDef, SignalId};

use super::{Found, Shown, TOO_OFTEN};

/// With fewer accounts nothing is said of how often a rule holds.
const FEWEST: u64 = 20;

/// Goes through a portfolio, batch by batch.
pub struct Survey {
    rulebook: Arc<Rulebook>,
    engine: Engine,
    scratch: Scratch,
    deriver: Deriver,
    /// The signals that something reads and nothing has supplied so far.
    missing: BTreeSet<SignalId>,
    /// By rule: how many accounts it gave points to, and the first of them.
    fired: BTreeMap<String, (u64, String)>,
    accounts: u64,
    tenant: PreparedTenant,
    day: NaiveDate,
    percent: u64,
}

impl Survey {
    /// A survey for a rulebook, of one tenant on a day; a rule that gives points to more than so many percent of the
    /// accounts is told of.
    ///
    /// # Errors
    /// A plugin that the rulebook binds was not handed in, or does not fit; the tenant's time zone is not one of the IANA
    /// database.
    pub fn new(
        rulebook: &tenure::Rulebook,
        plugins: &Plugins,
        (tenant, day): (Tenant, NaiveDate),
        percent: u64,
    ) -> Result<Self, Undecided> {
        let rulebook = Arc::clone(rulebook.checked());
        let places = Places::of(&rulebook);
        let dictionary = &rulebook.dictionary;
        // What a decision or a plugin tells is nobody's to supply.
        let supplied = |id: &SignalId| {
            let def = dictionary.get(*id);
            def.is_some_and(|def| !def.actions_only && !def.name.starts_with("plugin."))
        };
        let missing: BTreeSet<SignalId> = places.read_signals().filter(supplied).collect();
        let deriver = Deriver::new(dictionary, Scope::ALL, missing.iter().copied());
        Ok(Self {
            engine: Engine::new(Arc::clone(&rulebook), plugins)?,
            scratch: Scratch::default(),
            deriver,
            missing,
            fired: BTreeMap::new(),
            accounts: 0,
            tenant: PreparedTenant::new(tenant)?,
            day,
            percent,
            rulebook,
        })
    }

    /// Takes in accounts.
    ///
    /// # Errors
    /// A plugin failed that may fail the call.
    pub fn add(&mut self, accounts: &[Account]) -> Result<(), Undecided> {
        let currency = self.rulebook.currency.as_deref().and_then(Currency::new);
        let tenant = self.tenant.clone();
        let as_of = AsOf::new(tenant.tenant(), self.day, currency)?;
        let derived = self.deriver.derive(accounts, &as_of);
        self.strike(&derived.tenant);
        self.strike(&derived.accounts);
        for rows in &derived.rows {
            self.strike(&rows.frame);
            if rows.lists.contains(&ListState::Given) && rows.frame.rows() == 0 {
                self.strike_scope(rows.scope);
            }
        }
        let decided = self
            .engine
            .decide_batch(&mut self.scratch, accounts, &tenant, self.day)?;
        for decision in decided {
            self.accounts += 1;
            let counted = decision.contributions.iter().filter(|one| one.points != 0);
            let rules: BTreeSet<&String> = counted.map(|one| &one.rule).collect();
            for rule in rules {
                let first = || (0, decision.account_id.clone());
                self.fired.entry(rule.clone()).or_insert_with(first).0 += 1;
            }
        }
        Ok(())
    }

    /// How many accounts were taken in.
    pub fn accounts(&self) -> u64 {
        self.accounts
    }

    /// Signals of which these rows know a value, or that there is none, are supplied.
    fn strike(&mut self, frame: &Frame) {
        let dictionary = &self.rulebook.dictionary;
        let tenant = self.tenant.tenant();
        self.missing.retain(|id| {
            let kept = dictionary.get(*id).is_some_and(|def| is_kept(tenant, def));
            let tells = |column: &Column| {
                (0..frame.rows()).any(|row| match column.cell(row) {
                    Cell::Known(_) => true,
                    Cell::NotApplicable => kept,
                    Cell::Unknown | Cell::Stale => false,
                })
            };
            !frame.column(id.index()).is_some_and(tells)
        });
    }

    /// Where lists are there and hold nothing, nothing is missing.
    fn strike_scope(&mut self, scope: Scope) {
        let dictionary = &self.rulebook.dictionary;
        self.missing
            .retain(|id| dictionary.get(*id).is_none_or(|def| def.scope != scope));
    }

    pub(super) fn findings(&self, rulebook: &Rulebook, places: &Places) -> Vec<Found> {
        if self.accounts == 0 {
            return Vec::new();
        }
        let mut found: Vec<Found> = self
            .missing
            .iter()
            .filter_map(|id| self.never_supplied(rulebook, places, *id))
            .collect();
        if self.accounts >= FEWEST {
            let rules = rulebook.rules.iter().enumerate();
            let conditions = rules.filter(|(_, rule)| matches!(rule.judge, Judge::When { .. }));
            found.extend(
                conditions.filter_map(|(index, rule)| self.too_often(places, index, &rule.id)),
            );
        }
        found
    }

    fn never_supplied(&self, rulebook: &Rulebook, places: &Places, id: SignalId) -> Option<Found> {
        let signal = rulebook.dictionary.get(id)?;
        let (place, readers) = places.reader(id)?;
        let all = self.accounts;
        let named: Vec<String> = readers.iter().take(3).map(|id| format!("`{id}`")).collect();
        let more = match readers.len() {
            0..=3 => String::new(),
            many => format!(" and {} more", many - 3),
        };
        let message = format!(
            "`{}` is not known of any of the {all} accounts; {}{more} must do without it",
            signal.name,
            named.join(", ")
        );
        let help = if signal.is_custom() {
            "let the host supply it, or turn off what reads it"
        } else {
            "supply the records that it is derived from (`tenure signals` tells which), or turn off what reads it"
        };
        Some(Found {
            diagnostic: Diagnostic {
                level: DiagnosticLevel::Warning,
                code: "never-supplied",
                message,
                help: Some(help.to_owned()),
                entry: readers.first().cloned(),
                place,
            },
            witness: None,
        })
    }

    fn too_often(&self, places: &Places, index: usize, rule: &str) -> Option<Found> {
        let (count, first) = self.fired.get(rule)?;
        if u128::from(*count) * 100 <= u128::from(self.accounts) * u128::from(self.percent) {
            return None;
        }
        let message = format!(
            "this rule gives points to {count} of {} accounts, which is more than {} %: it tells them apart no longer",
            self.accounts, self.percent
        );
        let help = "narrow its condition; if it is to be so, say so with --too-often";
        Some(Found {
            diagnostic: Diagnostic {
                level: DiagnosticLevel::Warning,
                code: TOO_OFTEN,
                message,
                help: Some(help.to_owned()),
                entry: Some(rule.to_owned()),
                place: places.rule(index)?,
            },
            witness: Some(Shown::Given(first.clone())),
        })
    }
}

/// Whether the host keeps the records that a signal is derived from.
fn is_kept(tenant: &Tenant, signal: &SignalDef) -> bool {
    let Some(supplies) = &tenant.supplies else {
        return true;
    };
    let kept = |kind: &String| supplies.iter().any(|word| word.as_str() == kind);
    signal.kinds.iter().all(kept)
}
