//! The header, the symbols, the golden list and the flat twin are one.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use tenure::ErrorKind;

use crate::c::{HEADER, folder, here, library, run, there_is, told};

/// Every function, in the order in which they came to be: lines are added at the end, and none is ever taken out.
const SYMBOLS: &str = include_str!("../symbols.txt");

/// The headers of published interfaces with their symbols: of the first, and of the first with columns.
const FROZEN: [(&str, &str); 2] = [
    (
        include_str!("../frozen/1.0/tenure.h"),
        include_str!("../frozen/1.0/symbols.txt"),
    ),
    (
        include_str!("../frozen/1.2/tenure.h"),
        include_str!("../frozen/1.2/symbols.txt"),
    ),
];

/// A header without comments, its lines joined by their backslashes.
fn without_comments(header: &str) -> String {
    let mut text = String::new();
    let mut rest = header;
    while let Some((code, comment)) = rest.split_once("/*") {
        text.push_str(code);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text + rest
}

/// Every declaration of a function, in one line.
pub(crate) fn declarations(header: &str) -> Vec<String> {
    let text = without_comments(header);
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    let code = code.collect::<Vec<_>>().join(" ");
    let parts = code.split("TENURE_API ").skip(1);
    let declared = parts.filter_map(|part| part.split_once(';'));
    declared
        .map(|(declared, _)| declared.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// The name of a declared function.
pub(crate) fn name(declared: &str) -> &str {
    let before = declared.split('(').next().unwrap();
    before.rsplit([' ', '*']).next().unwrap()
}

/// The numbers that a header defines, in order.
fn numbers(header: &str) -> Vec<(String, i64)> {
    let text = without_comments(header);
    let words = text.lines().filter_map(|line| {
        let mut words = line.strip_prefix("#define ")?.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
    });
    words.collect()
}

/// The header without directives and comments, for those who read none: PHP and cffi.
fn flat(header: &str) -> String {
    let mut flat = String::from(
        "/* tenure.h without its directives, for readers that know none. Written by a test; read tenure.h instead. */\n",
    );
    flat.push_str("typedef int32_t tenure_status;\nenum {\n");
    for (name, number) in numbers(header) {
        writeln!(flat, "  {name} = {number},").unwrap();
    }
    flat.push_str("};\n");
    for line in without_comments(header).lines() {
        if line.starts_with("typedef struct") {
            writeln!(flat, "{}", line.trim_end()).unwrap();
        }
    }
    for laid_out in laid_out(header) {
        writeln!(flat, "{laid_out}").unwrap();
    }
    for declared in declarations(header) {
        writeln!(flat, "{declared};").unwrap();
    }
    flat
}

/// The structs that a header lays out, each in one line.
fn laid_out(header: &str) -> Vec<String> {
    let text = without_comments(header);
    let parts = text.split("\nstruct ").skip(1);
    let bodies = parts.filter_map(|part| part.split_once("\n};"));
    bodies
        .map(|(body, _)| {
            let words = body.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("struct {words} }};")
        })
        .collect()
}

/// The functions that a library exports.
fn exported() -> BTreeSet<String> {
    let output = Command::new("nm")
        .args(["-D", "--defined-only", "--format=posix"])
        .arg(library())
        .output()
        .unwrap();
    told(&output);
    let text = String::from_utf8(output.stdout).unwrap();
    let symbols = text.lines().filter_map(|line| line.split(' ').next());
    symbols.map(str::to_owned).collect()
}

fn sorted<'s>(names: impl IntoIterator<Item = &'s str>) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// What one of two sets has and the other has not.
fn differences(left: &BTreeSet<String>, right: &BTreeSet<String>) -> Vec<String> {
    left.symmetric_difference(right).cloned().collect()
}

#[test]
fn the_header_is_the_golden_list_is_what_is_exported() {
    let declared = declarations(HEADER);
    let header = sorted(declared.iter().map(|declared| name(declared)));
    assert_eq!(differences(&header, &sorted(SYMBOLS.lines())), [""; 0]);
    if there_is("nm") {
        assert_eq!(differences(&header, &exported()), [""; 0]);
    }
}

#[test]
fn a_function_too_many_or_too_few_is_seen() {
    let declared = declarations(&HEADER.replace("tenure_version(", "tenure_versions("));
    let header = sorted(declared.iter().map(|declared| name(declared)));
    let golden = sorted(SYMBOLS.lines());
    assert_eq!(
        differences(&header, &golden),
        ["tenure_version", "tenure_versions"]
    );
}

#[test]
fn what_was_published_stays_where_it_is() {
    for (header, symbols) in FROZEN {
        assert!(SYMBOLS.starts_with(symbols));
        let declared = declarations(header);
        let declared = sorted(declared.iter().map(|declared| name(declared)));
        assert_eq!(differences(&declared, &sorted(symbols.lines())), [""; 0]);
        // No number changes its meaning, but for that of the interface itself.
        let kept = |(name, _): &(String, i64)| !name.starts_with("TENURE_ABI_");
        let today = numbers(HEADER);
        let lost: Vec<_> = numbers(header)
            .into_iter()
            .filter(kept)
            .filter(|number| !today.contains(number))
            .collect();
        assert_eq!(lost, []);
    }
    let twice = SYMBOLS.lines().count() - sorted(SYMBOLS.lines()).len();
    assert_eq!(twice, 0);
}

#[test]
fn the_flat_twin_is_the_header() {
    let path = here().join("include/tenure.flat.h");
    let flat = flat(HEADER);
    if std::env::var_os("TENURE_REGENERATE").is_some() {
        fs::write(&path, &flat).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), flat);
    assert!(!flat.contains('#'));
    // The comparison sees one number that changed.
    assert_ne!(self::flat(&HEADER.replace(" 104 ", " 1040 ")), flat);
}

#[test]
fn every_number_of_the_header_has_its_name_and_every_kind_its_number() {
    let defined: Vec<(String, i64)> = numbers(HEADER)
        .into_iter()
        .filter(|(name, _)| name.starts_with("TENURE_E_") || name == "TENURE_OK")
        .collect();
    for (name, number) in &defined {
        let status = i32::try_from(*number).unwrap();
        let told = tenure_ffi::status::tenure_status_name(status);
        // SAFETY: the library shows a text that it keeps for ever.
        let told = unsafe { std::ffi::CStr::from_ptr(told) };
        assert_eq!(told.to_str(), Ok(name.as_str()));
    }
    for kind in ErrorKind::ALL {
        let word = format!("TENURE_E_{}", kind.name().to_uppercase());
        assert!(
            defined.contains(&(word, i64::from(kind.number()))),
            "{kind:?}"
        );
    }
    // The library knows no number that the header leaves out.
    let known = (0..1_000).filter(|status| {
        let told = tenure_ffi::status::tenure_status_name(*status);
        // SAFETY: as above.
        let told = unsafe { std::ffi::CStr::from_ptr(told) };
        told != c"TENURE_E_?"
    });
    assert_eq!(known.count(), defined.len());
}

/// A program that includes the header twice, and prints what the library and the header say of each other.
const VERSION: &str = r#"
#include "tenure.h"
#include "tenure.h"
#include <stdio.h>
int main(void) {
    tenure_status status = tenure_abi_check(TENURE_ABI_VERSION);
    printf("%ld %ld %ld %d %d %d\n", (long)TENURE_ABI_VERSION, (long)tenure_abi_version(),
           65536L * TENURE_ABI_MAJOR + TENURE_ABI_MINOR, (int)status,
           (int)tenure_abi_check(TENURE_ABI_VERSION + 1), (int)tenure_abi_check(2 * TENURE_ABI_VERSION));
    return TENURE_NTS == (size_t)-1 ? 0 : 1;
}
"#;

#[test]
fn the_header_is_c99_and_c11_and_cpp17() {
    let languages = [
        ("cc", "c", "-std=c99"),
        ("cc", "c", "-std=c11"),
        ("c++", "cpp", "-std=c++17"),
    ];
    for (compiler, ending, standard) in languages {
        if !there_is(compiler) {
            continue;
        }
        let folder = folder(&format!("header{standard}"));
        crate::c::linked(&folder);
        let compile = |text: &str, header: &str| {
            fs::write(folder.join("tenure.h"), header).unwrap();
            let source = folder.join("version").with_extension(ending);
            fs::write(&source, text).unwrap();
            Command::new(compiler)
                .args([standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror"])
                .arg(&source)
                .arg(format!("-L{}", folder.display()))
                .args([
                    "-ltenure",
                    &format!("-Wl,-rpath,{}", folder.display()),
                    "-o",
                ])
                .arg(folder.join("version"))
                .output()
                .unwrap()
        };
        told(&compile(VERSION, HEADER));
        let none: [&str; 0] = [];
        assert_eq!(
            run(&folder.join("version"), none),
            "65538 65538 65538 0 103 103\n"
        );
        // What is only an extension is refused.
        let extended = HEADER.replace(
            "#include <stdint.h>",
            "#include <stdint.h>\nextern int nothing[0];",
        );
        assert!(!compile(VERSION, &extended).status.success());
    }
}

#[test]
fn the_lints_are_those_of_the_workspace_but_for_unsafe_code() {
    let lints = |name: &str| -> BTreeSet<String> {
        let text = fs::read_to_string(here().join(name)).unwrap();
        let tables = text
            .split("\n[")
            .filter_map(|table| table.split_once("]\n"));
        let lints = tables.filter(|(name, _)| name.contains("lints."));
        let lines =
            lints.flat_map(|(_, lines)| lines.lines().map(str::to_owned).collect::<Vec<_>>());
        lines
            .filter(|line| line.contains(" = ") && !line.starts_with('#'))
            .collect()
    };
    let (workspace, own) = (lints("../../Cargo.toml"), lints("Cargo.toml"));
    assert!(!workspace.is_empty());
    let missing: Vec<&String> = workspace.difference(&own).collect();
    assert_eq!(missing, [r#"unsafe_code = "forbid""#]);
}
