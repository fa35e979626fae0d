//! A rulebook, compiled.

use std::sync::Arc;

use chrono::NaiveDate;
use tenure_core::engine::{Engine as Core, Plugins};
use tenure_model::Account;

use crate::change::{Move, NextChange};
use crate::decision::Decision;
use crate::error::{Error, ErrorKind};
use crate::explain::{Explanation, WhyNot};
use crate::plugin::Plugin;
use crate::rulebook::Rulebook;
use crate::session::Session;
use crate::signals::SignalDef;
use crate::tenant::AsTenant;

/// A rulebook, compiled and ready to decide. Frozen; shared between threads; cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine(Arc<Core>);

/// Gathers what an engine is made of.
#[derive(Debug, Clone, Default)]
#[must_use = "a builder makes nothing until `build` is called"]
pub struct EngineBuilder {
    rulebook: Option<Rulebook>,
    plugins: Plugins,
}

impl EngineBuilder {
    /// The rulebook to decide by.
    pub fn rulebook(mut self, rulebook: Rulebook) -> Self {
        self.rulebook = Some(rulebook);
        self
    }

    /// A plugin that the rulebook binds by this id. One given twice under an id is the one given last.
    pub fn plugin(mut self, id: impl Into<String>, plugin: impl Plugin + 'static) -> Self {
        self.plugins.insert(id.into(), Arc::new(plugin));
        self
    }

    /// The same, for a plugin that is shared.
    pub fn shared_plugin(mut self, id: impl Into<String>, plugin: Arc<dyn Plugin>) -> Self {
        self.plugins.insert(id.into(), plugin);
        self
    }

    /// Compiles the engine, and binds the plugins that the rulebook asks for.
    ///
    /// # Errors
    /// [`ErrorKind::Build`]: no rulebook was given. [`ErrorKind::Plugin`]: a plugin that the rulebook binds was not
    /// handed in, does not fit, or was handed in and is not bound.
    pub fn build(self) -> Result<Engine, Error> {
        let missing =
            "an engine needs a rulebook: hand one in with `rulebook`, such as the default one";
        let rulebook = self
            .rulebook
            .ok_or_else(|| Error::new(ErrorKind::Build, missing))?;
        let core = Core::new(rulebook.checked().clone(), &self.plugins);
        Ok(Engine(Arc::new(core.map_err(Error::plugin_failed)?)))
    }
}

impl Engine {
    /// Gathers what an engine is made of.
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// A session of this engine: scratch memory for one thread that decides many accounts.
    pub fn session(&self) -> Session {
        Session::new(self.clone())
    }

    /// Decides one account on a day: the end of that civil day in the tenant's time zone.
    ///
    /// For many accounts take a [`session`](Self::session), and make the tenant ready once.
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`]: the tenant's time zone does not exist. [`ErrorKind::Plugin`]: a plugin failed that the
    /// rulebook lets fail the call.
    pub fn decide(
        &self,
        account: &Account,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
    ) -> Result<Decision, Error> {
        self.session().decide(account, tenant, as_of)
    }

    /// The signal that a column of a [table](crate::signals::SignalTable) gives by its name.
    ///
    /// # Errors
    /// [`ErrorKind::Schema`]: the rulebook has no such signal, or it is not the account's. The tenant's come with the
    /// tenant, those of contracts and other records are derived from records, and those of the decision come out.
    pub fn column(&self, name: &str) -> Result<&SignalDef, Error> {
        let found = self.0.column(name).map(|(_, signal)| signal);
        found.map_err(|refused| Error::column(&refused))
    }

    /// The same, where the accounts are a tenant's.
    ///
    /// # Errors
    /// [`ErrorKind::Schema`]: as of [`column`](Self::column), or the tenant does not keep the records that the signal is
    /// derived from. [`ErrorKind::Tenant`]: the tenant's time zone does not exist.
    pub fn column_of(&self, name: &str, tenant: &impl AsTenant) -> Result<&SignalDef, Error> {
        let tenant = tenant.prepared()?;
        let found = self.0.column_of(name, &tenant.0).map(|(_, signal)| signal);
        found.map_err(|refused| Error::column(&refused))
    }

    /// The signals that the points depend on or that their reasons quote, and that a column can give, by name.
    pub fn columns(&self) -> Vec<&SignalDef> {
        self.0.columns()
    }

    /// Everything about one account on a day: its decision, the state of each rule with the values it saw, and where
    /// each action stopped.
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`]: the tenant's time zone does not exist. [`ErrorKind::Plugin`]: a plugin failed that the
    /// rulebook lets fail the call.
    pub fn explain(
        &self,
        account: &Account,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
    ) -> Result<Explanation, Error> {
        let tenant = tenant.prepared()?;
        self.0
            .explain(account, &tenant.0, as_of)
            .map_err(Error::undecided)
    }

    /// Why a rule gave no points, or an action is not proposed: the first clause that failed with the values it saw,
    /// what is missing, or the stage that dropped it.
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`]: the tenant's time zone does not exist. [`ErrorKind::Name`]: the rulebook has no rule or
    /// action of that name.
    pub fn why_not(
        &self,
        account: &Account,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
        rule_or_action: &str,
    ) -> Result<WhyNot, Error> {
        let tenant = tenant.prepared()?;
        self.0
            .why_not(account, &tenant.0, as_of, rule_or_action)
            .map_err(Error::undecided)?
            .ok_or_else(|| self.no_such_name(rule_or_action))
    }

    /// The next day, after `as_of` and up to `until`, on which points, band or actions differ if nothing else happens:
    /// no record comes in, nobody does anything, and what is dated after `as_of` stays as unknown as it is today.
    ///
    /// Two days' actions are the same if their keys, rules, kinds, states and assignees are; texts, due dates and the
    /// order do not count. See [`change`](crate::change).
    ///
    /// For many accounts take a [`session`](Self::session), and make the tenant ready once.
    ///
    /// ```
    /// use tenure::model::{Limits, Tenant, read_account};
    /// use tenure::{Engine, Rulebook};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let engine = Engine::builder().rulebook(Rulebook::default_renewal()).build()?;
    /// let account = read_account(
    ///     r#"{ "id": "acme", "surveys": [{ "kind": "nps", "score": 3, "at": "2026-06-01" }] }"#,
    ///     &Limits::default(),
    /// )
    /// .map_err(|refused| format!("{:?}", refused.problems))?;
    ///
    /// let (today, until) = ("2026-06-30".parse()?, "2027-06-30".parse()?);
    /// let change = engine.next_change(&account.value, &Tenant::default(), today, until)?;
    /// let change = change.ok_or("something changes within the year")?;
    /// // The answer counts for 180 days: its last is 27 November.
    /// assert_eq!(change.on, "2026-11-28".parse()?);
    /// assert_eq!((change.points.from, change.points.to), (30, 5));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`]: the tenant's time zone does not exist. [`ErrorKind::Plugin`]: a plugin failed that the
    /// rulebook lets fail the call.
    pub fn next_change(
        &self,
        account: &Account,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
        until: NaiveDate,
    ) -> Result<Option<NextChange>, Error> {
        self.session().next_change(account, tenant, as_of, until)
    }

    /// What would change the band: of each signal that rules read and that people can move (the dictionary says which, and
    /// in which direction), the smallest change that leaves it, the smallest of them first. Each was tried: records were
    /// changed so that the signal has the value, and the account was decided anew, so whatever else is derived from them
    /// moved, too.
    ///
    /// Values are tried one by one from the nearest: whole counts, days and points of satisfaction, hundredths of shares, and
    /// of custom values the numbers that the rulebook compares them with. Changes are ranked by the share of the larger
    /// value by which they differ; a word or a truth changes as a whole. Signals that are unknown are left out.
    ///
    /// ```
    /// use tenure::decision::Evidence;
    /// use tenure::model::{Limits, Tenant, read_account};
    /// use tenure::{Engine, Rulebook};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let engine = Engine::builder().rulebook(Rulebook::default_renewal()).build()?;
    /// let account = read_account(
    ///     r#"{ "id": "acme", "surveys": [{ "kind": "nps", "score": 8, "at": "2026-06-01" }],
    ///          "interactions": [{ "kind": "call", "at": "2026-02-01" }] }"#,
    ///     &Limits::default(),
    /// )
    /// .map_err(|refused| format!("{:?}", refused.problems))?;
    ///
    /// let today = "2026-06-30".parse()?;
    /// let rulebook = "[rulebook]\nid = 'ours'\nversion = '1.0.0'\nlanguage = 1\nextends = 'default-renewal'\n[risk]\nmin_coverage = 0";
    /// let engine = Engine::builder().rulebook(Rulebook::parse("ours.toml", rulebook)?).build()?;
    /// let moves = engine.what_would_change(&account.value, &Tenant::default(), today)?;
    /// // 149 days without contact cost 12 points; up to 60 days cost none, and the band is low.
    /// assert_eq!(moves[0].signal, "contact.days_since");
    /// assert_eq!(moves[0].to, Evidence::Int(60));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`]: the tenant's time zone does not exist. [`ErrorKind::Plugin`]: a plugin failed that the
    /// rulebook lets fail the call.
    pub fn what_would_change(
        &self,
        account: &Account,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
    ) -> Result<Vec<Move>, Error> {
        self.session().what_would_change(account, tenant, as_of)
    }

    /// The rulebook, as checked.
    pub fn rulebook(&self) -> &tenure_rules::Rulebook {
        self.0.rulebook()
    }

    /// The rulebook as decisions name it: `id@version`, a space, then the digest of its texts.
    pub fn provenance(&self) -> &str {
        self.0.provenance()
    }

    pub(crate) fn core(&self) -> &Core {
        &self.0
    }

    fn no_such_name(&self, name: &str) -> Error {
        let rulebook = self.rulebook();
        let rules = rulebook.rules.iter().map(|rule| rule.id.as_str());
        let actions = rulebook.actions.iter().map(|action| action.id.as_str());
        let plugins: Vec<String> = rulebook
            .plugins
            .iter()
            .map(|plugin| plugin.name())
            .collect();
        let plugins = plugins.iter().map(String::as_str);
        let names: Vec<&str> = rules.chain(actions).chain(plugins).collect();
        let meant = match tenure_rules::nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has {}", names.join(", ")),
        };
        Error::new(
            ErrorKind::Name,
            format!(
                "the rulebook `{}` has no rule or action `{name}`; {meant}",
                rulebook.id
            ),
        )
    }
}
