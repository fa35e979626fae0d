//! Losses that are told beside the contracts.

use tenure::model::{Account, Id, Tenant};
use tenure_insight::backtest::{Backtest, History, Settings, ToldLoss, backtest};
use tenure_insight::{Error, ErrorKind};

use super::common::{account, date, one_day, shipped, with_x};

fn loss(account: &str, line: usize, lost_on: Option<&str>, as_of: Option<&str>) -> ToldLoss {
    ToldLoss {
        account_id: Id::from(account),
        lost_on: lost_on.map(date),
        as_of: as_of.map(date),
        place: format!("losses.csv, line {line}"),
    }
}

fn with(accounts: &[Account], losses: &[ToldLoss], settings: &Settings) -> Result<Backtest, Error> {
    let tenant = Tenant::default();
    let history = History {
        accounts,
        tenant: &tenant,
        losses: Some(losses),
    };
    backtest(&history, &[&shipped()], settings)
}

#[test]
fn who_is_told_to_have_left_is_no_customer_until_a_contract_begins() {
    // The contracts of all of them stand to this day.
    let back = account(
        r#"{ "id": "back", "contracts": [{ "id": "c", "start_date": "2024-01-01" }, { "id": "d", "start_date": "2025-05-01" }],
             "interactions": [{ "kind": "note", "at": "2027-01-01" }] }"#,
    );
    let accounts = [with_x("gone", 0, None, 1), back, with_x("here", 0, None, 1)];
    let losses = [
        loss("gone", 2, Some("2025-02-01"), None),
        loss("back", 3, Some("2025-02-01"), None),
    ];
    let on = |day: &str| {
        let told = with(&accounts, &losses, &one_day(day)).unwrap();
        (told.rows, told.lost)
    };
    assert_eq!(on("2025-01-31"), (3, 2));
    assert_eq!(on("2025-02-01"), (1, 0));
    assert_eq!(on("2025-03-31"), (1, 0));
    assert_eq!(on("2025-05-01"), (2, 0));
}

#[test]
fn outcomes_of_some_days_do_not_stand_beside_outcomes_of_all() {
    let accounts = [with_x("a", 0, None, 1), with_x("b", 0, None, 1)];
    let of_a_day = loss("a", 2, None, Some("2025-03-31"));
    let of_all = loss("b", 3, Some("2025-05-01"), None);
    for losses in [
        [of_a_day.clone(), of_all.clone()],
        [of_all.clone(), of_a_day.clone()],
    ] {
        let error = with(&accounts, &losses, &one_day("2025-03-31")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        for part in ["losses.csv, line 3: account `b` has no `as_of`", "line 2"] {
            assert!(error.to_string().contains(part), "{part} in {error}");
        }
    }
    let told = with(&accounts, &[of_a_day], &one_day("2025-03-31")).unwrap();
    assert_eq!((told.rows, told.lost), (1, 0));
    let told = with(&accounts, &[of_all], &one_day("2025-03-31")).unwrap();
    assert_eq!((told.rows, told.lost), (2, 1));
}
