//! Summaries: what many processes decided, added up exactly.

use std::ffi::c_void;

use tenure::summary::Summary as Inner;

use crate::answer::Answer;
use crate::decisions::Decisions;
use crate::engine::Engine;
use crate::error::Error;
use crate::guard::{fallible, plain};
use crate::handle::{Exclusive, Out, give, given, place};
use crate::text::bytes;

/// Counts and sums over decisions. Used by one thread at a time.
#[derive(Debug)]
pub struct Summary(pub(crate) Exclusive<Inner>);

/// An empty summary of an engine's decisions.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_summary_new(
    engine: Option<&Engine>,
    out: Out<'_, Summary>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_summary_new", err, || {
        let engine = given(engine, "engine")?;
        let inner = Inner::new(&engine.inner);
        give(place(out)?, Summary(Exclusive::new(inner)));
        Ok(())
    })
}

/// Adds decisions, all of them or none.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_summary_add(
    summary: Option<&Summary>,
    decisions: Option<&Decisions>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_summary_add", err, || {
        let summary = given(summary, "summary")?;
        let decisions = given(decisions, "decisions")?;
        // One engine decided them all: the first is refused, or none.
        summary.0.with("summary", |summary| {
            decisions
                .all()
                .try_for_each(|decision| Ok(summary.add(decision)?))
        })
    })
}

/// Takes in the bytes of another summary.
///
/// # Safety
/// As the header says of bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_summary_merge(
    summary: Option<&Summary>,
    data: *const c_void,
    data_len: usize,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_summary_merge", err, || {
        let summary = given(summary, "summary")?;
        let data = bytes!(data, data_len)?;
        summary
            .0
            .with("summary", |summary| Ok(summary.merge(data)?))
    })
}

/// The summary as bytes to merge elsewhere: JSON in one line.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_summary_bytes(
    summary: Option<&Summary>,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_summary_bytes", err, || {
        let summary = given(summary, "summary")?;
        let out = place(out)?;
        let bytes = summary
            .0
            .with("summary", |summary| Ok(summary.to_bytes()))?;
        give(out, Answer::bytes(bytes));
        Ok(())
    })
}

/// Frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_summary_free(summary: Option<Box<Summary>>) {
    plain("tenure_summary_free", (), || drop(summary));
}
