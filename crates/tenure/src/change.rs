//! What changes: by itself from day to day, by one thing that people can move, and between two decisions.

use chrono::NaiveDate;
use tenure_model::Account;

pub use tenure_core::change::*;

use crate::engine::Engine;
use crate::error::{Error, ErrorKind};
use crate::tenant::PreparedTenant;

/// From where an account is looked at: by which rulebook, with which records, and on which day.
#[derive(Debug, Clone, Copy)]
pub struct Standpoint<'s> {
    /// The rulebook's engine.
    pub engine: &'s Engine,
    /// The account as it was known.
    pub account: &'s Account,
    /// The tenant as it was known.
    pub tenant: &'s PreparedTenant,
    /// The day.
    pub as_of: NaiveDate,
}

/// Why an account's points differ between two standpoints: what time did, what came in, and what another rulebook did, in
/// this order. Each step is a full decision, and the parts add up exactly.
///
/// Where the host keeps no earlier state of its records, the account of today stands in for that of the earlier day: what is
/// dated later was not known then.
///
/// ```
/// use tenure::change::{Standpoint, movement};
/// use tenure::model::{Limits, Tenant, read_account};
/// use tenure::{Engine, PreparedTenant, Rulebook};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Engine::builder().rulebook(Rulebook::default_renewal()).build()?;
/// let account = read_account(
///     r#"{ "id": "acme",
///          "surveys": [{ "kind": "nps", "score": 3, "at": "2026-01-01" }],
///          "referrals": [{ "at": "2026-06-01" }] }"#,
///     &Limits::default(),
/// )
/// .map_err(|refused| format!("{:?}", refused.problems))?;
/// let tenant = PreparedTenant::new(Tenant::default())?;
/// let on = |as_of: &str| -> Result<_, Box<dyn std::error::Error>> {
///     Ok(Standpoint { engine: &engine, account: &account.value, tenant: &tenant, as_of: as_of.parse()? })
/// };
///
/// let moved = movement(&on("2026-03-31")?, &on("2026-07-31")?)?;
/// assert_eq!((moved.points.from, moved.points.to), (30, -3));
/// // The answer is out of date by July: 5 points, no longer 30. And somebody recommended us.
/// assert_eq!((moved.time.points, moved.data.points, moved.rules.points), (-25, -8, 0));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`ErrorKind::Day`]: the second day lies before the first. [`ErrorKind::Tenant`]: a tenant's time zone does not exist.
pub fn movement(from: &Standpoint<'_>, to: &Standpoint<'_>) -> Result<Movement, Error> {
    if to.as_of < from.as_of {
        let message = format!(
            "points are compared forward in time, and {} lies before {}; swap the two",
            to.as_of, from.as_of
        );
        return Err(Error::new(ErrorKind::Day, message));
    }
    let mut old = from.engine.session();
    let before = old.decide(from.account, from.tenant, from.as_of)?;
    let later = old.decide_if_nothing_happens(from.account, from.tenant, from.as_of, to.as_of)?;
    let informed = old.decide(to.account, to.tenant, to.as_of)?;
    let after = to.engine.decide(to.account, to.tenant, to.as_of)?;
    Ok(Movement::over([&before, &later, &informed, &after]))
}
