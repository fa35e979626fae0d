//! A new project, from the files that the command carries.

use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// A file: where it goes, and what it holds.
pub(super) type Source = (&'static str, &'static str);

/// Writes files into a new folder; `{name}` stands for the project's name, in their names and in what they hold.
pub(super) fn write(name: &str, folder: &Path, files: &[Source]) -> Result<(), Failure> {
    if folder.exists() {
        return Err(Failure::Refused(format!(
            "{}: is there already; choose another name",
            folder.display()
        )));
    }
    for (path, text) in files {
        let path = folder.join(path.replace("{name}", name));
        write_file(&path, &text.replace("{name}", name))?;
    }
    Ok(())
}

/// Writes files into a folder as they are.
#[cfg(feature = "wasm")]
pub(super) fn write_as_is(folder: &Path, files: &[Source]) -> Result<(), Failure> {
    files
        .iter()
        .try_for_each(|(path, text)| write_file(&folder.join(path), text))
}

fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    fs::write(path, text).map_err(|error| Failure::file(path, &error))
}
