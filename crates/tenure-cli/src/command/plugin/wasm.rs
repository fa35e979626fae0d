//! WASM plugins: written in Rust, built, looked at and loaded.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::Value;
use tenure::plugin::{Description, Plugin, Requirement, Version};
use tenure::signals::{DICTIONARY_VERSION, built_in};
use tenure_wasm::{HostOptions, Inspected, WasmHost, component_of};

use super::sources::{GUEST, PROJECT};
use crate::failure::Failure;

/// The target that plugins are compiled for.
const TARGET: &str = "wasm32-unknown-unknown";

/// Writes a new project into a folder of its own.
pub(super) fn new(name: &str, folder: &Path) -> Result<String, Failure> {
    if folder.exists() {
        return Err(Failure::Refused(format!(
            "{}: is there already; choose another name",
            folder.display()
        )));
    }
    for (path, text) in PROJECT {
        write(&folder.join(path), &text.replace("{name}", name))?;
    }
    for (path, text) in GUEST {
        write(&folder.join(path), text)?;
    }
    Ok(format!(
        "wrote {0}; now `cd {0}` and `tenure plugin build`",
        folder.display()
    ))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    fs::write(path, text).map_err(|error| Failure::file(path, &error))
}

/// Makes a component of a project, or of a core module that some compiler made; `output` is where it goes.
pub(super) fn build(path: &Path, output: Option<&Path>) -> Result<String, Failure> {
    let (module, usual) = if path.is_dir() {
        let module = compiled(path)?;
        let name = module
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .replace('_', "-");
        (module, path.join(format!("{name}.wasm")))
    } else {
        (path.to_owned(), path.with_extension("component.wasm"))
    };
    let bytes = fs::read(&module).map_err(|error| Failure::file(&module, &error))?;
    let component = component_of(&bytes).map_err(|error| refused(&module, &error))?;
    let output = output.unwrap_or(&usual);
    fs::write(output, &component).map_err(|error| Failure::file(output, &error))?;
    Ok(format!(
        "wrote {}, {} KiB",
        output.display(),
        component.len().div_ceil(1024)
    ))
}

fn refused(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Refused(format!("{}: {error}", path.display()))
}

/// Runs the compiler; what it says goes to standard error as it comes.
fn compiled(project: &Path) -> Result<PathBuf, Failure> {
    let cargo = Command::new("cargo")
        .args([
            "build",
            "--release",
            "--target",
            TARGET,
            "--message-format",
            "json-render-diagnostics",
        ])
        .current_dir(project)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output();
    let output = cargo.map_err(|error| {
        Failure::Refused(format!("`cargo` cannot be run: {error}; install Rust"))
    })?;
    if !output.status.success() {
        return Err(Failure::Refused(format!(
            "{}: did not compile; where the target is missing, `rustup target add {TARGET}` installs it",
            project.display()
        )));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    messages
        .lines()
        .filter_map(module)
        .next_back()
        .ok_or_else(|| {
            Failure::Refused(format!(
                "{}: compiles to no WASM; give it `crate-type = [\"cdylib\"]`",
                project.display()
            ))
        })
}

/// The module that a message of the compiler tells of.
fn module(message: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    if message["reason"] != "compiler-artifact" {
        return None;
    }
    let files = message["filenames"].as_array()?;
    files
        .iter()
        .filter_map(Value::as_str)
        .find(|file| file.ends_with(".wasm"))
        .map(PathBuf::from)
}

/// Loads a component as a plugin.
pub(crate) fn load(path: &Path) -> Result<Arc<dyn Plugin>, Failure> {
    loaded(path).map(|(plugin, _)| plugin)
}

fn loaded(path: &Path) -> Result<(Arc<dyn Plugin>, Inspected), Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
    let options = HostOptions::default();
    let inspected =
        tenure_wasm::inspect(&bytes, &options).map_err(|error| refused(path, &error))?;
    let host = WasmHost::new(options).map_err(|error| refused(path, &error))?;
    let plugin = host.load(&bytes).map_err(|error| refused(path, &error))?;
    Ok((Arc::new(plugin), inspected))
}

/// Tells what a component is made of, and what it says of itself.
pub(super) fn inspect(path: &Path) -> Result<String, Failure> {
    let (plugin, inspected) = loaded(path)?;
    let Description {
        id,
        version,
        dictionary,
        inputs,
        reasons,
        actions,
        parameters,
        max_points,
        ..
    } = plugin.description();
    let mut text = String::new();
    let mut line = |name: &str, value: String| {
        // A text takes whatever is written to it.
        let _ = writeln!(text, "{name:<12}{value}");
    };
    let list = |names: Vec<&str>| {
        if names.is_empty() {
            "-".to_owned()
        } else {
            names.join(", ")
        }
    };
    line("plugin", format!("{id} {version}"));
    line("digest", plugin.digest().to_owned());
    line("dictionary", dictionary.clone());
    line("max_points", max_points.to_string());
    for input in inputs {
        let state = if input.required {
            "required"
        } else {
            "may be unknown"
        };
        line(
            "input",
            format!("{}: {}, {state}", input.signal, input.ty.as_str()),
        );
    }
    line(
        "reasons",
        list(reasons.iter().map(|code| code.code.as_str()).collect()),
    );
    line(
        "actions",
        list(actions.iter().map(|code| code.code.as_str()).collect()),
    );
    line(
        "parameters",
        list(
            parameters
                .iter()
                .map(|parameter| parameter.name.as_str())
                .collect(),
        ),
    );
    line(
        "size",
        format!(
            "{} bytes, {} functions",
            inspected.bytes, inspected.functions
        ),
    );
    line(
        "memory",
        format!("{} KiB at the start", inspected.memory_pages * 64),
    );
    line(
        "imports",
        list(inspected.imports.iter().map(String::as_str).collect()),
    );
    Ok(text)
}

/// Checks a component against the host and the dictionary of signals.
pub(super) fn check(path: &Path) -> Result<String, Failure> {
    let (plugin, inspected) = loaded(path)?;
    let description = plugin.description();
    let required: Requirement = description
        .dictionary
        .parse()
        .map_err(|error: String| refused(path, &error))?;
    let version: Version = DICTIONARY_VERSION
        .parse()
        .map_err(|error: String| refused(path, &error))?;
    if !required.allows(version) {
        let wrong = format!("was written for signals {required}; these are of version {version}");
        return Err(refused(path, &wrong));
    }
    signals_fit(description).map_err(|error| refused(path, &error))?;
    let most = HostOptions::default().component_bytes;
    Ok(format!(
        "{}: {} {} is sound: {} of at most {} KiB, {} inputs, imports nothing but the log",
        path.display(),
        description.id,
        description.version,
        inspected.bytes.div_ceil(1024),
        most / 1024,
        description.inputs.len(),
    ))
}

fn signals_fit(description: &Description) -> Result<(), String> {
    let dictionary = built_in();
    for input in &description.inputs {
        // A rulebook may declare signals of its own.
        if input.signal.starts_with("custom.") {
            continue;
        }
        let (signal, ty) = (&input.signal, input.ty);
        let Some(known) = dictionary.find(signal).and_then(|id| dictionary.get(id)) else {
            return Err(format!(
                "reads `{signal}`, which is no signal; `tenure signals` lists them"
            ));
        };
        if known.ty != ty {
            return Err(format!(
                "reads `{signal}` as {}, and it is of type {}",
                ty.as_str(),
                known.ty.as_str()
            ));
        }
    }
    Ok(())
}
