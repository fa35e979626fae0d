//! What comes first and what has no room, beside the reference.

use std::collections::BTreeMap;

use tenure::{Engine, Rulebook};
use tenure_testkit::differ::{Arbitrated, compare_arbitration};
use tenure_testkit::generate::{Records, records};
use tenure_testkit::{Fault, Source};

use crate::threads::in_parallel;

const CASES: u64 = 400;

/// The shipped rulebook with little room, levers, and actions that are always due.
const HOUSE: &str = r#"
[rulebook]
id = "house"
version = "1"
language = 1
extends = "default-renewal"

[arbitration]
levers = { assign_csm = 300, low-satisfaction = 20, look = 150, tie-b = 100 }
limits = [
    { max = 3 },
    { max = 1, kinds = ["assign_csm", "manager_alert"] },
    { max = 1, channels = ["email"] },
    { max = 1, actions = ["loyal"] },
]

[[action]]
id = "tie-b"
key = "period:30"
when = 'true'
value = '1000'
do = [{ kind = "look", assignee = "owner" }, { kind = "look_again", assignee = "owner" }]

[[action]]
id = "tie-a"
key = "period:30"
when = 'true'
value = '1000'
do = [{ kind = "glance", assignee = "owner" }]

[[action]]
id = "worth"
key = "period:30"
when = 'true'
value = 'account.annual_value / 100000'
propensity = [{ when = 'usage.utilisation < 0.5', bp = 9000 }, { bp = 333 }]
context = [
    { when = 'satisfaction.level == "low"', percent = 210 },
    { when = 'contact.days_since > 30', percent = 130 },
]
do = [{ kind = "look", assignee = "owner" }]
"#;

fn engine() -> Engine {
    let rulebook = Rulebook::parse("house.toml", HOUSE).unwrap_or_else(|error| panic!("{error}"));
    Engine::builder().rulebook(rulebook).build().unwrap()
}

fn made(seed: u64) -> Records {
    let mut records = records(&mut Source::seeded(seed), 3);
    let levers: [&[(&str, i64)]; 4] = [
        &[],
        &[("look", 0)],
        &[("worth", 400), ("look", 50)],
        &[("assign_csm", 1), ("low-satisfaction", 10_000)],
    ];
    let levers = levers[(seed % 4) as usize].iter();
    let levers: BTreeMap<String, i64> = levers.map(|(name, p)| ((*name).to_owned(), *p)).collect();
    records.tenant.levers = Some(levers).filter(|levers| !levers.is_empty());
    records
}

#[test]
fn what_comes_first_is_what_should_and_the_rest_waits() {
    let parts = in_parallel(CASES, |seed| {
        match compare_arbitration(&engine(), &made(seed), Fault::None) {
            Ok(found) => found,
            Err(difference) => panic!("seed {seed}: {difference}"),
        }
    });
    let mut all = Arbitrated::default();
    parts.into_iter().for_each(|part| all.merge(part));
    assert!(
        all.ranked > 5_000 && all.ordered > 2_000 && all.held_back > 1_000,
        "{all:?}"
    );
}

#[test]
fn every_fault_of_the_order_is_found() {
    for fault in [
        Fault::UnknownFactorsHold,
        Fault::KindsBeforeActions,
        Fault::RulebookBeforeTenant,
        Fault::MandatoryTakesNoRoom,
        Fault::TiesBackwards,
        Fault::UnknownWorthFirst,
    ] {
        let engine = engine();
        let found =
            (0..CASES).any(|seed| compare_arbitration(&engine, &made(seed), fault).is_err());
        assert!(found, "{fault:?} is not found");
    }
}
