//! What tells of the outcome is refused, by name.

use tenure::model::{Account, Id, Tenant};
use tenure_insight::ErrorKind;
use tenure_insight::backtest::{History, ToldLoss, Undated, backtest};

use super::common::{BANDS, account, date, one_day, small, tried, with_x};

fn refused(accounts: &[Account], rulebook: &str, undated: Undated) -> String {
    let engine = small(rulebook);
    let mut settings = one_day("2025-03-31");
    settings.undated = undated;
    let error = tried(accounts, &[&engine], &settings).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Leak, "{error}");
    error.to_string()
}

/// A rulebook with one custom signal.
fn reads(name: &str, ty: &str, when: &str) -> String {
    format!(
        "[risk]\nprior = 2000\nhorizon_months = 3\npdo = 5\nmin_coverage = 0\n{BANDS}\n[[signal]]\nname = 'custom.{name}'\ntype = '{ty}'\n\
         [[rule]]\nid = 'leak'\nwhen = '{when}'\npoints = 5\nreason = {{ en = 'x', ko = 'x' }}\n"
    )
}

fn lost_with(custom: &str) -> Account {
    account(&format!(
        r#"{{ "id": "acme", "custom": {custom},
             "contracts": [{{ "id": "c-7", "start_date": "2024-01-01", "terminated_on": "2025-05-02" }}],
             "interactions": [{{ "kind": "note", "at": "2027-01-01" }}] }}"#
    ))
}

#[test]
fn a_signal_that_reads_the_churn_date_is_refused() {
    let rulebook = reads("churned_on", "text", "custom.churned_on != \"\"");
    for custom in [
        r#"{ "churned_on": "2025-05-02" }"#,
        r#"{ "churned_on": "2025-05-01T10:00:00Z" }"#,
        r#"{ "churned_on": { "value": "2025-05-02", "observed_at": "2025-01-01" } }"#,
    ] {
        let told = refused(
            &[lost_with(custom), with_x("b", 0, None, 1)],
            &rulebook,
            Undated::LeftOut,
        );
        for part in [
            "`acme`",
            "`custom.churned_on`",
            "contract `c-7`",
            "2025-05-02",
        ] {
            assert!(told.contains(part), "{part} in {told}");
        }
    }
    let as_number = reads("churned_on", "int", "custom.churned_on > 0");
    refused(
        &[lost_with(r#"{ "churned_on": 20250502 }"#)],
        &as_number,
        Undated::LeftOut,
    );
}

#[test]
fn another_day_is_no_leak() {
    let engine = small(&reads("review_on", "text", "custom.review_on != \"\""));
    let accounts = [
        lost_with(r#"{ "review_on": "2025-05-20" }"#),
        with_x("b", 0, None, 1),
    ];
    tried(&accounts, &[&engine], &one_day("2025-03-31")).unwrap();
}

#[test]
fn a_state_that_only_the_lost_have_is_refused_where_it_is_read() {
    let one = |number: usize, lost: bool| {
        let end = if lost {
            r#", "terminated_on": "2025-05-02""#
        } else {
            ""
        };
        account(&format!(
            r#"{{ "id": "a{number}", "custom": {{ "mood": "{}" }},
                 "contracts": [{{ "id": "c", "start_date": "2024-01-01"{end} }}],
                 "interactions": [{{ "kind": "note", "at": "2027-01-01" }}] }}"#,
            if lost { "gone" } else { "calm" }
        ))
    };
    let accounts: Vec<Account> = (0..20).map(|number| one(number, number < 6)).collect();
    let rulebook = reads("mood", "text", "custom.mood == \"gone\"");
    let told = refused(&accounts, &rulebook, Undated::AsToday);
    assert!(
        told.contains("`custom.mood` holds `gone` in 6 of the 6"),
        "{told}"
    );
    // Left out, it tells nothing, and nothing is refused.
    let told = tried(&accounts, &[&small(&rulebook)], &one_day("2025-03-31")).unwrap();
    assert_eq!(told.rulebooks[0].measures.auc.unwrap().value, 0.5);
    assert!(told.fields.iter().any(|field| field.field == "custom.mood"));
}

#[test]
fn a_lifecycle_that_says_churned_is_refused_where_it_is_read() {
    let mut lost = lost_with("{}");
    lost.lifecycle = Some(tenure::model::Lifecycle::Churned);
    let rulebook = reads("x", "int", "custom.x > 3");
    let told = refused(
        &[lost, with_x("b", 0, None, 1)],
        &rulebook,
        Undated::AsToday,
    );
    assert!(told.contains("`acme`: its `lifecycle`"), "{told}");
}

/// Twenty accounts, of which six are lost, with one field of the lost and one of the kept.
fn six_of_twenty(lost: &str, kept: &str, contract: (&str, &str)) -> Vec<Account> {
    let one = |number: usize| {
        let (own, contract, end) = if number < 6 {
            (lost, contract.0, r#", "terminated_on": "2025-05-02""#)
        } else {
            (kept, contract.1, "")
        };
        account(&format!(
            r#"{{ "id": "a{number:02}"{own}, "contracts": [
                    {{ "id": "c0", "start_date": "2023-01-01", "end_date": "2023-12-31", "auto_renew": false }},
                    {{ "id": "c", "start_date": "2024-01-01"{contract}{end} }}],
                 "interactions": [{{ "kind": "note", "at": "2027-01-01" }}] }}"#
        ))
    };
    (0..20).map(one).collect()
}

#[test]
fn a_field_that_is_changed_when_a_customer_leaves_is_refused() {
    let rulebook = reads("x", "int", "custom.x > 3");
    let none = ("", "");
    let renews = (r#", "auto_renew": false"#, r#", "auto_renew": true"#);
    let cases = [
        (
            six_of_twenty(
                r#", "owner_id": "o-exit""#,
                r#", "owner_id": "o-kim""#,
                none,
            ),
            "`owner_id` holds `o-exit` in 6 of the 6",
        ),
        (
            six_of_twenty("", r#", "owner_id": "o-kim""#, none),
            "`owner_id` holds nothing in 6 of the 6",
        ),
        (
            six_of_twenty(r#", "csm_id": "o-exit""#, r#", "csm_id": "o-seo""#, none),
            "`csm_id` holds `o-exit` in 6 of the 6",
        ),
        (
            six_of_twenty("", "", renews),
            "`contracts.auto_renew` holds `false` in 6 of the 6",
        ),
    ];
    for (accounts, wanted) in cases {
        let told = refused(&accounts, &rulebook, Undated::LeftOut);
        assert!(told.contains(wanted), "{wanted} in {told}");
        assert!(told.contains("the first is `a00`"), "{told}");
    }
}

#[test]
fn a_field_that_others_share_is_no_leak() {
    let engine = small(&reads("x", "int", "custom.x > 3"));
    let same = |field: &str| six_of_twenty(field, field, ("", ""));
    // Assignments have days: what the account says beside them is not read.
    let assigned =
        r#""assignments": [{ "owner_id": "o-kim", "role": "sales", "from": "2024-01-01" }]"#;
    let archived = six_of_twenty(
        &format!(r#", "owner_id": "o-exit", {assigned}"#),
        &format!(r#", "owner_id": "o-kim", {assigned}"#),
        ("", ""),
    );
    let mut shared = six_of_twenty(
        r#", "owner_id": "o-exit""#,
        r#", "owner_id": "o-kim""#,
        ("", ""),
    );
    shared[19].owner_id = Some(Id::from("o-exit"));
    for accounts in [same(""), same(r#", "owner_id": "o-kim""#), archived, shared] {
        tried(&accounts, &[&engine], &one_day("2025-03-31")).unwrap();
    }
}

fn told_loss(lost_on: Option<&str>, as_of: Option<&str>) -> ToldLoss {
    ToldLoss {
        account_id: Id::from("a"),
        lost_on: lost_on.map(date),
        as_of: as_of.map(date),
        place: "losses.csv, line 2".to_owned(),
    }
}

#[test]
fn a_label_that_is_dated_before_its_day_is_refused() {
    let accounts = [with_x("a", 0, None, 1), with_x("b", 0, None, 1)];
    let engine = small(&reads("x", "int", "custom.x > 3"));
    let tenant = Tenant::default();
    let with = |losses: &[ToldLoss]| {
        let history = History {
            accounts: &accounts,
            tenant: &tenant,
            losses: Some(losses),
        };
        backtest(&history, &[&engine], &one_day("2025-03-31"))
    };
    for on in ["2025-02-01", "2025-03-31"] {
        let error = with(&[told_loss(Some(on), Some("2025-03-31"))]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Leak);
        for part in ["losses.csv, line 2", "`a`", on] {
            assert!(error.to_string().contains(part), "{part} in {error}");
        }
    }
    // By day, only the accounts that are told of have an outcome; without a day, all have.
    let told = with(&[told_loss(Some("2025-04-01"), Some("2025-03-31"))]).unwrap();
    assert_eq!((told.rows, told.lost), (1, 1));
    let told = with(&[told_loss(Some("2025-04-01"), None)]).unwrap();
    assert_eq!((told.rows, told.lost), (2, 1));
    let told = with(&[told_loss(None, None)]).unwrap();
    assert_eq!((told.rows, told.lost), (2, 0));
    let stranger = ToldLoss {
        account_id: Id::from("nobody"),
        ..told_loss(None, None)
    };
    let error = with(&[stranger]).unwrap_err();
    assert!(
        error.to_string().contains("there is no account `nobody`"),
        "{error}"
    );
}
