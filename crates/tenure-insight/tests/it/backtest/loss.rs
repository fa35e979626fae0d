//! What counts as a loss, where every contract counts for itself.

use tenure::model::Account;
use tenure_insight::backtest::{Loss, Settings};

use super::common::{account, one_day, shipped, tried, with_x};

/// An account with these contracts.
fn holds(contracts: &str, events: &str) -> Account {
    account(&format!(
        r#"{{ "id": "a", "contracts": [{contracts}], "contract_events": [{events}],
             "interactions": [{{ "kind": "note", "at": "2027-01-01" }}] }}"#
    ))
}

/// Whether the account has a row on a day, and whether that was lost within 90 days.
fn fate(account: &Account, day: &str, change: impl Fn(&mut Settings)) -> Option<bool> {
    let mut settings = one_day(day);
    settings.loss = Loss::Contract;
    change(&mut settings);
    // Another account, so that there is always a row.
    let accounts = [account.clone(), with_x("z", 0, None, 1)];
    let told = tried(&accounts, &[&shipped()], &settings).unwrap();
    (told.rows == 2).then_some(told.lost == 1)
}

fn usual(_: &mut Settings) {}

#[test]
fn a_pause_is_a_loss_where_it_counts_as_one_and_ends() {
    let paused = holds(
        r#"{ "id": "c", "start_date": "2024-01-01", "terminated_on": "2026-03-01" }"#,
        r#"{ "contract_id": "c", "kind": "paused", "at": "2025-02-01" },
           { "contract_id": "c", "kind": "resumed", "at": "2025-06-01" }"#,
    );
    let churn = |settings: &mut Settings| settings.conventions.paused_is_churn = true;
    let fates = |change: fn(&mut Settings)| {
        ["2024-12-31", "2025-03-01", "2025-07-31", "2026-01-31"]
            .map(|day| fate(&paused, day, change))
    };
    assert_eq!(
        fates(churn),
        [Some(true), None, Some(false), Some(true)],
        "paused is churn"
    );
    assert_eq!(
        fates(usual),
        [Some(false), Some(false), Some(false), Some(true)],
        "paused is none"
    );
}

#[test]
fn a_superseded_contract_stands_until_its_successor_begins() {
    // Nothing but its successor tells when the first one ended.
    let open = holds(
        r#"{ "id": "c", "start_date": "2024-01-01", "status": "superseded" },
           { "id": "d", "start_date": "2025-06-01", "predecessor_id": "c", "terminated_on": "2025-09-01" }"#,
        "",
    );
    // The first one was to last longer than the second one did.
    let long = holds(
        r#"{ "id": "c", "start_date": "2024-01-01", "end_date": "2026-12-31", "status": "superseded" },
           { "id": "d", "start_date": "2025-06-01", "predecessor_id": "c", "terminated_on": "2025-09-01" }"#,
        "",
    );
    for account in [open, long] {
        assert_eq!(fate(&account, "2025-04-30", usual), Some(false));
        assert_eq!(fate(&account, "2025-07-31", usual), Some(true));
        assert_eq!(fate(&account, "2025-09-30", usual), None);
    }
}

#[test]
fn what_was_superseded_is_not_lost_though_its_successor_is_not_on_record() {
    let contract = |status: &str| {
        holds(
            &format!(
                r#"{{ "id": "c", "start_date": "2024-01-01", "end_date": "2025-05-31", "status": "{status}" }}"#
            ),
            "",
        )
    };
    assert_eq!(
        fate(&contract("superseded"), "2025-04-30", usual),
        Some(false)
    );
    assert_eq!(fate(&contract("expired"), "2025-04-30", usual), Some(true));
}

#[test]
fn of_two_contracts_the_one_that_ends_is_lost() {
    let two = holds(
        r#"{ "id": "c", "start_date": "2024-01-01", "end_date": "2025-05-31" }, { "id": "d", "start_date": "2024-01-01" }"#,
        "",
    );
    assert_eq!(fate(&two, "2025-04-30", usual), Some(true));
    assert_eq!(fate(&two, "2025-06-30", usual), Some(false));
    let customer = |settings: &mut Settings| settings.loss = Loss::Customer;
    assert_eq!(fate(&two, "2025-04-30", customer), Some(false));
    // One that follows within the grace.
    let late = holds(
        r#"{ "id": "c", "start_date": "2024-01-01", "end_date": "2025-05-31" },
           { "id": "d", "start_date": "2025-06-15", "predecessor_id": "c" }"#,
        "",
    );
    let grace = |settings: &mut Settings| settings.conventions.grace_days = 30;
    assert_eq!(fate(&late, "2025-04-30", usual), Some(true));
    assert_eq!(fate(&late, "2025-04-30", grace), Some(false));
}
