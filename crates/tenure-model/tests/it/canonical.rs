//! The order of records does not matter, and duplicates do not count.

use proptest::prelude::*;
use serde_json::{Value, json};
use tenure_model::{
    Account, Limits, Moment, ProblemKind, Tenant, canonical_order, read_account, read_tenant,
    records_after,
};

use crate::arbitrary::record_json;

/// The same value with the items of its lists of records in another order, and one of each list twice.
fn shuffled(json: &Value, as_they_stand: &'static [&str]) -> BoxedStrategy<Value> {
    let members = json.as_object().unwrap().clone();
    let members: Vec<_> = members
        .into_iter()
        .map(|(key, value)| {
            let records = value
                .as_array()
                .filter(|items| items.iter().all(Value::is_object))
                .filter(|_| !as_they_stand.contains(&key.as_str()));
            let value = match records {
                Some(items) => {
                    let twice = items
                        .iter()
                        .chain(items.first())
                        .cloned()
                        .collect::<Vec<_>>();
                    Just(twice).prop_shuffle().prop_map(Value::from).boxed()
                }
                None => Just(value).boxed(),
            };
            value.prop_map(move |value| (key.clone(), value))
        })
        .collect();
    members
        .prop_map(|members| Value::Object(members.into_iter().collect()))
        .boxed()
}

fn account(json: &Value) -> Account {
    read_account(&json.to_string(), &Limits::default())
        .unwrap()
        .value
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_order_of_records_is_one_account(
        (json, other) in record_json::<Account>().prop_flat_map(|json| (Just(json.clone()), shuffled(&json, &[])))
    ) {
        let (raw, other) = (account(&json), account(&other));
        prop_assert_eq!(raw.canonical_json(), other.canonical_json());
        let (first, other) = (raw.canonical(), other.canonical());
        prop_assert_eq!(&first, &other);
        prop_assert_eq!(first.canonical_json(), raw.canonical_json());
        prop_assert_eq!(&first.canonical(), &first);
    }

    #[test]
    fn any_order_of_people_and_offers_is_one_tenant(
        (json, other) in record_json::<Tenant>()
            // Of several rates between two currencies the first counts: their order is content.
            .prop_flat_map(|json| (Just(json.clone()), shuffled(&json, &["rates", "benchmarks"])))
    ) {
        let tenant = |json: &Value| read_tenant(&json.to_string(), &Limits::default()).unwrap().value;
        prop_assert_eq!(tenant(&json).canonical_json(), tenant(&other).canonical_json());
    }
}

#[test]
fn records_stand_by_date_then_id_then_content() {
    let account = account(&json!({ "id": "a", "purchases": [
        { "at": "2026-03-01", "id": "z" },
        { "at": "2026-03-01", "id": "b" },
        { "at": "2026-03-01T00:00:00Z" },
        { "at": "2026-02-28T23:59:59Z" },
        { "at": "2026-03-01", "product_id": "p" },
        { "at": "2026-03-01" },
        { "at": "2026-02-01", "id": "z", "product_id": "earliest" },
    ] }));
    let order: Vec<(Option<&str>, Moment, Option<&str>)> =
        canonical_order(account.purchases.as_ref().unwrap())
            .into_iter()
            .map(|p| {
                (
                    p.id.as_ref().map(|id| id.as_str()),
                    p.at,
                    p.product_id.as_ref().map(|id| id.as_str()),
                )
            })
            .collect();
    let day = |text: &str| Moment::Day(text.parse().unwrap());
    let instant = |text: &str| Moment::Instant(text.parse().unwrap());
    assert_eq!(
        order,
        [
            (Some("z"), day("2026-02-01"), Some("earliest")),
            (None, instant("2026-02-28T23:59:59Z"), None),
            (None, day("2026-03-01"), None),
            (None, day("2026-03-01"), Some("p")),
            (Some("b"), day("2026-03-01"), None),
            (None, instant("2026-03-01T00:00:00Z"), None),
        ]
    );
}

#[test]
fn what_the_reader_leaves_out_is_what_the_canonical_account_lacks() {
    let text = include_str!("../problems/duplicate-records.json");
    let read = read_account(text, &Limits::default()).unwrap();
    let count = |account: &Account| {
        account.contracts.as_ref().unwrap().len()
            + account.usage.as_ref().unwrap().len()
            + account.scores.as_ref().unwrap().len()
    };
    let duplicates = read
        .warnings
        .iter()
        .filter(|w| w.kind == ProblemKind::DuplicateRecord)
        .count();
    assert_eq!(
        count(&read.value) - duplicates,
        count(&read.value.canonical())
    );
    let contract = &read.value.canonical().contracts.unwrap()[0];
    assert_eq!(contract.start_date, "2025-01-01".parse().unwrap());
}

#[test]
fn records_after_the_day_are_told_by_the_field_that_dates_them() {
    let account = account(&json!({
        "id": "a",
        "contacts": [{ "id": "p", "left_at": "2027-01-01" }],
        "contracts": [
            { "id": "c1", "signed_on": "2026-06-01", "start_date": "2027-01-01" },
            { "id": "c2", "start_date": "2027-01-01" },
            { "id": "c3", "signed_on": "2026-07-01", "start_date": "2026-01-01" },
        ],
        "opportunities": [{ "id": "o", "pipeline": "new", "due_date": "2027-01-01" }],
        "tickets": [{ "id": "t", "opened_at": "2026-06-30T16:00:00Z", "resolved_at": "2027-01-01" }],
        "usage": [{ "metric": "m", "window_start": "2026-06-01", "window_end": "2026-07-01", "value": 1 }],
    }));
    let paths = |zone: chrono_tz::Tz| -> Vec<String> {
        let found = records_after(&account, "2026-06-30".parse().unwrap(), zone);
        assert!(found.iter().all(|p| p.kind == ProblemKind::AfterAsOf));
        found.into_iter().map(|p| p.path).collect()
    };
    let everywhere = ["contracts[1].start_date", "contracts[2].signed_on"];
    assert_eq!(
        paths(chrono_tz::UTC),
        [&everywhere[..], &["usage[0].window_end"]].concat()
    );
    assert_eq!(
        paths(chrono_tz::Asia::Seoul),
        [
            &everywhere[..],
            &["tickets[0].opened_at", "usage[0].window_end"]
        ]
        .concat()
    );
}
