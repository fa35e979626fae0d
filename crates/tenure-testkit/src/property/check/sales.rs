//! Selling to somebody who is to be rescued.

use tenure_columns::{Cell, Value};
use tenure_core::decision::Decision;

use super::Tried;
use crate::property::bench::Bench;
use crate::property::example::Example;

/// Kinds of steps that sell something.
pub(super) const SELLS: [&str; 2] = ["upsell", "cross_sell"];

/// Over an open critical complaint, or low satisfaction, nothing is sold.
pub(super) fn sell_or_rescue(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let Some(decision) = bench.decide(example) else {
        return Tried::Idle;
    };
    let trouble = trouble(bench, example);
    match (sold(&decision), trouble) {
        (Some(sold), Some(trouble)) => Tried::broken(
            format!("`{sold}` is proposed to a customer with {trouble}"),
            decision,
        ),
        (None, Some(_)) | (Some(_), None) => Tried::Held,
        (None, None) => Tried::Idle,
    }
}

fn sold(decision: &Decision) -> Option<String> {
    let mut actions = decision.actions.iter();
    let sold = actions.find(|action| SELLS.contains(&action.kind.as_str()))?;
    Some(format!("{} {}", sold.action, sold.kind))
}

fn trouble(bench: &Bench<'_>, example: &Example) -> Option<&'static str> {
    let cell = |name: &str| bench.cell(example, bench.rulebook.signal(name)?.0);
    let complaints = cell("complaints.open_critical");
    let level = cell("satisfaction.level");
    match (complaints, level) {
        (Some(Cell::Known(Value::Int(1..))), _) => Some("a critical complaint open"),
        (_, Some(Cell::Known(Value::Text(level)))) if level.as_ref() == "low" => {
            Some("low satisfaction")
        }
        _ => None,
    }
}
