//! Where the data ends: on the last day on which something happened, and not where something was planned or mistyped.

use tenure::model::Account;
use tenure_insight::backtest::{Backtest, DataEnd};

use super::common::{account, date, one_day, shipped, tried};

/// An account that says something on a day, with more records.
fn talks(id: &str, on: &str, more: &str) -> Account {
    account(&format!(
        r#"{{ "id": "{id}", "contracts": [{{ "id": "c", "start_date": "2024-01-01" }}],
             "interactions": [{{ "kind": "note", "at": "{on}" }}]{more} }}"#
    ))
}

fn told(accounts: &[Account]) -> Backtest {
    tried(accounts, &[&shipped()], &one_day("2025-01-31")).unwrap()
}

fn end(accounts: &[Account]) -> DataEnd {
    told(accounts).data_end
}

#[test]
fn what_is_planned_does_not_move_the_end() {
    for planned in [
        r#", "invoices": [{ "id": "i", "issued": "2026-03-01", "status": "open" }]"#,
        r#", "contract_events": [{ "contract_id": "c", "kind": "terminated", "at": "2026-03-01" }]"#,
        r#", "assignments": [{ "owner_id": "o", "role": "sales", "from": "2026-03-01" }]"#,
    ] {
        let accounts = [
            talks("a", "2025-06-30", planned),
            talks("b", "2025-05-31", ""),
        ];
        let end = end(&accounts);
        assert_eq!(
            (end.on, end.record),
            (date("2025-06-30"), Some("interactions")),
            "{planned}"
        );
        assert_eq!(end.doubted, None);
    }
}

#[test]
fn an_invoice_is_paid_on_a_day_that_was() {
    let paid = r#", "invoices": [{ "id": "i", "issued": "2025-07-01", "status": "paid", "paid_at": "2025-07-20" }]"#;
    let accounts = [talks("a", "2025-06-30", paid), talks("b", "2025-05-31", "")];
    let end = end(&accounts);
    assert_eq!((end.on, end.record), (date("2025-07-20"), Some("invoices")));
}

#[test]
fn where_nothing_else_is_told_plans_tell() {
    let account = |id: &str, more: &str| {
        account(&format!(
            r#"{{ "id": "{id}", "contracts": [{{ "id": "c", "start_date": "2024-01-01" }}, {{ "id": "d", "start_date": "2025-12-01" }}]{more} }}"#
        ))
    };
    let invoices = r#", "invoices": [{ "id": "i", "issued": "2025-06-01" }]"#;
    let both = end(&[account("a", invoices), account("b", "")]);
    assert_eq!(
        (both.on, both.record),
        (date("2025-06-01"), Some("invoices"))
    );
    let contracts = end(&[account("a", ""), account("b", "")]);
    assert_eq!(
        (contracts.on, contracts.record),
        (date("2025-12-01"), Some("contracts"))
    );
}

#[test]
fn a_mistyped_year_is_not_believed_and_told() {
    let accounts = [
        talks(
            "a",
            "2025-06-30",
            r#", "tickets": [{ "id": "t", "opened_at": "2206-06-01" }]"#,
        ),
        talks("b", "2025-05-31", ""),
        talks("c", "2025-05-31", ""),
    ];
    let end = end(&accounts);
    assert_eq!(
        (end.on, end.record),
        (date("2025-06-30"), Some("interactions"))
    );
    let doubted = end.doubted.unwrap();
    assert_eq!(
        (doubted.on, doubted.account.as_str(), doubted.record),
        (date("2206-06-01"), "a", "tickets")
    );
    // Labels of days after the end are not known, then.
    let mut settings = one_day("2025-01-31");
    settings.to = date("2025-12-31");
    let told = tried(&accounts, &[&shipped()], &settings).unwrap();
    assert_eq!(told.days.len(), 3, "{:?}", told.days);
    assert!(told.censored > 0);
}

#[test]
fn a_silence_is_believed_where_many_tell_of_what_came_after_it() {
    let again = r#", "tickets": [{ "id": "t", "opened_at": "2027-06-01" }]"#;
    let accounts = [
        talks("a", "2025-06-30", again),
        talks("b", "2025-05-31", again),
        talks("c", "2025-05-31", ""),
    ];
    let two = end(&accounts);
    assert_eq!((two.on, two.doubted), (date("2027-06-01"), None));
    // Less than a year is no silence.
    let soon = r#", "tickets": [{ "id": "t", "opened_at": "2026-06-01" }]"#;
    let accounts = [talks("a", "2025-06-30", soon), talks("b", "2025-05-31", "")];
    assert_eq!(end(&accounts).on, date("2026-06-01"));
    // Nobody else tells of anything.
    let alone =
        account(r#"{ "id": "b", "contracts": [{ "id": "c", "start_date": "2024-01-01" }] }"#);
    let accounts = [talks("a", "2025-06-30", again), alone];
    assert_eq!(end(&accounts).on, date("2027-06-01"));
}
