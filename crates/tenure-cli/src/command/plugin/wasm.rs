//! WASM plugins: begun in Rust, and built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tenure_wasm::component_of;

use super::project;
use super::sources::{GUEST, PROJECT};
use crate::failure::Failure;
use crate::plugins::wasm_bytes;

/// The target that plugins are compiled for.
const TARGET: &str = "wasm32-unknown-unknown";

/// Writes a new project into a folder of its own.
pub(super) fn new(name: &str, folder: &Path) -> Result<String, Failure> {
    project::write(name, folder, PROJECT)?;
    project::write_as_is(folder, GUEST)?;
    Ok(format!(
        "wrote {0}; now `cd {0}` and `tenure plugin build`",
        folder.display()
    ))
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
        let file = PathBuf::from(format!("{name}.wasm"));
        let here = path == Path::new(".");
        (module, if here { file } else { path.join(file) })
    } else {
        (path.to_owned(), path.with_extension("component.wasm"))
    };
    let bytes = wasm_bytes(&module)?;
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
    if !project.join("Cargo.toml").is_file() {
        return Err(Failure::Refused(format!(
            "{}: is no project, for there is no `Cargo.toml` in it; begin one: `tenure plugin new --lang rust late-payer`",
            project.display()
        )));
    }
    let output = cargo(project).output().map_err(|error| {
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

fn cargo(project: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--release", "--target", TARGET])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(project)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit());
    cargo
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
