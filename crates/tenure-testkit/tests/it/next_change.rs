//! The next change of generated accounts: what the signals state beside trying every day.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use tenure::explain::Stage;
use tenure::model::{
    Account, ActionRecord, ActionStatus, Channel, Consent, ContactCap, ContactPolicy, Id, Moment,
    Tenant,
};
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

/// A rulebook that gives no points.
const NO_POINTS: &str = r#"
[rulebook]
id = "no-points"
version = "1.0.0"
language = 1

[risk]
prior = 2500
horizon_months = 12
pdo = 20
bands = [ { name = "low", below = 5000 }, { name = "high" } ]
"#;

/// Nothing changes here but what rests: an account is left alone after it was written to, or after people said no.
const RESTS: &str = r#"
[[action]]
id = "mail"
key = "period:2"
when = 'true'
reason = { en = "mail", ko = "mail" }
[[action.do]]
kind = "news_email"

[[action]]
id = "call"
key = "period:4"
when = 'true'
reason = { en = "call", ko = "call" }
[[action.do]]
kind = "call_todo"
assignee = "owner"
due = "3 days"
title = { en = "call", ko = "call" }
"#;

/// Nothing changes here but what cools down, runs out, or comes back with the quarter.
const COOLS: &str = r#"
[[action]]
id = "calm"
key = "period:3"
cooldown = "23 days"
expires = "11 days"
when = 'true'
reason = { en = "calm", ko = "calm" }
[[action.do]]
kind = "calm_email"
to = "decision_maker"
[[action.do]]
kind = "calm_todo"
assignee = "owner"
due = "3 days"
title = { en = "call", ko = "call" }

[[action]]
id = "each-quarter"
key = "quarter"
when = 'true'
reason = { en = "quarter", ko = "quarter" }
[[action.do]]
kind = "quarter_todo"
assignee = "manager"
due = "3 days"
title = { en = "call", ko = "call" }
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

/// How much mail somebody may get, tightly.
fn caps(source: &mut Source<'_>) -> ContactPolicy {
    let cap = ContactCap {
        channel: Channel::Email,
        max: source.between(0, 2),
        days: source.between(3, 40),
    };
    ContactPolicy {
        caps: Some(vec![cap]),
        ..ContactPolicy::default()
    }
}

/// An account with past actions, on a day.
fn account(seed: u64, session: &mut Session) -> (Account, Tenant, NaiveDate) {
    let mut source = Source::seeded(seed);
    let records = generate::records(&mut source, 1);
    let (mut tenant, as_of) = (records.tenant, records.as_of);
    tenant.contact_policy = source.maybe(50, caps);
    let mut account = records.accounts[0].clone();
    if source.below(2) == 0 {
        account.contacts = None;
        account.do_not_contact = None;
        account.contact_prefs = Some(BTreeMap::from([(Channel::Email, Consent::Granted)]));
    }
    let mut past = Vec::new();
    for days in [70, 41, 23, 6] {
        let before = as_of.checked_sub_days(Days::new(days)).unwrap();
        account.actions = Some(past.clone());
        let decision = session.decide(&account, &tenant, before).unwrap();
        past.extend(told(&mut source, &decision, as_of));
    }
    account.actions = source.maybe(10, |_| past);
    (account, tenant, as_of)
}

/// Whether the change found is the one that trying finds; tells when it is.
fn compare(
    session: &mut Session,
    account: &Account,
    tenant: &Tenant,
    as_of: NaiveDate,
) -> Option<NaiveDate> {
    let until = later(as_of, HORIZON);
    let found = session.next_change(account, tenant, as_of, until).unwrap();
    let tried = day_by_day(session, account, tenant, (as_of, until), Fault::None);
    assert_eq!(
        found.as_ref().map(|change| change.on),
        tried,
        "{} on {as_of}: {found:?}",
        serde_json::to_string(account).unwrap()
    );
    tried
}

/// What holds candidates back until a day and no longer.
fn held_until(
    engine: &Engine,
    account: &Account,
    tenant: &Tenant,
    (as_of, end): (NaiveDate, NaiveDate),
) -> Vec<&'static str> {
    let explained = engine.explain(account, tenant, as_of).unwrap();
    let ends = |stage: &Stage| match stage {
        Stage::Cooldown { until } | Stage::Paused { until } => Some(*until),
        Stage::ContactPolicy { until, .. } => *until,
        Stage::Snoozed { until } => until.and_then(|last| last.succ_opt()),
        _ => None,
    };
    let stages = explained.actions.iter().map(|ended| &ended.stage);
    stages
        .filter(|stage| ends(stage) == Some(end))
        .map(Stage::as_str)
        .collect()
}

/// Whether the account changes at all, and what ends on that day.
fn of_default(seed: u64) -> (bool, Vec<&'static str>) {
    let parse =
        |text: &str| Rulebook::parse("some.toml", text).unwrap_or_else(|error| panic!("{error}"));
    let alone = |actions: &str| parse(&format!("{NO_POINTS}{actions}"));
    let rulebook = match seed % 4 {
        0 => Rulebook::default_renewal(),
        1 => parse(MORE),
        2 => alone(RESTS),
        _ => alone(COOLS),
    };
    let mut session = engine(rulebook).session();
    let (account, tenant, as_of) = account(seed, &mut session);
    if seed.is_multiple_of(9) {
        one_after_the_other(&mut session, &account, &tenant, as_of);
    }
    let Some(on) = compare(&mut session, &account, &tenant, as_of) else {
        return (false, Vec::new());
    };
    let ends = held_until(session.engine(), &account, &tenant, (as_of, on));
    (true, ends)
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
    let found = changes.iter().filter(|(found, _)| *found).count();
    assert!(found > 500, "only {found} accounts change at all");
    assert!(found < 1_000, "every account changes");
    let mut ends: BTreeMap<&str, u64> = BTreeMap::new();
    for end in changes.into_iter().flat_map(|(_, ends)| ends) {
        *ends.entry(end).or_default() += 1;
    }
    for (stage, least) in [
        ("cooldown", 5),
        ("paused", 2),
        ("contact_policy", 5),
        ("snoozed", 5),
    ] {
        assert!(
            ends.get(stage) >= Some(&least),
            "{stage} hardly ends anywhere: {ends:?}"
        );
    }
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
        .filter(|account| compare(&mut session, account, &records.tenant, records.as_of).is_some())
        .count()
}

#[test]
fn the_next_change_is_found_whatever_the_conditions() {
    let found: usize = in_parallel(RULEBOOKS, of_any_rulebook).iter().sum();
    assert!(found > 300, "only {found} accounts change at all");
}
