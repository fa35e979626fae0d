//! Keys over time: what is proposed on which day, with the actions of the days before fed back.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tenure_model::{
    Account, ActionRecord, ActionStatus, Channel, Consent, Contract, Id, Owner, OwnerRole, Tenant,
    WorkCalendar, add_months,
};
use tenure_rules::expr::{Const, Expr, ExprKind, Span};
use tenure_rules::{ActionRule, ActionStep, Arbitration, Due, KeyBinding, Scope, SignalType};

use super::*;
use crate::decision::Texts;
use crate::signals::{AsOf, View};

struct Plain;

impl Words for Plain {
    fn render(&self, _: &JudgedAction<'_>, _: usize, texts: &Texts) -> Texts {
        texts.clone()
    }
}

fn step(kind: &str, assignee: Option<&str>) -> ActionStep {
    ActionStep {
        kind: kind.to_owned(),
        assignee: assignee.map(str::to_owned),
        channel: None,
        to: assignee.is_none().then(|| "decision_maker".to_owned()),
        template: None,
        due: Some(Due::Days(3)),
        title: Texts::new(),
        checklist: vec![BTreeMap::from([("en".to_owned(), format!("{kind} step"))])],
        when: None,
        when_text: String::new(),
    }
}

fn rule(id: &str, steps: Vec<ActionStep>, absorbs: &[&str]) -> ActionRule {
    ActionRule {
        id: id.to_owned(),
        scope: Scope::Contract,
        enabled: true,
        condition: Expr {
            kind: ExprKind::Const(Const::Bool(true)),
            ty: SignalType::Bool,
            span: Span::default(),
        },
        text: "true".to_owned(),
        key: KeyBinding::Anchor,
        mandatory: true,
        value: None,
        propensity: Vec::new(),
        context: Vec::new(),
        absorbs: absorbs.iter().map(|id| (*id).to_owned()).collect(),
        cooldown: None,
        expires: None,
        reason: Texts::new(),
        steps,
    }
}

/// A review three months before the anchor, and a reminder one month before it.
fn rules() -> [ActionRule; 2] {
    let review = vec![
        step("owner_alert", Some("owner")),
        step("owner_todo", Some("owner")),
    ];
    let reminder = vec![
        step("reminder_email", None),
        step("owner_todo", Some("owner")),
    ];
    [rule("t3", review, &[]), rule("t1", reminder, &["t3"])]
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn account() -> Account {
    Account {
        id: Id::from("a"),
        owner_id: Some(Id::from("kim")),
        contact_prefs: Some(BTreeMap::from([(Channel::Email, Consent::Granted)])),
        actions: Some(Vec::new()),
        ..Account::default()
    }
}

fn contract(id: &str, anchor: &str) -> Contract {
    Contract {
        id: Id::from(id),
        start_date: date("2026-01-01"),
        end_date: Some(date(anchor)),
        ..Contract::default()
    }
}

fn decide(account: &Account, contracts: &[Contract], day: &str) -> Outcome {
    let tenant = Tenant::default();
    let account = Account {
        contracts: Some(contracts.to_vec()),
        ..account.clone()
    };
    let as_of = AsOf::new(&tenant, date(day), None).unwrap();
    let view = View::new(&account, &as_of);
    let calendar = WorkCalendar::default();
    let arbitration = Arbitration::default();
    let ground = Ground::new(&view, &calendar, "critical", &arbitration);
    let rules = rules();
    let due = |months: i64, contract: &Contract| {
        let from = add_months(contract.end_date.unwrap(), -months).unwrap();
        if date(day) >= from {
            Truth::True
        } else {
            Truth::False
        }
    };
    let rows = [(&rules[0], 3), (&rules[1], 1)].map(|(rule, months)| -> Vec<JudgedRow> {
        let row = |contract: &Contract| JudgedRow {
            entity: Some(contract.id.0.clone()),
            due: due(months, contract),
            value: None,
            propensity_bp: CERTAIN_BP,
            context_percent: USUAL_PERCENT,
            steps: vec![Truth::True; rule.steps.len()],
        };
        contracts.iter().map(row).collect()
    });
    let judged = [0, 1].map(|number| JudgedAction {
        rule: &rules[number],
        first: 0,
        rows: &rows[number],
    });
    propose(&ground, &judged, &Plain, true)
}

fn feed_back(account: &mut Account, outcome: &Outcome, day: &str, status: ActionStatus) {
    let records = account.actions.get_or_insert_default();
    for action in &outcome.actions {
        let known =
            |record: &&mut ActionRecord| record.keys.iter().any(|key| action.keys.contains(key));
        if let Some(record) = records.iter_mut().find(known) {
            record.status = status;
            continue;
        }
        records.push(ActionRecord {
            keys: action.keys.clone(),
            proposed_on: date(day),
            due: action.due,
            status,
            ..ActionRecord::default()
        });
    }
}

fn kinds(outcome: &Outcome) -> Vec<(&str, &str, usize, &str)> {
    outcome
        .actions
        .iter()
        .map(|a| {
            (
                a.action.as_str(),
                a.kind.as_str(),
                a.keys.len(),
                a.state.as_str(),
            )
        })
        .collect()
}

#[test]
fn what_is_open_is_listed_as_it_stands_and_what_is_done_is_not_listed_again() {
    let (mut account, contracts) = (account(), [contract("c", "2026-12-31")]);
    let first = decide(&account, &contracts, "2026-10-01");
    assert_eq!(
        kinds(&first),
        [
            ("t3", "owner_alert", 1, "proposed"),
            ("t3", "owner_todo", 1, "proposed")
        ]
    );
    feed_back(&mut account, &first, "2026-10-01", ActionStatus::Accepted);
    let second = decide(&account, &contracts, "2026-10-05");
    assert_eq!(
        kinds(&second),
        [
            ("t3", "owner_alert", 1, "accepted"),
            ("t3", "owner_todo", 1, "accepted")
        ]
    );
    assert_eq!(first.actions[0].due, second.actions[0].due);
    feed_back(&mut account, &second, "2026-10-05", ActionStatus::Done);
    assert_eq!(kinds(&decide(&account, &contracts, "2026-10-06")), []);
    let later = decide(&account, &contracts, "2026-12-01");
    assert_eq!(
        kinds(&later),
        [
            ("t1", "reminder_email", 1, "proposed"),
            ("t1", "owner_todo", 1, "proposed")
        ]
    );
}

#[test]
fn a_missed_review_is_taken_in_by_the_reminder_for_good() {
    let (mut account, contracts) = (account(), [contract("c", "2026-12-31")]);
    for day in ["2026-12-05", "2026-12-06", "2026-12-28"] {
        let outcome = decide(&account, &contracts, day);
        assert_eq!(
            kinds(&outcome),
            [
                ("t1", "reminder_email", 1, "proposed"),
                ("t1", "owner_todo", 3, "proposed")
            ],
            "{day}"
        );
        assert_eq!(outcome.actions[1].steps.len(), 3);
        assert_eq!(
            outcome.actions[1].keys[0],
            "t1/owner_todo/a/c/2026-01-01/2026-12-31"
        );
        feed_back(&mut account, &outcome, day, ActionStatus::Proposed);
    }
}

#[test]
fn where_the_anchor_moves_the_new_key_takes_over() {
    let mut account = account();
    let first = decide(&account, &[contract("c", "2026-12-31")], "2026-10-01");
    feed_back(&mut account, &first, "2026-10-01", ActionStatus::Accepted);
    let contracts = [contract("c", "2026-12-20")];
    let moved = decide(&account, &contracts, "2026-10-02");
    assert_eq!(
        kinds(&moved),
        [
            ("t3", "owner_alert", 1, "accepted"),
            ("t3", "owner_todo", 1, "accepted")
        ]
    );
    let states: Vec<_> = moved
        .closed
        .iter()
        .map(|c| (c.key.as_str(), c.state.as_str()))
        .collect();
    assert_eq!(
        states,
        [
            ("t3/owner_alert/a/c/2026-01-01/2026-12-31", "moved"),
            ("t3/owner_todo/a/c/2026-01-01/2026-12-31", "moved"),
        ]
    );
}

#[test]
fn where_the_renewal_is_decided_what_is_open_closes() {
    let mut account = account();
    let first = decide(&account, &[contract("c", "2026-12-31")], "2026-10-01");
    feed_back(&mut account, &first, "2026-10-01", ActionStatus::Proposed);
    let mut lost = contract("c", "2026-12-31");
    lost.lost_reason_id = Some(Id::from("price"));
    let closed = decide(&account, &[lost], "2026-10-02").closed;
    assert!(closed.iter().all(|closed| closed.state == "auto_closed"));
    assert_eq!(closed.len(), 2);
}

#[test]
fn alerts_of_contracts_that_are_up_together_are_one() {
    let contracts = [
        contract("c1", "2026-12-31"),
        contract("c2", "2026-12-20"),
        contract("c3", "2026-11-10"),
    ];
    let outcome = decide(&account(), &contracts, "2026-10-01");
    let alerts: Vec<_> = outcome
        .actions
        .iter()
        .filter(|action| action.kind == "owner_alert")
        .map(|action| (action.contract_id.as_deref().unwrap(), action.keys.len()))
        .collect();
    assert_eq!(alerts, [("c2", 2), ("c3", 1)]);
    assert_eq!(outcome.actions.len(), 5);
}

#[test]
fn without_consent_the_to_do_stays() {
    let mut account = account();
    account.contact_prefs = None;
    let outcome = decide(&account, &[contract("c", "2026-12-31")], "2026-12-05");
    assert_eq!(kinds(&outcome), [("t1", "owner_todo", 3, "proposed")]);
    let mail = outcome
        .ended
        .iter()
        .find(|e| e.kind == "reminder_email")
        .unwrap();
    assert_eq!(
        mail.stage,
        Stage::NoConsent {
            why: NoMessage::ConsentUnknown
        }
    );
}

#[test]
fn who_is_away_is_stood_in_for() {
    let owner = |id: &str, backup: Option<&str>, manager: Option<&str>, gone: Option<&str>| Owner {
        id: Id::from(id),
        role: OwnerRole::Sales,
        backup_id: backup.map(Id::from),
        manager_id: manager.map(Id::from),
        departed_on: gone.map(date),
        ..Owner::default()
    };
    let tenant = Tenant {
        owners: Some(vec![
            owner("kim", Some("lee"), Some("park"), Some("2026-10-01")),
            owner("lee", None, None, Some("2026-11-01")),
            owner("park", None, None, None),
        ]),
        ..Tenant::default()
    };
    let account = account();
    let assigned = |day: &str| {
        let as_of = AsOf::new(&tenant, date(day), None).unwrap();
        let view = View::new(&account, &as_of);
        people::People::new(&view)
            .assignee("owner")
            .owner_id
            .unwrap()
    };
    assert_eq!(assigned("2026-09-30"), "kim");
    assert_eq!(assigned("2026-10-01"), "lee");
    assert_eq!(assigned("2026-11-01"), "park");
}
