//! `tenure plugin`: rules that other people write.

mod run;
#[cfg(feature = "wasm")]
mod sources;
#[cfg(feature = "wasm")]
mod wasm;
#[cfg(not(feature = "wasm"))]
#[path = "plugin/without_wasm.rs"]
mod wasm;

#[cfg(feature = "wasm")]
pub(crate) use wasm::load as load_wasm;

use std::io::Write as _;
use std::path::Path;

use super::{Outcome, stdout};
use crate::args::{PluginCommand, PluginLanguage, PluginNewArgs};
use crate::failure::Failure;

pub(super) fn run(command: &PluginCommand) -> Result<Outcome, Failure> {
    let said = match command {
        PluginCommand::New(args) => new(args)?,
        PluginCommand::Build(args) => wasm::build(&args.source, args.output.as_deref())?,
        PluginCommand::Check(args) => wasm::check(&args.plugin)?,
        PluginCommand::Inspect(args) => wasm::inspect(&args.plugin)?,
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
    }
}
