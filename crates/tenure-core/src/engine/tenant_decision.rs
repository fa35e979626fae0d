//! What is to be done for the tenant itself.

use chrono::NaiveDate;
use tenure_model::{Account, Id};

use super::{Engine, PreparedTenant, Scratch, Undecided};
use crate::decision::TenantDecision;

impl Engine {
    /// Decides what is no account's: the actions of scope `tenant`.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn decide_tenant(
        &self,
        scratch: &mut Scratch,
        tenant: &PreparedTenant,
        day: NaiveDate,
    ) -> Result<TenantDecision, Undecided> {
        let as_of = self.as_of(tenant, day)?;
        let account = stand_in(tenant);
        self.one(scratch, &account, tenant, &as_of, |batch| {
            let outcome = batch.for_tenant().outcome(0, false);
            Some(TenantDecision {
                as_of: day,
                actions: outcome.actions,
                closed: outcome.closed,
                waiting: outcome.waiting,
            })
        })
    }
}

/// An account that stands for the tenant: it has the tenant's past actions, and nothing else.
pub(super) fn stand_in(tenant: &PreparedTenant) -> Account {
    let tenant = tenant.tenant();
    Account {
        id: tenant.id.clone().unwrap_or_else(|| Id::from("tenant")),
        actions: tenant.actions.clone(),
        ..Account::default()
    }
}
