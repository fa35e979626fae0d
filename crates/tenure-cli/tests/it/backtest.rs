//! Rulebooks tried on the past.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::run::{Place, Said, root};

/// A time of decisions with its horizon.
fn time(to: &str) -> [&str; 6] {
    ["--from", "2025-01-31", "--to", to, "--horizon", "90d"]
}

fn up_to(to: &str, more: &[&str]) -> Said {
    let start = ["backtest", "examples/history.jsonl"];
    Place::root().run(&[&start, &time(to)[..], &["--resamples", "200"], more].concat())
}

fn example(more: &[&str]) -> Said {
    up_to("2026-03-31", more)
}

fn value(said: &Said) -> serde_json::Value {
    assert_eq!(said.code, 0, "{}", said.err);
    serde_json::from_str(&said.out).unwrap()
}

#[test]
fn the_table_tells_what_the_numbers_mean() {
    let said = example(&[]);
    said.is("backtest-table");
    assert!(
        said.out
            .contains("better than chance: the interval of the AUC lies above .5"),
        "{}",
        said.out
    );
}

#[test]
fn programs_get_every_number() {
    let told = value(&example(&["--format", "json"]));
    let auc = &told["rulebooks"][0]["measures"]["auc"];
    assert!(auc["low"].as_f64().unwrap() > 0.5, "{auc}");
    assert_eq!(told["days"].as_array().unwrap().len(), 15);
    let csv = example(&["--format", "csv"]).out;
    assert!(
        csv.starts_with("rulebook,measure,value,low,high\n"),
        "{csv}"
    );
    let line = csv.lines().find(|line| line.contains(",auc,")).unwrap();
    assert!(line.contains(&auc["value"].to_string()), "{line} {auc}");
}

#[test]
fn two_rulebooks_stand_side_by_side() {
    let house = ["--against", "examples/rulebooks/house.toml"];
    let told = value(&up_to(
        "2025-06-30",
        &[&house[..], &["--format", "json"]].concat(),
    ));
    assert_eq!(told["rulebooks"].as_array().unwrap().len(), 2);
    let auc = |at: usize| {
        let measures = &told["rulebooks"][at]["measures"];
        measures["auc"]["value"].as_f64().unwrap()
    };
    let less = told["comparison"]["auc"]["value"].as_f64().unwrap();
    assert!((less - (auc(1) - auc(0))).abs() < 1e-12, "{less}");
    let same = up_to("2025-06-30", &["--against", "default-renewal"]);
    assert!(
        same.out
            .contains("no difference that could be told from chance"),
        "{}",
        same.out
    );
}

#[test]
fn the_rule_that_does_most_harm_is_shown() {
    let csv = example(&["--format", "csv"]).out;
    let mut gains = csv.lines().filter(|line| line.contains(": auc gain,"));
    let last = gains.next_back().unwrap().split("rule ").nth(1).unwrap();
    let last = last.split(':').next().unwrap();
    let rules = |said: &Said| {
        let table = said.out.split("what each rule is worth").nth(1).unwrap();
        let end = table.find("cust.-days and accounts").unwrap();
        table[..end].to_owned()
    };
    let said = example(&[]);
    assert!(
        rules(&said).contains(&format!("\n  {last} ")),
        "{}",
        said.out
    );
    assert!(
        said.out.contains(&format!("Look at `{last}`")),
        "{}",
        said.out
    );
    // Of more rules than a table has lines, the last ones stand below those that are left out.
    let place = Place::empty("backtest-rules");
    let mut many =
        r#"rulebook = { id = "many", version = "1.0.0", language = 1, extends = "default-renewal" }
"#
        .to_owned();
    for months in 1..=8 {
        let _ = write!(
            many,
            r#"
[[rule]]
id = "m-{months}"
when = 'account.tenure_months > {months}'
points = 1
reason = {{ en = "x", ko = "x" }}
"#
        );
    }
    place.file("many.toml", many);
    let many = place.path("many.toml");
    let rules = rules(&example(&["--rulebook", many.to_str().unwrap()]));
    assert!(rules.contains("… 4 between them"), "{rules}");
    assert!(rules.contains(&format!("\n  {last} ")), "{last} in {rules}");
}

/// A script that calls those safe whose renewal is due, and leaves it alone to do harm.
const CONTRARY: &str = r#"
rulebook = { id = "contrary", version = "1.0.0", language = 1, extends = "default-renewal" }
plugin = [{ id = "contrary", file = "contrary.rhai" }]
rule = [{ id = "complaint-major", enabled = false }, { id = "low-with-grave-complaint", enabled = false }]
"#;
const CALLS_THEM_SAFE: &str = "/*---
id = 'contrary'
version = '1.0.0'
dictionary = '^1.0'
max_points = 40
[inputs]
renewal.months_left = 'int'
[reasons.soon]
en = 'it is due soon'
ko = '갱신 임박'
---*/
fn score(a) {
  if is_known(a.renewal.months_left) && a.renewal.months_left <= 1 { points(\"soon\", -40); }
}";

#[test]
fn a_script_that_does_harm_is_to_be_looked_at() {
    let place = Place::empty("backtest-script");
    place
        .file("contrary.toml", CONTRARY)
        .file("contrary.rhai", CALLS_THEM_SAFE);
    let path = place.path("contrary.toml");
    let told = flat(&up_to(
        "2025-06-30",
        &["--rulebook", path.to_str().unwrap()],
    ));
    let says = "Look at `plugin:contrary`: the rulebook ranks better without it. Switch it off in a copy (`enabled = false`)";
    assert!(told.contains(says), "{told}");
}

#[test]
fn tenths_go_the_same_way() {
    let table = example(&[]).out;
    let numbers = |name: &str| -> Vec<f64> {
        let line = table
            .lines()
            .find(|line| line.trim_start().starts_with(name))
            .unwrap();
        let cells = line
            .trim_start()
            .trim_start_matches(name)
            .split_whitespace();
        cells.map(|cell| cell.parse().unwrap()).collect()
    };
    for name in ["times as often", "said %", "seen %"] {
        let numbers = numbers(name);
        assert!(numbers[0] > numbers[9], "{name}: {numbers:?}");
    }
    let csv = example(&["--format", "csv"]).out;
    let of = |name: &str| -> f64 {
        let line = csv
            .lines()
            .find(|line| line.contains(&format!(",{name},")))
            .unwrap();
        line.split(',').nth(2).unwrap().parse().unwrap()
    };
    assert!(
        of("lift 1") > of("lift 10") && of("said 1") > of("said 10"),
        "{csv}"
    );
}

/// A text as one line.
fn flat(said: &Said) -> String {
    said.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_was_said_of_another_horizon_is_held_against_nothing() {
    let warning = "take --horizon 12m to hold one against the other";
    let told = flat(&up_to("2025-06-30", &[]));
    assert!(
        told.contains("over 12 months and what was seen over 90 days"),
        "{told}"
    );
    assert!(told.contains(warning), "{told}");
    let year = [
        "backtest",
        "examples/history.jsonl",
        "--from",
        "2025-01-31",
        "--to",
        "2025-04-30",
        "--horizon",
        "12m",
        "--resamples",
        "40",
    ];
    let told = flat(&Place::root().run(&year));
    assert!(told.contains("for 12 months ahead"), "{told}");
    assert!(!told.contains(warning), "{told}");
    // Who says less is no better for it: neither rulebook is calibrated.
    let told = flat(&up_to(
        "2025-06-30",
        &["--against", "examples/rulebooks/house.toml"],
    ));
    let says_nothing = told
        .matches("says nothing: the two are not both calibrated")
        .count();
    assert_eq!(says_nothing, 2, "{told}");
}

#[test]
fn draws_have_bounds() {
    let draws = |times: &str| {
        let start = ["backtest", "nowhere.jsonl"];
        let said =
            Place::root().run(&[&start, &time("2025-01-31")[..], &["--resamples", times]].concat());
        assert_eq!(said.code, 2);
        said.err
    };
    let refused = draws("100001");
    assert!(refused.contains("100001 is not in 0..=100000"), "{refused}");
    for most in ["0", "100000"] {
        let taken = draws(most);
        assert!(
            taken.contains("nowhere.jsonl") && !taken.contains("resamples"),
            "{taken}"
        );
    }
}

#[test]
fn money_is_told_in_its_currency() {
    let told = flat(&up_to("2025-06-30", &[]));
    assert!(
        told.contains("by value (EMPB) not told: say what it costs you to approach a customer, in KRW, by --contact-cost"),
        "{told}"
    );
    let amount = |told: &str| {
        let text = told.split("by value (EMPB) ").nth(1).unwrap();
        text.split(' ').next().unwrap().to_owned()
    };
    let told = flat(&up_to("2025-06-30", &["--contact-cost", "50000"]));
    assert!(told.contains("and an approach 50,000 KRW"), "{told}");
    let won = amount(&told);
    assert!(won.contains(',') && !won.contains('.'), "{won}");
    let told = flat(&up_to(
        "2025-06-30",
        &["--contact-cost", "40", "--currency", "USD"],
    ));
    assert!(told.contains("and an approach 40.00 USD"), "{told}");
    assert!(amount(&told).contains('.'), "{told}");
    let told = flat(&up_to("2025-06-30", &["--contact-cost", "7.5"]));
    assert!(told.contains("and an approach 7.5 KRW"), "{told}");
    let said = up_to("2025-06-30", &["--contact-cost", "7,500"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err
            .contains("an amount is a number such as 50000 or 12.50"),
        "{}",
        said.err
    );
    let said = up_to("2025-06-30", &["--currency", "JPY"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("no rate from each of them to JPY"),
        "{}",
        said.err
    );
}

#[test]
fn who_has_no_value_is_in_no_sum_where_there_is_a_currency() {
    let place = Place::empty("backtest-money");
    let line = |id: &str, contract: &str| {
        format!(
            r#"{{ "id": "{id}", "contracts": [{{ "id": "c", "start_date": "2024-01-01"{contract} }}], "interactions": [{{ "kind": "note", "at": "2026-12-31" }}] }}"#
        )
    };
    let lost = r#", "terminated_on": "2025-04-02""#;
    let of = |code: &str| format!(r#", "amount": {{ "minor": 100000, "currency": "{code}" }}"#);
    place
        .file(
            "some.jsonl",
            [
                line("a", lost),
                line("b", &of("USD")),
                line("c", &of("USD")),
            ]
            .join("\n"),
        )
        .file("none.jsonl", [line("a", lost), line("b", "")].join("\n"))
        .file(
            "mixed.jsonl",
            [
                line("a", lost),
                line("b", &of("USD")),
                line("c", &of("EUR")),
            ]
            .join("\n"),
        );
    let told = |name: &str| {
        let days = [
            "--from",
            "2025-03-31",
            "--to",
            "2025-03-31",
            "--horizon",
            "90d",
        ];
        let said = place.run(&[&["backtest", name], &days[..], &["--contact-cost", "1"]].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        flat(&said)
    };
    let in_no_sum = "in no sum of money:";
    assert!(
        told("some.jsonl").contains(&format!("{in_no_sum} 1 customer-day of which nobody knows")),
        "{}",
        told("some.jsonl")
    );
    for (name, why) in [
        ("none.jsonl", "not told: no contract says what it pays"),
        (
            "mixed.jsonl",
            "not told: contracts are in several currencies",
        ),
    ] {
        let told = told(name);
        assert!(told.contains(why) && !told.contains(in_no_sum), "{told}");
    }
}

#[test]
fn a_mistyped_year_is_told() {
    let place = Place::empty("backtest-year");
    let line = |id: &str, on: &str| {
        format!(
            r#"{{ "id": "{id}", "contracts": [{{ "id": "c", "start_date": "2024-01-01" }}], "interactions": [{{ "kind": "note", "at": "2025-10-31" }}, {{ "kind": "note", "at": "{on}" }}] }}"#
        )
    };
    place.file(
        "history.jsonl",
        [line("a", "2025-10-01"), line("b", "2206-10-01")].join("\n"),
    );
    let said = place.run(&[&["backtest", "history.jsonl"], &time("2025-12-31")[..]].concat());
    let told = flat(&said);
    assert!(
        told.contains("the data ends on 2025-10-31"),
        "{told} {}",
        said.err
    );
    assert!(
        told.contains("not believed: interactions of `b` on 2206-10-01"),
        "{told}"
    );
}

const READS_THE_CHURN_DATE: &str = r#"
[rulebook]
id = "planted"
version = "1.0.0"
language = 1
extends = "default-renewal"

[[signal]]
name = "custom.churned_on"
type = "text"

[[rule]]
id = "knows"
when = 'custom.churned_on != ""'
points = 40
reason = { en = "It knows", ko = "알고 있음" }
"#;

const LOST: &str = r#"{ "id": "acme", "custom": { "churned_on": "2025-05-02" },
    "contracts": [{ "id": "c-7", "start_date": "2024-01-01", "terminated_on": "2025-05-02" }],
    "interactions": [{ "kind": "note", "at": "2026-12-31" }] }"#;
const KEPT: &str =
    r#"{ "id": "bolt", "contracts": [{ "id": "c-8", "start_date": "2024-01-01" }] }"#;

#[test]
fn what_tells_of_the_outcome_is_refused_by_name() {
    let place = Place::empty("backtest-leaks");
    let lines = [LOST, KEPT].map(|text| text.replace('\n', " "));
    place
        .file("history.jsonl", lines.join("\n"))
        .file("planted.toml", READS_THE_CHURN_DATE)
        .file(
            "losses.csv",
            "account_id,as_of,lost_on\nbolt,2025-01-31,\nacme,2025-06-30,2025-05-02\n",
        );
    let run = |more: &[&str]| {
        let start = ["backtest", "history.jsonl"];
        place.run(&[&start, &time("2026-03-31")[..], more].concat())
    };
    let said = run(&["--rulebook", "planted.toml"]);
    assert_eq!(said.code, 2);
    for told in [
        "`acme`",
        "`custom.churned_on`",
        "`c-7`",
        "2025-05-02",
        "`planted`",
    ] {
        assert!(said.err.contains(told), "{told} in {}", said.err);
    }
    let said = run(&["--losses", "losses.csv"]);
    assert_eq!(said.code, 2);
    for told in ["losses.csv, line 3", "`acme`", "2025-06-30", "2025-05-02"] {
        assert!(said.err.contains(told), "{told} in {}", said.err);
    }
    assert_eq!(run(&[]).code, 0);
    let said = run(&["--every", "0d"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("`0d` is no step"), "{}", said.err);
}

/// Whether the interval of the AUC holds chance.
fn holds_chance(told: &serde_json::Value) -> bool {
    let auc = &told["rulebooks"][0]["measures"]["auc"];
    let end = |name: &str| auc[name].as_f64().unwrap();
    (end("low")..=end("high")).contains(&0.5)
}

#[test]
fn where_there_is_no_signal_it_says_so() {
    let data = root().join("../shared/data/ravenstack");
    if !data.is_dir() {
        // Printed past the test harness, so that nobody takes it for a pass.
        let _ = writeln!(
            std::io::stderr(),
            "NOT RUN: where_there_is_no_signal_it_says_so: there is no {}",
            data.display()
        );
        return;
    }
    let place = Place::empty("backtest-ravenstack");
    let mut reader = csv::Reader::from_path(data.join("ravenstack_churn_events.csv")).unwrap();
    let mut losses = "account_id,lost_on\n".to_owned();
    for row in reader.records() {
        let row = row.unwrap();
        let _ = writeln!(losses, "{},{}", &row[1], &row[2]);
    }
    place.file("losses.csv", losses);
    let losses = place.path("losses.csv");
    let run = |format: &str| {
        Place::root().run(&[
            "backtest",
            data.to_str().unwrap(),
            "--adapter",
            "examples/adapters/ravenstack",
            "--from",
            "2023-12-31",
            "--to",
            "2024-09-30",
            "--horizon",
            "90d",
            "--known-until",
            "2024-12-31",
            "--losses",
            losses.to_str().unwrap(),
            "--resamples",
            "200",
            "--format",
            format,
        ])
    };
    let told = value(&run("json"));
    let auc = &told["rulebooks"][0]["measures"]["auc"];
    assert!(told["accounts_lost"].as_u64().unwrap() > 50, "{told}");
    assert!(holds_chance(&told), "{auc}");
    assert!((auc["value"].as_f64().unwrap() - 0.5).abs() < 0.05, "{auc}");
    let said = run("table");
    assert!(said.out.contains("no better than chance"), "{}", said.out);
}
