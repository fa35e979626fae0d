//! Rulebooks, signals and schemas.

use crate::run::Place;

#[test]
fn the_shipped_rulebook_has_no_mistakes() {
    let said = Place::root().run(&["check", "crates/tenure/rulebooks/default-renewal.toml"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(said.out.contains("default-renewal"), "{}", said.out);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let place = Place::empty("check-wrong");
    place.file(
        "wrong.toml",
        "[rulebook]\nid = \"wrong\"\nversion = \"1.0.0\"\nlanguage = 1\nextends = \"default-renewal\"\n\n\
         [[rule]]\nid = \"a\"\nwhen = 'renewal.month_left <= 1'\npoints = 1\n\n\
         [[rule]]\nid = \"b\"\nwhen = 'account.industry == 3'\npoints = \"many\"\n",
    );
    let said = place.run(&["check", "wrong.toml"]);
    assert_eq!(said.code, 2);
    for part in ["renewal.months_left", "wrong.toml:9:", "wrong.toml:14:"] {
        assert!(said.out.contains(part), "{part} in\n{}", said.out);
    }
    let json = place.run(&["check", "wrong.toml", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(answer["usable"], false);
    assert!(answer["diagnostics"].as_array().unwrap().len() >= 3);
}

#[test]
fn signals_are_listed_by_namespace() {
    let place = Place::empty("check-signals");
    let all = place.run(&["signals"]).out;
    assert!(all.contains("renewal\n  renewal.months_left"), "{all}");
    place
        .run(&["signals", "renewal.months_left"])
        .is("signals-one");
    let json = place.run(&["signals", "--format", "json"]).out;
    let list: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert!(
        list.iter()
            .any(|signal| signal["name"] == "satisfaction.level" && signal["words"][0] == "low")
    );
    let said = place.run(&["signals", "renewl"]);
    assert_eq!(
        said.err,
        "error: there is no signal or namespace `renewl`; did you mean `renewal`?\n"
    );
}

#[test]
fn schemas_name_their_fields() {
    let place = Place::empty("check-schemas");
    for (of, field) in [
        ("account", "contracts"),
        ("tenant", "owners"),
        ("decision", "contributions"),
        ("rulebook", "rule"),
    ] {
        let said = place.run(&["schema", of]);
        let schema: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert!(schema["properties"].get(field).is_some(), "{of}: {field}");
    }
}

#[test]
fn help_tells_exit_codes_and_examples() {
    let help = Place::empty("check-help").run(&["score", "--help"]).out;
    for part in [
        "--as-of",
        "Exit codes",
        "tenure score portfolio.jsonl",
        "--adapter",
    ] {
        assert!(help.contains(part), "{part} in\n{help}");
    }
}
