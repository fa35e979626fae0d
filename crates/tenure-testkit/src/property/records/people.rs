//! The owner, and the account itself.

use serde_json::{Value as Json, json};
use tenure_columns::Value;

use super::contracts::change_contract;
use super::{count, days, int, is, text, to_json, truth};
use crate::property::example::{CONTRACT, Example, OWNER};

pub(super) fn write(example: &mut Example, signal: &str, value: &Value) -> bool {
    let (room, name) = signal.split_once('.').unwrap_or((signal, ""));
    let written = match room {
        "owner" => owner(example, name, value),
        "account" => account(example, name, value),
        "onboarding" => onboarding(example, name, value),
        "history" => history(example, name, value),
        _ => None,
    };
    written.is_some()
}

fn owner(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    match name {
        "assigned" => assigned(example, truth(value)?),
        "departed" => {
            assigned(example, true);
            departed(example, truth(value)?);
        }
        "vacant" => {
            assigned(example, true);
            departed(example, truth(value)?);
            example.change_list("handovers", Vec::clear);
        }
        "handed_over" => {
            let taken = json!({ "id": "h-1", "effective": example.ago(8), "acknowledged_at": example.ago(7) });
            let taken = [taken].into_iter().filter(|_| truth(value) == Some(true));
            example.change_list("handovers", |handovers| *handovers = taken.collect());
        }
        "on_leave" => {
            let (from, until) = (example.ago(2), example.ago(-5));
            let away = truth(value)?;
            change_owner(example, |owner| {
                owner.insert("leave_from".to_owned(), json!(away.then_some(from)));
                owner.insert("leave_until".to_owned(), json!(away.then_some(until)));
            });
        }
        "days_since_change" => {
            let days = days(value)?;
            let assignments = vec![
                json!({ "id": "g-0", "role": "sales", "owner_id": "o-0", "from": example.ago(days + 400), "to": example.ago(days + 1) }),
                json!({ "id": "g-1", "role": "sales", "owner_id": OWNER, "from": example.ago(days) }),
            ];
            example.change_list("assignments", |list| *list = assignments);
        }
        _ => return None,
    }
    Some(())
}

fn assigned(example: &mut Example, assigned: bool) {
    if assigned {
        example.account.insert("owner_id".to_owned(), json!(OWNER));
    } else {
        example.account.remove("owner_id");
        example.change_list("assignments", Vec::clear);
    }
}

fn departed(example: &mut Example, departed: bool) {
    let on = departed.then(|| example.ago(12));
    change_owner(example, |owner| {
        owner.insert("departed_on".to_owned(), json!(on));
    });
}

fn change_owner(example: &mut Example, change: impl FnOnce(&mut serde_json::Map<String, Json>)) {
    example.change_tenant_list("owners", |owners| {
        let found = owners.iter_mut().find(|owner| is(owner, "id", OWNER));
        if let Some(owner) = found.and_then(Json::as_object_mut) {
            change(owner);
        }
    });
}

fn account(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    match name {
        "industry" | "segment" | "region" | "lifecycle" => {
            let word = text(value)?;
            example.account.insert(name.to_owned(), json!(word));
        }
        "employee_count" | "do_not_contact" => {
            example.account.insert(name.to_owned(), to_json(value));
        }
        "tenure_months" => {
            let signup = example.months_ahead(-days(value)?);
            example
                .account
                .insert("signup_date".to_owned(), json!(signup));
        }
        "annual_value" => {
            let minor = int(value)?.max(0);
            change_contract(example, |contract| {
                contract.insert(
                    "amount".to_owned(),
                    json!({ "minor": minor, "currency": "EUR" }),
                );
            });
        }
        "active_contracts" => contracts(example, count(value)?),
        "offers" => offers(example, count(value)?),
        "previously_churned" => {
            let word = if truth(value)? {
                "reactivated"
            } else {
                "steady"
            };
            example.account.insert("lifecycle".to_owned(), json!(word));
        }
        _ => return None,
    }
    Some(())
}

/// So many contracts in force, alike.
fn contracts(example: &mut Example, count: usize) {
    change_contract(example, |_| ());
    example.change_list("contracts", |contracts| {
        let first = contracts.first().cloned();
        let copies = (0..count).filter_map(|number| {
            let mut copy = first.clone()?;
            if number > 0 {
                copy.as_object_mut()?
                    .insert("id".to_owned(), json!(format!("{CONTRACT}-{number}")));
            }
            Some(copy)
        });
        *contracts = copies.collect();
    });
}

/// So many offers that stand: larger versions of what the account has.
fn offers(example: &mut Example, count: usize) {
    change_contract(example, |contract| {
        contract.insert("product_ids".to_owned(), json!(["p-1"]));
    });
    let made = (0..count).map(|number| {
        json!({ "id": format!("p-9{number}"), "upsell_of": ["p-1"], "price": { "minor": 300_000, "currency": "EUR" } })
    });
    let made: Vec<Json> = made.collect();
    example.change_tenant_list("offers", |offers| *offers = made);
}

fn onboarding(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    match name {
        "age_days" => {
            let signup = example.ago(days(value)?);
            example
                .account
                .insert("signup_date".to_owned(), json!(signup));
        }
        "live" => {
            let live = example.ago(if truth(value)? { 1 } else { -30 });
            example.account.insert("live_on".to_owned(), json!(live));
        }
        _ => return None,
    }
    Some(())
}

fn history(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    let as_of = example.ago(30);
    let make = |_: &Example| json!({ "as_of": as_of, "band": "medium", "points": 0 });
    match name {
        "band" | "points" => {
            let value = to_json(value);
            example.change_first("scores", make, |score| {
                score.insert(name.to_owned(), value);
            });
        }
        _ => return None,
    }
    Some(())
}
