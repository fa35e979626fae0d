//! A WASM component, handed to the library as a host does. Its answers as a plugin are tested where components are run.

use std::mem::MaybeUninit;

use tenure_ffi::engine::*;
use tenure_ffi::rulebook::tenure_rulebook_parse;
use tenure_ffi::status::OK;

const RULEBOOK: &str = "[rulebook]
id = 'ours'
version = '1.0.0'
language = 1
extends = 'default-renewal'
[[plugin]]
id = 'sound'
file = 'sound.wasm'";

/// What a function hands out.
fn handed<T>(call: impl FnOnce(Option<&mut MaybeUninit<*mut T>>) -> i32) -> Box<T> {
    let mut out = MaybeUninit::uninit();
    assert_eq!(call(Some(&mut out)), OK);
    // SAFETY: it was written, as the call succeeded, and is a box of the library's.
    unsafe { Box::from_raw(out.assume_init()) }
}

#[test]
fn a_component_is_taken_as_a_script_is() {
    let component = tenure_testkit::hostile::wasm::sound().unwrap();
    let (name, text) = ("sound", RULEBOOK);
    // SAFETY: texts with their lengths.
    let rulebook = handed(|out| unsafe {
        tenure_rulebook_parse(
            name.as_ptr().cast(),
            name.len(),
            text.as_ptr().cast(),
            text.len(),
            out,
            None,
        )
    });
    let builder = handed(|out| tenure_builder_new(None, out, None));
    assert_eq!(
        tenure_builder_rulebook(Some(&builder), Some(&rulebook), None),
        OK
    );
    let (id, bytes) = (name.as_ptr().cast(), component.as_ptr().cast());
    // SAFETY: texts and bytes with their lengths.
    let added = unsafe {
        tenure_builder_plugin(
            Some(&builder),
            id,
            name.len(),
            id,
            name.len(),
            bytes,
            component.len(),
            None,
        )
    };
    assert_eq!(added, OK);
    drop(handed(|out| {
        tenure_builder_build(Some(&builder), out, None)
    }));
}
