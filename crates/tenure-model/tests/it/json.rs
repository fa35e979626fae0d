//! The reader of JSON text against `serde_json`'s.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tenure_model::{Limits, Node, ProblemKind};

fn value(node: &Node<'_>) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(value) => json!(value),
        Node::Int(value) => json!(value),
        Node::Float(value) => json!(value),
        Node::Beyond(text) => json!(text.parse::<f64>().unwrap()),
        Node::Text(text) => json!(text),
        Node::List(items) => items.iter().map(value).collect(),
        Node::Map(members) => {
            let members = members
                .iter()
                .map(|(key, member)| (key.to_string(), value(member)));
            Value::Object(members.collect::<Map<_, _>>())
        }
    }
}

fn parse(text: &str) -> Result<Value, String> {
    Node::parse(text, &Limits::default())
        .map(|node| value(&node))
        .map_err(|problem| problem.to_string())
}

/// Whether both readers accept or both refuse a text, and with the same value.
fn agree(text: &str) -> Result<(), TestCaseError> {
    match (parse(text), serde_json::from_str::<Value>(text)) {
        (Ok(ours), Ok(theirs)) => prop_assert_eq!(canonical(ours), canonical(theirs), "{}", text),
        (Err(_), Err(_)) => {}
        // A number beyond a float is a field's problem here, and a syntax error there.
        (Ok(_), Err(theirs)) if theirs.to_string().starts_with("number out of range") => {}
        (ours, theirs) => prop_assert!(false, "{text:?}: {ours:?} against {theirs:?}"),
    }
    Ok(())
}

/// Numbers as floats to ten digits: `serde_json` rounds the last one differently by its features.
fn canonical(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(format!("{:.9e}", number.as_f64().unwrap() + 0.0)),
        Value::Array(items) => items.into_iter().map(canonical).collect(),
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(key, value)| (key, canonical(value)))
                .collect(),
        ),
        other => other,
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("JSON knows finite numbers", |f| f.is_finite())
            .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::hash_map(any::<String>(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_is_written_is_read(value in any_value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
        prop_assert!(parse(&text).is_ok(), "{}", text);
        agree(&text)?;
    }

    #[test]
    fn a_text_with_a_mistake_is_read_alike(value in any_value(), at in any::<prop::sample::Index>(), with in "[\\[\\]{}\",:\\\\ \n0-9.eE+tn-]{0,2}", cut in 0..3usize) {
        let characters: Vec<char> = value.to_string().chars().collect();
        let at = at.index(characters.len() + 1);
        let rest = characters.iter().skip(at + cut);
        let text: String = characters.iter().take(at).copied().chain(with.chars()).chain(rest.copied()).collect();
        agree(&text)?;
    }

    #[test]
    fn any_scrap_is_read_alike(text in "[\\[\\]{}\",:\\\\ u0-9.eE+tnralsf-]{0,12}") {
        agree(&text)?;
    }
}

#[test]
fn the_grammar_is_strict() {
    for text in [
        "",
        " ",
        "tru",
        "nulll",
        "01",
        "1.",
        ".5",
        "1e",
        "+1",
        "-",
        "--1",
        "1e+",
        "[1,]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "'a'",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"a\nb\"",
        "\"",
        "[",
        "[1 2]",
        "1 2",
        "\u{feff}\u{feff}1",
        "\u{a0}1",
        "Infinity",
        "NaN",
        "/* a */ 1",
    ] {
        let problem = Node::parse(text, &Limits::default()).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Syntax, "{text}");
    }
}

#[test]
fn control_characters_are_escaped_or_refused() {
    for byte in 0..=0x20_u8 {
        let text = format!("\"a{}b\"", char::from(byte));
        let read = Node::parse(&text, &Limits::default());
        assert_eq!(read.is_ok(), byte == 0x20, "{byte:#x}");
    }
}

#[test]
fn numbers_keep_their_kind() {
    let read = |text| Node::parse(text, &Limits::default()).unwrap();
    assert_eq!(read("-9223372036854775808"), Node::Int(i64::MIN));
    assert_eq!(
        read("9223372036854775808"),
        Node::Beyond("9223372036854775808".into())
    );
    assert_eq!(read("1.0"), Node::Float(1.0));
    assert_eq!(read("1e2"), Node::Float(100.0));
    assert_eq!(read("1E-400"), Node::Float(0.0));
    assert_eq!(read("-1e400"), Node::Beyond("-1e400".into()));
    assert_eq!(read("-0"), Node::Int(0));
    // A float that needs correct rounding, on which quick readers err by one place.
    assert_eq!(
        read("51.24817837550540"),
        Node::Float("51.24817837550540".parse().unwrap())
    );
}

#[test]
fn escapes_are_undone() {
    let text = r#""\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t\u0000""#;
    let expected = "é😀\"\\/\u{8}\u{c}\n\r\t\0";
    assert_eq!(
        Node::parse(text, &Limits::default()),
        Ok(Node::Text(expected.into()))
    );
}
