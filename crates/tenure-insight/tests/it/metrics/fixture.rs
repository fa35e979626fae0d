//! Eight customers on whom every definition gives another number, as timelines and as accounts with contracts.

use tenure::model::{Account, Tenant};
use tenure_insight::metrics::{
    Bridge, Conventions, Exchange, Metric, Retention, Timeline, measure, timelines,
};

use super::common::{account, currency, find, line, names, parts, retention, window};

fn as_timelines() -> Vec<Timeline> {
    vec![
        line("A", &[("2024-01-01", 100)]),
        line("B", &[("2024-01-01", 100), ("2025-05-10", 150)]),
        line("C", &[("2024-01-01", 100), ("2025-07-01", 60)]),
        line("D", &[("2024-01-01", 100), ("2025-06-30", 0)]),
        line("E", &[("2025-03-15", 80)]),
        line("F", &[("2025-04-01", 50), ("2025-09-01", 0)]),
        line(
            "G",
            &[("2024-01-01", 100), ("2025-03-31", 0), ("2025-10-01", 100)],
        ),
        line(
            "H",
            &[("2023-01-01", 70), ("2023-12-31", 0), ("2025-05-01", 70)],
        ),
    ]
}

/// The same told by contracts: by terms, an event, an amendment, a termination, an end, billing periods and discounts.
fn as_accounts() -> Vec<Account> {
    let of = |id: &str, contracts: &str, events: &str| {
        account(&format!(
            r#"{{ "id": "{id}", "currency": "USD", "contracts": [{contracts}], "contract_events": [{events}] }}"#
        ))
    };
    let usd = |minor: i64| format!(r#""amount": {{ "minor": {minor}, "currency": "USD" }}"#);
    vec![
        of(
            "A",
            &format!(
                r#"{{ "id": "a", "start_date": "2024-01-01", "term_months": 12, {} }}"#,
                usd(1200)
            ),
            "",
        ),
        of(
            "B",
            &format!(
                r#"{{ "id": "b", "start_date": "2024-01-01", "billing_period": "monthly", {} }}"#,
                usd(150)
            ),
            r#"{ "contract_id": "b", "at": "2025-05-10", "kind": "upgraded", "old_value": 20, "new_value": 30 }"#,
        ),
        of(
            "C",
            &format!(
                r#"{{ "id": "c1", "start_date": "2024-01-01", "billing_period": "quarterly", {} }},
                   {{ "id": "c2", "kind": "amendment", "predecessor_id": "c1", "start_date": "2025-07-01", "billing_period": "semi_annual", "discount_bp": 4000, {} }}"#,
                usd(300),
                usd(600)
            ),
            "",
        ),
        of(
            "D",
            &format!(
                r#"{{ "id": "d", "start_date": "2024-01-01", "end_date": "2026-12-31", "status": "terminated", "terminated_on": "2025-06-30", {} }}"#,
                usd(1200)
            ),
            "",
        ),
        of(
            "E",
            &format!(
                r#"{{ "id": "e", "start_date": "2025-03-15", "end_date": "2026-03-14", {} }}"#,
                usd(960)
            ),
            "",
        ),
        of(
            "F",
            &format!(
                r#"{{ "id": "f", "start_date": "2025-04-01", "end_date": "2025-08-31", "billing_period": "once", {} }}"#,
                usd(250)
            ),
            "",
        ),
        of(
            "G",
            &format!(
                r#"{{ "id": "g1", "start_date": "2024-03-31", "end_date": "2025-03-30", "kind": "new", {} }},
                   {{ "id": "g2", "start_date": "2025-10-01", {} }},
                   {{ "id": "g3", "start_date": "2024-05-01", "trial": true, {} }},
                   {{ "id": "g4", "start_date": "2024-05-01", "recurring": false, {} }},
                   {{ "id": "g5", "start_date": "2024-05-01", "status": "draft", {} }}"#,
                usd(1200),
                usd(1200),
                usd(99),
                usd(99),
                usd(99)
            ),
            "",
        ),
        of(
            "H",
            &format!(
                r#"{{ "id": "h1", "start_date": "2023-01-01", "end_date": "2023-12-30", {} }},
                   {{ "id": "h2", "start_date": "2025-05-01", "kind": "renewal", {} }}"#,
                usd(840),
                usd(840)
            ),
            "",
        ),
    ]
}

fn year() -> tenure_insight::metrics::Window {
    window("2025-01-01", "2026-01-01")
}

fn holds(metrics: &[Metric]) {
    for (name, expected) in [
        ("crr", (4, 5)),
        ("churn", (1, 5)),
        ("naive_active_ratio", (6, 5)),
        ("crr_all_new", (3, 5)),
        ("churn_event", (2, 5)),
        ("nrr", (410, 500)),
        ("nrr_flow", (410, 500)),
        ("nrr_flow_without_reactivation", (310, 500)),
        ("grr", (360, 500)),
        ("grr_flow", (260, 500)),
        ("gross_mrr_churn", (290, 500)),
        ("net_mrr_churn", (70, 500)),
        ("arpa", (560, 6)),
    ] {
        assert_eq!(parts(metrics, name), expected, "{name}");
    }
    assert_eq!(names(&find(metrics, "crr").members), ["A", "B", "C", "G"]);
    assert_eq!(names(&find(metrics, "churn").members), ["D"]);
    assert_eq!(names(&find(metrics, "churn_event").members), ["D", "G"]);
    assert_eq!(
        names(&find(metrics, "crr_all_new").members),
        ["E", "F", "H"]
    );
    assert_eq!(
        names(&find(metrics, "naive_active_ratio").members),
        ["A", "B", "C", "E", "G", "H"]
    );
    assert_eq!(names(&find(metrics, "grr").base), ["A", "B", "C", "D", "G"]);
    assert!(find(metrics, "crr").left_out.is_empty() && find(metrics, "nrr").left_out.is_empty());
}

const BRIDGE: Bridge = Bridge {
    start: 500,
    new: 130,
    expansion: 50,
    reactivation: 170,
    contraction: -40,
    churn: -250,
    end: 560,
};

#[test]
fn every_definition_gives_its_own_number() {
    let lines = as_timelines();
    holds(&retention(&lines, year(), Conventions::default()));
    let retention = Retention::new(&lines, year(), Conventions::default(), currency("USD"));
    assert_eq!(retention.bridge().unwrap(), BRIDGE);
}

#[test]
fn contracts_tell_the_same_as_timelines() {
    let (accounts, tenant) = (as_accounts(), Tenant::default());
    let measured = measure(&accounts, &tenant, year(), &Conventions::default(), None).unwrap();
    holds(&measured.metrics);
    assert_eq!(measured.bridge, BRIDGE);
    assert_eq!((measured.start, measured.end), (5, 6));
    assert!(measured.left_out.is_empty() && measured.amounts_not_known.is_empty());
}

#[test]
fn each_account_has_the_timeline_that_is_meant() {
    let (accounts, tenant) = (as_accounts(), Tenant::default());
    let exchange = Exchange::of(&accounts, &tenant, None).unwrap();
    let conventions = Conventions::default();
    let (read, _) = timelines(&accounts, &tenant, &exchange, &conventions).unwrap();
    for (told, meant) in read.iter().zip(as_timelines()) {
        // G began later in its contracts than in its line, and E's has an end after the window.
        let from = |line: &Timeline| {
            let steps = line.steps().iter().skip(1);
            steps
                .filter(|(day, _)| *day <= year().to)
                .copied()
                .collect::<Vec<_>>()
        };
        assert_eq!(from(told), from(&meant), "{}", told.id());
    }
}
