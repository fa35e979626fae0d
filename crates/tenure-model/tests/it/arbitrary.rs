//! Accounts and tenants of any content, made from the tables of fields, so that a new field is covered by itself.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tenure_model::{FieldInfo, Record, RecordInfo, Shape};

/// The JSON of a record that is read without an error.
pub(crate) fn record_json<T: Record>() -> BoxedStrategy<Value> {
    record(&T::INFO)
}

fn record(info: &RecordInfo) -> BoxedStrategy<Value> {
    let members: Vec<BoxedStrategy<Option<(String, Value)>>> =
        info.fields.iter().map(member).collect();
    members
        .prop_map(|members| Value::Object(members.into_iter().flatten().collect::<Map<_, _>>()))
        .boxed()
}

fn member(field: &FieldInfo) -> BoxedStrategy<Option<(String, Value)>> {
    let name = field.name.to_owned();
    let present =
        value(field.name, &field.shape).prop_map(move |value| Some((name.clone(), value)));
    if field.required {
        return present.boxed();
    }
    let name = field.name.to_owned();
    prop_oneof![
        2 => present,
        1 => Just(None),
        1 => Just(Some((name, Value::Null))),
    ]
    .boxed()
}

fn value(name: &str, shape: &Shape) -> BoxedStrategy<Value> {
    match (name, shape) {
        // References that could close a circle name nobody.
        ("predecessor_id" | "successor_id" | "parent_id", _) => Just(json!("nobody")).boxed(),
        ("timezone", _) => prop_oneof![Just(json!("Asia/Seoul")), Just(json!("UTC"))].boxed(),
        ("from_hour", _) => (0..8i64).prop_map(Value::from).boxed(),
        ("to_hour", _) => (9..25i64).prop_map(Value::from).boxed(),
        ("min", _) => (0..8i64)
            .prop_map(|eighths| json!(eighths as f64 / 8.0))
            .boxed(),
        ("working_days", Shape::List(item)) => list("", item, 1),
        (
            "end_date" | "paused_to" | "to" | "leave_until" | "window_end" | "dispute_settled_on",
            Shape::Date,
        ) => date(2026..2030),
        (_, shape) => plain(shape),
    }
}

fn plain(shape: &Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::Id => "[a-c]|.{1,12}".prop_map(Value::from).boxed(),
        Shape::Text => any::<String>().prop_map(Value::from).boxed(),
        Shape::Int => (1..10_000i64).prop_map(Value::from).boxed(),
        // Eighths, so that any reader of decimals agrees.
        Shape::Float => (8..8_000_000i64)
            .prop_map(|eighths| json!(eighths as f64 / 8.0))
            .boxed(),
        Shape::Bool => any::<bool>().prop_map(Value::from).boxed(),
        Shape::Date => date(2020..2026),
        Shape::Moment => moment(),
        Shape::Currency => currency(),
        Shape::Money => money(),
        Shape::OneOf(words) => proptest::sample::select(*words)
            .prop_map(Value::from)
            .boxed(),
        Shape::List(item) => list("", item, 0),
        Shape::Map(item) => map("[a-z]{1,6}".boxed(), item),
        Shape::WordMap(words, item) => map(
            proptest::sample::select(*words)
                .prop_map(str::to_owned)
                .boxed(),
            item,
        ),
        Shape::Record(info) => record(info),
        Shape::Scalar => scalar(),
        Shape::Custom => custom(),
    }
}

fn list(name: &'static str, item: &Shape, least: usize) -> BoxedStrategy<Value> {
    proptest::collection::vec(value(name, item), least..4)
        .prop_map(Value::from)
        .boxed()
}

fn map(key: BoxedStrategy<String>, item: &Shape) -> BoxedStrategy<Value> {
    proptest::collection::btree_map(key, plain(item), 0..3)
        .prop_map(|map| Value::Object(map.into_iter().collect()))
        .boxed()
}

fn date(years: std::ops::Range<i32>) -> BoxedStrategy<Value> {
    (years, 1..13u32, 1..29u32)
        .prop_map(|(year, month, day)| json!(format!("{year}-{month:02}-{day:02}")))
        .boxed()
}

fn moment() -> BoxedStrategy<Value> {
    let instant = (0..24u32, 0..60u32, 0..1000u32).prop_flat_map(|(hour, minute, milli)| {
        date(2020..2026).prop_map(move |day| {
            let day = day.as_str().unwrap().to_owned();
            json!(format!("{day}T{hour:02}:{minute:02}:00.{milli:03}+09:00"))
        })
    });
    prop_oneof![date(2020..2026), instant].boxed()
}

fn currency() -> BoxedStrategy<Value> {
    proptest::sample::select(&["KRW", "USD", "KWD"][..])
        .prop_map(Value::from)
        .boxed()
}

fn money() -> BoxedStrategy<Value> {
    (0..i64::MAX, currency())
        .prop_map(|(minor, currency)| json!({ "minor": minor, "currency": currency }))
        .boxed()
}

fn scalar() -> BoxedStrategy<Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..1_000_000i64).prop_map(|eighths| json!(eighths as f64 / 8.0)),
        any::<String>().prop_map(Value::from),
    ]
    .boxed()
}

fn custom() -> BoxedStrategy<Value> {
    let observed =
        (scalar(), moment()).prop_map(|(value, at)| json!({ "value": value, "observed_at": at }));
    prop_oneof![scalar(), observed].boxed()
}
