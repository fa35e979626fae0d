//! Tenants, made ready once for many calls.

use std::ffi::c_char;

use tenure::PreparedTenant;
use tenure::model::{Problem, Tenant as Model, read_tenant};

use crate::answer::Answer;
use crate::config::{Config, settings};
use crate::error::Error;
use crate::failure::{Failure, Outcome};
use crate::guard::{fallible, plain};
use crate::handle::{Out, give, given, place};
use crate::text::{LenOut, Shown, show, text};

/// A tenant, made ready. Any number of threads may use it.
#[derive(Debug)]
pub struct Tenant {
    pub(crate) inner: PreparedTenant,
    digest: Shown,
    warnings: Vec<Problem>,
}

impl Tenant {
    pub(crate) fn new(tenant: Model, warnings: Vec<Problem>) -> Outcome<Self> {
        let inner = PreparedTenant::new(tenant)?;
        Ok(Self {
            digest: Shown::new(inner.digest()),
            inner,
            warnings,
        })
    }
}

/// Reads a tenant.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_tenant_parse(
    config: Option<&Config>,
    json: *const c_char,
    json_len: usize,
    out: Out<'_, Tenant>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_tenant_parse", err, || {
        let json = text!(json, json_len)?;
        let out = place(out)?;
        let limits = settings(config)?.limits;
        let read = read_tenant(json, &limits).map_err(Failure::tenant)?;
        give(out, Tenant::new(read.value, read.warnings)?);
        Ok(())
    })
}

/// Its digest, facts included: 32 hex digits.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_tenant_digest(tenant: Option<&Tenant>, len: LenOut<'_>) -> *const c_char {
    plain("tenure_tenant_digest", std::ptr::null(), || {
        show(tenant.map(|tenant| &tenant.digest), len)
    })
}

/// What is suspicious about it, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_tenant_problems(
    tenant: Option<&Tenant>,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_tenant_problems", err, || {
        let tenant = given(tenant, "tenant")?;
        give(place(out)?, Answer::json(&tenant.warnings));
        Ok(())
    })
}

/// Frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_tenant_free(tenant: Option<Box<Tenant>>) {
    plain("tenure_tenant_free", (), || drop(tenant));
}
