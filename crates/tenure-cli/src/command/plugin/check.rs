//! `tenure plugin check`: everything that is wrong with a plugin and can be told without running it.

use std::path::Path;

use tenure::plugin::script::LONGEST_SCRIPT;
use tenure::plugin::{Description, Excerpt, InputDef, Requirement, Version};
use tenure::signals::{DICTIONARY_VERSION, built_in};

use crate::failure::Failure;
use crate::nearest::did_you_mean;
use crate::plugins::{self, Made, Opened};
use crate::render::text::thousands;

/// Checks a plugin: what it is, if nothing is wrong with it.
///
/// # Errors
/// Every mistake, with its line where it is a script's.
pub(super) fn run(path: &Path) -> Result<String, Failure> {
    let opened = plugins::open(path)?;
    refuse(path, &mistakes(&opened, path))?;
    Ok(sound(&opened, path))
}

/// Refuses a plugin that no rulebook can bind: its signals are not there, or of another type. What it would say of
/// accounts would be of other values than it is given later.
///
/// # Errors
/// Every such mistake, as `check` tells it.
pub(super) fn inputs_are_there(opened: &Opened, path: &Path) -> Result<(), Failure> {
    refuse(path, &of_signals(opened, path))
}

fn refuse(path: &Path, mistakes: &[String]) -> Result<(), Failure> {
    if mistakes.is_empty() {
        return Ok(());
    }
    let all = mistakes.join("\n\n");
    Err(Failure::mistakes(path, mistakes.len(), "", &all))
}

fn mistakes(opened: &Opened, path: &Path) -> Vec<String> {
    let mut mistakes = of_signals(opened, path);
    mistakes.extend(opened.made.mistakes());
    mistakes
}

fn of_signals(opened: &Opened, path: &Path) -> Vec<String> {
    let description = opened.plugin.description();
    let mut mistakes: Vec<String> = dictionary(description).err().into_iter().collect();
    for input in &description.inputs {
        if let Err(why) = signal(input) {
            mistakes.push(match place(opened, path, &input.signal) {
                Some(place) => format!("{why}{place}"),
                None => why,
            });
        }
    }
    mistakes
}

/// Whether the plugin was written for this dictionary of signals.
fn dictionary(description: &Description) -> Result<(), String> {
    let required: Requirement = description.dictionary.parse()?;
    let version: Version = DICTIONARY_VERSION.parse()?;
    if required.allows(version) {
        return Ok(());
    }
    Err(format!(
        "the plugin was written for signals {required}, and these are of version {version}; look through \
         `tenure signals`, and write the version into `dictionary`"
    ))
}

/// Whether a signal is there, and of that type.
fn signal(input: &InputDef) -> Result<(), String> {
    let (signal, ty) = (&input.signal, input.ty);
    // A rulebook may declare signals of its own.
    if signal.starts_with("custom.") {
        return Ok(());
    }
    let dictionary = built_in();
    let known = dictionary.find(signal).and_then(|id| dictionary.get(id));
    let Some(known) = known else {
        return Err(format!(
            "reads `{signal}`, which is no signal{}",
            way_out(signal)
        ));
    };
    if known.ty == ty {
        return Ok(());
    }
    Err(format!(
        "reads `{signal}` as {}, and it is of type {}",
        ty.as_str(),
        known.ty.as_str()
    ))
}

/// The signal that was meant, or where to look for it.
fn way_out(signal: &str) -> String {
    let dictionary = built_in();
    let names = || dictionary.iter().map(|(_, known)| known.name.as_str());
    let meant = did_you_mean(signal, names());
    if !meant.is_empty() {
        return meant;
    }
    let space = signal.split('.').next().unwrap_or(signal);
    let is_space = |name: &str| name.split('.').next() == Some(space);
    if names().any(is_space) {
        return format!("; `tenure signals {space}` lists those of `{space}`");
    }
    "; `tenure signals` lists them".to_owned()
}

/// Where a script declares an input.
fn place(opened: &Opened, path: &Path, signal: &str) -> Option<Excerpt> {
    let text = match &opened.made {
        Made::Script { text, .. } => text,
        #[cfg(feature = "wasm")]
        Made::Wasm(_) => return None,
    };
    let mut section = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(name) = line.trim().strip_prefix('[') {
            section = name.split(']').next().unwrap_or(name).trim().to_owned();
        }
        let key = line.split('=').next().unwrap_or_default().trim();
        if format!("{section}.{key}") == format!("inputs.{signal}") {
            let indent = line.chars().take_while(|c| c.is_whitespace()).count();
            return Some(Excerpt {
                file: path.display().to_string(),
                line: number,
                column: u32::try_from(indent + 1).unwrap_or(u32::MAX),
                text: line.to_owned(),
            });
        }
    }
    None
}

/// What a sound plugin is.
fn sound(opened: &Opened, path: &Path) -> String {
    let description = opened.plugin.description();
    let Description { id, version, .. } = description;
    let mut lines = against_limits(&opened.made);
    lines.push((
        "signals",
        format!(
            "written for {}; these are {DICTIONARY_VERSION}",
            description.dictionary
        ),
    ));
    lines.push(("inputs", inputs(description)));
    lines.push((
        "points",
        format!("at most {} a row", description.max_points),
    ));
    let lines = lines
        .iter()
        .map(|(name, value)| format!("  {name:<12}{value}\n"));
    format!(
        "{}: {id} {version} is sound\n\n{}",
        path.display(),
        lines.collect::<String>()
    )
}

/// What a plugin is made of, beside what the host allows.
fn against_limits(made: &Made) -> Vec<(&'static str, String)> {
    match made {
        Made::Script { text, .. } => vec![("size", size(text.len(), LONGEST_SCRIPT))],
        #[cfg(feature = "wasm")]
        Made::Wasm(inspected) => {
            let options = tenure_wasm::HostOptions::default();
            let memory = format!(
                "{} of at most {} KiB at the start",
                thousands((inspected.memory_pages * 64).into()),
                thousands(options.memory_kib.into())
            );
            vec![
                ("size", size(inspected.bytes, options.component_bytes)),
                ("memory", memory),
                ("imports", "nothing but the host's log".to_owned()),
            ]
        }
    }
}

fn inputs(description: &Description) -> String {
    let all = description.inputs.len();
    let required = description.inputs.iter().filter(|input| input.required);
    format!("{all}, {} of them required", required.count())
}

fn size(bytes: usize, most: usize) -> String {
    format!(
        "{} of at most {} bytes",
        thousands(bytes as i128),
        thousands(most as i128)
    )
}
