//! Histories: an account as it changes over up to three years, the days on which somebody looks, and what is said then.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use tenure_model::{
    Account, Channel, Consent, Contract, Id, Moment, Owner, OwnerRole, SurveyKind, SurveyResponse,
    Tenant, WorkCalendar,
};

use crate::source::Source;

/// What happens to the account on a day.
#[derive(Debug, Clone)]
pub(super) enum Event {
    /// The end of a contract is another one.
    Moves(usize, NaiveDate),
    /// A contract follows a contract.
    Renews(Box<Contract>),
    /// A contract is lost.
    Loses(usize),
    /// A contract pauses until a day, or for good.
    Pauses(usize, Option<NaiveDate>),
    /// The customer answers.
    Answers(SurveyResponse),
    /// The customer wants mail, or no more of it.
    Consents(Consent),
}

/// What is said of the actions listed on a day, in the order of their keys; the last is said of all that are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Saying {
    /// Nothing.
    Nothing,
    /// It is taken on.
    Accepts,
    /// It is done.
    Does,
    /// It is turned down.
    Dismisses,
    /// It is put off for so many days.
    Snoozes(u64),
    /// It was tried, and failed.
    Fails,
}

/// A day on which somebody looks.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) day: NaiveDate,
    /// Whether the contracts cannot be read that day.
    pub(super) blind: bool,
    pub(super) sayings: Vec<Saying>,
}

/// A history.
#[derive(Debug, Clone)]
pub struct Story {
    pub(super) begins: NaiveDate,
    pub(super) account: Account,
    pub(super) tenant: Tenant,
    pub(super) events: Vec<(NaiveDate, Event)>,
    pub(super) visits: Vec<Visit>,
}

impl Story {
    /// How often somebody looks.
    pub fn visits(&self) -> usize {
        self.visits.len()
    }
}

fn later(day: NaiveDate, days: i64) -> NaiveDate {
    let span = Days::new(days.unsigned_abs());
    let there = if days < 0 {
        day.checked_sub_days(span)
    } else {
        day.checked_add_days(span)
    };
    there.unwrap_or(day)
}

/// A history made of choices.
pub fn story(source: &mut Source<'_>) -> Story {
    let begins = later(NaiveDate::default(), 20_000 + source.between(0, 400));
    let length = source.between(200, 1_095);
    let contracts = contracts(source, begins);
    let events = events(source, begins, length, contracts.clone());
    Story {
        begins,
        account: Account {
            id: Id::from("a"),
            owner_id: Some(Id::from("kim")),
            contact_prefs: Some(BTreeMap::from([(Channel::Email, Consent::Granted)])),
            contracts: Some(contracts),
            contract_events: Some(Vec::new()),
            opportunities: Some(Vec::new()),
            surveys: Some(Vec::new()),
            complaints: Some(Vec::new()),
            ..Account::default()
        },
        tenant: tenant(source, begins, length),
        events,
        visits: visits(source, begins, length),
    }
}

fn contracts(source: &mut Source<'_>, begins: NaiveDate) -> Vec<Contract> {
    let count = source.between(1, 3);
    let first = source.between(60, 500);
    (0..count)
        .map(|number| {
            // Some end close together: their alerts are one.
            let apart = if source.chance(60) {
                source.between(-20, 25)
            } else {
                source.between(-300, 300)
            };
            let end = later(
                begins,
                (first + if number == 0 { 0 } else { apart }).max(20),
            );
            Contract {
                id: Id(format!("c{number}")),
                start_date: later(begins, -source.between(30, 300)),
                end_date: Some(end),
                ..Contract::default()
            }
        })
        .collect()
}

fn tenant(source: &mut Source<'_>, begins: NaiveDate, length: i64) -> Tenant {
    let mut leaves = |percent| {
        let days = source.between(0, length);
        source.chance(percent).then(|| later(begins, days))
    };
    let gone = [leaves(50), leaves(30), None];
    let owner = |id: &str, backup: Option<&str>, manager: Option<&str>, gone| Owner {
        id: Id::from(id),
        role: OwnerRole::Sales,
        backup_id: backup.map(Id::from),
        manager_id: manager.map(Id::from),
        departed_on: gone,
        ..Owner::default()
    };
    let [kim, lee, park] = gone;
    Tenant {
        owners: Some(vec![
            owner("kim", Some("lee"), Some("park"), kim),
            owner("lee", None, None, lee),
            owner("park", None, None, park),
        ]),
        calendar: Some(WorkCalendar {
            working_days: None,
            holidays: Some(
                (0..20)
                    .map(|_| later(begins, source.between(0, length)))
                    .collect(),
            ),
        }),
        levers: levers(source),
        ..Tenant::default()
    }
}

/// What the business says of checks, if anything.
fn levers(source: &mut Source<'_>) -> Option<BTreeMap<String, i64>> {
    let percent = *source.pick(&[0, 40, 100, 250, 700])?;
    source
        .chance(60)
        .then(|| BTreeMap::from([("check_todo".to_owned(), percent)]))
}

fn events(
    source: &mut Source<'_>,
    begins: NaiveDate,
    length: i64,
    mut contracts: Vec<Contract>,
) -> Vec<(NaiveDate, Event)> {
    let mut days: Vec<NaiveDate> = (0..source.between(4, 28))
        .map(|_| later(begins, source.between(1, length)))
        .collect();
    // Now and then the customer answers again and again.
    let mut moods = Vec::new();
    for _ in 0..source.between(0, 2) {
        let first = source.between(1, length);
        moods.extend((0..9).map(|number| later(begins, first + 5 * number)));
    }
    days.extend(&moods);
    days.sort_unstable();
    days.dedup();
    let mut decided = vec![false; contracts.len()];
    let mut events = Vec::new();
    for (number, day) in days.into_iter().enumerate() {
        if source.chance(40) || moods.contains(&day) {
            events.push((day, Event::Answers(answer(source, day, number))));
            continue;
        }
        if source.chance(16) {
            let consent = if source.chance(60) {
                Consent::Granted
            } else {
                Consent::Denied
            };
            events.push((day, Event::Consents(consent)));
            continue;
        }
        let which = source.below(contracts.len());
        if decided.get(which) != Some(&false) {
            continue;
        }
        let Some(contract) = contracts.get(which).cloned() else {
            continue;
        };
        let event = of_contract(source, day, which, &contract, contracts.len());
        match &event {
            Event::Moves(_, end) => {
                if let Some(contract) = contracts.get_mut(which) {
                    contract.end_date = Some(*end);
                }
            }
            Event::Renews(successor) => {
                contracts.push((**successor).clone());
                decided.push(false);
                decided
                    .iter_mut()
                    .skip(which)
                    .take(1)
                    .for_each(|flag| *flag = true);
            }
            Event::Loses(_) => decided
                .iter_mut()
                .skip(which)
                .take(1)
                .for_each(|flag| *flag = true),
            Event::Pauses(..) | Event::Answers(_) | Event::Consents(_) => {}
        }
        events.push((day, event));
    }
    events
}

fn answer(source: &mut Source<'_>, day: NaiveDate, number: usize) -> SurveyResponse {
    SurveyResponse {
        id: Some(Id(format!("s{number}"))),
        kind: SurveyKind::Nps,
        score: *source
            .pick(&[1.0, 3.0, 4.0, 2.0, 5.0, 6.0, 8.0, 10.0])
            .unwrap_or(&5.0),
        at: Moment::Day(day),
        ..SurveyResponse::default()
    }
}

fn of_contract(
    source: &mut Source<'_>,
    day: NaiveDate,
    which: usize,
    contract: &Contract,
    count: usize,
) -> Event {
    let end = contract.end_date.unwrap_or(day);
    match source.below(10) {
        0..=4 => {
            // Both ways, and now and then back to a day that it had before.
            let days = *source
                .pick(&[-120, -45, -20, -7, 7, 20, 45, 120, 200, -200])
                .unwrap_or(&7);
            Event::Moves(which, later(end, days).max(later(contract.start_date, 10)))
        }
        5 | 6 => {
            let start = later(end, 1);
            let months = source.between(120, 500);
            Event::Renews(Box::new(Contract {
                id: Id(format!("c{count}")),
                signed_on: Some(day),
                start_date: start,
                end_date: Some(later(start, months)),
                predecessor_id: Some(contract.id.clone()),
                ..Contract::default()
            }))
        }
        7 => Event::Loses(which),
        _ => {
            let lasts = source.between(5, 120);
            Event::Pauses(which, source.chance(85).then(|| later(day, lasts)))
        }
    }
}

fn visits(source: &mut Source<'_>, begins: NaiveDate, length: i64) -> Vec<Visit> {
    let mut day = begins;
    let last = later(begins, length);
    let mut visits = Vec::new();
    // Somebody who looks daily, weekly, now and then, or hardly ever.
    let habit = *source.pick(&[2_i64, 8, 20, 60]).unwrap_or(&8);
    while day <= last && visits.len() < 120 {
        let count = source.between(1, 6);
        visits.push(Visit {
            day,
            blind: source.chance(4),
            sayings: (0..count).map(|_| saying(source)).collect(),
        });
        // Now and then somebody looks again on the same day.
        if source.chance(6) {
            continue;
        }
        day = later(day, source.between(1, habit));
        if source.chance(5) {
            day = later(day, source.between(20, 150));
        }
    }
    visits
}

fn saying(source: &mut Source<'_>) -> Saying {
    match source.below(20) {
        0..=8 => Saying::Nothing,
        9 | 10 => Saying::Accepts,
        11..=13 => Saying::Does,
        14..=16 => Saying::Dismisses,
        17 | 18 => Saying::Snoozes(source.below(40) as u64),
        _ => Saying::Fails,
    }
}
