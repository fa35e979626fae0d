//! The shipped example, in every format.

use crate::run::Place;

fn score(more: &[&str]) -> crate::run::Said {
    let command = ["score", "examples/portfolio.jsonl", "--as-of", "2026-06-30"];
    Place::root().run(&[&command, more].concat())
}

#[test]
fn the_table_ranks_and_sums_up() {
    score(&[]).is("score-table");
    score(&["--lang", "ko"]).is("score-table-ko");
}

#[test]
fn the_shipped_rulebook_has_a_name() {
    let named = score(&["--rulebook", "default-renewal"]);
    assert_eq!(named.out, score(&[]).out);
    let said = score(&["--rulebook", "default"]);
    assert!(
        said.err.contains("is called `default-renewal`"),
        "{}",
        said.err
    );
}

#[test]
fn no_line_of_the_table_is_wider_than_a_hundred_columns() {
    for language in ["en", "ko"] {
        let said = score(&["--top", "0", "--lang", language]);
        for line in said.out.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 100, "{line}");
        }
    }
}

#[test]
fn every_format_tells_of_the_same_accounts() {
    let jsonl = score(&["--format", "jsonl"]);
    let lines: Vec<serde_json::Value> = jsonl
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let json = score(&["--format", "json"]);
    let list: Vec<serde_json::Value> = serde_json::from_str(&json.out).unwrap();
    assert_eq!(lines, list);
    let csv = score(&["--format", "csv"]);
    let mut rows = csv::Reader::from_reader(csv.out.as_bytes());
    let ids: Vec<_> = rows
        .records()
        .map(|row| row.unwrap()[0].to_owned())
        .collect();
    let expected: Vec<_> = lines
        .iter()
        .map(|line| line["account_id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, expected);
    assert!(ids.len() > 30);
}

#[test]
fn the_order_of_the_input_changes_no_decision() {
    let text =
        std::fs::read_to_string(crate::run::root().join("examples/portfolio.jsonl")).unwrap();
    let tenant = std::fs::read_to_string(crate::run::root().join("examples/tenant.json")).unwrap();
    let place = Place::empty("score-order");
    let reversed: String = text.lines().rev().map(|line| format!("{line}\n")).collect();
    place
        .file("tenant.json", tenant)
        .file("portfolio.jsonl", reversed);
    let turned = place.run(&[
        "score",
        "portfolio.jsonl",
        "--as-of",
        "2026-06-30",
        "--format",
        "jsonl",
    ]);
    let straight = score(&["--format", "jsonl"]);
    let mut turned: Vec<_> = turned.out.lines().collect();
    turned.reverse();
    assert_eq!(turned, straight.out.lines().collect::<Vec<_>>());
}

#[test]
fn facts_of_a_tenant_save_the_pass_and_change_nothing() {
    let facts = Place::root().run(&["facts", "examples/portfolio.jsonl", "--as-of", "2026-06-30"]);
    let facts: serde_json::Value = serde_json::from_str(&facts.out).unwrap();
    let root = crate::run::root();
    let tenant = std::fs::read_to_string(root.join("examples/tenant.json")).unwrap();
    let mut tenant: serde_json::Value = serde_json::from_str(&tenant).unwrap();
    tenant["facts"] = facts["facts"].clone();
    let place = Place::empty("score-facts");
    place.file("tenant.json", tenant.to_string()).file(
        "portfolio.jsonl",
        std::fs::read(root.join("examples/portfolio.jsonl")).unwrap(),
    );
    let with = place.run(&[
        "score",
        "portfolio.jsonl",
        "--as-of",
        "2026-06-30",
        "--format",
        "jsonl",
    ]);
    assert_eq!(with.out, score(&["--format", "jsonl"]).out);
}

#[test]
fn a_rulebook_of_ones_own_is_used_or_refused() {
    let place = Place::empty("score-rulebook");
    place.file("portfolio.jsonl", "{\"id\":\"a\",\"segment\":\"big\"}").file(
        "ours.toml",
        "[rulebook]\nid = \"ours\"\nversion = \"1.0.0\"\nlanguage = 1\nextends = \"default-renewal\"\n\n\
         [[rule]]\nid = \"big\"\nwhen = 'account.segment == \"big\"'\npoints = 7\nreason = { en = \"Big\", ko = \"큼\" }\n",
    );
    let args = |rulebook| {
        [
            "score",
            "portfolio.jsonl",
            "--as-of",
            "2026-06-30",
            "--format",
            "jsonl",
            "--rulebook",
            rulebook,
        ]
    };
    let said = place.run(&args("ours.toml"));
    assert!(
        said.out
            .contains("{\"rule\":\"big\",\"group\":null,\"points\":7"),
        "{}{}",
        said.out,
        said.err
    );
    place.file("wrong.toml", "[rulebook]\nid = \"ours\"\nversion = \"1\"\nlanguage = 1\nextends = \"default-renewal\"\n[[rule]]\nid = \"x\"\nwhen = 'account.segmnt == 1'\npoints = 1\n");
    let said = place.run(&args("wrong.toml"));
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("account.segment"), "{}", said.err);
}
