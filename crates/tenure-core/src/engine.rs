//! From accounts to decisions.
//!
//! Accounts are decided in batches: their signals are derived into columns, the rules of each scope run as one program
//! over them, and each account's decision is put together from what they came to. One account is a batch of one.

mod assemble;
mod batch;
mod cover;
mod edges;
mod given;
mod holdout;
mod judge;
mod levers;
mod next;
mod plugin_rows;
mod plugins;
mod rules;
mod scoped;
mod seen;
mod steps;
mod telling;
mod tenant;
mod tenant_decision;
mod why;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use tenure_model::{Account, Currency};
use tenure_rules::program::Scratch as Run;
use tenure_rules::{Rulebook, Scope, SignalId};

use crate::capacity::{SharedOut, share_out};
use crate::decision::{Appraised, Decision};
use crate::digest::digest_of_texts;
use crate::explain::{Explanation, WhyNot};
use crate::plugin::{Plugin, PluginError};
use crate::risk::{RiskProgram, RiskScratch};
use crate::signals::{AsOf, Deriver, UnknownZone};

pub use cover::Watch;
pub use given::{ColumnRefused, SignalTable, Unscored};
pub use tenant::PreparedTenant;

/// Plugins by the ids under which a rulebook binds them.
pub type Plugins = BTreeMap<String, Arc<dyn Plugin>>;

use batch::Batch;
use judge::ScopeProgram;
use next::Outlook;
use plugins::{Desk, Hired};
use telling::DerivedNames;

/// How many accounts are decided together.
const BATCH: usize = 512;

/// A rulebook, compiled. Frozen; shared between threads.
#[derive(Debug)]
pub struct Engine {
    rulebook: Arc<Rulebook>,
    deriver: Deriver,
    risk: RiskProgram,
    actions: Vec<ScopeProgram>,
    names: Vec<DerivedNames>,
    scopes: BTreeSet<Scope>,
    outlook: Outlook,
    plugins: Vec<Hired>,
    currency: Option<Currency>,
    provenance: String,
}

/// Memory for one thread. Nothing of one decision is left for the next.
#[derive(Debug, Default)]
pub struct Scratch {
    run: Run,
    risk: RiskScratch,
    names: RefCell<Run>,
    /// By plugin of the engine.
    desks: Vec<Desk>,
}

/// Why accounts could not be decided.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undecided {
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    #[error(transparent)]
    Zone(#[from] UnknownZone),
    /// A plugin failed that the rulebook lets fail the whole call.
    #[error(transparent)]
    Plugin(#[from] PluginError),
}

impl Engine {
    /// Compiles a rulebook, and binds its plugins: each enabled one is among those given, by its id, and fits.
    ///
    /// # Errors
    /// By kind: [`Refused`](crate::plugin::PluginErrorKind::Refused) where one is missing or is not the one that the
    /// rulebook asks for, reads a signal that is not there, or is not bound by the rulebook at all; else what is wrong
    /// with its description, parameters or limits.
    pub fn new(rulebook: Arc<Rulebook>, plugins: &Plugins) -> Result<Self, PluginError> {
        let plugins = plugins::hire(&rulebook, plugins)?;
        let members = plugins.iter().filter_map(|plugin| plugin.member(&rulebook));
        let risk = RiskProgram::with_plugins(&rulebook, members.collect());
        let actions = judge::compile(&rulebook.actions);
        let names = telling::derived_names(&rulebook, telling::texts(&rulebook));
        let signals = asked_for(&rulebook, &risk, &actions, &names);
        let scopes = scopes(&rulebook);
        let outlook = Outlook::new(&rulebook, judged_by(&risk, &actions), &plugins);
        let texts = &rulebook.provenance.sources;
        let texts = texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        Ok(Self {
            plugins,
            deriver: Deriver::new(&rulebook.dictionary, scopes.iter().copied(), signals),
            scopes,
            outlook,
            currency: rulebook.currency.as_deref().and_then(Currency::new),
            provenance: format!(
                "{}@{} {}",
                rulebook.id,
                rulebook.version,
                digest_of_texts(texts)
            ),
            risk,
            actions,
            names,
            rulebook,
        })
    }

    /// The rulebook.
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The rulebook as decisions name it: `id@version`, a space, then the digest of its texts.
    pub fn provenance(&self) -> &str {
        &self.provenance
    }

    /// Decides one account on a day.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn decide(
        &self,
        scratch: &mut Scratch,
        account: &Account,
        tenant: &PreparedTenant,
        day: NaiveDate,
    ) -> Result<Decision, Undecided> {
        let as_of = self.as_of(tenant, day)?;
        self.one(scratch, account, tenant, &as_of, |batch| batch.decision(0))
    }

    /// Decides accounts on a day, in the order in which they are given.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn decide_batch(
        &self,
        scratch: &mut Scratch,
        accounts: &[Account],
        tenant: &PreparedTenant,
        day: NaiveDate,
    ) -> Result<Vec<Decision>, Undecided> {
        self.in_batches(scratch, accounts, tenant, day, |batch, account| {
            batch.decision(account)
        })
    }

    /// Decides accounts on a day, and tells what each is worth and what was wrong with its custom values.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn appraise_batch(
        &self,
        scratch: &mut Scratch,
        accounts: &[Account],
        tenant: &PreparedTenant,
        day: NaiveDate,
    ) -> Result<Vec<Appraised>, Undecided> {
        self.in_batches(scratch, accounts, tenant, day, |batch, account| {
            batch.appraised(account)
        })
    }

    fn in_batches<R>(
        &self,
        scratch: &mut Scratch,
        accounts: &[Account],
        tenant: &PreparedTenant,
        day: NaiveDate,
        tell: impl Fn(&Batch<'_, '_>, usize) -> Option<R>,
    ) -> Result<Vec<R>, Undecided> {
        let as_of = self.as_of(tenant, day)?;
        let mut told = Vec::with_capacity(accounts.len());
        for accounts in accounts.chunks(BATCH) {
            Batch::decide(self, scratch, accounts, tenant, &as_of, |batch| {
                told.extend((0..accounts.len()).filter_map(|account| tell(&batch, account)));
            })?;
        }
        Ok(told)
    }

    /// Decides accounts on a day, and shares out what everybody can take on; see [`capacity`](crate::capacity).
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn decide_within_capacity(
        &self,
        scratch: &mut Scratch,
        accounts: &[Account],
        tenant: &PreparedTenant,
        day: NaiveDate,
    ) -> Result<SharedOut, Undecided> {
        let decisions = self.decide_batch(scratch, accounts, tenant, day)?;
        let as_of = self.as_of(tenant, day)?;
        Ok(share_out(decisions, &as_of))
    }

    /// Everything about one account on a day.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn explain(
        &self,
        account: &Account,
        tenant: &PreparedTenant,
        day: NaiveDate,
    ) -> Result<Explanation, Undecided> {
        let as_of = self.as_of(tenant, day)?;
        let mut scratch = Scratch::default();
        self.one(&mut scratch, account, tenant, &as_of, |batch| {
            batch.explanation(0)
        })
    }

    /// Why a rule gave no points or an action is not proposed; `None` where the rulebook has no such name.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn why_not(
        &self,
        account: &Account,
        tenant: &PreparedTenant,
        day: NaiveDate,
        name: &str,
    ) -> Result<Option<WhyNot>, Undecided> {
        let as_of = self.as_of(tenant, day)?;
        let mut scratch = Scratch::default();
        self.one(&mut scratch, account, tenant, &as_of, |batch| {
            Some(batch.why_not(0, name))
        })
    }

    /// A batch of one account, number 0.
    #[expect(
        clippy::expect_used,
        reason = "a batch of one account has that account"
    )]
    fn one<R>(
        &self,
        scratch: &mut Scratch,
        account: &Account,
        tenant: &PreparedTenant,
        as_of: &AsOf<'_>,
        use_it: impl FnOnce(Batch<'_, '_>) -> Option<R>,
    ) -> Result<R, Undecided> {
        let accounts = std::slice::from_ref(account);
        let told = Batch::decide(self, scratch, accounts, tenant, as_of, use_it)?;
        Ok(told.expect("the account is in the batch"))
    }

    fn as_of<'t>(
        &self,
        tenant: &'t PreparedTenant,
        day: NaiveDate,
    ) -> Result<AsOf<'t>, UnknownZone> {
        AsOf::new(tenant.tenant(), day, self.currency)
    }
}

/// The scopes of the enabled rules and actions.
fn scopes(rulebook: &Rulebook) -> BTreeSet<Scope> {
    let rules = rulebook
        .rules
        .iter()
        .filter(|rule| rule.enabled)
        .map(|rule| rule.scope);
    let actions = rulebook.actions.iter().filter(|action| action.enabled);
    rules.chain(actions.map(|action| action.scope)).collect()
}

/// The signal by which accounts are ranked.
const ANNUAL_VALUE: &str = "account.annual_value";

/// The signals that conditions, bins and texts ask for; with them what an appraisal tells: the account's worth, and
/// every custom value, so that a wrong one is told whether or not a rule reads it.
fn asked_for(
    rulebook: &Rulebook,
    risk: &RiskProgram,
    actions: &[ScopeProgram],
    names: &[DerivedNames],
) -> BTreeSet<SignalId> {
    let in_texts = telling::texts(rulebook)
        .flat_map(|(_, texts)| telling::names(texts))
        .filter_map(|name| rulebook.dictionary.find(name));
    let mut signals: BTreeSet<SignalId> = in_texts.collect();
    signals.extend(judged_by(risk, actions));
    signals.extend(names.iter().flat_map(DerivedNames::signals));
    let told = |name: &str| name == ANNUAL_VALUE || name.starts_with("custom.");
    let all = rulebook.dictionary.iter();
    signals.extend(
        all.filter(|(_, signal)| told(&signal.name))
            .map(|(id, _)| id),
    );
    signals
}

/// The signals that rules and actions read.
fn judged_by(risk: &RiskProgram, actions: &[ScopeProgram]) -> BTreeSet<SignalId> {
    let actions = actions.iter().flat_map(|scope| scope.program.inputs());
    risk.signals().into_iter().chain(actions.copied()).collect()
}
