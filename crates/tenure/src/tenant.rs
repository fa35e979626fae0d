//! The tenant, made ready once for many accounts.

use std::sync::Arc;

use tenure_core::engine::PreparedTenant as Prepared;
use tenure_model::Tenant;

use crate::error::Error;

/// A tenant whose time zone, calendar and digest are worked out: for deciding many accounts one by one.
///
/// Frozen; shared between threads; cheap to clone.
#[derive(Debug, Clone)]
pub struct PreparedTenant(pub(crate) Arc<Prepared>);

impl PreparedTenant {
    /// Makes a tenant ready.
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): its time zone does not exist.
    ///
    /// ```
    /// use tenure::model::Tenant;
    /// use tenure::{ErrorKind, PreparedTenant};
    ///
    /// let tenant = Tenant { timezone: Some("Asia/Soul".to_owned()), ..Tenant::default() };
    /// let error = PreparedTenant::new(tenant).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Tenant);
    /// ```
    pub fn new(tenant: Tenant) -> Result<Self, Error> {
        Prepared::new(tenant)
            .map(|prepared| Self(Arc::new(prepared)))
            .map_err(Error::no_zone)
    }

    /// The tenant, as it was handed in.
    pub fn tenant(&self) -> &Tenant {
        self.0.tenant()
    }

    /// The tenant's digest, facts included: the one in a decision's provenance.
    pub fn digest(&self) -> &str {
        self.0.digest()
    }
}

/// A [`Tenant`], or one that was made ready before.
pub trait AsTenant: sealed::Sealed {
    /// The tenant, made ready.
    ///
    /// # Errors
    /// [`ErrorKind::Tenant`](crate::ErrorKind::Tenant): its time zone does not exist.
    fn prepared(&self) -> Result<PreparedTenant, Error>;
}

impl AsTenant for Tenant {
    fn prepared(&self) -> Result<PreparedTenant, Error> {
        PreparedTenant::new(self.clone())
    }
}

impl AsTenant for PreparedTenant {
    fn prepared(&self) -> Result<PreparedTenant, Error> {
        Ok(self.clone())
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for tenure_model::Tenant {}
    impl Sealed for super::PreparedTenant {}
}
