//! Handles: what the host holds by a pointer.

use std::fmt;
use std::mem::MaybeUninit;
use std::sync::{Mutex, TryLockError};

use crate::failure::{Failure, Outcome};
use crate::guard::rehearse;
use crate::status;

/// A place for a handle, which the host may have left out. What stood there before is never read.
pub(crate) type Out<'a, T> = Option<&'a mut MaybeUninit<*mut T>>;

/// A handle of which the host may have given none.
pub(crate) fn given<'a, T>(handle: Option<&'a T>, what: &str) -> Outcome<&'a T> {
    handle.ok_or_else(|| Failure::null(what))
}

/// A place that the host must have given.
pub(crate) fn place<T>(out: Option<&mut T>) -> Outcome<&mut T> {
    out.ok_or_else(|| Failure::null("out"))
}

/// Hands a new handle to the host, who frees it.
pub(crate) fn give<T>(slot: &mut MaybeUninit<*mut T>, value: T) {
    slot.write(Box::into_raw(Box::new(value)));
}

/// What one thread uses at a time. A second one is refused, never kept waiting; a panic inside ends it.
pub(crate) struct Exclusive<T>(Mutex<T>);

impl<T> Exclusive<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Uses it, if nobody else does.
    pub(crate) fn with<R>(
        &self,
        what: &str,
        use_it: impl FnOnce(&mut T) -> Outcome<R>,
    ) -> Outcome<R> {
        let mut held = self.0.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => Failure::new(
                status::E_BUSY,
                format!("the {what} is in use; give each thread one of its own"),
            ),
            TryLockError::Poisoned(_) => Failure::new(
                status::E_SPENT,
                format!("a fault of the library ended the {what}; free it and make a new one"),
            ),
        })?;
        rehearse(None);
        #[cfg(all(test, thread_sanitizer))]
        if crate::guard::rehearsal::is_racing() {
            let left: *mut T = &raw mut *held;
            drop(held);
            // SAFETY: none. It is a race, planted for the sanitizer to find: the lock is given up before the use.
            return use_it(unsafe { &mut *left });
        }
        use_it(&mut held)
    }
}

impl<T> fmt::Debug for Exclusive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exclusive")
    }
}
