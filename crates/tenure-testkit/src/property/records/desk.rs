//! Satisfaction, complaints, tickets, contact.

use serde_json::{Value as Json, json};
use tenure_columns::Value;

use super::{count, days, float, has, int, is, so_many, text, truth};
use crate::property::example::Example;

/// Kinds of interactions that are contacts.
const CONTACTS: [&str; 6] = ["meeting", "call", "email", "quote", "inquiry", "training"];

pub(super) fn write(example: &mut Example, signal: &str, value: &Value) -> bool {
    let (room, name) = signal.split_once('.').unwrap_or((signal, ""));
    let written = match room {
        "satisfaction" => satisfaction(example, name, value),
        "complaints" => complaints(example, name, value),
        "support" => support(example, name, value),
        "contact" => contact(example, name, value),
        _ => None,
    };
    written.is_some()
}

fn satisfaction(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    match name {
        "score" => latest(example, float(value)?.clamp(0.0, 100.0)),
        "level" => match text(value)? {
            "low" => latest(example, 25.0),
            "mid" => latest(example, 55.0),
            _ => latest(example, 80.0),
        },
        "drop" => {
            let drop = float(value)?.clamp(0.0, 100.0);
            let score = score(example).unwrap_or(55.0).min(100.0 - drop);
            latest(example, score);
            let before = json!({ "id": "s-0", "kind": "pulse", "score": score + drop, "at": example.ago(120) });
            example.change_list("surveys", |surveys| surveys.insert(0, before));
        }
        "days_since" => {
            let at = example.ago(days(value)?);
            let score = score(example).unwrap_or(55.0);
            let answer = json!({ "id": "s-1", "kind": "pulse", "score": score, "at": at });
            example.change_list("surveys", |surveys| *surveys = vec![answer]);
        }
        "responses" => so_many(
            example,
            "surveys",
            count(value)?,
            |_| true,
            |example, number| json!({ "id": format!("s-{number}"), "kind": "pulse", "score": 55.0, "at": example.ago(number as i64 + 1) }),
        ),
        "internal" => {
            let score = float(value)?.clamp(0.0, 100.0);
            let answer = json!({ "id": "s-9", "kind": "pulse", "score": score, "at": example.ago(5), "source": "internal" });
            example.change_list("surveys", |surveys| {
                surveys.retain(|answer| !is(answer, "source", "internal"));
                surveys.push(answer);
            });
        }
        _ => return None,
    }
    Some(())
}

/// The score of the latest answer that was written here.
fn score(example: &Example) -> Option<f64> {
    let surveys = example.account.get("surveys")?.as_array()?;
    surveys.last()?.get("score")?.as_f64()
}

/// What the customer answered last, and nothing before it.
fn latest(example: &mut Example, score: f64) {
    let answer = json!({ "id": "s-1", "kind": "pulse", "score": score, "at": example.ago(10) });
    example.change_list("surveys", |surveys| {
        surveys.retain(|answer| is(answer, "source", "internal"));
        surveys.push(answer);
    });
}

fn complaint(id: String, severity: &str, category: &str, opened: String) -> Json {
    json!({ "id": id, "severity": severity, "category": category, "opened_at": opened })
}

fn complaints(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    let open = |record: &Json| !has(record, "resolved_at");
    let of = |severity: &'static str| {
        move |record: &Json| open(record) && is(record, "severity", severity)
    };
    let about = |category: &'static str| {
        move |record: &Json| open(record) && is(record, "category", category)
    };
    let make = |sort: &'static str, severity: &'static str, category: &'static str, ago: i64| {
        move |example: &Example, number: usize| {
            complaint(
                format!("{sort}-{number}"),
                severity,
                category,
                example.ago(ago),
            )
        }
    };
    let list = "complaints";
    match name {
        "open" => so_many(
            example,
            list,
            count(value)?,
            open,
            make("o", "minor", "product", 3),
        ),
        "open_minor" => so_many(
            example,
            list,
            count(value)?,
            of("minor"),
            make("mi", "minor", "product", 3),
        ),
        "open_minor_aged" => so_many(
            example,
            list,
            count(value)?,
            of("minor"),
            make("ma", "minor", "product", 9),
        ),
        "open_major" => so_many(
            example,
            list,
            count(value)?,
            of("major"),
            make("mj", "major", "product", 3),
        ),
        "open_critical" => so_many(
            example,
            list,
            count(value)?,
            of("critical"),
            make("cr", "critical", "product", 1),
        ),
        "reopened" => so_many(
            example,
            list,
            count(value)?,
            |record| has(record, "reopened_at") || has(record, "reopened_count"),
            |example, number| json!({ "id": format!("r-{number}"), "severity": "minor", "category": "product", "opened_at": example.ago(6), "reopened_count": 1 }),
        ),
        "oldest_days" => {
            let opened = example.ago(days(value)?);
            let oldest = complaint("od-0".to_owned(), "minor", "product", opened);
            example.change_list(list, |records| *records = vec![oldest]);
        }
        "match_loss_reason" => {
            let reasons = if truth(value)? {
                json!(["product", "price"])
            } else {
                json!([])
            };
            example.change_facts(|facts| {
                facts.insert("top_loss_reasons".to_owned(), reasons);
            });
            if truth(value)? {
                let known = json!({ "id": "lr-0", "severity": "minor", "category": "product", "opened_at": example.ago(30), "resolved_at": example.ago(20) });
                example.change_list(list, |records| {
                    records.retain(|record| !is(record, "id", "lr-0"));
                    records.push(known);
                });
            }
        }
        _ => {
            let category = match name.strip_prefix("open_")? {
                "support" => "inadequate_support",
                "communication" => "lack_of_communication",
                "price" => "price",
                "competitor" => "competitor",
                "missing_feature" => "missing_feature",
                "supply_chain" => "supply_chain",
                "contract_terms" => "contract_terms",
                "fee" => "fee",
                "trust" => "trust",
                _ => return None,
            };
            so_many(
                example,
                list,
                count(value)?,
                about(category),
                make(category, "minor", category, 2),
            );
        }
    }
    Some(())
}

fn support(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    let open = |record: &Json| !has(record, "resolved_at");
    let list = "tickets";
    match name {
        "open" => so_many(
            example,
            list,
            count(value)?,
            open,
            |example, number| json!({ "id": format!("t-{number}"), "opened_at": example.ago(2) }),
        ),
        "escalated" => so_many(
            example,
            list,
            count(value)?,
            |record| open(record) && (has(record, "escalated") || has(record, "escalated_at")),
            |example, number| json!({ "id": format!("te-{number}"), "opened_at": example.ago(2), "escalated": true }),
        ),
        "sla_breaches_90d" => so_many(
            example,
            list,
            count(value)?,
            |record| has(record, "sla_due"),
            |example, number| json!({ "id": format!("ts-{number}"), "opened_at": example.ago(25), "sla_due": example.ago(20), "resolved_at": example.ago(15) }),
        ),
        "first_response_minutes_90d" => {
            let minutes = int(value)?.clamp(0, 40_000);
            let opened = example
                .as_of
                .checked_sub_days(chrono::Days::new(60))?
                .and_hms_opt(8, 0, 0)?;
            let answered = opened + chrono::TimeDelta::minutes(minutes);
            let instant = |at: chrono::NaiveDateTime| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
            let ticket = json!({ "id": "tf-0", "opened_at": instant(opened), "first_response_at": instant(answered), "resolved_at": example.ago(1) });
            so_many(
                example,
                list,
                1,
                |record| has(record, "first_response_at"),
                |_, _| ticket.clone(),
            );
        }
        "first_response_target" => {
            let minutes = int(value)?.max(0);
            example
                .tenant
                .insert("first_response_target_minutes".to_owned(), json!(minutes));
        }
        "satisfaction_90d" => {
            let rating = float(value)?.clamp(0.0, 100.0);
            so_many(
                example,
                list,
                1,
                |record| has(record, "satisfaction"),
                |example, _| json!({ "id": "tr-0", "opened_at": example.ago(12), "resolved_at": example.ago(6), "satisfaction": rating, "satisfaction_scale": { "min": 0.0, "max": 100.0 } }),
            );
        }
        _ => return None,
    }
    Some(())
}

fn contact(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    let list = "interactions";
    let mut kind = |kind: &'static str, ago: i64| {
        let made = move |example: &Example, number: usize| json!({ "id": format!("i-{kind}-{number}"), "kind": kind, "at": example.ago(ago) });
        so_many(
            example,
            list,
            count(value)?,
            |record| is(record, "kind", kind),
            made,
        );
        Some(())
    };
    match name {
        "meetings_90d" => kind("meeting", 62)?,
        "inquiries_90d" => kind("inquiry", 62)?,
        "quotes_180d" => kind("quote", 62)?,
        "trainings_90d" => kind("training", 62)?,
        "days_since" => last_contact(example, days(value)?),
        "negative_90d" => so_many(
            example,
            list,
            count(value)?,
            |record| is(record, "sentiment", "negative"),
            |example, number| json!({ "id": format!("i-n-{number}"), "kind": "note", "sentiment": "negative", "at": example.ago(20) }),
        ),
        "overdue_follow_ups" => so_many(
            example,
            list,
            count(value)?,
            |record| has(record, "follow_up_due"),
            |example, number| json!({ "id": format!("i-f-{number}"), "kind": "note", "at": example.ago(0), "follow_up_due": example.ago(1) }),
        ),
        "champion_left" => {
            let left = if truth(value)? {
                json!(example.ago(20))
            } else {
                Json::Null
            };
            example.change_list("contacts", |contacts| {
                for contact in contacts
                    .iter_mut()
                    .filter(|contact| is(contact, "role", "champion"))
                {
                    if let Some(contact) = contact.as_object_mut() {
                        contact.insert("left_at".to_owned(), left.clone());
                    }
                }
            });
        }
        _ => return None,
    }
    Some(())
}

/// The last contact was so many days ago.
pub(super) fn last_contact(example: &mut Example, days: i64) {
    let call = json!({ "id": "i-1", "kind": "call", "at": example.ago(days) });
    let day = example.ago(days);
    example.change_list("interactions", |records| {
        // What was a contact before that may stay: it is no later.
        records.retain(|record| {
            let contact = CONTACTS.iter().any(|kind| is(record, "kind", kind));
            let earlier = record
                .get("at")
                .and_then(Json::as_str)
                .is_some_and(|at| at.get(..10).is_some_and(|at| at < day.as_str()));
            !contact || (earlier && !is(record, "id", "i-1"))
        });
        records.push(call);
    });
}
