//! The adapters to real CRMs, over a database with the CRM's own tables and invented customers.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::Value;

use crate::run::{Place, Said, root};

/// Shows how many tickets are open, which no shipped rule does.
const TICKETS: &str = r#"
[rulebook]
id = "tickets"
version = "1.0.0"
language = 1
extends = "default-renewal"

[[rule]]
id = "open-tickets"
when = 'support.open > 0'
points = 1
reason = { en = "Open tickets: {support.open}", ko = "미해결 티켓 {support.open}건" }
"#;

/// A CRM's database in a folder of its own.
struct Crm {
    name: &'static str,
    place: Place,
}

impl Crm {
    fn new(name: &'static str, test: &str) -> Self {
        let place = Place::empty(&format!("crm-{name}-{test}"));
        let connection = Connection::open(place.path("crm.db")).unwrap();
        for part in ["schema", "fill"] {
            let path = root().join(format!("examples/adapters/{name}/database/{part}.sql"));
            connection
                .execute_batch(&fs::read_to_string(path).unwrap())
                .unwrap();
        }
        place.file("tickets.toml", TICKETS);
        Self { name, place }
    }

    fn change(&self, sql: &str) {
        let connection = Connection::open(self.place.path("crm.db")).unwrap();
        connection.execute_batch(sql).unwrap();
    }

    fn score(&self, input: &str, more: &[&str]) -> Said {
        let adapter = root().join("examples/adapters").join(self.name);
        let adapter = adapter.to_str().unwrap();
        let command = [
            "score",
            input,
            "--adapter",
            adapter,
            "--as-of",
            "2026-06-30",
        ];
        let said = self.place.run(&[&command[..], more].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        said
    }

    fn decide(&self, input: &str) -> Said {
        self.score(input, &["--rulebook", "tickets.toml", "--format", "jsonl"])
    }

    /// The table as a golden file, and the decisions, to ask what they say.
    fn decided(&self) -> Decided {
        let golden = format!("crm-{}", self.name);
        self.score("crm.db", &["--top", "0"]).is(&golden);
        self.asked()
    }

    /// The decisions, to ask what they say.
    fn asked(&self) -> Decided {
        let said = self.decide("crm.db");
        let decisions = said.out.lines();
        Decided {
            decisions: decisions
                .map(|line| serde_json::from_str(line).unwrap())
                .collect(),
            findings: findings(&said),
        }
    }

    /// Writes every table as a CSV file, as an export out of the CRM's own database would.
    fn export(&self) {
        let connection = Connection::open(self.place.path("crm.db")).unwrap();
        let folder = self.place.folder("exports").path("");
        let tables: Vec<String> = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for table in tables {
            export(&connection, &table, &folder.join(format!("{table}.csv")));
        }
    }
}

fn export(connection: &Connection, table: &str, path: &Path) {
    let mut writer = csv::Writer::from_path(path).unwrap();
    let mut select = connection
        .prepare(&format!("SELECT * FROM \"{table}\""))
        .unwrap();
    let columns = select.column_count();
    writer.write_record(select.column_names()).unwrap();
    let mut rows = select.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let cells = (0..columns).map(|index| cell(row.get_ref(index).unwrap()));
        writer.write_record(cells).unwrap();
    }
    writer.flush().unwrap();
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(int) => int.to_string(),
        ValueRef::Real(real) => real.to_string(),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8(text.to_vec()).unwrap(),
    }
}

/// What was suspicious and how often, sorted.
fn findings(said: &Said) -> Vec<String> {
    let counted = said.err.lines().filter(|line| line.contains(" × "));
    let mut findings: Vec<_> = counted.map(|line| line.trim().to_owned()).collect();
    findings.sort();
    findings
}

struct Decided {
    decisions: Vec<Value>,
    findings: Vec<String>,
}

impl Decided {
    fn accounts(&self) -> Vec<&str> {
        self.accounts_where(|_| true)
    }

    fn accounts_where(&self, holds: impl Fn(&Value) -> bool) -> Vec<&str> {
        let found = self.decisions.iter().filter(|decision| holds(decision));
        found
            .map(|decision| decision["account_id"].as_str().unwrap())
            .collect()
    }

    /// Accounts for which an action is proposed whose id begins so.
    fn with_action(&self, start: &str) -> Vec<&str> {
        self.accounts_where(|decision| {
            list(decision, "actions").iter().any(|action| {
                action["state"] == "proposed"
                    && action["action"].as_str().unwrap().starts_with(start)
            })
        })
    }

    /// Accounts that a rule gives points.
    fn with_rule(&self, rule: &str) -> Vec<&str> {
        self.accounts_where(|decision| contribution(decision, rule).is_some())
    }

    /// Accounts with open tickets, and how many.
    fn open_tickets(&self) -> Vec<(&str, i64)> {
        let with = self.decisions.iter().filter_map(|decision| {
            let tickets = contribution(decision, "open-tickets")?;
            let open = tickets["evidence"]["support.open"].as_i64().unwrap();
            Some((decision["account_id"].as_str().unwrap(), open))
        });
        with.collect()
    }
}

fn list<'v>(decision: &'v Value, name: &str) -> &'v [Value] {
    decision[name].as_array().map_or(&[], Vec::as_slice)
}

fn contribution<'v>(decision: &'v Value, rule: &str) -> Option<&'v Value> {
    let mut contributions = list(decision, "contributions").iter();
    contributions.find(|contribution| contribution["rule"] == rule)
}

#[test]
fn suitecrm_is_decided() {
    let decided = Crm::new("suitecrm", "decided").decided();
    // Of nine accounts one is deleted, one a partner, and one of a type that nobody mapped.
    let customers = [
        "a-bramble",
        "a-foxrail",
        "a-harrow",
        "a-lumen",
        "a-quill",
        "a-tamsin",
    ];
    assert_eq!(decided.accounts(), customers);
    assert_eq!(
        decided.with_action("renewal-"),
        ["a-foxrail", "a-harrow", "a-quill"]
    );
    assert_eq!(decided.with_action("low-satisfaction"), ["a-harrow"]);
    assert_eq!(decided.with_action("owner-left"), ["a-quill"]);
    assert_eq!(decided.with_rule("billing-overdue"), ["a-lumen", "a-quill"]);
    assert_eq!(
        decided.open_tickets(),
        [("a-foxrail", 1), ("a-harrow", 1), ("a-quill", 1)]
    );
    let findings = [
        "1 × account types without a mapping",
        "1 × after as of at contracts[].start_date",
        "1 × amounts without a currency",
        "1 × calls and meetings with a status that has no mapping",
        "1 × cases with a priority that has no mapping",
        "1 × cases with a state that has no mapping",
        "1 × closed cases without an entry in the audit",
        "1 × contracts of no customer",
        "1 × contracts with a status that has no mapping",
        "1 × contracts without a start",
        "1 × invoices left out",
        "1 × mail with a type that has no mapping",
        "1 × users with a status that has no mapping",
    ];
    assert_eq!(decided.findings, findings);
}

#[test]
fn erpnext_is_decided() {
    let decided = Crm::new("erpnext", "decided").decided();
    // The sixth customer is a branch of the house.
    let customers = ["CUST-1", "CUST-2", "CUST-3", "CUST-4", "CUST-5", "CUST-7"];
    assert_eq!(decided.accounts(), customers);
    assert_eq!(
        decided.with_action("renewal-"),
        ["CUST-1", "CUST-2", "CUST-4", "CUST-7"]
    );
    assert_eq!(decided.with_action("loss-reason"), ["CUST-3"]);
    assert_eq!(decided.with_rule("renewal-automatic"), ["CUST-3"]);
    assert_eq!(decided.with_rule("billing-overdue"), ["CUST-2"]);
    assert_eq!(decided.with_rule("support-sla-breach"), ["CUST-1"]);
    assert_eq!(
        decided.open_tickets(),
        [("CUST-1", 2), ("CUST-4", 1), ("CUST-7", 1)]
    );
    let findings = [
        "1 × after as of at contracts[].start_date",
        "1 × agreements without a start",
        "1 × closed issues without a date of resolution",
        "1 × communications with a medium that has no mapping",
        "1 × contracts with a status that has no mapping",
        "1 × invoices with a status that has no mapping",
        "1 × issues of no customer",
        "1 × issues with a priority that has no mapping",
        "1 × issues with a status that has no mapping",
        "1 × subscriptions with a status that has no mapping",
        "2 × subscriptions without a known amount",
    ];
    assert_eq!(decided.findings, findings);
}

#[test]
fn erpnext_keeps_times_in_its_own_zone() {
    let crm = Crm::new("erpnext", "zone");
    // As an instant where the clocks never change, and elsewhere as a day.
    for zone in ["Asia/Kolkata", "Europe/Malta"] {
        crm.change(&format!(
            "UPDATE tabSingles SET value = '{zone}' WHERE field = 'time_zone'"
        ));
        for (due, late) in [
            ("2026-06-29 20:00:00.000000", &["CUST-1"][..]),
            ("2026-06-30 00:30:00.000000", &[]),
        ] {
            crm.change(&format!(
                "UPDATE tabIssue SET sla_resolution_by = '{due}' WHERE name = 'ISS-1'"
            ));
            assert_eq!(crm.asked().with_rule("support-sla-breach"), late, "{zone}");
        }
    }
}

#[test]
fn chatwoot_is_decided() {
    let decided = Crm::new("chatwoot", "decided").decided();
    // The third company belongs to another workspace; two contacts name one company that has no row.
    let customers = [
        "name:juniper freight",
        "company:4",
        "company:1",
        "company:2",
    ];
    assert_eq!(decided.accounts(), customers);
    assert_eq!(decided.with_action("low-satisfaction"), ["company:1"]);
    assert_eq!(
        decided.with_rule("satisfaction"),
        ["company:1", "company:2"]
    );
    assert_eq!(decided.with_rule("support-sla-breach"), ["company:1"]);
    assert_eq!(
        decided.open_tickets(),
        [
            ("name:juniper freight", 2),
            ("company:4", 1),
            ("company:1", 1)
        ]
    );
    let findings = [
        "1 × contacts with conversations and no company",
        "1 × conversations with a priority that has no mapping",
        "1 × conversations with a status that has no mapping",
        "1 × deadlines in business hours",
        "1 × messages with a type that has no mapping",
        "1 × ratings that are not 1 to 5",
        "1 × resolved conversations without an event",
    ];
    assert_eq!(decided.findings, findings);
}

#[test]
fn exports_of_the_tables_give_the_same_decisions() {
    for name in ["suitecrm", "erpnext", "chatwoot"] {
        let crm = Crm::new(name, "exported");
        crm.export();
        let (database, exports) = (crm.decide("crm.db"), crm.decide("exports"));
        assert_eq!(database.out, exports.out, "{name}");
        assert_eq!(findings(&database), findings(&exports), "{name}");
    }
}
