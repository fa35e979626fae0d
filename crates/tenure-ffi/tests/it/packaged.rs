//! Installed, and found by those who look for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::c::{decisions, example, folder, here, library, run, there_is, told};

/// The library as it is installed.
fn installed(name: &str) -> PathBuf {
    let prefix = folder(name);
    let output = Command::new(here().join("install.sh"))
        .arg(&prefix)
        .arg(library().parent().unwrap())
        .env("STATIC", "no")
        .output()
        .unwrap();
    told(&output);
    prefix
}

fn decided_by(program: &Path, prefix: &Path) -> String {
    let (portfolio, tenant) = (example("portfolio.jsonl"), example("tenant.json"));
    let output = Command::new(program)
        .args([
            portfolio.as_os_str(),
            tenant.as_os_str(),
            "2026-06-30".as_ref(),
        ])
        .env("LD_LIBRARY_PATH", prefix.join("lib"))
        .output()
        .unwrap();
    told(&output);
    String::from_utf8(output.stdout).unwrap()
}

/// The flags that a program is to be compiled with.
fn flags(prefix: &Path, which: &[&str]) -> Vec<String> {
    let output = Command::new("pkg-config")
        .args(which)
        .arg("tenure")
        .env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig"))
        .output()
        .unwrap();
    told(&output);
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn pkg_config_tells_how_to_use_it() {
    if !there_is("cc") || !there_is("pkg-config") {
        return;
    }
    let prefix = installed("pkg-config");
    let program = prefix.join("client");
    let output = Command::new("cc")
        .arg(here().join("tests/c/client.c"))
        .arg("-o")
        .arg(&program)
        .args(flags(&prefix, &["--cflags", "--libs"]))
        .output()
        .unwrap();
    told(&output);
    assert_eq!(decided_by(&program, &prefix), decisions());
    assert_eq!(
        flags(&prefix, &["--modversion"]),
        [env!("CARGO_PKG_VERSION")]
    );
}

/// A project that finds the library by its package.
const PROJECT: &str = r#"
cmake_minimum_required(VERSION 3.16)
project(client C)
find_package(PkgConfig REQUIRED)
pkg_check_modules(TENURE REQUIRED IMPORTED_TARGET tenure)
add_executable(client client.c)
target_link_libraries(client PRIVATE PkgConfig::TENURE)
"#;

#[test]
fn cmake_finds_it() {
    if !there_is("cc") || !there_is("pkg-config") || !there_is("cmake") {
        return;
    }
    let prefix = installed("cmake");
    let project = prefix.join("project");
    fs::create_dir(&project).unwrap();
    fs::write(project.join("CMakeLists.txt"), PROJECT).unwrap();
    fs::copy(here().join("tests/c/client.c"), project.join("client.c")).unwrap();
    for step in [&["-S", ".", "-B", "built"][..], &["--build", "built"]] {
        let output = Command::new("cmake")
            .args(step)
            .current_dir(&project)
            .env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig"))
            .output()
            .unwrap();
        told(&output);
    }
    assert_eq!(
        decided_by(&project.join("built/client"), &prefix),
        decisions()
    );
}

#[test]
fn the_static_library_needs_what_the_package_says() {
    if !there_is("cc") || !there_is("pkg-config") {
        return;
    }
    let prefix = installed("static");
    let program = prefix.join("client");
    let all = flags(&prefix, &["--cflags", "--libs", "--static"]);
    let own = all.iter().position(|flag| flag == "-ltenure").unwrap();
    let output = Command::new("cc")
        .arg(here().join("tests/c/client.c"))
        .args(all.iter().filter(|flag| flag.starts_with("-I")))
        .arg(library().with_extension("a"))
        .args(&all[own + 1..])
        .arg("-o")
        .arg(&program)
        .output()
        .unwrap();
    told(&output);
    let arguments = [
        example("portfolio.jsonl"),
        example("tenant.json"),
        "2026-06-30".into(),
    ];
    assert_eq!(run(&program, arguments), decisions());
    // And it needs it: without those libraries it does not link.
    let bare = Command::new("cc")
        .arg(here().join("tests/c/client.c"))
        .args(all.iter().filter(|flag| flag.starts_with("-I")))
        .args(["-nodefaultlibs", "-o"])
        .arg(prefix.join("bare"))
        .arg(library().with_extension("a"))
        .output()
        .unwrap();
    assert!(!bare.status.success());
}

#[test]
fn the_library_has_the_name_of_its_major_number() {
    if !there_is("readelf") {
        return;
    }
    let output = Command::new("readelf")
        .arg("-d")
        .arg(library())
        .output()
        .unwrap();
    told(&output);
    let text = String::from_utf8(output.stdout).unwrap();
    let major = tenure_ffi::version::ABI >> 16;
    assert!(
        text.contains(&format!("soname: [libtenure.so.{major}]")),
        "{text}"
    );
    let manifest = fs::read_to_string(here().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("[package.metadata.capi.header]"));
}
