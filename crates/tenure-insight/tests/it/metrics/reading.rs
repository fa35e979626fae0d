//! Renewals, surveys, purchases, cohorts and survival, out of records.

use std::collections::BTreeMap;

use tenure::model::{Account, Id, Tenant};
use tenure_insight::metrics::renewal::{Due, Outcome, due};
use tenure_insight::metrics::survival::{Observed, kaplan_meier, survival_at};
use tenure_insight::metrics::value::{Standing, at_risk};
use tenure_insight::metrics::{Conventions, Measured, measure, purchase};

use super::common::{account, currency, date, find, names, parts, window};

fn year() -> tenure_insight::metrics::Window {
    window("2025-01-01", "2026-01-01")
}

fn told(accounts: &[Account]) -> Measured {
    measure(
        accounts,
        &Tenant::default(),
        year(),
        &Conventions::default(),
        None,
    )
    .unwrap()
}

fn outcomes(contracts: &str, more: &str) -> Vec<(String, String, Outcome)> {
    let account = account(&format!(
        r#"{{ "id": "a", "contracts": [{contracts}] {more} }}"#
    ));
    let short = |due: Due| {
        (
            due.contract_id.to_string(),
            due.due.to_string(),
            due.outcome,
        )
    };
    due(&account, year(), chrono_tz::UTC)
        .into_iter()
        .map(short)
        .collect()
}

#[test]
fn what_was_due_was_renewed_lost_or_is_open() {
    let is = |contracts: &str, more: &str, expected: &[(&str, &str, Outcome)]| {
        let expected: Vec<_> = expected
            .iter()
            .map(|(id, day, out)| ((*id).to_owned(), (*day).to_owned(), *out))
            .collect();
        assert_eq!(outcomes(contracts, more), expected, "{contracts} {more}");
    };
    let plain = r#"{ "id": "c", "start_date": "2024-05-01", "end_date": "2025-04-30" }"#;
    is(plain, "", &[("c", "2025-04-30", Outcome::Open)]);
    // Renewed early, and counted on the day on which it was due.
    is(
        &format!(
            r#"{plain}, {{ "id": "d", "predecessor_id": "c", "start_date": "2025-05-01", "end_date": "2026-04-30", "signed_on": "2024-12-01" }}"#
        ),
        "",
        &[("c", "2025-04-30", Outcome::Renewed)],
    );
    // A draft renews nothing.
    is(
        &format!(
            r#"{plain}, {{ "id": "d", "predecessor_id": "c", "status": "draft", "start_date": "2025-05-01", "end_date": "2026-04-30" }}"#
        ),
        "",
        &[("c", "2025-04-30", Outcome::Open)],
    );
    is(
        plain,
        r#", "opportunities": [{ "id": "o", "pipeline": "renewal", "status": "lost", "closed_on": "2025-04-01" }]"#,
        &[("c", "2025-04-30", Outcome::Lost)],
    );
    is(
        plain,
        r#", "contract_events": [{ "contract_id": "c", "kind": "renewed", "at": "2025-04-29" }]"#,
        &[("c", "2025-04-30", Outcome::Renewed)],
    );
    is(
        r#"{ "id": "c", "start_date": "2024-05-01", "end_date": "2025-04-30", "auto_renew": true }"#,
        "",
        &[("c", "2025-04-30", Outcome::Renewed)],
    );
    is(
        r#"{ "id": "c", "start_date": "2024-05-01", "end_date": "2025-04-30", "status": "expired" }"#,
        "",
        &[("c", "2025-04-30", Outcome::Lost)],
    );
    // Terms of six months: one rolled on, the second ended early.
    is(
        r#"{ "id": "c", "start_date": "2024-09-01", "term_months": 6, "terminated_on": "2025-07-15" }"#,
        "",
        &[
            ("c", "2025-03-01", Outcome::Renewed),
            ("c", "2025-09-01", Outcome::Lost),
        ],
    );
    // The same, told by an event; and an end that nobody knows the day of.
    let by_event =
        r#"{ "id": "c", "start_date": "2024-09-01", "term_months": 6, "status": "terminated" }"#;
    is(
        by_event,
        r#", "contract_events": [{ "contract_id": "c", "kind": "terminated", "at": "2025-07-15" }]"#,
        &[
            ("c", "2025-03-01", Outcome::Renewed),
            ("c", "2025-09-01", Outcome::Lost),
        ],
    );
    is(by_event, "", &[]);
    // Due after the window, though lost in it.
    is(
        r#"{ "id": "c", "start_date": "2024-09-01", "end_date": "2027-08-31", "terminated_on": "2025-07-15" }"#,
        "",
        &[],
    );
    is(
        r#"{ "id": "c", "start_date": "2024-05-01", "end_date": "2025-04-30", "trial": true }"#,
        "",
        &[],
    );
}

#[test]
fn scores_are_of_the_latest_answers_of_customers() {
    let accounts = [
        account(
            r#"{ "id": "a", "surveys": [
                { "kind": "nps", "score": 2, "at": "2025-02-01", "contact_id": "k1" },
                { "kind": "nps", "score": 9, "at": "2025-03-01", "contact_id": "k1" },
                { "kind": "nps", "score": 0, "at": "2025-03-01", "contact_id": "k2" },
                { "kind": "nps", "score": 0, "at": "2025-03-01", "contact_id": "k3", "source": "internal" },
                { "kind": "nps", "score": 0, "at": "2026-01-01", "contact_id": "k4" },
                { "kind": "csat", "score": 4, "at": "2025-03-01" },
                { "kind": "ces", "score": 6.5, "at": "2025-03-01" }] }"#,
        ),
        account(
            r#"{ "id": "b", "surveys": [{ "kind": "nps", "score": 10, "at": "2025-12-31" }, { "kind": "csat", "score": 3, "at": "2025-05-01" }] }"#,
        ),
    ];
    let told = told(&accounts);
    assert_eq!(parts(&told.metrics, "nps"), (100, 3));
    assert_eq!(parts(&told.metrics, "csat"), (1, 2));
    assert_eq!(parts(&told.metrics, "ces"), (650, 100));
    let conventions = Conventions {
        min_responses: 4,
        ..Conventions::default()
    };
    let few = measure(&accounts, &Tenant::default(), year(), &conventions, None).unwrap();
    assert_eq!(find(&few.metrics, "nps").value, None);
}

#[test]
fn two_orders_of_one_day_are_two_orders_and_one_day() {
    let accounts = [
        account(
            r#"{ "id": "a", "purchases": [{ "id": "1", "at": "2025-02-01" }, { "id": "2", "at": "2025-02-01" }] }"#,
        ),
        account(
            r#"{ "id": "b", "purchases": [{ "at": "2024-02-01" }, { "at": "2025-02-01" }, { "at": "2025-02-11" }, { "at": "2025-03-03" }] }"#,
        ),
        account(r#"{ "id": "c", "purchases": [] }"#),
    ];
    let told = told(&accounts);
    assert_eq!(parts(&told.metrics, "repeat_purchase_rate"), (2, 2));
    assert_eq!(parts(&told.metrics, "repeat_purchase_rate_days"), (1, 2));
    assert_eq!(
        names(&find(&told.metrics, "returning_purchase_rate").members),
        ["b"]
    );
    // 10 and 20 days.
    assert_eq!(parts(&told.metrics, "reorder_interval"), (30, 2));
}

#[test]
fn a_period_that_has_not_ended_is_censored() {
    let bought = BTreeMap::from([
        (Id::from("a"), vec![date("2025-01-05"), date("2025-02-05")]),
        (Id::from("b"), vec![date("2025-01-07")]),
        (Id::from("c"), vec![date("2025-02-07"), date("2025-03-09")]),
    ]);
    let cohorts = purchase::purchase_cohorts(&bought, 1, date("2025-03-20"), 2);
    let cells: Vec<_> = cohorts
        .iter()
        .map(|cohort| (cohort.size, cohort.active.clone()))
        .collect();
    assert_eq!(
        cells,
        [
            (2, vec![Some(2), Some(1), None]),
            (1, vec![Some(1), None, None])
        ]
    );
}

#[test]
fn survival_is_that_of_the_textbook() {
    // Remission in weeks under 6-MP (Freireich and others, 1963), the textbook's example of the method.
    let observed: Vec<Observed> = [
        (6, true),
        (6, true),
        (6, true),
        (6, false),
        (7, true),
        (9, false),
        (10, true),
        (10, false),
        (11, false),
        (13, true),
        (16, true),
        (17, false),
        (19, false),
        (20, false),
        (22, true),
        (23, true),
        (25, false),
        (32, false),
        (32, false),
        (34, false),
        (35, false),
    ]
    .into_iter()
    .map(|(duration, left)| Observed {
        id: Id::default(),
        duration,
        left,
    })
    .collect();
    let curve = kaplan_meier(&observed);
    for (week, survival) in [
        (5, 1.0),
        (6, 0.857),
        (7, 0.807),
        (10, 0.753),
        (13, 0.690),
        (16, 0.627),
        (22, 0.538),
        (40, 0.448),
    ] {
        assert!(
            (survival_at(&curve, week) - survival).abs() < 0.0005,
            "{week}"
        );
    }
    // The textbook's standard error at 10 weeks: 0.0963.
    let ten = curve.iter().find(|point| point.duration == 10).unwrap();
    assert!((ten.survival - ten.low - 1.96 * 0.0963).abs() < 0.0002);
}

#[test]
fn what_was_billed_has_a_currency_where_no_contract_tells_one() {
    let of = |kind: &str, code: &str| {
        let day = if kind == "invoices" { "issued" } else { "at" };
        account(&format!(
            r#"{{ "id": "{code}", "contracts": [], "{kind}": [{{ "id": "1", "{day}": "2025-05-01",
                "amount": {{ "minor": 500, "currency": "{code}" }} }}] }}"#
        ))
    };
    let is = |accounts: &[Account], currency: &str, ltv: (i64, i64), left_out: &[&str]| {
        let told = told(accounts);
        assert_eq!(told.currency.as_str(), currency);
        assert_eq!(parts(&told.metrics, "ltv_historical"), ltv);
        let metric = find(&told.metrics, "ltv_historical");
        assert_eq!(names(&metric.left_out), left_out);
    };
    is(&[of("invoices", "USD")], "USD", (500, 1), &[]);
    is(&[of("purchases", "EUR")], "EUR", (500, 1), &[]);
    // Two, and no rates into one: nothing is added up.
    let two = [of("invoices", "USD"), of("purchases", "EUR")];
    is(&two, "XXX", (0, 0), &["USD", "EUR"]);
    is(&[], "XXX", (0, 0), &[]);
}

#[test]
fn revenue_at_risk_is_by_currency() {
    let of = |id: &str, minor: i64, code: &str, probability_bp: i64, band: &str| Standing {
        account_id: Id::from(id),
        annual: tenure::model::Money {
            minor,
            currency: currency(code),
        },
        probability_bp,
        band: band.to_owned(),
    };
    let standings = [
        of("a", 1_000, "USD", 5_000, "critical"),
        of("b", 101, "USD", 5_000, "low"),
        of("c", 900, "KRW", 1_000, "high"),
    ];
    let risk = at_risk(&standings, &["high", "critical"]).unwrap();
    let short: Vec<_> = risk
        .iter()
        .map(|one| (one.currency.as_str(), one.annual, one.expected, one.banded))
        .collect();
    assert_eq!(short, [("KRW", 900, 90, 900), ("USD", 1_101, 551, 1_000)]);
}

#[test]
fn a_renewal_tells_of_the_contract_before_it() {
    let of = |id: &str, kind: &str| {
        account(&format!(
            r#"{{ "id": "{id}", "signup_date": "2022-03-01", "contracts": [{{ "id": "c", "kind": "{kind}", "start_date": "2025-03-01",
                "end_date": "2027-02-28", "amount": {{ "minor": 1200, "currency": "USD" }} }}] }}"#
        ))
    };
    let told = told(&[of("a", "renewal"), of("b", "new"), of("c", "renewal")]);
    assert_eq!(parts(&told.metrics, "renewal_rate"), (2, 2));
    assert_eq!(parts(&told.metrics, "crr"), (2, 2));
    assert_eq!(names(&told.amounts_not_known), ["a", "c"]);
    assert_eq!(parts(&told.metrics, "arpa"), (300, 3));
    // Two of two at the start are left out of revenue.
    assert_eq!(find(&told.metrics, "nrr").value, None);
    assert_eq!((told.bridge.new, told.bridge.end), (100, 100));
}
