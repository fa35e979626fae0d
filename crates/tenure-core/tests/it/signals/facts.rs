//! Facts over the portfolio.

use serde_json::{Value as Json, json};
use tenure_core::signals::facts;
use tenure_model::{Account, LossReason, PortfolioFacts, Tenant};

use super::{account, tenant, today};

fn tree() -> Json {
    json!({ "loss_reasons": [
        { "id": "1", "code": "price" },
        { "id": "2", "code": "fees", "parent_id": "1" },
        { "id": "3", "code": "support" },
        { "id": "6", "code": "orphan", "parent_id": "nowhere" } ] })
}

fn of(accounts: &[Account], tenant_json: &Json) -> PortfolioFacts {
    let tenant = tenant(tenant_json);
    facts(accounts, &tenant, today()).unwrap()
}

fn lost(reason: &str) -> Account {
    account(&json!({ "contracts": [
        { "id": "c", "start_date": "2024-01-01", "terminated_on": "2026-01-01", "lost_reason_id": reason } ] }))
}

fn reasons(accounts: &[Account], tenant: &Json) -> Vec<String> {
    of(accounts, tenant).top_loss_reasons.unwrap()
}

#[test]
fn reasons_count_at_the_top_of_the_tree_most_frequent_first() {
    let accounts = [
        lost("3"),
        lost("2"),
        lost("3"),
        lost("1"),
        lost("6"),
        lost("unheard"),
        lost("3"),
    ];
    assert_eq!(
        reasons(&accounts, &tree()),
        ["support", "price", "orphan", "unheard"]
    );
    let mut turned = accounts.to_vec();
    turned.reverse();
    assert_eq!(of(&turned, &tree()), of(&accounts, &tree()));
}

/// The reader refuses a circle; a tenant made by hand may hold one.
#[test]
fn in_a_circle_a_reason_stands_for_itself() {
    let reason = |id: &str, code: &str, parent: &str| LossReason {
        id: id.into(),
        code: code.to_owned(),
        parent_id: Some(parent.into()),
        ..LossReason::default()
    };
    let tenant = Tenant {
        loss_reasons: Some(vec![
            reason("4", "slow", "5"),
            reason("5", "slower", "4"),
            reason("6", "slowest", "5"),
        ]),
        ..Tenant::default()
    };
    let found = facts(&[lost("6"), lost("4")], &tenant, today()).unwrap();
    assert_eq!(found.top_loss_reasons.unwrap(), ["slow", "slowest"]);
}

#[test]
fn without_a_tree_the_id_is_the_code() {
    assert_eq!(
        reasons(&[lost("2"), lost("1"), lost("2")], &json!({})),
        ["2", "1"]
    );
    assert_eq!(reasons(&[], &json!({})), Vec::<String>::new());
}

#[test]
fn a_loss_counts_in_its_window_only() {
    let on = |day: &str| {
        account(&json!({ "contracts": [
            { "id": "c", "start_date": "2024-01-01", "terminated_on": day, "lost_reason_id": day } ] }))
    };
    let accounts = [
        on("2025-06-30"),
        on("2025-07-01"),
        on("2026-06-30"),
        on("2026-07-01"),
    ];
    assert_eq!(reasons(&accounts, &json!({})), ["2025-07-01", "2026-06-30"]);
}

#[test]
fn the_root_cause_comes_before_what_was_stated_and_the_opportunity_last() {
    let accounts = [json!({ "contracts": [
        { "id": "root", "start_date": "2024-01-01", "terminated_on": "2026-01-01", "lost_reason_id": "stated", "root_cause_id": "root" },
        { "id": "lost", "start_date": "2024-01-01" },
        { "id": "old", "start_date": "2024-01-01" },
        { "id": "silent", "start_date": "2024-01-01", "terminated_on": "2026-01-01" } ],
        "opportunities": [
        { "id": "a", "pipeline": "renewal", "status": "lost", "closed_on": "2026-02-01", "contract_id": "lost", "reason_id": "earlier" },
        { "id": "b", "pipeline": "renewal", "status": "lost", "closed_on": "2026-03-01", "contract_id": "lost", "reason_id": "later" },
        { "id": "c", "pipeline": "upsell", "status": "lost", "closed_on": "2026-04-01", "contract_id": "lost", "reason_id": "upsell" },
        { "id": "d", "pipeline": "renewal", "status": "lost", "closed_on": "2025-06-30", "contract_id": "old", "reason_id": "old" } ] })];
    let accounts: Vec<Account> = accounts.iter().map(account).collect();
    assert_eq!(reasons(&accounts, &json!({})), ["later", "root"]);
}

fn retained(contracts: &[Json]) -> Option<i64> {
    let accounts: Vec<Account> = contracts
        .iter()
        .map(|contract| {
            let mut contract = contract.clone();
            contract["id"] = "c".into();
            account(&json!({ "contracts": [contract] }))
        })
        .collect();
    of(&accounts, &json!({})).retention_rate_bp
}

#[test]
fn retention_is_the_share_of_those_who_were_there_a_year_ago() {
    let stayed = json!({ "start_date": "2025-06-30" });
    let left = json!({ "start_date": "2024-01-01", "terminated_on": "2025-07-01" });
    let gone_before = json!({ "start_date": "2024-01-01", "terminated_on": "2025-06-30" });
    let came_later = json!({ "start_date": "2025-07-01" });
    let ended = json!({ "start_date": "2024-01-01", "end_date": "2025-06-30" });
    let ended_before = json!({ "start_date": "2024-01-01", "end_date": "2025-06-29" });
    let rolled =
        json!({ "start_date": "2024-01-01", "end_date": "2025-06-29", "auto_renew": true });
    let draft = json!({ "start_date": "2024-01-01", "status": "draft" });
    assert_eq!(
        retained(&[stayed.clone(), stayed.clone(), left.clone()]),
        Some(6666)
    );
    assert_eq!(retained(&[left.clone(), ended]), Some(0));
    assert_eq!(retained(std::slice::from_ref(&rolled)), Some(10_000));
    assert_eq!(
        retained(&[gone_before, came_later, ended_before, draft]),
        None
    );
    assert_eq!(retained(&[rolled, stayed, left.clone(), left]), Some(5_000));
}

#[test]
fn what_was_lost_lately_is_counted_by_reason() {
    let on = |day: &str, reason: &str| {
        account(&json!({ "contracts": [
            { "id": "c", "start_date": "2024-01-01", "terminated_on": day, "lost_reason_id": reason } ] }))
    };
    let accounts = [
        on("2026-04-01", "3"),
        on("2026-04-02", "3"),
        on("2026-06-30", "2"),
        on("2026-06-29", "1"),
        on("2026-07-01", "3"),
    ];
    let losses = of(&accounts, &tree()).losses_90d.unwrap();
    let counts: Vec<(&str, i64)> = losses.iter().map(|l| (l.code.as_str(), l.count)).collect();
    // The 2nd of April is the first of the last 90 days.
    assert_eq!(counts, [("price", 2), ("support", 1)]);
}
