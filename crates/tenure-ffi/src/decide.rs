//! Deciding: JSON in one call, or accounts that were parsed before; and the tenant itself.

use std::ffi::c_char;
use std::sync::Arc;

use crate::accounts::Accounts;
use crate::answer::Answer;
use crate::batch::Batch;
use crate::decisions::Decisions;
use crate::error::Error;
use crate::guard::fallible;
use crate::handle::{Out, give, given, place};
use crate::session::{Session, ask, tenant_on};
use crate::tenant::Tenant;
use crate::text::text;

/// Decides accounts that were parsed before.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_decide(
    session: Option<&Session>,
    accounts: Option<&Accounts>,
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    out: Out<'_, Decisions>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_decide", err, || {
        let session = given(session, "session")?;
        let accounts = given(accounts, "accounts")?;
        let (tenant, as_of) = tenant_on(tenant, text!(as_of, as_of_len))?;
        let out = place(out)?;
        give(out, session.decide(accounts.0.clone(), tenant, as_of)?);
        Ok(())
    })
}

/// Parses accounts, and decides them.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_decide_json(
    session: Option<&Session>,
    json: *const c_char,
    json_len: usize,
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    out: Out<'_, Decisions>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_decide_json", err, || {
        let session = given(session, "session")?;
        let json = text!(json, json_len)?;
        let (tenant, as_of) = tenant_on(tenant, text!(as_of, as_of_len))?;
        let out = place(out)?;
        let batch = Arc::new(Batch::read(json, &session.settings.limits)?);
        give(out, session.decide(batch, tenant, as_of)?);
        Ok(())
    })
}

/// Decides accounts that were parsed before, and shares out what everybody can take on, as JSON.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_decide_within_capacity(
    session: Option<&Session>,
    accounts: Option<&Accounts>,
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_decide_within_capacity", err, || {
        let accounts = &given(accounts, "accounts")?.0.accounts;
        let as_of = text!(as_of, as_of_len);
        ask(session, tenant, as_of, out, |session, tenant, as_of| {
            session.decide_within_capacity(accounts, tenant, as_of)
        })
    })
}

/// What is to be done for the tenant itself, as JSON.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_decide_tenant(
    session: Option<&Session>,
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_decide_tenant", err, || {
        let as_of = text!(as_of, as_of_len);
        ask(session, tenant, as_of, out, |session, tenant, as_of| {
            session.decide_tenant(tenant, as_of)
        })
    })
}

/// The tenant's own actions as they stand after that decision, as JSON.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_tenant_next_actions(
    session: Option<&Session>,
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_tenant_next_actions", err, || {
        let as_of = text!(as_of, as_of_len);
        ask(session, tenant, as_of, out, |session, tenant, as_of| {
            let decision = session.decide_tenant(tenant, as_of)?;
            let before = tenant.tenant().actions.as_deref();
            Ok(decision.next_actions(before.unwrap_or_default()))
        })
    })
}
