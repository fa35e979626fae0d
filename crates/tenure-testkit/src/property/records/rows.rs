//! What is told of one contract, complaint, opportunity or offer, and of the tenant.

use serde_json::{Value as Json, json};
use tenure_columns::Value;

use super::contracts::change_contract;
use super::{days, int, is, text, to_json, truth};
use crate::property::example::{CONTRACT, Example};

pub(super) fn write(example: &mut Example, signal: &str, value: &Value) -> bool {
    let (room, name) = signal.split_once('.').unwrap_or((signal, ""));
    let written = match room {
        "contract" => contract(example, name, value),
        "complaint" => complaint(example, name, value),
        "opportunity" => opportunity(example, name, value),
        "offer" => offer(example, name, value),
        "tenant" => tenant(example, name, value),
        _ => None,
    };
    written.is_some()
}

fn contract(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    let changes: Vec<(&str, Json)> = match name {
        "status" => match text(value)? {
            "terminated" => vec![
                ("status", json!("terminated")),
                ("terminated_on", json!(example.ago(5))),
            ],
            "expired" => vec![
                ("status", json!("expired")),
                ("end_date", json!(example.ago(8))),
                ("auto_renew", json!(false)),
            ],
            "paused" => vec![
                ("status", json!("paused")),
                ("paused_from", json!(example.ago(5))),
            ],
            word => vec![
                ("status", json!(word)),
                ("terminated_on", Json::Null),
                ("paused_from", Json::Null),
            ],
        },
        "kind" | "billing_period" | "term_months" | "discount_bp" => vec![(name, to_json(value))],
        "annual_value" => vec![(
            "amount",
            json!({ "minor": int(value)?.max(0), "currency": "EUR" }),
        )],
        "in_force" if truth(value)? => {
            vec![("status", json!("active")), ("terminated_on", Json::Null)]
        }
        "in_force" => vec![("terminated_on", json!(example.ago(5)))],
        "age_months" => vec![("start_date", json!(example.months_ahead(-days(value)?)))],
        "days_since_lost" => {
            vec![
                ("terminated_on", json!(example.ago(days(value)?))),
                ("status", json!("terminated")),
                ("start_date", json!(example.ago(days(value)?.max(0) + 400))),
            ]
        }
        "loss_reason" => vec![("lost_reason_id", json!(text(value)?))],
        "todo_overdue_days" => return overdue_todo(example, days(value)?),
        _ => return None,
    };
    change_contract(example, |contract| {
        contract.extend(
            changes
                .into_iter()
                .map(|(field, value)| (field.to_owned(), value)),
        );
    });
    Some(())
}

/// A to-do about the contract was due so many days ago.
fn overdue_todo(example: &mut Example, days: i64) -> Option<()> {
    let todo = json!({
        "keys": [format!("renewal-t3/owner_todo/a-1/{CONTRACT}/-/-")], "action": "renewal-t3",
        "proposed_on": example.ago(days.max(0) + 7), "status": "proposed", "due": example.ago(days),
    });
    example.change_list("actions", |actions| *actions = vec![todo]);
    Some(())
}

fn complaint(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    let (field, value) = match name {
        "open" => (
            "resolved_at",
            if truth(value)? {
                Json::Null
            } else {
                json!(example.ago(1))
            },
        ),
        "severity" | "category" => (name, json!(text(value)?)),
        "age_days" => ("opened_at", json!(example.ago(days(value)?))),
        "answered" => (
            "first_response_at",
            if truth(value)? {
                json!(example.ago(1))
            } else {
                Json::Null
            },
        ),
        _ => return None,
    };
    let make = |example: &Example| json!({ "id": "p-1", "severity": "minor", "opened_at": example.ago(4) });
    example.change_first("complaints", make, |complaint| {
        complaint.insert(field.to_owned(), value);
    });
    Some(())
}

fn opportunity(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    if name == "has_renewal" {
        let renewal = json!({ "id": "d-r", "pipeline": "renewal", "status": "open", "opened_on": example.ago(9), "contract_id": CONTRACT });
        let renewal = [renewal].into_iter().filter(|_| truth(value) == Some(true));
        example.change_list("opportunities", |records| {
            records.retain(|record| !is(record, "pipeline", "renewal"));
            records.extend(renewal);
        });
        return Some(());
    }
    let changes: Vec<(&str, Json)> = match name {
        "status" => {
            let closed = matches!(text(value)?, "won" | "lost").then(|| example.ago(5));
            vec![("status", to_json(value)), ("closed_on", json!(closed))]
        }
        "pipeline" | "stage" | "probability_bp" => vec![(name, to_json(value))],
        "amount" => vec![(
            "amount_target",
            json!({ "minor": int(value)?, "currency": "EUR" }),
        )],
        "days_to_due" => vec![("due_date", json!(example.ago(-days(value)?)))],
        "days_since_closed" => {
            let closed = days(value)?;
            vec![
                ("closed_on", json!(example.ago(closed))),
                ("opened_on", json!(example.ago(closed.max(0) + 30))),
            ]
        }
        "reason_told" => vec![("reason_id", json!(truth(value)?.then_some("r-1")))],
        _ => return None,
    };
    let make = |example: &Example| json!({ "id": "d-1", "pipeline": "new", "status": "open", "opened_on": example.ago(40), "contract_id": CONTRACT });
    example.change_list("opportunities", |records| {
        records.sort_by_key(|record| is(record, "pipeline", "renewal"));
    });
    let renewal_first = example
        .account
        .get("opportunities")
        .and_then(|records| records.get(0))
        .is_some_and(|first| is(first, "pipeline", "renewal"));
    if renewal_first && name != "pipeline" {
        let made = make(example);
        example.change_list("opportunities", |records| records.insert(0, made));
    }
    example.change_first("opportunities", make, |opportunity| {
        opportunity.extend(
            changes
                .into_iter()
                .map(|(field, value)| (field.to_owned(), value)),
        );
    });
    Some(())
}

fn offer(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    let make = |_: &Example| json!({ "id": "p-9", "upsell_of": ["p-1"], "price": { "minor": 300_000, "currency": "EUR" } });
    let made = make(example);
    example.change_tenant_list("offers", |offers| {
        if offers.is_empty() {
            offers.push(made);
        }
    });
    change_contract(example, |contract| {
        contract.insert("product_ids".to_owned(), json!(["p-1"]));
    });
    let changes: Vec<(&str, Json)> = match name {
        "kind" if text(value)? == "upsell" => vec![
            ("upsell_of", json!(["p-1"])),
            ("cross_sell_with", Json::Null),
        ],
        "kind" => vec![
            ("upsell_of", Json::Null),
            ("cross_sell_with", json!(["p-1"])),
        ],
        "family" => vec![("family", json!(text(value)?))],
        "price" => vec![("price", json!({ "minor": int(value)?, "currency": "EUR" }))],
        "inquired" => {
            let asked = truth(value)?.then(|| json!({ "id": "i-q", "kind": "inquiry", "at": example.ago(60), "product_id": "p-9" }));
            example.change_list("interactions", |records| {
                records.retain(|record| !is(record, "product_id", "p-9"));
                records.extend(asked);
            });
            Vec::new()
        }
        _ => return None,
    };
    example.change_tenant_list("offers", |offers| {
        if let Some(offer) = offers.first_mut().and_then(Json::as_object_mut) {
            offer.extend(
                changes
                    .into_iter()
                    .map(|(field, value)| (field.to_owned(), value)),
            );
        }
    });
    Some(())
}

fn tenant(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    match name {
        "retention_rate_bp" => {
            let rate = int(value)?.clamp(0, 10_000);
            example.change_facts(|facts| {
                facts.insert("retention_rate_bp".to_owned(), json!(rate));
            });
        }
        "usual_retention_bp" | "benchmark_bp" => {
            let rate = int(value)?.clamp(0, 10_000);
            let industry = example
                .account
                .get("industry")
                .cloned()
                .unwrap_or(json!("retail"));
            let benchmark = json!({ "industry": industry, "retention_bp": rate });
            example.change_tenant_list("benchmarks", |list| *list = vec![benchmark]);
        }
        "losses_90d" | "top_loss_count_90d" => {
            let losses = int(value)?.max(0);
            example.change_facts(|facts| {
                facts.insert(
                    "losses_90d".to_owned(),
                    json!([{ "code": "price", "count": losses }]),
                );
            });
        }
        "top_loss_reason_90d" => {
            let code = text(value)?.to_owned();
            example.change_facts(|facts| {
                facts.insert(
                    "losses_90d".to_owned(),
                    json!([{ "code": code, "count": 2 }]),
                );
            });
        }
        _ => return None,
    }
    Some(())
}
