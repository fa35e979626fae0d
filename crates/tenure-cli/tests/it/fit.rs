//! A table of known outcomes, from the fit to the decisions by its rulebook.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use tenure_insight::fit::{Settings, Table, fit};
use tenure_insight::measure::{Scored, auc};

use crate::run::{Place, root};

/// A small table: fees and plans that tell something, and a note that was written afterwards.
fn customers(signal: bool) -> String {
    let mut text = "customer,fee,plan,note,Left\n".to_owned();
    let mut draw = 7_u64;
    for row in 0..600_u64 {
        draw = draw
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let (a, b, c) = ((draw >> 33) % 100, (draw >> 40) % 4, (draw >> 50) % 100);
        let risk = if signal { a / 2 + b * 15 } else { 45 };
        let left = c < risk;
        let plan = ["basic", "plus", "", "top, \"new\""][b as usize].replace('"', "\"\"");
        let note = if left { "said goodbye" } else { "" };
        writeln!(
            text,
            "c-{row},{a}.5,\"{plan}\",{note},{}",
            if left { "Yes" } else { "No" }
        )
        .unwrap();
    }
    text
}

/// The points of each account, by decisions as CSV.
fn points(csv: &str) -> BTreeMap<String, i64> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (id, points) = (at("account_id"), at("points"));
    reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[id].to_owned(), row[points].parse().unwrap()))
        .collect()
}

#[test]
fn a_table_is_fitted_checked_and_scored() {
    let place = Place::empty("fit-whole");
    place.file("my customers.csv", customers(true));
    let said = place.run(&[
        "fit",
        "my customers.csv",
        "--target",
        "Left",
        "-o",
        "fitted.toml",
        "--adapter",
        "sql",
    ]);
    said.is("fit-whole");
    let checked = place.run(&["check", "fitted.toml"]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    assert!(checked.out.contains("no warnings"), "{}", checked.out);
    let args = [
        "score",
        "my customers.csv",
        "--adapter",
        "sql",
        "--rulebook",
        "fitted.toml",
        "--as-of",
        "2026-06-30",
        "--format",
        "csv",
    ];
    let scored = place.run(&args);
    assert_eq!(scored.code, 0, "{}", scored.err);
    let points = points(&scored.out);
    assert_eq!(points.len(), 600);
    // Through the adapter and the engine, each row has the points of the fit's own scorer.
    let table = Table::read(customers(true).as_bytes()).unwrap();
    let own = fit(&table, &Settings::new("Left")).unwrap().points();
    let own = own
        .into_iter()
        .enumerate()
        .map(|(row, points)| (format!("c-{row}"), points));
    assert_eq!(points, own.collect());
    let again = place.run(&["fit", "my customers.csv", "--target", "Left", "-o", "-"]);
    assert_eq!(
        again.out,
        std::fs::read_to_string(place.path("fitted.toml")).unwrap()
    );
}

#[test]
fn without_signal_nothing_is_written() {
    let place = Place::empty("fit-no-signal");
    place.file("t.csv", customers(false));
    let args = [
        "fit",
        "t.csv",
        "--target",
        "Left",
        "-o",
        "fitted.toml",
        "--adapter",
        "sql",
    ];
    let said = place.run(&args);
    assert_eq!(said.code, 4, "{}", said.err);
    assert!(
        said.err.contains("no signal: ") && said.err.contains("--anyway"),
        "{}",
        said.err
    );
    assert!(!place.path("fitted.toml").exists() && !place.path("sql").exists());
    let anyway = place.run(&[&args[..], &["--anyway"]].concat());
    assert_eq!(anyway.code, 0, "{}", anyway.err);
    let rulebook = std::fs::read_to_string(place.path("fitted.toml")).unwrap();
    assert!(rulebook.contains("# NO SIGNAL"), "{rulebook}");
    assert_eq!(place.run(&["check", "fitted.toml"]).code, 0);
}

#[test]
fn mistakes_name_the_file_and_the_way_out() {
    let place = Place::empty("fit-mistakes");
    place.file("t.csv", customers(true)).file(
        "few.csv",
        customers(true)
            .lines()
            .take(60)
            .collect::<Vec<_>>()
            .join("\n"),
    );
    place.file("sql/accounts.sql", "SELECT id FROM mine");
    let refused = |args: &[&str]| {
        let said = place.run(&[&["fit"], args].concat());
        assert_eq!(said.code, 2, "{}", said.out);
        said.err
    };
    let told = refused(&["t.csv", "--target", "Churn"]);
    assert!(
        told.contains("t.csv: there is no column `Churn`; there is customer, fee"),
        "{told}"
    );
    let told = refused(&["few.csv", "--target", "Left"]);
    assert!(
        told.contains("few.csv: too few rows: ") && told.contains("50 of either"),
        "{told}"
    );
    assert!(
        refused(&["nowhere.csv", "--target", "Left"])
            .contains("nowhere.csv: there is no such file")
    );
    assert!(
        refused(&["t.csv", "--target", "Left", "--monotone", "fee"])
            .contains("COLUMN=up or COLUMN=down")
    );
    let told = refused(&["t.csv", "--target", "Left", "--adapter", "sql"]);
    assert!(told.contains("was not written by `tenure fit`"), "{told}");
}

#[test]
fn nobody_elses_query_is_written_over_whatever_its_letters() {
    let place = Place::empty("fit-query");
    place.file("customers.csv", customers(true));
    let path = place.folder("mine").path("accounts.sql");
    let theirs = b"-- \xb0\xed\xb0\xb4\nSELECT 1 AS id;\n";
    std::fs::write(&path, theirs).unwrap();
    let said = place.run(&[
        "fit",
        "customers.csv",
        "--target",
        "Left",
        "-o",
        "fitted.toml",
        "--adapter",
        "mine",
    ]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert_eq!(std::fs::read(&path).unwrap(), theirs);
}

#[test]
fn the_report_is_json_where_it_is_asked_for() {
    let place = Place::empty("fit-json");
    place.file("t.csv", customers(true));
    let said = place.run(&["fit", "t.csv", "--target", "Left", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["rows"], 600);
    assert_eq!(report["has_signal"], true);
    assert!(
        report["warnings"][0].as_str().unwrap().contains("`note`"),
        "{report}"
    );
    assert!(report["validation"]["auc"]["area"].as_f64().unwrap() > 0.6);
}

fn telco() -> Option<PathBuf> {
    let path = root().join("../shared/data/telco_ibm.csv");
    if !path.is_file() {
        // Printed past the test harness, so that nobody takes it for a pass.
        let _ = writeln!(std::io::stderr(), "NOT RUN: there is no {}", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn points_set_by_hand_tell_who_leaves_a_telecom_company() {
    let Some(path) = telco() else { return };
    let table = path.to_str().unwrap();
    let said = Place::root().run(&[
        "score",
        table,
        "--adapter",
        "examples/adapters/telco",
        "--rulebook",
        "examples/rulebooks/telco.toml",
        "--as-of",
        "2026-06-30",
        "--format",
        "csv",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    let points = points(&said.out);
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let scored: Vec<Scored> = reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| Scored::new(&row[20] == "Yes", points[&row[0]] as f64))
        .collect();
    assert_eq!(scored.len(), 7_043);
    let auc = auc(&scored).unwrap();
    assert!(auc.area >= 0.83, "{auc:?}");
}
