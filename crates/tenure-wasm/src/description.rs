//! What a plugin says of itself, read from its JSON.

use std::collections::BTreeMap;

use serde::Deserialize;
use tenure_core::plugin::{
    Code, Description, InputDef, ParameterDef, PluginError, PluginErrorKind,
};
use tenure_rules::{Number, Parameter, SignalType};

#[derive(Deserialize)]
struct Told {
    id: String,
    version: String,
    dictionary: String,
    max_points: i32,
    #[serde(default)]
    reads_day: bool,
    inputs: Vec<ToldInput>,
    #[serde(default)]
    reasons: Vec<ToldCode>,
    #[serde(default)]
    actions: Vec<ToldCode>,
    #[serde(default)]
    parameters: Vec<ToldParameter>,
}

#[derive(Deserialize)]
struct ToldInput {
    name: String,
    #[serde(rename = "type")]
    ty: ToldType,
    required: bool,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum ToldType {
    Int,
    Float,
    Bool,
    Text,
}

#[derive(Deserialize)]
struct ToldCode {
    code: String,
    text: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct ToldParameter {
    name: String,
    #[serde(rename = "type")]
    ty: ToldType,
    #[serde(default)]
    default: Option<Setting>,
    #[serde(default)]
    min: Option<Bound>,
    #[serde(default)]
    max: Option<Bound>,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Setting {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Bound {
    Int(i64),
    Float(f64),
}

/// Reads a description, and checks it.
pub(crate) fn read(json: &str) -> Result<Description, PluginError> {
    let told: Told = serde_json::from_str(json).map_err(|error| {
        let text = format!("what it says of itself cannot be read: {error}");
        PluginError::new(PluginErrorKind::Description, text)
    })?;
    let description = Description {
        id: told.id,
        version: told.version,
        dictionary: told.dictionary,
        reads_day: told.reads_day,
        inputs: told.inputs.into_iter().map(input).collect(),
        reasons: told.reasons.into_iter().map(code).collect(),
        actions: told.actions.into_iter().map(code).collect(),
        parameters: told.parameters.into_iter().map(parameter).collect(),
        max_points: told.max_points,
    };
    description.check()?;
    Ok(description)
}

fn ty(told: ToldType) -> SignalType {
    match told {
        ToldType::Int => SignalType::Int,
        ToldType::Float => SignalType::Float,
        ToldType::Bool => SignalType::Bool,
        ToldType::Text => SignalType::Text,
    }
}

fn input(told: ToldInput) -> InputDef {
    InputDef {
        signal: told.name,
        ty: ty(told.ty),
        required: told.required,
    }
}

fn code(told: ToldCode) -> Code {
    Code {
        code: told.code,
        texts: told.text,
    }
}

fn parameter(told: ToldParameter) -> ParameterDef {
    let bound = |bound: Bound| match bound {
        Bound::Int(int) => Number::Int(int),
        Bound::Float(float) => Number::Float(float),
    };
    let default = told.default.map(|setting| match setting {
        Setting::Bool(bool) => Parameter::Bool(bool),
        Setting::Int(int) => Parameter::Int(int),
        Setting::Float(float) => Parameter::Float(float),
        Setting::Text(text) => Parameter::Text(text),
    });
    ParameterDef {
        name: told.name,
        ty: ty(told.ty),
        default,
        min: told.min.map(bound),
        max: told.max.map(bound),
        doc: told.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r#"{
        "id": "late-payer", "version": "1.0.0", "dictionary": "^1.0", "max_points": 12, "reads_day": true,
        "inputs": [{"name": "billing.days_overdue", "type": "int", "required": true}],
        "reasons": [{"code": "late", "text": {"en": "late"}}],
        "parameters": [
            {"name": "grace", "type": "int", "default": 3, "min": 0, "max": 9},
            {"name": "share", "type": "float", "default": 0.5, "text": "a part"},
            {"name": "strict", "type": "bool", "default": false},
            {"name": "spared", "type": "text"}
        ],
        "of_a_version_to_come": {}
    }"#;

    #[test]
    fn everything_that_is_told_is_taken_over() {
        let description = read(SOUND).unwrap();
        assert_eq!(
            (description.id.as_str(), description.max_points),
            ("late-payer", 12)
        );
        assert!(description.reads_day && description.inputs[0].required);
        let defaults: Vec<_> = description
            .parameters
            .iter()
            .map(|parameter| parameter.default.clone())
            .collect();
        let expected = [
            Parameter::Int(3),
            Parameter::Float(0.5),
            Parameter::Bool(false),
        ]
        .map(Some);
        assert_eq!(defaults[..3], expected);
        assert_eq!(
            (&defaults[3], description.parameters[1].doc.as_str()),
            (&None, "a part")
        );
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for (from, to, said) in [
            (
                "\"type\": \"int\", \"required\"",
                "\"type\": \"day\", \"required\"",
                "unknown variant `day`",
            ),
            ("\"max_points\": 12,", "", "missing field `max_points`"),
            (
                "\"default\": 3",
                "\"default\": 10",
                "above its largest value",
            ),
        ] {
            let error = read(&SOUND.replace(from, to)).unwrap_err();
            assert_eq!(error.kind(), PluginErrorKind::Description);
            assert!(error.to_string().contains(said), "{error}");
        }
    }
}
