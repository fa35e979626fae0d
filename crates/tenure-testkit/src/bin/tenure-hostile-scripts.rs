//! `tenure-hostile-scripts [FOLDER]`: scripts that attack their host, each in a process of its own. Tries every file of a
//! folder, this crate's own where none is named.

use std::path::Path;
use std::process::ExitCode;

use tenure_testkit::command::{arguments, say};
use tenure_testkit::hostile::{Bounds, Runner, Script, peak, try_script};

/// The corpus that comes with the kit.
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/hostile/scripts");

fn main() -> ExitCode {
    let arguments = arguments();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = match arguments.as_slice() {
        [] => corpus(Path::new(OWN)),
        ["one", file] => one(Path::new(file)),
        [folder] => corpus(Path::new(folder)),
        _ => Err("say `[FOLDER]`".to_owned()),
    };
    say(ended)
}

/// In the child: one file of the corpus, on the stack of a thread as small as hosts have.
fn one(file: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let script = Script::parse(&text)?;
    let builder = std::thread::Builder::new().stack_size(256 << 10);
    let trial = builder.spawn(move || try_script(&script.text).map(|word| (word, script.ends)));
    let trial = trial.map_err(|error| error.to_string())?.join();
    let (word, ends) = trial.map_err(|_| format!("{} it panicked", peak()))??;
    if ends.contains(&word) {
        Ok(format!("{} {word}", peak()))
    } else {
        Err(format!("{} ended otherwise than expected: {word}", peak()))
    }
}

fn corpus(folder: &Path) -> Result<String, String> {
    let command = std::env::current_exe().map_err(|error| error.to_string())?;
    Runner::new(command, Bounds::default())
        .files(folder)?
        .verdict("scripts")
}
