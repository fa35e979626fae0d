//! `tenure signals`: what conditions may name.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Outcome, stdout};
use crate::args::{Form, SignalsArgs};
use crate::facade::{Control, SignalDef, built_in};
use crate::failure::Failure;
use crate::nearest::did_you_mean;
use crate::render::text::{WIDTH, left, wrap};

pub(super) fn run(args: &SignalsArgs) -> Result<Outcome, Failure> {
    let dictionary = built_in();
    let all: Vec<_> = dictionary.iter().map(|(_, signal)| signal).collect();
    let chosen = choose(&all, args.name.as_deref())?;
    let mut out = stdout();
    match (args.format, chosen.as_slice()) {
        (Form::Json, signals) => {
            let signals: Vec<_> = signals.iter().map(|signal| to_json(signal)).collect();
            serde_json::to_writer_pretty(&mut out, &signals).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        (Form::Text, [signal]) if args.name.as_deref() == Some(&signal.name) => {
            in_full(&mut out, signal)?;
        }
        (Form::Text, signals) => list(&mut out, signals)?,
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

/// The signals of a namespace, or the one of a name.
fn choose<'s>(all: &[&'s SignalDef], name: Option<&str>) -> Result<Vec<&'s SignalDef>, Failure> {
    let Some(name) = name else {
        return Ok(all.to_vec());
    };
    let fits = |signal: &&&SignalDef| signal.name == name || namespace(signal) == name;
    let chosen: Vec<_> = all.iter().filter(fits).copied().collect();
    if chosen.is_empty() {
        let names = all
            .iter()
            .flat_map(|signal| [signal.name.as_str(), namespace(signal)]);
        let meant = did_you_mean(name, names);
        return Err(Failure::Refused(format!(
            "there is no signal or namespace `{name}`{meant}"
        )));
    }
    Ok(chosen)
}

fn namespace(signal: &SignalDef) -> &str {
    signal.name.split('.').next().unwrap_or_default()
}

fn list(out: &mut impl Write, signals: &[&SignalDef]) -> io::Result<()> {
    let mut last = "";
    for signal in signals {
        if namespace(signal) != last {
            if !last.is_empty() {
                writeln!(out)?;
            }
            last = namespace(signal);
            writeln!(out, "{last}")?;
        }
        writeln!(
            out,
            "  {} {} {}",
            left(&signal.name, 34),
            left(&kind(signal), 13),
            signal.doc
        )?;
    }
    Ok(())
}

/// Type and scope, in short.
fn kind(signal: &SignalDef) -> String {
    let ty = if signal.money {
        "money"
    } else {
        signal.ty.as_str()
    };
    if signal.valid_for_days.is_some() {
        format!("{ty}, stales")
    } else {
        ty.to_owned()
    }
}

fn in_full(out: &mut impl Write, signal: &SignalDef) -> io::Result<()> {
    writeln!(out, "{}: {}\n", signal.name, signal.doc)?;
    let mut line = |what: &str, text: &str| -> io::Result<()> {
        for (index, part) in wrap(text, WIDTH - 16).iter().enumerate() {
            writeln!(
                out,
                "  {}{part}",
                left(if index == 0 { what } else { "" }, 14)
            )?;
        }
        Ok(())
    };
    line("scope", signal.scope.as_str())?;
    line(
        "type",
        if signal.money {
            "int, minor units of the currency"
        } else {
            signal.ty.as_str()
        },
    )?;
    line(
        "unit",
        signal
            .unit
            .as_deref()
            .filter(|_| !signal.money)
            .unwrap_or_default(),
    )?;
    line(
        "words",
        &signal.words.as_deref().unwrap_or_default().join(", "),
    )?;
    let days = signal
        .valid_for_days
        .map_or_else(String::new, |days| format!("{days} days"));
    line("valid for", &days)?;
    line("can be moved", control(signal.control))?;
    line("derived from", &signal.kinds.join(", "))?;
    line("derivation", &signal.derivation)?;
    line(
        "only in",
        if signal.actions_only {
            "[[action]]"
        } else {
            ""
        },
    )
}

fn control(control: Control) -> &'static str {
    match control {
        Control::None => "no",
        Control::Up => "up",
        Control::Down => "down",
        Control::Both => "up and down",
    }
}

fn to_json(signal: &SignalDef) -> Value {
    json!({
        "name": signal.name,
        "scope": signal.scope.as_str(),
        "per_contract": signal.per_contract,
        "type": signal.ty.as_str(),
        "money": signal.money,
        "unit": signal.unit,
        "valid_for_days": signal.valid_for_days,
        "words": signal.words,
        "control": control(signal.control),
        "kinds": signal.kinds,
        "actions_only": signal.actions_only,
        "doc": signal.doc,
        "derivation": signal.derivation,
    })
}
