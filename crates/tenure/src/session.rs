//! An engine with scratch memory.

use chrono::NaiveDate;
use tenure_core::engine::Scratch;
use tenure_model::Account;

use crate::decision::{Appraised, Decision, TenantDecision};
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
        let tenant = tenant.prepared()?;
        self.engine
            .core()
            .decide(&mut self.scratch, account, &tenant.0, as_of)
            .map_err(Error::no_zone)
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
        let tenant = tenant.prepared()?;
        self.engine
            .core()
            .decide_batch(&mut self.scratch, accounts, &tenant.0, as_of)
            .map_err(Error::no_zone)
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
        let tenant = tenant.prepared()?;
        self.engine
            .core()
            .appraise_batch(&mut self.scratch, accounts, &tenant.0, as_of)
            .map_err(Error::no_zone)
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
        let tenant = tenant.prepared()?;
        self.engine
            .core()
            .decide_tenant(&mut self.scratch, &tenant.0, as_of)
            .map_err(Error::no_zone)
    }
}
