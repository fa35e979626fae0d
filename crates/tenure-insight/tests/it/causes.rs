//! Why contracts were lost.

use tenure::model::{Account, Limits, Tenant, read_account, read_tenant};
use tenure_insight::causes::{Cause, Causes, Dimension, causes};
use tenure_insight::metrics::renewal::{Outcome, due};
use tenure_insight::metrics::{Ratio, Window};

const TENANT: &str = r#"{
    "owners": [{ "id": "o-1", "role": "sales" }],
    "loss_reasons": [
        { "id": "p", "code": "price" },
        { "id": "p1", "parent_id": "p", "code": "burdensome_price" },
        { "id": "p2", "parent_id": "p", "code": "budget_cut" },
        { "id": "s", "code": "support" },
        { "id": "x", "code": "x" },
        { "id": "y", "parent_id": "x", "code": "y" }
    ]
}"#;

fn tenant() -> Tenant {
    let mut tenant = read_tenant(TENANT, &Limits::default()).unwrap().value;
    // A circle, which no text can bring in but a program can.
    for reason in tenant
        .loss_reasons
        .iter_mut()
        .flatten()
        .filter(|reason| reason.code == "x")
    {
        reason.parent_id = Some("y".into());
    }
    tenant
}

fn account(text: &str) -> Account {
    read_account(text, &Limits::default()).unwrap().value
}

/// An account with one contract that ends in 2025.
fn with(id: &str, minor: i64, contract: &str, more: &str) -> Account {
    account(&format!(
        r#"{{ "id": "{id}", "signup_date": "2023-01-01", "owner_id": "o-1", {more} "contracts": [{{ "id": "c",
            "start_date": "2024-06-01", "end_date": "2025-05-31",
            "amount": {{ "minor": {minor}, "currency": "USD" }} {contract} }}] }}"#
    ))
}

fn portfolio() -> Vec<Account> {
    let lost = |reason: &str| {
        format!(r#", "status": "terminated", "terminated_on": "2025-05-31", {reason}"#)
    };
    vec![
        // What was said, and what it was.
        with(
            "a",
            300,
            &lost(r#""lost_reason_id": "p1", "root_cause_id": "s""#),
            r#""industry": "saas","#,
        ),
        with(
            "b",
            500,
            &lost(r#""lost_reason_id": "p2""#),
            r#""industry": "saas","#,
        ),
        // The reason of the opportunity.
        with(
            "c",
            100,
            "",
            r#""opportunities": [{ "id": "o", "pipeline": "renewal", "status": "lost", "closed_on": "2025-04-01", "reason_id": "p1" }],
               "surveys": [{ "kind": "nps", "score": 2, "at": "2024-12-01" }, { "kind": "nps", "score": 10, "at": "2025-03-01" }],"#,
        ),
        with("d", 100, &lost(r#""lost_reason_id": "x""#), ""),
        // Replaced, and so not lost.
        account(
            r#"{ "id": "e", "industry": "retail", "contracts": [
                { "id": "c", "start_date": "2024-06-01", "end_date": "2025-05-31", "status": "terminated", "terminated_on": "2025-05-01" },
                { "id": "d", "predecessor_id": "c", "start_date": "2025-05-01", "end_date": "2026-04-30" }] }"#,
        ),
        // Lost the year before.
        with(
            "f",
            100,
            r#", "status": "terminated", "terminated_on": "2024-12-31", "lost_reason_id": "p1""#,
            "",
        ),
        // Nobody knows why.
        with("g", 0, &lost(r#""stage": "closed""#), ""),
    ]
}

fn told(accounts: &[Account]) -> Causes {
    let window = Window::new("2025-01-01".parse().unwrap(), "2026-01-01".parse().unwrap()).unwrap();
    causes(accounts, &tenant(), window, None).unwrap()
}

fn row<'c>(causes: &'c Causes, dimension: Dimension, key: &str) -> &'c Cause {
    causes.by[&dimension]
        .iter()
        .find(|cause| cause.key == key)
        .unwrap()
}

#[test]
fn every_loss_has_its_reason_and_its_part() {
    let told = told(&portfolio());
    assert_eq!(
        (
            told.lost,
            told.renewed,
            told.lost_revenue,
            told.without_reason
        ),
        (5, 1, 1_000, 1)
    );
    let price = row(&told, Dimension::TopReason, "price");
    assert_eq!((price.lost, price.lost_before, price.revenue), (2, 1, 600));
    assert_eq!(
        price.share,
        Some(Ratio {
            num: 600,
            den: 1_000
        })
    );
    assert!(price.repeated);
    let support = row(&told, Dimension::TopReason, "support");
    assert_eq!(
        (support.lost, support.revenue, support.repeated),
        (1, 300, false)
    );
    // A circle of parents has no top.
    assert_eq!(row(&told, Dimension::TopReason, "x").lost, 1);
    assert_eq!(row(&told, Dimension::Reason, "burdensome_price").lost, 1);
    assert_eq!(row(&told, Dimension::Stated, "burdensome_price").lost, 2);
    assert!(!row(&told, Dimension::TopReason, "not known").repeated);
}

#[test]
fn lost_and_kept_stand_beside_each_other() {
    let told = told(&portfolio());
    assert_eq!(row(&told, Dimension::Industry, "saas").lost, 2);
    let retail = row(&told, Dimension::Industry, "retail");
    assert_eq!((retail.lost, retail.renewed), (0, 1));
    assert_eq!(row(&told, Dimension::Tenure, "1 to 3 years").lost, 5);
    assert_eq!(row(&told, Dimension::Owner, "o-1").lost, 5);
    // Three months before it was lost, on 2025-01-01, the later answer was not given.
    assert_eq!(row(&told, Dimension::Satisfaction, "low").accounts.len(), 1);
}

#[test]
fn parts_of_reasons_make_up_the_whole() {
    let told = told(&portfolio());
    for dimension in Dimension::ALL {
        let revenue: i64 = told.by[&dimension].iter().map(|cause| cause.revenue).sum();
        let lost: i64 = told.by[&dimension].iter().map(|cause| cause.lost).sum();
        assert_eq!(
            (revenue, lost),
            (told.lost_revenue, told.lost),
            "{dimension:?}"
        );
    }
}

#[test]
fn the_day_of_a_loss_may_be_told_by_an_event() {
    let of = |events: &str| {
        let causes = told(&[account(&format!(
            r#"{{ "id": "a", "contracts": [{{ "id": "c", "start_date": "2024-06-01", "end_date": "2027-05-31",
                "status": "terminated" }}] {events} }}"#
        ))]);
        (causes.lost, causes.renewed)
    };
    let on = |day: &str| {
        format!(
            r#", "contract_events": [{{ "contract_id": "c", "kind": "terminated", "at": "{day}" }}]"#
        )
    };
    assert_eq!(of(&on("2025-07-15")), (1, 0));
    assert_eq!(of(&on("2026-07-15")), (0, 0));
    assert_eq!(of(""), (0, 0));
}

/// What became of a contract due on 31 May: lost and renewed as causes count them, and the outcome of the due one.
fn ended(account: Account) -> (i64, i64, Outcome) {
    let window = Window::new("2025-01-01".parse().unwrap(), "2026-01-01".parse().unwrap()).unwrap();
    let due = due(&account, window, tenant().zone());
    let [due] = due.as_slice() else {
        panic!("{due:?}");
    };
    let causes = told(&[account]);
    (causes.lost, causes.renewed, due.outcome)
}

const LOST: (i64, i64, Outcome) = (1, 0, Outcome::Lost);
const RENEWED: (i64, i64, Outcome) = (0, 1, Outcome::Renewed);

#[test]
fn the_last_word_on_a_renewal_counts_and_for_rates_as_for_causes() {
    let renewal = |id: &str, status: &str, on: &str| {
        format!(
            r#"{{ "id": "{id}", "pipeline": "renewal", "contract_id": "c", "status": "{status}", "closed_on": "{on}" }}"#
        )
    };
    let deals = |first: &str, second: &str| {
        let (first, second) = (
            renewal("o-1", first, "2025-03-01"),
            renewal("o-2", second, "2025-04-01"),
        );
        format!(r#""opportunities": [{first}, {second}],"#)
    };
    let event = |kind: &str, on: &str| {
        format!(r#""contract_events": [{{ "contract_id": "c", "kind": "{kind}", "at": "{on}" }}],"#)
    };
    let of = |contract: &str, more: &str| ended(with("a", 300, contract, more));
    assert_eq!(of("", &deals("lost", "won")), RENEWED);
    assert_eq!(of("", &deals("won", "lost")), LOST);
    let lost = format!(
        r#""opportunities": [{}],"#,
        renewal("o", "lost", "2025-04-01")
    );
    assert_eq!(of("", &lost), LOST);
    // An event tells as a deal does.
    assert_eq!(
        of("", &format!("{lost} {}", event("renewed", "2025-04-02"))),
        RENEWED
    );
    assert_eq!(
        of("", &format!("{lost} {}", event("renewed", "2025-03-31"))),
        LOST
    );
    // Who won and then terminated has left; who won them back has not.
    let won = format!(
        r#""opportunities": [{}],"#,
        renewal("o", "won", "2025-04-01")
    );
    let terminated = |on: &str| format!(r#", "terminated_on": "{on}""#);
    assert_eq!(of(&terminated("2025-05-31"), &won), LOST);
    assert_eq!(of(&terminated("2025-03-01"), &won), RENEWED);
    // What the host calls superseded was replaced.
    assert_eq!(
        of(
            r#", "status": "superseded", "terminated_on": "2025-05-31""#,
            ""
        ),
        RENEWED
    );
}

#[test]
fn a_term_without_a_last_day_is_lost_with_its_renewal() {
    let renewal = |status: &str, on: &str| {
        account(&format!(
            r#"{{ "id": "a", "contracts": [{{ "id": "c", "start_date": "2024-06-01", "term_months": 12 }}],
                 "opportunities": [{{ "id": "o", "pipeline": "renewal", "status": "{status}", "closed_on": "{on}" }}] }}"#
        ))
    };
    assert_eq!(ended(renewal("won", "2025-04-01")), RENEWED);
    assert_eq!(ended(renewal("lost", "2025-04-01")), LOST);
}

#[test]
fn what_is_lost_a_term_later_was_renewed_before() {
    let rolls = account(
        r#"{ "id": "a", "contracts": [{ "id": "c", "start_date": "2024-06-01", "end_date": "2025-05-31", "auto_renew": true }],
             "opportunities": [{ "id": "o", "pipeline": "renewal", "status": "won", "closed_on": "2025-04-01" },
                               { "id": "p", "pipeline": "renewal", "status": "lost", "closed_on": "2026-04-01" }] }"#,
    );
    assert_eq!(ended(rolls), RENEWED);
}
