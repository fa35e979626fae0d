//! When actions change by themselves, besides through the signals that their rules read.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate};
use tenure_rules::{ActionRule, Arbitration, KeyBinding, Scope};

use super::Outcome;
use super::episode::{self, VALID_DAYS};
use super::key::Key;
use super::message;
use super::people::People;
use super::rest::PAUSE;
use crate::signals::{View, contracts_stand_until};

/// What of the action rules hangs on the day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moments {
    /// Whether a key is bound to a contract's term or anchor.
    terms: bool,
    /// Whether a key is bound to an episode.
    episodes: bool,
    /// Whether a key may name a quarter.
    quarters: bool,
    /// So many days after a record somebody looks at it again: where periods, cooldowns and pauses end, and what nobody took
    /// on runs out.
    lengths: BTreeSet<i64>,
    /// The roles that are asked to do something.
    roles: BTreeSet<String>,
    /// Whether offers are rows.
    offers: bool,
}

/// What of the day actions hang on, besides signals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Footing {
    people: Vec<Option<String>>,
    /// Of each past action, whether whoever has it is at work.
    holders: Vec<bool>,
    terms: Vec<(NaiveDate, Option<NaiveDate>, bool)>,
    episode: Option<String>,
    quarter: Option<String>,
    /// How many of the days on which somebody looks at a record again have passed.
    passed: usize,
    offers: Vec<String>,
}

impl Moments {
    /// Of a rulebook's actions.
    pub(crate) fn new<'r>(
        rules: impl IntoIterator<Item = &'r ActionRule>,
        arbitration: &Arbitration,
    ) -> Self {
        let mut moments = Self {
            lengths: BTreeSet::from([PAUSE]),
            ..Self::default()
        };
        if !arbitration.limits.is_empty() {
            // What was proposed on a day takes up room until the next.
            moments.lengths.insert(1);
        }
        for rule in rules.into_iter().filter(|rule| rule.enabled) {
            let roles = rule.steps.iter().filter_map(|step| step.assignee.clone());
            moments.roles.extend(roles);
            moments.offers |= rule.scope == Scope::Offer;
            moments
                .lengths
                .extend(rule.cooldown.into_iter().chain(rule.expires));
            match &rule.key {
                KeyBinding::Anchor | KeyBinding::Term => moments.terms = true,
                KeyBinding::Episode(_) => {
                    moments.episodes = true;
                    moments.quarters = true;
                }
                KeyBinding::Row => {}
                KeyBinding::Period(days) => {
                    moments.lengths.insert(*days);
                }
                KeyBinding::Quarter => {
                    moments.quarters = true;
                }
            }
        }
        moments
    }

    /// Whether the quarter's end may make another answer: a candidate was looked up by a key that names it, or something
    /// was proposed before.
    pub(crate) fn quarterly(&self, view: &View<'_>, outcome: &Outcome) -> bool {
        let quarter = episode::quarter(view.day());
        let mut keys = outcome.ended.iter().filter_map(|end| end.key.as_deref());
        self.quarters && (!view.actions().is_empty() || keys.any(|key| names(key, &quarter)))
    }

    /// The next day on which an action may be another, or stand otherwise; the quarter's end only if asked for.
    pub(crate) fn next(&self, view: &View<'_>, quarterly: bool) -> Option<NaiveDate> {
        let terms = self.terms || self.offers;
        let terms = terms.then(|| contracts_stand_until(view)).flatten();
        let days = self.of_people(view).chain(self.of_records(view));
        let quarter = quarterly.then(|| next_quarter(view.day())).flatten();
        let days = days.chain(self.of_episodes(view)).chain([terms, quarter]);
        days.flatten().filter(|day| *day > view.day()).min()
    }

    /// What actions hang on, as it is.
    pub(crate) fn footing(&self, view: &View<'_>) -> Footing {
        let people = People::new(view);
        let terms = view.agreements().iter().filter(|_| self.terms);
        let offers = view.offers().iter().filter(|_| self.offers);
        Footing {
            people: self
                .roles
                .iter()
                .map(|role| people.assignee(role).owner_id)
                .collect(),
            holders: view
                .actions()
                .iter()
                .filter_map(|record| record.assignee.as_ref())
                .map(|holder| people.at_work(holder))
                .collect(),
            terms: terms
                .map(|one| (one.term_start(), one.anchor(), one.is_decided()))
                .collect(),
            episode: self.episodes.then(|| episode::satisfaction(view)).flatten(),
            quarter: self.quarters.then(|| episode::quarter(view.day())),
            passed: self
                .of_records(view)
                .flatten()
                .filter(|day| *day <= view.day())
                .count(),
            offers: offers.map(|one| one.offer().id.0.clone()).collect(),
        }
    }

    /// An assignment ends, a leave begins or ends.
    fn of_people<'v>(
        &self,
        view: &'v View<'_>,
    ) -> impl Iterator<Item = Option<NaiveDate>> + use<'v> {
        let owners = view.as_of().owners().iter();
        let leaves = owners.flat_map(|owner| [owner.leave_from, after(owner.leave_until)]);
        let ends = view.assignments().iter().map(|past| after(past.to));
        let asked = !self.roles.is_empty();
        leaves.chain(ends).filter(move |_| asked)
    }

    /// What was put off is proposed again; a period, a cooldown, a pause or a time to take something on ends; a message no
    /// longer counts.
    fn of_records<'v>(
        &'v self,
        view: &'v View<'_>,
    ) -> impl Iterator<Item = Option<NaiveDate>> + 'v {
        let policy = view.as_of().tenant().contact_policy.as_ref();
        let lengths: Vec<i64> = self
            .lengths
            .iter()
            .copied()
            .chain(message::periods(policy))
            .collect();
        view.actions().iter().flat_map(move |record| {
            let since = record.at.map(|at| view.as_of().day_of(at));
            let begins = [Some(record.proposed_on), since].into_iter().flatten();
            let ends = begins.flat_map(|begin| {
                let end =
                    move |days: &i64| begin.checked_add_days(Days::new(u64::try_from(*days).ok()?));
                let ends: Vec<Option<NaiveDate>> = lengths.iter().map(end).collect();
                // What lasts for so many days is over on the last of them, or on the day after.
                ends.into_iter().flat_map(|end| [end, after(end)])
            });
            let days: Vec<Option<NaiveDate>> = ends.chain([after(record.snoozed_until)]).collect();
            days
        })
    }

    /// An answer becomes too old to carry an episode.
    fn of_episodes<'v>(
        &self,
        view: &'v View<'_>,
    ) -> impl Iterator<Item = Option<NaiveDate>> + use<'v> {
        let episodes = self.episodes;
        let answers = view.surveys().iter().filter(move |_| episodes);
        answers.map(|answer| answer.day().checked_add_days(Days::new(VALID_DAYS)))
    }
}

/// Whether a key is bound to a quarter, or to an episode that is counted anew in each.
fn names(key: &str, quarter: &str) -> bool {
    let bound = Key::parse(key).and_then(|key| key.bound);
    bound.is_some_and(|bound| bound.ends_with(quarter))
}

fn after(day: Option<NaiveDate>) -> Option<NaiveDate> {
    day?.succ_opt()
}

/// The first day of the next quarter.
fn next_quarter(day: NaiveDate) -> Option<NaiveDate> {
    let first = day.with_day(1)?.with_month0(day.month0() / 3 * 3)?;
    first.checked_add_months(Months::new(3))
}
