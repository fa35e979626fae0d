//! How what could be proposed stands: for the first time, going on, open, part of another, or stopped.

use chrono::NaiveDate;
use tenure_model::{Account, ActionStatus, Tenant};

use super::facts::{base_of, may_mail};
use super::{Flaw, Item, Simulator, Standing, Want};

impl Simulator {
    /// How each want stands.
    pub(super) fn stand(
        &mut self,
        wants: &[Want],
        (tenant, account): (&Tenant, &Account),
        day: NaiveDate,
    ) -> Vec<Standing> {
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
        self.ration(wants, &mut standing, tenant, day);
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
    pub(super) fn told(&self, key: &str) -> Option<(usize, &Item)> {
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
        // Two contracts' dismissals tell the same of an action.
        let sort = |key: &str| key.split('/').take(2).collect::<Vec<_>>().join("/");
        let dismissed = self
            .items
            .iter()
            .filter(|item| item.keys.iter().any(|key| sort(key) == sort(&want.base)))
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
