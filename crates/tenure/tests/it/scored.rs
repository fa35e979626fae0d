//! Risk from signals: the same as from the records that yield them.

use tenure::model::{Account, Id, RecordKind, Tenant};
use tenure::signals::{
    AsOf, Cell, Column, ColumnBuilder, DataType, Deriver, SignalTable, Value, View, facts,
};
use tenure::{Decision, Engine, ErrorKind};

use crate::common::{TENANT, account, date, engine, engine_of, portfolio, tenant};

const DAY: &str = "2026-06-30";

/// Every signal of accounts that a column can give, derived from their records.
fn derived(
    engine: &Engine,
    rulebook: &tenure::Rulebook,
    accounts: &[Account],
    tenant: &Tenant,
) -> SignalTable {
    let dictionary = &rulebook.checked().dictionary;
    let as_of = AsOf::new(tenant, date(DAY), None).unwrap();
    let kept = |words: &[String]| {
        let kinds = words.iter().filter_map(|word| RecordKind::from_word(word));
        kinds.into_iter().all(|kind| as_of.keeps(kind))
    };
    let given: Vec<_> = dictionary
        .iter()
        .filter(|(_, signal)| engine.column(&signal.name).is_ok() && kept(&signal.kinds))
        .collect();
    let deriver = Deriver::new(dictionary, [], given.iter().map(|(id, _)| *id));
    let derived = deriver.derive(accounts, &as_of);
    let currencies = accounts
        .iter()
        .map(|account| View::new(account, &as_of).currency());
    let table = SignalTable::new(accounts.iter().map(|account| account.id.clone()));
    let table = table.currencies(currencies.collect());
    given.into_iter().fold(table, |table, (id, signal)| {
        let column = derived.accounts.column(id.index()).unwrap().clone();
        table.column(signal.name.as_str(), column)
    })
}

/// The part of a decision that signals give, as JSON.
fn part(decision: &Decision) -> String {
    let decision = serde_json::to_value(decision).unwrap();
    let names = [
        "account_id",
        "as_of",
        "risk",
        "contributions",
        "unknown",
        "most_informative",
    ];
    let part: serde_json::Map<_, _> = names
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), decision.get(name)?.clone())))
        .collect();
    serde_json::to_string(&part).unwrap()
}

fn same(engine: &Engine, table: SignalTable, accounts: &[Account], tenant: &Tenant) -> bool {
    let mut session = engine.session();
    let decisions = session.decide_batch(accounts, tenant, date(DAY)).unwrap();
    let scored = session.score(table.clone(), tenant, date(DAY)).unwrap();
    assert_eq!(scored.len(), decisions.len());
    let mut each = Vec::new();
    let handed_on = session.score_each(table, tenant, date(DAY), |scored| each.push(scored));
    assert!(handed_on.is_ok() && each == scored);
    let sorted = |scored| serde_json::to_value(scored).unwrap().to_string();
    let scored: Vec<String> = scored.iter().map(sorted).collect();
    let decided = decisions.iter().map(part);
    let decided = decided.map(|text| serde_json::from_str::<serde_json::Value>(&text).unwrap());
    scored == decided.map(|value| value.to_string()).collect::<Vec<_>>()
}

#[test]
fn signals_give_the_risk_of_the_records_that_yield_them() {
    let (engine, rulebook) = (engine(), tenure::Rulebook::default_renewal());
    let accounts = portfolio();
    for mut tenant in [Tenant::default(), tenant(TENANT)] {
        tenant.facts = Some(facts(&accounts, &tenant, date(DAY)).unwrap());
        let table = || derived(&engine, &rulebook, &accounts, &tenant);
        assert!(same(&engine, table(), &accounts, &tenant));
        // A record that is not there is seen.
        let mut others = accounts.clone();
        others[0].surveys = None;
        others[0].complaints = None;
        assert!(!same(&engine, table(), &others, &tenant));
    }
}

fn floats(values: &[f64]) -> Column {
    let mut column = ColumnBuilder::new(DataType::Float);
    for value in values {
        column.push(Cell::Known(Value::Float(*value)));
    }
    column.finish()
}

#[test]
fn what_has_no_column_is_as_of_an_account_of_which_only_the_id_is_known() {
    let engine = engine_of(
        r#"
        [[rule]]
        id = "an-offer-stands"
        scope = "offer"
        when = 'offer.kind == "cross_sell"'
        points = 4
        [[rule]]
        id = "contract"
        scope = "contract"
        when = "contract.in_force"
        points = 9
        [[rule]]
        id = "happy"
        when = "satisfaction.score > 50.0"
        points = -3
        "#,
    );
    let tenant = tenant(TENANT);
    let accounts: Vec<Account> = ["a", "b"]
        .map(|id| account(&format!(r#"{{"id":"{id}"}}"#)))
        .into();
    let table = || SignalTable::new(accounts.iter().map(|account| account.id.clone()));
    assert!(same(&engine, table(), &accounts, &tenant));
    let given = table().column("satisfaction.score", floats(&[80.0]));
    assert!(!same(&engine, given, &accounts, &tenant));
    let none = engine
        .session()
        .score(SignalTable::default(), &tenant, date(DAY));
    assert_eq!(none.unwrap(), []);
}

#[test]
fn a_column_that_does_not_fit_is_refused() {
    let engine = engine();
    let table = || SignalTable::new([Id::from("a")]);
    let refused = |table: SignalTable, tenant: &Tenant| {
        let error = engine
            .session()
            .score(table, tenant, date(DAY))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Schema);
        error.to_string()
    };
    let plain = Tenant::default();
    let one = |name: &str| table().column(name, floats(&[1.0]));
    assert!(
        refused(one("satisfaction.scor"), &plain).contains("did you mean `satisfaction.score`?")
    );
    assert!(refused(one("risk.points"), &plain).contains("the decision itself tells it"));
    assert!(refused(one("tenant.retention_rate_bp"), &plain).contains("comes with the tenant"));
    assert!(refused(one("contract.term_months"), &plain).contains("it is of a contract"));
    assert!(refused(one("complaints.open"), &plain).contains("must be of type int"));
    let twice = one("satisfaction.score").column("satisfaction.score", floats(&[]));
    assert!(refused(twice, &plain).contains("given twice"));
    let long = table().column("satisfaction.score", floats(&[1.0, 2.0]));
    assert!(refused(long, &plain).contains("it has 2 values, and the table 1 rows"));
    let few = tenant(r#"{"supplies":["contracts"]}"#);
    let said = refused(one("satisfaction.score"), &few);
    assert!(
        said.contains("the tenant does not keep `surveys`; leave the column out"),
        "{said}"
    );
    // It can be asked before there is a row.
    let early = engine.column_of("satisfaction.score", &few).unwrap_err();
    assert_eq!((early.kind(), early.to_string()), (ErrorKind::Schema, said));
    assert!(engine.column_of("satisfaction.score", &plain).is_ok());
    let mut words = ColumnBuilder::new(DataType::Text);
    words.push(Cell::Known(Value::Text("gone".into())));
    let said = refused(table().column("account.lifecycle", words.finish()), &plain);
    assert!(
        said.contains("`gone` is not one of prospect, onboarding"),
        "{said}"
    );
}

#[test]
fn nothing_is_handed_on_where_a_column_does_not_fit() {
    let table = SignalTable::new([Id::from("a"), Id::from("b")]);
    let good = table
        .clone()
        .column("satisfaction.score", floats(&[1.0, 2.0]));
    let bad = good.clone().column("complaints.open", floats(&[1.0, 2.0]));
    for (table, expected) in [(good, 2), (bad, 0)] {
        let (mut session, mut handed_on) = (engine().session(), 0);
        let each = |_| handed_on += 1;
        let scored = session.score_each(table, &Tenant::default(), date(DAY), each);
        assert_eq!((scored.is_ok(), handed_on), (expected > 0, expected));
    }
}

#[test]
fn a_number_outside_the_range_of_its_field_is_refused() {
    let score = |count: i64| {
        let mut counts = ColumnBuilder::new(DataType::Int);
        counts.push(Cell::Known(Value::Int(count)));
        let table = SignalTable::new([Id::from("a")]);
        let table = table.column("account.employee_count", counts.finish());
        engine()
            .session()
            .score(table, &Tenant::default(), date(DAY))
    };
    assert!(score(0).is_ok());
    let error = score(-1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Schema);
    assert!(
        error
            .to_string()
            .contains("`account.employee_count`: -1 is too small; write 0 or more"),
        "{error}"
    );
}
