//! What is dated later.

use chrono::{Days, NaiveDate};
use serde_json::{Map, Value as Json, json};

use super::Tried;
use super::engine::spoke;
use super::order::plain;
use crate::property::bench::{Bench, is_date};
use crate::property::example::Example;

/// Lists whose records are seen from their own date on.
const DATED: [&str; 10] = [
    "contract_events",
    "surveys",
    "complaints",
    "tickets",
    "usage",
    "invoices",
    "purchases",
    "interactions",
    "referrals",
    "handovers",
];

/// Fields that say when something happened: one that lies ahead has not.
const AHEAD: [(&str, &str); 3] = [
    ("complaints", "resolved_at"),
    ("tickets", "resolved_at"),
    ("invoices", "paid_at"),
];

/// Everything of the account happens once more, later; and what is open comes to an end, later.
pub(super) fn later(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let mut more = example.clone();
    let mut added = 0;
    for list in DATED {
        added += add_later(&mut more, list);
    }
    for (list, field) in AHEAD {
        added += end_later(&mut more, list, field);
    }
    if added == 0 {
        return Tried::Idle;
    }
    let (Some(first), Some(after)) = (bench.decide(example), bench.decide(&more)) else {
        return Tried::Idle;
    };
    if plain(&first) != plain(&after) {
        let what = "what is dated later changed the answer of today".to_owned();
        return Tried::beside(
            what,
            first,
            "records of later days added",
            Some(more),
            after,
        );
    }
    spoke(&first)
}

/// Adds each record of a list once more, all its dates after the day; how many.
fn add_later(example: &mut Example, list: &str) -> usize {
    if !example.account.get(list).is_some_and(Json::is_array) {
        return 0;
    }
    let as_of = example.as_of;
    let mut added = 0;
    example.change_list(list, |records| {
        let copies: Vec<Json> = records
            .iter()
            .enumerate()
            .filter_map(|(number, record)| later_copy(record, number, as_of))
            .collect();
        added = copies.len();
        records.extend(copies);
    });
    added
}

fn later_copy(record: &Json, number: usize, as_of: NaiveDate) -> Option<Json> {
    let mut copy = record.as_object()?.clone();
    let earliest = copy.values().filter_map(day_of).min()?;
    let shift = as_of.signed_duration_since(earliest).num_days().max(0) + 3;
    copy.insert("id".to_owned(), json!(format!("later-{number}")));
    for value in copy.values_mut() {
        let moved =
            day_of(value).and_then(|day| day.checked_add_days(Days::new(shift.unsigned_abs())));
        if let (Some(day), Json::String(text)) = (moved, &mut *value) {
            let rest = text.get(10..).unwrap_or("").to_owned();
            *text = format!("{day}{rest}");
        }
    }
    Some(Json::Object(copy))
}

fn day_of(value: &Json) -> Option<NaiveDate> {
    let text = value.as_str().filter(|text| is_date(text))?;
    text.get(..10)?.parse().ok()
}

/// Lets each record of a list that has no such date come to that end after the day; how many.
fn end_later(example: &mut Example, list: &str, field: &str) -> usize {
    if !example.account.get(list).is_some_and(Json::is_array) {
        return 0;
    }
    let ahead = example.ago(-9);
    let mut ended = 0;
    let open = |fields: &Map<String, Json>| {
        let later = fields.values().filter_map(day_of).max();
        let done = fields.get(field).is_some_and(|value| !value.is_null());
        // What says that it is over without a date is over.
        let status = fields
            .get("status")
            .and_then(Json::as_str)
            .unwrap_or("active");
        !done && matches!(status, "active" | "open" | "issued") && later.is_some()
    };
    example.change_list(list, |records| {
        for fields in records.iter_mut().filter_map(Json::as_object_mut) {
            if open(fields) {
                fields.insert(field.to_owned(), json!(ahead));
                ended += 1;
            }
        }
    });
    ended
}
