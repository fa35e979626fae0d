//! Handles of every kind, ready to be used.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use crate::accounts::*;
use crate::answer::Answer;
use crate::config::*;
use crate::decide::*;
use crate::decisions::*;
use crate::engine::*;
use crate::error::*;
use crate::explain::*;
use crate::facts::*;
use crate::handle::Out;
use crate::interrupt::*;
use crate::rulebook::*;
use crate::session::*;
use crate::status::OK;
use crate::summary::*;
use crate::tenant::*;
use crate::text::LenOut;

/// A length that stands for "up to the first NUL".
pub(super) const NTS: usize = usize::MAX;

/// Calls what hands out a handle, and takes it.
pub(super) fn take<T>(call: impl FnOnce(Out<'_, T>, Out<'_, Error>) -> i32) -> Result<Box<T>, i32> {
    let mut out = MaybeUninit::new(std::ptr::null_mut());
    let mut err = MaybeUninit::new(std::ptr::null_mut());
    let status = call(Some(&mut out), Some(&mut err));
    // SAFETY: both were NULL before the call.
    let (out, err) = unsafe { (out.assume_init(), err.assume_init()) };
    assert_eq!(status == OK, !out.is_null(), "an output on success only");
    assert_eq!(status == OK, err.is_null(), "an error on failure only");
    if status == OK {
        // SAFETY: the library made it for us, as a box.
        return Ok(unsafe { Box::from_raw(out) });
    }
    // SAFETY: the library made it for us, as a box.
    let error = unsafe { Box::from_raw(err) };
    assert_eq!(tenure_error_status(Some(&error)), status);
    assert!(!read(tenure_error_message(Some(&error), None)).is_empty());
    Err(status)
}

/// A text that the library shows.
pub(super) fn read<'a>(text: *const c_char) -> &'a str {
    assert!(!text.is_null());
    // SAFETY: a NUL ends it, and the handle outlives it in these tests.
    unsafe { CStr::from_ptr(text) }.to_str().unwrap()
}

/// The text of an answer, whose length is told right.
pub(super) fn told(answer: &Answer) -> String {
    let mut len = MaybeUninit::new(0);
    let text = read(crate::answer::tenure_text_data(
        Some(answer),
        Some(&mut len),
    ));
    // SAFETY: it was set before the call.
    assert_eq!(unsafe { len.assume_init() }, text.len());
    text.to_owned()
}

/// One handle of every kind.
pub(super) struct Made {
    pub(super) config: Box<Config>,
    pub(super) loader: Box<Loader>,
    pub(super) rulebook: Box<Rulebook>,
    pub(super) builder: Box<Builder>,
    pub(super) engine: Box<Engine>,
    pub(super) tenant: Box<Tenant>,
    pub(super) facts: Box<Facts>,
    pub(super) accounts: Box<Accounts>,
    pub(super) session: Box<Session>,
    pub(super) interrupt: Box<Interrupt>,
    pub(super) decisions: Box<Decisions>,
    pub(super) summary: Box<Summary>,
}

/// Two accounts that can be decided, and one between them that cannot.
pub(super) const ACCOUNTS: &CStr = cr#"[
    {"id":"acme","surveys":[{"kind":"nps","score":3,"at":"2026-06-01"}]},
    {"id":"bolt","surveys":[{"kind":"nps","score":3,"at":"2026-02-30"}]},
    {"id":"core"}
]"#;
pub(super) const DAY: &CStr = c"2026-06-30";
pub(super) const UNTIL: &CStr = c"2027-06-30";
pub(super) const RULEBOOK: &CStr =
    c"[rulebook]\nid = 'ours'\nversion = '1.0.0'\nlanguage = 1\nextends = 'default-renewal'";

/// A plugin that gives twelve points to whoever is unhappy.
pub(super) const SCRIPT: &CStr = c"/*---
id = 'unhappy'
version = '1.0.0'
dictionary = '^1.0'
max_points = 12
[inputs]
satisfaction.score = 'float'
[reasons.low]
en = 'They answered {satisfaction.score} of 100'
---*/
fn score(a) { if a.satisfaction.score < 50.0 { points(\"low\", 12); } }";

pub(super) fn made() -> Made {
    let config = take(|out, err| tenure_config_new(out, err)).unwrap();
    let loader = take(|out, err| tenure_loader_new(out, err)).unwrap();
    let rulebook = take(|out, err| tenure_rulebook_default(out, err)).unwrap();
    let builder = take(|out, err| tenure_builder_new(Some(&config), out, err)).unwrap();
    assert_eq!(
        tenure_builder_rulebook(Some(&builder), Some(&rulebook), None),
        OK
    );
    let engine = take(|out, err| tenure_builder_build(Some(&builder), out, err)).unwrap();
    // SAFETY: texts of this file, each ended by a NUL.
    let tenant =
        take(|out, err| unsafe { tenure_tenant_parse(None, c"{}".as_ptr(), NTS, out, err) });
    let tenant = tenant.unwrap();
    // SAFETY: as above.
    let facts =
        take(|out, err| unsafe { tenure_facts_new(Some(&tenant), DAY.as_ptr(), NTS, out, err) });
    // SAFETY: as above.
    let accounts =
        take(|out, err| unsafe { tenure_accounts_parse(None, ACCOUNTS.as_ptr(), NTS, out, err) });
    let accounts = accounts.unwrap();
    let session = take(|out, err| tenure_session_new(Some(&engine), out, err)).unwrap();
    let interrupt = take(|out, err| tenure_interrupt_new(Some(&session), out, err)).unwrap();
    let decisions = decide(&session, &accounts, &tenant).unwrap();
    let summary = take(|out, err| tenure_summary_new(Some(&engine), out, err)).unwrap();
    Made {
        facts: facts.unwrap(),
        config,
        loader,
        rulebook,
        builder,
        engine,
        tenant,
        accounts,
        session,
        interrupt,
        decisions,
        summary,
    }
}

pub(super) fn decide(
    session: &Session,
    accounts: &Accounts,
    tenant: &Tenant,
) -> Result<Box<Decisions>, i32> {
    let (session, accounts, tenant) = (Some(session), Some(accounts), Some(tenant));
    take(|out, err| {
        // SAFETY: a text of this file, ended by a NUL.
        unsafe { tenure_decide(session, accounts, tenant, DAY.as_ptr(), NTS, out, err) }
    })
}

/// Explains the first account by one of the functions that do.
pub(super) type Explain = unsafe extern "C" fn(
    Option<&Session>,
    Option<&Accounts>,
    usize,
    Option<&Tenant>,
    *const c_char,
    usize,
    Out<'_, Answer>,
    Out<'_, Error>,
) -> i32;

pub(super) fn explain(made: &Made, row: usize, function: Explain) -> Result<String, i32> {
    let (session, accounts) = (Some(&*made.session), Some(&*made.accounts));
    let tenant = Some(&*made.tenant);
    let answer = take(|out, err| {
        // SAFETY: a text of this file, ended by a NUL.
        unsafe { function(session, accounts, row, tenant, DAY.as_ptr(), NTS, out, err) }
    });
    answer.map(|answer| told(&answer))
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine of the shipped rulebook in sensible time"
)]
fn a_row_that_is_refused_keeps_its_place() {
    let made = made();
    let all = Some(&*made.decisions);
    assert_eq!(tenure_decisions_rows(all), 3);
    assert_eq!(tenure_decisions_refused(all), 1);
    let statuses = [0, 1, 2, 3].map(|row| tenure_decisions_status(all, row));
    assert_eq!(statuses, [0, 301, 0, 101]);
    let points = [0, 1, 2, 3].map(|row| tenure_decisions_points(all, row));
    assert_eq!(points, [30, i64::MIN, 0, i64::MIN]);
    let likely = [0, 1, 2].map(|row| tenure_decisions_probability_bp(all, row));
    assert_eq!(likely, [4853, -1, 2500]);
    let ids = [0, 1, 2].map(|row| read(tenure_decisions_account_id(all, row, None)));
    assert_eq!(ids, ["acme", "bolt", "core"]);
    assert!(tenure_decisions_band(all, 1, None).is_null());
    let refused = read(tenure_decisions_row_json(all, 1, None));
    assert!(
        refused.starts_with(r#"{"error":{"status":"TENURE_E_ACCOUNT","code":301,"#),
        "{refused}"
    );
    let lines = read(tenure_decisions_jsonl(all, None));
    let rows = [0, 2].map(|row| read(tenure_decisions_row_json(all, row, None)));
    assert_eq!(lines.lines().collect::<Vec<_>>(), rows);
    assert_eq!(
        read(tenure_decisions_json(all, None)),
        format!("[\n{}\n]\n", rows.join(",\n"))
    );
}

#[test]
fn a_length_is_always_told() {
    let mut len = MaybeUninit::new(7);
    let text: LenOut<'_> = Some(&mut len);
    assert!(tenure_decisions_band(None, 0, text).is_null());
    // SAFETY: it was set before the call.
    assert_eq!(unsafe { len.assume_init() }, 0);
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine of the shipped rulebook in sensible time"
)]
fn every_question_has_its_answer() {
    let made = made();
    let all = explain(&made, 0, tenure_explain).unwrap();
    assert!(
        all.starts_with(r#"{"decision":{"account_id":"acme""#),
        "{all}"
    );
    assert_eq!(explain(&made, 1, tenure_explain), Err(301));
    assert_eq!(explain(&made, 9, tenure_explain), Err(101));
    let moves = explain(&made, 0, tenure_what_would_change).unwrap();
    // Too little is known of it for one thing to leave its band.
    assert_eq!(moves, "[]");

    let (session, accounts) = (Some(&*made.session), Some(&*made.accounts));
    let tenant = Some(&*made.tenant);
    let (day, until) = (DAY.as_ptr(), UNTIL.as_ptr());
    let change = take(|out, err| {
        // SAFETY: texts of this file, each ended by a NUL.
        unsafe { tenure_next_change(session, accounts, 0, tenant, day, NTS, until, NTS, out, err) }
    });
    let change = told(&change.unwrap());
    assert!(change.starts_with(r#"{"on":"2026-11-28""#), "{change}");
    let why_not = |name: &CStr| {
        take(|out, err| {
            // SAFETY: texts of this file, each ended by a NUL.
            unsafe {
                tenure_why_not(
                    session,
                    accounts,
                    0,
                    tenant,
                    day,
                    NTS,
                    name.as_ptr(),
                    NTS,
                    out,
                    err,
                )
            }
        })
        .map(|answer| told(&answer))
    };
    assert!(
        why_not(c"renewal-t3")
            .unwrap()
            .starts_with(r#"{"name":"renewal-t3""#)
    );
    assert_eq!(why_not(c"renewal-t4"), Err(202));
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine of the shipped rulebook in sensible time"
)]
fn another_rulebook_is_no_part_of_a_summary() {
    let made = made();
    let rulebook = take(|out, err| {
        // SAFETY: texts of this file, each ended by a NUL.
        unsafe { tenure_rulebook_parse(c"ours".as_ptr(), NTS, RULEBOOK.as_ptr(), NTS, out, err) }
    });
    let builder = take(|out, err| tenure_builder_new(None, out, err)).unwrap();
    let none = take(|out, err| tenure_builder_build(Some(&builder), out, err));
    assert_eq!(none.err(), Some(201));
    assert_eq!(
        tenure_builder_rulebook(Some(&builder), Some(&rulebook.unwrap()), None),
        OK
    );
    let engine = take(|out, err| tenure_builder_build(Some(&builder), out, err)).unwrap();
    let other = take(|out, err| tenure_summary_new(Some(&engine), out, err)).unwrap();

    assert_eq!(
        tenure_summary_add(Some(&other), Some(&made.decisions), None),
        304
    );
    assert_eq!(
        tenure_summary_add(Some(&made.summary), Some(&made.decisions), None),
        OK
    );
    let bytes = take(|out, err| tenure_summary_bytes(Some(&made.summary), out, err)).unwrap();
    let bytes = told(&bytes);
    let merge = |into: &Summary, bytes: &str| {
        // SAFETY: the bytes and their number.
        unsafe { tenure_summary_merge(Some(into), bytes.as_ptr().cast(), bytes.len(), None) }
    };
    assert_eq!(merge(&other, &bytes), 304);
    assert_eq!(merge(&made.summary, &bytes[1..]), 304);
    assert_eq!(merge(&made.summary, &bytes), OK);
    let twice = take(|out, err| tenure_summary_bytes(Some(&made.summary), out, err)).unwrap();
    assert!(told(&twice).contains(r#""accounts":4"#));
}
