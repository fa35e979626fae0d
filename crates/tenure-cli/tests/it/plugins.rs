//! Rulebooks with scripts beside them.

use crate::run::Place;

const RULEBOOK: &str = "[rulebook]\nid = \"ours\"\nversion = \"1.0.0\"\nlanguage = 1\nextends = \"default-renewal\"\n\
    [[plugin]]\nid = \"late\"\nfile = \"plugins/late.rhai\"\nparameters = { grace_days = 5 }\n";

const SCRIPT: &str = "/*---\nid = \"late-payer\"\nversion = \"1.0.0\"\ndictionary = \"^1.0\"\nmax_points = 9\n\
    [inputs]\nsatisfaction.score = \"float\"\n[reasons.sour]\nen = \"The score is {satisfaction.score}\"\n\
    [parameters.grace_days]\ntype = \"int\"\ndefault = 10\n---*/\n\
    fn score(a) {\n    if a.satisfaction.score < 100.0 {\n        points(\"sour\", a.parameters.grace_days);\n    }\n}\n";

const ACCOUNT: &str = "{ \"id\": \"acme\", \"surveys\": [{ \"kind\": \"nps\", \"score\": 3, \"at\": \"2026-06-01\" }] }\n";

fn place(name: &str, script: &str) -> Place {
    let place = Place::empty(name);
    place
        .file("ours.toml", RULEBOOK)
        .file("plugins/late.rhai", script)
        .file("book.jsonl", ACCOUNT);
    place
}

#[test]
fn points_and_reasons_of_a_script_are_explained() {
    let place = place("plugin-explained", SCRIPT);
    let explain = [
        "explain",
        "book.jsonl",
        "--account",
        "acme",
        "--as-of",
        "2026-06-30",
        "--rulebook",
        "ours.toml",
    ];
    let said = place.run(&explain);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("The score is 30"), "{}", said.out);
    let json = place.run(&[&explain[..], &["--format", "json"]].concat());
    let told: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let decision = told.get("decision").unwrap_or(&told);
    let given = decision["contributions"].as_array().unwrap();
    assert!(
        given
            .iter()
            .any(|given| given["rule"] == "plugin:late/sour" && given["points"] == 5),
        "{}",
        json.out
    );
    assert_eq!(
        decision["provenance"]["plugins"][0]["plugin"],
        "late-payer@1.0.0"
    );
    assert_eq!(place.run(&["check", "ours.toml"]).code, 0);
}

#[test]
fn a_script_with_a_mistake_is_told_with_its_line() {
    let place = place(
        "plugin-mistaken",
        &SCRIPT.replace("points(\"sour\", a", "points(\"sour\", b"),
    );
    let said = place.run(&["check", "ours.toml"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("late.rhai:16:"), "{}", said.err);
    assert!(
        said.err
            .contains("points(\"sour\", b.parameters.grace_days);"),
        "{}",
        said.err
    );
    let missing = Place::empty("plugin-missing");
    missing.file("ours.toml", RULEBOOK);
    let said = missing.run(&["check", "ours.toml"]);
    assert!(
        said.code == 2 && said.err.contains("late.rhai"),
        "{}",
        said.err
    );
}
