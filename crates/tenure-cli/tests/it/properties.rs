//! `tenure test` of a rulebook.

use crate::run::Place;

const HEAD: &str =
    "[rulebook]\nid = \"ours\"\nversion = \"1.0.0\"\nlanguage = 1\nextends = \"default-renewal\"\n";

/// A threshold changed on a Friday, `<` for `>`: who pays late is safer than who pays in time.
const FRIDAY: &str = "\n[[rule]]\nid = \"billing-overdue\"\ngroup = \"billing\"\nwhen = 'billing.days_overdue < 31'\npoints = 12\n\
     reason = { en = \"A bill is {billing.days_overdue} days overdue\", ko = \"청구 대금 {billing.days_overdue}일 연체\" }\n";

#[test]
fn what_a_wrong_threshold_breaks_is_told_and_kept() {
    let place = Place::empty("properties-friday");
    place.file("ours.toml", format!("{HEAD}{FRIDAY}"));
    let only = ["--only", "later-payment-is-no-safer"];
    let arguments = [
        &["test", "ours.toml", "--cases", "400", "--keep", "kept"][..],
        &only,
    ]
    .concat();
    place.run(&arguments).is("properties-friday");
    // What was kept fails as long as the rulebook is wrong, and passes when it is right.
    let said = place.run(&[
        "test",
        "kept",
        "--rulebook",
        "ours.toml",
        "--junit",
        "j.xml",
    ]);
    assert_eq!(said.code, 1, "{}", said.out);
    let junit = std::fs::read_to_string(place.path("j.xml")).unwrap();
    assert!(junit.contains("failures=\"1\""), "{junit}");
    let said = place.run(&["test", "kept"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(
        said.out.contains("1 case: 1 passed, 0 failed"),
        "{}",
        said.out
    );
}

#[test]
fn the_shipped_rulebook_is_tried_by_its_name() {
    let place = Place::empty("properties-shipped");
    let arguments = [
        "test",
        "default-renewal",
        "--only",
        "bounds",
        "--cases",
        "20",
    ];
    let said = place.run(&[&arguments[..], &["--format", "json"]].concat());
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let told: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(
        told["rulebook"]["properties"][0]["verdict"], "passed",
        "{told}"
    );
    assert_eq!(place.run(&arguments).out, place.run(&arguments).out);
}

#[test]
fn a_property_that_is_not_there_is_told() {
    let place = Place::empty("properties-none");
    let said = place.run(&["test", "default-renewal", "--only", "bunds"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("no property `bunds`"), "{}", said.err);
    place.file("x.property.json", "{ \"property\": \"bunds\", \"was\": \"x\", \"as_of\": \"2026-06-30\", \"account\": { \"id\": \"a\" } }");
    let said = place.run(&["test", "."]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("did you mean `bounds`?"), "{}", said.out);
}

#[test]
fn a_rulebook_beside_another_is_held_against_it() {
    let place = Place::empty("properties-against");
    let moved = "\n[[property]]\nid = \"small\"\nmax_moved = 0\nagainst = \"before.toml\"\n";
    place.file("before.toml", HEAD);
    place.file(
        "ours.toml",
        format!("{HEAD}{moved}\n[risk]\nprior = 4000\n"),
    );
    let said = place.run(&["test", "ours.toml", "--only", "small", "--cases", "60"]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(
        said.out.contains("in another band than by `before.toml`"),
        "{}",
        said.out
    );
}

#[test]
fn what_moves_together_is_not_kept_as_one_account() {
    let place = Place::empty("properties-moved");
    let moved = "\n[[property]]\nid = \"small\"\nmax_moved = 0\nagainst = \"default-renewal\"\n";
    place.file(
        "ours.toml",
        format!("{HEAD}{moved}\n[risk]\nprior = 4000\n"),
    );
    let said = place.run(&[
        "test",
        "ours.toml",
        "--only",
        "small",
        "--cases",
        "60",
        "--keep",
        "kept",
    ]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(said.err.contains("not kept: `small`"), "{}", said.err);
    assert!(!place.path("kept").exists());
}

#[test]
fn what_would_be_left_unused_is_refused() {
    let place = Place::empty("properties-unused");
    place.file("ours.toml", HEAD);
    place.file("tenant.json", "{}");
    std::fs::create_dir(place.path("cases")).unwrap();
    let refused = |arguments: &[&str], words: &str| {
        let said = place.run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}\n{}", said.out);
        assert!(said.err.contains(words), "{arguments:?}\n{}", said.err);
    };
    for flag in [
        &["--rulebook", "ours.toml"][..],
        &["--tenant", "tenant.json"],
        &["--properties"],
    ] {
        let said = format!("{} is for a folder of cases", flag[0]);
        refused(&[&["test", "ours.toml"][..], flag].concat(), &said);
        refused(&[&["test", "default-renewal"][..], flag].concat(), &said);
    }
    for flag in [
        ["--only", "bounds"],
        ["--keep", "kept"],
        ["--cases", "10"],
        ["--seed", "1"],
    ] {
        let said = format!("{} is for the properties of a rulebook", flag[0]);
        refused(&[&["test", "cases"][..], &flag].concat(), &said);
    }
}
