//! The frame in which every function of the border runs: no panic leaves it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::Error;
use crate::failure::{Failure, Outcome};
use crate::handle::{Out, give};
use crate::status;

/// Runs a function that may fail; on failure, and only then, an error is handed out.
pub(crate) fn fallible(
    function: &'static str,
    err: Out<'_, Error>,
    body: impl FnOnce() -> Outcome<()>,
) -> i32 {
    match caught(function, body).and_then(|outcome| outcome) {
        Ok(()) => status::OK,
        Err(failure) => {
            let status = failure.status;
            if let Some(slot) = err {
                give(slot, Error::from(failure));
            }
            status
        }
    }
}

/// Runs a function that cannot fail; a fault of the library gives `otherwise`.
pub(crate) fn plain<T>(function: &'static str, otherwise: T, body: impl FnOnce() -> T) -> T {
    caught(function, body).unwrap_or(otherwise)
}

/// Nothing that a panic may have left half done is seen again: handles of one thread are spent, the others frozen.
fn caught<T>(function: &'static str, body: impl FnOnce() -> T) -> Outcome<T> {
    let run = || {
        rehearse(Some(function));
        body()
    };
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| {
        let failure = Failure::panic(function, payload.as_ref());
        // What a payload does when it is dropped is not ours to know, and it must not panic here.
        std::mem::forget(payload);
        failure
    })
}

/// Where tests ask for a panic. Nothing of it is in what ships.
#[cfg(not(test))]
#[inline(always)]
pub(crate) fn rehearse(_: Option<&'static str>) {}

#[cfg(test)]
pub(crate) use rehearsal::rehearse;

#[cfg(test)]
pub(crate) mod rehearsal {
    use std::cell::Cell;

    thread_local! {
        /// Whether the next function panics, and whether inside the handle that it uses.
        static WANTED: Cell<Option<Place>> = const { Cell::new(None) };
        /// The function that panicked last.
        static PANICKED: Cell<Option<&'static str>> = const { Cell::new(None) };
        /// Whether handles of one thread are used without their lock.
        #[cfg(thread_sanitizer)]
        static RACING: Cell<bool> = const { Cell::new(false) };
    }

    /// Whether a race is planted in this thread.
    #[cfg(thread_sanitizer)]
    pub(crate) fn is_racing() -> bool {
        RACING.get()
    }

    /// Plants a race in this thread: handles of one thread are used without their lock.
    #[cfg(thread_sanitizer)]
    pub(crate) fn plant_race() {
        RACING.set(true);
    }

    /// Where a panic is wanted.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Place {
        /// At the start of the function.
        Function,
        /// While it holds a handle of one thread.
        Handle,
    }

    /// Panics where that was asked for; `function` is none inside a handle.
    pub(crate) fn rehearse(function: Option<&'static str>) {
        let here = match function {
            Some(_) => Place::Function,
            None => Place::Handle,
        };
        if WANTED.get() == Some(here) {
            WANTED.set(None);
            PANICKED.set(function);
            panic!("a rehearsal");
        }
    }

    /// Runs something with a panic wanted; tells which function had it.
    pub(crate) fn with_panic(place: Place, run: impl FnOnce()) -> Option<&'static str> {
        PANICKED.set(None);
        WANTED.set(Some(place));
        run();
        let happened = WANTED.take().is_none();
        assert!(happened, "nothing panicked");
        PANICKED.get()
    }
}
