//! The next day on which the answer differs if nothing else happens.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use tenure_model::Account;
use tenure_rules::{KeyBinding, Rulebook};

use super::batch::Batch;
use super::edges::{DayLooks, Looks};
use super::plugins::{self, Hired};
use super::{Engine, PreparedTenant, Scratch, Undecided};
use crate::actions::key::Key;
use crate::actions::{Footing, JudgedAction, Moments, Outcome, Words};
use crate::change::{ActionFace, Coming, Face, NextChange};
use crate::decision::{Action, Decision, Texts};
use crate::signals::{AsOf, Edges, Sweep, View, Watches};

/// What the search for the next change needs of a rulebook.
#[derive(Debug, Clone)]
pub(super) struct Outlook {
    watches: Watches,
    looks: Looks,
    moments: Moments,
    /// Whether anything may read the day itself, so that each day counts.
    daily: bool,
}

/// What one day looks like.
struct Glimpse {
    face: Face,
    looks: DayLooks,
    /// Whether another quarter may make another answer.
    quarterly: bool,
    /// With their own keys, the days of periods left out.
    actions: Vec<(String, Action)>,
}

/// How much is told of a day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Telling {
    /// What is compared.
    Face,
    /// The actions, too.
    Actions,
}

/// Nobody reads what an action says.
struct Silent;

impl Words for Silent {
    fn render(&self, _: &JudgedAction<'_>, _: usize, _: &Texts) -> Texts {
        Texts::new()
    }
}

/// What of a day the answer hangs on, and until when it stays as it is.
struct Watching<'e> {
    outlook: &'e Outlook,
    sweep: Sweep<'e>,
    footing: Footing,
    moment: Option<NaiveDate>,
    quarterly: bool,
    /// The day after, where each day counts.
    tomorrow: Option<NaiveDate>,
}

impl<'e> Watching<'e> {
    fn begin(outlook: &'e Outlook, view: &View<'_>, seen: &Glimpse) -> Self {
        let looks = |id| outlook.looks.edges(&seen.looks, id);
        Self {
            sweep: Sweep::begin(&outlook.watches, view, &looks),
            footing: outlook.moments.footing(view),
            moment: outlook.moments.next(view, seen.quarterly),
            quarterly: seen.quarterly,
            tomorrow: view.day().succ_opt().filter(|_| outlook.daily),
            outlook,
        }
    }

    fn next(&self) -> Option<NaiveDate> {
        let days = self.sweep.next().into_iter().chain(self.moment);
        days.chain(self.tomorrow).min()
    }

    /// Goes on to the next day; tells whether the answer may differ there.
    fn go_on(&mut self, view: &View<'_>, looks: &DayLooks) -> bool {
        let outlook = self.outlook;
        let moved = self.sweep.go_on(view, &|id| outlook.looks.edges(looks, id));
        if self.tomorrow.is_some() {
            return true;
        }
        if self.moment != Some(view.day()) {
            return moved;
        }
        self.moment = self.outlook.moments.next(view, self.quarterly);
        moved || self.outlook.moments.footing(view) != self.footing
    }
}

impl Engine {
    /// The next day, after `day` and up to `until`, on which points, band or actions differ if nothing else happens.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn next_change(
        &self,
        scratch: &mut Scratch,
        account: &Account,
        tenant: &PreparedTenant,
        day: NaiveDate,
        until: NaiveDate,
    ) -> Result<Option<NextChange>, Undecided> {
        let today = self.as_of(tenant, day)?;
        let mut found = None;
        self.follow(
            scratch,
            account,
            tenant,
            (&today, until),
            Telling::Face,
            |coming| {
                found = Some(coming.change);
                ControlFlow::Break(())
            },
        )?;
        Ok(found)
    }

    /// Every day, after `day` and up to `until`, on which points, band or actions differ from the day before if nothing
    /// else happens, with the actions that are proposed then for the first time.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn coming(
        &self,
        scratch: &mut Scratch,
        account: &Account,
        tenant: &PreparedTenant,
        day: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<Coming>, Undecided> {
        let today = self.as_of(tenant, day)?;
        let mut found = Vec::new();
        self.follow(
            scratch,
            account,
            tenant,
            (&today, until),
            Telling::Actions,
            |coming| {
                found.push(coming);
                ControlFlow::Continue(())
            },
        )?;
        Ok(found)
    }

    /// Decides an account on a later day as if nothing had happened since `known`.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn decide_if_nothing_happens(
        &self,
        scratch: &mut Scratch,
        account: &Account,
        tenant: &PreparedTenant,
        known: NaiveDate,
        day: NaiveDate,
    ) -> Result<Decision, Undecided> {
        let as_of = self.as_of(tenant, known)?.later(day);
        self.one(scratch, account, tenant, &as_of, |batch| batch.decision(0))
    }

    /// Hands each change up to a day to `take`, until that has enough.
    fn follow(
        &self,
        scratch: &mut Scratch,
        account: &Account,
        tenant: &PreparedTenant,
        (today, until): (&AsOf<'_>, NaiveDate),
        telling: Telling,
        mut take: impl FnMut(Coming) -> ControlFlow<()>,
    ) -> Result<(), Undecided> {
        let first = View::new(account, today);
        let mut last = self.glimpse(scratch, account, tenant, today, telling)?;
        let mut told: BTreeSet<String> = last.actions.drain(..).map(|(key, _)| key).collect();
        let mut watching = Watching::begin(&self.outlook, &first, &last);
        while let Some(day) = watching.next().filter(|day| *day <= until) {
            let as_of = today.later(day);
            let view = first.on(&as_of);
            if !watching.go_on(&view, &last.looks) {
                continue;
            }
            let mut now = self.glimpse(scratch, account, tenant, &as_of, telling)?;
            watching = Watching::begin(&self.outlook, &view, &now);
            if now.face != last.face {
                let new = now
                    .actions
                    .drain(..)
                    .filter(|(key, _)| told.insert(key.clone()));
                let coming = Coming {
                    actions: new.map(|(_, action)| action).collect(),
                    change: NextChange::between(day, &last.face, &now.face),
                };
                if take(coming).is_break() {
                    return Ok(());
                }
            }
            last = now;
        }
        Ok(())
    }

    fn glimpse(
        &self,
        scratch: &mut Scratch,
        account: &Account,
        tenant: &PreparedTenant,
        as_of: &AsOf<'_>,
        telling: Telling,
    ) -> Result<Glimpse, Undecided> {
        self.one(scratch, account, tenant, as_of, |batch| {
            batch.glimpse(telling)
        })
    }
}

impl Batch<'_, '_> {
    /// What is compared from day to day, and what is told of it.
    fn glimpse(&self, telling: Telling) -> Option<Glimpse> {
        let (view, detail) = (self.views.first()?, self.details.first()?);
        let outcome = match telling {
            Telling::Face => self.outcome_in(&Silent, 0, false),
            Telling::Actions => self.outcome(0, false),
        };
        let records = view.actions().iter();
        let told: BTreeSet<&str> = records
            .flat_map(|record| record.keys.iter().map(String::as_str))
            .collect();
        let name = |key: &String| {
            let fresh = !told.contains(key.as_str());
            lasting(&self.engine.rulebook, key, view.day(), fresh)
        };
        let Outlook { looks, moments, .. } = &self.engine.outlook;
        Some(Glimpse {
            quarterly: moments.quarterly(view, &outcome),
            looks: looks.on(self.derived, &mut self.names.borrow_mut()),
            face: face(
                detail.points,
                self.engine.band(detail.band),
                &outcome,
                &name,
            ),
            actions: match telling {
                Telling::Face => Vec::new(),
                Telling::Actions => {
                    let actions = outcome.actions.into_iter();
                    let named = |action: Action| Some((name(action.keys.first()?), action));
                    actions.filter_map(named).collect()
                }
            },
        })
    }
}

fn face(points: i64, band: &str, outcome: &Outcome, name: &impl Fn(&String) -> String) -> Face {
    let actions = outcome.actions.iter().map(|action| ActionFace {
        keys: action.keys.iter().map(name).collect(),
        action: action.action.clone(),
        kind: action.kind.clone(),
        state: action.state.clone(),
        assignee: action.assignee.clone(),
    });
    Face {
        points,
        band: band.to_owned(),
        actions: actions.collect(),
        closed: outcome.closed.iter().cloned().collect(),
    }
}

/// The key without the day, where it names a period that would begin on that day, whichever day it is.
fn lasting(rulebook: &Rulebook, text: &str, day: NaiveDate, fresh: bool) -> String {
    let period = |key: &Key| {
        let mut rules = rulebook.actions.iter();
        rules.any(|rule| rule.id == key.action && matches!(rule.key, KeyBinding::Period(_)))
    };
    let Some(mut key) = Key::parse(text).filter(|key| fresh && period(key)) else {
        return text.to_owned();
    };
    let today = day.to_string();
    key.bound = key.bound.and_then(|bound| {
        let row = bound.strip_suffix(&today).map(str::to_owned);
        row.map_or(Some(bound), |row| Some(row).filter(|row| !row.is_empty()))
    });
    key.to_text()
}

impl Outlook {
    /// What the search needs of a rulebook whose rules and actions read some signals.
    pub(super) fn new(
        rulebook: &Rulebook,
        signals: impl IntoIterator<Item = tenure_rules::SignalId>,
        plugins: &[Hired],
    ) -> Self {
        // What plugins propose changes with what they read.
        let proposals = plugins::proposals(rulebook);
        let signals = signals.into_iter().filter(|id| !proposals.contains(id));
        Self {
            watches: Watches::new(&rulebook.dictionary, signals),
            looks: Looks::new(rulebook, plugins.iter().flat_map(Hired::signals)),
            daily: plugins.iter().any(Hired::reads_day),
            moments: Moments::new(&rulebook.actions, &rulebook.arbitration),
        }
    }

    /// The numbers that stand in the rulebook beside a signal.
    pub(super) fn fixed_edges(&self, signal: tenure_rules::SignalId) -> Option<&Edges> {
        self.looks.fixed(signal)
    }
}
