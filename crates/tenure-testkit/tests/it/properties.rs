//! What the shipped rulebook promises beyond what the property kit holds every rulebook to, on generated accounts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use tenure::{Decision, Engine, PreparedTenant, Rulebook};
use tenure_core::engine::{Engine as Core, PreparedTenant as CoreTenant, Scratch};
use tenure_model::{Account, SurveyKind, Tenant, Voice};
use tenure_testkit::Source;
use tenure_testkit::generate::{Records, records};

use crate::threads::in_parallel;

const CASES: u64 = 600;

fn shipped() -> Engine {
    let builder = Engine::builder().rulebook(Rulebook::default_renewal());
    builder.build().unwrap()
}

fn made(seed: u64) -> (Records, PreparedTenant) {
    let records = records(&mut Source::seeded(seed), 3);
    let tenant = PreparedTenant::new(records.tenant.clone()).unwrap();
    (records, tenant)
}

/// A rulebook on top of the shipped one.
fn house(more: &str) -> Engine {
    let head = "[rulebook]\nid = \"house\"\nversion = \"1\"\nlanguage = 1\nextends = \"default-renewal\"\n";
    let rulebook = Rulebook::parse("house.toml", &format!("{head}{more}"))
        .unwrap_or_else(|error| panic!("{error}"));
    Engine::builder().rulebook(rulebook).build().unwrap()
}

/// The shipped rulebook with room for all that it proposes.
fn unlimited() -> Engine {
    house("[arbitration]\nlimits = []\n")
}

type Named = (String, String, Option<String>, Vec<String>);

fn named(decision: &Decision) -> BTreeSet<Named> {
    let actions = decision.actions.iter();
    actions
        .map(|a| {
            let mut keys = a.keys.clone();
            keys.sort_unstable();
            (a.action.clone(), a.kind.clone(), a.entity.clone(), keys)
        })
        .collect()
}

/// What is listed, in the order of arbitration.
fn in_order(decision: &Decision) -> Vec<(&str, &str, Option<&str>)> {
    let actions = decision.actions.iter();
    actions
        .map(|a| {
            let about = a.entity.as_deref().or(a.contract_id.as_deref());
            (a.action.as_str(), a.kind.as_str(), about)
        })
        .collect()
}

fn kinds(decision: &Decision) -> BTreeSet<(&str, &str)> {
    let actions = decision.actions.iter();
    actions
        .map(|a| (a.action.as_str(), a.kind.as_str()))
        .collect()
}

/// The best that a customer can say instead of the latest answer; `None` where nothing can be better.
fn content(account: &Account, day: NaiveDate, tenant: &Tenant) -> Option<Account> {
    let mut account = account.clone();
    let surveys = account.surveys.as_mut()?;
    let zone = tenant.zone();
    let usable = |kind: SurveyKind| kind != SurveyKind::Custom;
    let of_customer = |source: Option<Voice>| source.unwrap_or(Voice::Customer) == Voice::Customer;
    let latest = surveys
        .iter()
        .filter(|s| of_customer(s.source) && s.at.day(zone) <= day)
        .map(|s| s.at.day(zone))
        .max()?;
    for answer in surveys
        .iter_mut()
        .filter(|s| s.at.day(zone) == latest && of_customer(s.source) && usable(s.kind))
    {
        answer.score = match answer.kind {
            SurveyKind::Nps => 10.0,
            SurveyKind::Csat => 5.0,
            SurveyKind::Ces => 7.0,
            SurveyKind::Pulse => 100.0,
            SurveyKind::Custom => answer.score,
        };
    }
    Some(account)
}

#[test]
fn a_more_content_customer_is_no_riskier_and_gets_no_rescue() {
    let compared: usize = in_parallel(CASES, |seed| {
        let (records, tenant) = made(seed);
        let engine = unlimited();
        let mut compared = 0;
        for account in &records.accounts {
            let Some(better) = content(account, records.as_of, &records.tenant) else {
                continue;
            };
            let before = engine.decide(account, &tenant, records.as_of).unwrap();
            let after = engine.decide(&better, &tenant, records.as_of).unwrap();
            assert!(
                after.risk.points <= before.risk.points,
                "seed {seed}: {} {}",
                after.risk.points,
                before.risk.points
            );
            let rescue = |decision: &Decision| {
                decision
                    .actions
                    .iter()
                    .filter(|a| a.kind == "assign_csm")
                    .count()
            };
            assert!(rescue(&after) <= rescue(&before), "seed {seed}");
            compared += usize::from(after.risk.points < before.risk.points);
        }
        compared
    })
    .into_iter()
    .sum();
    assert!(compared > 100, "{compared}");
}

/// Lists of an account that can be absent, each emptied and taken away.
fn without(account: &Account, number: usize) -> Option<(Account, Account)> {
    macro_rules! lists {
        ($($number:literal $list:ident),+) => {
            match number {
                $($number => Some((
                    Account { $list: Some(Vec::new()), ..account.clone() },
                    Account { $list: None, ..account.clone() },
                )),)+
                _ => None,
            }
        };
    }
    lists!(0 surveys, 1 complaints, 2 tickets, 3 usage, 4 invoices, 5 purchases, 6 interactions,
        7 referrals, 8 assignments, 9 handovers, 10 scores, 11 opportunities, 12 contracts)
}

#[test]
fn what_nobody_knows_adds_questions_and_nothing_else() {
    let compared: usize = in_parallel(CASES, |seed| {
        let (records, tenant) = made(seed);
        let engine = unlimited();
        let mut compared = 0;
        for account in &records.accounts {
            for (empty, unknown) in (0..).map_while(|number| without(account, number)) {
                let empty = engine.decide(&empty, &tenant, records.as_of).unwrap();
                let unknown = engine.decide(&unknown, &tenant, records.as_of).unwrap();
                // What hangs on the points moves with them.
                let by_points = |id: &str| {
                    let rule = engine.rulebook().action(id);
                    rule.is_some_and(|rule| rule.text.contains("risk."))
                };
                let asks = |named: &(&str, &str)| {
                    named.0 == "ask-satisfaction"
                        || named.1.ends_with("_survey")
                        || by_points(named.0)
                };
                let added: Vec<_> = kinds(&unknown)
                    .difference(&kinds(&empty))
                    .copied()
                    .filter(|n| !asks(n))
                    .collect();
                assert!(added.is_empty(), "seed {seed}: {added:?}");
                compared += kinds(&unknown).len();
            }
        }
        compared
    })
    .into_iter()
    .sum();
    assert!(compared > 2_000, "{compared}");
}

#[test]
fn every_account_can_be_explained() {
    in_parallel(CASES / 4, |seed| {
        let (records, tenant) = made(seed);
        let engine = shipped();
        for account in &records.accounts {
            let explained = engine.explain(account, &tenant, records.as_of).unwrap();
            assert!(explained.rules.len() >= engine.rulebook().rules.len());
            for action in &explained.decision.actions {
                let told = explained
                    .actions
                    .iter()
                    .any(|e| e.action == action.action && e.kind == action.kind);
                assert!(told, "seed {seed}: {action:?}");
            }
        }
    });
}

/// The checked rulebook, its rules and actions in the opposite order.
fn turned() -> Arc<tenure_rules::Rulebook> {
    let mut rulebook = (**Rulebook::default_renewal().checked()).clone();
    rulebook.rules.reverse();
    rulebook.actions.reverse();
    rulebook.overlays.reverse();
    rulebook.groups.reverse();
    Arc::new(rulebook)
}

#[test]
fn the_order_of_rules_and_rows_means_nothing() {
    in_parallel(CASES / 4, |seed| {
        let (records, _) = made(seed);
        let tenant = CoreTenant::new(records.tenant.clone()).unwrap();
        let forth = Core::new(
            Rulebook::default_renewal().checked().clone(),
            &BTreeMap::new(),
        )
        .unwrap();
        let back = Core::new(turned(), &BTreeMap::new()).unwrap();
        let mut scratch = Scratch::default();
        for account in &records.accounts {
            let mut rows = account.clone();
            rows.surveys.iter_mut().for_each(|list| list.reverse());
            rows.contracts.iter_mut().for_each(|list| list.reverse());
            rows.complaints.iter_mut().for_each(|list| list.reverse());
            rows.interactions.iter_mut().for_each(|list| list.reverse());
            rows.usage.iter_mut().for_each(|list| list.reverse());
            let one = forth
                .decide(&mut scratch, account, &tenant, records.as_of)
                .unwrap();
            let other = back
                .decide(&mut scratch, &rows, &tenant, records.as_of)
                .unwrap();
            assert_eq!(one.risk, other.risk, "seed {seed}");
            assert_eq!(named(&one), named(&other), "seed {seed}");
            assert_eq!(in_order(&one), in_order(&other), "seed {seed}");
            let points = |decision: &Decision| -> BTreeSet<(String, Option<String>, i64)> {
                let all = decision.contributions.iter();
                all.map(|c| (c.rule.clone(), c.entity.clone(), c.points))
                    .collect()
            };
            assert_eq!(points(&one), points(&other), "seed {seed}");
        }
    });
}

#[test]
fn an_action_that_is_turned_off_takes_nothing_else_with_it() {
    let rules: Vec<(String, bool)> = Rulebook::default_renewal()
        .checked()
        .actions
        .iter()
        .map(|rule| {
            (
                rule.id.clone(),
                rule.steps.iter().any(|step| step.assignee.is_none()),
            )
        })
        .collect();
    for (id, writes) in rules {
        let off = house(&format!(
            "[[action]]\nid = \"{id}\"\nenabled = false\n[arbitration]\nlimits = []\n"
        ));
        let on = unlimited();
        for seed in 0..40 {
            let (records, tenant) = made(seed);
            for account in &records.accounts {
                let before = on.decide(account, &tenant, records.as_of).unwrap();
                let after = off.decide(account, &tenant, records.as_of).unwrap();
                let keys = |decision: &Decision| -> BTreeSet<String> {
                    let all = decision.actions.iter().flat_map(|a| a.keys.iter().cloned());
                    all.filter(|key| !key.starts_with(&format!("{id}/")))
                        .collect()
                };
                let (before, after) = (keys(&before), keys(&after));
                assert!(before.is_subset(&after), "{id}: {before:?} {after:?}");
                // A message less leaves room for another.
                assert!(writes || before == after, "{id}: {before:?} {after:?}");
            }
        }
    }
}

#[test]
fn who_is_held_out_is_marked_and_decided_alike() {
    let all = house("[holdout]\nshare = 10000\nsalt = \"x\"\n");
    let some = house("[holdout]\nshare = 2500\nsalt = \"x\"\n");
    let (mut held, mut seen) = (0, 0);
    for seed in 0..60 {
        let records = records(&mut Source::seeded(seed), 3);
        for (number, account) in records.accounts.iter().enumerate() {
            let account = Account {
                id: tenure_model::Id(format!("{seed}-{number}")),
                ..account.clone()
            };
            let decide = |engine: &Engine| {
                engine
                    .decide(&account, &records.tenant, records.as_of)
                    .unwrap()
            };
            let (plain, held_out) = (decide(&shipped()), decide(&all));
            assert!(held_out.holdout && !plain.holdout);
            assert_eq!(named(&plain), named(&held_out));
            held += usize::from(decide(&some).holdout);
            seen += 1;
        }
    }
    assert!((seen / 8..seen * 3 / 8).contains(&held), "{held} of {seen}");
}

#[test]
fn limits_put_off_what_is_not_mandatory_and_nothing_else() {
    let put_off: usize = in_parallel(CASES, |seed| {
        let (records, tenant) = made(seed);
        let (limited, unlimited) = (shipped(), unlimited());
        let mut put_off = 0;
        for account in &records.accounts {
            let few = limited.decide(account, &tenant, records.as_of).unwrap();
            let all = unlimited.decide(account, &tenant, records.as_of).unwrap();
            assert_eq!(few.risk, all.risk, "seed {seed}");
            let kept = named(&few);
            for action in &all.actions {
                let mut keys = action.keys.clone();
                keys.sort_unstable();
                let (rule, kind) = (action.action.clone(), action.kind.clone());
                let stays = kept.contains(&(rule, kind, action.entity.clone(), keys));
                assert!(
                    stays || (action.new && !action.priority.mandatory),
                    "seed {seed}"
                );
                put_off += usize::from(!stays);
            }
            assert!(kept.is_subset(&named(&all)), "seed {seed}");
        }
        put_off
    })
    .into_iter()
    .sum();
    assert!(put_off > 20, "{put_off}");
}
