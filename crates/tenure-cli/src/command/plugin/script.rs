//! Scripts: begun, and read.

use std::path::Path;

use super::project::{self, Source};
use crate::failure::Failure;
use crate::plugins;

/// The files of a new script; `{name}` stands for its name.
const PROJECT: &[Source] = &[
    (
        "{name}.rhai",
        include_str!("../../../templates/rhai/script.rhai.txt"),
    ),
    (
        "README.md",
        include_str!("../../../templates/rhai/README.md.txt"),
    ),
];

/// Writes a new script into a folder of its own.
pub(super) fn new(name: &str, folder: &Path) -> Result<String, Failure> {
    project::write(name, folder, PROJECT)?;
    Ok(format!(
        "wrote {0}; now `cd {0}` and `tenure plugin test`",
        folder.display()
    ))
}

/// A script is run as it stands; that it can be read is all there is to building it.
pub(super) fn build(path: &Path, output: Option<&Path>) -> Result<String, Failure> {
    if let Some(output) = output {
        return Err(Failure::Refused(format!(
            "{}: a script is run as it stands, and nothing goes to {}; leave --output out",
            path.display(),
            output.display()
        )));
    }
    plugins::open(path)?;
    Ok(format!(
        "{}: nothing to build; a script is run as it stands, and this one can be read",
        path.display()
    ))
}
