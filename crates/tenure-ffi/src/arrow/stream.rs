//! Streams: batches in, batches out, one at a time.

use std::ffi::{CString, c_char, c_int};
use std::fmt;
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;
use tenure::PreparedTenant;

use super::abi::{ArrowArray, ArrowArrayStream, ArrowSchema};
use super::export;
use super::foreign::Stream;
use super::plan::Plan;
use super::score::Scorer;
use super::table::room_at;
use crate::engine::Engine;
use crate::error::Error;
use crate::failure::{Failure, Outcome};
use crate::guard::{fallible, plain};
use crate::handle::{Exclusive, Out, given};
use crate::session::tenant_on;
use crate::status;
use crate::tenant::Tenant;
use crate::text::text;

/// What scores the batches of a stream.
struct Scoring {
    input: Stream,
    plan: Plan,
    session: tenure::Session,
    tenant: PreparedTenant,
    as_of: NaiveDate,
    rows: usize,
    ended: bool,
    failed: bool,
}

/// What a stream of ours holds until its release.
struct Held {
    scoring: Exclusive<Scoring>,
    said: Mutex<Option<CString>>,
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

/// Numbers of errors as C has them.
const BUSY: c_int = 16;
const INVALID: c_int = 22;
const FAULT: c_int = 5;

impl Scoring {
    /// The next batch; an empty one at the end. After a failure there is none: a batch would be missing between two others.
    fn next(&mut self) -> Outcome<ArrowArray> {
        if self.failed {
            let message = "the stream failed before: release it, and begin anew";
            return Err(Failure::new(status::E_STREAM, message));
        }
        // Stays so where what follows fails, or panics.
        self.failed = true;
        let next = self.scored()?;
        self.failed = false;
        Ok(next)
    }

    fn scored(&mut self) -> Outcome<ArrowArray> {
        if self.ended {
            return Ok(ArrowArray::empty());
        }
        let Some(batch) = self.input.next()? else {
            self.ended = true;
            return Ok(ArrowArray::empty());
        };
        let mut scorer = Scorer {
            session: &mut self.session,
            plan: &self.plan,
            tenant: &self.tenant,
            as_of: self.as_of,
            rows: self.rows,
        };
        Ok(scorer.score(&batch, || Ok(()))?.into_array())
    }
}

impl Held {
    /// Does something for the host; keeps what went wrong for it to ask.
    fn answer(&self, run: impl FnOnce() -> Outcome<()>) -> c_int {
        let caught = plain("a batch of the stream", None, || Some(run()));
        let outcome = caught.unwrap_or_else(|| {
            let message = "the stream ran into a fault of the library; please report it";
            Err(Failure::new(status::E_PANIC, message))
        });
        let Err(failure) = outcome else {
            return 0;
        };
        let code = match failure.status {
            status::E_BUSY => BUSY,
            status::E_PANIC | status::E_SPENT => FAULT,
            _ => INVALID,
        };
        let text = failure.message.replace('\0', " ");
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        *said = CString::new(text).ok();
        code
    }
}

/// Scores the batches of a stream, each when it is asked for.
///
/// # Safety
/// As the header says of text, and of the structs of Arrow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_score_stream(
    engine: Option<&Engine>,
    stream: *mut ArrowArrayStream,
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    out: *mut ArrowArrayStream,
    err: Out<'_, Error>,
) -> i32 {
    let missing = stream.is_null();
    // SAFETY: the header asks for a stream that nobody else uses. It is ours before anything can fail.
    let input = unsafe { Stream::take(stream) };
    fallible("tenure_score_stream", err, || {
        let engine = given(engine, "engine")?;
        let (tenant, as_of) = tenant_on(tenant, text!(as_of, as_of_len))?;
        room_at(out)?;
        let mut input = input.ok_or_else(|| no_stream(missing))?;
        let schema = input.schema()?;
        let plan = Plan::new(&engine.inner, tenant, &schema.columns()?)?;
        let held = Held {
            scoring: Exclusive::new(Scoring {
                input,
                plan,
                session: engine.inner.session(),
                tenant: tenant.clone(),
                as_of,
                rows: engine.settings.batch,
                ended: false,
                failed: false,
            }),
            said: Mutex::new(None),
        };
        let made = ArrowArrayStream {
            get_schema: Some(get_schema),
            get_next: Some(get_next),
            get_last_error: Some(get_last_error),
            release: Some(release),
            private_data: Box::into_raw(Box::new(held)).cast(),
        };
        // SAFETY: it is not NULL, the header asks for a place, and what stood there before is not read.
        unsafe { out.write(made) };
        Ok(())
    })
}

fn no_stream(missing: bool) -> Failure {
    match missing {
        true => Failure::null("stream"),
        false => Failure::new(status::E_STREAM, "the stream was released before the call"),
    }
}

/// What a stream of ours holds; `None` once it is released.
///
/// # Safety
/// NULL, or a stream that [`tenure_score_stream`] made, which stays for `'a`.
unsafe fn held<'a>(stream: *mut ArrowArrayStream) -> Option<&'a Held> {
    // SAFETY: the caller vouches for it.
    let stream = unsafe { stream.as_ref() }.filter(|stream| stream.release.is_some())?;
    // SAFETY: it is the box that was made with the stream, and it was not released yet.
    unsafe { stream.private_data.cast::<Held>().as_ref() }
}

/// # Safety
/// A stream of ours, and a place for a schema.
unsafe extern "C" fn get_schema(stream: *mut ArrowArrayStream, out: *mut ArrowSchema) -> c_int {
    // SAFETY: the caller vouches for it.
    let Some(held) = (unsafe { held(stream) }).filter(|_| !out.is_null()) else {
        return INVALID;
    };
    held.answer(|| {
        let schema = held.scoring.with("stream", |scoring| {
            Ok(export::output_schema(scoring.session.engine().provenance()))
        })?;
        // SAFETY: the caller vouches for the place.
        unsafe { out.write(schema) };
        Ok(())
    })
}

/// # Safety
/// A stream of ours, and a place for an array.
unsafe extern "C" fn get_next(stream: *mut ArrowArrayStream, out: *mut ArrowArray) -> c_int {
    // SAFETY: the caller vouches for it.
    let Some(held) = (unsafe { held(stream) }).filter(|_| !out.is_null()) else {
        return INVALID;
    };
    held.answer(|| {
        let array = held.scoring.with("stream", Scoring::next)?;
        // SAFETY: the caller vouches for the place.
        unsafe { out.write(array) };
        Ok(())
    })
}

/// # Safety
/// A stream of ours.
unsafe extern "C" fn get_last_error(stream: *mut ArrowArrayStream) -> *const c_char {
    // SAFETY: the caller vouches for it.
    let Some(held) = (unsafe { held(stream) }) else {
        return std::ptr::null();
    };
    let said = held.said.lock().unwrap_or_else(PoisonError::into_inner);
    // It stays where it is until the next call that fails.
    said.as_ref().map_or(std::ptr::null(), |said| said.as_ptr())
}

/// # Safety
/// A stream of ours.
unsafe extern "C" fn release(stream: *mut ArrowArrayStream) {
    // SAFETY: the caller vouches for it; one that was released before has nothing left to free.
    let Some(stream) = (unsafe { stream.as_mut() }).filter(|stream| stream.release.is_some())
    else {
        return;
    };
    plain("the release of a stream", (), || {
        // SAFETY: it is the box that was made with the stream, and this is its only release.
        drop(unsafe { Box::from_raw(stream.private_data.cast::<Held>()) });
    });
    *stream = ArrowArrayStream::empty();
}
