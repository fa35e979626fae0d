//! What should be open, closed and told anew on each day of a life, in plain words and slowly.

mod facts;
mod fate;
mod ration;
mod stand;
mod wants;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use tenure_model::{Account, ActionStatus, Tenant};

use facts::{due, is_gone, on_day};
use fate::Fate;

/// A mistake that the simulator makes on purpose, so that a test can see the comparison find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// None.
    None,
    /// What goes on under a new anchor is told anew.
    Announces,
    /// A condition that is seen for the first time on a later day is missed.
    MissesGaps,
    /// What is done is proposed again while its condition holds.
    Forgets,
    /// Nothing is closed where its condition clears.
    NeverCloses,
    /// What nobody can judge is closed.
    ClosesBlindly,
    /// Proposals last forever.
    NeverExpires,
    /// No rest between two proposals of one kind.
    NoCooldown,
    /// Dismissals count for nothing.
    NoPause,
    /// Mail goes out as often as it likes.
    NoPolicy,
    /// A review that was missed stands beside the reminder.
    NoTakingIn,
    /// Every alert stands alone.
    NoMerging,
    /// Whoever left keeps what was theirs.
    KeepsTheDeparted,
    /// What is put off is listed.
    IgnoresSnooze,
    /// A pause of the contract changes nothing.
    IgnoresPause,
    /// However much is proposed on a day.
    NoLimits,
    /// What was proposed earlier on the day takes up no room.
    ForgetsTheMorning,
    /// What is mandatory is held back like anything else.
    HoldsTheMandatory,
    /// What is worth more comes first, however likely it is to work.
    NoPropensity,
    /// What is worth more comes first, however much it matters.
    NoContext,
    /// What is worth more comes first, whatever the business says.
    NoLevers,
}

/// One thing in the simulator's book.
#[derive(Debug, Clone)]
struct Item {
    keys: Vec<String>,
    status: ActionStatus,
    proposed_on: NaiveDate,
    since: NaiveDate,
    snoozed_until: Option<NaiveDate>,
    assignee: Option<String>,
    due: Option<NaiveDate>,
}

impl Item {
    fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|own| own == key)
    }

    fn is_open(&self) -> bool {
        matches!(
            self.status,
            ActionStatus::Proposed | ActionStatus::Accepted | ActionStatus::Snoozed
        )
    }
}

/// What should be told on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// What is listed: its keys, sorted; its state; whether it is new; who does it; by when.
    pub listed: BTreeSet<Line>,
    /// The keys that are closed, with what became of them.
    pub closed: BTreeSet<(String, String)>,
    /// The keys of what waits, sorted.
    pub waiting: BTreeSet<Vec<String>>,
}

/// Keys, state, whether it is new, assignee, due date.
pub type Line = (Vec<String>, String, bool, Option<String>, Option<NaiveDate>);

/// Something that could be proposed on a day.
#[derive(Debug, Clone)]
struct Want {
    /// The key without what it is bound to.
    base: String,
    key: String,
    rule: &'static str,
    kind: &'static str,
    anchor: Option<NaiveDate>,
    /// Whether its condition holds; `None` where nobody can tell.
    due: Option<bool>,
    /// Whether a pause holds it up.
    paused: bool,
    /// Whether its contract is renewed or lost.
    decided: bool,
    message: bool,
    mandatory: bool,
    /// What it is worth.
    worth: Option<i64>,
    /// How likely it is to work, in basis points; how much it matters, in percent.
    odds: [i64; 2],
}

/// How a want stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Never proposed.
    First,
    /// Goes on from an item.
    From(usize),
    /// Is an item.
    Open(usize),
    /// Is part of another want's proposal.
    In(usize),
    /// Nothing comes of it.
    Stopped,
}

/// Keeps the book of one account.
#[derive(Debug, Clone)]
pub struct Simulator {
    flaw: Flaw,
    items: Vec<Item>,
    level: Option<&'static str>,
    episode: Option<String>,
    /// The conditions that held on the day before, for the flaw that looks at their edges.
    held: BTreeMap<String, NaiveDate>,
    /// How often something had no room.
    held_back: u64,
}

impl Simulator {
    /// A simulator with an empty book.
    pub fn new(flaw: Flaw) -> Self {
        Self {
            flaw,
            items: Vec::new(),
            level: None,
            episode: None,
            held: BTreeMap::new(),
            held_back: 0,
        }
    }

    /// How often something had no room on its day.
    pub fn held_back(&self) -> u64 {
        self.held_back
    }

    /// A day passes: the level of satisfaction is followed, and where it changes an episode begins.
    pub fn pass(&mut self, account: &Account, day: NaiveDate) {
        let answers = account.surveys.as_deref().unwrap_or_default();
        let mut latest: Option<(NaiveDate, &str, f64)> = None;
        for answer in answers {
            let on = on_day(answer.at);
            let id = answer.id.as_ref().map_or("", |id| id.as_str());
            if on <= day && latest.is_none_or(|(best, _, _)| on > best) {
                latest = Some((on, id, answer.score));
            }
        }
        let level = latest.and_then(|(on, _, score)| {
            let fresh = (day - on).num_days() < 180;
            fresh.then_some(if score <= 4.0 {
                "low"
            } else if score >= 7.0 {
                "high"
            } else {
                "mid"
            })
        });
        if level != self.level || self.episode.is_none() {
            self.episode = latest.map(|(_, id, _)| id.to_owned());
        }
        self.level = level;
    }

    /// What should be told on a day; the book is kept accordingly.
    pub fn tell(&mut self, account: &Account, tenant: &Tenant, day: NaiveDate) -> Told {
        self.wake(day);
        let expired = self.expire(day);
        let wants = self.wants(account, day);
        let standing = self.stand(&wants, (tenant, account), day);
        let mut told = Told::default();
        let fates = self.fates(&wants, &standing, account);
        let fresh = self.list(&wants, &standing, &fates, (tenant, account, day), &mut told);
        self.keep(&fates, &expired, fresh, day, &mut told);
        told
    }

    /// Somebody says something of what carries a key.
    pub fn say(
        &mut self,
        key: &str,
        status: ActionStatus,
        until: Option<NaiveDate>,
        day: NaiveDate,
    ) {
        let open = self
            .items
            .iter_mut()
            .find(|item| item.is_open() && item.has(key));
        if let Some(item) = open {
            item.status = status;
            item.since = day;
            item.snoozed_until = until;
        }
    }

    fn wake(&mut self, day: NaiveDate) {
        for item in &mut self.items {
            let over = item.snoozed_until.is_some_and(|until| until < day);
            if item.status == ActionStatus::Snoozed && over {
                item.status = ActionStatus::Proposed;
            }
        }
    }

    /// Feedback that nobody asked for within thirty days is not asked for any more.
    fn expire(&mut self, day: NaiveDate) -> Vec<usize> {
        let mut expired = Vec::new();
        for (index, item) in self.items.iter_mut().enumerate() {
            let feedback = item.keys.iter().any(|key| key.starts_with("feedback/"));
            let old = (day - item.proposed_on).num_days() > 30;
            let lasts = self.flaw == Flaw::NeverExpires;
            if item.status == ActionStatus::Proposed && feedback && old && !lasts {
                item.status = ActionStatus::Expired;
                expired.push(index);
            }
        }
        expired
    }

    /// Writes down what is listed; gives what is to be added to the book.
    fn list(
        &self,
        wants: &[Want],
        standing: &[Standing],
        fates: &[(usize, String, Fate)],
        (tenant, account, day): (&Tenant, &Account, NaiveDate),
        told: &mut Told,
    ) -> Vec<Item> {
        let mut fresh = Vec::new();
        let mut shown = BTreeSet::new();
        for (number, (want, stands)) in wants.iter().zip(standing).enumerate() {
            let from = match stands {
                Standing::First => None,
                Standing::From(index) => self.items.get(*index),
                Standing::Open(index) => {
                    if let Some(item) = self.items.get(*index).filter(|_| shown.insert(*index)) {
                        let keys = fates.iter().filter(|(of, _, fate)| {
                            of == index
                                && *fate != Fate::Closed("auto_closed")
                                && *fate != Fate::Closed("moved")
                        });
                        let mut keys: Vec<String> = keys.map(|(_, key, _)| key.clone()).collect();
                        keys.sort_unstable();
                        let who = self.who(want, item.assignee.as_deref(), account, tenant, day);
                        told.listed.insert((
                            keys,
                            item.status.as_str().to_owned(),
                            false,
                            who,
                            item.due,
                        ));
                    }
                    continue;
                }
                Standing::In(_) | Standing::Stopped => continue,
            };
            let mut keys = vec![want.key.clone()];
            let inside = wants
                .iter()
                .zip(standing)
                .filter(|(_, other)| **other == Standing::In(number));
            keys.extend(inside.map(|(other, _)| other.key.clone()));
            keys.sort_unstable();
            let state = from
                .filter(|item| item.is_open())
                .map_or(ActionStatus::Proposed, |item| item.status);
            let who = self.who(
                want,
                from.and_then(|item| item.assignee.as_deref()),
                account,
                tenant,
                day,
            );
            let due = due(want, tenant, day);
            let new = from.is_none() || self.flaw == Flaw::Announces;
            told.listed.insert((
                keys.clone(),
                state.as_str().to_owned(),
                new,
                who.clone(),
                due,
            ));
            fresh.push(Item {
                keys,
                status: state,
                proposed_on: day,
                since: day,
                snoozed_until: None,
                assignee: who,
                due,
            });
        }
        fresh
    }

    /// Whoever has it, if at work; else the owner, who stands in, the manager.
    fn who(
        &self,
        want: &Want,
        has: Option<&str>,
        account: &Account,
        tenant: &Tenant,
        day: NaiveDate,
    ) -> Option<String> {
        if want.message {
            return None;
        }
        let owners = tenant.owners.as_deref().unwrap_or_default();
        let find = |id: &str| owners.iter().find(|owner| owner.id.as_str() == id);
        let at_work = |id: &&str| find(id).is_none_or(|owner| !is_gone(owner, day));
        if let Some(id) = has.filter(|id| at_work(id) || self.flaw == Flaw::KeepsTheDeparted) {
            return Some(id.to_owned());
        }
        let owner = account.owner_id.as_ref()?;
        let backup = find(owner.as_str()).and_then(|owner| owner.backup_id.as_ref());
        let manager = find(owner.as_str()).and_then(|owner| owner.manager_id.as_ref());
        let chain = [Some(owner), backup, manager].into_iter().flatten();
        chain.map(|id| id.as_str()).find(at_work).map(str::to_owned)
    }

    /// Keeps the book: what is closed leaves its item, what is fresh is added, and the rest of what is told is told.
    fn keep(
        &mut self,
        fates: &[(usize, String, Fate)],
        expired: &[usize],
        fresh: Vec<Item>,
        day: NaiveDate,
        told: &mut Told,
    ) {
        for index in expired {
            let keys = self
                .items
                .get(*index)
                .map(|item| item.keys.clone())
                .unwrap_or_default();
            told.closed
                .extend(keys.into_iter().map(|key| (key, "expired".to_owned())));
            if let Some(item) = self.items.get_mut(*index) {
                item.since = day;
            }
        }
        let mut parted: Vec<Item> = Vec::new();
        for index in 0..self.items.len() {
            let of = |state: &str| -> Vec<String> {
                let closed = |fate: &Fate| matches!(fate, Fate::Closed(closed) if *closed == state);
                let keys = fates
                    .iter()
                    .filter(|(of, _, fate)| *of == index && closed(fate));
                keys.map(|(_, key, _)| key.clone()).collect()
            };
            for (state, status) in [
                ("auto_closed", ActionStatus::AutoClosed),
                ("moved", ActionStatus::Moved),
            ] {
                let keys = of(state);
                let Some(item) = self.items.get_mut(index).filter(|_| !keys.is_empty()) else {
                    continue;
                };
                told.closed
                    .extend(keys.iter().map(|key| (key.clone(), state.to_owned())));
                parted.push(Item {
                    keys: keys.clone(),
                    status,
                    since: day,
                    snoozed_until: None,
                    ..item.clone()
                });
                item.keys.retain(|key| !keys.contains(key));
            }
            let stays: Vec<&(usize, String, Fate)> = fates
                .iter()
                .filter(|(of, _, fate)| *of == index && !matches!(fate, Fate::Closed(_)))
                .collect();
            let listed = stays.iter().any(|(_, _, fate)| *fate == Fate::Listed);
            if !listed && !stays.is_empty() {
                let mut keys: Vec<String> = stays.iter().map(|(_, key, _)| key.clone()).collect();
                keys.sort_unstable();
                told.waiting.insert(keys);
            }
        }
        self.items.extend(parted);
        self.items.extend(fresh);
        self.items.retain(|item| !item.keys.is_empty());
    }
}
