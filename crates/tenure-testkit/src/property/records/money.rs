//! Use, bills, purchases, recommendations.

use serde_json::{Value as Json, json};
use tenure_columns::Value;

use super::{count, days, float, has, int, is, so_many, truth};
use crate::property::example::Example;

pub(super) fn write(example: &mut Example, signal: &str, value: &Value) -> bool {
    let (room, name) = signal.split_once('.').unwrap_or((signal, ""));
    let written = match room {
        "usage" => usage(example, name, value),
        "billing" => billing(example, name, value),
        "purchases" => purchases(example, name, value),
        "referrals" if name == "count_12m" => referrals(example, value),
        _ => None,
    };
    written.is_some()
}

/// What is told of use: the share of what is paid for, and the change against the month before.
struct Use {
    share: f64,
    trend: f64,
}

fn usage(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    let now = told(example);
    match name {
        "utilisation" => samples(
            example,
            &Use {
                share: float(value)?,
                ..now
            },
            10,
        ),
        "trend" => samples(
            example,
            &Use {
                trend: float(value)?,
                ..now
            },
            10,
        ),
        "current" => {
            let amount = float(value)?;
            let sample = json!({ "id": "u-2", "metric": "use", "window_end": example.ago(10), "value": amount });
            example.change_list("usage", |list| {
                list.retain(|record| !is(record, "id", "u-2"));
                list.push(sample);
            });
        }
        "previous" => {
            let amount = float(value)?;
            let sample = json!({ "id": "u-1", "metric": "use", "window_end": example.ago(40), "value": amount });
            example.change_list("usage", |list| {
                list.retain(|record| !is(record, "id", "u-1"));
                list.push(sample);
            });
        }
        "dormant" if truth(value)? => {
            let idle = json!({ "id": "u-2", "metric": "use", "window_end": example.ago(10), "value": 0.0, "entitlement": 100.0 });
            example.change_list("usage", |list| *list = vec![idle]);
        }
        "dormant" => {
            let now = Use {
                share: if now.share > 0.0 { now.share } else { 0.6 },
                ..now
            };
            samples(example, &now, 10);
        }
        "days_since_active" => samples(example, &now, days(value)?),
        _ => return None,
    }
    Some(())
}

fn told(example: &Example) -> Use {
    let samples = example.account.get("usage").and_then(Json::as_array);
    let value = |id: &str, field: &str| -> Option<f64> {
        let found = samples?.iter().find(|sample| is(sample, "id", id))?;
        found.get(field)?.as_f64()
    };
    let (current, previous) = (value("u-2", "value"), value("u-1", "value"));
    let share = current
        .zip(value("u-2", "entitlement"))
        .filter(|(_, of)| *of > 0.0)
        .map(|(used, of)| used / of);
    let trend = current
        .zip(previous)
        .filter(|(_, before)| *before > 0.0)
        .map(|(now, before)| now / before - 1.0);
    Use {
        share: share.unwrap_or(0.6),
        trend: trend.unwrap_or(0.0),
    }
}

/// 100 were used in the month before, and what the trend makes of it since, out of what the share makes of that.
fn samples(example: &mut Example, told: &Use, days: i64) {
    let current = (100.0 * (1.0 + told.trend)).max(0.0);
    // Whole numbers of what is paid for keep a share such as 0.3 exact.
    let (current, paid) = if told.trend == 0.0 {
        (100.0 * told.share, 100.0)
    } else if told.share > 0.0 {
        (current, current / told.share)
    } else {
        (0.0, 100.0)
    };
    let before = if told.trend == 0.0 { current } else { 100.0 };
    let list = vec![
        json!({ "id": "u-1", "metric": "use", "window_end": example.ago(days + 30), "value": before }),
        json!({ "id": "u-2", "metric": "use", "window_end": example.ago(days), "value": current, "entitlement": paid }),
    ];
    example.change_list("usage", |usage| *usage = list);
}

fn billing(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    let unpaid = |record: &Json| !has(record, "paid_at");
    let bill = |id: String, ago: i64, minor: i64| move |example: &Example| json!({ "id": id, "issued": example.ago(ago + 30), "due": example.ago(ago), "amount": { "minor": minor, "currency": "EUR" } });
    let list = "invoices";
    match name {
        "days_overdue" => {
            let ago = days(value)?;
            so_many(example, list, usize::from(ago > 0), unpaid, |example, _| {
                bill("v-0".to_owned(), ago, 50_000)(example)
            });
        }
        "overdue" => so_many(example, list, count(value)?, unpaid, |example, number| {
            bill(format!("v-{number}"), 5, 50_000)(example)
        }),
        "overdue_amount" => {
            let minor = int(value)?.max(0);
            so_many(
                example,
                list,
                usize::from(minor > 0),
                unpaid,
                |example, _| bill("v-0".to_owned(), 5, minor)(example),
            );
        }
        "fee_disputes" => so_many(
            example,
            list,
            count(value)?,
            |record| has(record, "fee_dispute"),
            |example, number| json!({ "id": format!("vf-{number}"), "issued": example.ago(40), "paid_at": example.ago(20), "fee_dispute": true }),
        ),
        _ => return None,
    }
    Some(())
}

fn purchases(example: &mut Example, name: &str, value: &Value) -> Option<()> {
    let list = "purchases";
    let bought = |example: &Example, number: usize, ago: i64| json!({ "id": format!("b-{number}"), "at": example.ago(ago) });
    match name {
        "count_12m" => so_many(
            example,
            list,
            count(value)?,
            |_| true,
            |example, number| bought(example, number, 40),
        ),
        "repeat_12m" if truth(value)? => so_many(
            example,
            list,
            2,
            |_| true,
            |example, number| bought(example, number, 40 + 30 * number as i64),
        ),
        "repeat_12m" => so_many(
            example,
            list,
            0,
            |_| true,
            |example, number| bought(example, number, 40),
        ),
        "days_since" => {
            let ago = days(value)?;
            so_many(
                example,
                list,
                1,
                |_| true,
                |example, number| bought(example, number, ago),
            );
        }
        "value_12m" => {
            let minor = int(value)?;
            so_many(
                example,
                list,
                1,
                |_| true,
                |example, _| json!({ "id": "b-0", "at": example.ago(40), "amount": { "minor": minor, "currency": "EUR" } }),
            );
        }
        _ => return None,
    }
    Some(())
}

fn referrals(example: &mut Example, value: &Value) -> Option<()> {
    so_many(
        example,
        "referrals",
        count(value)?,
        |_| true,
        |example, number| json!({ "id": format!("f-{number}"), "at": example.ago(30) }),
    );
    Some(())
}
