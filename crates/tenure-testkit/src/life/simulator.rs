//! What should be open, closed and told anew on each day of a life, in plain words and slowly.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use tenure_model::{
    Account, ActionStatus, Channel, Consent, Contract, Moment, Owner, Tenant, WorkCalendar,
    months_left,
};

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
        }
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
        let standing = self.stand(&wants, account, day);
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

    /// Everything that could be proposed, in the order of rules, contracts and steps.
    fn wants(&self, account: &Account, day: NaiveDate) -> Vec<Want> {
        let mut wants = Vec::new();
        let contracts = visible(account, day);
        for rule in ["t3", "t1"] {
            for contract in &contracts {
                let anchor = contract.end_date;
                let left = anchor.map(|anchor| months_left(day, anchor));
                let decided = is_decided(contract, &contracts, day);
                let from = if rule == "t3" { 3 } else { 1 };
                let due = left.is_some_and(|left| left <= from && left >= -3) && !decided;
                let passed = anchor.is_some_and(|anchor| day > anchor);
                let kinds: [(&'static str, bool); 2] = if rule == "t3" {
                    [("owner_alert", due), ("owner_todo", due)]
                } else {
                    [("reminder_email", due && !passed), ("owner_todo", due)]
                };
                for (kind, due) in kinds {
                    let base = base(rule, kind, Some(contract));
                    let bound = anchor.map_or("-".to_owned(), |anchor| anchor.to_string());
                    wants.push(Want {
                        key: format!("{base}/{bound}"),
                        base,
                        rule,
                        kind,
                        anchor,
                        due: Some(due),
                        paused: is_paused(contract, day)
                            && !decided
                            && self.flaw != Flaw::IgnoresPause,
                        decided,
                        message: kind == "reminder_email",
                        mandatory: true,
                    });
                }
            }
        }
        wants.push(self.low());
        wants.push(self.feedback(account, day));
        for contract in &contracts {
            let base = base("lost", "loss_todo", Some(contract));
            wants.push(Want {
                key: format!("{base}/-"),
                base,
                rule: "lost",
                kind: "loss_todo",
                anchor: None,
                due: Some(is_lost(contract, day)),
                paused: false,
                decided: false,
                message: false,
                mandatory: true,
            });
        }
        wants
    }

    fn low(&self) -> Want {
        let base = base("low", "assign_csm", None);
        let episode = self.episode.as_deref().unwrap_or("-");
        Want {
            key: format!("{base}/satisfaction:{episode}"),
            base,
            rule: "low",
            kind: "assign_csm",
            anchor: None,
            due: self.level.map(|level| level == "low"),
            paused: false,
            decided: false,
            message: false,
            mandatory: false,
        }
    }

    fn feedback(&self, account: &Account, day: NaiveDate) -> Want {
        let base = base("feedback", "feedback_survey", None);
        let answers = account.surveys.as_deref().unwrap_or_default();
        let days = answers.iter().map(|answer| on_day(answer.at));
        let latest = days.filter(|on| *on <= day).max();
        let due = latest.is_none_or(|latest| (day - latest).num_days() > 90);
        Want {
            key: format!("{base}/{}", self.period(&base, day)),
            base,
            rule: "feedback",
            kind: "feedback_survey",
            anchor: None,
            due: Some(due),
            paused: false,
            decided: false,
            message: true,
            mandatory: false,
        }
    }

    /// The first day of the period: of what is open, else of what was proposed in the last ninety days, else today.
    fn period(&self, base: &str, day: NaiveDate) -> NaiveDate {
        let mut open = None;
        let mut lasting = None;
        for item in &self.items {
            for key in &item.keys {
                let name = key
                    .strip_prefix(base)
                    .and_then(|rest| rest.strip_prefix('/'));
                let Some(first) = name.and_then(|name| name.parse::<NaiveDate>().ok()) else {
                    continue;
                };
                if item.is_open() {
                    open = open.max(Some(first));
                }
                if (day - first).num_days() < 90 {
                    lasting = lasting.max(Some(first));
                }
            }
        }
        open.or(lasting).unwrap_or(day)
    }

    /// How each want stands.
    fn stand(&mut self, wants: &[Want], account: &Account, day: NaiveDate) -> Vec<Standing> {
        let mut standing: Vec<Standing> = wants
            .iter()
            .map(|want| self.alone(want, account, day))
            .collect();
        self.post(wants, &mut standing, day);
        if self.flaw != Flaw::NoTakingIn {
            take_in(wants, &mut standing);
        }
        if self.flaw != Flaw::NoMerging {
            merge(wants, &mut standing);
        }
        standing
    }

    fn alone(&mut self, want: &Want, account: &Account, day: NaiveDate) -> Standing {
        if want.due != Some(true) {
            self.held.remove(&want.base);
            return Standing::Stopped;
        }
        if self.flaw == Flaw::MissesGaps {
            let first = *self.held.entry(want.base.clone()).or_insert(day);
            if first == day
                && want.rule == "t3"
                && want.anchor.is_some_and(|a| (a - day).num_days() < 60)
            {
                return Standing::Stopped;
            }
        }
        if want.paused || (want.message && !may_mail(account)) {
            return Standing::Stopped;
        }
        if let Some((index, item)) = self.told(&want.key) {
            return match item.status {
                _ if !item.is_open() && self.flaw == Flaw::Forgets => Standing::First,
                ActionStatus::Snoozed if self.flaw != Flaw::IgnoresSnooze => Standing::Stopped,
                _ if item.is_open() => Standing::Open(index),
                _ => Standing::Stopped,
            };
        }
        if let Some(index) = self.before(want) {
            let snoozed = self
                .items
                .get(index)
                .is_some_and(|item| item.status == ActionStatus::Snoozed);
            return if snoozed && self.flaw != Flaw::IgnoresSnooze {
                Standing::Stopped
            } else {
                Standing::From(index)
            };
        }
        if self.rests(want, day) {
            return Standing::Stopped;
        }
        Standing::First
    }

    /// The item that tells of a key, but for those whose anchor moved away: a closed one before an open one.
    fn told(&self, key: &str) -> Option<(usize, &Item)> {
        self.items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.has(key) && item.status != ActionStatus::Moved)
            .max_by_key(|(index, item)| (!item.is_open(), *index))
    }

    /// What a new key goes on from: what is open under another anchor or episode, else the same key of an anchor that
    /// moved away and is back.
    fn before(&self, want: &Want) -> Option<usize> {
        if !matches!(want.rule, "t3" | "t1" | "low") {
            return None;
        }
        let other = |item: &Item| {
            item.is_open()
                && item
                    .keys
                    .iter()
                    .any(|key| *key != want.key && base_of(key) == want.base)
        };
        let moved = |item: &Item| item.status == ActionStatus::Moved && item.has(&want.key);
        let last = |fits: &dyn Fn(&Item) -> bool| {
            let all = self.items.iter().enumerate().filter(|(_, item)| fits(item));
            all.max_by_key(|(_, item)| item.proposed_on)
                .map(|(index, _)| index)
        };
        last(&other).or_else(|| last(&moved))
    }

    fn rests(&self, want: &Want, day: NaiveDate) -> bool {
        let same = |item: &&Item| item.keys.iter().any(|key| base_of(key) == want.base);
        if want.rule == "low" && self.flaw != Flaw::NoCooldown {
            let last = self.items.iter().filter(same).map(|item| {
                if item.status == ActionStatus::Dismissed {
                    item.since
                } else {
                    item.proposed_on
                }
            });
            if last.max().is_some_and(|last| (day - last).num_days() < 20) {
                return true;
            }
        }
        if want.mandatory || self.flaw == Flaw::NoPause {
            return false;
        }
        let dismissed = self
            .items
            .iter()
            .filter(same)
            .filter(|item| item.status == ActionStatus::Dismissed);
        let mut days: Vec<NaiveDate> = dismissed.map(|item| item.since).collect();
        days.sort_unstable();
        days.iter().zip(days.iter().skip(1)).any(|(first, second)| {
            (*second - *first).num_days() < 30 && (day - *second).num_days() < 60
        })
    }

    /// Of new mail, as much goes out as one in a week and four in thirty days leave: reminders first.
    fn post(&self, wants: &[Want], standing: &mut [Standing], day: NaiveDate) {
        if self.flaw == Flaw::NoPolicy {
            return;
        }
        let mut sent: Vec<NaiveDate> = Vec::new();
        for item in &self.items {
            let on = match item.status {
                ActionStatus::Done => item.since,
                ActionStatus::Proposed | ActionStatus::Accepted => item.proposed_on,
                _ => continue,
            };
            let mail = item
                .keys
                .iter()
                .filter(|key| key.contains("_email/") || key.contains("_survey/"));
            sent.extend(mail.map(|_| on));
        }
        for mandatory in [true, false] {
            for (want, standing) in wants.iter().zip(standing.iter_mut()) {
                if !want.message || want.mandatory != mandatory || *standing != Standing::First {
                    continue;
                }
                let within = |days: i64| {
                    sent.iter()
                        .filter(|on| (day - **on).num_days() < days)
                        .count()
                };
                if within(7) >= 1 || within(30) >= 4 {
                    *standing = Standing::Stopped;
                } else {
                    sent.push(day);
                }
            }
        }
    }

    /// What becomes of the keys that came in open: key by key, the item and its fate.
    fn fates(
        &self,
        wants: &[Want],
        standing: &[Standing],
        account: &Account,
    ) -> Vec<(usize, String, Fate)> {
        let mut fates = Vec::new();
        for (index, item) in self
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.is_open())
        {
            for key in &item.keys {
                let fate = self.fate(item, key, wants, standing, account);
                fates.push((index, key.clone(), fate));
            }
        }
        fates
    }

    fn fate(
        &self,
        item: &Item,
        key: &str,
        wants: &[Want],
        standing: &[Standing],
        account: &Account,
    ) -> Fate {
        let blind = account.contracts.is_none() && matches!(rule_of(key), "t3" | "t1" | "lost");
        if blind {
            return if self.flaw == Flaw::ClosesBlindly {
                Fate::Closed("auto_closed")
            } else {
                Fate::Waits
            };
        }
        let pairs = || wants.iter().zip(standing);
        if let Some((want, standing)) = pairs().find(|(want, _)| want.key == key) {
            return match (want.due, standing) {
                (None, _) if self.flaw == Flaw::ClosesBlindly => Fate::Closed("auto_closed"),
                (None, _) => Fate::Waits,
                (Some(false), _) if want.paused => Fate::Waits,
                (Some(false), _) if self.flaw == Flaw::NeverCloses => Fate::Waits,
                (Some(false), _) => Fate::Closed("auto_closed"),
                (Some(true), Standing::Stopped) => Fate::Waits,
                (Some(true), _) => Fate::Listed,
            };
        }
        // Another anchor or another episode by now.
        let heir = pairs().find(|(want, _)| want.base == base_of(key));
        match heir {
            None => Fate::Closed("auto_closed"),
            Some((heir, _)) if heir.due.is_none() => Fate::Waits,
            Some((heir, _)) if heir.paused => Fate::Waits,
            Some((heir, _))
                if heir.due == Some(true)
                    && item.status == ActionStatus::Snoozed
                    && self.told(&heir.key).is_none()
                    && !(heir.message && !may_mail(account)) =>
            {
                Fate::Waits
            }
            Some((heir, _)) if heir.rule == "low" && heir.due == Some(false) => {
                Fate::Closed("auto_closed")
            }
            Some((heir, _)) if heir.decided => Fate::Closed("auto_closed"),
            Some(_) => Fate::Closed("moved"),
        }
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

/// What becomes of a key that came in open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Listed,
    Waits,
    Closed(&'static str),
}

fn on_day(moment: Moment) -> NaiveDate {
    moment.day(Tenant::default().zone())
}

/// What a key begins with, up to what it is bound to.
fn base(rule: &str, kind: &str, contract: Option<&Contract>) -> String {
    match contract {
        None => format!("{rule}/{kind}/a/-/-"),
        Some(contract) => format!(
            "{rule}/{kind}/a/{}/{}",
            contract.id.as_str(),
            contract.start_date
        ),
    }
}

fn base_of(key: &str) -> &str {
    key.rsplit_once('/').map_or(key, |(base, _)| base)
}

fn rule_of(key: &str) -> &str {
    key.split('/').next().unwrap_or_default()
}

fn visible(account: &Account, day: NaiveDate) -> Vec<&Contract> {
    let contracts = account.contracts.iter().flatten();
    contracts
        .filter(|contract| contract.signed_on.unwrap_or(contract.start_date) <= day)
        .collect()
}

/// Renewed by a contract that follows it, or lost.
fn is_decided(contract: &Contract, all: &[&Contract], day: NaiveDate) -> bool {
    let followed = all
        .iter()
        .any(|other| other.predecessor_id.as_ref() == Some(&contract.id));
    followed || is_lost(contract, day)
}

fn is_lost(contract: &Contract, day: NaiveDate) -> bool {
    contract.terminated_on.is_some_and(|on| on <= day)
}

fn is_paused(contract: &Contract, day: NaiveDate) -> bool {
    contract.paused_from.is_some_and(|from| from <= day)
        && contract.paused_to.is_none_or(|to| to >= day)
}

fn is_gone(owner: &Owner, day: NaiveDate) -> bool {
    owner.departed_on.is_some_and(|on| on <= day)
}

fn may_mail(account: &Account) -> bool {
    let prefs = account.contact_prefs.as_ref();
    prefs.and_then(|prefs| prefs.get(&Channel::Email)) == Some(&Consent::Granted)
}

fn due(want: &Want, tenant: &Tenant, day: NaiveDate) -> Option<NaiveDate> {
    let calendar: WorkCalendar = tenant.calendar.clone().unwrap_or_default();
    let days = match (want.rule, want.kind) {
        ("t3", _) | ("feedback", _) => 7,
        ("t1", "owner_todo") => 3,
        ("lost", _) => 5,
        ("low", _) => return calendar.add_business_days(day, 2),
        _ => 0,
    };
    calendar.next_working_day(day.checked_add_days(Days::new(days))?)
}

/// A review that was missed goes into the reminder's to-do, where both are told for the first time or go on together.
fn take_in(wants: &[Want], standing: &mut [Standing]) {
    for number in 0..wants.len() {
        let (Some(want), Some(own)) = (wants.get(number), standing.get(number).copied()) else {
            continue;
        };
        if want.rule != "t3" || !matches!(own, Standing::First | Standing::From(_)) {
            continue;
        }
        let contract = |base: &str| base.split('/').nth(3).map(str::to_owned);
        let host = wants.iter().position(|other| {
            other.rule == "t1"
                && other.kind == "owner_todo"
                && contract(&other.base) == contract(&want.base)
        });
        let fits = host.and_then(|host| Some((host, *standing.get(host)?)));
        let into = match (own, fits) {
            (Standing::First, Some((host, Standing::First | Standing::From(_)))) => Some(host),
            (Standing::From(from), Some((host, Standing::From(other)))) if from == other => {
                Some(host)
            }
            _ => None,
        };
        if let (Some(host), Some(slot)) = (into, standing.get_mut(number)) {
            *slot = Standing::In(host);
        }
    }
}

/// New alerts of contracts that end within thirty days of the first of them are one.
fn merge(wants: &[Want], standing: &mut [Standing]) {
    let mut alerts: Vec<usize> = (0..wants.len())
        .filter(|number| {
            let alert = wants
                .get(*number)
                .is_some_and(|want| want.kind == "owner_alert" && want.anchor.is_some());
            alert && standing.get(*number) == Some(&Standing::First)
        })
        .collect();
    alerts.sort_by_key(|number| wants.get(*number).and_then(|want| want.anchor));
    let mut first: Option<usize> = None;
    for number in alerts {
        let anchor = |number: usize| wants.get(number).and_then(|want| want.anchor);
        let near =
            first.and_then(|first| Some((anchor(number)? - anchor(first)?).num_days() <= 30));
        match (first, near) {
            (Some(host), Some(true)) => {
                if let Some(slot) = standing.get_mut(number) {
                    *slot = Standing::In(host);
                }
            }
            _ => first = Some(number),
        }
    }
}
