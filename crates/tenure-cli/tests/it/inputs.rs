//! Broken inputs: each gives its own clear error, and the other accounts their decisions.

use crate::run::Place;

const GOOD: &str =
    "{\"id\":\"good\",\"surveys\":[{\"kind\":\"nps\",\"score\":3,\"at\":\"2026-06-01\"}]}";

fn ids(out: &str) -> Vec<String> {
    let decision = |line| serde_json::from_str::<serde_json::Value>(line).unwrap();
    out.lines()
        .map(|line| decision(line)["account_id"].as_str().unwrap().to_owned())
        .collect()
}

const JSONL: [&str; 6] = [
    "score",
    "portfolio.jsonl",
    "--as-of",
    "2026-06-30",
    "--format",
    "jsonl",
];

#[test]
fn each_broken_line_is_refused_and_no_other() {
    let place = Place::empty("inputs-broken");
    let deep = "[".repeat(5_000);
    let lines = [
        GOOD.to_owned(),
        "{\"id\":\"truncated\",\"name\":".to_owned(),
        format!("{{\"id\":\"long\",\"name\":\"{}\"}}", "x".repeat(10 << 20)),
        "{\"id\":null}".to_owned(),
        "{\"id\":\"huge\",\"surveys\":[{\"kind\":\"nps\",\"score\":1e400,\"at\":\"2026-06-01\"}]}".to_owned(),
        format!("{{\"id\":\"deep\",\"custom\":{deep}"),
        "{\"id\":\"text\",\"contracts\":[{\"id\":\"c\",\"start_date\":\"2026-01-01\",\"amount\":\"a lot\"}]}".to_owned(),
        "{\"id\":\"order\",\"contracts\":[{\"id\":\"c\",\"start_date\":\"2026-02-01\",\"end_date\":\"2026-01-01\"}]}".to_owned(),
        "{\"id\":\"date\",\"signup_date\":\"2026-02-30\",\"live_on\":\"soon\"}".to_owned(),
        "[1, 2]".to_owned(),
        String::new(),
        GOOD.to_owned(),
        "{\"id\":\"last\",\"nmae\":\"Last\"}".to_owned(),
    ];
    place.file("portfolio.jsonl", lines.join("\n"));
    let said = place.run(&JSONL);
    assert_eq!(ids(&said.out), ["good", "last"]);
    crate::run::Said {
        out: String::new(),
        ..said
    }
    .is("inputs-broken");
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let place = Place::empty("inputs-bytes");
    place.file(
        "portfolio.jsonl",
        [b"{\"id\":\"\xFF\"}\n".as_slice(), GOOD.as_bytes()].concat(),
    );
    let said = place.run(&JSONL);
    assert_eq!(ids(&said.out), ["good"]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("line 1: the line is not UTF-8 text"),
        "{}",
        said.err
    );
}

#[test]
fn standard_input_says_the_same_as_a_file() {
    let place = Place::empty("inputs-stdin");
    place.file("portfolio.jsonl", GOOD);
    let file = place.run(&JSONL);
    let stream = place.run_with(
        &["score", "-", "--as-of", "2026-06-30", "--format", "jsonl"],
        GOOD.as_bytes(),
    );
    assert_eq!(file.out, stream.out);
    assert_eq!((file.code, stream.code), (0, 0));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let place = Place::empty("inputs-pipe");
    let many: String = (0..20_000)
        .map(|number| format!("{{\"id\":\"a{number}\"}}\n"))
        .collect();
    place.file("portfolio.jsonl", many);
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenure"))
        .args(JSONL)
        .current_dir(place.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_is_not_there_is_told() {
    let place = Place::empty("inputs-not-there");
    place
        .file("portfolio.jsonl", GOOD)
        .file("tenant.jsonl", "{\"timezone\":\"Asia/Soul\"}")
        .file("folder/x", "");
    let told = |arguments: &[&str]| {
        let said = place.run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}");
        said.err
    };
    let day = ["--as-of", "2026-06-30"];
    assert_eq!(
        told(&[&["score", "nothing.jsonl"], &day[..]].concat()),
        "error: nothing.jsonl: there is no such file or folder\n"
    );
    assert!(told(&[&["score", "folder"], &day[..]].concat()).contains("--adapter"));
    assert!(told(&["score", "portfolio.jsonl"]).contains("--as-of"));
    assert!(
        told(&["score", "portfolio.jsonl", "--as-of", "2026-6-30"])
            .contains("write year, month and day, such as 2026-06-30")
    );
    let zone = told(
        &[
            &["score", "portfolio.jsonl", "--tenant", "tenant.jsonl"],
            &day[..],
        ]
        .concat(),
    );
    assert!(zone.contains("Asia/Soul"), "{zone}");
}

#[test]
fn the_tenant_beside_the_input_is_taken_and_told() {
    let place = Place::empty("inputs-tenant");
    place
        .file("portfolio.jsonl", GOOD)
        .file("tenant.json", "{\"supplies\":[\"surveys\"]}");
    let said = place.run(&JSONL);
    assert_eq!(said.err, "tenant: tenant.json, found beside the input\n");
    assert_eq!(said.code, 0);
}
