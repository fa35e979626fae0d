//! Limits: how much of an account's actions is newly proposed on one day.

use std::cmp::Reverse;

use tenure_model::{ActionStatus, Channel};
use tenure_rules::{Limit, Scope};

use super::JudgedAction;
use super::arbitrate::{in_order, is_mandatory};
use super::candidate::Candidate;
use super::ground::Ground;
use super::history::History;
use super::key::Key;
use super::message;
use super::stage::Stage;

/// Something that takes up room today.
struct Taken {
    action: String,
    kind: String,
    channel: Option<Channel>,
    key: String,
}

impl Taken {
    fn of(candidate: &Candidate) -> Self {
        let (action, kind, _) = candidate.named.clone();
        Self {
            action,
            kind,
            channel: candidate.message.as_ref().map(|message| message.channel),
            key: candidate.key.clone(),
        }
    }

    fn counts_for(&self, limit: &Limit) -> bool {
        let fits = |names: &[String], name: Option<&str>| {
            names.is_empty() || name.is_some_and(|name| names.iter().any(|one| one == name))
        };
        fits(&limit.actions, Some(&self.action))
            && fits(&limit.kinds, Some(&self.kind))
            && fits(&limit.channels, self.channel.map(Channel::as_str))
    }
}

/// Holds back what the limits have no room for, the least of its order first. What is mandatory, and what goes on from
/// before under another key, counts and stays. What is to be done for the tenant itself is no account's.
pub(super) fn hold_back(
    ground: &Ground<'_, '_>,
    history: &History<'_>,
    judged: &[JudgedAction<'_>],
    found: &mut [Candidate],
) {
    let limits = &ground.arbitration.limits;
    if limits.is_empty() {
        return;
    }
    let mut order: Vec<usize> = (0..found.len())
        .filter(|index| found.get(*index).is_some_and(|c| is_new(judged, c)))
        .collect();
    in_order(&mut order, judged, found);
    order.sort_by_key(|index| Reverse(found.get(*index).is_some_and(|c| stays(found, c))));
    let mut taken = taken_before(ground, history, judged);
    for index in order {
        let Some(candidate) = found.get(index) else {
            continue;
        };
        let new = Taken::of(candidate);
        let full = limits.iter().find(|limit| is_full(limit, &new, &taken));
        match full.filter(|_| !stays(found, candidate)) {
            None => taken.push(new),
            Some(limit) => {
                let stage = stage(limit, &taken);
                if let Some(candidate) = found.get_mut(index) {
                    candidate.standing = Err(stage);
                }
            }
        }
    }
}

fn is_new(judged: &[JudgedAction<'_>], candidate: &Candidate) -> bool {
    let rule = judged.get(candidate.action).map(|action| action.rule);
    candidate.is_new() && rule.is_some_and(|rule| rule.scope != Scope::Tenant)
}

fn stays(found: &[Candidate], candidate: &Candidate) -> bool {
    !candidate.is_first() || is_mandatory(found, candidate)
}

fn is_full(limit: &Limit, new: &Taken, taken: &[Taken]) -> bool {
    let there = taken.iter().filter(|taken| taken.counts_for(limit)).count();
    new.counts_for(limit) && usize::try_from(limit.max).is_ok_and(|max| there >= max)
}

/// What was written down as proposed today, by an earlier run of the same day.
fn taken_before(
    ground: &Ground<'_, '_>,
    history: &History<'_>,
    judged: &[JudgedAction<'_>],
) -> Vec<Taken> {
    let today = history.iter().filter(|(_, past)| {
        past.record.proposed_on == ground.day() && past.status != ActionStatus::Moved
    });
    let taken = today.filter_map(|(_, past)| {
        let text = past.record.keys.first()?;
        let key = Key::parse(text)?;
        Some(Taken {
            channel: message::channel_of(judged, &key),
            action: key.action,
            kind: key.kind,
            key: text.clone(),
        })
    });
    taken.collect()
}

fn stage(limit: &Limit, taken: &[Taken]) -> Stage {
    let names = [&limit.actions, &limit.kinds, &limit.channels];
    let outranked_by = taken.iter().filter(|taken| taken.counts_for(limit));
    Stage::Limit {
        max: limit.max,
        of: names.into_iter().flatten().cloned().collect(),
        outranked_by: outranked_by.map(|taken| taken.key.clone()).collect(),
    }
}
