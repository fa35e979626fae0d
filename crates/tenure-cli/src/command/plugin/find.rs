//! Which plugin is meant.

use std::fs;
use std::path::{Path, PathBuf};

use crate::args::PluginFileArgs;
use crate::failure::Failure;

/// How many names an error lists.
const LISTED: usize = 6;

/// The plugin that was named, or the one of the folder that was named, or the one here.
///
/// # Errors
/// A folder with none, with several, or that cannot be read.
pub(super) fn plugin(named: &PluginFileArgs) -> Result<PathBuf, Failure> {
    let folder = match named.plugin.as_deref() {
        Some(path) if !path.is_dir() => return Ok(path.to_owned()),
        Some(folder) => folder,
        None => Path::new("."),
    };
    let files = files(folder)?;
    let mut plugins = files.iter().filter(|file| is_plugin(file));
    match (plugins.next(), plugins.next()) {
        (Some(one), None) => Ok(one.clone()),
        (None, _) => Err(none(folder, &files)),
        (Some(_), Some(_)) => Err(several(folder, &files)),
    }
}

/// The one script of a folder.
pub(super) fn script(folder: &Path) -> Result<Option<PathBuf>, Failure> {
    if folder.join("Cargo.toml").is_file() {
        return Ok(None);
    }
    let files = files(folder)?;
    let scripts: Vec<&PathBuf> = files.iter().filter(|file| is(file, "rhai")).collect();
    match scripts.as_slice() {
        [] => Ok(None),
        [script] => Ok(Some((*script).clone())),
        _ => Err(several(folder, &files)),
    }
}

/// The files of a folder by name, without what is hidden.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let refused = |error: std::io::Error| Failure::file(folder, &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let name = PathBuf::from(entry.map_err(refused)?.file_name());
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        // What is here is named as people would name it.
        let here = folder == Path::new(".");
        let path = if here { name } else { folder.join(name) };
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn is(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|own| own == extension)
}

fn is_plugin(file: &Path) -> bool {
    is(file, "rhai") || is(file, "wasm")
}

fn none(folder: &Path, files: &[PathBuf]) -> Failure {
    let place = place(folder);
    if files.iter().any(|file| file.ends_with("Cargo.toml")) {
        return Failure::Refused(format!(
            "there is no plugin {place} yet, but a project; `tenure plugin build` makes one of it"
        ));
    }
    let all: Vec<&PathBuf> = files.iter().collect();
    let there = if all.is_empty() {
        "no files at all".to_owned()
    } else {
        listed(&all)
    };
    Failure::Refused(format!(
        "there is no plugin {place} (`*.rhai` or `*.wasm`), but {there}; name its file, or begin one: \
         `tenure plugin new --lang rhai late-payer`"
    ))
}

fn several(folder: &Path, files: &[PathBuf]) -> Failure {
    let plugins: Vec<&PathBuf> = files.iter().filter(|file| is_plugin(file)).collect();
    Failure::Refused(format!(
        "there are {} plugins {}: {}; name the one that is meant",
        plugins.len(),
        place(folder),
        listed(&plugins)
    ))
}

fn place(folder: &Path) -> String {
    if folder == Path::new(".") {
        "here".to_owned()
    } else {
        format!("in {}", folder.display())
    }
}

fn listed(files: &[&PathBuf]) -> String {
    let names = files.iter().take(LISTED);
    let names: Vec<String> = names.map(|file| file.display().to_string()).collect();
    let more = files.len().saturating_sub(LISTED);
    let rest = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{rest}", names.join(", "))
}
