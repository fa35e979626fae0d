//! `tenure plugin`: rules that other people write.

mod check;
mod find;
mod inspect;
mod project;
mod run;
mod script;
mod settings;
#[cfg(feature = "wasm")]
mod sources;
mod test;
#[cfg(feature = "wasm")]
mod wasm;
#[cfg(not(feature = "wasm"))]
#[path = "plugin/without_wasm.rs"]
mod wasm;

use std::io::Write as _;
use std::path::Path;

use super::{Outcome, stdout};
use crate::args::{PluginBuildArgs, PluginCommand, PluginLanguage, PluginNewArgs};
use crate::failure::Failure;

pub(super) fn run(command: &PluginCommand) -> Result<Outcome, Failure> {
    let said = match command {
        PluginCommand::New(args) => new(args)?,
        PluginCommand::Build(args) => build(args)?,
        PluginCommand::Check(args) => check::run(&find::plugin(args)?)?,
        PluginCommand::Inspect(args) => inspect::run(args)?,
        PluginCommand::Test(args) => return test::run(args),
        PluginCommand::Run(args) => return run::run(args),
    };
    let mut out = stdout();
    writeln!(out, "{}", said.trim_end())?;
    out.flush()?;
    Ok(Outcome::Fine)
}

fn new(args: &PluginNewArgs) -> Result<String, Failure> {
    let name = &args.name;
    let fits = name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('-')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !fits {
        return Err(Failure::Refused(format!(
            "`{name}` is no name of a plugin: write small letters, digits and hyphens, such as `late-payer`"
        )));
    }
    match args.lang {
        PluginLanguage::Rust => wasm::new(name, Path::new(name)),
        PluginLanguage::Rhai => script::new(name, Path::new(name)),
    }
}

fn build(args: &PluginBuildArgs) -> Result<String, Failure> {
    let (source, output) = (&args.source, args.output.as_deref());
    if let Err(error) = source.metadata() {
        return Err(Failure::file(source, &error));
    }
    let found = if source.is_dir() {
        find::script(source)?
    } else {
        Some(source.clone()).filter(|file| file.extension().is_some_and(|own| own == "rhai"))
    };
    match found {
        Some(script) => script::build(&script, output),
        None => wasm::build(source, output),
    }
}
