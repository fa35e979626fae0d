//! Plugins, from the files that a rulebook or a command names.

use std::path::Path;
use std::sync::Arc;

use tenure::plugin::PluginError;

use crate::facade::{Plugin, Rulebook, ScriptPlugin};
use crate::failure::Failure;
use crate::source::read_text;

/// The id by which a rulebook binds a plugin, and the plugin.
type Bound = (String, Arc<dyn Plugin>);

/// A plugin that was read.
pub(crate) struct Opened {
    /// The plugin.
    pub(crate) plugin: Arc<dyn Plugin>,
    /// What it is made of.
    pub(crate) made: Made,
}

/// What a plugin is made of.
pub(crate) enum Made {
    /// A script, with its text.
    Script { script: ScriptPlugin, text: String },
    /// A component.
    #[cfg(feature = "wasm")]
    Wasm(Box<tenure_wasm::Inspected>),
}

/// The enabled plugins of a rulebook with the ids by which it binds them; their files are beside it.
///
/// # Errors
/// A file that cannot be read, and a plugin that is none.
pub(crate) fn of_rulebook(rulebook: &Rulebook, path: &Path) -> Result<Vec<Bound>, Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let bindings = rulebook.checked().plugins.iter();
    bindings
        .filter(|binding| binding.enabled)
        .map(|binding| {
            let opened = open(&folder.join(&binding.file))?;
            Ok((binding.id.clone(), opened.plugin))
        })
        .collect()
}

/// What would stop the scripts of a rulebook on the rows that come so far.
///
/// # Errors
/// A file that cannot be read, and a plugin that is none.
pub(crate) fn mistakes_of(rulebook: &Rulebook, path: &Path) -> Result<Vec<String>, Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut mistakes = Vec::new();
    let bindings = rulebook.checked().plugins.iter();
    for binding in bindings.filter(|binding| binding.enabled && binding.file.ends_with(".rhai")) {
        let opened = open(&folder.join(&binding.file))?;
        mistakes.extend(opened.made.mistakes());
    }
    Ok(mistakes)
}

impl Made {
    /// What would stop a script on the rows that come so far, found without running it.
    pub(crate) fn mistakes(&self) -> Vec<String> {
        let found = match self {
            Self::Script { script, .. } => script.mistakes(),
            #[cfg(feature = "wasm")]
            Self::Wasm(_) => Vec::new(),
        };
        let told = |error: PluginError| match error.place() {
            Some(place) => format!("{}{place}", error.text()),
            None => error.text().to_owned(),
        };
        found.into_iter().map(told).collect()
    }
}

/// A plugin from its file.
///
/// # Errors
/// A file that cannot be read, is neither a script nor WASM, or is a plugin with mistakes.
pub(crate) fn open(path: &Path) -> Result<Opened, Failure> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("rhai") => script(path),
        Some("wasm") => wasm(path),
        Some(_) | None => Err(no_plugin(path)),
    }
}

/// Why a file is no plugin, by its name alone.
fn no_plugin(path: &Path) -> Failure {
    if let Err(error) = path.metadata() {
        return Failure::file(path, &error);
    }
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    let way_out = if is_rust {
        "; `tenure plugin build` makes WASM of a project in Rust"
    } else {
        ""
    };
    Failure::Refused(format!(
        "{}: a plugin is a script, called `*.rhai`, or WASM, called `*.wasm`{way_out}",
        path.display()
    ))
}

/// A script from its file.
fn script(path: &Path) -> Result<Opened, Failure> {
    let text = read_text(path)?;
    let script = ScriptPlugin::parse(&path.display().to_string(), &text).map_err(|error| {
        match error.place() {
            Some(_) => Failure::Refused(error.to_string()),
            None => Failure::Refused(format!("{}: {error}", path.display())),
        }
    })?;
    Ok(Opened {
        plugin: Arc::new(script.clone()),
        made: Made::Script { script, text },
    })
}

/// A component from its file.
#[cfg(feature = "wasm")]
fn wasm(path: &Path) -> Result<Opened, Failure> {
    let refused = |error: PluginError| Failure::Refused(format!("{}: {error}", path.display()));
    let bytes = wasm_bytes(path)?;
    let options = tenure_wasm::HostOptions::default();
    let inspected = tenure_wasm::inspect(&bytes, &options).map_err(refused)?;
    let host = tenure_wasm::WasmHost::new(options).map_err(refused)?;
    Ok(Opened {
        plugin: Arc::new(host.load(&bytes).map_err(refused)?),
        made: Made::Wasm(Box::new(inspected)),
    })
}

/// A file that begins as WASM does.
///
/// # Errors
/// A file that cannot be read, and one that does not.
#[cfg(feature = "wasm")]
pub(crate) fn wasm_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
    if bytes.starts_with(b"\0asm") {
        return Ok(bytes);
    }
    Err(Failure::Refused(format!(
        "{}: is no WASM, whatever its name is",
        path.display()
    )))
}

#[cfg(not(feature = "wasm"))]
fn wasm(path: &Path) -> Result<Opened, Failure> {
    Err(without_wasm(&format!("{}: ", path.display())))
}

/// What is said where the command was built without WASM.
#[cfg(not(feature = "wasm"))]
pub(crate) fn without_wasm(what: &str) -> Failure {
    Failure::Refused(format!(
        "{what}this `tenure` was built without WASM plugins; build it again with them: \
         `cargo install --locked --path crates/tenure-cli --features wasm`"
    ))
}
