//! What changes about an account or a tenant from one day to the next.

use serde_json::{Map as Object, Value as Json};
use toml::Value;
use toml::map::Map;

/// A table as JSON; dates become text.
pub(super) fn to_json(table: &Map<String, Value>) -> Object<String, Json> {
    table
        .iter()
        .map(|(key, value)| (key.clone(), value_to_json(value)))
        .collect()
}

fn value_to_json(value: &Value) -> Json {
    match value {
        Value::String(text) => Json::from(text.as_str()),
        Value::Integer(int) => Json::from(*int),
        Value::Float(float) => Json::from(*float),
        Value::Boolean(truth) => Json::from(*truth),
        Value::Datetime(date) => Json::from(date.to_string()),
        Value::Array(items) => items.iter().map(value_to_json).collect(),
        Value::Table(table) => Json::Object(to_json(table)),
    }
}

/// Puts changes over what is there: fields are replaced, records are added to lists, and a record that has the `id` of
/// one in the list changes that one's fields.
pub(super) fn put_over(base: &mut Object<String, Json>, changes: Object<String, Json>) {
    for (key, change) in changes {
        match (base.get_mut(&key), change) {
            (Some(Json::Array(there)), Json::Array(records)) => add(there, records),
            (Some(Json::Object(there)), Json::Object(fields)) => put_over(there, fields),
            (_, change) => {
                base.insert(key, change);
            }
        }
    }
}

fn add(list: &mut Vec<Json>, records: Vec<Json>) {
    for record in records {
        let id = record.get("id");
        let same = |there: &&mut Json| id.is_some() && there.get("id") == id;
        match (list.iter_mut().find(same), record) {
            (Some(Json::Object(there)), Json::Object(fields)) => put_over(there, fields),
            (_, record) => list.push(record),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::put_over;

    #[test]
    fn fields_are_replaced_and_records_added_or_changed() {
        let mut base = json!({ "id": "a", "segment": "smb", "contracts": [{ "id": "c", "status": "active" }] });
        let changes = json!({ "segment": "mid", "contracts": [{ "id": "c", "status": "lost" }, { "id": "d" }] });
        if let (Value::Object(base), Value::Object(changes)) = (&mut base, changes) {
            put_over(base, changes);
        }
        let contracts = json!([{ "id": "c", "status": "lost" }, { "id": "d" }]);
        assert_eq!(
            base,
            json!({ "id": "a", "segment": "mid", "contracts": contracts })
        );
    }
}
