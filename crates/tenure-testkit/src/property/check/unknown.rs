//! What nobody knows.

use serde_json::Value as Json;
use tenure_core::decision::{Contribution, Evidence};
use tenure_rules::expr::{Expr, ExprKind};
use tenure_rules::{BinTest, Judge, Rulebook};

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
    let missing =
        |seen: &Evidence| matches!(seen, Evidence::Missing { missing } if missing != "withheld");
    let all_missing = !one.evidence.is_empty() && one.evidence.values().all(missing);
    let rule = rulebook.rule(&one.rule);
    all_missing && rule.is_some_and(|rule| !says_so(&rule.judge))
}

/// Whether a rule says what it makes of the unknown.
fn says_so(judge: &Judge) -> bool {
    match judge {
        Judge::When { condition, .. } => speaks_of_unknown(condition),
        Judge::Bins { bins, .. } => bins.iter().any(|bin| {
            matches!(
                bin.test,
                BinTest::Stale | BinTest::Unknown | BinTest::NotApplicable
            )
        }),
    }
}

fn speaks_of_unknown(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Coalesce(..) | ExprKind::Test(..))
        || expr.parts().into_iter().any(speaks_of_unknown)
}
