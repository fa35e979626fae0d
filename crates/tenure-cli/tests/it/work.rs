//! The work list, the plan, and the difference between two rulebooks.

use std::collections::BTreeSet;
use std::fs;

use crate::run::{Place, Said, root};

fn over(command: &str, more: &[&str]) -> Said {
    let start = [command, "examples/portfolio.jsonl", "--as-of", "2026-06-30"];
    Place::root().run(&[&start, more].concat())
}

fn lines(said: &Said) -> Vec<serde_json::Value> {
    let lines = said.out.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_work_list_is_by_person_and_day() {
    over("actions", &[]).is("actions-table");
    over("actions", &["--lang", "ko"]).is("actions-table-ko");
    let list = lines(&over("actions", &["--format", "jsonl"]));
    let place = |item: &serde_json::Value| {
        let owner = item["assignee"]["owner_id"].as_str().map(str::to_owned);
        let due = item["due"].as_str().map(str::to_owned);
        (owner.is_none(), owner, due.is_none(), due)
    };
    assert!(list.len() > 30);
    assert!(list.is_sorted_by_key(place));
}

#[test]
fn one_persons_list_is_a_part_of_everybodys() {
    let all = lines(&over("actions", &["--format", "jsonl"]));
    let owner = all[0]["assignee"]["owner_id"].as_str().unwrap();
    let own = lines(&over(
        "actions",
        &["--format", "jsonl", "--assignee", owner],
    ));
    let expected: Vec<_> = all
        .iter()
        .filter(|item| item["assignee"]["owner_id"] == owner)
        .collect();
    assert_eq!(own.iter().collect::<Vec<_>>(), expected);
    assert!(own.len() < all.len());
}

#[test]
fn what_does_not_exist_is_refused_with_what_was_meant() {
    let said = over("actions", &["--assignee", "o-parc"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("neither the tenant nor any action"));
    assert!(said.err.contains("did you mean `o-park`?"), "{}", said.err);
    let said = Place::root().run(&[
        "diff",
        "default-renewa",
        "examples/rulebooks/house.toml",
        "examples/portfolio.jsonl",
        "--as-of",
        "2026-06-30",
    ]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("`default-renewal`"), "{}", said.err);
}

#[test]
fn every_form_of_the_list_tells_of_the_same_actions() {
    let key = |item: &serde_json::Value| item["keys"][0].as_str().unwrap().to_owned();
    let list: Vec<String> = lines(&over("actions", &["--format", "jsonl"]))
        .iter()
        .map(key)
        .collect();
    let csv = over("actions", &["--format", "csv"]);
    let mut rows = csv::Reader::from_reader(csv.out.as_bytes());
    let column = rows
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "key")
        .unwrap();
    let keys: Vec<String> = rows
        .records()
        .map(|row| row.unwrap()[column].to_owned())
        .collect();
    assert_eq!(keys, list);
}

/// The properties of every event, unfolded.
fn events(said: &Said) -> Vec<Vec<(String, String)>> {
    let unfolded = said.out.replace("\r\n ", "");
    let events = unfolded.split("BEGIN:VEVENT\r\n").skip(1);
    let of_event = |event: &str| {
        let lines = event.split("\r\n").take_while(|line| *line != "END:VEVENT");
        let pair = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_owned(), value.to_owned())
        };
        lines.map(pair).collect()
    };
    events.map(of_event).collect()
}

fn of<'e>(event: &'e [(String, String)], name: &str) -> &'e str {
    &event.iter().find(|(own, _)| own == name).unwrap().1
}

#[test]
fn the_calendar_file_is_one_that_calendars_read() {
    let said = over("actions", &["--format", "ics"]);
    said.is("actions-ics");
    assert!(
        said.out
            .starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    );
    assert!(said.out.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    assert_eq!(
        said.out.matches('\n').count(),
        said.out.matches("\r\n").count()
    );
    assert!(said.out.split("\r\n").all(|line| line.len() <= 75));
    let with_due = lines(&over("actions", &["--format", "jsonl"]));
    let with_due = with_due
        .iter()
        .filter(|item| !item["due"].is_null())
        .count();
    let events = events(&said);
    assert_eq!(events.len(), with_due);
    let ids: BTreeSet<&str> = events.iter().map(|event| of(event, "UID")).collect();
    assert_eq!(ids.len(), events.len());
    for event in &events {
        assert_eq!(of(event, "DTSTAMP"), "20260630T000000Z");
        assert!(of(event, "DTSTART;VALUE=DATE") < of(event, "DTEND;VALUE=DATE"));
    }
}

#[test]
fn a_reminder_that_was_told_keeps_its_id_on_the_next_day() {
    let ids = |day: &str| {
        let said = Place::root().run(&[
            "actions",
            "examples/portfolio.jsonl",
            "--as-of",
            day,
            "--format",
            "ics",
        ]);
        let events = events(&said);
        let ids: BTreeSet<String> = events
            .iter()
            .map(|event| of(event, "UID").to_owned())
            .collect();
        ids
    };
    let (today, tomorrow) = (ids("2026-06-30"), ids("2026-07-01"));
    assert!(today.intersection(&tomorrow).count() > today.len() / 2);
}

#[test]
fn what_people_can_take_on_moves_actions() {
    let place = Place::empty("capacity");
    let account = |id: &str, score: i64| {
        format!(
            "{{\"id\":\"{id}\",\"csm_id\":\"mina\",\"surveys\":[{{\"id\":\"s\",\"kind\":\"nps\",\"score\":{score},\"at\":\"2026-06-01\"}}]}}\n"
        )
    };
    place
        .file("portfolio.jsonl", [account("a", 1), account("b", 2), account("c", 3)].concat())
        .file(
            "tenant.json",
            r#"{"owners":[{"id":"mina","role":"csm","capacity":1,"backup_id":"jun"},{"id":"jun","role":"csm","capacity":1}]}"#,
        );
    let command = ["actions", "portfolio.jsonl", "--as-of", "2026-06-30"];
    let plain = place.run(&command);
    assert!(plain.out.contains("mina · 3"), "{}", plain.out);
    let shared = place.run(&[&command[..], &["--within-capacity"]].concat());
    assert!(
        shared.out.contains("mina · 1") && shared.out.contains("jun · 1"),
        "{}",
        shared.out
    );
    assert!(shared.err.contains("postponed: 1"), "{}", shared.err);
}

#[test]
fn the_plan_tells_what_comes() {
    over("plan", &["--days", "14"]).is("plan-table");
    let soon = lines(&over("plan", &["--days", "7", "--format", "jsonl"]));
    let later = lines(&over("plan", &["--days", "60", "--format", "jsonl"]));
    assert!(soon.len() < later.len());
    assert!(
        later
            .iter()
            .any(|item| item["on"].as_str() > Some("2026-06-30"))
    );
    for item in &later {
        assert!(item["due"].as_str() <= Some("2026-08-29"), "{item}");
    }
    let keys: BTreeSet<&str> = later
        .iter()
        .map(|item| item["keys"][0].as_str().unwrap())
        .collect();
    assert_eq!(keys.len(), later.len(), "something is planned twice");
}

#[test]
fn a_rulebook_beside_itself_differs_in_nothing() {
    let said = Place::root().run(&[
        "diff",
        "default-renewal",
        "default-renewal",
        "examples/portfolio.jsonl",
        "--as-of",
        "2026-06-30",
        "--format",
        "json",
        "--max-band-changes",
        "0",
        "--max-actions-added",
        "0",
    ]);
    let diff: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(diff["band_changes"], 0);
    assert_eq!(diff["changed"], serde_json::json!([]));
    let sums = diff["revenue_at_risk"].as_array().unwrap();
    assert!(sums.iter().all(|sum| sum["old_minor"] == sum["new_minor"]) && !sums.is_empty());
}

/// The shipped rulebook with a heavier rule and without an action.
const OTHER: &str = r#"
[rulebook]
id = "other"
version = "2.0.0"
language = 1
extends = "default-renewal"

[[rule]]
id = "every-day"
when = 'account.active_contracts >= 0'
points = 20
reason = { en = "Heavier", ko = "가중" }

[[action]]
id = "low-satisfaction"
enabled = false
"#;

/// A copy has the name of what it was copied from; what it changed shows by the rule, band or no band.
#[test]
fn a_turned_comparison_in_a_copy_is_told_by_its_rule() {
    let shipped = root().join("crates/tenure/rulebooks/default-renewal.toml");
    let shipped = fs::read_to_string(shipped).unwrap();
    let (right, wrong) = ("satisfaction.drop >= 20.0", "satisfaction.drop <= 20.0");
    assert!(shipped.contains(right));
    let place = Place::empty("diff-turned");
    place.file("ours.toml", shipped.replace(right, wrong));
    for name in ["portfolio.jsonl", "tenant.json"] {
        place.file(name, fs::read(root().join("examples").join(name)).unwrap());
    }
    let start = ["diff", "default-renewal", "ours.toml", "portfolio.jsonl"];
    let diff = |more: &[&str]| place.run(&[&start[..], &["--as-of", "2026-06-30"], more].concat());
    diff(&[]).is("diff-turned");
    let json: serde_json::Value = serde_json::from_str(&diff(&["--format", "json"]).out).unwrap();
    let rules = json["rules"].as_array().unwrap();
    assert_eq!(rules[0]["rule"], "satisfaction-drop");
    let accounts = rules[0]["accounts"].as_u64();
    assert!(accounts > Some(1) && json["points_changes"].as_u64() == accounts);
}

#[test]
fn the_difference_of_two_rulebooks_gates_a_change() {
    let place = Place::empty("diff");
    place.file("other.toml", OTHER);
    let other = place.path("other.toml");
    let diff = |more: &[&str]| {
        let command = [
            "diff",
            "default-renewal",
            other.to_str().unwrap(),
            "examples/portfolio.jsonl",
            "--as-of",
            "2026-06-30",
        ];
        Place::root().run(&[&command[..], more].concat())
    };
    diff(&[]).is("diff-table");
    let json: serde_json::Value = serde_json::from_str(&diff(&["--format", "json"]).out).unwrap();
    let changes = json["band_changes"].as_u64().unwrap();
    let moved = json["changed"].as_array().unwrap().iter();
    let moved = moved
        .filter(|one| one["band"]["old"] != one["band"]["new"])
        .count() as u64;
    assert_eq!(moved, changes);
    assert!(changes > 0);
    let taken = json["actions"].as_array().unwrap().iter();
    let taken = taken.filter(|one| one["action"] == "low-satisfaction");
    assert!(
        taken
            .map(|one| one["removed"].as_u64().unwrap())
            .sum::<u64>()
            > 0
    );

    assert_eq!(diff(&["--max-band-changes", "100%"]).code, 0);
    assert_eq!(diff(&["--max-band-changes", &changes.to_string()]).code, 0);
    let passed = diff(&["--max-band-changes", &(changes - 1).to_string()]);
    assert_eq!(passed.code, 3);
    assert!(passed.err.contains("--max-band-changes"), "{}", passed.err);
    assert_eq!(diff(&["--max-actions-removed", "0.01%"]).code, 3);
    assert_eq!(diff(&["--max-band-changes", "many"]).code, 2);
}
