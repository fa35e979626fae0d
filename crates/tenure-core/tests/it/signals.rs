//! Signals: what each of them says, and that none sees the future.

mod as_of;
mod edges;
mod facts;
mod golden;
mod lists;
mod order;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde_json::Value as Json;
use tenure_columns::{Cell, Value};
use tenure_core::signals::{AsOf, Derived, Deriver, View, built_in};
use tenure_model::{Account, Limits, Tenant, read_account, read_tenant};
use tenure_rules::{Dictionary, Scope, SignalDef, SignalType};

/// The dictionary with a custom signal of each type.
static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let mut dictionary = built_in();
    let types = [
        ("custom.number", SignalType::Int),
        ("custom.share", SignalType::Float),
        ("custom.flag", SignalType::Bool),
        ("custom.word", SignalType::Text),
    ];
    for (name, ty) in types {
        let added = dictionary.add(SignalDef {
            name: name.to_owned(),
            scope: Scope::Account,
            per_contract: false,
            ty,
            money: false,
            unit: None,
            valid_for_days: (name == "custom.number").then_some(45),
            words: None,
            range: None,
            control: tenure_rules::Control::None,
            kinds: Vec::new(),
            doc: String::new(),
            derivation: String::new(),
            actions_only: false,
        });
        assert!(added.is_ok());
    }
    dictionary
});

fn deriver() -> Deriver {
    let signals = DICTIONARY.iter().map(|(id, _)| id);
    Deriver::new(&DICTIONARY, Scope::ALL, signals)
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The day of most cases.
fn today() -> NaiveDate {
    date("2026-06-30")
}

fn account(json: &Json) -> Account {
    let mut json = json.clone();
    json.as_object_mut()
        .unwrap()
        .entry("id")
        .or_insert_with(|| "a".into());
    read_account(&json.to_string(), &Limits::default())
        .unwrap_or_else(|refused| panic!("{:?} of {json}", refused.problems))
        .value
}

fn tenant(json: &Json) -> Tenant {
    read_tenant(&json.to_string(), &Limits::default())
        .unwrap_or_else(|refused| panic!("{:?}", refused.problems))
        .value
}

/// What was derived for one account: by `signal`, or `signal@record`.
type Signals = BTreeMap<String, Cell<Value>>;

fn signals(account: &Account, tenant: &Tenant, day: NaiveDate) -> Signals {
    let as_of = AsOf::new(tenant, day, None).unwrap();
    by_name(&deriver().derive([account], &as_of))
}

fn by_name(derived: &Derived) -> Signals {
    let mut found = Signals::new();
    for (id, signal) in DICTIONARY.iter() {
        if let Some(column) = derived.accounts.column(id.index()) {
            found.insert(signal.name.clone(), column.cell(0));
        }
        for rows in &derived.rows {
            let Some(column) = rows.frame.column(id.index()) else {
                continue;
            };
            for (row, entity) in rows.entity.iter().enumerate() {
                found.insert(format!("{}@{entity}", signal.name), column.cell(row));
            }
        }
    }
    found
}

/// A cell as the cases write it: `?` unknown, `~` stale, `-` not applicable, else the value.
fn written(cell: &Cell<Value>) -> Json {
    match cell {
        Cell::Unknown => "?".into(),
        Cell::Stale => "~".into(),
        Cell::NotApplicable => "-".into(),
        Cell::Known(Value::Int(value)) => (*value).into(),
        Cell::Known(Value::Float(value)) => (*value).into(),
        Cell::Known(Value::Bool(value)) => (*value).into(),
        Cell::Known(Value::Text(value)) => value.to_string().into(),
    }
}

/// Every visible record of a view, as JSON.
fn visible_records(account: &Account, tenant: &Tenant, day: NaiveDate) -> Json {
    let as_of = AsOf::new(tenant, day, None).unwrap();
    let view = View::new(account, &as_of);
    macro_rules! lists {
        ($($list:ident),+) => { serde_json::json!({
            $( stringify!($list): view.$list().iter().map(|record| serde_json::to_value(&**record).unwrap())
                .collect::<Vec<Json>>(), )+
            "owners": as_of.owners().iter().map(|owner| serde_json::to_value(&**owner).unwrap())
                .collect::<Vec<Json>>(),
            "facts": serde_json::to_value(as_of.facts()).unwrap(),
        }) };
    }
    lists!(
        contacts,
        contracts,
        contract_events,
        opportunities,
        surveys,
        complaints,
        tickets,
        usage,
        invoices,
        purchases,
        interactions,
        referrals,
        assignments,
        handovers,
        scores,
        actions
    )
}

fn read(name: &str) -> Json {
    let path = format!("{}/tests/signals/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// An account with several records of every kind, all dated, and its tenant.
fn rich() -> (Json, Json) {
    let rich = read("rich/account.json");
    (rich["account"].clone(), rich["tenant"].clone())
}
