//! Orders that mean nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use tenure_core::decision::Decision;

use super::Tried;
use super::engine::spoke;
use crate::property::bench::{Bench, Variant};
use crate::property::example::Example;

/// The example among others of its tenant and day: itself, one without some of its lists, and one of which nothing is
/// known.
fn neighbours(example: &Example) -> Vec<Example> {
    let named = |mut example: Example, id: &str| {
        example.account.insert("id".to_owned(), json!(id));
        example
    };
    let mut fewer = example.clone();
    let keep = example.turn % 3;
    let names: Vec<String> = fewer.account.keys().cloned().collect();
    for (number, name) in names.iter().enumerate() {
        if fewer.account.get(name).is_some_and(Json::is_array) && number as u64 % 3 == keep {
            fewer.account.remove(name);
        }
    }
    let mut unknown = example.clone();
    unknown.account.clear();
    vec![
        named(unknown, "z-unknown"),
        example.clone(),
        named(fewer, "b-fewer"),
    ]
}

pub(super) fn accounts(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let mut forth = neighbours(example);
    let first = bench.decide_all(&forth);
    forth.reverse();
    let again = bench.decide_all(&forth).map(|mut again| {
        again.reverse();
        again
    });
    same(first, again, "the accounts in another order")
}

pub(super) fn split(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let together = neighbours(example);
    let first = bench.decide_all(&together);
    let alone = together.iter().map(|one| bench.decide(one)).collect();
    same(first, alone, "each account decided alone")
}

fn same(first: Option<Vec<Decision>>, again: Option<Vec<Decision>>, by: &str) -> Tried {
    let (Some(first), Some(again)) = (first, again) else {
        return Tried::Idle;
    };
    let pairs = first.into_iter().zip(again);
    let mut tried = Tried::Idle;
    for (first, again) in pairs {
        if first != again {
            let id = &first.account_id;
            let what = format!("the account `{id}` got another answer");
            return Tried::beside(what, first, by, None, again);
        }
        if let Tried::Held = spoke(&first) {
            tried = Tried::Held;
        }
    }
    tried
}

pub(super) fn records(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let mut turned = example.clone();
    let mut any = false;
    // Of the tenant's rates and benchmarks the first counts.
    for list in turned.account.values_mut() {
        if let Json::Array(records) = list {
            any |= records.len() > 1;
            records.reverse();
        }
    }
    let (Some(first), Some(again)) = (bench.decide(example), bench.decide(&turned)) else {
        return Tried::Idle;
    };
    if plain(&first) != plain(&again) {
        let what = "the same records in another order got another answer".to_owned();
        return Tried::beside(
            what,
            first,
            "its records in the opposite order",
            None,
            again,
        );
    }
    if any { spoke(&first) } else { Tried::Idle }
}

/// The answer without what it was made from: lists of the tenant stand there in their order.
pub(super) fn plain(decision: &Decision) -> Decision {
    let mut plain = decision.clone();
    plain.provenance.input.clear();
    plain.provenance.tenant.clear();
    plain
}

pub(super) fn rules(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let Some(first) = bench.decide(example) else {
        return Tried::Idle;
    };
    let Some(again) = bench.decide_by(Variant::Turned, example) else {
        return Tried::Idle;
    };
    let alike =
        first.risk == again.risk && sums(&first) == sums(&again) && names(&first) == names(&again);
    if alike {
        return spoke(&first);
    }
    let what = "the order in which rules or actions stand in the rulebook matters".to_owned();
    Tried::beside(
        what,
        first,
        "rules and actions in the opposite order",
        None,
        again,
    )
}

/// What each group gave together: of equal contributions either may be the one that counts.
fn sums(decision: &Decision) -> BTreeMap<Option<String>, i64> {
    let mut sums = BTreeMap::new();
    for one in &decision.contributions {
        *sums.entry(one.group.clone()).or_insert(0) += one.points;
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn names(decision: &Decision) -> BTreeSet<(String, String, Option<String>, Vec<String>)> {
    let names = decision.actions.iter().map(|action| {
        let mut keys = action.keys.clone();
        keys.sort_unstable();
        (
            action.action.clone(),
            action.kind.clone(),
            action.entity.clone(),
            keys,
        )
    });
    names.collect()
}
