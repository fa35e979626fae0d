//! Nothing sees the future: a date that moves past the day changes the view as if it had not been written yet.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use tenure_model::{Account, ActionRecord, FieldInfo, Record, RecordInfo, Shape, Tenant};

use super::{account, rich, signals, tenant, today, visible_records};

/// What people could not have seen, had a date been later than the day.
#[derive(Debug, Clone, Copy)]
enum Hides {
    /// The whole record.
    Record,
    /// The field, and what only it could tell: fields, some of them only where they hold a value.
    Field(&'static [(&'static str, Option<&'static str>)]),
    /// Nothing: the date is a plan.
    Nothing,
}

use Hides::{Field, Nothing};

const RECORD: Hides = Hides::Record;

/// Every date of the model, by its list and its field.
const EXPECTED: &[(&str, &str, Hides)] = &[
    ("account", "signup_date", Nothing),
    ("account", "live_on", Nothing),
    ("custom", "observed_at", RECORD),
    ("contacts", "left_at", Field(&[("active", Some("false"))])),
    ("contracts", "signed_on", RECORD),
    ("contracts", "start_date", RECORD),
    ("contracts", "end_date", Nothing),
    ("contracts", "renewal_deadline", Nothing),
    (
        "contracts",
        "terminated_on",
        Field(&[
            ("status", Some("terminated")),
            ("lost_reason_id", None),
            ("root_cause_id", None),
        ]),
    ),
    (
        "contracts",
        "paused_from",
        Field(&[("status", Some("paused"))]),
    ),
    ("contracts", "paused_to", Nothing),
    ("contract_events", "at", RECORD),
    ("opportunities", "opened_on", RECORD),
    ("opportunities", "due_date", Nothing),
    (
        "opportunities",
        "closed_on",
        Field(&[
            ("status", None),
            ("amount_final", None),
            ("reason_id", None),
        ]),
    ),
    ("surveys", "at", RECORD),
    ("complaints", "opened_at", RECORD),
    ("complaints", "first_response_at", Field(&[])),
    ("complaints", "resolved_at", Field(&[])),
    (
        "complaints",
        "reopened_at",
        Field(&[("reopened_count", None)]),
    ),
    ("tickets", "opened_at", RECORD),
    ("tickets", "first_response_at", Field(&[])),
    ("tickets", "resolved_at", Field(&[("satisfaction", None)])),
    ("tickets", "sla_due", Nothing),
    ("tickets", "escalated_at", Field(&[("escalated", None)])),
    ("usage", "window_start", Nothing),
    ("usage", "window_end", RECORD),
    ("invoices", "issued", RECORD),
    ("invoices", "due", Nothing),
    ("invoices", "paid_at", Field(&[("status", Some("paid"))])),
    ("invoices", "disputed_on", Field(&[("fee_dispute", None)])),
    ("invoices", "dispute_settled_on", Field(&[])),
    ("purchases", "at", RECORD),
    ("interactions", "at", RECORD),
    ("interactions", "follow_up_due", Nothing),
    ("referrals", "at", RECORD),
    ("assignments", "from", RECORD),
    ("assignments", "to", Nothing),
    ("handovers", "effective", RECORD),
    ("handovers", "acknowledged_at", Field(&[])),
    ("scores", "as_of", RECORD),
    ("actions", "proposed_on", RECORD),
    (
        "actions",
        "at",
        Field(&[
            ("status", None),
            ("snoozed_until", None),
            ("reason", None),
            ("actor", None),
            ("outcome", None),
        ]),
    ),
    ("actions", "snoozed_until", Nothing),
    ("actions", "due", Nothing),
    ("actions/outcome", "at", RECORD),
    ("owners", "leave_from", Nothing),
    ("owners", "leave_until", Nothing),
    (
        "owners",
        "departed_on",
        Field(&[("status", Some("departed"))]),
    ),
    ("calendar", "holidays", Nothing),
    ("facts", "as_of", RECORD),
];

/// What a later date hides; an error where nobody has said.
fn expected(list: &str, field: &str) -> Result<Hides, String> {
    EXPECTED
        .iter()
        .find(|(of, name, _)| (*of, *name) == (list, field))
        .map(|(_, _, hides)| *hides)
        .ok_or_else(|| format!("nobody has said what a later `{field}` of `{list}` hides"))
}

/// A date somewhere in the JSON of account and tenant.
#[derive(Debug, Clone)]
struct Place {
    /// The list, or the record that stands alone.
    list: String,
    /// The pointer to the record.
    record: String,
    field: &'static str,
    shape: Shape,
}

/// Every date that is written down, found by the model's own tables of fields.
fn places(json: &Json, info: &RecordInfo, at: &str, list: &str, found: &mut Vec<Place>) {
    for field in info.fields {
        let Some(value) = json.get(field.name) else {
            continue;
        };
        let pointer = format!("{at}/{}", field.name);
        let top = ["account", "tenant"].contains(&list);
        let inner = if top {
            field.name.to_owned()
        } else {
            format!("{list}/{}", field.name)
        };
        place(value, field, &pointer, (at, list), &inner, found);
    }
}

fn place(
    value: &Json,
    field: &FieldInfo,
    pointer: &str,
    (at, list): (&str, &str),
    inner: &str,
    found: &mut Vec<Place>,
) {
    match field.shape {
        Shape::Date | Shape::Moment | Shape::List(Shape::Date) => found.push(Place {
            list: list.to_owned(),
            record: at.to_owned(),
            field: field.name,
            shape: field.shape,
        }),
        Shape::Record(info) => places(value, info, pointer, inner, found),
        Shape::List(Shape::Record(info)) => {
            for (index, record) in value.as_array().unwrap().iter().enumerate() {
                places(record, info, &format!("{pointer}/{index}"), inner, found);
            }
        }
        Shape::Map(Shape::Custom) => {
            for name in value.as_object().unwrap().keys() {
                found.push(Place {
                    list: inner.to_owned(),
                    record: format!("{pointer}/{name}"),
                    field: "observed_at",
                    shape: Shape::Moment,
                });
            }
        }
        Shape::List(Shape::Moment) => {
            panic!("`{}` holds moments: say here what they hide", field.name)
        }
        _ => {}
    }
}

fn all_places(json: &Json) -> Vec<Place> {
    let mut found = Vec::new();
    places(
        &json["account"],
        &Account::INFO,
        "/account",
        "account",
        &mut found,
    );
    places(
        &json["tenant"],
        &Tenant::INFO,
        "/tenant",
        "tenant",
        &mut found,
    );
    found
}

/// Later dates of a shape: the next day, and two weeks on.
fn later(shape: Shape) -> Vec<Json> {
    match shape {
        Shape::Moment => vec![
            json!("2026-07-01"),
            json!("2026-07-01T00:00:00Z"),
            json!("2026-07-14T10:00:00+09:00"),
        ],
        Shape::List(_) => vec![json!(["2026-07-01"])],
        _ => vec![json!("2026-07-01"), json!("2026-07-14")],
    }
}

fn remove(json: &mut Json, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match json.pointer_mut(parent).unwrap() {
        Json::Object(members) => drop(members.remove(key).unwrap()),
        Json::Array(items) => drop(items.remove(key.parse().unwrap())),
        other => panic!("{other}"),
    }
}

/// The JSON as it stood before a date came to pass.
fn before(json: &Json, place: &Place, hides: Hides) -> Option<Json> {
    let mut earlier = json.clone();
    match hides {
        Nothing => return None,
        Hides::Record => remove(&mut earlier, &place.record),
        Field(others) => {
            let record = earlier
                .pointer_mut(&place.record)
                .unwrap()
                .as_object_mut()
                .unwrap();
            record.remove(place.field);
            for (field, only) in others {
                if only.is_none_or(|only| {
                    record
                        .get(*field)
                        .is_some_and(|value| value.to_string().trim_matches('"') == only)
                }) {
                    record.remove(*field);
                }
            }
            if place.list == "actions" {
                record.insert("status".to_owned(), "proposed".into());
            }
        }
    }
    Some(earlier)
}

/// A contract that is signed is visible from its signature: its start is a plan.
fn is_plan(json: &Json, place: &Place) -> bool {
    place.list == "contracts"
        && place.field == "start_date"
        && json
            .pointer(&place.record)
            .unwrap()
            .get("signed_on")
            .is_some()
}

/// Everything that can be seen: the visible records, and every signal.
fn sight(json: &Json) -> (Json, String) {
    let (account, tenant) = (account(&json["account"]), tenant(&json["tenant"]));
    let records = visible_records(&account, &tenant, today());
    (
        records,
        format!("{:#?}", signals(&account, &tenant, today())),
    )
}

fn whole() -> Json {
    let (account, tenant) = rich();
    json!({ "account": account, "tenant": tenant })
}

#[test]
fn a_later_date_is_as_good_as_unwritten() {
    let whole = whole();
    let seen = sight(&whole);
    let (mut moved, mut changed) = (BTreeMap::new(), 0);
    for place in all_places(&whole) {
        let hides = expected(&place.list, place.field).unwrap();
        if is_plan(&whole, &place) {
            continue;
        }
        let Some(before) = before(&whole, &place, hides).map(|before| sight(&before)) else {
            continue;
        };
        for date in later(place.shape) {
            let mut future = whole.clone();
            *future
                .pointer_mut(&format!("{}/{}", place.record, place.field))
                .unwrap() = date.clone();
            assert_eq!(sight(&future), before, "{place:?} on {date}");
            *moved.entry((place.list.clone(), place.field)).or_insert(0) += 1;
        }
        changed += i32::from(before.1 != seen.1);
    }
    let dated = EXPECTED
        .iter()
        .filter(|(_, _, hides)| !matches!(hides, Nothing))
        .count();
    assert_eq!(
        moved.len(),
        dated,
        "each date that hides something is moved: {moved:?}"
    );
    assert!(moved.values().sum::<i32>() > 150, "{moved:?}");
    assert!(
        changed > 45,
        "only {changed} of the dates matter to any signal"
    );
}

#[test]
fn every_date_of_the_model_is_written_down_in_the_account() {
    let written: Vec<(String, &str)> = all_places(&whole())
        .into_iter()
        .map(|place| (place.list, place.field))
        .collect();
    for (list, field, _) in EXPECTED {
        assert!(
            written.contains(&((*list).to_owned(), *field)),
            "`{field}` of `{list}`"
        );
    }
    let mut dates = 0;
    for info in [&Account::INFO, &Tenant::INFO] {
        count_dates(info, &mut dates);
    }
    // Custom values stand outside the tables; the tenant's own actions have the dates of an account's.
    let mut of_actions = 0;
    count_dates(&ActionRecord::INFO, &mut of_actions);
    assert_eq!(dates + 1 - of_actions, EXPECTED.len());
}

fn count_dates(info: &RecordInfo, dates: &mut usize) {
    for field in info.fields {
        match field.shape {
            Shape::Date | Shape::Moment | Shape::List(Shape::Date | Shape::Moment) => *dates += 1,
            Shape::Record(info) | Shape::List(&Shape::Record(info)) => count_dates(info, dates),
            _ => {}
        }
    }
}

#[test]
fn a_date_that_nobody_spoke_of_is_found() {
    assert!(expected("contracts", "signed_by_both_on").is_err());
}

/// The test can fail: the view of an account is not that of one whose date was hidden when it should not be.
#[test]
fn a_date_on_the_day_is_seen() {
    let whole = whole();
    let mut today_json = whole.clone();
    today_json["account"]["complaints"][2]["opened_at"] = "2026-06-30".into();
    let place = Place {
        list: "complaints".to_owned(),
        record: "/account/complaints/2".to_owned(),
        field: "opened_at",
        shape: Shape::Moment,
    };
    let hidden = before(&whole, &place, RECORD).unwrap();
    assert_ne!(sight(&today_json), sight(&hidden));
}
