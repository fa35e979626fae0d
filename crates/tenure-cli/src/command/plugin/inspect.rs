//! `tenure plugin inspect`: what a plugin is.

use std::fmt::Write as _;

use serde_json::{Value, json};
use tenure::plugin::{Code, Description, ParameterDef};
use tenure::rulebook::{Number, Parameter};

use super::find;
use crate::args::{Form, PluginInspectArgs};
use crate::failure::Failure;
use crate::plugins::{self, Made, Opened};
use crate::render::text::thousands;

pub(super) fn run(args: &PluginInspectArgs) -> Result<String, Failure> {
    let opened = plugins::open(&find::plugin(&args.file)?)?;
    match args.format {
        Form::Text => Ok(text(&opened)),
        Form::Json => serde_json::to_string_pretty(&to_json(&opened))
            .map_err(|error| std::io::Error::from(error).into()),
    }
}

/// Lines under names; a name stands once before what follows it.
#[derive(Default)]
struct Lines {
    text: String,
    last: &'static str,
}

impl Lines {
    fn line(&mut self, name: &'static str, value: &str) {
        let shown = if name == self.last { "" } else { name };
        self.last = name;
        // A text takes whatever is written to it.
        let _ = writeln!(self.text, "{shown:<12}{value}");
    }
}

fn text(opened: &Opened) -> String {
    let description = opened.plugin.description();
    let mut lines = Lines::default();
    lines.line(
        "plugin",
        &format!("{} {}", description.id, description.version),
    );
    made(&mut lines, &opened.made);
    lines.line("digest", opened.plugin.digest());
    lines.line("signals", &format!("of {}", description.dictionary));
    reads(&mut lines, description);
    if !description.reasons.is_empty() {
        lines.line(
            "points",
            &format!("at most {} a row", description.max_points),
        );
    }
    for code in &description.reasons {
        lines.line("reasons", &worded(code));
    }
    for code in &description.actions {
        lines.line("actions", &worded(code));
    }
    for parameter in &description.parameters {
        lines.line("parameters", &settable(parameter));
    }
    lines.text
}

fn made(lines: &mut Lines, made: &Made) {
    match made {
        Made::Script { text, .. } => lines.line(
            "made of",
            &format!("a script of {} bytes", thousands(text.len() as i128)),
        ),
        #[cfg(feature = "wasm")]
        Made::Wasm(inspected) => {
            lines.line(
                "made of",
                &format!(
                    "a component of {} bytes, {} functions, {} KiB of memory at the start",
                    thousands(inspected.bytes as i128),
                    inspected.functions,
                    thousands((inspected.memory_pages * 64).into())
                ),
            );
            for import in &inspected.imports {
                lines.line("imports", import);
            }
        }
    }
}

fn reads(lines: &mut Lines, description: &Description) {
    for input in &description.inputs {
        let state = if input.required {
            "required"
        } else {
            "may be unknown"
        };
        lines.line(
            "inputs",
            &format!("{}: {}, {state}", input.signal, input.ty.as_str()),
        );
    }
    if description.reads_day {
        lines.line("inputs", "the day");
    }
}

fn worded(code: &Code) -> String {
    let text = code.texts.get("en").or_else(|| code.texts.values().next());
    match text {
        Some(text) => format!("{}: {text}", code.code),
        None => code.code.clone(),
    }
}

fn settable(parameter: &ParameterDef) -> String {
    let mut text = format!("{}: {}", parameter.name, parameter.ty.as_str());
    match &parameter.default {
        Some(default) => text.push_str(&format!(", {} unless set", value(default))),
        None => text.push_str(", must be set"),
    }
    if let Some(min) = parameter.min {
        text.push_str(&format!(", from {}", number(min)));
    }
    if let Some(max) = parameter.max {
        text.push_str(&format!(", up to {}", number(max)));
    }
    if !parameter.doc.is_empty() {
        text.push_str(&format!("; {}", parameter.doc));
    }
    text
}

fn number(number: Number) -> Value {
    match number {
        Number::Int(int) => json!(int),
        Number::Float(float) => json!(float),
    }
}

/// A default: never a list or a table.
fn value(parameter: &Parameter) -> Value {
    match parameter {
        Parameter::Bool(truth) => json!(truth),
        Parameter::Int(int) => json!(int),
        Parameter::Float(float) => json!(float),
        Parameter::Text(text) => json!(text),
        Parameter::List(_) | Parameter::Table(_) => Value::Null,
    }
}

fn to_json(opened: &Opened) -> Value {
    let description = opened.plugin.description();
    let codes = |codes: &[Code]| -> Vec<Value> {
        let code = |code: &Code| json!({ "code": code.code, "text": code.texts });
        codes.iter().map(code).collect()
    };
    let inputs = description.inputs.iter().map(|input| {
        json!({ "signal": input.signal, "type": input.ty.as_str(), "required": input.required })
    });
    let parameters = description.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "type": parameter.ty.as_str(),
            "default": parameter.default.as_ref().map(value),
            "min": parameter.min.map(number),
            "max": parameter.max.map(number),
            "doc": parameter.doc,
        })
    });
    json!({
        "id": description.id,
        "version": description.version,
        "digest": opened.plugin.digest(),
        "made_of": made_json(&opened.made),
        "dictionary": description.dictionary,
        "reads_day": description.reads_day,
        "inputs": inputs.collect::<Vec<_>>(),
        "max_points": description.max_points,
        "reasons": codes(&description.reasons),
        "actions": codes(&description.actions),
        "parameters": parameters.collect::<Vec<_>>(),
    })
}

fn made_json(made: &Made) -> Value {
    match made {
        Made::Script { text, .. } => json!({ "kind": "script", "bytes": text.len() }),
        #[cfg(feature = "wasm")]
        Made::Wasm(inspected) => json!({
            "kind": "wasm",
            "bytes": inspected.bytes,
            "functions": inspected.functions,
            "memory_kib": inspected.memory_pages * 64,
            "imports": inspected.imports,
        }),
    }
}
