//! The library in a process: both doors, the frozen client, threads, forks, and memory that does not grow.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::c::{compiled, decisions, example, folder, here, run, there_is, told};

/// How many decisions are made to see whether memory grows: 10^6 where `TENURE_DEPTH` asks for more than usual.
fn rounds() -> u64 {
    match std::env::var_os("TENURE_DEPTH") {
        Some(_) => 1_000_000,
        None => 10_000,
    }
}

/// By so many KiB may memory grow, however many decisions are made.
const GROWTH: i64 = 1_024;

fn client(name: &str, home: &Path) -> PathBuf {
    compiled(&folder(name), &home.join("client.c"), home, &[])
}

fn decided_by(client: &Path) -> String {
    let (portfolio, tenant) = (example("portfolio.jsonl"), example("tenant.json"));
    run(
        client,
        [
            portfolio.as_os_str(),
            tenant.as_os_str(),
            "2026-06-30".as_ref(),
        ],
    )
}

fn process(name: &str) -> PathBuf {
    let source = here().join("tests/c/process.c");
    compiled(&folder(name), &source, &here().join("include"), &[])
}

fn does(program: &Path, what: &str, rounds: u64) -> String {
    let rounds = rounds.to_string();
    let (portfolio, tenant) = (example("portfolio.jsonl"), example("tenant.json"));
    let arguments = [
        what.as_ref(),
        rounds.as_ref(),
        portfolio.as_os_str(),
        tenant.as_os_str(),
    ];
    run(program, arguments)
}

#[test]
fn both_doors_give_the_bytes_of_the_rust_library() {
    if there_is("cc") {
        let source = here().join("tests/c/client.c");
        let client = compiled(&folder("client"), &source, &here().join("include"), &[]);
        assert_eq!(decided_by(&client), decisions());
    }
}

#[test]
fn a_client_of_the_first_interface_runs_as_ever() {
    if there_is("cc") {
        let client = client("frozen", &here().join("tests/frozen/1.0"));
        assert_eq!(decided_by(&client), decisions());
    }
}

#[test]
fn a_client_of_the_interface_with_columns_runs_as_ever() {
    if there_is("cc") {
        let client = client("frozen-columns", &here().join("tests/frozen/1.2"));
        let expected = decisions() + crate::columns::EXPECTED;
        assert_eq!(decided_by(&client), expected);
    }
}

#[test]
fn threads_share_what_may_be_shared() {
    if there_is("cc") {
        does(&process("threads"), "threads", 0);
    }
}

#[test]
fn a_thread_that_gets_other_bytes_is_seen() {
    if there_is("cc") {
        let program = process("other");
        let arguments = ["other".as_ref(), "0".as_ref()];
        let (portfolio, tenant) = (example("portfolio.jsonl"), example("tenant.json"));
        let arguments = arguments
            .into_iter()
            .chain([portfolio.as_os_str(), tenant.as_os_str()]);
        let output = Command::new(program).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(8), "each of eight threads");
    }
}

#[test]
fn children_go_on_with_what_was_made_before() {
    if there_is("cc") {
        does(&process("fork"), "fork", 0);
    }
}

#[test]
fn memory_does_not_grow() {
    if !there_is("cc") {
        return;
    }
    let program = process("leak");
    let grown = |what, rounds| does(&program, what, rounds).trim().parse::<i64>().unwrap();
    let (few, many) = (grown("leak", rounds() / 10), grown("leak", rounds()));
    println!(
        "figure\tKiB by which resident memory grew over {} decisions through C\t{many}",
        rounds()
    );
    assert!(many <= GROWTH, "{few} KiB, then {many} KiB");
    // A leak would be seen.
    assert!(grown("keep", 2_000) > GROWTH);
}

/// What a program that watches its memory comes to.
fn watched(program: &Path, what: &str) -> bool {
    let output = Command::new(program)
        .args([what, "200"])
        .args([example("portfolio.jsonl"), example("tenant.json")])
        .output()
        .unwrap();
    output.status.success()
}

/// Whether the C compiler has what the flags ask for; where it has not, that is said aloud.
pub(crate) fn sanitizes(flags: &[&str]) -> bool {
    let folder = folder(&format!("sanitizes{:?}", std::thread::current().id()));
    std::fs::write(folder.join("try.c"), "int main(void) { return 0; }").unwrap();
    let compile = Command::new("cc")
        .args(flags)
        .arg(folder.join("try.c"))
        .arg("-o")
        .arg(folder.join("try"))
        .output();
    let can = compile.is_ok_and(|output| output.status.success());
    if !can {
        eprintln!("NOT RUN: the C compiler has no address sanitizer");
    }
    can
}

#[test]
fn the_address_sanitizer_finds_nothing() {
    let flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    if !sanitizes(&flags) {
        return;
    }
    let source = here().join("tests/c/process.c");
    let program = compiled(
        &folder("sanitizer"),
        &source,
        &here().join("include"),
        &flags,
    );
    assert!(watched(&program, "leak"));
    // What is not freed is seen.
    assert!(!watched(&program, "keep"));
}

#[test]
fn valgrind_finds_nothing() {
    if !there_is("cc") || !there_is("valgrind") {
        return;
    }
    if std::env::var_os("TENURE_DEPTH").is_none() {
        eprintln!(
            "NOT RUN: valgrind reads a library of this size for minutes; TENURE_DEPTH=10 asks for it"
        );
        return;
    }
    let source = here().join("tests/c/client.c");
    let client = compiled(&folder("valgrind"), &source, &here().join("include"), &[]);
    let output = Command::new("valgrind")
        .args([
            "--quiet",
            "--error-exitcode=9",
            "--leak-check=full",
            "--errors-for-leak-kinds=definite",
        ])
        .arg(client)
        .args([example("portfolio.jsonl"), example("tenant.json")])
        .arg("2026-06-30")
        .output()
        .unwrap();
    told(&output);
}
