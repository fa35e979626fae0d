//! Records that give a signal a value: the other way round from what the engine derives.
//!
//! Best effort: other signals of the same records move with it, and what cannot be written down is left. Whoever needs the
//! value asks the engine what the records came to.

mod contracts;
mod desk;
mod money;
mod people;
mod rows;

use serde_json::{Map, Value as Json, json};
use tenure_columns::Value;
use tenure_rules::{SignalDef, SignalType};

use super::example::Example;

/// What a signal is to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Want {
    /// A value.
    Is(Value),
    /// Known once, and too old.
    Stale,
    /// Not known.
    Unknown,
    /// Of a kind that the host does not keep.
    NotApplicable,
}

/// Writes records that should give a signal what is wanted; whether there was a way.
pub(super) fn write(example: &mut Example, signal: &SignalDef, want: &Want) -> bool {
    match want {
        Want::Is(value) => {
            contracts::write(example, &signal.name, value)
                || desk::write(example, &signal.name, value)
                || people::write(example, &signal.name, value)
                || money::write(example, &signal.name, value)
                || rows::write(example, &signal.name, value)
                || custom(example, signal, value)
        }
        Want::Stale => stale(example, signal),
        Want::Unknown => unknown(example, signal),
        Want::NotApplicable => not_kept(example, signal),
    }
}

/// A value that the host supplies; of another type than declared it would be unknown.
fn custom(example: &mut Example, signal: &SignalDef, value: &Value) -> bool {
    let Some(name) = signal.name.strip_prefix("custom.") else {
        return false;
    };
    let value = match (signal.ty, value) {
        (SignalType::Float, Value::Int(int)) => json!(*int as f64),
        (_, value) => to_json(value),
    };
    set(&mut example.account, "custom", name, value);
    true
}

/// A member of an object in an object.
fn set(of: &mut Map<String, Json>, object: &str, name: &str, value: Json) {
    let mut members = match of.remove(object) {
        Some(Json::Object(members)) => members,
        Some(_) | None => Map::new(),
    };
    members.insert(name.to_owned(), value);
    of.insert(object.to_owned(), Json::Object(members));
}

fn stale(example: &mut Example, signal: &SignalDef) -> bool {
    let Some(valid) = signal.valid_for_days else {
        return false;
    };
    let long_ago = example.ago(i64::from(valid) + 20);
    if let Some(name) = signal.name.strip_prefix("custom.") {
        let value = example
            .account
            .get("custom")
            .and_then(|custom| custom.get(name))
            .cloned()
            .unwrap_or(json!(0));
        let observed = json!({ "value": value, "observed_at": long_ago });
        set(&mut example.account, "custom", name, observed);
        return true;
    }
    let Some(list) = signal.kinds.first() else {
        return false;
    };
    let date = if list == "usage" { "window_end" } else { "at" };
    example.change_list(list, |records| {
        for record in records.iter_mut().filter_map(Json::as_object_mut) {
            record.insert(date.to_owned(), json!(long_ago));
        }
    });
    true
}

/// The lists that a signal is derived from are absent; a field, if it tells of one.
fn unknown(example: &mut Example, signal: &SignalDef) -> bool {
    if let Some(name) = signal.name.strip_prefix("custom.") {
        if let Some(Json::Object(custom)) = example.account.get_mut("custom") {
            custom.remove(name);
        }
        return true;
    }
    if let Some(kind) = signal.kinds.first() {
        example.account.remove(kind.as_str());
        example.tenant.remove(kind.as_str());
        return true;
    }
    let name = signal.name.as_str();
    match name.split_once('.') {
        Some(("account", "tenure_months")) | Some(("onboarding", "age_days")) => {
            example.account.remove("signup_date");
            example.account.remove("contracts");
        }
        Some(("onboarding", "live")) => {
            example.account.remove("live_on");
            example.account.remove("lifecycle");
        }
        Some(("account", field)) => {
            example.account.remove(field);
        }
        Some(("support", "first_response_target")) => {
            example.tenant.remove("first_response_target_minutes");
        }
        Some(("tenant", _)) => {
            example.tenant.remove("facts");
        }
        Some(_) | None => return false,
    }
    true
}

/// The tenant says that it keeps everything but the records that a signal is derived from.
fn not_kept(example: &mut Example, signal: &SignalDef) -> bool {
    let Some(kind) = signal.kinds.first() else {
        return false;
    };
    let kept = tenure_model::RecordKind::WORDS
        .iter()
        .filter(|word| *word != kind);
    let kept: Vec<Json> = kept.map(|word| json!(word)).collect();
    example
        .tenant
        .insert("supplies".to_owned(), Json::Array(kept));
    true
}

/// A value as it stands in a record.
pub(super) fn to_json(value: &Value) -> Json {
    match value {
        Value::Int(int) => json!(int),
        Value::Float(float) => json!(float),
        Value::Bool(truth) => json!(truth),
        Value::Text(text) => json!(text.as_ref()),
    }
}

/// A count within reach: nobody writes more than 60 records.
fn count(value: &Value) -> Option<usize> {
    match value {
        Value::Int(count) => usize::try_from(*count).ok().filter(|count| *count <= 60),
        Value::Float(_) | Value::Bool(_) | Value::Text(_) => None,
    }
}

/// Days within reach of a calendar.
fn days(value: &Value) -> Option<i64> {
    match value {
        Value::Int(days) => Some(*days).filter(|days| days.unsigned_abs() < 20_000),
        Value::Float(_) | Value::Bool(_) | Value::Text(_) => None,
    }
}

fn int(value: &Value) -> Option<i64> {
    match value {
        Value::Int(int) => Some(*int),
        Value::Float(_) | Value::Bool(_) | Value::Text(_) => None,
    }
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Int(int) => Some(*int as f64),
        Value::Float(float) => Some(*float),
        Value::Bool(_) | Value::Text(_) => None,
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::Int(_) | Value::Float(_) | Value::Text(_) => None,
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Int(_) | Value::Float(_) | Value::Bool(_) => None,
    }
}

/// Whether a record's field is this text.
fn is(record: &Json, field: &str, word: &str) -> bool {
    record.get(field).and_then(Json::as_str) == Some(word)
}

/// Whether a record has a value in a field.
fn has(record: &Json, field: &str) -> bool {
    record.get(field).is_some_and(|value| !value.is_null())
}

/// So many records of one sort in a list, instead of those of that sort that are there.
fn so_many(
    example: &mut Example,
    list: &str,
    count: usize,
    of_sort: impl Fn(&Json) -> bool,
    make: impl Fn(&Example, usize) -> Json,
) {
    let made: Vec<Json> = (0..count).map(|number| make(example, number)).collect();
    example.change_list(list, |records| {
        records.retain(|record| !of_sort(record));
        records.extend(made);
    });
}
