//! Why, why not, what would change it, and when it changes by itself.

use std::ffi::c_char;

use crate::accounts::Accounts;
use crate::answer::Answer;
use crate::day::day;
use crate::error::Error;
use crate::guard::fallible;
use crate::handle::{Out, give, given, place};
use crate::session::Session;
use crate::tenant::Tenant;
use crate::text::text;

/// Everything about one account on a day, as JSON.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_explain(
    session: Option<&Session>,
    accounts: Option<&Accounts>,
    row: usize,
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_explain", err, || {
        let session = given(session, "session")?;
        let account = given(accounts, "accounts")?.0.account(row)?;
        let tenant = given(tenant, "tenant")?;
        let as_of = day(text!(as_of, as_of_len)?, "as_of")?;
        let out = place(out)?;
        let explanation = session.with(|session| {
            let engine = session.engine();
            Ok(engine.explain(account, &tenant.inner, as_of)?)
        })?;
        give(out, Answer::json(&explanation));
        Ok(())
    })
}

/// Why a rule gave no points, or an action is not proposed, as JSON.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_why_not(
    session: Option<&Session>,
    accounts: Option<&Accounts>,
    row: usize,
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    name: *const c_char,
    name_len: usize,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_why_not", err, || {
        let session = given(session, "session")?;
        let account = given(accounts, "accounts")?.0.account(row)?;
        let tenant = given(tenant, "tenant")?;
        let as_of = day(text!(as_of, as_of_len)?, "as_of")?;
        let name = text!(name, name_len)?;
        let out = place(out)?;
        let why_not = session.with(|session| {
            let engine = session.engine();
            Ok(engine.why_not(account, &tenant.inner, as_of, name)?)
        })?;
        give(out, Answer::json(&why_not));
        Ok(())
    })
}

/// Of each signal that people can move, the smallest change that leaves the band, as JSON.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_what_would_change(
    session: Option<&Session>,
    accounts: Option<&Accounts>,
    row: usize,
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_what_would_change", err, || {
        let session = given(session, "session")?;
        let account = given(accounts, "accounts")?.0.account(row)?;
        let tenant = given(tenant, "tenant")?;
        let as_of = day(text!(as_of, as_of_len)?, "as_of")?;
        let out = place(out)?;
        let moves = session
            .with(|session| Ok(session.what_would_change(account, &tenant.inner, as_of)?))?;
        give(out, Answer::json(&moves));
        Ok(())
    })
}

/// The next day on which points, band or actions differ by themselves, as JSON; `null` if there is none.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_next_change(
    session: Option<&Session>,
    accounts: Option<&Accounts>,
    row: usize,
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    until: *const c_char,
    until_len: usize,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_next_change", err, || {
        let session = given(session, "session")?;
        let account = given(accounts, "accounts")?.0.account(row)?;
        let tenant = given(tenant, "tenant")?;
        let as_of = day(text!(as_of, as_of_len)?, "as_of")?;
        let until = day(text!(until, until_len)?, "until")?;
        let out = place(out)?;
        let change = session
            .with(|session| Ok(session.next_change(account, &tenant.inner, as_of, until)?))?;
        give(out, Answer::json(&change));
        Ok(())
    })
}
