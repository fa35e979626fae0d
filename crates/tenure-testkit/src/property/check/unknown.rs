//! What nobody knows.

use serde_json::Value as Json;
use tenure_core::decision::{Contribution, Evidence};
use tenure_rules::expr::{Expr, ExprKind, StateTest};
use tenure_rules::{BinTest, Judge, Rulebook, SignalId};

use super::Tried;
use crate::property::bench::Bench;
use crate::property::example::Example;

/// Some of what is known is taken away: whatever still gives points either needs none of it, or says what it makes of it.
pub(super) fn neutral(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let less = without(example);
    let (Some(first), Some(after)) = (bench.decide(example), bench.decide(&less)) else {
        return Tried::Idle;
    };
    let blind = after
        .contributions
        .iter()
        .find(|one| gave_blindly(one, bench.rulebook));
    if let Some(one) = blind {
        let what = format!(
            "the rule `{}` gives {:+} points though what it reads is not known, and does not say so",
            one.rule, one.points
        );
        return Tried::beside(
            what,
            first,
            "some of its records not known",
            Some(less),
            after,
        );
    }
    if after.unknown.is_empty() || first.contributions.is_empty() {
        Tried::Idle
    } else {
        Tried::Held
    }
}

/// The example without one or two of its lists.
fn without(example: &Example) -> Example {
    let mut less = example.clone();
    let lists: Vec<String> = example
        .account
        .iter()
        .filter(|(_, value)| value.is_array())
        .map(|(name, _)| name.clone())
        .collect();
    let turn = usize::try_from(example.turn).unwrap_or(0);
    for step in [turn, turn / 31] {
        if let Some(name) = lists.get(step % lists.len().max(1)) {
            less.account.remove(name);
        }
    }
    less.account.retain(|_, value| *value != Json::Null);
    less
}

fn gave_blindly(one: &Contribution, rulebook: &Rulebook) -> bool {
    let missing: Vec<(SignalId, &str)> = one
        .evidence
        .iter()
        .filter_map(|(name, seen)| match seen {
            Evidence::Missing { missing } if missing != "withheld" => {
                Some((rulebook.signal(name)?.0, missing.as_str()))
            }
            _ => None,
        })
        .collect();
    let all_missing = !missing.is_empty() && missing.len() == one.evidence.len();
    let rule = rulebook.rule(&one.rule);
    all_missing && rule.is_some_and(|rule| !says_so(&rule.judge, &missing))
}

/// Whether a rule says what it makes of one of the signals that are missing, by the word for how it is missing.
fn says_so(judge: &Judge, missing: &[(SignalId, &str)]) -> bool {
    match judge {
        Judge::When { condition, .. } => missing
            .iter()
            .any(|(signal, word)| speaks_of(condition, *signal, word)),
        Judge::Bins { bins, .. } => missing.iter().any(|(_, word)| {
            bins.iter().any(|bin| match bin.test {
                BinTest::Stale => *word == "stale",
                BinTest::Unknown => *word == "unknown",
                BinTest::NotApplicable => *word == "not_applicable",
                BinTest::Below(_) | BinTest::Is(_) | BinTest::IsBool(_) | BinTest::Otherwise => {
                    false
                }
            })
        }),
    }
}

fn speaks_of(expr: &Expr, signal: SignalId, word: &str) -> bool {
    let of_signal = |inner: &Expr| inner.signals().contains(&signal);
    let here = match &expr.kind {
        ExprKind::Coalesce(inner, _) => of_signal(inner),
        ExprKind::Test(test, inner) => {
            let says = match test {
                StateTest::IsKnown => true,
                StateTest::IsStale => word == "stale",
                StateTest::IsApplicable => word == "not_applicable",
            };
            says && of_signal(inner)
        }
        _ => false,
    };
    here || expr
        .parts()
        .into_iter()
        .any(|part| speaks_of(part, signal, word))
}
