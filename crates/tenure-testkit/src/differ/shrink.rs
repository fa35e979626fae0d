//! From a case that shows a difference to a small one that still does.

use serde_json::Value;
use tenure_model::{Account, Limits, Tenant, read_account, read_tenant};

use crate::generate::Case;
use crate::shrink;

/// Leaves out of a case whatever can be left out while `fails` holds: accounts, rules, overlays, derived names, and every
/// field and record of the account and the tenant.
///
/// What `fails` says of the whole case is not asked: give it one that does fail.
pub fn shrink(case: &Case, fails: &dyn Fn(&Case) -> bool) -> Case {
    let mut small = case.clone();
    small = shorter(small, fails, |case| &mut case.records.accounts);
    // An entry that was needed by another may no longer be, so it is tried twice.
    for _ in 0..2 {
        small = shorter(small, fails, |case| &mut case.rulebook.rules);
        small = shorter(small, fails, |case| &mut case.rulebook.overlays);
        small = shorter(small, fails, |case| &mut case.rulebook.derives);
    }
    for place in 0..small.records.accounts.len() {
        small = smaller_account(small, place, fails);
    }
    smaller_tenant(small, fails)
}

/// Leaves out entries of a list, from the last to the first.
fn shorter<T>(
    case: Case,
    fails: &dyn Fn(&Case) -> bool,
    list: impl Fn(&mut Case) -> &mut Vec<T>,
) -> Case {
    let mut small = case;
    let count = list(&mut small).len();
    for place in (0..count).rev() {
        let mut without = small.clone();
        list(&mut without).remove(place);
        if fails(&without) {
            small = without;
        }
    }
    small
}

fn smaller_account(case: Case, place: usize, fails: &dyn Fn(&Case) -> bool) -> Case {
    let with = |case: &Case, json: &Value| -> Option<Case> {
        let account: Account = read_account(&json.to_string(), &Limits::default())
            .ok()?
            .value;
        let mut changed = case.clone();
        *changed.records.accounts.get_mut(place)? = account;
        Some(changed)
    };
    let json = case
        .records
        .accounts
        .get(place)
        .and_then(|account| serde_json::to_value(account).ok());
    smaller(case, json, &with, fails)
}

fn smaller_tenant(case: Case, fails: &dyn Fn(&Case) -> bool) -> Case {
    let with = |case: &Case, json: &Value| -> Option<Case> {
        let tenant: Tenant = read_tenant(&json.to_string(), &Limits::default())
            .ok()?
            .value;
        let mut changed = case.clone();
        changed.records.tenant = tenant;
        Some(changed)
    };
    let json = serde_json::to_value(&case.records.tenant).ok();
    smaller(case, json, &with, fails)
}

/// Leaves out members and items of the case's part, while the case still fails.
fn smaller(
    case: Case,
    json: Option<Value>,
    with: &dyn Fn(&Case, &Value) -> Option<Case>,
    fails: &dyn Fn(&Case) -> bool,
) -> Case {
    let Some(json) = json else {
        return case;
    };
    let small = shrink::smaller(json, &mut |json| {
        with(&case, json).is_some_and(|changed| fails(&changed))
    });
    with(&case, &small).filter(fails).unwrap_or(case)
}
