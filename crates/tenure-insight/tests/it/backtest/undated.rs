//! What has no day, and what the history takes back.

use serde_json::Value;
use tenure::Engine;
use tenure::model::{Account, Limits, Tenant, read_tenant};
use tenure_insight::backtest::{
    Backtest, FieldNote, History, Treatment, Undated, backtest, decide_as_known,
};

use super::common::{BANDS, account, date, one_day, small, tried};

/// Gives as many points as a signal says.
fn points_of(signal: &str, bins: &str) -> Engine {
    small(&format!(
        "currency = 'USD'\n[risk]\nprior = 2000\nhorizon_months = 3\npdo = 5\nmin_coverage = 0\n{BANDS}\n\
         [[rule]]\nid = 'x'\nsignal = '{signal}'\nbins = [{bins}]\nreason = {{ en = 'x', ko = 'x' }}\n"
    ))
}

/// Gives 7 points where a condition holds.
fn points_where(when: &str) -> Engine {
    small(&format!(
        "[risk]\nprior = 2000\nhorizon_months = 3\npdo = 5\nmin_coverage = 0\n{BANDS}\n\
         [[rule]]\nid = 'x'\nwhen = '{when}'\npoints = 7\nreason = {{ en = 'x', ko = 'x' }}\n"
    ))
}

/// The points of an account as it was known on a day.
fn points(engine: &Engine, account: &Account, tenant: &Tenant, day: &str) -> i64 {
    let accounts = std::slice::from_ref(account);
    let history = History {
        accounts,
        tenant,
        losses: None,
    };
    let told = decide_as_known(&history, engine, Undated::LeftOut, date(day)).unwrap();
    let contributions = &told[0].decision.contributions;
    contributions.iter().map(|one| one.points).sum()
}

fn tenant(owner: &str) -> Tenant {
    let text = format!(r#"{{ "owners": [{{ "id": "o", "role": "sales"{owner} }}] }}"#);
    read_tenant(&text, &Limits::default()).unwrap().value
}

fn billed(invoice: &str) -> Account {
    account(&format!(
        r#"{{ "id": "a", "contracts": [{{ "id": "c", "start_date": "2024-01-01" }}],
             "invoices": [{{ "id": "i", "issued": "2025-01-01", "due": "2025-01-31"{invoice} }}],
             "interactions": [{{ "kind": "note", "at": "2027-01-01" }}] }}"#
    ))
}

#[test]
fn invoices_that_were_settled_nobody_knows_when_are_left_out() {
    let engine = points_where("billing.overdue > 0");
    let overdue = |invoice: &str| {
        let points = points(&engine, &billed(invoice), &Tenant::default(), "2025-03-31");
        points == 7
    };
    assert!(overdue(""));
    assert!(overdue(r#", "status": "open""#));
    assert!(overdue(r#", "status": "paid", "paid_at": "2025-04-02""#));
    assert!(!overdue(r#", "status": "paid", "paid_at": "2025-03-02""#));
    for settled in ["paid", "void", "written_off"] {
        let invoice = format!(r#", "status": "{settled}""#);
        assert!(!overdue(&invoice), "{settled}");
        let told = tried(&[billed(&invoice)], &[&engine], &one_day("2025-03-31")).unwrap();
        let note = note(&told, "invoices settled without a day");
        assert_eq!(
            (note.treatment, note.accounts),
            (Treatment::LeftOut, 1),
            "{settled}"
        );
    }
}

fn note<'t>(told: &'t Backtest, field: &str) -> &'t FieldNote {
    let mut notes = told.fields.iter().filter(|note| note.field == field);
    let note = notes.next().unwrap();
    assert_eq!(notes.next(), None, "{field} is told twice");
    note
}

#[test]
fn an_owner_who_is_gone_or_away_nobody_knows_since_when_is_at_work() {
    let owned = account(
        r#"{ "id": "a", "owner_id": "o", "contracts": [{ "id": "c", "start_date": "2024-01-01" }] }"#,
    );
    let is = |what: &str, owner: &str| {
        let engine = points_where(what);
        points(&engine, &owned, &tenant(owner), "2025-03-31") == 7
    };
    assert!(!is("owner.departed", r#", "status": "departed""#));
    assert!(is(
        "owner.departed",
        r#", "status": "departed", "departed_on": "2025-03-01""#
    ));
    assert!(!is(
        "owner.departed",
        r#", "status": "departed", "departed_on": "2025-06-01""#
    ));
    assert!(!is("owner.on_leave", r#", "status": "on_leave""#));
    assert!(is(
        "owner.on_leave",
        r#", "status": "on_leave", "leave_from": "2025-03-01""#
    ));
    assert!(!is(
        "owner.on_leave",
        r#", "status": "on_leave", "leave_from": "2025-06-01""#
    ));
    // Until when somebody is away does not tell since when.
    assert!(!is(
        "owner.on_leave",
        r#", "status": "on_leave", "leave_until": "2025-08-01""#
    ));
    assert!(!is("owner.on_leave", r#", "leave_until": "2025-08-01""#));
}

/// An account with one contract and its history.
fn changed(contract: &str, events: &str) -> Account {
    account(&format!(
        r#"{{ "id": "a",
             "contracts": [{{ "id": "c", "start_date": "2024-01-01"{contract} }}],
             "contract_events": [{events}],
             "interactions": [{{ "kind": "note", "at": "2027-01-01" }}] }}"#
    ))
}

/// The treatments of a field, and in how many accounts.
fn treatments(account: &Account, field: &str) -> Vec<(Treatment, usize)> {
    let engine = points_where("renewal.months_left < 0");
    let accounts = std::slice::from_ref(account);
    let history = History {
        accounts,
        tenant: &Tenant::default(),
        losses: None,
    };
    let told = backtest(&history, &[&engine], &one_day("2024-03-31")).unwrap();
    let of = told.fields.iter().filter(|note| note.field == field);
    of.map(|note| (note.treatment, note.accounts)).collect()
}

/// A change of a contract.
fn event(kind: &str, at: &str, old: Value, new: Value) -> String {
    serde_json::json!({ "contract_id": "c", "kind": kind, "at": at, "old_value": old, "new_value": new })
        .to_string()
}

#[test]
fn a_last_day_that_was_moved_is_taken_back() {
    let moved = |events: &str| {
        changed(
            r#", "end_date": "2026-12-31", "renewal_deadline": "2026-11-30""#,
            events,
        )
    };
    // Bins of a year: 1 up to 12 months, 2 up to 24, 3 above.
    let engine = points_of(
        "renewal.months_left",
        "{ below = 12, points = 1 }, { below = 24, points = 2 }, { points = 3 }",
    );
    let on = |account: &Account, day: &str| points(&engine, account, &Tenant::default(), day);
    let events = [
        event(
            "renewed",
            "2024-11-15",
            "2024-12-31".into(),
            "2025-12-31".into(),
        ),
        event("extended", "2025-11-20", 20251231.into(), 20261231.into()),
    ];
    let told = moved(&events.join(","));
    assert_eq!(on(&told, "2024-06-30"), 1, "it ended in 2024");
    assert_eq!(on(&told, "2024-11-14"), 1);
    assert_eq!(on(&told, "2024-11-15"), 2, "it ends in 2025");
    assert_eq!(on(&told, "2025-11-19"), 1);
    assert_eq!(on(&told, "2025-11-20"), 2, "it ends in 2026");
    assert_eq!(
        treatments(&told, "contracts.end_date"),
        [(Treatment::DatedByEvent, 1)]
    );

    // Without a history, and where one event does not say what was before, nobody knows.
    let silent = moved("");
    assert_eq!(on(&silent, "2024-06-30"), 3);
    assert_eq!(
        treatments(&silent, "contracts.end_date"),
        [(Treatment::AsToday, 1)]
    );
    let half = moved(
        &[
            event("renewed", "2024-11-15", Value::Null, Value::Null),
            events[1].clone(),
        ]
        .join(","),
    );
    assert_eq!(on(&half, "2025-11-19"), 1);
    assert_eq!(
        treatments(&half, "contracts.end_date"),
        [(Treatment::AsToday, 1)]
    );
}

#[test]
fn an_end_that_is_written_with_the_notice_is_taken_back() {
    let notice = event(
        "cancellation_notice",
        "2025-02-10",
        "2026-12-31".into(),
        "2025-03-31".into(),
    );
    let told = changed(r#", "end_date": "2025-03-31""#, &notice);
    let engine = points_of(
        "renewal.months_left",
        "{ below = 12, points = 1 }, { points = 2 }",
    );
    let on = |day: &str| points(&engine, &told, &Tenant::default(), day);
    assert_eq!((on("2025-02-09"), on("2025-02-10")), (2, 1));
}

#[test]
fn an_amount_that_was_moved_is_taken_back() {
    let contract =
        r#", "billing_period": "monthly", "amount": { "minor": 30000, "currency": "USD" }"#;
    let events = [
        event("upgraded", "2025-01-10", 100.into(), 150.into()),
        event("price_changed", "2025-06-10", 10.into(), 20.into()),
    ];
    let told = changed(contract, &events.join(","));
    // A year's value: 3,600 USD now, 1,800 before June, 1,200 before January.
    let engine = points_of(
        "account.annual_value",
        "{ below = 150000, points = 1 }, { below = 250000, points = 2 }, { points = 3 }",
    );
    let on = |account: &Account, day: &str| points(&engine, account, &Tenant::default(), day);
    assert_eq!(on(&told, "2025-01-09"), 1);
    assert_eq!(on(&told, "2025-01-10"), 2);
    assert_eq!(on(&told, "2025-06-09"), 2);
    assert_eq!(on(&told, "2025-06-10"), 3);
    assert_eq!(
        treatments(&told, "contracts.amount"),
        [(Treatment::DatedByEvent, 1)]
    );

    let blank = changed(
        contract,
        &event("upgraded", "2025-01-10", Value::Null, Value::Null),
    );
    assert_eq!(on(&blank, "2025-01-09"), 3);
    assert_eq!(
        treatments(&blank, "contracts.amount"),
        [(Treatment::AsToday, 1)]
    );
}
