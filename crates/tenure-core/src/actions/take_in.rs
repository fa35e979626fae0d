//! Proposals that carry more than one key.

use tenure_rules::ActionRule;

use super::JudgedAction;
use super::candidate::{Candidate, Standing};
use super::history::History;
use super::stage::Stage;

/// Contracts whose anchors lie so many days apart are told of in one alert.
const ALERT_DAYS: i64 = 30;

/// A step that was missed is taken in by what follows it, where both would be new: a reminder of one month before the
/// renewal takes in the review of three months before.
pub(crate) fn missed(judged: &[JudgedAction<'_>], found: &mut [Candidate]) {
    let rule = |candidate: &Candidate| judged.get(candidate.action).map(|action| action.rule);
    let mut moves = Vec::new();
    for (index, candidate) in found.iter().enumerate() {
        let Some(id) = rule(candidate).map(|rule| rule.id.as_str()) else {
            continue;
        };
        let absorbs = |other: &Candidate| rule(other).is_some_and(|r| takes_in(r, id));
        moves.extend(host(found, candidate, absorbs).map(|host| (index, host)));
    }
    for (index, host) in &moves {
        take(found, *index, last_host(&moves, *host));
    }
}

fn takes_in(rule: &ActionRule, id: &str) -> bool {
    rule.id != id && rule.absorbs.iter().any(|absorbed| absorbed == id)
}

/// Who takes a candidate in: of the new ones about the same contract that do, one of the same kind, else the first.
fn host(
    found: &[Candidate],
    candidate: &Candidate,
    absorbs: impl Fn(&Candidate) -> bool,
) -> Option<usize> {
    let fits = |other: &&(usize, &Candidate)| {
        let (_, other) = other;
        other.is_new()
            && other.message.is_none()
            && other.contract == candidate.contract
            && goes_with(candidate, other)
            && absorbs(other)
    };
    if !candidate.is_new() || candidate.message.is_some() {
        return None;
    }
    let hosts: Vec<(usize, &Candidate)> = found.iter().enumerate().filter(|at| fits(&at)).collect();
    let same_kind = hosts
        .iter()
        .find(|(_, other)| other.named.1 == candidate.named.1);
    same_kind.or(hosts.first()).map(|(index, _)| *index)
}

/// What takes over from a record of its own stays on its own.
fn goes_with(candidate: &Candidate, host: &Candidate) -> bool {
    match (&candidate.standing, &host.standing) {
        (Ok(Standing::New { from: None }), _) => true,
        (Ok(Standing::New { from }), Ok(Standing::New { from: other })) => from == other,
        (Ok(_) | Err(_), _) => false,
    }
}

/// The host that is not itself taken in; rules that take each other in stay where they are.
fn last_host(moves: &[(usize, usize)], host: usize) -> usize {
    let mut last = host;
    for _ in moves {
        match moves.iter().find(|(index, _)| *index == last) {
            Some((_, next)) if *next != host => last = *next,
            Some(_) | None => break,
        }
    }
    last
}

/// Alerts of one rule about several contracts that are up at nearly the same time are one alert.
pub(crate) fn alerts(found: &mut [Candidate]) {
    let mut order: Vec<usize> = (0..found.len())
        .filter(|index| found.get(*index).is_some_and(is_new_alert))
        .collect();
    order.sort_by_key(|index| {
        found
            .get(*index)
            .map(|c| (c.action, c.step, c.anchor, c.row))
    });
    let mut host: Option<usize> = None;
    for index in order {
        match host {
            Some(first) if near(found, first, index) => take(found, index, first),
            Some(_) | None => host = Some(index),
        }
    }
}

fn is_new_alert(candidate: &Candidate) -> bool {
    candidate.named.1.ends_with("_alert") && candidate.is_first() && candidate.anchor.is_some()
}

fn near(found: &[Candidate], first: usize, next: usize) -> bool {
    let (Some(first), Some(next)) = (found.get(first), found.get(next)) else {
        return false;
    };
    let days = first
        .anchor
        .zip(next.anchor)
        .map(|(a, b)| (b - a).num_days());
    (first.action, first.step) == (next.action, next.step)
        && days.is_some_and(|days| days <= ALERT_DAYS)
}

/// Of the candidates whose keys one record carries, one is listed: the first of the record's keys. Gives the numbers of
/// all that are listed.
pub(crate) fn one_for_each_record(history: &History<'_>, found: &mut [Candidate]) -> Vec<usize> {
    for (record, past) in history.iter() {
        let carried: Vec<usize> = past
            .record
            .keys
            .iter()
            .filter_map(|key| found.iter().position(|c| stands_in(c, record, key)))
            .collect();
        if let Some((host, others)) = carried.split_first() {
            for index in others.iter().filter(|index| *index != host) {
                take(found, *index, *host);
            }
        }
    }
    (0..found.len())
        .filter(|index| found.get(*index).is_some_and(|c| c.standing.is_ok()))
        .collect()
}

fn stands_in(candidate: &Candidate, record: usize, key: &str) -> bool {
    candidate.standing == Ok(Standing::Open { record }) && candidate.key == key
}

/// Moves a candidate, with what it took in itself, into another.
fn take(found: &mut [Candidate], index: usize, host: usize) {
    let Some(by) = found.get(host).map(|host| host.named.0.clone()) else {
        return;
    };
    let Some(taken) = found.get_mut(index) else {
        return;
    };
    taken.standing = Err(Stage::TakenIn { by });
    let mut all = std::mem::take(&mut taken.takes_in);
    all.insert(0, index);
    if let Some(host) = found.get_mut(host) {
        host.takes_in.extend(all);
    }
}
