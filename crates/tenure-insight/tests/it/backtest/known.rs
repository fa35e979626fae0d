//! Decisions are made from what was known: against records taken out one by one, by hand.

use chrono::NaiveDate;
use serde_json::{Map, Value};
use tenure::Engine;
use tenure::decision::Decision;
use tenure::model::{Account, Tenant, read_account};
use tenure::signals::facts;
use tenure_insight::backtest::{History, Treatment, Undated, backtest, decide_as_known};

use super::common::{account, date, one_day, portfolio, shipped, tenant, tried, with_x};

/// The days on which records of a list are first known, by the fields that may tell, the first that does.
const KNOWN_BY: [(&str, &[&str]); 15] = [
    ("contracts", &["signed_on", "start_date"]),
    ("contract_events", &["at"]),
    ("opportunities", &["opened_on"]),
    ("surveys", &["at"]),
    ("complaints", &["opened_at"]),
    ("tickets", &["opened_at"]),
    ("usage", &["window_end"]),
    ("invoices", &["issued"]),
    ("purchases", &["at"]),
    ("interactions", &["at"]),
    ("referrals", &["at"]),
    ("assignments", &["from"]),
    ("handovers", &["effective"]),
    ("scores", &["as_of"]),
    ("actions", &["proposed_on"]),
];

/// Fields that tell when something happened, and what only they could tell.
const LATER: [(&str, &str, &[&str]); 15] = [
    (
        "contracts",
        "terminated_on",
        &["lost_reason_id", "root_cause_id", "status"],
    ),
    ("contracts", "paused_from", &["status"]),
    (
        "opportunities",
        "closed_on",
        &["status", "amount_final", "reason_id"],
    ),
    ("complaints", "resolved_at", &[]),
    ("complaints", "first_response_at", &[]),
    ("complaints", "reopened_at", &["reopened_count"]),
    ("tickets", "resolved_at", &["satisfaction"]),
    ("tickets", "first_response_at", &[]),
    ("tickets", "escalated_at", &["escalated"]),
    ("contacts", "left_at", &["active"]),
    ("invoices", "paid_at", &["status"]),
    ("invoices", "disputed_on", &["fee_dispute"]),
    ("invoices", "dispute_settled_on", &[]),
    ("handovers", "acknowledged_at", &[]),
    ("actions", "outcome", &["outcome"]),
];

/// Fields that have no history and are not read.
const UNDATED: [(&str, &[&str]); 4] = [
    ("contracts", &["stage"]),
    (
        "opportunities",
        &["stage", "probability_bp", "amount_forecast"],
    ),
    ("invoices", &["dunning_step"]),
    ("contacts", &["bounced"]),
];

fn day_of(record: &Value, fields: &[&str]) -> Option<NaiveDate> {
    let text = fields.iter().find_map(|field| record[*field].as_str())?;
    if text.len() == 10 {
        return text.parse().ok();
    }
    // Moments are told in Seoul, where the tenant is.
    let moment = chrono::DateTime::parse_from_rfc3339(text).unwrap();
    Some(moment.with_timezone(&chrono_tz::Asia::Seoul).date_naive())
}

fn each<'a>(account: &'a mut Map<String, Value>, list: &str) -> Vec<&'a mut Value> {
    let records = account.get_mut(list).and_then(Value::as_array_mut);
    records.map_or_else(Vec::new, |records| records.iter_mut().collect())
}

/// What was known of an account at the end of a day: every later record and field taken out by hand.
fn by_hand(of: &Account, day: NaiveDate) -> Account {
    let mut value = serde_json::to_value(of).unwrap();
    let account = value.as_object_mut().unwrap();
    for (list, fields) in KNOWN_BY {
        if let Some(records) = account.get_mut(list).and_then(Value::as_array_mut) {
            records.retain(|record| day_of(record, fields).is_some_and(|known| known <= day));
        }
    }
    for (list, field, with) in LATER {
        for record in each(account, list) {
            let told = match field {
                "outcome" => day_of(&record["outcome"], &["at"]),
                field => day_of(record, &[field]),
            };
            let later = told.is_some_and(|on| on > day);
            let record = record.as_object_mut().unwrap();
            if later {
                record.remove(field);
                with.iter().for_each(|field| {
                    record.remove(*field);
                });
            }
        }
    }
    for (list, fields) in UNDATED {
        for record in each(account, list) {
            let record = record.as_object_mut().unwrap();
            fields.iter().for_each(|field| {
                record.remove(*field);
            });
        }
    }
    actions(account, day);
    without_a_day(account);
    amounts(of, account, day);
    ["lifecycle", "employee_count", "tags", "do_not_contact"]
        .iter()
        .for_each(|field| {
            account.remove(*field);
        });
    if let Some(custom) = account.get_mut("custom").and_then(Value::as_object_mut) {
        custom.retain(|_, value| day_of(value, &["observed_at"]).is_some_and(|on| on <= day));
    }
    read_account(&value.to_string(), &Default::default())
        .unwrap()
        .value
}

/// Amounts that an event changed later, as they were before it.
fn amounts(of: &Account, account: &mut Map<String, Value>, day: NaiveDate) {
    for event in of.contract_events.iter().flatten() {
        let event = serde_json::to_value(event).unwrap();
        let values = event["old_value"].as_i64().zip(event["new_value"].as_i64());
        let changes =
            ["upgraded", "downgraded", "price_changed"].contains(&event["kind"].as_str().unwrap());
        let later = day_of(&event, &["at"]).is_some_and(|on| on > day);
        let Some((old, new)) = values.filter(|_| changes && later) else {
            continue;
        };
        for contract in each(account, "contracts") {
            if contract["id"] == event["contract_id"] {
                // No contract of the examples changed twice.
                let now = contract["amount"]["minor"].as_i64().unwrap();
                contract["amount"]["minor"] = Value::from((now * old + new / 2) / new);
            }
        }
    }
}

/// What was said of an action later, or nobody knows when: it stands proposed.
fn actions(account: &mut Map<String, Value>, day: NaiveDate) {
    for action in each(account, "actions") {
        if day_of(action, &["at"]).is_some_and(|on| on <= day) {
            continue;
        }
        let action = action.as_object_mut().unwrap();
        for field in ["at", "snoozed_until", "reason", "actor", "outcome"] {
            action.remove(field);
        }
        action.insert("status".to_owned(), "proposed".into());
    }
}

/// What says that something ended, and not when.
fn without_a_day(account: &mut Map<String, Value>) {
    for contract in each(account, "contracts") {
        let contract = contract.as_object_mut().unwrap();
        let status = contract
            .get("status")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let undated = match status {
            "superseded" => true,
            "terminated" => !contract.contains_key("terminated_on"),
            "paused" => !contract.contains_key("paused_from"),
            "expired" => !contract.contains_key("end_date"),
            _ => false,
        };
        if undated {
            contract.remove("status");
        }
        if !contract.contains_key("terminated_on") {
            contract.remove("lost_reason_id");
            contract.remove("root_cause_id");
        }
    }
    for opportunity in each(account, "opportunities") {
        let opportunity = opportunity.as_object_mut().unwrap();
        if !opportunity.contains_key("closed_on") {
            ["status", "amount_final", "reason_id"]
                .iter()
                .for_each(|field| {
                    opportunity.remove(*field);
                });
        }
    }
    if let Some(invoices) = account.get_mut("invoices").and_then(Value::as_array_mut) {
        invoices.retain(|invoice| match invoice["status"].as_str() {
            Some("void" | "written_off") => false,
            Some("paid") => invoice.get("paid_at").is_some(),
            _ => true,
        });
    }
    for invoice in each(account, "invoices") {
        let invoice = invoice.as_object_mut().unwrap();
        if !invoice.contains_key("disputed_on") {
            invoice.remove("fee_dispute");
        }
    }
    for (list, field, value, by) in [
        ("contacts", "active", Value::from(false), "left_at"),
        ("tickets", "escalated", Value::from(true), "escalated_at"),
    ] {
        for record in each(account, list) {
            let record = record.as_object_mut().unwrap();
            if record.get(field) == Some(&value) && !record.contains_key(by) {
                record.remove(field);
            }
        }
    }
    for (list, field, by) in [
        ("tickets", "satisfaction", "resolved_at"),
        ("complaints", "reopened_count", "reopened_at"),
    ] {
        for record in each(account, list) {
            let record = record.as_object_mut().unwrap();
            if !record.contains_key(by) {
                record.remove(field);
            }
        }
    }
    for referral in each(account, "referrals") {
        let referral = referral.as_object_mut().unwrap();
        if referral
            .get("outcome")
            .is_some_and(|told| told == "won" || told == "lost")
        {
            referral.remove("outcome");
        }
    }
}

/// A decision without what it was made from.
fn bare(mut decision: Decision) -> Value {
    decision.provenance.input = String::new();
    serde_json::to_value(decision).unwrap()
}

fn slow(accounts: &[Account], tenant: &Tenant, engine: &Engine, day: NaiveDate) -> Vec<Value> {
    let known: Vec<Account> = accounts
        .iter()
        .map(|account| by_hand(account, day))
        .collect();
    let tenant = Tenant {
        facts: Some(facts(&known, tenant, day).unwrap()),
        ..tenant.clone()
    };
    let decided = known
        .iter()
        .map(|account| engine.decide(account, &tenant, day).unwrap());
    decided.map(bare).collect()
}

fn agrees(name: &str, days: &[&str]) {
    let (accounts, tenant, engine) = (portfolio(name), tenant(), shipped());
    let history = History {
        accounts: &accounts,
        tenant: &tenant,
        losses: None,
    };
    for day in days {
        let day = date(day);
        let fast = decide_as_known(&history, &engine, Undated::LeftOut, day).unwrap();
        let slow = slow(&accounts, &tenant, &engine, day);
        for (fast, slow) in fast.into_iter().zip(slow) {
            assert_eq!(bare(fast.decision), slow, "on {day}");
        }
    }
}

#[test]
fn a_history_is_decided_as_if_nothing_later_had_been_written_down() {
    agrees("history.jsonl", &["2025-03-31", "2025-11-30"]);
}

#[test]
fn a_portfolio_is_decided_as_if_nothing_later_had_been_written_down() {
    agrees(
        "portfolio.jsonl",
        &["2025-09-30", "2026-03-31", "2026-05-31"],
    );
}

#[test]
fn a_contract_that_was_signed_later_is_not_on_record_though_it_had_begun() {
    let engine = shipped();
    let accounts = [
        account(
            r#"{ "id": "late", "contracts": [{ "id": "c", "start_date": "2025-01-01", "signed_on": "2025-06-01" }],
                 "interactions": [{ "kind": "note", "at": "2026-01-01" }] }"#,
        ),
        with_x("early", 0, None, 100),
    ];
    let told = tried(&accounts, &[&engine], &one_day("2025-03-31")).unwrap();
    assert_eq!((told.rows, told.not_on_record), (1, 1));
    let told = tried(&accounts, &[&engine], &one_day("2025-06-01")).unwrap();
    assert_eq!((told.rows, told.not_on_record), (2, 0));
}

#[test]
fn a_horizon_beyond_the_data_gives_no_outcome() {
    let engine = shipped();
    let accounts = [
        with_x("a", 0, None, 100),
        with_x("b", 0, Some("2025-04-30"), 100),
    ];
    let mut settings = one_day("2025-03-31");
    settings.to = date("2025-05-31");
    settings.known_until = Some(date("2025-07-01"));
    let told = tried(&accounts, &[&engine], &settings).unwrap();
    // Of 31 March, 30 April and 31 May only the first one's horizon, 29 June, lies within the data.
    assert_eq!(told.days, [date("2025-03-31")]);
    assert_eq!(told.censored_days, [date("2025-04-30"), date("2025-05-31")]);
    assert_eq!((told.rows, told.lost, told.censored), (2, 1, 2));
    settings.known_until = Some(date("2025-06-28"));
    let error = tried(&accounts, &[&engine], &settings).unwrap_err();
    assert!(
        error.to_string().contains("the data ends on 2025-06-28"),
        "{error}"
    );
}

#[test]
fn a_loss_counts_from_the_day_after_up_to_the_horizon() {
    let engine = shipped();
    let lost = |on: &str| {
        let accounts = [with_x("a", 0, Some(on), 100), with_x("b", 0, None, 100)];
        let told = tried(&accounts, &[&engine], &one_day("2025-03-31")).unwrap();
        (told.rows, told.lost)
    };
    assert_eq!(lost("2025-03-31"), (1, 0));
    assert_eq!(lost("2025-04-01"), (2, 1));
    assert_eq!(lost("2025-06-29"), (2, 1));
    assert_eq!(lost("2025-06-30"), (2, 0));
}

#[test]
fn what_has_no_history_is_told() {
    let (accounts, tenant, engine) = (portfolio("history.jsonl"), tenant(), shipped());
    let history = History {
        accounts: &accounts,
        tenant: &tenant,
        losses: None,
    };
    let told = backtest(&history, &[&engine], &one_day("2025-06-30")).unwrap();
    let find = |name: &str| {
        told.fields
            .iter()
            .find(|field| field.field == name)
            .unwrap()
    };
    let lifecycle = find("lifecycle");
    assert_eq!(lifecycle.treatment, Treatment::LeftOut);
    assert_eq!(
        (lifecycle.accounts, lifecycle.first.as_str()),
        (96, "h-001")
    );
    assert_eq!(find("segment").treatment, Treatment::AsToday);
}

/// Whether a contract of the account stood on a day, and was signed by then; in this history each contract tells.
fn is_customer(account: &Account, day: NaiveDate) -> bool {
    let contracts = account.contracts.iter().flatten();
    let mut standing = contracts.filter(|one| {
        one.start_date <= day
            && one.end_date.is_none_or(|end| end >= day)
            && one.terminated_on.is_none_or(|on| on > day)
    });
    standing.any(|one| one.signed_on.is_some_and(|on| on <= day))
}

#[test]
fn what_is_measured_is_what_was_decided() {
    let (accounts, tenant, engine) = (portfolio("history.jsonl"), tenant(), shipped());
    let history = History {
        accounts: &accounts,
        tenant: &tenant,
        losses: None,
    };
    let day = date("2025-06-30");
    let told = backtest(&history, &[&engine], &one_day("2025-06-30")).unwrap();
    let customers: Vec<Account> = accounts
        .iter()
        .filter(|account| is_customer(account, day))
        .cloned()
        .collect();
    let all = slow(&accounts, &tenant, &engine, day);
    let of = |decision: &&Value| {
        let id = decision["account_id"].as_str();
        customers
            .iter()
            .any(|account| Some(account.id.as_str()) == id)
    };
    let probabilities = all
        .iter()
        .filter(of)
        .map(|one| &one["risk"]["probability_bp"]);
    let sum: i64 = probabilities.map(|bp| bp.as_i64().unwrap()).sum();
    assert_eq!(told.rows, customers.len());
    let mean = sum as f64 / 10_000.0 / customers.len() as f64;
    assert!((told.rulebooks[0].measures.mean_probability - mean).abs() < 1e-12);
}
