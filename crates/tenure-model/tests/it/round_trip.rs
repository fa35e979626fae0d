//! What is written is what was read.

use proptest::prelude::*;
use serde_json::Value;
use tenure_model::{
    Account, Level, Limits, Node, Problem, Tenant, read_account, read_account_node, read_tenant,
};

use crate::arbitrary::record_json;

fn sorted(problems: Vec<Problem>) -> Vec<String> {
    let mut lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_account_is_written_as_it_is_read(json in record_json::<Account>()) {
        let text = json.to_string();
        let first = read_account(&text, &Limits::default()).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let written = serde_json::to_string(&first.value).unwrap();
        let again = read_account(&written, &Limits::default()).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(&again.value, &first.value);
        // Warnings stand in the order of the text, and a record is written in that of its fields.
        prop_assert_eq!(sorted(again.warnings), sorted(first.warnings.clone()));
        prop_assert!(!written.contains("null"), "what is absent is left out: {}", written);
        let node = Node::parse(&text, &Limits::default()).unwrap();
        prop_assert_eq!(read_account_node(&node).unwrap(), first);
    }

    #[test]
    fn a_host_may_nest_an_account(json in record_json::<Account>()) {
        let read = read_account(&json.to_string(), &Limits::default()).unwrap().value;
        prop_assert_eq!(&serde_json::from_str::<Account>(&json.to_string()).unwrap(), &read);
        prop_assert_eq!(&serde_json::from_value::<Account>(json).unwrap(), &read);
    }

    #[test]
    fn a_tenant_is_written_as_it_is_read(json in record_json::<Tenant>()) {
        let first = read_tenant(&json.to_string(), &Limits::default()).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let written = serde_json::to_string(&first.value).unwrap();
        prop_assert_eq!(&read_tenant(&written, &Limits::default()).unwrap(), &first);
        prop_assert_eq!(&serde_json::from_str::<Tenant>(&written).unwrap(), &first.value);
    }

    #[test]
    fn a_text_with_a_mistake_is_refused_with_an_error_or_read_without(
        json in record_json::<Account>(),
        at in any::<prop::sample::Index>(),
        with in "[\\[\\]{}\",:0-9.eE-]{0,3}|null|true",
        cut in 0..8usize,
    ) {
        let characters: Vec<char> = json.to_string().chars().collect();
        let at = at.index(characters.len() + 1);
        let rest = characters.iter().skip(at + cut);
        let text: String = characters.iter().take(at).copied().chain(with.chars()).chain(rest.copied()).collect();
        match read_account(&text, &Limits::default()) {
            Ok(read) => prop_assert!(read.warnings.iter().all(|p| p.level == Level::Warning)),
            Err(refused) => prop_assert!(refused.problems.iter().any(|p| p.level == Level::Error)),
        }
    }

    #[test]
    fn every_float_survives(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        prop_assume!(value.is_finite());
        let text = format!(r#"{{"id":"a","custom":{{"x":{}}}}}"#, Value::from(value));
        let read = read_account(&text, &Limits::default()).unwrap().value;
        prop_assert_eq!(serde_json::to_value(&read).unwrap()["custom"]["x"].as_f64(), Some(value));
        prop_assert!(text.contains(&serde_json::to_string(&read.custom.unwrap()["x"]).unwrap()) || value == 0.0);
    }
}

#[test]
fn a_nested_account_is_refused_with_every_error() {
    #[derive(Debug, serde::Deserialize)]
    struct Page {
        accounts: Vec<Account>,
    }
    let text = r#"{ "accounts": [{ "id": "a", "employee_count": -1, "live_on": "2026-02-30" }] }"#;
    let message = serde_json::from_str::<Page>(text).unwrap_err().to_string();
    assert!(
        message.contains("`employee_count`: -1 is too small"),
        "{message}"
    );
    assert!(
        message.contains("`live_on`: `2026-02-30` does not exist"),
        "{message}"
    );
    let page: Page =
        serde_json::from_str(r#"{ "accounts": [{ "id": "a", "colour": 1 }] }"#).unwrap();
    assert_eq!(page.accounts[0].id.as_str(), "a");
}
