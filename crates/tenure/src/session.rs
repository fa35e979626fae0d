//! An engine with scratch memory.

use chrono::NaiveDate;
use tenure_core::engine::{
    Engine as Core, PreparedTenant as Prepared, Scratch, SignalTable, Undecided,
};
use tenure_model::Account;

use crate::capacity::SharedOut;
use crate::change::{Coming, Move, NextChange};
use crate::decision::{Appraised, Decision, Scored, TenantDecision};
use crate::engine::Engine;
use crate::error::Error;
use crate::tenant::AsTenant;

/// An engine with scratch memory, for one thread. Nothing of one decision is left for the next: sessions decide alike.
///
/// ```
/// use tenure::model::{Account, Id, Tenant};
/// use tenure::{Engine, Rulebook};
///
/// # fn main() -> Result<(), tenure::Error> {
/// let engine = Engine::builder().rulebook(Rulebook::default_renewal()).build()?;
/// let accounts: Vec<Account> = ["acme", "zenith"]
///     .map(|id| Account { id: Id::from(id), ..Account::default() })
///     .into();
/// let mut session = engine.session();
/// let day = chrono::NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date that exists");
/// let decisions = session.decide_batch(&accounts, &Tenant::default(), day)?;
/// assert_eq!(decisions[1].account_id, "zenith");
/// assert_eq!(decisions[1].risk.probability_bp, 2500);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Session {
    engine: Engine,
    scratch: Scratch,
}

impl Session {
    pub(crate) fn new(engine: Engine) -> Self {
        Self {
            scratch: Scratch::default(),
            engine,
        }
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Decides one account on a day: the end of that civil day in the tenant's time zone.
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): the tenant's time zone does not exist.
    pub fn decide(
        &mut self,
        account: &Account,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
    ) -> Result<Decision, Error> {
        self.ask(tenant, |core, scratch, tenant| {
            core.decide(scratch, account, tenant, as_of)
        })
    }

    /// Decides many accounts on a day, in the order in which they are given. Each gets the bytes that it gets alone.
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): the tenant's time zone does not exist.
    pub fn decide_batch(
        &mut self,
        accounts: &[Account],
        tenant: &impl AsTenant,
        as_of: NaiveDate,
    ) -> Result<Vec<Decision>, Error> {
        self.ask(tenant, |core, scratch, tenant| {
            core.decide_batch(scratch, accounts, tenant, as_of)
        })
    }

    /// The same decisions, each with what a list of accounts needs besides: what the account is worth in a year, by
    /// which lists are ranked, and the custom values that are not of the type that the rulebook declares.
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): the tenant's time zone does not exist.
    pub fn appraise_batch(
        &mut self,
        accounts: &[Account],
        tenant: &impl AsTenant,
        as_of: NaiveDate,
    ) -> Result<Vec<Appraised>, Error> {
        self.ask(tenant, |core, scratch, tenant| {
            core.appraise_batch(scratch, accounts, tenant, as_of)
        })
    }

    /// How likely accounts are to leave, told by their signals instead of their records: a column for each signal that is
    /// known. Row by row the same risk, reasons and gaps as those of an account whose records yield these signals; nothing
    /// is said of actions. A table is one batch: make tables of some hundreds or thousands of rows.
    ///
    /// ```
    /// use tenure::model::{Id, Tenant};
    /// use tenure::signals::{Cell, ColumnBuilder, DataType, SignalTable, Value};
    /// use tenure::{Engine, ErrorKind, Rulebook};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut scores = ColumnBuilder::new(DataType::Float);
    /// let mut levels = ColumnBuilder::new(DataType::Text);
    /// scores.push(Cell::Known(Value::Float(30.0)));
    /// levels.push(Cell::Known(Value::Text("low".into())));
    /// let table = SignalTable::new(["acme", "bolt"].map(Id::from))
    ///     .column("satisfaction.score", scores.finish())
    ///     .column("satisfaction.level", levels.finish());
    ///
    /// let engine = Engine::builder().rulebook(Rulebook::default_renewal()).build()?;
    /// let scored = engine.session().score(table, &Tenant::default(), "2026-06-30".parse()?)?;
    /// assert_eq!(scored[0].risk.points, 30);
    /// assert_eq!(scored[0].contributions[0].reason["en"], "Satisfaction is low (30 of 100)");
    /// assert_eq!(scored[1].risk.points, 0);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Schema`](crate::ErrorKind::Schema): a column is no signal of the account or of this tenant's, not of
    /// its type, has a text outside the signal's closed list or a number outside its range, or is given twice;
    /// see [`Engine::column_of`]. [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): the tenant's time zone does not exist. [`ErrorKind::Plugin`](crate::ErrorKind::Plugin): a plugin failed that the rulebook lets fail the call.
    pub fn score(
        &mut self,
        table: SignalTable,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
    ) -> Result<Vec<Scored>, Error> {
        let tenant = tenant.prepared()?;
        self.engine
            .core()
            .score(&mut self.scratch, table, &tenant.0, as_of)
            .map_err(Error::unscored)
    }

    /// As [`score`](Self::score), but each row is handed on once it is ready, in the order of the table, instead of all
    /// of them at the end: where each is written out and dropped, that takes less memory and less time. Where there is an
    /// error, nothing is handed on.
    ///
    /// # Errors
    /// As of [`score`](Self::score).
    pub fn score_each(
        &mut self,
        table: SignalTable,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
        take: impl FnMut(Scored),
    ) -> Result<(), Error> {
        let tenant = tenant.prepared()?;
        self.engine
            .core()
            .score_each(&mut self.scratch, table, &tenant.0, as_of, take)
            .map_err(Error::unscored)
    }

    /// Decides what is to be done for the tenant itself: the actions of scope `tenant`, from the facts over the
    /// portfolio. Their past comes in with the tenant.
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): the tenant's time zone does not exist.
    pub fn decide_tenant(
        &mut self,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
    ) -> Result<TenantDecision, Error> {
        self.ask(tenant, |core, scratch, tenant| {
            core.decide_tenant(scratch, tenant, as_of)
        })
    }

    /// Decides many accounts on a day, and shares out what everybody can take on: the tenant's owners say how much that
    /// is. What somebody has no room for goes to the backup, then to the manager; what fits nowhere is postponed, the least
    /// valuable first, but for mandatory actions. See [`capacity`](crate::capacity).
    ///
    /// The accounts are all that the people look after: what they have open is counted among them.
    ///
    /// ```
    /// use tenure::model::{Limits, Tenant, read_account, read_tenant};
    /// use tenure::{Engine, Rulebook};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let limits = Limits::default();
    /// let tenant = read_tenant(
    ///     r#"{ "owners": [
    ///         { "id": "mina", "role": "csm", "capacity": 1, "backup_id": "jun" },
    ///         { "id": "jun", "role": "csm", "capacity": 1 } ] }"#,
    ///     &limits,
    /// )
    /// .map_err(|refused| format!("{refused:?}"))?;
    /// let mut accounts = Vec::new();
    /// for id in ["acme", "bolt", "core"] {
    ///     let text = format!(
    ///         r#"{{ "id": "{id}", "csm_id": "mina", "surveys": [{{ "id": "s", "kind": "nps", "score": 3, "at": "2026-06-01" }}] }}"#
    ///     );
    ///     accounts.push(read_account(&text, &limits).map_err(|refused| format!("{refused:?}"))?.value);
    /// }
    ///
    /// let engine = Engine::builder().rulebook(Rulebook::default_renewal()).build()?;
    /// let day = "2026-06-30".parse()?;
    /// let shared = engine.session().decide_within_capacity(&accounts, &tenant.value, day)?;
    /// let who = |account: usize| shared.decisions[account].actions.first()?.assignee.clone()?.owner_id;
    /// assert_eq!(who(0).as_deref(), Some("mina"));
    /// assert_eq!(who(1).as_deref(), Some("jun"));
    /// assert_eq!(shared.postponed[0].account_id, "core");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): the tenant's time zone does not exist.
    pub fn decide_within_capacity(
        &mut self,
        accounts: &[Account],
        tenant: &impl AsTenant,
        as_of: NaiveDate,
    ) -> Result<SharedOut, Error> {
        self.ask(tenant, |core, scratch, tenant| {
            core.decide_within_capacity(scratch, accounts, tenant, as_of)
        })
    }

    /// The next day, after `as_of` and up to `until`, on which points, band or actions differ if nothing else happens;
    /// see [`Engine::next_change`].
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): the tenant's time zone does not exist.
    pub fn next_change(
        &mut self,
        account: &Account,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
        until: NaiveDate,
    ) -> Result<Option<NextChange>, Error> {
        self.ask(tenant, |core, scratch, tenant| {
            core.next_change(scratch, account, tenant, as_of, until)
        })
    }

    /// Of each signal that people can move, the smallest change that leaves the band, the smallest of them first; see
    /// [`Engine::what_would_change`].
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): the tenant's time zone does not exist.
    pub fn what_would_change(
        &mut self,
        account: &Account,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
    ) -> Result<Vec<Move>, Error> {
        self.ask(tenant, |core, scratch, tenant| {
            core.what_would_change(scratch, account, tenant, as_of)
        })
    }

    /// Every day, after `as_of` and up to `until`, on which points, band or actions differ from the day before if nothing
    /// else happens, with the actions that are proposed then for the first time; see [`Engine::next_change`].
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): the tenant's time zone does not exist.
    pub fn coming(
        &mut self,
        account: &Account,
        tenant: &impl AsTenant,
        as_of: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<Coming>, Error> {
        self.ask(tenant, |core, scratch, tenant| {
            core.coming(scratch, account, tenant, as_of, until)
        })
    }

    /// Decides an account on a later day as if nothing happened after `known`: no record came in, and what is dated later is
    /// not known. A `day` before `known` counts as that day.
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): the tenant's time zone does not exist.
    pub fn decide_if_nothing_happens(
        &mut self,
        account: &Account,
        tenant: &impl AsTenant,
        known: NaiveDate,
        day: NaiveDate,
    ) -> Result<Decision, Error> {
        self.ask(tenant, |core, scratch, tenant| {
            core.decide_if_nothing_happens(scratch, account, tenant, known, day)
        })
    }

    /// Asks the core something about a tenant.
    fn ask<R>(
        &mut self,
        tenant: &impl AsTenant,
        question: impl FnOnce(&Core, &mut Scratch, &Prepared) -> Result<R, Undecided>,
    ) -> Result<R, Error> {
        let tenant = tenant.prepared()?;
        question(self.engine.core(), &mut self.scratch, &tenant.0).map_err(Error::undecided)
    }
}
