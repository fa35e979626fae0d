//! Text over the border.

use std::ffi::{CStr, c_char};
use std::fmt;
use std::mem::MaybeUninit;

use crate::failure::{Failure, Outcome};
use crate::status;

/// A length that stands for "up to the first NUL".
const UP_TO_NUL: usize = usize::MAX;

/// A place for a length, which the host may have left out.
pub(crate) type LenOut<'a> = Option<&'a mut MaybeUninit<usize>>;

/// Reads a text that came as a pointer and a length, each an argument of the function around it.
macro_rules! text {
    ($start:ident, $length:ident) => {{
        // SAFETY: the header asks for that many readable bytes at the pointer, or for a NUL after them, and that nobody
        // changes them during the call; the text is not used after it.
        unsafe { $crate::text::text_at($start, $length, stringify!($start)) }
    }};
}

/// Reads bytes that came as a pointer and a length, each an argument of the function around it.
macro_rules! bytes {
    ($start:ident, $length:ident) => {{
        // SAFETY: the header asks for that many readable bytes at the pointer, and that nobody changes them during the
        // call; they are not used after it.
        unsafe { $crate::text::bytes_at($start.cast(), $length, stringify!($start)) }
    }};
}

pub(crate) use {bytes, text};

/// Text of the host.
///
/// # Safety
/// As [`bytes_at`].
pub(crate) unsafe fn text_at<'a>(
    start: *const c_char,
    length: usize,
    what: &str,
) -> Outcome<&'a str> {
    // SAFETY: the caller vouches for the same.
    let bytes = unsafe { bytes_at(start.cast(), length, what) }?;
    std::str::from_utf8(bytes).map_err(|error| {
        Failure::new(
            status::E_UTF8,
            format!("`{what}` is not UTF-8 from byte {} on", error.valid_up_to()),
        )
    })
}

/// Bytes of the host.
///
/// # Safety
/// `start` is NULL, or points to `length` bytes that nobody changes for `'a`; where the length is [`UP_TO_NUL`], a NUL
/// ends them.
pub(crate) unsafe fn bytes_at<'a>(
    start: *const u8,
    length: usize,
    what: &str,
) -> Outcome<&'a [u8]> {
    if start.is_null() {
        return match length {
            0 => Ok(&[]),
            _ => Err(Failure::null(what)),
        };
    }
    if length == UP_TO_NUL {
        // SAFETY: the caller vouches for a NUL.
        return Ok(unsafe { CStr::from_ptr(start.cast()) }.to_bytes());
    }
    if isize::try_from(length).is_err() {
        return Err(Failure::new(
            status::E_ARGUMENT,
            format!("`{what}` cannot have {length} bytes; is its length negative?"),
        ));
    }
    // SAFETY: it is not NULL, the length fits, and the caller vouches for the bytes.
    Ok(unsafe { std::slice::from_raw_parts(start, length) })
}

/// Text for the host: its bytes, then a NUL.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Shown(Box<[u8]>);

impl Shown {
    pub(crate) fn new(text: impl Into<Vec<u8>>) -> Self {
        let mut bytes: Vec<u8> = text.into();
        bytes.push(0);
        Self(bytes.into())
    }

    /// The text of a value as JSON, in one line.
    pub(crate) fn json(value: &impl serde::Serialize) -> Self {
        // Only maps whose keys are no texts cannot be written, and there are none.
        Self::new(serde_json::to_vec(value).unwrap_or_default())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        String::from_utf8_lossy(&self.0).fmt(f)
    }
}

/// Shows a text to the host: its start, and its length where that is wanted. NULL and 0 where there is none.
pub(crate) fn show(text: Option<&Shown>, length: LenOut<'_>) -> *const c_char {
    if let Some(slot) = length {
        slot.write(text.map_or(0, Shown::len));
    }
    text.map_or(std::ptr::null(), Shown::as_ptr)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &CStr, length: usize) -> Outcome<&str> {
        // SAFETY: the length is within the text, or stands for its NUL.
        unsafe { text_at(text.as_ptr(), length, "text") }
    }

    #[test]
    fn a_length_counts_and_otherwise_a_nul_does() {
        assert_eq!(read(c"abc", 2), Ok("ab"));
        assert_eq!(read(c"abc", UP_TO_NUL), Ok("abc"));
        assert_eq!(read(c"", 0), Ok(""));
    }

    #[test]
    fn nothing_is_read_that_is_not_there() {
        let nothing = |length| {
            // SAFETY: NULL is not looked at.
            unsafe { bytes_at(std::ptr::null(), length, "text") }
        };
        assert_eq!(nothing(0), Ok(&[][..]));
        for length in [1, UP_TO_NUL, UP_TO_NUL - 1] {
            assert_eq!(nothing(length).unwrap_err().status, status::E_NULL);
        }
    }

    #[test]
    fn what_is_no_text_or_no_length_is_refused() {
        assert_eq!(read(c"a\xff", 2).unwrap_err().status, status::E_UTF8);
        assert_eq!(
            read(c"a", UP_TO_NUL - 1).unwrap_err().status,
            status::E_ARGUMENT
        );
    }

    #[test]
    fn a_text_for_the_host_ends_with_a_nul() {
        let shown = Shown::new("abc");
        let mut length = MaybeUninit::new(0);
        let start = show(Some(&shown), Some(&mut length));
        // SAFETY: a NUL ends it.
        assert_eq!(unsafe { CStr::from_ptr(start) }, c"abc");
        // SAFETY: it was set before the call.
        assert_eq!(unsafe { length.assume_init() }, 3);
    }
}
