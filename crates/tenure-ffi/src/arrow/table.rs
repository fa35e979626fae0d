//! Batches: a schema and an array in, an array out.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::abi::{ArrowArray, ArrowSchema};
use super::export;
use super::foreign::{Batch, columns};
use super::score::Scorer;
use crate::engine::Engine;
use crate::error::Error;
use crate::failure::Failure;
use crate::guard::fallible;
use crate::handle::{Out, given};
use crate::session::{Session, tenant_on};
use crate::tenant::Tenant;
use crate::text::text;

/// A place for a struct, which the host may have left out. What stood there before is never read.
pub(crate) type Place<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// A place that the host must have given.
pub(crate) fn room<T>(out: Place<'_, T>) -> Result<&mut MaybeUninit<T>, Failure> {
    out.ok_or_else(|| Failure::null("out"))
}

/// The same of a place that is written once all went well.
pub(super) fn room_at<T>(out: *mut T) -> Result<(), Failure> {
    match out.is_null() {
        true => Err(Failure::null("out")),
        false => Ok(()),
    }
}

/// The columns that an engine's rulebook reads.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_input_schema(
    engine: Option<&Engine>,
    out: Place<'_, ArrowSchema>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_input_schema", err, || {
        let engine = given(engine, "engine")?;
        room(out)?.write(export::input_schema(&engine.inner));
        Ok(())
    })
}

/// The columns of an engine's answers.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_output_schema(
    engine: Option<&Engine>,
    out: Place<'_, ArrowSchema>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_output_schema", err, || {
        let engine = given(engine, "engine")?;
        room(out)?.write(export::output_schema(engine.inner.provenance()));
        Ok(())
    })
}

/// Scores a batch.
///
/// # Safety
/// As the header says of text, and of the structs of Arrow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_score_batch(
    session: Option<&Session>,
    schema: *const ArrowSchema,
    batch: *mut ArrowArray,
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    out: *mut ArrowArray,
    err: Out<'_, Error>,
) -> i32 {
    let missing = batch.is_null();
    // SAFETY: the header asks for a batch that nobody else uses. It is ours before anything can fail.
    let batch = unsafe { Batch::take(batch) };
    fallible("tenure_score_batch", err, || {
        let session = given(session, "session")?;
        let (tenant, as_of) = tenant_on(tenant, text!(as_of, as_of_len))?;
        room_at(out)?;
        let batch = batch.as_ref().ok_or_else(|| no_batch(missing))?;
        // SAFETY: the header asks for a schema that stays, and that nobody changes, until the call returns; the shapes do
        // not outlive it.
        let shapes = unsafe { columns(schema) }?;
        let answers = session.with(|inner| {
            let plan = session.last_plan.of(inner.engine(), tenant, &shapes)?;
            let mut scorer = Scorer {
                session: inner,
                plan: &plan,
                tenant,
                as_of,
                rows: session.settings.batch,
            };
            scorer.score(batch, || session.flag.check())
        })?;
        // SAFETY: it is not NULL, the header asks for a place, and what stood there before is not read.
        unsafe { out.write(answers.into_array()) };
        Ok(())
    })
}

fn no_batch(missing: bool) -> Failure {
    match missing {
        true => Failure::null("batch"),
        false => super::foreign::bad_array("the batch was released before the call"),
    }
}
