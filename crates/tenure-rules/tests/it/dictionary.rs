//! A small dictionary, so that these tests stand on this crate alone.

use tenure_rules::{Control, Dictionary, Scope, SignalDef, SignalType};

/// Name, scope, type, unit, and words where the list is closed.
type Line = (
    &'static str,
    Scope,
    SignalType,
    &'static str,
    &'static [&'static str],
);

const LINES: &[Line] = &[
    (
        "account.industry",
        Scope::Account,
        SignalType::Text,
        "",
        &[],
    ),
    (
        "account.annual_value",
        Scope::Account,
        SignalType::Int,
        "money",
        &[],
    ),
    (
        "account.tenure_months",
        Scope::Account,
        SignalType::Int,
        "months",
        &[],
    ),
    (
        "satisfaction.level",
        Scope::Account,
        SignalType::Text,
        "",
        &["low", "mid", "high"],
    ),
    (
        "satisfaction.score",
        Scope::Account,
        SignalType::Float,
        "0 to 100",
        &[],
    ),
    (
        "complaints.open",
        Scope::Account,
        SignalType::Int,
        "count",
        &[],
    ),
    (
        "complaints.open_critical",
        Scope::Account,
        SignalType::Int,
        "count",
        &[],
    ),
    (
        "support.open",
        Scope::Account,
        SignalType::Int,
        "count",
        &[],
    ),
    (
        "usage.current",
        Scope::Account,
        SignalType::Float,
        "metric",
        &[],
    ),
    (
        "usage.previous",
        Scope::Account,
        SignalType::Float,
        "metric",
        &[],
    ),
    ("usage.dormant", Scope::Account, SignalType::Bool, "", &[]),
    (
        "renewal.months_left",
        Scope::Account,
        SignalType::Int,
        "months",
        &[],
    ),
    ("renewal.decided", Scope::Account, SignalType::Bool, "", &[]),
    (
        "contract.annual_value",
        Scope::Contract,
        SignalType::Int,
        "money",
        &[],
    ),
    (
        "contract.status",
        Scope::Contract,
        SignalType::Text,
        "",
        &["active", "paused"],
    ),
    (
        "complaint.severity",
        Scope::Complaint,
        SignalType::Text,
        "",
        &["minor", "major", "critical"],
    ),
    (
        "tenant.retention_rate_bp",
        Scope::Tenant,
        SignalType::Int,
        "basis points",
        &[],
    ),
    (
        "risk.probability_bp",
        Scope::Account,
        SignalType::Int,
        "basis points",
        &[],
    ),
    ("risk.band", Scope::Account, SignalType::Text, "", &[]),
];

/// The dictionary.
pub(crate) fn dictionary() -> Dictionary {
    let mut dictionary = Dictionary::new();
    for (name, scope, ty, unit, words) in LINES {
        let signal = SignalDef {
            name: (*name).to_owned(),
            scope: *scope,
            per_contract: name.starts_with("renewal."),
            ty: *ty,
            money: *unit == "money",
            unit: Some((*unit).to_owned()),
            valid_for_days: None,
            words: (!words.is_empty())
                .then(|| words.iter().map(|word| (*word).to_owned()).collect()),
            range: None,
            control: Control::None,
            kinds: Vec::new(),
            doc: String::new(),
            derivation: String::new(),
            actions_only: name.starts_with("risk."),
        };
        dictionary.add(signal).expect("names are there once");
    }
    dictionary
}
