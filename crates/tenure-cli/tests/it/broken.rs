//! Broken inputs of every kind, as transcripts: each names the place and the way out.

use std::fmt::Write as _;

use crate::run::{Place, Said};

const DAY: [&str; 2] = ["--as-of", "2026-06-30"];
const GOOD: &str = "{\"id\":\"good\"}\n";

/// Runs and what they said, one after the other.
struct Transcript {
    place: Place,
    told: String,
}

impl Transcript {
    fn new(name: &str) -> Self {
        Self {
            place: Place::empty(name),
            told: String::new(),
        }
    }

    /// Runs the command and notes what it says; of decisions, only whose they are.
    fn run(&mut self, what: &str, arguments: &[&str]) {
        let said = self.place.run(arguments);
        let out: String = said.out.lines().map(short).collect();
        write!(self.told, "== {what}\nexit {}\n{out}", said.code).unwrap();
        if !said.err.is_empty() {
            write!(self.told, "--- report\n{}", said.err).unwrap();
        }
        self.told.push('\n');
    }

    fn is(self, name: &str) {
        Said {
            code: 0,
            out: self.told,
            err: String::new(),
        }
        .is(name);
    }
}

fn short(line: &str) -> String {
    let decision = serde_json::from_str::<serde_json::Value>(line).ok();
    let id = decision
        .as_ref()
        .and_then(|decision| decision["account_id"].as_str());
    id.map_or_else(|| format!("{line}\n"), |id| format!("decided: {id:?}\n"))
}

#[test]
fn lines_that_are_no_accounts() {
    let mut all = Transcript::new("broken-lines");
    let files: [(&str, &str); 10] = [
        ("nothing", ""),
        ("blank lines", "\n \r\n\n"),
        ("a list on one line", "[{\"id\":\"a\"},{\"id\":\"b\"}]\n"),
        (
            "a list over lines",
            "[\n{\"id\":\"a\"},\n{\"id\":\"b\"}\n]\n",
        ),
        ("an object over lines", "{\n  \"id\": \"a\"\n}\n"),
        (
            "a mark, Windows' line ends, and a line between",
            "\u{feff}{\"id\":\"a\"}\r\n\r\n{\"id\":\"b\"}\r\n",
        ),
        (
            "two on a line",
            "{\"id\":\"a\"}{\"id\":\"b\"}\n{\"id\":\"c\"}\n",
        ),
        (
            "half a character",
            "{\"id\":\"a\",\"name\":\"\\ud800\"}\n{\"id\":\"b\",\"name\":\"\\ud800\\u0041\"}\n{\"id\":\"\\udc00x\"}\n{\"id\":\"c\"}\n",
        ),
        (
            "no JSON",
            "{'id':'a'}\n{\"id\":'a'}\n{id:\"a\"}\n{\"id\":\"a\",}\n{\"id\":\"b\",\"custom\":{\"x\":NaN}}\n{\"id\":\"t\tb\"}\n{\"id\":\"c\"}\n",
        ),
        (
            "an id twice",
            "{\"id\":\"a\"}\n{\"id\":\"a\",\"name\":5}\n{\"id\":\"b\",\"name\":\n{\"id\":\"b\"}\n{\"id\":\"c\"}\n",
        ),
    ];
    for (what, text) in files {
        all.place.file("p.jsonl", text);
        all.run(
            what,
            &[&["score", "p.jsonl", "--format", "jsonl"], &DAY[..]].concat(),
        );
    }
    all.place.file("p.jsonl", "");
    all.run(
        "nothing, as a table",
        &[&["score", "p.jsonl"], &DAY[..]].concat(),
    );
    all.is("broken-lines");
}

#[test]
fn values_that_are_none() {
    let mut all = Transcript::new("broken-values");
    let contract = |field: &str| {
        format!(
            "{{\"id\":\"a\",\"contracts\":[{{\"id\":\"c\",\"start_date\":\"2026-01-01\",{field}}}]}}\n{GOOD}"
        )
    };
    for field in [
        "\"amount\":{\"minor\":1e400,\"currency\":\"KRW\"}",
        "\"amount\":{\"minor\":99999999999999999999,\"currency\":\"KRW\"}",
        "\"amount\":{\"minor\":1.5,\"currency\":\"KRW\"}",
        "\"amount\":{\"minor\":\"12\",\"currency\":\"WON\"}",
        "\"amount\":\"a lot\"",
        "\"amount\":{\"minor\":12}",
        "\"end_date\":\"2026-02-30\"",
        "\"end_date\":20260101",
        "\"end_date\":\"2026-12-31T00:00:00Z\"",
        "\"end_date\":\"2025-12-31\"",
        "\"term_months\":-1",
        "\"status\":\"actve\"",
        "\"predecessor_id\":\"c\"",
    ] {
        all.place.file("p.jsonl", contract(field));
        all.run(
            field,
            &[&["score", "p.jsonl", "--format", "jsonl"], &DAY[..]].concat(),
        );
    }
    all.is("broken-values");
}

#[test]
fn tenants_of_the_wrong_shape() {
    let mut all = Transcript::new("broken-tenants");
    all.place.file("p.jsonl", GOOD).file("folder/x", "");
    let run = |all: &mut Transcript, what: &str, file: &str| {
        let arguments = ["score", "p.jsonl", "--format", "jsonl", "--tenant", file];
        all.run(what, &[&arguments, &DAY[..]].concat());
    };
    for text in [
        "",
        "[]",
        "{\n  \"owners\": [],\n}",
        "{\"owners\":{}}",
        "{\"owners\":[{\"id\":1}]}",
        "{\"timezone\":\"Asia/Soul\",\"supplies\":[\"survey\"],\"rates\":[{\"from\":\"USD\"}]}",
        "{\"facts\":5}",
        "{\"ownrs\":[]}",
    ] {
        all.place.file("t.json", text);
        run(&mut all, text, "t.json");
    }
    all.place.file("t.json", b"\xFF\xFE{}");
    run(&mut all, "bytes", "t.json");
    run(&mut all, "no file", "nowhere.json");
    run(&mut all, "a folder", "folder");
    all.is("broken-tenants");
}

#[test]
fn rulebooks_that_stand_on_nothing() {
    let mut all = Transcript::new("broken-rulebooks");
    let head = "[rulebook]\nid = \"r\"\nversion = \"1.0.0\"\nlanguage = 1\n";
    all.place.file("p.jsonl", GOOD).file("folder/x", "");
    let texts = [
        ("it extends itself", format!("{head}extends = \"r.toml\"\n")),
        ("it extends its own id", format!("{head}extends = \"r\"\n")),
        (
            "what it extends is misspelt",
            format!("{head}extends = \"default-renewl\"\n"),
        ),
        ("it extends a number", format!("{head}extends = 5\n")),
        ("it has no risk", head.to_owned()),
        ("nothing", String::new()),
        ("half of JSON", "{\"rulebook\":{\"id\":\"r\"".to_owned()),
        (
            "parentheses without end",
            format!(
                "{head}extends = \"default-renewal\"\n[[rule]]\nid = \"a\"\npoints = 1\nwhen = '{}'\n",
                "(".repeat(5_000)
            ),
        ),
    ];
    for (what, text) in texts {
        all.place.file("r.toml", text);
        all.run(what, &["check", "r.toml"]);
    }
    all.place
        .file("r.toml", format!("{head}extends = \"gone\"\n"));
    all.run(
        "in use",
        &[&["score", "p.jsonl", "--rulebook", "r.toml"], &DAY[..]].concat(),
    );
    all.place.file("r.toml", b"\xFF\xFE");
    all.run("bytes", &["check", "r.toml"]);
    all.run("no file", &["check", "nowhere.toml"]);
    all.run("a folder", &["check", "folder"]);
    all.is("broken-rulebooks");
}

#[test]
fn a_rulebook_with_twenty_mistakes_and_more() {
    let mut all = Transcript::new("broken-twenty");
    all.place
        .file("twenty.toml", include_str!("rulebooks/twenty.toml"));
    all.run("all at once", &["check", "twenty.toml"]);
    all.is("broken-twenty");
}

#[test]
fn days_and_names_that_do_not_exist() {
    let mut all = Transcript::new("broken-names");
    all.place
        .file("p.jsonl", "{\"id\":\"acme\"}\n{\"id\":\"\\ud800\"}\n");
    for day in [
        "2026-02-30",
        "2026-13-01",
        "2026-6-30",
        "30.06.2026",
        "today",
        "2026-06-30T00:00:00Z",
        "",
    ] {
        all.run(day, &["score", "p.jsonl", "--as-of", day]);
    }
    let explain = |account| [&["explain", "p.jsonl", "--account", account], &DAY[..]].concat();
    all.run("an account that is misspelt", &explain("acmee"));
    all.run("an account that is not there", &explain("zebra"));
    for rule in ["renewl-t1", "satisfactoin", "zebra-crossing"] {
        all.run(rule, &[&explain("acme")[..], &["--why-not", rule]].concat());
    }
    all.is("broken-names");
}

/// Two tables and their adapter; each case breaks something else.
fn crm(place: &Place) {
    place
        .file("crm/customers.csv", "id,name\na,Haneul\nb,Bada\nc,Sol\n")
        .file("crm/deals.csv", "no,customer,start,fee\nd1,a,2026-01-01,10\nd2,b,2026-01-01,20\n")
        .file("sql/accounts.sql", "SELECT _row, id, name FROM customers ORDER BY _row\n")
        .file("sql/contracts.sql", "SELECT _row, customer AS account_id, no AS id, to_date(start) AS start_date,\n  to_money(fee, 'KRW') AS amount FROM deals\n");
}

#[test]
fn tables_and_queries() {
    let mut all = Transcript::new("broken-tables");
    let cases: [(&str, &str, &[u8]); 23] = [
        (
            "a cell too few",
            "crm/deals.csv",
            b"no,customer,start,fee\nd1,a,2026-01-01,10\nd2,b,2026-01-01\n",
        ),
        (
            "a new line between quotes",
            "crm/customers.csv",
            b"id,name\na,\"Han\neul\"\nb,Bada\n\"c\",\"So\"\"l\",x\n",
        ),
        (
            "a quote that is never closed",
            "crm/customers.csv",
            b"id,name\na,\"Haneul\nb,Bada\nc,Sol\n",
        ),
        (
            "a column twice",
            "crm/customers.csv",
            b"id,name,ID\na,Haneul,b\n",
        ),
        (
            "a column without a name",
            "crm/customers.csv",
            b"id,,name\na,x,Haneul\n",
        ),
        ("semicolons", "crm/customers.csv", b"id;name\na;Haneul\n"),
        ("an empty table", "crm/customers.csv", b""),
        ("a table without rows", "crm/customers.csv", b"id,name\n"),
        (
            "a mark and Windows' line ends",
            "crm/customers.csv",
            b"\xEF\xBB\xBFid,name\r\na,Haneul\r\n\r\nb,Bada\r\n",
        ),
        ("bytes", "crm/customers.csv", b"id,name\na,Han\xFFeul\n"),
        (
            "no id, and an id twice",
            "crm/customers.csv",
            b"id,name\na,Haneul\n,Bada\na,Sol\n",
        ),
        (
            "text where an amount should be",
            "crm/deals.csv",
            b"no,customer,start,fee\nd1,a,2026-01-01,a lot\nd2,b,2026-02-30,20\n",
        ),
        (
            "a column is gone",
            "crm/deals.csv",
            b"no,customer,begin,fee\nd1,a,2026-01-01,10\n",
        ),
        (
            "a misspelt word",
            "sql/accounts.sql",
            b"SELECT id,\n  name\nFORM customers\n",
        ),
        (
            "an unknown column",
            "sql/accounts.sql",
            b"SELECT id, name AS nmae FROM customers",
        ),
        (
            "a required column is missing",
            "sql/accounts.sql",
            b"SELECT name FROM customers",
        ),
        (
            "an unknown function",
            "sql/accounts.sql",
            b"SELECT id, to_dat('2026-01-01') AS signup_date FROM customers",
        ),
        (
            "two statements",
            "sql/accounts.sql",
            b"SELECT id FROM customers; SELECT id FROM customers",
        ),
        ("nothing", "sql/accounts.sql", b""),
        (
            "something else than reading",
            "sql/accounts.sql",
            b"ATTACH DATABASE 'x.db' AS x",
        ),
        (
            "an unknown parameter",
            "sql/accounts.sql",
            b"SELECT id FROM customers WHERE name < :today",
        ),
        (
            "a query in bytes",
            "sql/accounts.sql",
            b"SELECT id, '\xFF' AS name FROM customers",
        ),
        ("a file of no kind", "sql/ticket.sql", b"SELECT 1 AS id"),
    ];
    for (what, file, text) in cases {
        crm(&all.place);
        all.place.file(file, text);
        all.run(
            what,
            &[
                &["score", "crm", "--adapter", "sql", "--format", "jsonl"],
                &DAY[..],
            ]
            .concat(),
        );
    }
    all.is("broken-tables");
}

/// A SQLite file whose first page is sound, and a query over it.
fn damaged(place: &Place, name: &str) {
    let path = place.path(name);
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch("CREATE TABLE customers (id TEXT); INSERT INTO customers VALUES ('a');")
        .unwrap();
    drop(connection);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[4096..].fill(0xAA);
    place
        .file(name, bytes)
        .file("few/accounts.sql", "SELECT id FROM customers");
}

#[test]
fn inputs_of_another_kind_than_the_adapter_reads() {
    let mut all = Transcript::new("broken-inputs");
    crm(&all.place);
    all.place
        .file("p.jsonl", GOOD)
        .file(
            "text.db",
            "SQLite format 4 would be something else ".repeat(20),
        )
        .file("empty.db", "")
        .file("none/readme.txt", "");
    damaged(&all.place, "damaged.db");
    for (input, adapter) in [
        ("p.jsonl", "sql"),
        ("damaged.db", "few"),
        ("text.db", "sql"),
        ("empty.db", "sql"),
        ("nowhere", "sql"),
        ("none", "sql"),
        ("-", "sql"),
        ("crm", "p.jsonl"),
        ("crm", "nowhere"),
        ("crm", "none"),
    ] {
        let what = format!("{input} through {adapter}");
        all.run(
            &what,
            &[&["score", input, "--adapter", adapter], &DAY[..]].concat(),
        );
    }
    all.is("broken-inputs");
}
