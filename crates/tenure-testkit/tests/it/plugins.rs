//! Plugins in generated rulebooks: the engine beside the reference.

use std::collections::BTreeMap;

use tenure::plugin::{Code, Description, InputDef, NativePlugin};
use tenure::signals::{SignalType, Value};
use tenure::{Engine, Rulebook};
use tenure_testkit::differ::{Coverage, Difference, Pair};
use tenure_testkit::generate::case;
use tenure_testkit::reference::{ReferencePlugin, Said};
use tenure_testkit::{Fault, Source};

use crate::threads::in_parallel;

const INPUTS: [&[(&str, bool)]; 2] = [
    &[
        ("satisfaction.score", false),
        ("account.tenure_months", false),
        ("complaints.open", false),
    ],
    &[("usage.utilisation", true), ("contact.days_since", false)],
];
const REASONS: [&str; 2] = ["few", "many"];
const MOST: i64 = 40;

/// Points by what remains of a number, and a failure where it is round.
fn says(values: &[Option<Value>]) -> Said {
    let mut given: BTreeMap<&'static str, i64> = BTreeMap::new();
    for (place, value) in values.iter().enumerate() {
        let number = match value {
            Some(Value::Int(int)) => *int,
            Some(Value::Float(float)) => (float * 100.0) as i64,
            Some(Value::Bool(_) | Value::Text(_)) | None => continue,
        };
        if number.rem_euclid(10) == 0 && number > 20 {
            return None;
        }
        let reason = if number < 30 { "few" } else { "many" };
        *given.entry(reason).or_default() += number.rem_euclid(13) - 6 + place as i64;
    }
    Some(
        given
            .into_iter()
            .filter(|(_, points)| *points != 0)
            .collect(),
    )
}

fn native(inputs: &'static [(&'static str, bool)]) -> NativePlugin {
    let rulebook = Rulebook::default_renewal();
    let input = |(signal, required): &(&str, bool)| InputDef {
        signal: (*signal).into(),
        ty: rulebook
            .checked()
            .signal(signal)
            .map_or(SignalType::Int, |(_, signal)| signal.ty),
        required: *required,
    };
    let code = |code: &&str| Code {
        code: (*code).into(),
        texts: BTreeMap::new(),
    };
    let description = Description {
        id: "remainders".into(),
        version: "1.0.0".into(),
        dictionary: "^1.0".into(),
        inputs: inputs.iter().map(input).collect(),
        reads_day: false,
        reasons: REASONS.iter().map(code).collect(),
        actions: Vec::new(),
        parameters: Vec::new(),
        max_points: MOST as i32,
    };
    let plugin = NativePlugin::new(description, "1", move |row, _, verdict| {
        let values: Vec<Option<Value>> =
            inputs.iter().map(|(signal, _)| row.value(signal)).collect();
        for (reason, points) in says(&values).ok_or("a round number")? {
            verdict.points(reason, points as i32)?;
        }
        Ok(())
    });
    plugin.unwrap()
}

/// A generated rulebook that binds two plugins, one of them in a group.
fn compare(seed: u64, fault: Fault) -> Result<Coverage, Box<Difference>> {
    let case = case(&mut Source::seeded(seed), 3);
    let plain = case.rulebook.to_string();
    let group = Rulebook::parse("plain.toml", &plain)
        .unwrap()
        .checked()
        .groups
        .first()
        .map(|group| group.id.clone());
    let group = group.map_or_else(String::new, |group| format!("group = {group:?}\n"));
    let text = format!(
        "{plain}\n[[plugin]]\nid = \"first\"\nfile = \"x.rhai\"\n{group}[[plugin]]\nid = \"second\"\nfile = \"x.rhai\"\n"
    );
    let rulebook =
        Rulebook::parse("generated.toml", &text).unwrap_or_else(|error| panic!("{error}"));
    let builder = Engine::builder().rulebook(rulebook);
    let engine = builder
        .plugin("first", native(INPUTS[0]))
        .plugin("second", native(INPUTS[1]))
        .build();
    let known = ["first", "second"]
        .into_iter()
        .zip(INPUTS)
        .map(|(id, inputs)| {
            let plugin = ReferencePlugin {
                inputs,
                max_points: MOST,
                says,
            };
            (id.to_owned(), plugin)
        });
    let pair = Pair::with_plugins(
        engine.unwrap_or_else(|error| panic!("{error}")),
        &text,
        known.collect(),
    );
    pair.compare(&case.records, fault)
}

#[test]
fn plugins_are_added_up_as_the_reference_does() {
    let coverages = in_parallel(300, |seed| {
        compare(seed, Fault::None).unwrap_or_else(|difference| panic!("{difference}"))
    });
    let mut total = Coverage::default();
    coverages.iter().for_each(|coverage| total.merge(coverage));
    assert!(total.given_by_plugins > 200, "{total:?}");
    assert!(total.failed_plugins > 20, "{total:?}");
}

#[test]
fn faults_with_plugins_are_found() {
    for fault in [
        Fault::FailedPluginsAreJudged,
        Fault::OpenPluginsAreExact,
        Fault::EqualWeights,
    ] {
        let found = (0..300).any(|seed| compare(seed, fault).is_err());
        assert!(found, "{fault:?}");
    }
}
