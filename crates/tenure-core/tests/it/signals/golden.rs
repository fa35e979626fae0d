//! Cases written by hand, one file for each family of signals.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use tenure_rules::Scope;

use super::{DICTIONARY, Signals, account, read, signals, tenant, today, written};

const FILES: &[&str] = &[
    "account.json",
    "billing.json",
    "complaints.json",
    "contact.json",
    "contract.json",
    "custom.json",
    "movement.json",
    "others.json",
    "owner.json",
    "purchases.json",
    "renewal.json",
    "satisfaction.json",
    "support.json",
    "usage.json",
];

/// Every case, with the name of its file.
pub(super) fn cases() -> Vec<(String, Json)> {
    let mut cases = Vec::new();
    for file in FILES {
        for case in read(file).as_array().unwrap() {
            cases.push((format!("{file}: {}", case["about"]), case.clone()));
        }
    }
    cases
}

pub(super) fn tenant_of(case: &Json) -> Json {
    case.get("tenant").cloned().unwrap_or_else(|| json!({}))
}

fn derived(case: &Json) -> Signals {
    let tenant = tenant(&tenant_of(case));
    signals(&account(&case["account"]), &tenant, today())
}

/// What a case expects that is not so.
fn differences(name: &str, case: &Json, derived: &Signals) -> Vec<String> {
    let mut found = Vec::new();
    for (signal, expected) in case["expect"].as_object().unwrap() {
        let is = derived.get(signal).map_or(Json::Null, written);
        if is != *expected {
            found.push(format!("{name}: `{signal}` is {is}, not {expected}"));
        }
    }
    found
}

#[test]
fn every_case_holds() {
    let wrong: Vec<String> = cases()
        .iter()
        .flat_map(|(name, case)| differences(name, case, &derived(case)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_wrong_expectation_is_found() {
    let case = json!({ "account": { "complaints": [] }, "expect": { "complaints.open": 1, "support.open": "?", "no.such": 1 } });
    assert_eq!(differences("planted", &case, &derived(&case)).len(), 2);
}

/// The signals that can never be unknown where they have a row.
const ALWAYS_TOLD: &[&str] = &[
    "account.do_not_contact",
    "complaint.age_days",
    "complaint.answered",
    "complaint.open",
    "complaint.severity",
    "contract.age_months",
    "contract.billing_period",
    "contract.discount_bp",
    "contract.in_force",
    "contract.status",
    "contract.term_months",
    "offer.kind",
    "opportunity.days_since_closed",
    "opportunity.days_to_due",
    "opportunity.has_renewal",
    "opportunity.pipeline",
    "opportunity.reason_told",
    "opportunity.status",
    "tenant.usual_retention_bp",
];

/// The signals that always apply where they have a row.
const ALWAYS_APPLY: &[&str] = &[
    "account.do_not_contact",
    "account.employee_count",
    "account.industry",
    "account.lifecycle",
    "account.region",
    "account.segment",
    "complaint.age_days",
    "complaint.answered",
    "complaint.category",
    "complaint.open",
    "complaint.severity",
    "contract.age_months",
    "contract.annual_value",
    "contract.billing_period",
    "contract.discount_bp",
    "contract.in_force",
    "contract.kind",
    "contract.status",
    "offer.family",
    "offer.kind",
    "offer.price",
    "onboarding.live",
    "opportunity.amount",
    "opportunity.pipeline",
    "opportunity.probability_bp",
    "opportunity.reason_told",
    "opportunity.stage",
    "opportunity.status",
    "support.first_response_target",
    "tenant.losses_90d",
    "tenant.retention_rate_bp",
    "tenant.top_loss_count_90d",
];

/// The states in which each signal was derived for any case, and with any of its lists absent or not kept.
fn states_seen() -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut seen: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for (_, case) in cases() {
        let mut bare = case.clone();
        bare["account"] = json!({});
        let mut unkept = bare.clone();
        unkept["tenant"] = json!({ "supplies": [] });
        for case in [case, bare, unkept] {
            for (name, cell) in derived(&case) {
                let signal = name.split('@').next().unwrap().to_owned();
                let state = match written(&cell).as_str() {
                    Some("?") => "unknown",
                    Some("~") => "stale",
                    Some("-") => "not applicable",
                    _ => "known",
                };
                seen.entry(signal).or_default().insert(state);
            }
        }
    }
    seen
}

#[test]
fn every_signal_is_seen_in_every_state_that_it_can_have() {
    let seen = states_seen();
    for (_, signal) in DICTIONARY.iter().filter(|(_, signal)| !signal.actions_only) {
        let name = signal.name.as_str();
        let custom = name.starts_with("custom.");
        let mut expected = BTreeSet::from(["known"]);
        if !ALWAYS_TOLD.contains(&name) {
            expected.insert("unknown");
        }
        if !ALWAYS_APPLY.contains(&name) && !custom {
            expected.insert("not applicable");
        }
        if signal.valid_for_days.is_some() {
            expected.insert("stale");
        }
        assert_eq!(seen.get(name), Some(&expected), "`{name}`");
    }
}

#[test]
fn signals_of_a_decision_have_no_column() {
    let case = json!({ "account": {} });
    assert!(derived(&case).keys().all(|name| !name.starts_with("risk.")));
    let own = DICTIONARY.iter().filter(|(_, signal)| signal.actions_only);
    assert_eq!(own.count(), 4);
}

#[test]
fn closed_lists_hold_what_is_derived() {
    for (name, case) in cases() {
        for (key, cell) in derived(&case) {
            let id = DICTIONARY.find(key.split('@').next().unwrap()).unwrap();
            let words = DICTIONARY.get(id).and_then(|signal| signal.words.clone());
            if let (Some(words), Json::String(text)) = (words, written(&cell)) {
                let state = ["?", "~", "-"].contains(&text.as_str());
                assert!(
                    state || words.contains(&text),
                    "{name}: `{key}` is `{text}`"
                );
            }
        }
    }
}

#[test]
fn narrow_signals_stand_in_their_own_rows_only() {
    for (name, _) in derived(&json!({ "account": {}, "tenant": {} })) {
        let scope = DICTIONARY
            .find(&name)
            .and_then(|id| DICTIONARY.get(id))
            .map(|s| s.scope);
        assert!(
            matches!(scope, Some(Scope::Account | Scope::Tenant)),
            "`{name}`"
        );
    }
}
