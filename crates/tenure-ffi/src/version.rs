//! Whether a host and a library fit.

use std::ffi::c_char;

use serde::Serialize;

use crate::answer::Answer;
use crate::error::Error;
use crate::guard::{fallible, plain};
use crate::handle::{Out, give, place};
use crate::status;

/// The interface that this library speaks: the major number times 65,536, plus the minor one.
pub const ABI: u32 = (1 << 16) + 2;

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");

/// What a library can do besides what every one of its version can.
const PARTS: &[&str] = match cfg!(feature = "wasm") {
    true => &["json", "arrow", "wasm"],
    false => &["json", "arrow"],
};

/// What a library was built of.
#[derive(Serialize)]
struct Built {
    version: &'static str,
    abi: [u32; 2],
    target: &'static str,
    dictionary: &'static str,
    parts: &'static [&'static str],
}

/// The interface that the library speaks.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_abi_version() -> u32 {
    plain("tenure_abi_version", 0, || ABI)
}

/// Whether a host that was compiled with the header of an interface may use this library.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_abi_check(header_abi: u32) -> i32 {
    plain("tenure_abi_check", status::E_PANIC, || {
        // Of the same major number, and of a minor one that is not higher.
        let fits = (ABI >> 16 << 16..=ABI).contains(&header_abi);
        if fits { status::OK } else { status::E_ABI }
    })
}

/// The library's version, such as `0.1.0`.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_version() -> *const c_char {
    plain("tenure_version", std::ptr::null(), || {
        VERSION.as_ptr().cast()
    })
}

/// Of what the library was built, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_build_info(out: Out<'_, Answer>, err: Out<'_, Error>) -> i32 {
    fallible("tenure_build_info", err, || {
        let built = Built {
            version: env!("CARGO_PKG_VERSION"),
            abi: [ABI >> 16, ABI & 0xFFFF],
            target: env!("TENURE_TARGET"),
            dictionary: tenure::signals::DICTIONARY_VERSION,
            parts: PARTS,
        };
        give(place(out)?, Answer::json(&built));
        Ok(())
    })
}
