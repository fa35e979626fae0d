//! The sources that a new Rust plugin begins with, carried in the command.

use super::project::Source;

macro_rules! guest {
    ($($path:literal),* $(,)?) => {
        &[$((concat!("vendor/", $path), include_str!(concat!("../../../../", $path)))),*]
    };
}

/// The guest crate and its macros.
pub(super) const GUEST: &[Source] = guest![
    "tenure-plugin/Cargo.toml",
    "tenure-plugin/src/codes.rs",
    "tenure-plugin/src/column.rs",
    "tenure-plugin/src/component.rs",
    "tenure-plugin/src/day.rs",
    "tenure-plugin/src/export.rs",
    "tenure-plugin/src/floats.rs",
    "tenure-plugin/src/inputs.rs",
    "tenure-plugin/src/lib.rs",
    "tenure-plugin/src/list.rs",
    "tenure-plugin/src/parameters.rs",
    "tenure-plugin/src/rule.rs",
    "tenure-plugin/src/scores.rs",
    "tenure-plugin/wit/plugin.wit",
    "tenure-plugin-macros/Cargo.toml",
    "tenure-plugin-macros/src/codes.rs",
    "tenure-plugin-macros/src/inputs.rs",
    "tenure-plugin-macros/src/lib.rs",
    "tenure-plugin-macros/src/parameters.rs",
    "tenure-plugin-macros/src/plugin.rs",
];

/// The project itself; `{name}` stands for its name.
pub(super) const PROJECT: &[Source] = &[
    (
        "Cargo.toml",
        include_str!("../../../templates/rust/Cargo.toml.txt"),
    ),
    (
        "README.md",
        include_str!("../../../templates/rust/README.md.txt"),
    ),
    (
        "src/lib.rs",
        include_str!("../../../templates/rust/lib.rs.txt"),
    ),
    (".gitignore", "/target\n"),
];

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;

    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, found)
            } else {
                found.push(path)
            }
        }
    }

    #[test]
    fn every_source_of_the_guest_is_carried() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut found = Vec::new();
        for part in [
            "tenure-plugin/src",
            "tenure-plugin/wit",
            "tenure-plugin-macros/src",
        ] {
            files(&crates.join(part), &mut found);
        }
        let mut found: Vec<String> = found
            .iter()
            .map(|path| format!("vendor/{}", path.strip_prefix(&crates).unwrap().display()))
            .collect();
        found.extend(
            ["tenure-plugin", "tenure-plugin-macros"]
                .map(|name| format!("vendor/{name}/Cargo.toml")),
        );
        found.sort();
        let mut carried: Vec<&str> = GUEST.iter().map(|(path, _)| *path).collect();
        carried.sort_unstable();
        assert_eq!(found, carried);
    }
}
