//! The ends of months, of years and of the calendar.

use chrono::{Days, NaiveDate};
use serde_json::json;
use tenure_columns::{Cell, Value};
use tenure_model::add_months;

use super::{Signals, account, date, signals, tenant};

fn on(day: NaiveDate, account_json: &serde_json::Value) -> Signals {
    signals(&account(account_json), &tenant(&json!({})), day)
}

fn int(signals: &Signals, name: &str) -> i64 {
    match signals.get(name) {
        Some(Cell::Known(Value::Int(value))) => *value,
        other => panic!("`{name}` is {other:?}"),
    }
}

/// The least k with `day >= anchor - k months`, by looking at them all.
fn months_left(anchor: NaiveDate, day: NaiveDate) -> i64 {
    (-30..30)
        .find(|k| add_months(anchor, -k).unwrap() <= day)
        .unwrap()
}

#[test]
fn months_left_is_the_least_that_fits_on_every_day_of_two_years() {
    for anchor in [
        "2026-05-31",
        "2026-02-28",
        "2024-02-29",
        "2026-04-30",
        "2026-01-01",
    ] {
        let anchor = date(anchor);
        let contract = json!({ "contracts": [ { "id": "c", "start_date": "2020-01-01", "end_date": anchor.to_string() } ] });
        for offset in 0..730 {
            let day = anchor + Days::new(365) - Days::new(offset);
            let left = int(&on(day, &contract), "renewal.months_left");
            assert_eq!(left, months_left(anchor, day), "{anchor} on {day}");
        }
    }
}

#[test]
fn months_are_counted_from_the_anchor_never_month_by_month() {
    let contract = json!({ "contracts": [ { "id": "c", "start_date": "2020-01-01", "end_date": "2026-05-31" } ] });
    assert_eq!(
        int(&on(date("2026-02-28"), &contract), "renewal.months_left"),
        3
    );
    assert_eq!(
        int(&on(date("2026-02-27"), &contract), "renewal.months_left"),
        4
    );
}

#[test]
fn terms_from_the_last_of_a_month_do_not_drift() {
    let contract =
        json!({ "contracts": [ { "id": "c", "start_date": "2025-01-31", "term_months": 1 } ] });
    for (day, left) in [
        ("2025-02-28", 0),
        ("2025-03-01", 30),
        ("2025-03-31", 0),
        ("2025-04-01", 29),
        ("2024-12-31", 59),
    ] {
        let signed = json!({ "contracts": [ { "id": "c", "start_date": "2025-01-31", "term_months": 1, "signed_on": "2024-01-01" } ] });
        let seen = on(date(day), if day < "2025" { &signed } else { &contract });
        assert_eq!(int(&seen, "renewal.days_left"), left, "{day}");
    }
}

#[test]
fn a_year_ago_from_the_leap_day_is_the_last_of_february() {
    let bought = |day: &str| json!({ "purchases": [ { "at": day } ] });
    let leap = date("2024-02-29");
    assert_eq!(
        int(&on(leap, &bought("2023-02-28")), "purchases.count_12m"),
        0
    );
    assert_eq!(
        int(&on(leap, &bought("2023-03-01")), "purchases.count_12m"),
        1
    );
}

#[test]
fn full_months_count_from_the_last_of_a_month() {
    let since = json!({ "signup_date": "2025-12-31" });
    assert_eq!(
        int(&on(date("2026-02-27"), &since), "account.tenure_months"),
        1
    );
    assert_eq!(
        int(&on(date("2026-02-28"), &since), "account.tenure_months"),
        2
    );
}

#[test]
fn a_moment_counts_for_its_day_in_the_tenants_zone() {
    let call =
        account(&json!({ "interactions": [ { "kind": "call", "at": "2026-06-30T15:00:00Z" } ] }));
    let seoul = tenant(&json!({ "timezone": "Asia/Seoul" }));
    let utc = tenant(&json!({}));
    let meets = |tenant, day| signals(&call, tenant, date(day))["contact.days_since"].clone();
    assert_eq!(meets(&utc, "2026-06-30"), Cell::Known(Value::Int(0)));
    assert_eq!(meets(&seoul, "2026-06-30"), Cell::Unknown);
    assert_eq!(meets(&seoul, "2026-07-01"), Cell::Known(Value::Int(0)));
}

/// The first and the last days of the calendar, and amounts at the ends of 64 bits, do not fail.
#[test]
fn the_ends_of_the_calendar_and_of_numbers_hold() {
    let far = account(&json!({ "currency": "KRW", "signup_date": "0001-01-01",
        "contracts": [
            { "id": "a", "start_date": "0001-01-01", "term_months": 9_000_000, "billing_period": "monthly", "amount": { "minor": i64::MAX, "currency": "KRW" } },
            { "id": "b", "start_date": "0001-01-01", "end_date": "9999-12-31", "amount": { "minor": i64::MAX, "currency": "USD" } },
            { "id": "c", "start_date": "0001-01-01", "amount": { "minor": i64::MAX, "currency": "KRW" } },
            { "id": "d", "start_date": "0001-01-01", "amount": { "minor": 1, "currency": "KRW" } } ],
        "usage": [ { "metric": "m", "window_end": "0001-01-01", "value": 1e308 } ],
        "surveys": [ { "kind": "nps", "score": 5, "at": "0001-01-01" } ] }));
    let tenant =
        tenant(&json!({ "rates": [ { "from": "USD", "to": "KRW", "num": i64::MAX, "den": 1 } ] }));
    for day in [
        NaiveDate::MIN,
        date("0001-01-01"),
        date("9999-12-31"),
        NaiveDate::MAX,
    ] {
        let seen = signals(&far, &tenant, day);
        if day > date("0001-01-01") {
            assert_eq!(seen["contract.annual_value@a"], Cell::Unknown);
            assert_eq!(seen["contract.annual_value@b"], Cell::Unknown);
            assert_eq!(
                seen["contract.annual_value@c"],
                Cell::Known(Value::Int(i64::MAX))
            );
            assert_eq!(seen["account.annual_value"], Cell::Unknown);
        }
    }
}
