//! Columns as C hands them over, with a look at its memory.

use std::process::Command;

use crate::c::{compiled, folder, here, run, there_is};

/// What becomes of an account with a critical complaint, and of one of which nothing is known.
pub(crate) const EXPECTED: &str = "acme 25 4422 insufficient -\nbolt 0 2500 insufficient -\n";

#[test]
fn a_batch_and_a_stream_give_the_same() {
    if there_is("cc") {
        let source = here().join("tests/c/columns.c");
        let program = compiled(&folder("columns"), &source, &here().join("include"), &[]);
        assert_eq!(run(&program, ["20"]), EXPECTED);
    }
}

#[test]
fn the_address_sanitizer_finds_nothing_in_columns() {
    let flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    if !crate::process::sanitizes(&flags) {
        return;
    }
    let source = here().join("tests/c/columns.c");
    let program = compiled(
        &folder("columns-watched"),
        &source,
        &here().join("include"),
        &flags,
    );
    assert_eq!(run(&program, ["20"]), EXPECTED);
    // What is not released is seen.
    let kept = Command::new(&program)
        .args(["20", "keep"])
        .output()
        .unwrap();
    assert!(!kept.status.success());
}
