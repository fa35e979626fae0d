//! One rulebook on top of another.

use tenure_rules::{Loader, Rulebook};

use crate::dictionary::dictionary;
use crate::golden::loader;

fn load(text: &str) -> Rulebook {
    loader()
        .load("ours.toml", text)
        .map_err(|error| error.to_string())
        .expect("it is right")
        .0
}

const HEAD: &str =
    "rulebook = { id = \"ours\", version = \"1\", language = 1, extends = \"base\" }\n";

fn rule_ids(rulebook: &Rulebook) -> Vec<&str> {
    rulebook.rules.iter().map(|rule| rule.id.as_str()).collect()
}

#[test]
fn nothing_said_is_the_base_under_another_name() {
    let rulebook = load(HEAD);
    assert_eq!(
        (rulebook.id.as_str(), rulebook.version.as_str()),
        ("ours", "1")
    );
    assert_eq!(rulebook.currency.as_deref(), Some("KRW"));
    assert_eq!(rule_ids(&rulebook), ["complaint", "tickets"]);
    let names: Vec<&str> = rulebook
        .provenance
        .sources
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["base.toml", "ours.toml"]);
}

#[test]
fn what_has_the_same_id_replaces_it_in_its_place() {
    let text = "[[rule]]\nid = \"new\"\nwhen = 'true'\npoints = 1\n\
                [[rule]]\nid = \"complaint\"\nwhen = 'critical'\npoints = 7\n";
    let rulebook = load(&format!("{HEAD}{text}"));
    assert_eq!(rule_ids(&rulebook), ["complaint", "tickets", "new"]);
    let first = rulebook.rules.first().expect("it is there");
    assert_eq!(
        first.group, None,
        "the whole rule is replaced, not single keys"
    );
}

#[test]
fn enabled_alone_switches_a_rule_and_an_action_off() {
    let text =
        "[[rule]]\nid = \"tickets\"\nenabled = false\n[[action]]\nid = \"call\"\nenabled = false\n";
    let rulebook = load(&format!("{HEAD}{text}"));
    let tickets = rulebook.rule("tickets").expect("it is there");
    assert!(!tickets.enabled && tickets.group.as_deref() == Some("support"));
    assert!(!rulebook.action("call").expect("it is there").enabled);
}

#[test]
fn overlays_are_appended_and_risk_overridden_by_key() {
    let overlay = "[[overlay]]\nwhen = 'true'\nscale = { group = \"support\", by = 2 }\n";
    let middle = format!("{HEAD}{overlay}").replace("\"ours\"", "\"middle\"");
    let top = format!("{HEAD}[risk]\npdo = 40\n{overlay}").replace("\"base\"", "\"middle\"");
    let (rulebook, _) = loader()
        .base("middle", middle)
        .load("top.toml", &top)
        .expect("it is right");
    assert_eq!(rulebook.overlays.len(), 2);
    assert_eq!((rulebook.risk.pdo, rulebook.risk.prior_bp), (40, 2500));
}

#[test]
fn json_extends_toml() {
    let text = r#"{ "rulebook": { "id": "ours", "version": "1", "language": 1, "extends": "base" },
                    "rule": [ { "id": "tickets", "enabled": false } ] }"#;
    assert!(!load(text).rule("tickets").expect("it is there").enabled);
}

#[test]
fn a_circle_is_refused() {
    let circle = HEAD.replace("\"base\"", "\"circle\"");
    let error = Loader::new(dictionary())
        .base("circle", circle.clone())
        .load("x.toml", &circle);
    let error = error.expect_err("it has no end").to_string();
    assert!(error.contains("in a circle"), "{error}");
}

#[test]
fn toml_and_json_of_the_same_shape_are_the_same_rulebook() {
    let toml = include_str!("../rulebooks/good/language.toml");
    let value: serde_json::Value = toml::from_str(toml).expect("it is TOML");
    let (one, other) = (load(toml), load(&value.to_string()));
    assert_eq!(one.rules, other.rules);
    assert_eq!(one.actions, other.actions);
    assert_eq!(
        (one.risk, one.overlays, one.groups),
        (other.risk, other.overlays, other.groups)
    );
}
