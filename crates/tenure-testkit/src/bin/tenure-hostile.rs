//! `tenure-hostile`: plugins that attack their host, each in a process of its own.
//!
//!     tenure-hostile corpus [FOLDER]          every file of a folder, this crate's own where none is named
//!     tenure-hostile negatives                what the WebAssembly specification calls malformed or invalid
//!     tenure-hostile generated COUNT [SEED]   random modules with the exports of a plugin

use std::path::Path;
use std::process::ExitCode;

use tenure_testkit::command::{arguments, say};
use tenure_testkit::hostile::wasm::{Fragment, generated, negatives, trial};
use tenure_testkit::hostile::{Bounds, Runner, peak};

/// The corpus that comes with the kit.
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/hostile/wasm");
/// How many generated modules share a child.
const TOGETHER: u64 = 500;

fn main() -> ExitCode {
    let arguments = arguments();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = match arguments.as_slice() {
        ["corpus"] => corpus(Path::new(OWN)),
        ["corpus", folder] => corpus(Path::new(folder)),
        ["one", file] => one(Path::new(file)),
        ["negatives"] => several("negatives", &[vec!["negatives-here".to_owned()]]),
        ["negatives-here"] => negatives_here(),
        ["generated", count] => generated_in_children(count, "1"),
        ["generated", count, seed] => generated_in_children(count, seed),
        ["generated-here", count, seed] => generated_here(count, seed),
        _ => Err("say `corpus [FOLDER]`, `negatives` or `generated COUNT [SEED]`".to_owned()),
    };
    say(ended)
}

/// In the child: one file of the corpus.
fn one(file: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let fragment = Fragment::parse(&text)?;
    let trial = trial(&fragment.component()?)?;
    let word = trial.ending.word();
    if !fragment.expected.iter().any(|expected| expected == word) {
        return Err(format!(
            "{} ended otherwise than expected: {:?}",
            peak(),
            trial.ending
        ));
    }
    if !trial.neighbour_kept {
        return Err(format!(
            "{} the plugin beside it gave another answer",
            peak()
        ));
    }
    Ok(format!("{} {word}", peak()))
}

fn corpus(folder: &Path) -> Result<String, String> {
    runner(Bounds::default())?.files(folder)?.verdict("corpus")
}

/// Runs this command in children.
fn runner(bounds: Bounds) -> Result<Runner, String> {
    let command = std::env::current_exe().map_err(|error| error.to_string())?;
    Ok(Runner::new(command, bounds))
}

/// In the child: the negatives of the specification.
fn negatives_here() -> Result<String, String> {
    let taken = negatives::try_all()?;
    let text = format!(
        "{} of {} are modules, and were refused",
        taken.handed, taken.all
    );
    if taken.taken.is_empty() && taken.handed > 1_000 {
        Ok(format!("{} {text}", peak()))
    } else {
        Err(format!(
            "{} {text}, but for {}: {}",
            peak(),
            taken.taken.len(),
            taken.taken.join("; ")
        ))
    }
}

fn number(text: &str) -> Result<u64, String> {
    let number = text.parse();
    number.map_err(|_| format!("`{text}` is no number"))
}

fn generated_in_children(count: &str, seed: &str) -> Result<String, String> {
    let (count, seed) = (number(count)?, number(seed)?);
    let members: Vec<Vec<String>> = (0..count.div_ceil(TOGETHER))
        .map(|part| {
            let here = TOGETHER.min(count - part * TOGETHER);
            vec![
                "generated-here".to_owned(),
                here.to_string(),
                (seed + part * TOGETHER).to_string(),
            ]
        })
        .collect();
    several("generated", &members)
}

/// In the child: some modules, one after the other.
fn generated_here(count: &str, seed: &str) -> Result<String, String> {
    let tally = generated::try_some(number(seed)?, number(count)?)?;
    let generated::Tally {
        made,
        refused,
        failed,
        ran,
        out_of_fuel,
    } = tally;
    Ok(format!(
        "{} made={made} refused={refused} failed={failed} ran={ran} out-of-fuel={out_of_fuel}",
        peak()
    ))
}

/// Many of them in each child, which may take ten minutes.
fn several(what: &str, members: &[Vec<String>]) -> Result<String, String> {
    let time = std::time::Duration::from_secs(600);
    let bounds = Bounds {
        time,
        ..Bounds::default()
    };
    let names: Vec<&str> = members
        .iter()
        .filter_map(|own| own.last())
        .map(String::as_str)
        .collect();
    let members = names.into_iter().zip(members.iter().cloned());
    runner(bounds)?.run(members)?.verdict(what)
}
