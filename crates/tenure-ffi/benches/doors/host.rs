//! Everything through C: the functions that the shared library exports, called as they are declared in the header.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use tenure_ffi::accounts::{Accounts, tenure_accounts_parse};
use tenure_ffi::arrow::abi::{ArrowArray, ArrowSchema};
use tenure_ffi::arrow::table::{tenure_input_schema, tenure_score_batch};
use tenure_ffi::decide::{tenure_decide, tenure_decide_json};
use tenure_ffi::decisions::{Decisions, tenure_decisions_free, tenure_decisions_jsonl};
use tenure_ffi::engine::{
    Engine, tenure_builder_build, tenure_builder_new, tenure_builder_rulebook,
};
use tenure_ffi::error::Error;
use tenure_ffi::rulebook::tenure_rulebook_default;
use tenure_ffi::session::{Session, tenure_session_new};
use tenure_ffi::tenant::{Tenant, tenure_tenant_parse};

use crate::example::DAY;
use crate::laid::Laid;

/// A place for a handle.
type Out<'a, T> = Option<&'a mut MaybeUninit<*mut T>>;

/// Calls what hands out a handle, which is there or else nothing can be measured.
fn made<T>(call: impl FnOnce(Out<'_, T>, Out<'_, Error>) -> i32) -> Box<T> {
    let mut out = MaybeUninit::new(std::ptr::null_mut());
    assert_eq!(call(Some(&mut out), None), 0);
    // SAFETY: it is written on success, with a box that is ours from then on.
    unsafe { Box::from_raw(out.assume_init()) }
}

/// The start of a text and its length.
fn span(text: &str) -> (*const c_char, usize) {
    (text.as_ptr().cast(), text.len())
}

/// The handles of a host.
pub(crate) struct Host {
    engine: Box<Engine>,
    session: Box<Session>,
    tenant: Box<Tenant>,
}

impl Host {
    pub(crate) fn new(about: &str) -> Self {
        let rulebook = made(|out, err| tenure_rulebook_default(out, err));
        let builder = made(|out, err| tenure_builder_new(None, out, err));
        let bound = tenure_builder_rulebook(Some(&builder), Some(&rulebook), None);
        assert_eq!(bound, 0);
        let engine = made(|out, err| tenure_builder_build(Some(&builder), out, err));
        let (json, len) = span(about);
        Self {
            session: made(|out, err| tenure_session_new(Some(&engine), out, err)),
            // SAFETY: a text with its length.
            tenant: made(|out, err| unsafe { tenure_tenant_parse(None, json, len, out, err) }),
            engine,
        }
    }

    /// Accounts, parsed once.
    pub(crate) fn parse(&self, text: &str) -> Box<Accounts> {
        let (json, len) = span(text);
        // SAFETY: a text with its length.
        made(|out, err| unsafe { tenure_accounts_parse(None, json, len, out, err) })
    }

    /// Decides accounts that were parsed before.
    pub(crate) fn decide(&self, accounts: &Accounts) -> Box<Decisions> {
        let (session, tenant) = (Some(&*self.session), Some(&*self.tenant));
        let (day, len) = span(DAY);
        made(|out, err| {
            // SAFETY: a text with its length.
            unsafe { tenure_decide(session, Some(accounts), tenant, day, len, out, err) }
        })
    }

    /// Parses accounts, and decides them.
    pub(crate) fn decide_json(&self, text: &str) -> Box<Decisions> {
        let (session, tenant) = (Some(&*self.session), Some(&*self.tenant));
        let ((json, json_len), (day, len)) = (span(text), span(DAY));
        made(|out, err| {
            // SAFETY: texts with their lengths.
            unsafe { tenure_decide_json(session, json, json_len, tenant, day, len, out, err) }
        })
    }

    /// The columns that the rulebook reads.
    pub(crate) fn schema(&self) -> ArrowSchema {
        let mut schema = MaybeUninit::uninit();
        let told = tenure_input_schema(Some(&self.engine), Some(&mut schema), None);
        assert_eq!(told, 0);
        // SAFETY: it was filled just now; it lives as long as the process.
        unsafe { schema.assume_init() }
    }

    /// Scores a batch, hands the answer to somebody who looks at it, and releases it.
    pub(crate) fn score<R>(
        &self,
        schema: &ArrowSchema,
        batch: &mut Laid,
        look: impl FnOnce(&ArrowArray) -> R,
    ) -> R {
        let (mut batch, mut answer) = (batch.array(), ArrowArray::empty());
        let (day, len) = span(DAY);
        let (session, tenant) = (Some(&*self.session), Some(&*self.tenant));
        let (schema, moved) = (std::ptr::from_ref(schema), &raw mut batch);
        let out = &raw mut answer;
        // SAFETY: a schema and a batch that are well laid out, a text with its length, and a place.
        let status =
            unsafe { tenure_score_batch(session, schema, moved, tenant, day, len, out, None) };
        assert_eq!(status, 0);
        let looked = look(&answer);
        if let Some(release) = answer.release {
            // SAFETY: it was filled just now, and is released once.
            unsafe { release(&raw mut answer) };
        }
        looked
    }
}

/// Hands the decisions' JSON to somebody who looks at it, and frees them.
pub(crate) fn written<R>(decisions: Box<Decisions>, look: impl FnOnce(&[u8]) -> R) -> R {
    let mut len = MaybeUninit::new(0);
    let start = tenure_decisions_jsonl(Some(&decisions), Some(&mut len));
    // SAFETY: the length was written, and so many bytes stand there until the decisions are freed.
    let looked = look(unsafe { std::slice::from_raw_parts(start.cast(), len.assume_init()) });
    tenure_decisions_free(Some(decisions));
    looked
}
