//! The shipped example: what the shipped rulebook makes of it, and one that extends it.

use std::collections::{BTreeMap, BTreeSet};

use tenure::decision::Contribution;
use tenure::model::{Limits, read_account, read_tenant};
use tenure::signals::facts;
use tenure::{Decision, Engine, PreparedTenant, Rulebook};

use crate::common::{PORTFOLIO, TENANT, date, engine, portfolio, tenant};

const HOUSE: &str = include_str!("../../../../examples/rulebooks/house.toml");
const AS_OF: &str = "2026-06-30";

/// The example's tenant with facts over the portfolio.
fn with_facts() -> PreparedTenant {
    let mut tenant = tenant(TENANT);
    tenant.facts = Some(facts(&portfolio(), &tenant, date(AS_OF)).unwrap());
    PreparedTenant::new(tenant).unwrap()
}

/// What is to be done for the tenant itself, by action and kind.
fn of_tenant() -> Vec<(String, String)> {
    let decided = engine().session().decide_tenant(&with_facts(), date(AS_OF));
    let actions = decided.unwrap().actions.into_iter();
    actions.map(|action| (action.action, action.kind)).collect()
}

fn decisions(rulebook: Rulebook) -> BTreeMap<String, Decision> {
    let tenant = with_facts();
    let engine = Engine::builder().rulebook(rulebook).build().unwrap();
    portfolio()
        .iter()
        .map(|account| {
            let decision = engine.decide(account, &tenant, date(AS_OF)).unwrap();
            (decision.account_id.clone(), decision)
        })
        .collect()
}

#[test]
fn the_example_has_nothing_to_complain_about() {
    let limits = Limits::default();
    let read = read_tenant(TENANT, &limits).unwrap();
    assert_eq!(read.warnings, []);
    for line in PORTFOLIO.lines() {
        let read = read_account(line, &limits).unwrap();
        assert_eq!(read.warnings, [], "{:?}", read.value.id);
    }
    let ids: BTreeSet<_> = portfolio().into_iter().map(|account| account.id).collect();
    assert_eq!(ids.len(), PORTFOLIO.lines().count());
    assert!((35..=48).contains(&ids.len()), "{}", ids.len());
}

#[test]
fn every_rule_of_the_shipped_rulebook_fires_on_it() {
    let rulebook = Rulebook::default_renewal();
    let decisions = decisions(Rulebook::default_renewal());
    let fired: BTreeSet<&str> = decisions
        .values()
        .flat_map(|decision| &decision.contributions)
        .map(|contribution| contribution.rule.as_str())
        .collect();
    let silent: Vec<&str> = rulebook
        .checked()
        .rules
        .iter()
        .map(|rule| rule.id.as_str())
        .filter(|id| !fired.contains(id))
        .collect();
    assert_eq!(silent, [""; 0]);
}

#[test]
fn every_step_of_every_action_is_proposed_on_it() {
    let rulebook = Rulebook::default_renewal();
    let decisions = decisions(Rulebook::default_renewal());
    let proposed: BTreeSet<(&str, &str)> = decisions
        .values()
        .flat_map(|decision| &decision.actions)
        .filter(|action| action.state == "proposed")
        .map(|action| (action.action.as_str(), action.kind.as_str()))
        .collect();
    let of_tenant = of_tenant();
    let proposed: BTreeSet<(&str, &str)> = proposed
        .into_iter()
        .chain(
            of_tenant
                .iter()
                .map(|(action, kind)| (action.as_str(), kind.as_str())),
        )
        .collect();
    let rules = &rulebook.checked().actions;
    let all = rules.iter().filter(|rule| rule.enabled).flat_map(|rule| {
        let kinds = rule.steps.iter().map(|step| step.kind.as_str());
        kinds.map(|kind| (rule.id.as_str(), kind))
    });
    let silent: Vec<_> = all.filter(|step| !proposed.contains(step)).collect();
    assert_eq!(silent, [("", ""); 0]);
}

#[test]
fn it_is_spread_over_all_bands() {
    let mut bands: BTreeMap<String, usize> = BTreeMap::new();
    for decision in decisions(Rulebook::default_renewal()).into_values() {
        *bands.entry(decision.risk.band).or_default() += 1;
    }
    for (band, least) in [
        ("low", 8),
        ("medium", 8),
        ("high", 6),
        ("critical", 4),
        ("insufficient", 2),
    ] {
        assert!(
            bands.get(band).copied().unwrap_or(0) >= least,
            "{band}: {bands:?}"
        );
    }
}

#[test]
fn the_industry_packs_scale_what_they_name() {
    let decisions = decisions(Rulebook::default_renewal());
    let points = |account: &str, rule: &str| {
        let contributions = &decisions[account].contributions;
        contributions
            .iter()
            .find(|c| c.rule == rule)
            .map(|c| c.points)
    };
    for (account, rule, scaled) in [
        ("a-20", "support-sla-breach", 10),  // saas: 8 x 1.3 = 10.4
        ("a-01", "usage-utilisation", -13),  // saas: -10 x 1.3
        ("a-29", "complaint-major", 18),     // saas, competitor: 15 x 1.2
        ("a-20", "complaint-minor", 7),      // saas, missing feature: 5 x 1.3 = 6.5
        ("a-36", "renewal-passed", 39),      // manufacturing: 30 x 1.3
        ("a-33", "support-escalated", 13),   // manufacturing: 10 x 1.3
        ("a-21", "complaint-minor", 8),      // manufacturing, supply chain: 5 x 1.5 = 7.5
        ("a-11", "renewal-undecided", 18),   // finance: 15 x 1.2
        ("a-23", "billing-fee-dispute", 15), // finance: 10 x 1.5
        ("a-32", "complaint-major", 21),     // finance, opaque information: 15 x 1.4
    ] {
        assert_eq!(points(account, rule), Some(scaled), "{account} {rule}");
    }
}

#[test]
fn what_was_done_or_dismissed_is_not_proposed_again() {
    let decisions = decisions(Rulebook::default_renewal());
    let renewals = |account: &str| {
        let actions = decisions[account].actions.iter();
        let of_date = actions.filter(|action| action.action.starts_with("renewal-"));
        of_date
            .map(|action| (action.kind.as_str(), action.state.as_str()))
            .collect::<Vec<_>>()
    };
    assert_eq!(renewals("a-09"), [("owner_alert", "accepted")]);
    assert_eq!(
        renewals("a-36"),
        [("owner_todo", "proposed"), ("manager_alert", "proposed")]
    );
}

#[test]
fn the_house_rulebook_changes_what_it_says_and_nothing_else() {
    let house = Rulebook::parse("house.toml", HOUSE).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(house.warnings().len(), 0);
    let (shipped, house) = (decisions(Rulebook::default_renewal()), decisions(house));
    let points = |decisions: &BTreeMap<String, Decision>, account: &str, rule: &str| {
        let contributions = &decisions[account].contributions;
        contributions
            .iter()
            .find(|c| c.rule == rule)
            .map(|c| c.points)
    };
    assert_eq!(points(&shipped, "a-22", "complaint-minor"), Some(5));
    assert_eq!(points(&house, "a-22", "complaint-minor"), Some(10));
    assert_eq!(points(&shipped, "a-02", "renewal-automatic"), Some(-13));
    assert_eq!(points(&house, "a-02", "renewal-automatic"), None);
    assert_eq!(points(&house, "a-28", "few-logins"), Some(18));
    // A number of March is stale in June.
    assert!(
        house["a-17"]
            .unknown
            .iter()
            .any(|unjudged| unjudged.rule == "few-logins")
    );
    let others = |decision: &Decision| -> Vec<Contribution> {
        let touched = ["complaint-minor", "renewal-automatic", "few-logins"];
        let contributions = decision.contributions.iter().cloned();
        contributions
            .filter(|c| !touched.contains(&c.rule.as_str()) && !c.rule.starts_with("cap:"))
            .collect()
    };
    for (id, decision) in &shipped {
        assert_eq!(others(decision), others(&house[id]), "{id}");
    }
}
