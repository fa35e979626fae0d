//! Compiling C against the library, and running it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of this crate.
pub(crate) fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) const HEADER: &str = include_str!("../../include/tenure.h");

/// The library that was built with this test.
pub(crate) fn library() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.with_file_name("libtenure_ffi.so")
}

/// A folder of a test's own.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("ffi")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Whether a program is there to be run; where it is not, that is said aloud.
pub(crate) fn there_is(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output();
    let there = found.is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("NOT RUN: there is no {program}");
    }
    there
}

/// Puts the library where a loader and a compiler find it by its own name.
pub(crate) fn linked(folder: &Path) {
    for name in ["libtenure.so", "libtenure.so.1"] {
        std::os::unix::fs::symlink(library(), folder.join(name)).unwrap();
    }
}

/// Compiles C or C++ to a program that uses the library; the program's path.
pub(crate) fn compiled(folder: &Path, source: &Path, include: &Path, more: &[&str]) -> PathBuf {
    linked(folder);
    let program = folder.join("program");
    let output = Command::new("cc")
        .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-pthread", "-g"])
        .arg("-I")
        .arg(include)
        .arg(source)
        .arg("-o")
        .arg(&program)
        .arg(format!("-L{}", folder.display()))
        .args(["-ltenure", &format!("-Wl,-rpath,{}", folder.display())])
        .args(more)
        .output()
        .unwrap();
    told(&output);
    program
}

/// Runs a program that must succeed; what it printed.
pub(crate) fn run(
    program: &Path,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    told(&output);
    String::from_utf8(output.stdout).unwrap()
}

/// Shows what a program said, and demands that it succeeded.
pub(crate) fn told(output: &Output) {
    let said = [&output.stdout, &output.stderr].map(|said| String::from_utf8_lossy(said));
    assert!(
        output.status.success(),
        "{}\n{}",
        output.status,
        said.concat()
    );
}

/// A file of the shipped example.
pub(crate) fn example(name: &str) -> PathBuf {
    here().join("../../examples").join(name)
}

/// The decisions of the example as the Rust library makes them, one a line.
pub(crate) fn decisions() -> String {
    use tenure::model::{Limits, read_account, read_tenant};
    let read = |name| fs::read_to_string(example(name)).unwrap();
    let limits = Limits::default();
    let mut tenant = read_tenant(&read("tenant.json"), &limits).unwrap().value;
    let accounts: Vec<_> = read("portfolio.jsonl")
        .lines()
        .map(|line| read_account(line, &limits).unwrap().value)
        .collect();
    let day = "2026-06-30".parse().unwrap();
    tenant.facts = Some(tenure::signals::facts(&accounts, &tenant, day).unwrap());
    let builder = tenure::Engine::builder().rulebook(tenure::Rulebook::default_renewal());
    let engine = builder.build().unwrap();
    let decisions = engine.session().decide_batch(&accounts, &tenant, day);
    let lines = decisions
        .unwrap()
        .iter()
        .map(|one| serde_json::to_string(one).unwrap() + "\n")
        .collect::<Vec<_>>();
    lines.concat()
}
