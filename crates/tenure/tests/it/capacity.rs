//! What people can take on, shared out over a portfolio.

use tenure::capacity::SharedOut;
use tenure::model::{Account, Tenant};

use crate::common::{account, date, engine_of, tenant};

const RULES: &str = r#"
[[action]]
id = "must"
key = "period:30"
mandatory = true
when = 'account.segment == "must"'
reason = { en = "must", ko = "must" }
[[action.do]]
kind = "owner_todo"
assignee = "owner"
due = "3 days"
title = { en = "do", ko = "do" }

[[action]]
id = "may"
key = "period:30"
when = 'account.segment != "none"'
value = 'account.employee_count'
reason = { en = "may", ko = "may" }
[[action.do]]
kind = "owner_alert"
assignee = "owner"
due = "3 days"
title = { en = "do", ko = "do" }
"#;

fn people(capacities: [&str; 3]) -> Tenant {
    let [ana, ben, cho] = capacities;
    tenant(&format!(
        r#"{{ "owners": [
            {{ "id": "ana", "role": "sales", "backup_id": "ben", "manager_id": "cho" {ana} }},
            {{ "id": "ben", "role": "sales", "manager_id": "cho" {ben} }},
            {{ "id": "cho", "role": "manager" {cho} }} ] }}"#
    ))
}

fn one(id: &str, owner: &str, segment: &str, worth: i64) -> Account {
    account(&format!(
        r#"{{ "id": "{id}", "owner_id": "{owner}", "segment": "{segment}", "employee_count": {worth} }}"#
    ))
}

fn shared(accounts: &[Account], tenant: &Tenant) -> SharedOut {
    let mut session = engine_of(RULES).session();
    session
        .decide_within_capacity(accounts, tenant, date("2026-06-30"))
        .unwrap()
}

/// Account, action and who does it, in order.
fn told(shared: &SharedOut) -> Vec<String> {
    let mut told = Vec::new();
    for decision in &shared.decisions {
        for action in &decision.actions {
            let owner = action
                .assignee
                .as_ref()
                .and_then(|by| by.owner_id.as_deref());
            told.push(format!(
                "{} {} {}",
                decision.account_id,
                action.action,
                owner.unwrap_or("-")
            ));
        }
    }
    told
}

const ROOM_FOR: [&str; 3] = [
    r#", "capacity": 0"#,
    r#", "capacity": 1"#,
    r#", "capacity": 2"#,
];

#[test]
fn what_does_not_fit_goes_to_the_backup_and_then_to_the_manager() {
    let accounts = [
        one("a", "ana", "x", 10),
        one("b", "ana", "x", 40),
        one("c", "ana", "x", 30),
        one("d", "ana", "x", 20),
    ];
    let shared = shared(&accounts, &people([ROOM_FOR[1], ROOM_FOR[1], ROOM_FOR[1]]));
    assert_eq!(told(&shared), ["b may ana", "c may ben", "d may cho"]);
    let postponed: Vec<&str> = shared
        .postponed
        .iter()
        .map(|late| late.account_id.as_str())
        .collect();
    assert_eq!(postponed, ["a"]);
    assert_eq!(shared.postponed[0].owner_id, "ana");
    let loads: Vec<(usize, usize)> = shared
        .load
        .iter()
        .map(|load| (load.own, load.taken_over))
        .collect();
    assert_eq!(loads, [(1, 0), (0, 1), (0, 1)]);
}

#[test]
fn a_backup_keeps_room_for_what_nobody_else_can_do() {
    // Ben's own is worth less than Ana's second, which can go to Cho.
    let accounts = [
        one("a", "ana", "x", 40),
        one("b", "ana", "x", 30),
        one("c", "ben", "x", 20),
    ];
    let shared = shared(&accounts, &people([ROOM_FOR[1], ROOM_FOR[1], ROOM_FOR[1]]));
    assert_eq!(told(&shared), ["a may ana", "b may ben", "c may cho"]);
    assert_eq!(shared.postponed, []);
}

#[test]
fn a_mandatory_action_comes_first_and_is_never_postponed() {
    let accounts = [one("a", "ana", "x", 1_000_000), one("b", "ana", "must", 1)];
    let one_unit = people([ROOM_FOR[1], ROOM_FOR[0], ROOM_FOR[0]]);
    let with_one = shared(&accounts, &one_unit);
    assert_eq!(told(&with_one), ["b must ana"]);
    assert_eq!(with_one.load[0].beyond, 0);

    let none = people([ROOM_FOR[0], ROOM_FOR[0], ROOM_FOR[0]]);
    let with_none = shared(&accounts, &none);
    assert_eq!(told(&with_none), ["b must ana"]);
    assert_eq!(with_none.load[0].beyond, 1);
    assert_eq!(with_none.postponed.len(), 2);
}

#[test]
fn the_order_of_accounts_says_nothing_and_no_limit_takes_all() {
    let mut accounts = Vec::from(["d", "b", "a", "c"].map(|id| one(id, "ana", "x", 5)));
    let some = people([ROOM_FOR[1], ROOM_FOR[0], ROOM_FOR[0]]);
    assert_eq!(told(&shared(&accounts, &some)), ["a may ana"]);
    accounts.reverse();
    assert_eq!(told(&shared(&accounts, &some)), ["a may ana"]);
    assert_eq!(told(&shared(&accounts, &people(["", "", ""]))).len(), 4);
}

#[test]
fn what_is_open_takes_its_unit_first() {
    let open = account(
        r#"{ "id": "a", "owner_id": "ana", "segment": "x", "employee_count": 1, "actions": [
            { "keys": ["may/owner_alert/a/-/-/2026-06-20"], "action": "may", "proposed_on": "2026-06-20", "status": "accepted" } ] }"#,
    );
    let accounts = [open, one("b", "ana", "x", 50)];
    let shared = shared(&accounts, &people([ROOM_FOR[1], ROOM_FOR[1], ROOM_FOR[0]]));
    assert_eq!(told(&shared), ["a may ana", "b may ben"]);
    assert_eq!(shared.load[0].open, 1);
}

#[test]
fn a_decision_that_is_changed_has_another_digest() {
    let accounts = [one("a", "ana", "x", 40), one("b", "ana", "x", 30)];
    let alone = shared(&accounts, &people(["", "", ""]));
    let moved = shared(&accounts, &people([ROOM_FOR[1], ROOM_FOR[1], ""]));
    assert_eq!(alone.decisions[0].digest, moved.decisions[0].digest);
    assert_ne!(alone.decisions[1].digest, moved.decisions[1].digest);
}
