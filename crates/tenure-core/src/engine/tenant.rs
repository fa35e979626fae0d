//! The tenant, made ready once for many accounts.

use chrono::NaiveDate;
use tenure_model::{Tenant, WorkCalendar};

use crate::digest::digest_of;
use crate::signals::{AsOf, UnknownZone};

/// A tenant whose time zone, calendar and digest are worked out.
#[derive(Debug, Clone)]
pub struct PreparedTenant {
    tenant: Tenant,
    digest: String,
    calendar: WorkCalendar,
}

impl PreparedTenant {
    /// Makes a tenant ready.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database.
    pub fn new(tenant: Tenant) -> Result<Self, UnknownZone> {
        AsOf::new(&tenant, NaiveDate::default(), None)?;
        Ok(Self {
            digest: digest_of(&tenant.canonical_json()),
            calendar: tenant.calendar.clone().unwrap_or_default(),
            tenant,
        })
    }

    /// The tenant, as it was handed in.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The digest of the tenant, facts included.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    pub(crate) fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }
}
