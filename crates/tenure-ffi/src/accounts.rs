//! Prepared accounts: parsed once, decided for many days, tenants and rulebooks.

use std::ffi::c_char;
use std::sync::Arc;

use crate::answer::Answer;
use crate::batch::Batch;
use crate::config::{Config, settings};
use crate::error::Error;
use crate::guard::{fallible, plain};
use crate::handle::{Out, give, given, place};
use crate::status;
use crate::text::{LenOut, show, text};

/// Accounts, parsed. Any number of threads may use them.
#[derive(Debug)]
pub struct Accounts(pub(crate) Arc<Batch>);

/// Reads accounts.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_accounts_parse(
    config: Option<&Config>,
    json: *const c_char,
    json_len: usize,
    out: Out<'_, Accounts>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_accounts_parse", err, || {
        let json = text!(json, json_len)?;
        let out = place(out)?;
        let batch = Batch::read(json, &settings(config)?.limits)?;
        give(out, Accounts(Arc::new(batch)));
        Ok(())
    })
}

/// How many there are, refused ones included.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_accounts_rows(accounts: Option<&Accounts>) -> usize {
    plain("tenure_accounts_rows", 0, || {
        accounts.map_or(0, |accounts| accounts.0.rows.len())
    })
}

/// How many were refused.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_accounts_refused(accounts: Option<&Accounts>) -> usize {
    plain("tenure_accounts_refused", 0, || {
        accounts.map_or(0, |accounts| accounts.0.refused())
    })
}

/// Whether a row was read.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_accounts_status(accounts: Option<&Accounts>, row: usize) -> i32 {
    plain("tenure_accounts_status", status::E_PANIC, || {
        accounts.map_or(status::E_NULL, |accounts| accounts.0.status(row))
    })
}

/// The id of a row.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_accounts_id(
    accounts: Option<&Accounts>,
    row: usize,
    len: LenOut<'_>,
) -> *const c_char {
    plain("tenure_accounts_id", std::ptr::null(), || {
        show(accounts.and_then(|accounts| accounts.0.shown_id(row)), len)
    })
}

/// Everything wrong or suspicious, by row, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_accounts_problems(
    accounts: Option<&Accounts>,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_accounts_problems", err, || {
        let accounts = given(accounts, "accounts")?;
        give(place(out)?, Answer::json(&accounts.0.problems()));
        Ok(())
    })
}

/// Frees them; decisions about them stay.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_accounts_free(accounts: Option<Box<Accounts>>) {
    plain("tenure_accounts_free", (), || drop(accounts));
}
