//! The numbers that functions answer with.

use std::ffi::{CStr, c_char};

use tenure::ErrorKind;

use crate::guard;

/// Declares the numbers with the names that the header gives them.
macro_rules! statuses {
    ($( $(#[doc = $doc:literal])+ $name:ident = $number:expr, )+) => {
        $( $(#[doc = $doc])+ pub const $name: i32 = $number; )+

        /// Every number with its name.
        const ALL: &[(i32, &str)] = &[ $( ($name, concat!("TENURE_", stringify!($name), "\0")), )+ ];
    };
}

statuses! {
    /// It was done.
    OK = 0,
    /// A pointer that is needed was NULL.
    E_NULL = 100,
    /// A value is out of its range: a length, a row, a day.
    E_ARGUMENT = 101,
    /// Text is not UTF-8.
    E_UTF8 = 102,
    /// The header is newer than the library, or of another major number.
    E_ABI = 103,
    /// Another thread is using the handle.
    E_BUSY = 104,
    /// A panic ended the handle.
    E_SPENT = 105,
    /// A setting does not exist, or cannot have the value.
    E_CONFIG = 107,
    /// A rulebook was refused.
    E_RULEBOOK = ErrorKind::Rulebook.number(),
    /// An engine cannot be built of what was given.
    E_BUILD = ErrorKind::Build.number(),
    /// The rulebook has no rule or action of a name.
    E_NAME = ErrorKind::Name.number(),
    /// A message has no template, or its template asks for what nobody knows.
    E_TEMPLATE = ErrorKind::Template.number(),
    /// A plugin is missing, does not fit the rulebook, or failed where that fails the call.
    E_PLUGIN = ErrorKind::Plugin.number(),
    /// Text is not JSON, so that no account can be told from another.
    E_JSON = 300,
    /// An account was refused.
    E_ACCOUNT = 301,
    /// A tenant was refused.
    E_TENANT = ErrorKind::Tenant.number(),
    /// Days do not follow each other as they must.
    E_DAY = ErrorKind::Day.number(),
    /// A summary cannot take in what it is given.
    E_SUMMARY = ErrorKind::Summary.number(),
    /// Columns do not fit the rulebook, or are of a kind that is not taken.
    E_SCHEMA = ErrorKind::Schema.number(),
    /// An Arrow array is not laid out as its schema says.
    E_ARRAY = 306,
    /// An Arrow stream that was handed in failed.
    E_STREAM = 307,
    /// The call was interrupted.
    E_INTERRUPTED = 402,
    /// The library has a fault, and caught it.
    E_PANIC = 900,
}

/// A kind of error without a name here does not compile, and no number is given twice.
const _: () = {
    let mut at = 0;
    while at < ErrorKind::ALL.len() {
        assert!(position(ErrorKind::ALL[at].number()).is_some());
        at += 1;
    }
    let mut at = 1;
    while at < ALL.len() {
        assert!(ALL[at - 1].0 < ALL[at].0);
        at += 1;
    }
};

const fn position(status: i32) -> Option<usize> {
    let mut at = 0;
    while at < ALL.len() {
        if ALL[at].0 == status {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The name of a number, if it has one.
pub(crate) fn name(status: i32) -> Option<&'static CStr> {
    let (_, name) = ALL.iter().find(|(number, _)| *number == status)?;
    CStr::from_bytes_with_nul(name.as_bytes()).ok()
}

/// The name of a number, such as `TENURE_E_BUSY`; `TENURE_E_?` for one that there is not.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_status_name(status: i32) -> *const c_char {
    guard::plain("tenure_status_name", c"TENURE_E_?".as_ptr(), || {
        name(status).unwrap_or(c"TENURE_E_?").as_ptr()
    })
}
