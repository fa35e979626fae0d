//! The contract, its renewal and its history.

use serde_json::{Map, Value as Json, json};
use tenure_columns::Value;

use super::{count, days, has, is, so_many, truth};
use crate::property::example::{CONTRACT, Example};
use crate::property::records::desk::last_contact;

pub(super) fn write(example: &mut Example, signal: &str, value: &Value) -> bool {
    let (room, name) = signal.split_once('.').unwrap_or((signal, ""));
    let written = match room {
        "renewal" => renewal(example, name, value),
        "movement" => movement(example, name, value),
        _ => None,
    };
    written.is_some()
}

/// Changes the contract; one is made where there is none.
pub(super) fn change_contract(example: &mut Example, change: impl FnOnce(&mut Map<String, Json>)) {
    let make = |example: &Example| {
        json!({
            "id": CONTRACT, "status": "active", "product_ids": ["p-1"],
            "start_date": example.months_ahead(-7), "end_date": example.months_ahead(5),
            "amount": { "minor": 1_200_000, "currency": "EUR" },
        })
    };
    example.change_first("contracts", make, change);
}

fn renewal(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    match name {
        "months_left" => {
            let end = example.months_ahead(days(value)?);
            ends_on(example, &end);
        }
        "days_left" => {
            let end = example.ago(-days(value)?);
            ends_on(example, &end);
        }
        "passed" => passed(example, truth(value)?),
        "decided" | "renewed" => decided(example, truth(value)?),
        "has_opportunity" => {
            let made = [opportunity(example, "open")];
            let made = made.into_iter().filter(|_| truth(value) == Some(true));
            example.change_list("opportunities", |records| {
                records.retain(|record| !is(record, "pipeline", "renewal"));
                records.extend(made);
            });
        }
        "auto_renew" => {
            let auto = truth(value)?;
            change_contract(example, |contract| {
                contract.insert("auto_renew".to_owned(), json!(auto));
            });
        }
        "notice_days" => {
            let notice = days(value)?;
            change_contract(example, |contract| {
                contract.insert("notice_period_days".to_owned(), json!(notice));
            });
        }
        "paused" => {
            let from = truth(value)?.then(|| example.ago(5));
            change_contract(example, |contract| {
                contract.insert("paused_from".to_owned(), json!(from));
            });
        }
        "no_contact" if truth(value)? => {
            let near = example.months_ahead(2);
            if end(example) > near {
                ends_on(example, &near);
            }
            last_contact(example, 160);
        }
        "no_contact" => last_contact(example, 1),
        _ => return None,
    }
    Some(())
}

fn end(example: &Example) -> String {
    let contracts = example.account.get("contracts").and_then(Json::as_array);
    let end = contracts.and_then(|contracts| contracts.first()?.get("end_date")?.as_str());
    end.unwrap_or("9999-12-31").to_owned()
}

/// The contract ends on a day, begun at least a year before.
fn ends_on(example: &mut Example, end: &str) {
    let year = end.get(..4).and_then(|year| year.parse::<i64>().ok());
    let start = year.map(|year| format!("{:04}-01-02", (year - 2).max(1)));
    let latest = example.months_ahead(-7);
    change_contract(example, |contract| {
        contract.remove("renewal_deadline");
        contract.insert("end_date".to_owned(), json!(end));
        let start = start.filter(|start| *start < latest).unwrap_or(latest);
        contract.insert("start_date".to_owned(), json!(start));
    });
}

fn passed(example: &mut Example, passed: bool) {
    let (today, end) = (example.as_of.to_string(), end(example));
    if passed && end >= today {
        let past = example.ago(20);
        ends_on(example, &past);
    } else if !passed && end < today {
        let soon = example.ago(-10);
        ends_on(example, &soon);
    }
}

fn decided(example: &mut Example, decided: bool) {
    let won = opportunity(example, "won");
    example.change_list("opportunities", |records| {
        records.retain(|record| !is(record, "pipeline", "renewal") || !has(record, "closed_on"));
        records.extend([won].into_iter().filter(|_| decided));
    });
    if !decided {
        change_contract(example, |contract| {
            contract.remove("terminated_on");
            contract.remove("lost_reason_id");
            contract.insert("status".to_owned(), json!("active"));
        });
    }
}

fn opportunity(example: &Example, status: &str) -> Json {
    let mut made = json!({ "id": format!("d-{status}"), "pipeline": "renewal", "status": status, "opened_on": example.ago(9), "contract_id": CONTRACT });
    if let (Some(fields), "won") = (made.as_object_mut(), status) {
        fields.insert("closed_on".to_owned(), json!(example.ago(1)));
        fields.insert("reason_id".to_owned(), json!("lr-1"));
    }
    made
}

fn movement(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    let kind = match name {
        "downgrades_12m" => "downgraded",
        "upgrades_12m" => "upgraded",
        "pause_requests_12m" => "pause_requested",
        "price_changes_12m" => "price_changed",
        "cancellation_notice" => "cancellation_notice",
        _ => return None,
    };
    let wanted = match value {
        Value::Bool(stands) => usize::from(*stands),
        value => count(value)?,
    };
    so_many(
        example,
        "contract_events",
        wanted,
        |record| is(record, "kind", kind),
        |example, number| json!({ "id": format!("e-{kind}-{number}"), "kind": kind, "at": example.ago(50) }),
    );
    Some(())
}
