//! Plugins, from the files that a rulebook names.

use std::path::Path;
use std::sync::Arc;

use crate::facade::{Plugin, Rulebook, ScriptPlugin};
use crate::failure::Failure;
use crate::source::read_text;

/// The id by which a rulebook binds a plugin, and the plugin.
type Bound = (String, Arc<dyn Plugin>);

/// The enabled plugins of a rulebook with the ids by which it binds them; their files are beside it.
///
/// # Errors
/// A file that cannot be read, and a plugin that is none.
pub(crate) fn of_rulebook(rulebook: &Rulebook, path: &Path) -> Result<Vec<Bound>, Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let bindings = rulebook.checked().plugins.iter();
    bindings
        .filter(|binding| binding.enabled)
        .map(|binding| Ok((binding.id.clone(), load(&folder.join(&binding.file))?)))
        .collect()
}

/// A plugin from its file.
///
/// # Errors
/// A file that cannot be read, is neither a script nor WASM, or is a plugin with mistakes.
pub(crate) fn load(path: &Path) -> Result<Arc<dyn Plugin>, Failure> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("rhai") => Ok(Arc::new(script(path)?)),
        Some("wasm") => wasm(path),
        Some(_) | None => Err(Failure::Refused(format!(
            "{}: a plugin is a script (.rhai) or WASM (.wasm)",
            path.display()
        ))),
    }
}

/// A script from its file.
///
/// # Errors
/// A file that cannot be read, and a script with mistakes.
pub(crate) fn script(path: &Path) -> Result<ScriptPlugin, Failure> {
    let text = read_text(path)?;
    ScriptPlugin::parse(&path.display().to_string(), &text)
        .map_err(|error| Failure::Refused(error.to_string()))
}

#[cfg(feature = "wasm")]
fn wasm(path: &Path) -> Result<Arc<dyn Plugin>, Failure> {
    crate::command::load_wasm(path)
}

#[cfg(not(feature = "wasm"))]
fn wasm(path: &Path) -> Result<Arc<dyn Plugin>, Failure> {
    Err(Failure::Refused(format!(
        "{}: this `tenure` was built without WASM plugins; build it again with `--features wasm`",
        path.display()
    )))
}
