//! Every file `tests/problems/*.json` is read, and what is said of it compared with the `.txt` beside it.
//!
//! Files whose name starts with `tenant` are read as a tenant. `TENURE_REGENERATE=1` writes the `.txt` files anew.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use tenure_model::{Level, Limits, Problem, Read, Refused, read_account, read_tenant};

#[test]
fn every_mistake_is_told_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems");
    let regenerate = std::env::var_os("TENURE_REGENERATE").is_some();
    let mut differing = String::new();
    let inputs = inputs(&folder);
    assert!(inputs.len() > 20, "the folder of mistakes is gone");
    for input in inputs {
        let told = told(&input);
        let expected = input.with_extension("txt");
        if regenerate {
            std::fs::write(&expected, &told).unwrap();
        }
        let written = std::fs::read_to_string(&expected).unwrap_or_default();
        if written != told {
            writeln!(
                differing,
                "{}\n--- written\n{written}--- told\n{told}",
                input.display()
            )
            .unwrap();
        }
    }
    assert!(differing.is_empty(), "{differing}");
}

fn inputs(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    files
}

fn told(input: &Path) -> String {
    let text = std::fs::read_to_string(input).unwrap();
    let limits = Limits::default();
    if input
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .starts_with("tenant")
    {
        report(read_tenant(&text, &limits))
    } else {
        report(read_account(&text, &limits))
    }
}

fn report<T>(result: Result<Read<T>, Refused>) -> String {
    let (head, problems) = match result {
        Ok(read) => ("read".to_owned(), read.warnings),
        Err(Refused { id, problems }) => {
            let id = id.map_or("without an id".to_owned(), |id| format!("`{id}`"));
            assert!(problems.iter().any(|p| p.level == Level::Error));
            (format!("refused {id}"), problems)
        }
    };
    let lines = problems.iter().map(line);
    std::iter::once(format!("{head}\n")).chain(lines).collect()
}

fn line(problem: &Problem) -> String {
    let level = match problem.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    format!("{level} {}: {problem}\n", problem.kind)
}
