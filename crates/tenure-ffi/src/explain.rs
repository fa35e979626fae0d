//! Why, why not, what would change it, and when it changes by itself.

use std::ffi::c_char;

use crate::accounts::Accounts;
use crate::answer::Answer;
use crate::day::day;
use crate::error::Error;
use crate::guard::fallible;
use crate::handle::{Out, given};
use crate::session::{Session, ask};
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
        let account = given(accounts, "accounts")?.0.account(row)?;
        let as_of = text!(as_of, as_of_len);
        ask(session, tenant, as_of, out, |session, tenant, as_of| {
            session.engine().explain(account, tenant, as_of)
        })
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
        let account = given(accounts, "accounts")?.0.account(row)?;
        let name = text!(name, name_len)?;
        let as_of = text!(as_of, as_of_len);
        ask(session, tenant, as_of, out, |session, tenant, as_of| {
            session.engine().why_not(account, tenant, as_of, name)
        })
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
        let account = given(accounts, "accounts")?.0.account(row)?;
        let as_of = text!(as_of, as_of_len);
        ask(session, tenant, as_of, out, |session, tenant, as_of| {
            session.what_would_change(account, tenant, as_of)
        })
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
        let account = given(accounts, "accounts")?.0.account(row)?;
        let until = day(text!(until, until_len)?, "until")?;
        let as_of = text!(as_of, as_of_len);
        ask(session, tenant, as_of, out, |session, tenant, as_of| {
            session.next_change(account, tenant, as_of, until)
        })
    })
}
