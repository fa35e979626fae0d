//! Stopping a call from another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Error;
use crate::failure::{Failure, Outcome};
use crate::guard::{fallible, plain};
use crate::handle::{Out, give, given, place};
use crate::session::Session;
use crate::status;

/// Stops a session's calls. Any number of threads may use it, while the session is in use and after it is gone.
#[derive(Debug)]
pub struct Interrupt(Flag);

/// Whether a session is to stop.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flag(Arc<AtomicBool>);

impl Flag {
    /// Fails if the session is to stop; that is told once.
    pub(crate) fn check(&self) -> Outcome<()> {
        if !self.0.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        Err(Failure::new(
            status::E_INTERRUPTED,
            "the call was interrupted; nothing of it was handed out",
        ))
    }
}

/// What stops the calls of a session.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_interrupt_new(
    session: Option<&Session>,
    out: Out<'_, Interrupt>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_interrupt_new", err, || {
        let session = given(session, "session")?;
        give(place(out)?, Interrupt(session.flag.clone()));
        Ok(())
    })
}

/// Stops the call under way at its next look, or else the next call.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_interrupt_raise(interrupt: Option<&Interrupt>) -> i32 {
    plain(
        "tenure_interrupt_raise",
        status::E_PANIC,
        || match interrupt {
            Some(interrupt) => {
                interrupt.0.0.store(true, Ordering::Release);
                status::OK
            }
            None => status::E_NULL,
        },
    )
}

/// Frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_interrupt_free(interrupt: Option<Box<Interrupt>>) {
    plain("tenure_interrupt_free", (), || drop(interrupt));
}
