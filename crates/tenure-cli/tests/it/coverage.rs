//! `tenure test --cover`.

use crate::run::Place;

const OURS: &str = "[rulebook]\nid = \"ours\"\nversion = \"1.0.0\"\nlanguage = 1\n\n\
    [risk]\nprior = 2500\nhorizon_months = 12\npdo = 20\nbands = [ { name = \"low\", below = 3500 }, { name = \"high\" } ]\n\n\
    [[rule]]\nid = \"complaint\"\nwhen = '''complaints.open_critical > 0 ||\n  (complaints.open >= 3 && !onboarding.live)'''\npoints = 25\n\n\
    [[rule]]\nid = \"tickets\"\nsignal = \"support.open\"\nbins = [ { below = 0, points = -5 }, { below = 3, points = 0 }, { points = 10 }, { unknown = true, points = 2 } ]\n\n\
    [[rule]]\nid = \"off\"\nwhen = 'support.open > 9'\npoints = 1\nenabled = false\n\n\
    [[rule]]\nid = \"offer\"\nscope = \"offer\"\nwhen = 'offer.kind == \"upsell\"'\npoints = -1\n";

const ACCOUNTS: &str = "{ \"id\": \"a\", \"complaints\": [{ \"id\": \"k\", \"severity\": \"critical\", \"opened_at\": \"2026-06-01\" }], \"tickets\": [] }\n\
    { \"id\": \"b\", \"complaints\": [], \"tickets\": [{ \"id\": \"t\", \"opened_at\": \"2026-06-02\" }] }\n\
    { \"id\": \"c\" }\n";

fn place(name: &str) -> Place {
    let place = Place::empty(name);
    place.file("ours.toml", OURS).file("some.jsonl", ACCOUNTS);
    place
}

const COVER: [&str; 6] = [
    "test",
    "ours.toml",
    "--cover",
    "some.jsonl",
    "--as-of",
    "2026-06-30",
];

#[test]
fn what_accounts_show_and_do_not_is_told() {
    place("cover").run(&COVER).is("cover");
}

#[test]
fn what_was_made_is_kept_and_shows_it() {
    let place = place("cover-kept");
    let said = place.run(&[&COVER[..], &["--keep", "kept", "--format", "json"]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let told: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let made = told["generated"].as_array().unwrap().len();
    assert_eq!(
        said.err.matches("kept: kept/").count(),
        made,
        "{}",
        said.err
    );
    assert_eq!(told["totals"]["rules"], 4, "{told}");
    let open = told["missing"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["found"] != "account")
        .count();
    let again = place.run(&["test", "ours.toml", "--cover", "kept", "--format", "json"]);
    let again: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    // What the first accounts showed is missing now, and can be made again.
    assert_eq!(again["accounts"], made as u64, "{again}");
    let left = again["missing"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["found"] != "account")
        .count();
    assert_eq!(left, open, "{again}");
}

#[test]
fn a_day_is_asked_for_where_one_is_needed() {
    let place = place("cover-day");
    let said = place.run(&COVER[..4]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("say which with --as-of"), "{}", said.err);
    let said = place.run(&["test", "ours.toml", "--cover", "."]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("no cases here"), "{}", said.err);
    let said = place.run(&[
        "test",
        "ours.toml",
        "--cover",
        "some.jsonl",
        "--only",
        "bounds",
    ]);
    assert_eq!(said.code, 2);
}
