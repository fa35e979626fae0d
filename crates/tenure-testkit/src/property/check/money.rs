//! Names of currencies.

use serde_json::{Value as Json, json};

use super::Tried;
use super::engine::spoke;
use super::order::plain;
use crate::property::bench::Bench;
use crate::property::example::Example;

/// Two currencies with cents: one takes the other's place.
const PAIR: (&str, &str) = ("EUR", "USD");

/// Every amount is of one currency with cents, then of another: only its name differs.
pub(super) fn renamed(bench: &mut Bench<'_>, example: &Example) -> Tried {
    if bench.rulebook.currency.is_some() {
        return Tried::Idle;
    }
    let (one, other) = (all_in(example, PAIR.0), all_in(example, PAIR.1));
    let (Some(first), Some(after)) = (bench.decide(&one), bench.decide(&other)) else {
        return Tried::Idle;
    };
    if plain(&first) != plain(&after) {
        let what = format!("the answer in {} differs from that in {}", PAIR.1, PAIR.0);
        return Tried::beside(what, first, "the currency renamed", Some(other), after);
    }
    spoke(&first)
}

fn all_in(example: &Example, code: &str) -> Example {
    let mut example = example.clone();
    example
        .account
        .values_mut()
        .for_each(|value| rename(value, code));
    example
        .tenant
        .values_mut()
        .for_each(|value| rename(value, code));
    example.tenant.remove("rates");
    example.account.insert("currency".to_owned(), json!(code));
    example
}

fn rename(value: &mut Json, code: &str) {
    match value {
        Json::Object(fields) => {
            for (field, value) in fields {
                if field == "currency" && value.is_string() {
                    *value = json!(code);
                } else {
                    rename(value, code);
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| rename(item, code)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => (),
    }
}
