//! Plugins through the border.

use std::ffi::CStr;

use super::made::*;
use crate::decisions::{tenure_decisions_points, tenure_decisions_row_json};
use crate::engine::*;
use crate::rulebook::tenure_rulebook_parse;
use crate::session::tenure_session_new;
use crate::status::{E_PLUGIN, E_UTF8, OK};

/// The shipped rulebook with a plugin.
const BOUND: &CStr = c"[rulebook]
id = 'ours'
version = '1.0.0'
language = 1
extends = 'default-renewal'
[[plugin]]
id = 'unhappy'
file = 'unhappy.rhai'";

/// A builder with a rulebook that asks for a plugin.
fn asking() -> Box<Builder> {
    let rulebook = take(|out, err| {
        // SAFETY: texts of this file, each ended by a NUL.
        unsafe { tenure_rulebook_parse(c"ours".as_ptr(), NTS, BOUND.as_ptr(), NTS, out, err) }
    });
    let builder = take(|out, err| tenure_builder_new(None, out, err)).unwrap();
    let (rulebook, none) = (rulebook.unwrap(), None);
    assert_eq!(
        tenure_builder_rulebook(Some(&builder), Some(&rulebook), none),
        OK
    );
    builder
}

fn add(builder: &Builder, plugin: &[u8]) -> i32 {
    let (id, name) = (c"unhappy".as_ptr(), c"unhappy.rhai".as_ptr());
    let (start, length) = (plugin.as_ptr().cast(), plugin.len());
    // SAFETY: texts of this file, each ended by a NUL, and the bytes with their number.
    unsafe { tenure_builder_plugin(Some(builder), id, NTS, name, NTS, start, length, None) }
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine of the shipped rulebook in sensible time"
)]
fn the_points_of_a_plugin_count() {
    let made = made();
    let builder = asking();
    let engine = |builder: &Builder| take(|out, err| tenure_builder_build(Some(builder), out, err));
    assert_eq!(engine(&builder).err(), Some(E_PLUGIN), "it was not given");

    assert_eq!(add(&builder, SCRIPT.to_bytes()), OK);
    let engine = engine(&builder).unwrap();
    let session = take(|out, err| tenure_session_new(Some(&engine), out, err)).unwrap();
    let decisions = decide(&session, &made.accounts, &made.tenant).unwrap();
    assert_eq!(tenure_decisions_points(Some(&decisions), 0), 30 + 12);
    let row = read(tenure_decisions_row_json(Some(&decisions), 0, None));
    assert!(row.contains("They answered 30 of 100"), "{row}");
    assert!(row.contains(r#""plugin:unhappy/low""#), "{row}");
}

#[test]
fn what_is_no_plugin_is_refused() {
    let builder = asking();
    assert_eq!(add(&builder, b"fn score(a) {}"), E_PLUGIN);
    assert_eq!(add(&builder, b"fn score(a) { \xff }"), E_UTF8);
    // A component that ends after its first bytes: refused with WASM plugins and without.
    assert_eq!(add(&builder, b"\0asm\x0d\0\x01\0"), E_PLUGIN);
}

#[cfg(not(feature = "wasm"))]
#[test]
fn a_component_is_refused_where_the_library_was_built_without() {
    let error = super::super::plugins::Plugins::default()
        .add("x", "x.wasm", b"\0asm\x0d\0\x01\0")
        .unwrap_err();
    assert_eq!(error.status, E_PLUGIN);
    assert!(
        error.message.contains("--features wasm"),
        "{}",
        error.message
    );
}
