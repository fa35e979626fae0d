//! What a plugin says of itself.

use serde_json::{Value, json};

use super::Plugin;

#[test]
fn everything_that_was_derived_is_told() {
    let told: Value = serde_json::from_str(&tenure_plugin::describe::<Plugin>()).unwrap();
    let expected = json!({
        "id": "tenure-plugin",
        "version": env!("CARGO_PKG_VERSION"),
        "dictionary": "^1.0",
        "max_points": 30,
        "reads_day": false,
        "inputs": [
            {"name": "renewal.months_left", "type": "int", "required": true},
            {"name": "usage.share", "type": "float", "required": false},
            {"name": "owner.departed", "type": "bool", "required": false},
            {"name": "account.industry", "type": "text", "required": true},
            {"name": "account.tier", "type": "text", "required": false},
        ],
        "reasons": [
            {"code": "near-renewal", "text": {"en": "the renewal is near", "ko": "갱신 임박"}},
            {"code": "low-use", "text": {"en": "uses little"}},
        ],
        "actions": [{"code": "call", "text": {"en": "call"}}],
        "parameters": [
            {"name": "near", "type": "int", "default": 3, "min": 0, "max": 12, "text": "How many months are near."},
            {"name": "little", "type": "float", "default": 0.3, "text": "The share under which use is little."},
            {"name": "spared", "type": "text", "text": "An industry that is left out."},
        ],
    });
    assert_eq!(told, expected);
}

#[test]
fn parameters_that_are_missing_are_named() {
    let error = tenure_plugin::configure::<Plugin>(r#"{"near": 3, "little": 0.5}"#).err();
    assert!(error.is_some_and(|error| error.contains("spared")));
}
