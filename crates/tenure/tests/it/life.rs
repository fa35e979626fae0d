//! The life of actions: what is held back, what rests, what runs out, what is handed over.

use tenure::decision::{Action, Waiting};
use tenure::explain::{Ended, Stage};
use tenure::model::{Account, ActionRecord, ActionStatus, ComplaintSeverity, Moment, Tenant};
use tenure::{Decision, Engine};

use crate::common::{account, date, engine_of, tenant};

const RULES: &str = r#"
    [[action]]
    id = "ask"
    key = "period:90"
    expires = "30 days"
    when = 'complaints.open == 0'
    do = [ { kind = "first_survey", to = "user" }, { kind = "second_survey", to = "decision_maker" },
           { kind = "hello_sms", to = "user" }, { kind = "hello_alimtalk", to = "user" } ]

    [[action]]
    id = "answer"
    scope = "complaint"
    when = 'complaint.open'
    do = [ { kind = "respond", assignee = "support", due = "4 hours" } ]

    [[action]]
    id = "leave"
    key = "period:30"
    when = 'complaints.open > 0'
    do = [ { kind = "handover", assignee = "manager", due = "3 days" } ]

    [[action]]
    id = "unsure"
    key = "period:30"
    when = 'complaints.open == 0'
    do = [ { kind = "todo", assignee = "owner", when = 'usage.current > 3.0 && support.open == 0' } ]
"#;

fn engine() -> Engine {
    engine_of(RULES)
}

fn customer(more: &str) -> Account {
    account(&format!(
        r#"{{ "id": "a", "contact_prefs": {{ "email": "granted", "sms": "granted", "alimtalk": "granted" }},
             "contacts": [{{ "id": "u", "role": "user" }}, {{ "id": "d", "role": "economic_buyer" }}],
             "complaints": [{more}], "actions": [] }}"#
    ))
}

fn decide(account: &Account, day: &str) -> Decision {
    engine()
        .decide(account, &Tenant::default(), date(day))
        .unwrap()
}

fn kinds(decision: &Decision) -> Vec<(&str, bool)> {
    let actions = decision.actions.iter();
    actions.map(|a| (a.kind.as_str(), a.new)).collect()
}

fn stage(account: &Account, tenant: &Tenant, day: &str, action: &str, kind: &str) -> Ended {
    let why = engine()
        .why_not(account, tenant, date(day), action)
        .unwrap();
    let mut stages = why.rows.into_iter().flat_map(|row| row.stages);
    stages.find(|ended| ended.kind == kind).unwrap()
}

fn keep(account: &mut Account, decision: &Decision) {
    let before = account.actions.take().unwrap_or_default();
    account.actions = Some(decision.next_actions(&before));
}

fn say(account: &mut Account, kind: &str, status: ActionStatus, day: &str) {
    let records = account.actions.as_mut().unwrap();
    let record: &mut ActionRecord = records
        .iter_mut()
        .rfind(|record| record.keys[0].contains(&format!("/{kind}/")))
        .unwrap();
    record.status = status;
    record.at = Some(Moment::Day(date(day)));
}

#[test]
fn nobody_gets_more_messages_than_the_policy_lets_out() {
    let mut account = customer("");
    let first = decide(&account, "2026-06-01");
    // One mail for each person; the text message of the other sort shares the first one's cap.
    assert_eq!(
        kinds(&first),
        [
            ("first_survey", true),
            ("second_survey", true),
            ("hello_sms", true)
        ]
    );
    let waits = stage(
        &account,
        &Tenant::default(),
        "2026-06-01",
        "ask",
        "hello_alimtalk",
    );
    assert_eq!(
        waits.stage,
        Stage::ContactPolicy {
            channel: "alimtalk".to_owned(),
            until: Some(date("2026-06-08"))
        }
    );
    keep(&mut account, &first);
    say(&mut account, "hello_sms", ActionStatus::Done, "2026-06-03");
    let held = decide(&account, "2026-06-09");
    assert!(
        !kinds(&held)
            .iter()
            .any(|(kind, _)| *kind == "hello_alimtalk")
    );
    let free = decide(&account, "2026-06-10");
    assert!(kinds(&free).contains(&("hello_alimtalk", true)));
}

#[test]
fn the_tenant_has_the_last_word_on_how_often() {
    let tenant = tenant(
        r#"{ "contact_policy": { "caps": [{ "channel": "email", "max": 0, "days": 1 }] } }"#,
    );
    let account = customer("");
    let decision = engine()
        .decide(&account, &tenant, date("2026-06-01"))
        .unwrap();
    assert_eq!(
        kinds(&decision),
        [("hello_sms", true), ("hello_alimtalk", true)]
    );
    let never = stage(&account, &tenant, "2026-06-01", "ask", "first_survey");
    assert_eq!(
        never.stage,
        Stage::ContactPolicy {
            channel: "email".to_owned(),
            until: None
        }
    );
}

#[test]
fn what_nobody_takes_on_runs_out() {
    let mut account = customer("");
    let first = decide(&account, "2026-06-01");
    keep(&mut account, &first);
    say(
        &mut account,
        "second_survey",
        ActionStatus::Accepted,
        "2026-06-02",
    );
    let last = decide(&account, "2026-07-01");
    assert!(kinds(&last).contains(&("first_survey", false)) && last.closed.is_empty());
    let over = decide(&account, "2026-07-02");
    let expired: Vec<&str> = over
        .closed
        .iter()
        .map(|closed| closed.state.as_str())
        .collect();
    assert_eq!(expired, ["expired", "expired"]);
    assert!(kinds(&over).contains(&("second_survey", false)));
    keep(&mut account, &over);
    assert_eq!(decide(&account, "2026-07-03").closed, []);
}

#[test]
fn what_is_answered_is_closed_and_what_nobody_can_read_waits() {
    let complaint = r#"{ "id": "x", "severity": "major", "opened_at": "2026-06-01" }"#;
    let mut account = customer(complaint);
    let first = decide(&account, "2026-06-02");
    assert!(kinds(&first).contains(&("respond", true)));
    keep(&mut account, &first);
    let blind = Account {
        complaints: None,
        ..account.clone()
    };
    let blind = decide(&blind, "2026-06-03");
    assert_eq!(kinds(&blind), []);
    assert_eq!(blind.closed, []);
    let stages: Vec<&Stage> = blind
        .waiting
        .iter()
        .map(|waiting: &Waiting| &waiting.stage)
        .collect();
    assert_eq!(stages, [&Stage::Unknown, &Stage::Unknown]);
    account.complaints.as_mut().unwrap()[0].resolved_at = Some(Moment::Day(date("2026-06-03")));
    let solved = decide(&account, "2026-06-03");
    let closed: Vec<&str> = solved
        .closed
        .iter()
        .map(|closed| closed.state.as_str())
        .collect();
    assert_eq!(closed, ["auto_closed", "auto_closed"]);
}

#[test]
fn steps_that_stand_in_for_each_other_are_one_action() {
    let engine = engine_of(
        r#"
        [[action]]
        id = "answer"
        scope = "complaint"
        when = 'complaint.open'
        do = [ { kind = "respond", assignee = "support", due = "3 days", when = 'complaint.severity == "minor"' },
               { kind = "respond", assignee = "support", due = "4 hours", when = 'complaint.severity == "critical"' } ]
    "#,
    );
    let mut account = customer(r#"{ "id": "x", "severity": "minor", "opened_at": "2026-06-01" }"#);
    let decide = |account: &Account| {
        engine
            .decide(account, &Tenant::default(), date("2026-06-01"))
            .unwrap()
    };
    let first = decide(&account);
    keep(&mut account, &first);
    account.complaints.as_mut().unwrap()[0].severity = Some(ComplaintSeverity::Critical);
    let second = decide(&account);
    assert_eq!(kinds(&second), [("respond", false)]);
    assert_eq!((second.closed.len(), second.waiting.len()), (0, 0));
    assert_eq!(second.actions[0].due, first.actions[0].due);
}

#[test]
fn a_handover_tells_what_to_look_at_and_quotes_nothing() {
    let mut account = account(
        r#"{ "id": "a", "complaints": [{ "id": "x", "opened_at": "2026-06-01" }, { "id": "y", "opened_at": "2026-05-01", "resolved_at": "2026-05-02" }],
             "contracts": [{ "id": "far", "start_date": "2026-01-01", "end_date": "2027-12-31" },
                           { "id": "near", "start_date": "2026-01-01", "end_date": "2026-12-01" },
                           { "id": "lost", "start_date": "2026-01-01", "end_date": "2026-08-01", "terminated_on": "2026-05-01" }],
             "interactions": [{ "id": "q", "kind": "quote", "at": "2026-03-01", "summary": "SECRET" },
                              { "kind": "note", "at": "2026-05-05", "summary": "SECRET" },
                              { "id": "call", "kind": "call", "at": "2026-05-06" }], "actions": [] }"#,
    );
    let first = decide(&account, "2026-06-08");
    let package = |decision: &Decision| -> Vec<(String, Option<String>, Option<String>)> {
        let handover: &Action = decision
            .actions
            .iter()
            .find(|a| a.kind == "handover")
            .unwrap();
        let references = handover.references.iter();
        references
            .map(|r| {
                (
                    r.record.clone(),
                    r.id.clone(),
                    r.on.map(|on| on.to_string()),
                )
            })
            .collect()
    };
    let row = |record: &str, id: Option<&str>, on: Option<&str>| {
        (
            record.to_owned(),
            id.map(str::to_owned),
            on.map(str::to_owned),
        )
    };
    let records = [
        row("contract", Some("near"), Some("2026-12-01")),
        row("complaint", Some("x"), Some("2026-06-01")),
        row("note", None, Some("2026-05-05")),
        row("quote", Some("q"), Some("2026-03-01")),
    ];
    assert_eq!(package(&first), records);
    keep(&mut account, &first);
    let second = package(&decide(&account, "2026-06-08"));
    let open = row("action", Some("answer/respond/a/-/-/x"), Some("2026-06-09"));
    assert!(second.contains(&open), "{second:?}");
    let text = serde_json::to_string(&first).unwrap();
    assert!(text.contains("references") && !text.contains("SECRET"));
}

#[test]
fn a_step_that_nobody_can_judge_names_what_is_missing() {
    let ended = stage(
        &customer(""),
        &Tenant::default(),
        "2026-06-01",
        "unsure",
        "todo",
    );
    assert_eq!(ended.stage, Stage::Unknown);
    assert_eq!(ended.missing, ["support.open", "usage.current"]);
}

#[test]
fn whoever_is_away_is_stood_in_for_and_finds_the_work_again() {
    let rules = r#"
        [[action]]
        id = "t"
        key = "period:90"
        when = 'complaints.open == 0'
        do = [ { kind = "todo", assignee = "owner", due = "1 days" } ]
    "#;
    let tenant = tenant(
        r#"{ "owners": [{ "id": "kim", "role": "sales", "backup_id": "lee", "leave_from": "2026-06-10", "leave_until": "2026-06-20" },
                        { "id": "lee", "role": "sales" }] }"#,
    );
    let mut account =
        account(r#"{ "id": "a", "owner_id": "kim", "complaints": [], "actions": [] }"#);
    let engine = engine_of(rules);
    let mut who = |day: &str| {
        let decision = engine.decide(&account, &tenant, date(day)).unwrap();
        let before = account.actions.take().unwrap_or_default();
        account.actions = Some(decision.next_actions(&before));
        decision.actions[0]
            .assignee
            .clone()
            .unwrap()
            .owner_id
            .unwrap()
    };
    assert_eq!(
        ["2026-06-09", "2026-06-10", "2026-06-20", "2026-06-21"].map(&mut who),
        ["kim", "lee", "lee", "kim"]
    );
}
