//! Keys over time: whatever days are evaluated, each key is proposed once.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use tenure::decision::{Action, Key};
use tenure::model::{
    Account, ActionRecord, ActionStatus, Id, Moment, SurveyKind, SurveyResponse, Tenant,
};
use tenure::{Engine, PreparedTenant};

use crate::common::{account, date, engine};

/// What a host says of an action that it was told of.
const SAID: [ActionStatus; 6] = [
    ActionStatus::Proposed,
    ActionStatus::Accepted,
    ActionStatus::Snoozed,
    ActionStatus::Done,
    ActionStatus::Dismissed,
    ActionStatus::Expired,
];

/// Two contracts, one of which ends with each month of the year.
fn customer(anchor: NaiveDate, other: Option<NaiveDate>) -> Account {
    let contract = |id: &str, end: NaiveDate| {
        format!(
            r#"{{ "id": "{id}", "status": "active", "start_date": "2025-01-01", "end_date": "{end}", "amount": {{ "minor": 1000, "currency": "EUR" }} }}"#
        )
    };
    let mut contracts = vec![contract("c1", anchor)];
    contracts.extend(other.map(|end| contract("c2", end)));
    account(&format!(
        r#"{{ "id": "a", "owner_id": "kim", "contact_prefs": {{ "email": "granted" }}, "contracts": [{}],
             "contract_events": [], "opportunities": [], "complaints": [], "surveys": [], "actions": [] }}"#,
        contracts.join(", ")
    ))
}

fn answer(day: NaiveDate, score: u8) -> SurveyResponse {
    SurveyResponse {
        kind: SurveyKind::Nps,
        score: f64::from(score),
        at: Moment::Day(day),
        contact_id: Some(Id::from("k")),
        ..SurveyResponse::default()
    }
}

/// A host that keeps what it is told, and says something of it on each day.
#[derive(Default)]
struct Host {
    records: Vec<ActionRecord>,
    proposed: BTreeMap<String, u32>,
}

impl Host {
    /// Takes in what was decided. An open action is matched by any of its keys; what nobody knew is a proposal.
    fn take(&mut self, action: &Action, day: NaiveDate, said: ActionStatus) {
        let known: BTreeSet<&String> = self
            .records
            .iter()
            .flat_map(|record| &record.keys)
            .collect();
        let new: Vec<String> = action
            .keys
            .iter()
            .filter(|key| !known.contains(key))
            .cloned()
            .collect();
        let knew_all = new.is_empty();
        for key in &new {
            *self.proposed.entry(key.clone()).or_default() += 1;
        }
        let matching = self
            .records
            .iter_mut()
            .find(|record| record.keys.iter().any(|key| action.keys.contains(key)));
        match matching {
            Some(record) => {
                assert_ne!(record.status, ActionStatus::Done, "{action:?} was done");
                assert_ne!(
                    record.status,
                    ActionStatus::Dismissed,
                    "{action:?} was dismissed"
                );
                assert!(knew_all, "{action:?} gained a key while it was open");
                assert_eq!(record.due, action.due, "a due date slid");
                record.status = said;
            }
            None => self.records.push(ActionRecord {
                keys: action.keys.clone(),
                action: Some(action.action.clone()),
                proposed_on: day,
                due: action.due,
                status: said,
                ..ActionRecord::default()
            }),
        }
    }
}

/// The same account, its records in the opposite order.
fn turned(mut account: Account) -> Account {
    account.actions.iter_mut().for_each(|list| list.reverse());
    account.contracts.iter_mut().for_each(|list| list.reverse());
    account.surveys.iter_mut().for_each(|list| list.reverse());
    account
}

/// Decides on each day, with what was said on the days before.
fn live(engine: &Engine, account: &Account, days: &BTreeMap<NaiveDate, usize>) -> Host {
    let tenant = PreparedTenant::new(Tenant::default()).unwrap();
    let mut host = Host::default();
    for (day, said) in days {
        let mut account = account.clone();
        account.actions = Some(host.records.clone());
        let decision = engine.decide(&account, &tenant, *day).unwrap();
        let turned = engine.decide(&turned(account), &tenant, *day).unwrap();
        assert_eq!(decision, turned);
        let names: BTreeSet<&str> = decision.actions.iter().map(|a| a.action.as_str()).collect();
        assert!(
            !(names.contains("low-satisfaction")
                && names
                    .iter()
                    .any(|name| name.starts_with("high-satisfaction"))),
            "{names:?}"
        );
        for (number, action) in decision.actions.iter().enumerate() {
            host.take(action, *day, SAID[(said + number) % SAID.len()]);
        }
    }
    host
}

fn days() -> impl Strategy<Value = BTreeMap<NaiveDate, usize>> {
    let gap = prop_oneof![4 => 1_u64..4, 3 => 4_u64..40, 1 => 40_u64..120];
    prop::collection::vec((gap, 0..SAID.len()), 1..30).prop_map(|steps| {
        let mut day = date("2025-11-01");
        let mut next = |(gap, said)| {
            day = day.checked_add_days(Days::new(gap)).unwrap();
            (day, said)
        };
        steps.into_iter().map(&mut next).collect()
    })
}

fn civil_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..500).prop_map(|days| {
        date("2025-12-01")
            .checked_add_days(Days::new(days))
            .unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_key_is_proposed_once(
        anchor in civil_day(),
        other in prop::option::of(civil_day()),
        answers in prop::collection::vec((civil_day(), 0_u8..=10), 0..6),
        days in days(),
    ) {
        let mut account = customer(anchor, other);
        account.surveys = Some(answers.into_iter().map(|(day, score)| answer(day, score)).collect());
        let host = live(&engine(), &account, &days);
        for (key, times) in &host.proposed {
            prop_assert_eq!(*times, 1, "{} was proposed {} times", key, times);
            prop_assert!(Key::parse(key).is_some());
        }
    }

    #[test]
    fn the_review_of_a_renewal_is_never_missed(anchor in civil_day(), days in days()) {
        let host = live(&engine(), &customer(anchor, None), &days);
        let within = |months: i64, last: i64, day: NaiveDate| {
            let from = tenure::model::add_months(anchor, -months).unwrap();
            let until = tenure::model::add_months(anchor, last).unwrap();
            from <= day && day <= until
        };
        let due = days.keys().any(|day| within(3, 3, *day));
        let key = format!("renewal-t3/owner_todo/a/c1/2025-01-01/{anchor}");
        prop_assert_eq!(host.proposed.contains_key(&key), due);
        let key = format!("renewal-t1/owner_todo/a/c1/2025-01-01/{anchor}");
        let due = days.keys().any(|day| within(1, 3, *day));
        prop_assert_eq!(host.proposed.contains_key(&key), due);
    }
}

#[test]
fn a_reminder_takes_in_the_review_that_was_missed() {
    let account = customer(date("2026-07-15"), None);
    let decision = engine()
        .decide(&account, &Tenant::default(), date("2026-06-30"))
        .unwrap();
    let names: Vec<_> = decision
        .actions
        .iter()
        .map(|a| (a.action.as_str(), a.kind.as_str()))
        .collect();
    assert!(names.contains(&("renewal-t1", "owner_todo")), "{names:?}");
    assert!(
        !names.iter().any(|(action, _)| *action == "renewal-t3"),
        "{names:?}"
    );
    let to_do = decision
        .actions
        .iter()
        .find(|a| a.action == "renewal-t1" && a.kind == "owner_todo")
        .unwrap();
    assert_eq!(
        to_do.keys,
        [
            "renewal-t1/owner_todo/a/c1/2025-01-01/2026-07-15",
            "renewal-t3/owner_alert/a/c1/2025-01-01/2026-07-15",
            "renewal-t3/owner_todo/a/c1/2025-01-01/2026-07-15",
        ]
    );
    assert_eq!(to_do.due, Some(date("2026-07-03")));
    assert!(to_do.steps.len() > 3);
}

#[test]
fn an_episode_is_named_by_the_answer_that_began_it() {
    let mut account = customer(date("2027-06-30"), None);
    let keys = |account: &Account, day: &str| -> Vec<String> {
        let decision = engine()
            .decide(account, &Tenant::default(), date(day))
            .unwrap();
        decision
            .actions
            .into_iter()
            .filter(|a| a.action == "low-satisfaction")
            .flat_map(|a| a.keys)
            .collect()
    };
    let mut answers = vec![answer(date("2026-01-10"), 9), answer(date("2026-03-01"), 2)];
    account.surveys = Some(answers.clone());
    let first = ["low-satisfaction/assign_csm/a/-/-/satisfaction:2026-03-01"];
    assert_eq!(keys(&account, "2026-03-02"), first);
    answers.push(answer(date("2026-04-01"), 1));
    account.surveys = Some(answers.clone());
    assert_eq!(keys(&account, "2026-04-02"), first);
    answers.push(answer(date("2026-05-01"), 8));
    answers.push(answer(date("2026-06-01"), 3));
    account.surveys = Some(answers);
    assert_eq!(keys(&account, "2026-05-02"), [""; 0]);
    let second = ["low-satisfaction/assign_csm/a/-/-/satisfaction:2026-06-01"];
    assert_eq!(keys(&account, "2026-06-02"), second);
}

#[test]
fn a_paused_contract_is_left_alone() {
    let mut account = customer(date("2026-07-15"), None);
    let actions = |account: &Account| {
        let decision = engine()
            .decide(account, &Tenant::default(), date("2026-06-30"))
            .unwrap();
        let about = decision
            .actions
            .iter()
            .filter(|action| action.contract_id.is_some());
        about.count()
    };
    assert!(actions(&account) > 0);
    account.contracts.as_mut().unwrap()[0].paused_from = Some(date("2026-06-01"));
    assert_eq!(actions(&account), 0);
}
