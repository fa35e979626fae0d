//! Errors as the host sees them.

use std::ffi::c_char;

use serde::Serialize;

use crate::failure::Failure;
use crate::guard::plain;
use crate::status;
use crate::text::{LenOut, Shown, show};

/// Why a call failed: a number, a sentence, and the whole as JSON. Any number of threads may read it.
#[derive(Debug)]
pub struct Error {
    status: i32,
    message: Shown,
    json: Shown,
}

#[derive(Serialize)]
struct Whole<'f> {
    status: Option<&'static str>,
    #[serde(flatten)]
    failure: &'f Failure,
}

/// An error as JSON, with the name of its number.
pub(crate) fn json(failure: &Failure) -> impl Serialize + '_ {
    Whole {
        status: status::name(failure.status).and_then(|name| name.to_str().ok()),
        failure,
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let json = Shown::json(&json(&failure));
        Self {
            status: failure.status,
            json,
            message: Shown::new(failure.message),
        }
    }
}

/// Its number; `TENURE_E_NULL` for no error at all.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_error_status(error: Option<&Error>) -> i32 {
    plain("tenure_error_status", status::E_PANIC, || {
        error.map_or(status::E_NULL, |error| error.status)
    })
}

/// What is wrong, and the way out.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_error_message(error: Option<&Error>, len: LenOut<'_>) -> *const c_char {
    plain("tenure_error_message", std::ptr::null(), || {
        show(error.map(|error| &error.message), len)
    })
}

/// All that is known of it, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_error_json(error: Option<&Error>, len: LenOut<'_>) -> *const c_char {
    plain("tenure_error_json", std::ptr::null(), || {
        show(error.map(|error| &error.json), len)
    })
}

/// Frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_error_free(error: Option<Box<Error>>) {
    plain("tenure_error_free", (), || drop(error));
}
