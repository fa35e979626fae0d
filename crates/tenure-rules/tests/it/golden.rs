//! Files with what must come out of them beside them; `TENURE_REGENERATE=1` writes that anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use tenure_rules::{Diagnostic, Loader, Rulebook};

use crate::dictionary::dictionary;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/rulebooks")
        .join(name)
}

/// A loader that knows the base which the files may extend.
pub(crate) fn loader() -> Loader {
    let base = fs::read_to_string(folder("good").join("base.toml")).expect("the base is there");
    Loader::new(dictionary()).base("base", base)
}

fn rulebooks(name: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder(name))
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|end| end == "toml" || end == "json")
        })
        .collect();
    paths.sort();
    paths
}

fn load(path: &Path) -> Result<(Rulebook, Vec<Diagnostic>), String> {
    let text = fs::read_to_string(path).expect("it can be read");
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .expect("a plain name");
    loader()
        .load(name, &text)
        .map_err(|error| error.to_string())
}

fn compare(path: &Path, actual: &str) -> Option<String> {
    let beside = path.with_extension(format!("{}.txt", path.extension()?.to_str()?));
    if std::env::var_os("TENURE_REGENERATE").is_some() {
        fs::write(&beside, actual).expect("it can be written");
    }
    let expected = fs::read_to_string(&beside).unwrap_or_default();
    (expected != actual).then(|| {
        format!(
            "{}\n--- expected\n{expected}\n--- got\n{actual}",
            path.display()
        )
    })
}

fn check_all(name: &str, render: impl Fn(&Path) -> String) {
    let paths = rulebooks(name);
    assert!(paths.len() > 3, "there are rulebooks in {name}");
    let wrong: Vec<String> = paths
        .iter()
        .filter_map(|path| compare(path, &render(path)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn bad_rulebooks_are_refused_with_a_way_out() {
    check_all("bad", |path| match load(path) {
        Ok(_) => panic!("{} was accepted", path.display()),
        Err(error) => error + "\n",
    });
}

#[test]
fn good_rulebooks_are_read() {
    check_all("good", |path| match load(path) {
        Ok((rulebook, warnings)) => summary(&rulebook, &warnings),
        Err(error) => panic!("{error}"),
    });
}

#[test]
fn twenty_mistakes_are_told_at_once() {
    let text = fs::read_to_string(folder("bad").join("twenty-mistakes.toml")).expect("it is there");
    let error = loader()
        .load("twenty-mistakes.toml", &text)
        .expect_err("it is wrong");
    assert_eq!(error.diagnostics.len(), 20, "{error}");
    let mut places: Vec<(u32, u32)> = error
        .diagnostics
        .iter()
        .map(|one| (one.place.line, one.place.column))
        .collect();
    assert!(places.is_sorted());
    places.dedup();
    assert_eq!(places.len(), 20);
}

/// A rulebook as its author would tell it, and the warnings.
fn summary(rulebook: &Rulebook, warnings: &[Diagnostic]) -> String {
    let mut out = format!(
        "{} {} language {} currency {:?}\n{:#?}\n",
        rulebook.id, rulebook.version, rulebook.language, rulebook.currency, rulebook.risk
    );
    let custom = rulebook
        .dictionary
        .iter()
        .filter(|(_, def)| def.name.starts_with("custom."));
    custom.for_each(|(_, def)| writeln!(out, "{def:?}").expect("a string"));
    for derive in &rulebook.derives {
        writeln!(
            out,
            "derive {} {:?} = {}",
            derive.name, derive.value.ty, derive.text
        )
        .expect("a string");
    }
    rulebook
        .groups
        .iter()
        .for_each(|group| writeln!(out, "{group:?}").expect("a string"));
    rulebook
        .rules
        .iter()
        .for_each(|rule| writeln!(out, "{rule:#?}").expect("a string"));
    rulebook
        .overlays
        .iter()
        .for_each(|overlay| writeln!(out, "{overlay:?}").expect("a string"));
    rulebook
        .plugins
        .iter()
        .for_each(|plugin| writeln!(out, "{plugin:?}").expect("a string"));
    rulebook
        .actions
        .iter()
        .for_each(|action| writeln!(out, "{action:#?}").expect("a string"));
    rulebook
        .properties
        .iter()
        .for_each(|property| writeln!(out, "{property:?}").expect("a string"));
    warnings
        .iter()
        .for_each(|warning| writeln!(out, "{warning}").expect("a string"));
    out
}
