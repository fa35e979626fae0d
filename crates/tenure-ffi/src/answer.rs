//! An answer in text, kept by a handle of its own.

use std::ffi::c_char;

use serde::Serialize;

use crate::guard::plain;
use crate::text::{LenOut, Shown, show};

/// An answer in text, most of them JSON. Any number of threads may read it.
#[derive(Debug)]
pub struct Answer(Shown);

impl Answer {
    pub(crate) fn json(value: &impl Serialize) -> Self {
        Self(Shown::json(value))
    }

    pub(crate) fn bytes(bytes: Vec<u8>) -> Self {
        Self(Shown::new(bytes))
    }
}

/// The text.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_text_data(text: Option<&Answer>, len: LenOut<'_>) -> *const c_char {
    plain("tenure_text_data", std::ptr::null(), || {
        show(text.map(|text| &text.0), len)
    })
}

/// Frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_text_free(text: Option<Box<Answer>>) {
    plain("tenure_text_free", (), || drop(text));
}
