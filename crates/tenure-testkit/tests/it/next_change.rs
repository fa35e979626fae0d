//! The next change of generated accounts: what the signals state beside trying every day.

use chrono::{Days, NaiveDate};
use tenure::model::{Account, ActionRecord, ActionStatus, Id, Moment, Tenant};
use tenure::{Decision, Engine, Rulebook, Session};
use tenure_testkit::{Fault, Source, day_by_day, generate};

use crate::threads::in_parallel;

/// Accounts looked at by the shipped rulebook and one on top of it.
const ACCOUNTS: u64 = 1_000;
/// Rulebooks of any conditions, each with a few accounts.
const RULEBOOKS: u64 = 400;
/// Days within which a change is looked for.
const HORIZON: u64 = 200;

/// What the shipped rulebook does not have: numbers that are reckoned, periods, offers row by row, days in sums.
const MORE: &str = r#"
[rulebook]
id = "more"
version = "1.0.0"
language = 1
extends = "default-renewal"

[[action]]
id = "quiet"
key = "period:20"
when = 'contact.days_since > owner.days_since_change'
reason = { en = "quiet", ko = "quiet" }
[[action.do]]
kind = "owner_todo"
assignee = "owner"
due = "3 days"
title = { en = "call", ko = "call" }

[[action]]
id = "row"
scope = "offer"
key = "period:45"
when = 'offer.inquired || contact.days_since % 7 == 3'
reason = { en = "row", ko = "row" }
[[action.do]]
kind = "upsell"
assignee = "csm"
due = "3 days"
title = { en = "offer", ko = "offer" }

[[rule]]
id = "late"
scope = "contract"
when = 'renewal.days_left < (renewal.notice_days ?? 30) || contract.age_months in 5..9'
points = 3
reason = { en = "late", ko = "late" }

[[rule]]
id = "opportunity-near"
scope = "opportunity"
when = 'opportunity.days_to_due <= 12'
points = -1
reason = { en = "near", ko = "near" }

[[rule]]
id = "complaint-old"
scope = "complaint"
when = '(complaint.age_days ?? 0) > 33'
points = 1
reason = { en = "old", ko = "old" }

[[rule]]
id = "answer-old"
signal = "satisfaction.days_since"
bins = [ { below = 17, points = 1 }, { below = 93, points = 2 }, { points = 3 } ]
reason = { en = "old", ko = "old" }
"#;

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap()
}

fn engine(rulebook: Rulebook) -> Engine {
    Engine::builder().rulebook(rulebook).build().unwrap()
}

/// A decision's actions as the host would hand them in, with what people said since.
fn told(source: &mut Source<'_>, decision: &Decision, as_of: NaiveDate) -> Vec<ActionRecord> {
    let record = |action: &tenure::decision::Action| {
        let word = source.word(&[
            "proposed",
            "accepted",
            "done",
            "dismissed",
            "snoozed",
            "moved",
        ]);
        let status = ActionStatus::from_word(word).unwrap();
        let on = later(decision.as_of, source.between(0, 20) as u64);
        ActionRecord {
            keys: action.keys.clone(),
            proposed_on: decision.as_of,
            status,
            at: source.maybe(30, |_| Moment::Day(on)),
            snoozed_until: (status == ActionStatus::Snoozed)
                .then(|| later(as_of, source.between(0, 40) as u64)),
            assignee: source.maybe(80, |_| Id::from("o1")),
            due: action.due,
            ..ActionRecord::default()
        }
    };
    decision.actions.iter().map(record).collect()
}

/// An account with past actions, on a day.
fn account(seed: u64, session: &mut Session) -> (Account, Tenant, NaiveDate) {
    let mut source = Source::seeded(seed);
    let records = generate::records(&mut source, 1);
    let (tenant, as_of) = (records.tenant, records.as_of);
    let mut account = records.accounts[0].clone();
    let mut past = Vec::new();
    for days in [70, 31, 6] {
        let before = as_of.checked_sub_days(Days::new(days)).unwrap();
        account.actions = Some(past.clone());
        let decision = session.decide(&account, &tenant, before).unwrap();
        past.extend(told(&mut source, &decision, as_of));
    }
    account.actions = source.maybe(10, |_| past);
    (account, tenant, as_of)
}

/// Whether the change found is the one that trying finds; tells whether there is one.
fn compare(session: &mut Session, account: &Account, tenant: &Tenant, as_of: NaiveDate) -> bool {
    let until = later(as_of, HORIZON);
    let found = session.next_change(account, tenant, as_of, until).unwrap();
    let tried = day_by_day(session, account, tenant, (as_of, until), Fault::None);
    assert_eq!(
        found.as_ref().map(|change| change.on),
        tried,
        "{} on {as_of}: {found:?}",
        serde_json::to_string(account).unwrap()
    );
    tried.is_some()
}

fn of_default(seed: u64) -> bool {
    let rulebook = match seed % 2 {
        0 => Rulebook::default_renewal(),
        _ => Rulebook::parse("more.toml", MORE).unwrap_or_else(|error| panic!("{error}")),
    };
    let mut session = engine(rulebook).session();
    let (account, tenant, as_of) = account(seed, &mut session);
    if seed % 10 == 0 {
        one_after_the_other(&mut session, &account, &tenant, as_of);
    }
    compare(&mut session, &account, &tenant, as_of)
}

/// All that comes is what deciding each day as if nothing happened shows.
fn one_after_the_other(
    session: &mut Session,
    account: &Account,
    tenant: &Tenant,
    as_of: NaiveDate,
) {
    let until = later(as_of, 60);
    let coming = session.coming(account, tenant, as_of, until).unwrap();
    let mut on = |day| {
        let decision = session.decide_if_nothing_happens(account, tenant, as_of, day);
        decision.unwrap().risk.points
    };
    let mut points = on(as_of);
    let mut changes = coming.iter().map(|coming| &coming.change).peekable();
    for day in as_of.iter_days().skip(1).take(60) {
        if let Some(change) = changes.next_if(|change| change.on == day) {
            assert_eq!(change.points.from, points, "{} on {day}", account.id);
            points = change.points.to;
        }
        assert_eq!(on(day), points, "{} on {day}", account.id);
    }
    assert!(changes.next().is_none());
}

#[test]
fn the_next_change_is_the_one_that_trying_every_day_finds() {
    let changes = in_parallel(ACCOUNTS, of_default);
    let found = changes.iter().filter(|found| **found).count();
    assert!(found > 500, "only {found} accounts change at all");
    assert!(found < 1_000, "every account changes");
}

/// Whether a search that makes a mistake differs from the one that makes none, for some account.
fn finds(fault: Fault) -> bool {
    let mut session = engine(Rulebook::default_renewal()).session();
    (0..ACCOUNTS).any(|seed| {
        let (account, tenant, as_of) = account(seed, &mut session);
        let until = later(as_of, HORIZON);
        let found = session
            .next_change(&account, &tenant, as_of, until)
            .unwrap();
        let tried = day_by_day(&mut session, &account, &tenant, (as_of, until), fault);
        found.map(|change| change.on) != tried
    })
}

#[test]
fn a_search_that_makes_a_mistake_is_found_out() {
    for fault in [Fault::FutureIsVisible, Fault::EveryOtherDay] {
        assert!(finds(fault), "{fault:?} is not found");
    }
}

fn of_any_rulebook(seed: u64) -> usize {
    let case = generate::case(&mut Source::seeded(seed), 3);
    let rulebook = Rulebook::parse("any.toml", &case.rulebook.to_string());
    let mut session = engine(rulebook.unwrap_or_else(|error| panic!("{error}"))).session();
    let records = &case.records;
    let accounts = records.accounts.iter();
    accounts
        .filter(|account| compare(&mut session, account, &records.tenant, records.as_of))
        .count()
}

#[test]
fn the_next_change_is_found_whatever_the_conditions() {
    let found: usize = in_parallel(RULEBOOKS, of_any_rulebook).iter().sum();
    assert!(found > 300, "only {found} accounts change at all");
}
