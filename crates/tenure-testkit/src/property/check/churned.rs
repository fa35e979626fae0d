//! Customers who are gone.

use serde_json::{Value as Json, json};
use tenure_core::decision::Decision;

use super::Tried;
use crate::property::bench::Bench;
use crate::property::example::Example;

/// The kinds of steps that ask why.
const ASKS: &str = "_reason_todo";

/// Every contract has ended, and with it everything that was open: what is left to do is to ask for the reason.
pub(super) fn gone(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let Some(gone) = ended(example) else {
        return Tried::Idle;
    };
    let (Some(first), Some(after)) = (bench.decide(example), bench.decide(&gone)) else {
        return Tried::Idle;
    };
    if let Some(done) = other_than_asking(&after) {
        let what = format!("`{done}` is proposed for a customer who is gone");
        return Tried::beside(what, first, "every contract has ended", Some(gone), after);
    }
    if first.actions.is_empty() {
        Tried::Idle
    } else {
        Tried::Held
    }
}

fn other_than_asking(decision: &Decision) -> Option<String> {
    let new = decision.actions.iter().filter(|action| action.new);
    let mut others = new.filter(|action| !action.kind.ends_with(ASKS));
    let other = others.next()?;
    Some(format!("{} {}", other.action, other.kind))
}

/// The account after its contracts were terminated, its complaints solved, and its last answers forgotten.
fn ended(example: &Example) -> Option<Example> {
    let contracts = example.account.get("contracts")?.as_array()?;
    if contracts.is_empty() {
        return None;
    }
    let mut gone = example.clone();
    let on = example.ago(10);
    let started = example.ago(400);
    gone.change_list("contracts", |contracts| {
        for contract in contracts.iter_mut().filter_map(Json::as_object_mut) {
            contract.retain(|field, _| matches!(field.as_str(), "id" | "product_ids" | "amount"));
            contract.insert("start_date".to_owned(), json!(started));
            contract.insert("status".to_owned(), json!("terminated"));
            contract.insert("terminated_on".to_owned(), json!(on));
        }
    });
    for list in ["complaints", "opportunities", "surveys", "actions"] {
        gone.change_list(list, Vec::clear);
    }
    // A host that keeps no contracts has customers all the same.
    gone.tenant.remove("supplies");
    gone.account
        .insert("lifecycle".to_owned(), json!("churned"));
    Some(gone)
}
