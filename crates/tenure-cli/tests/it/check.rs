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

/// Ten mistakes in six entries, each in words, with its place and what shows it.
const ODD: &str = r#"[rulebook]
id = "odd"
version = "1.0.0"
language = 1

[risk]
prior = 2500
horizon_months = 12
pdo = 20
bands = [ { name = "low", below = 2000 }, { name = "high" } ]

[[signal]]
name = "custom.seats"
type = "int"

[[group]]
id = "size"
cap = 50

[[rule]]
id = "few"
group = "size"
signal = "custom.seats"
bins = [ { below = 5, points = 10 }, { below = 20, points = 5 } ]

[[rule]]
id = "never"
when = 'complaints.open > 3 && complaints.open < 2'
points = 8

[[rule]]
id = "about-ten"
when = 'custom.seats <= 10'
points = 2

[[rule]]
id = "more-than-ten"
when = 'custom.seats >= 10'
points = 4

[[action]]
id = "rescue"
key = "episode:satisfaction"
when = 'satisfaction.level == "low"'
do = [ { kind = "assign_csm", assignee = "csm" } ]

[[action]]
id = "sell"
key = "period:30"
when = 'custom.seats > 40'
do = [ { kind = "upsell", assignee = "ownr" } ]
"#;

#[test]
fn a_deep_check_tells_what_may_not_be_meant() {
    let place = Place::empty("check-deep");
    place.file("odd.toml", ODD);
    place.run(&["check", "odd.toml", "--deep"]).is("check-deep");
    let json = place.run(&["check", "odd.toml", "--deep", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let findings = answer["deep"]["findings"].as_array().unwrap();
    let gap = findings.iter().find(|one| one["code"] == "gap").unwrap();
    assert_eq!(gap["line"], 24);
    assert!(gap["witness"]["account"]["id"].is_string(), "{gap}");
    let never = findings.iter().find(|one| one["entry"] == "never").unwrap();
    assert!(never["witness"].is_null());
    // Without it nothing of this is told.
    let plain = place.run(&["check", "odd.toml", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&plain.out).unwrap();
    assert!(answer.get("deep").is_none());
}

#[test]
fn a_deep_check_goes_through_a_portfolio() {
    let place = Place::empty("check-portfolio");
    let account = |number: usize| {
        format!(
            "{{\"id\":\"a-{number}\",\"custom\":{{\"seats\":{}}}}}\n",
            6 + number % 3
        )
    };
    let portfolio: String = (0..30).map(account).collect();
    place.file("odd.toml", ODD).file("p.jsonl", portfolio);
    let said = place.run(&[
        "check",
        "odd.toml",
        "--deep",
        "--input",
        "p.jsonl",
        "--as-of",
        "2026-06-30",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    for part in [
        "never-supplied",
        "`satisfaction.level`",
        "too-often",
        "30 of 30",
        "over 30 accounts",
    ] {
        assert!(said.out.contains(part), "{part} in\n{}", said.out);
    }
    let said = place.run(&[
        "check",
        "odd.toml",
        "--input",
        "p.jsonl",
        "--as-of",
        "2026-06-30",
    ]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("--deep"), "{}", said.err);
}

#[test]
fn the_shipped_rulebook_means_what_it_says() {
    let said = Place::root().run(&["check", "default-renewal", "--deep"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.ends_with("; no warnings; no findings\n"),
        "{}",
        said.out
    );
}
