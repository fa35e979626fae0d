//! The JSON Schema of a decision and the decisions themselves.

use std::collections::BTreeSet;

use serde_json::Value;
use tenure::PreparedTenant;
use tenure::decision::decision_schema;

use crate::common::{TENANT, date, engine, portfolio, tenant};

/// Checks a value against the few keywords that the schema uses; gives the paths of the properties seen.
fn check(
    value: &Value,
    schema: &Value,
    path: &str,
    seen: &mut BTreeSet<String>,
) -> Result<(), String> {
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = any
            .iter()
            .any(|schema| check(value, schema, path, seen).is_ok());
        return fits
            .then_some(())
            .ok_or(format!("{path}: {value} fits none"));
    }
    if let Some(words) = schema["enum"].as_array() {
        return words
            .contains(value)
            .then_some(())
            .ok_or(format!("{path}: {value} is no word"));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let fits = types.iter().any(|name| match *name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{path}: the schema says `{other}`"),
    });
    if !fits {
        return Err(format!("{path}: {value} is none of {types:?}"));
    }
    for item in value.as_array().into_iter().flatten() {
        check(item, &schema["items"], path, seen)?;
    }
    let Some(members) = value.as_object() else {
        return Ok(());
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        members
            .get(name)
            .ok_or(format!("{path}: `{name}` is missing"))?;
    }
    for (name, member) in members {
        let inner = format!("{path}.{name}");
        let known = schema["properties"].get(name);
        let rest = &schema["additionalProperties"];
        match known {
            Some(schema) => {
                seen.insert(inner.clone());
                check(member, schema, &inner, seen)?;
            }
            None if rest.is_object() => check(member, rest, &inner, seen)?,
            None => return Err(format!("{inner}: not in the schema")),
        }
    }
    Ok(())
}

/// The paths of all properties that the schema tells of.
fn properties(schema: &Value, path: &str, all: &mut BTreeSet<String>) {
    for schema in schema["anyOf"].as_array().into_iter().flatten() {
        properties(schema, path, all);
    }
    if schema["items"].is_object() {
        properties(&schema["items"], path, all);
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        let inner = format!("{path}.{name}");
        properties(schema, &inner, all);
        all.insert(inner);
    }
}

#[test]
fn decisions_are_as_the_schema_says() {
    let schema = decision_schema();
    let tenant = PreparedTenant::new(tenant(TENANT)).unwrap();
    let mut seen = BTreeSet::new();
    for day in ["2026-06-30", "2026-12-31", "2024-01-01"] {
        for decision in engine()
            .session()
            .decide_batch(&portfolio(), &tenant, date(day))
            .unwrap()
        {
            let json = serde_json::to_value(&decision).unwrap();
            check(&json, &schema, "", &mut seen).unwrap_or_else(|error| panic!("{error}"));
        }
    }
    let mut all = BTreeSet::new();
    properties(&schema, "", &mut all);
    let never: Vec<_> = all.difference(&seen).collect();
    // Only a narrow rule, an arithmetic error, what came in open, a control group, or a plugin has these.
    let rare = [
        ".actions.references",
        ".closed",
        ".holdout",
        ".waiting",
        ".contributions.entity",
        ".unknown.entity",
        ".unknown.error",
        ".provenance.plugins",
    ];
    for path in never {
        assert!(
            rare.iter().any(|rare| path.starts_with(rare)),
            "{path} is never there"
        );
    }
}
