//! Scripts: written, checked and looked at.

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::plugins::script;

/// The files of a new script.
const FILES: [(&str, &str); 2] = [
    ("{name}.rhai", include_str!("../../../templates/rhai/script.rhai.txt")),
    ("README.md", include_str!("../../../templates/rhai/README.md.txt")),
];

/// Writes a new script into a folder of its own.
pub(super) fn new(name: &str, folder: &Path) -> Result<String, Failure> {
    if folder.exists() {
        return Err(Failure::Refused(format!(
            "{}: is there already; choose another name",
            folder.display()
        )));
    }
    fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    for (file, text) in FILES {
        let path = folder.join(file.replace("{name}", name));
        fs::write(&path, text.replace("{name}", name)).map_err(|error| Failure::file(&path, &error))?;
    }
    Ok(format!("wrote {0}; now `cd {0}` and `tenure plugin test`", folder.display()))
}

/// A script is run as it stands; that it can be read is all there is to building it.
pub(super) fn build(path: &Path) -> Result<String, Failure> {
    script(path)?;
    Ok(format!("{}: a script is run as it stands, and this one can be read", path.display()))
}
