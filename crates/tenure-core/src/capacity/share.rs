//! From decisions to what everybody can take on, and back.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use tenure_model::Id;

use super::{Load, Postponed, SharedOut, matching};
use crate::actions::at_work;
use crate::decision::Decision;
use crate::digest::digest_of_decision;
use crate::signals::AsOf;

/// One newly proposed action that somebody is to do: by the numbers of its decision and of itself.
struct Task {
    decision: usize,
    action: usize,
    /// Who could do it, by number, by preference.
    people: Vec<usize>,
}

/// The people whom actions name, or who stand in.
#[derive(Default)]
struct People {
    numbers: BTreeMap<String, usize>,
    load: Vec<Load>,
}

impl People {
    fn number(&mut self, as_of: &AsOf<'_>, id: &str) -> usize {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = self.load.len();
        self.numbers.insert(id.to_owned(), number);
        let owner = as_of.owner(&Id::from(id));
        self.load.push(Load {
            owner_id: id.to_owned(),
            capacity: owner.and_then(|owner| owner.capacity),
            ..Load::default()
        });
        number
    }

    fn count(&mut self, number: usize, count: impl FnOnce(&mut Load)) {
        if let Some(load) = self.load.get_mut(number) {
            count(load);
        }
    }

    /// How many more actions fit.
    fn room(&self) -> Vec<Option<usize>> {
        let room = |load: &Load| {
            let capacity = usize::try_from(load.capacity?.max(0)).ok()?;
            Some(capacity.saturating_sub(load.open))
        };
        self.load.iter().map(room).collect()
    }
}

/// Shares out what everybody can take on. The tenant's owners say how much that is: `capacity`, open actions included; an
/// owner without it takes on anything.
pub fn share_out(mut decisions: Vec<Decision>, as_of: &AsOf<'_>) -> SharedOut {
    let mut people = People::default();
    let mut tasks = tasks(&decisions, as_of, &mut people);
    tasks.sort_by_cached_key(|task| worth(&decisions, task));
    let choices: Vec<Vec<usize>> = tasks.iter().map(|task| task.people.clone()).collect();
    let given = matching::assign(&choices, &people.room());
    let mut postponed = Vec::new();
    let mut changed: BTreeSet<usize> = BTreeSet::new();
    let mut dropped: HashSet<(usize, usize)> = HashSet::new();
    for (task, given) in tasks.iter().zip(given) {
        let own = task.people.first().copied();
        if given != own {
            changed.insert(task.decision);
        }
        let late = hand_over(&mut decisions, &mut people, task, given);
        if let Some(late) = late {
            dropped.insert((task.decision, task.action));
            postponed.push(late);
        }
    }
    for number in changed {
        take_off(&mut decisions, number, &dropped);
    }
    let mut load = people.load;
    load.sort_by(|a, b| a.owner_id.cmp(&b.owner_id));
    SharedOut {
        decisions,
        postponed,
        load,
    }
}

/// The actions that are newly proposed to somebody. What is open already is counted with whoever has it.
fn tasks(decisions: &[Decision], as_of: &AsOf<'_>, people: &mut People) -> Vec<Task> {
    let mut tasks = Vec::new();
    // Nobody carries out what is held out.
    let carried_out = decisions.iter().enumerate().filter(|(_, of)| !of.holdout);
    for (decision, of) in carried_out {
        for (number, action) in of.actions.iter().enumerate() {
            let owner = action.assignee.as_ref().and_then(|by| by.owner_id.as_ref());
            let Some(owner) = owner else {
                continue;
            };
            let first = people.number(as_of, owner);
            if !action.new {
                people.count(first, |load| load.open += 1);
                continue;
            }
            let stand_ins = stand_ins(as_of, owner);
            let stand_ins = stand_ins.iter().map(|id| people.number(as_of, id));
            let people = std::iter::once(first).chain(stand_ins).collect();
            tasks.push(Task {
                decision,
                action: number,
                people,
            });
        }
    }
    tasks
}

/// The backup, then the manager, if they are at work.
fn stand_ins<'a>(as_of: &'a AsOf<'_>, id: &str) -> Vec<&'a str> {
    let Some(owner) = as_of.owner(&Id::from(id)) else {
        return Vec::new();
    };
    let mut found: Vec<&str> = Vec::new();
    for other in [&owner.backup_id, &owner.manager_id].into_iter().flatten() {
        if other.as_str() != id && !found.contains(&other.as_str()) && at_work(as_of, other) {
            found.push(other.as_str());
        }
    }
    found
}

/// What a task is worth, in the order in which tasks are taken on.
fn worth(decisions: &[Decision], task: &Task) -> impl Ord + use<> {
    let decision = decisions.get(task.decision);
    let action = decision.and_then(|decision| decision.actions.get(task.action));
    let priority = action.map(|action| action.priority);
    let account = decision.map(|decision| decision.account_id.clone());
    let exact = priority.and_then(|priority| priority.exact());
    (
        Reverse(priority.is_some_and(|priority| priority.mandatory)),
        Reverse(exact.map(|exact| exact.max(0))),
        account,
        task.action,
    )
}

/// Gives a task to whoever has room for it; without anybody it is postponed, unless it is mandatory.
fn hand_over(
    decisions: &mut [Decision],
    people: &mut People,
    task: &Task,
    given: Option<usize>,
) -> Option<Postponed> {
    let own = task.people.first().copied()?;
    let decision = decisions.get_mut(task.decision)?;
    let account_id = decision.account_id.clone();
    let action = decision.actions.get_mut(task.action)?;
    match given {
        Some(person) if person == own => people.count(own, |load| load.own += 1),
        Some(person) => {
            people.count(person, |load| load.taken_over += 1);
            let owner_id = people.load.get(person).map(|load| load.owner_id.clone());
            if let Some(assignee) = &mut action.assignee {
                assignee.owner_id = owner_id;
            }
        }
        None if action.priority.mandatory => people.count(own, |load| load.beyond += 1),
        None => {
            return Some(Postponed {
                account_id,
                key: action.keys.first().cloned().unwrap_or_default(),
                action: action.action.clone(),
                kind: action.kind.clone(),
                owner_id: people.load.get(own)?.owner_id.clone(),
            });
        }
    }
    None
}

/// Takes what was postponed off a decision, and tells its digest anew.
fn take_off(decisions: &mut [Decision], number: usize, dropped: &HashSet<(usize, usize)>) {
    let Some(decision) = decisions.get_mut(number) else {
        return;
    };
    let mut action = 0;
    decision.actions.retain(|_| {
        action += 1;
        !dropped.contains(&(number, action - 1))
    });
    decision.digest = digest_of_decision(decision);
}
