//! The tables of fields agree with the types, the lists and the schema.

use serde_json::Value;
use tenure_model::{
    Account, Entry, FieldInfo, Limits, Lists, Record, RecordInfo, RecordKind, Shape, Tenant,
    read_account, read_tenant, schema_of,
};

fn lists(info: &RecordInfo) -> Vec<(&'static str, &'static RecordInfo)> {
    let records = info.fields.iter().filter_map(|field| match field.shape {
        Shape::List(Shape::Record(record)) => Some((field.name, *record)),
        _ => None,
    });
    records.collect()
}

#[test]
fn every_kind_names_a_list_and_its_records() {
    for kind in RecordKind::all() {
        let home = if kind.is_tenant() {
            Tenant::INFO
        } else {
            Account::INFO
        };
        let field = home.field(kind.as_str()).unwrap();
        let Shape::List(Shape::Record(record)) = field.shape else {
            panic!("{} is no list of records", field.name);
        };
        assert_eq!(*record, kind.record(), "{}", field.name);
    }
    let of_accounts: Vec<&str> = RecordKind::all()
        .filter(|k| !k.is_tenant())
        .map(RecordKind::as_str)
        .collect();
    assert_eq!(
        lists(&Account::INFO)
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>(),
        of_accounts
    );
}

#[derive(Default)]
struct Seen(Vec<(&'static str, &'static str)>);

impl Lists for Seen {
    fn list<T: Entry>(&mut self, records: &[T]) {
        assert_eq!(records.len(), 1);
        self.0.push((T::KIND.as_str(), T::INFO.name));
        assert_eq!(T::KIND.record(), &T::INFO);
        if let Some((field, _)) = records[0].dated_by() {
            assert!(matches!(
                T::INFO.field(field).unwrap().shape,
                Shape::Date | Shape::Moment
            ));
        }
        let has_id = T::INFO.field("id").is_some();
        assert_eq!(records[0].id().is_some(), has_id);
    }
}

/// A record with every field that it can have, so that none is forgotten.
fn full(info: &RecordInfo) -> Value {
    let member = |field: &FieldInfo| (field.name.to_owned(), sample(&field.shape));
    Value::Object(info.fields.iter().map(member).collect())
}

fn sample(shape: &Shape) -> Value {
    match shape {
        Shape::Id | Shape::Text => "x".into(),
        Shape::Int => 1.into(),
        Shape::Float => 1.5.into(),
        Shape::Bool => true.into(),
        Shape::Date | Shape::Moment => "2026-06-30".into(),
        Shape::Currency => "KRW".into(),
        Shape::Money => serde_json::json!({ "minor": 1, "currency": "KRW" }),
        Shape::OneOf(words) => words[0].into(),
        Shape::List(item) => vec![sample(item)].into(),
        Shape::Map(item) => serde_json::json!({ "x": sample(item) }),
        Shape::WordMap(words, item) => serde_json::json!({ words[0]: sample(item) }),
        Shape::Record(info) if info.name == "Scale" => {
            serde_json::json!({ "min": 1, "max": 5, "higher_is_better": true })
        }
        Shape::Record(info) => full(info),
        Shape::Scalar | Shape::Custom => 1.into(),
    }
}

/// A full value without what would be a contradiction.
fn without(mut json: Value, contradictions: &[&str]) -> Value {
    for pointer in contradictions {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        json.pointer_mut(parent)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove(key)
            .unwrap();
    }
    json
}

#[test]
fn every_field_is_read_and_every_list_visited() {
    let account = without(
        full(&Account::INFO),
        &["/contracts/0/predecessor_id", "/contracts/0/successor_id"],
    );
    let read = read_account(&account.to_string(), &Limits::default()).unwrap();
    assert!(
        read.warnings
            .iter()
            .all(|w| w.path == "timezone" || w.path == "surveys[0].scale"),
        "{:?}",
        read.warnings
    );
    assert_eq!(
        serde_json::to_value(&read.value).unwrap(),
        without_ints(account)
    );
    let mut seen = Seen::default();
    read.value.visit_lists(&mut seen);
    let expected: Vec<_> = lists(&Account::INFO)
        .iter()
        .map(|(name, record)| (*name, record.name))
        .collect();
    assert_eq!(seen.0, expected);

    let mut tenant = without(
        full(&Tenant::INFO),
        &["/timezone", "/loss_reasons/0/parent_id"],
    );
    tenant["contact_policy"]["to_hour"] = 9.into();
    let read = read_tenant(&tenant.to_string(), &Limits::default()).unwrap();
    assert_eq!(read.warnings, []);
    let mut seen = Seen::default();
    read.value.visit_lists(&mut seen);
    let of_tenant = RecordKind::all().filter(|kind| kind.is_tenant()).count();
    // Its own actions are of a kind that accounts have, too.
    assert_eq!(seen.0.len(), of_tenant + 1);
}

/// Floats are written as floats, whatever they were read from.
fn without_ints(mut json: Value) -> Value {
    for pointer in ["/surveys/0/scale", "/tickets/0/satisfaction_scale"] {
        let scale = json.pointer_mut(pointer).unwrap();
        scale["min"] = 1.0.into();
        scale["max"] = 5.0.into();
    }
    json
}

#[test]
fn the_schema_has_every_field_and_every_reference_leads_somewhere() {
    for (schema, info) in [
        (schema_of::<Account>(), Account::INFO),
        (schema_of::<Tenant>(), Tenant::INFO),
    ] {
        assert_eq!(
            schema["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        same_fields(&schema, &info);
        for (_, record) in lists(&info) {
            same_fields(&schema["$defs"][record.name], record);
        }
        references(&schema, &mut |name| {
            assert!(schema["$defs"][name].is_object(), "{name}")
        });
        sorted(&schema);
    }
}

fn same_fields(schema: &Value, info: &RecordInfo) {
    let properties = schema["properties"].as_object().unwrap();
    assert_eq!(properties.len(), info.fields.len());
    for field in info.fields {
        let property = &properties[field.name];
        assert_eq!(
            property["description"],
            field.description(),
            "{}",
            field.name
        );
        assert!(
            !field.description().contains(['[', '\n']),
            "{}",
            field.description()
        );
        let nullable = property.to_string().contains(r#"{"type":"null"}"#);
        assert_eq!(
            nullable,
            !field.required || matches!(field.shape, Shape::Map(_) | Shape::WordMap(..)),
            "{}",
            field.name
        );
    }
    let required: Vec<&str> = info.required().map(|field| field.name).collect();
    assert_eq!(schema["required"], serde_json::json!(required));
}

fn references(schema: &Value, look: &mut impl FnMut(&str)) {
    match schema {
        Value::Object(members) => {
            if let Some(target) = members.get("$ref").and_then(Value::as_str) {
                look(target.strip_prefix("#/$defs/").unwrap());
            }
            members.values().for_each(|member| references(member, look));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, look)),
        _ => {}
    }
}

fn sorted(schema: &Value) {
    match schema {
        Value::Object(members) => {
            assert!(members.keys().is_sorted());
            members.values().for_each(sorted);
        }
        Value::Array(items) => items.iter().for_each(sorted),
        _ => {}
    }
}

#[test]
fn words_of_enums_stand_in_the_schema() {
    let schema = schema_of::<Account>();
    let status = &schema["$defs"]["Contract"]["properties"]["status"]["anyOf"][0]["enum"];
    assert_eq!(status[0], "draft");
    let date = &schema["$defs"]["Contract"]["properties"]["start_date"];
    assert_eq!(date["format"], "date");
}
