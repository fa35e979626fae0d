//! JSON Schemas made of the tables of fields.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::record::{FieldInfo, Record, RecordInfo, Shape};

/// The JSON Schema (draft 2020-12) of a record, with its documentation; nested records stand under `$defs`.
///
/// It says what editors need: fields, types, words, what is required. A text that fits it may still be refused, for a
/// number out of its range or an end before its start.
pub fn schema_of<T: Record>() -> Value {
    let mut nested = BTreeMap::new();
    let Value::Object(mut schema) = record(&T::INFO, &mut nested) else {
        return Value::Null;
    };
    schema.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("title".to_owned(), json!(T::INFO.name));
    schema.insert("$defs".to_owned(), object(nested));
    object(schema)
}

type Nested = BTreeMap<&'static str, Value>;

/// An object whose keys stand in order, whatever map `serde_json` was built with.
fn object<K: Into<String>>(members: impl IntoIterator<Item = (K, Value)>) -> Value {
    let sorted: BTreeMap<String, Value> = members
        .into_iter()
        .map(|(key, value)| (key.into(), value))
        .collect();
    Value::Object(Map::from_iter(sorted))
}

fn record(info: &RecordInfo, nested: &mut Nested) -> Value {
    let properties: Vec<(&str, Value)> = info
        .fields
        .iter()
        .map(|field| (field.name, property(field, nested)))
        .collect();
    let required: Vec<&str> = info.required().map(|field| field.name).collect();
    object([
        ("type", json!("object")),
        ("description", json!(plain(info.doc))),
        ("properties", object(properties)),
        ("required", json!(required)),
    ])
}

fn property(field: &FieldInfo, nested: &mut Nested) -> Value {
    let mut schema = members(&field.shape, nested);
    if !field.required {
        schema = or_null(schema);
    }
    schema.push(("description", json!(plain(field.doc))));
    object(schema)
}

type Members = Vec<(&'static str, Value)>;

fn of(shape: &Shape, nested: &mut Nested) -> Value {
    object(members(shape, nested))
}

fn members(shape: &Shape, nested: &mut Nested) -> Members {
    let text = ("type", json!("string"));
    match shape {
        Shape::Id => vec![text, ("minLength", json!(1)), ("maxLength", json!(128))],
        Shape::Text => vec![text],
        Shape::Int => vec![("type", json!("integer"))],
        Shape::Float => vec![("type", json!("number"))],
        Shape::Bool => vec![("type", json!("boolean"))],
        Shape::Date => vec![text, ("format", json!("date"))],
        Shape::Moment => {
            let formats = json!([{ "format": "date" }, { "format": "date-time" }]);
            vec![text, ("anyOf", formats)]
        }
        Shape::Currency => vec![text, ("pattern", json!("^[A-Z]{3}$"))],
        Shape::Money => reference(&crate::money::Money::INFO, nested),
        Shape::OneOf(words) => vec![text, ("enum", json!(words))],
        Shape::List(item) => vec![("type", json!("array")), ("items", of(item, nested))],
        Shape::Map(value) => map(value, nested),
        Shape::WordMap(words, value) => {
            let mut schema = map(value, nested);
            schema.push(("propertyNames", object([("enum", json!(words))])));
            schema
        }
        Shape::Record(info) => reference(info, nested),
        Shape::Scalar => vec![("type", json!(["string", "number", "boolean"]))],
        Shape::Custom => {
            let observed = object(reference(&crate::values::CustomValue::INFO, nested));
            vec![("anyOf", json!([of(&Shape::Scalar, nested), observed]))]
        }
    }
}

fn map(value: &Shape, nested: &mut Nested) -> Members {
    let value = object(or_null(members(value, nested)));
    vec![("type", json!("object")), ("additionalProperties", value)]
}

fn reference(info: &RecordInfo, nested: &mut Nested) -> Members {
    if !nested.contains_key(info.name) {
        // Held before it is described, so that a record could hold records of its own type.
        nested.insert(info.name, Value::Null);
        let described = record(info, nested);
        nested.insert(info.name, described);
    }
    vec![("$ref", json!(format!("#/$defs/{}", info.name)))]
}

/// The schema of a value that may be null as well.
fn or_null(schema: Members) -> Members {
    let nothing = object([("type", json!("null"))]);
    vec![("anyOf", json!([object(schema), nothing]))]
}

/// Documentation as one line of plain text.
pub(crate) fn plain(doc: &str) -> String {
    let words: Vec<&str> = doc.split_whitespace().collect();
    words.join(" ").replace("[`", "`").replace("`]", "`")
}
