//! What changes when something else is agreed.

use tenure::model::Tenant;
use tenure_insight::ErrorKind;
use tenure_insight::metrics::Fraction;
use tenure_insight::metrics::{
    Conventions, Logo, Reactivation, Retention, State, Timeline, measure,
};

use super::common::{account, currency, date, find, line, names, parts, retention, window};

fn year() -> tenure_insight::metrics::Window {
    window("2025-01-01", "2026-01-01")
}

#[test]
fn a_gap_beyond_the_limit_makes_a_new_customer() {
    let lines = [line(
        "G",
        &[("2024-01-01", 100), ("2025-03-31", 0), ("2025-10-01", 100)],
    )];
    let bridge = |reactivation| {
        let conventions = Conventions {
            reactivation,
            ..Conventions::default()
        };
        Retention::new(&lines, year(), conventions, currency("USD"))
            .bridge()
            .unwrap()
    };
    assert_eq!(bridge(Reactivation::Always).reactivation, 100);
    assert_eq!(bridge(Reactivation::Within(184)).reactivation, 100);
    let later = bridge(Reactivation::Within(183));
    assert_eq!((later.reactivation, later.new), (0, 100));
}

#[test]
fn who_came_and_left_within_the_window_can_be_left_out() {
    let lines = [
        line("A", &[("2024-01-01", 100)]),
        line("F", &[("2025-04-01", 50), ("2025-09-01", 0)]),
    ];
    let bridge = |ignore_intra_window| {
        let conventions = Conventions {
            ignore_intra_window,
            ..Conventions::default()
        };
        Retention::new(&lines, year(), conventions, currency("USD"))
            .bridge()
            .unwrap()
    };
    assert_eq!((bridge(false).new, bridge(false).churn), (50, -50));
    assert_eq!((bridge(true).new, bridge(true).churn), (0, 0));
}

#[test]
fn a_pause_is_no_churn_unless_agreed() {
    let paused = account(
        r#"{ "id": "P", "contracts": [{ "id": "p", "start_date": "2024-01-01", "billing_period": "monthly",
            "amount": { "minor": 90, "currency": "USD" }, "paused_from": "2025-11-01", "paused_to": "2026-01-31" }] }"#,
    );
    let told = |paused_is_churn| {
        let conventions = Conventions {
            paused_is_churn,
            ..Conventions::default()
        };
        let accounts = [paused.clone()];
        measure(&accounts, &Tenant::default(), year(), &conventions, None).unwrap()
    };
    assert_eq!(parts(&told(false).metrics, "crr"), (1, 1));
    assert_eq!(told(false).bridge.contraction, -90);
    assert_eq!(parts(&told(true).metrics, "crr"), (0, 1));
    assert_eq!(told(true).bridge.churn, -90);
}

#[test]
fn a_pause_of_no_day_is_none() {
    let with = |field: &str, events: &str| {
        account(&format!(
            r#"{{ "id": "a", "contracts": [{{ "id": "c", "start_date": "2024-01-01", "billing_period": "monthly",
                "amount": {{ "minor": 100, "currency": "USD" }} {field} }}] {events} }}"#
        ))
    };
    let at_once = r#", "contract_events": [
        { "contract_id": "c", "kind": "paused", "at": "2025-03-01" },
        { "contract_id": "c", "kind": "resumed", "at": "2025-03-01" }]"#;
    let before = r#", "paused_from": "2023-01-01", "paused_to": "2023-06-30""#;
    for account in [with("", at_once), with(before, "")] {
        let told = measure(
            &[account],
            &Tenant::default(),
            year(),
            &Conventions::default(),
            None,
        );
        assert_eq!(parts(&told.unwrap().metrics, "nrr"), (100, 100));
    }
}

#[test]
fn grace_covers_a_gap_after_an_end_and_none_after_a_termination() {
    let of = |id: &str, more: &str| {
        account(&format!(
            r#"{{ "id": "{id}", "contracts": [
                {{ "id": "1", "kind": "new", "start_date": "2024-01-01", "end_date": "2025-05-31", {more}
                   "amount": {{ "minor": 1200, "currency": "USD" }} }},
                {{ "id": "2", "start_date": "2025-06-15", "amount": {{ "minor": 1200, "currency": "USD" }} }}] }}"#
        ))
    };
    let accounts = [
        of("ends", ""),
        of(
            "terminated",
            r#""status": "terminated", "terminated_on": "2025-05-31","#,
        ),
    ];
    let left = |grace_days| {
        let conventions = Conventions {
            grace_days,
            ..Conventions::default()
        };
        let told = measure(&accounts, &Tenant::default(), year(), &conventions, None).unwrap();
        names(&find(&told.metrics, "churn_event").members).join(" ")
    };
    assert_eq!(left(0), "ends terminated");
    assert_eq!(left(13), "ends terminated");
    assert_eq!(left(14), "terminated");
}

#[test]
fn accounts_of_one_parent_can_be_one_customer() {
    let of = |id: &str, parent: &str, start: &str, end: &str| {
        account(&format!(
            r#"{{ "id": "{id}", {parent} "contracts": [{{ "id": "{id}", "kind": "new", "start_date": "{start}",
                "end_date": "{end}", "amount": {{ "minor": 1200, "currency": "USD" }} }}] }}"#
        ))
    };
    let accounts = [
        of("top", "", "2024-01-01", "2025-03-31"),
        of(
            "child",
            r#""parent_id": "top","#,
            "2025-02-01",
            "2026-12-31",
        ),
    ];
    let crr = |logo| {
        let conventions = Conventions {
            logo,
            ..Conventions::default()
        };
        let told = measure(&accounts, &Tenant::default(), year(), &conventions, None).unwrap();
        parts(&told.metrics, "crr")
    };
    assert_eq!(crr(Logo::Account), (0, 1));
    assert_eq!(crr(Logo::TopParent), (1, 1));
}

#[test]
fn currencies_are_never_added_without_rates() {
    let of = |id: &str, code: &str| {
        account(&format!(
            r#"{{ "id": "{id}", "contracts": [{{ "id": "{id}", "start_date": "2024-01-01", "billing_period": "monthly",
                "amount": {{ "minor": 100, "currency": "{code}" }} }}] }}"#
        ))
    };
    let accounts = [of("u", "USD"), of("k", "KRW")];
    let conventions = Conventions::default();
    let told = |tenant: &Tenant, wanted: Option<&str>| {
        measure(
            &accounts,
            tenant,
            year(),
            &conventions,
            wanted.map(currency),
        )
    };
    let refused = told(&Tenant::default(), None).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Currency);
    assert!(refused.to_string().contains("KRW, USD"), "{refused}");
    let tenant: Tenant = tenure::model::read_tenant(
        r#"{ "rates": [{ "from": "USD", "to": "KRW", "num": 1385, "den": 1 }] }"#,
        &tenure::model::Limits::default(),
    )
    .unwrap()
    .value;
    // Both directions are known, so somebody has to say which.
    assert!(
        told(&tenant, None)
            .unwrap_err()
            .to_string()
            .contains("name one")
    );
    let won = told(&tenant, Some("KRW")).unwrap();
    assert_eq!((won.bridge.start, won.converted), (100 + 1_385, true));
    assert!(
        told(&tenant, Some("EUR"))
            .unwrap_err()
            .to_string()
            .contains("EUR")
    );
}

#[test]
fn what_is_not_known_is_left_out_and_named() {
    let lines = [
        line("A", &[("2024-01-01", 100)]),
        Timeline::new(
            "U".into(),
            [
                (date("2024-01-01"), State::Unknown),
                (date("2025-05-01"), State::Active(Fraction::whole(7))),
            ],
        ),
    ];
    let metrics = retention(&lines, year(), Conventions::default());
    assert_eq!(parts(&metrics, "crr"), (2, 2));
    assert_eq!(parts(&metrics, "nrr"), (100, 100));
    assert_eq!(names(&find(&metrics, "nrr").left_out), ["U"]);
}

#[test]
fn nothing_to_divide_by_gives_nothing() {
    let metrics = retention(&[], year(), Conventions::default());
    for metric in &metrics {
        assert_eq!(metric.value, None, "{}", metric.name);
    }
    let stay = [line("A", &[("2024-01-01", 100)])];
    let metrics = retention(&stay, year(), Conventions::default());
    assert_eq!(find(&metrics, "ltv_simple").value, None);
    assert_eq!(find(&metrics, "ltv_net").value, None);
}

#[test]
fn lifetime_values_follow_their_formulas() {
    let mut lines: Vec<Timeline> = (0..9)
        .map(|n| line(&format!("{n}"), &[("2024-01-01", 100)]))
        .collect();
    lines.push(line("z", &[("2024-01-01", 100), ("2025-06-01", 0)]));
    let metrics = retention(&lines, year(), Conventions::default());
    // 100 a month, a tenth lost in 12 months: 100 x 12 / 0.1.
    assert_eq!(parts(&metrics, "ltv_simple"), (12_000, 1));
    assert_eq!(parts(&metrics, "ltv_net"), (12_000, 1));
    let half = Conventions {
        gross_margin: tenure_insight::metrics::Ratio { num: 1, den: 2 },
        ..Conventions::default()
    };
    assert_eq!(
        parts(&retention(&lines, year(), half), "ltv_simple"),
        (6_000, 1)
    );
    let ratio = |num, den| tenure_insight::metrics::Ratio { num, den };
    let value = tenure_insight::metrics::value::discounted(
        Fraction::whole(100),
        ratio(8, 10),
        ratio(1, 10),
    );
    // 100 x 1.1 / 0.3.
    assert_eq!(value, Fraction::new(1_100, 3));
}
