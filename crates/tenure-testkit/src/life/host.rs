//! A host that keeps what it is told, with the engine on one side and the simulator on the other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use tenure::decision::Action;
use tenure::{Decision, Engine, PreparedTenant};
use tenure_model::{Account, ActionRecord, ActionStatus, Channel, Contract, Moment};

use super::simulator::{Flaw, Simulator, Told};
use super::story::{Event, Saying, Story, Visit};

/// How often what happened.
pub type Tallies = BTreeMap<&'static str, u64>;

/// What a life came to.
#[derive(Debug, Clone, Default)]
pub struct Lived {
    /// How often what happened.
    pub tallies: Tallies,
}

/// Lives a story: on each visit the engine's answer is held beside the simulator's, and the promises of keys are kept:
/// each is told anew once, closed for good once, and never both open and closed.
///
/// # Errors
/// The first difference, or the first promise that is broken, in words.
pub fn live(story: &Story, engine: &Engine, flaw: Flaw) -> Result<Lived, String> {
    let mut life = Life {
        account: story.account.clone(),
        records: Vec::new(),
        simulator: Simulator::new(flaw),
        told_anew: BTreeMap::new(),
        ended: BTreeMap::new(),
        lived: Lived::default(),
    };
    let tenant = PreparedTenant::new(story.tenant.clone()).map_err(|error| error.to_string())?;
    let mut events = story.events.iter().peekable();
    let mut day = story.begins;
    for visit in &story.visits {
        // Day by day up to the visit, whether or not anything happens.
        while day <= visit.day {
            while let Some((_, event)) = events.next_if(|(on, _)| *on <= day) {
                happens(&mut life.account, event, day);
            }
            life.simulator.pass(&life.account, day);
            day = day
                .checked_add_days(Days::new(1))
                .ok_or("the calendar ends")?;
        }
        life.visit(visit, engine, &tenant)
            .map_err(|what| format!("on {}: {what}", visit.day))?;
    }
    let held_back = life.simulator.held_back();
    life.lived.tallies.insert("held back", held_back);
    Ok(life.lived)
}

struct Life {
    account: Account,
    records: Vec<ActionRecord>,
    simulator: Simulator,
    told_anew: BTreeMap<String, u32>,
    ended: BTreeMap<String, u32>,
    lived: Lived,
}

impl Life {
    fn visit(
        &mut self,
        visit: &Visit,
        engine: &Engine,
        tenant: &PreparedTenant,
    ) -> Result<(), String> {
        let mut account = self.account.clone();
        account.actions = Some(self.records.clone());
        if visit.blind {
            account.contracts = None;
        }
        let decision = engine
            .decide(&account, tenant, visit.day)
            .map_err(|error| error.to_string())?;
        let told = told(&decision);
        let expected = self.simulator.tell(&account, tenant.tenant(), visit.day);
        if told != expected {
            return Err(format!(
                "the engine says {told:#?}\nthe simulator says {expected:#?}"
            ));
        }
        self.count(&decision);
        self.promises(&decision)?;
        self.records = decision.next_actions(&self.records);
        self.open_or_closed()?;
        self.say(visit, &decision)
    }

    fn say(&mut self, visit: &Visit, decision: &Decision) -> Result<(), String> {
        let mut keys: Vec<String> = decision.actions.iter().filter_map(first_key).collect();
        keys.sort_unstable();
        for (number, key) in keys.iter().enumerate() {
            let saying = visit.sayings.get(number).or(visit.sayings.last());
            let said = saying.and_then(|saying| status_of(*saying, visit.day));
            let Some((status, until)) = said else {
                continue;
            };
            self.simulator.say(key, status, until, visit.day);
            let open = self
                .records
                .iter_mut()
                .find(|r| is_open(r) && r.keys.contains(key));
            let record = open.ok_or_else(|| format!("{key} is listed, and no record has it"))?;
            record.status = status;
            record.at = Some(Moment::Day(visit.day));
            record.snoozed_until = until;
            if !is_open(record) {
                for key in record.keys.clone() {
                    *self.ended.entry(key).or_default() += 1;
                }
            }
            *self.lived.tallies.entry(status.as_str()).or_default() += 1;
        }
        Ok(())
    }

    /// Each key is told anew once, and closed for good once.
    fn promises(&mut self, decision: &Decision) -> Result<(), String> {
        for action in decision.actions.iter().filter(|action| action.new) {
            for key in &action.keys {
                *self.told_anew.entry(key.clone()).or_default() += 1;
            }
        }
        for closed in decision
            .closed
            .iter()
            .filter(|closed| closed.state != "moved")
        {
            *self.ended.entry(closed.key.clone()).or_default() += 1;
        }
        for (what, counts) in [("told anew", &self.told_anew), ("closed", &self.ended)] {
            if let Some((key, times)) = counts.iter().find(|(_, times)| **times > 1) {
                return Err(format!("{key} was {what} {times} times"));
            }
        }
        Ok(())
    }

    /// No key is both open and closed, and none is open twice.
    fn open_or_closed(&self) -> Result<(), String> {
        let mut open = BTreeSet::new();
        for key in self
            .records
            .iter()
            .filter(|r| is_open(r))
            .flat_map(|r| &r.keys)
        {
            if !open.insert(key) {
                return Err(format!("{key} is open twice"));
            }
        }
        let over =
            |record: &&ActionRecord| !is_open(record) && record.status != ActionStatus::Moved;
        let both = self
            .records
            .iter()
            .filter(over)
            .flat_map(|r| &r.keys)
            .find(|key| open.contains(key));
        match both {
            Some(key) => Err(format!("{key} is both open and closed")),
            None => Ok(()),
        }
    }

    fn count(&mut self, decision: &Decision) {
        let mut add = |what: &'static str, count: usize| {
            *self.lived.tallies.entry(what).or_default() += count as u64;
        };
        add("visits", 1);
        add(
            "new",
            decision.actions.iter().filter(|action| action.new).count(),
        );
        add(
            "joined",
            decision
                .actions
                .iter()
                .filter(|action| action.new && action.keys.len() > 1)
                .count(),
        );
        let goes_on = |action: &&Action| {
            !action.new
                && !self
                    .records
                    .iter()
                    .any(|r| is_open(r) && r.keys.iter().any(|key| action.keys.contains(key)))
        };
        add("gone on", decision.actions.iter().filter(goes_on).count());
        for state in ["auto_closed", "moved", "expired"] {
            add(
                state,
                decision
                    .closed
                    .iter()
                    .filter(|closed| closed.state == state)
                    .count(),
            );
        }
        for waiting in &decision.waiting {
            add(waiting.stage.as_str(), 1);
        }
    }
}

fn happens(account: &mut Account, event: &Event, day: NaiveDate) {
    let contracts = account.contracts.get_or_insert_default();
    match event {
        Event::Moves(which, end) => change(contracts, *which, |c| c.end_date = Some(*end)),
        Event::Renews(successor) => contracts.push((**successor).clone()),
        Event::Loses(which) => change(contracts, *which, |c| c.terminated_on = Some(day)),
        Event::Pauses(which, until) => change(contracts, *which, |c| {
            c.paused_from = Some(day);
            c.paused_to = *until;
        }),
        Event::Answers(answer) => account.surveys.get_or_insert_default().push(answer.clone()),
        Event::Consents(consent) => {
            account
                .contact_prefs
                .get_or_insert_default()
                .insert(Channel::Email, *consent);
        }
    }
}

fn change(contracts: &mut [Contract], which: usize, edit: impl FnOnce(&mut Contract)) {
    if let Some(contract) = contracts.get_mut(which) {
        edit(contract);
    }
}

fn told(decision: &Decision) -> Told {
    let sorted = |keys: &[String]| {
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys
    };
    Told {
        listed: decision
            .actions
            .iter()
            .map(|action| {
                let who = action
                    .assignee
                    .as_ref()
                    .and_then(|assignee| assignee.owner_id.clone());
                (
                    sorted(&action.keys),
                    action.state.clone(),
                    action.new,
                    who,
                    action.due,
                )
            })
            .collect(),
        closed: decision
            .closed
            .iter()
            .map(|c| (c.key.clone(), c.state.clone()))
            .collect(),
        waiting: decision
            .waiting
            .iter()
            .map(|waiting| sorted(&waiting.keys))
            .collect(),
    }
}

fn first_key(action: &Action) -> Option<String> {
    action.keys.iter().min().cloned()
}

fn status_of(saying: Saying, day: NaiveDate) -> Option<(ActionStatus, Option<NaiveDate>)> {
    Some(match saying {
        Saying::Nothing => return None,
        Saying::Accepts => (ActionStatus::Accepted, None),
        Saying::Does => (ActionStatus::Done, None),
        Saying::Dismisses => (ActionStatus::Dismissed, None),
        Saying::Snoozes(days) => (ActionStatus::Snoozed, day.checked_add_days(Days::new(days))),
        Saying::Fails => (ActionStatus::Failed, None),
    })
}

fn is_open(record: &ActionRecord) -> bool {
    matches!(
        record.status,
        ActionStatus::Proposed | ActionStatus::Accepted | ActionStatus::Snoozed
    )
}
