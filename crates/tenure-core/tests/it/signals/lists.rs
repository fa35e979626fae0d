//! Lists that are absent, lists that the host does not keep, rows, and what is asked for.

use serde_json::json;
use tenure_columns::Cell;
use tenure_core::signals::{AsOf, Deriver, ListState};
use tenure_model::{ProblemKind, RecordKind};
use tenure_rules::Scope;

use super::{DICTIONARY, account, deriver, rich, signals, tenant, today, written};

/// Every account list that a signal is derived from makes it unknown when absent, and not applicable when not kept.
#[test]
fn every_kind_of_every_signal_counts() {
    let (rich_account, rich_tenant) = rich();
    let mut checked = 0;
    for (_, signal) in DICTIONARY.iter() {
        for kind in &signal.kinds {
            let mut without = rich_account.clone();
            without.as_object_mut().unwrap().remove(kind);
            let mut unkept = rich_tenant.clone();
            unkept["supplies"] = RecordKind::WORDS
                .iter()
                .filter(|word| *word != kind)
                .copied()
                .collect();
            let whole = signals(&account(&rich_account), &tenant(&unkept), today());
            let absent = signals(&account(&without), &tenant(&rich_tenant), today());
            if matches!(signal.scope, Scope::Account) {
                assert_eq!(
                    whole.get(&signal.name),
                    Some(&Cell::NotApplicable),
                    "`{}`",
                    signal.name
                );
                if !["owners", "loss_reasons", "offers"].contains(&kind.as_str()) {
                    assert_eq!(
                        absent.get(&signal.name),
                        Some(&Cell::Unknown),
                        "`{}`",
                        signal.name
                    );
                }
                checked += 1;
            }
        }
    }
    assert!(checked > 60, "{checked}");
}

#[test]
fn rows_are_in_the_order_of_accounts_then_ids() {
    let first = account(&json!({ "id": "x", "contracts": [
        { "id": "c2", "start_date": "2026-01-01" }, { "id": "c1", "start_date": "2026-01-01" }, { "id": "c9", "start_date": "2026-07-01" } ] }));
    let second = account(&json!({ "id": "y" }));
    let third =
        account(&json!({ "id": "z", "contracts": [ { "id": "c0", "start_date": "2026-01-01" } ] }));
    let tenant = tenant(&json!({ "supplies": ["contracts"] }));
    let as_of = AsOf::new(&tenant, today(), None).unwrap();
    let derived = deriver().derive([&first, &second, &third], &as_of);
    let rows = derived.rows_of(Scope::Contract).unwrap();
    assert_eq!(rows.parent, [0, 0, 2]);
    assert_eq!(
        rows.entity.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
        ["c1", "c2", "c0"]
    );
    assert_eq!(
        rows.lists,
        [ListState::Given, ListState::Unknown, ListState::Given]
    );
    assert_eq!(rows.frame.rows(), 3);
    let complaints = derived.rows_of(Scope::Complaint).unwrap();
    assert_eq!(complaints.lists, [ListState::NotKept; 3]);
    assert_eq!(derived.accounts.rows(), 3);
    assert_eq!(derived.tenant.rows(), 1);
}

#[test]
fn only_what_is_asked_for_is_derived() {
    let open = DICTIONARY.find("complaints.open").unwrap();
    let target = DICTIONARY.find("support.first_response_target").unwrap();
    let months = DICTIONARY.find("renewal.months_left").unwrap();
    let deriver = Deriver::new(&DICTIONARY, [Scope::Contract], [open, target, months, open]);
    let tenant = tenant(&json!({ "first_response_target_minutes": 9 }));
    let as_of = AsOf::new(&tenant, today(), None).unwrap();
    let derived = deriver.derive([&account(&json!({}))], &as_of);
    let filled: Vec<usize> = (0..DICTIONARY.len())
        .filter(|index| derived.accounts.column(*index).is_some())
        .collect();
    let mut asked = [open.index(), target.index(), months.index()];
    asked.sort_unstable();
    assert_eq!(filled, asked);
    assert_eq!(
        written(&derived.tenant.column(target.index()).unwrap().cell(0)),
        9
    );
    assert!(derived.rows_of(Scope::Offer).is_none());
    let contracts = &derived.rows_of(Scope::Contract).unwrap().frame;
    assert!(contracts.column(months.index()).is_some() && contracts.column(open.index()).is_none());
}

#[test]
fn a_custom_value_of_another_type_is_reported_with_its_account() {
    let tenant = tenant(&json!({}));
    let as_of = AsOf::new(&tenant, today(), None).unwrap();
    let good = account(&json!({ "custom": { "number": 1 } }));
    let bad = account(&json!({ "custom": { "number": "1", "undeclared": 1 } }));
    let derived = deriver().derive([&good, &bad], &as_of);
    let [warning] = derived.warnings.as_slice() else {
        panic!("{:?}", derived.warnings);
    };
    assert_eq!(warning.account, 1);
    assert_eq!(warning.problem.kind, ProblemKind::CustomType);
    assert_eq!(
        warning.problem.to_string(),
        "`custom.number`: the rulebook declares it as int, found text; it counts as unknown"
    );
}

#[test]
fn an_unknown_time_zone_is_refused() {
    let mut tenant = tenant(&json!({}));
    tenant.timezone = Some("Mars/Olympus".to_owned());
    let refused = AsOf::new(&tenant, today(), None).unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("`Mars/Olympus` is not a time zone")
    );
}

#[test]
fn amounts_are_told_in_the_rulebooks_currency() {
    let tenant =
        tenant(&json!({ "rates": [ { "from": "USD", "to": "KRW", "num": 1300, "den": 1 } ] }));
    let as_of = AsOf::new(&tenant, today(), tenure_model::Currency::new("KRW")).unwrap();
    let dollars = account(&json!({ "currency": "USD", "contracts": [
        { "id": "c", "start_date": "2026-01-01", "amount": { "minor": 100, "currency": "USD" } } ] }));
    let derived = deriver().derive([&dollars], &as_of);
    let id = DICTIONARY.find("account.annual_value").unwrap();
    assert_eq!(
        written(&derived.accounts.column(id.index()).unwrap().cell(0)),
        1300
    );
}
