//! What is announced once, and to whom one may write.

use std::collections::BTreeSet;

use chrono::Days;
use serde_json::{Value as Json, json};
use tenure_core::decision::{Action, Decision};
use tenure_model::{ActionRecord, ActionStatus, Moment};

use super::Tried;
use crate::property::bench::Bench;
use crate::property::example::Example;

/// The past actions of an example after its decision.
fn recorded(example: &Example, decision: &Decision) -> Option<Vec<ActionRecord>> {
    let (account, _) = example.read()?;
    Some(decision.next_actions(account.actions.as_deref().unwrap_or_default()))
}

fn with(example: &Example, actions: &[ActionRecord]) -> Option<Example> {
    let mut example = example.clone();
    let actions = serde_json::to_value(actions).ok()?;
    example.account.insert("actions".to_owned(), actions);
    Some(example)
}

fn announced(decision: &Decision) -> BTreeSet<&String> {
    let new = decision.actions.iter().filter(|action| action.new);
    new.flat_map(|action| &action.keys).collect()
}

pub(super) fn again(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let Some(first) = bench.decide(example) else {
        return Tried::Idle;
    };
    let next = recorded(example, &first).and_then(|actions| with(example, &actions));
    let Some((next, again)) = next.and_then(|next| Some((next.clone(), bench.decide(&next)?)))
    else {
        return Tried::Idle;
    };
    if let Some(key) = announced(&again).first() {
        let what = format!("`{key}` is announced a second time on the same day");
        let by = "what was proposed is recorded, and the day is decided again";
        return Tried::beside(what, first, by, Some(next), again);
    }
    if announced(&first).is_empty() {
        Tried::Idle
    } else {
        Tried::Held
    }
}

/// Everything is done at once; the next day, or within the cooldown, none of it comes back.
pub(super) fn once(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let Some(first) = bench.decide(example) else {
        return Tried::Idle;
    };
    let told: BTreeSet<String> = announced(&first).into_iter().cloned().collect();
    let Some(mut actions) = recorded(example, &first).filter(|_| !told.is_empty()) else {
        return Tried::Idle;
    };
    for action in actions.iter_mut().filter(|action| action.status.is_open()) {
        action.status = ActionStatus::Done;
        action.at = Some(Moment::Day(example.as_of));
    }
    let cooldowns = first.actions.iter().filter_map(|action| {
        let rule = bench.rulebook.action(&action.action)?;
        rule.cooldown
    });
    let within = cooldowns.min().unwrap_or(2).max(2) - 1;
    let ahead = Days::new(1 + example.turn % within.unsigned_abs());
    let Some(mut next) = with(example, &actions) else {
        return Tried::Idle;
    };
    next.as_of = example
        .as_of
        .checked_add_days(ahead)
        .unwrap_or(example.as_of);
    let Some(again) = bench.decide(&next) else {
        return Tried::Idle;
    };
    let twice = announced(&again)
        .into_iter()
        .find(|key| told.contains(*key))
        .map(|key| format!("`{key}` was done, and is announced anew on {}", next.as_of));
    let wrong = twice.or_else(|| {
        let (action, days) = still_cooling(bench, &first, &again)?;
        Some(format!(
            "`{action}` was done on {}, and is proposed anew on {}, within its cooldown of {days} days",
            example.as_of, next.as_of
        ))
    });
    match wrong {
        Some(what) => Tried::beside(
            what,
            first,
            "everything was done, and some days went by",
            Some(next),
            again,
        ),
        None => Tried::Held,
    }
}

/// What is proposed anew for the same contract and row within its cooldown, and how long that is.
fn still_cooling(bench: &Bench<'_>, first: &Decision, again: &Decision) -> Option<(String, i64)> {
    let same = |one: &Action| {
        let of = |action: &Action| {
            let Action {
                action,
                kind,
                contract_id,
                entity,
                ..
            } = action.clone();
            (action, kind, contract_id, entity)
        };
        first.actions.iter().any(|other| of(one) == of(other))
    };
    let mut new = again.actions.iter().filter(|one| one.new);
    new.find_map(|one| {
        let days = bench.rulebook.action(&one.action)?.cooldown?;
        same(one).then(|| (one.action.clone(), days))
    })
}

/// Nobody is to be contacted: whoever would have got a message gets none.
pub(super) fn consent(bench: &mut Bench<'_>, example: &Example) -> Tried {
    let mut asked = example.clone();
    asked
        .account
        .insert("do_not_contact".to_owned(), json!(true));
    asked.account.retain(|_, value| *value != Json::Null);
    let (Some(first), Some(after)) = (bench.decide(example), bench.decide(&asked)) else {
        return Tried::Idle;
    };
    let message = |decision: &Decision| {
        let messages = decision
            .actions
            .iter()
            .filter(|action| action.channel.is_some());
        let new = messages.into_iter().find(|action| action.new);
        new.map(|action| format!("{} {}", action.action, action.kind))
    };
    if let Some(sent) = message(&after) {
        let what = format!("`{sent}` goes out to somebody who asked not to be contacted");
        return Tried::beside(
            what,
            first,
            "the account asked not to be contacted",
            Some(asked),
            after,
        );
    }
    match message(&first) {
        Some(_) => Tried::Held,
        None => Tried::Idle,
    }
}
