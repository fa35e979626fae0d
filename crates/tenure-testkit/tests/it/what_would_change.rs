//! What would change the band of generated accounts: found for at least half of the endangered ones, and checked by doing it.

use chrono::NaiveDate;
use tenure::decision::Evidence;
use tenure::model::{Account, Interaction, InteractionKind, Moment, SurveyKind, Tenant, Voice};
use tenure::{Engine, Rulebook, Session};
use tenure_testkit::{Source, generate};

const ACCOUNTS: u64 = 1_500;

/// The shipped rulebook, telling the band of an account however little is known.
const RULEBOOK: &str = r#"
[rulebook]
id = "any-coverage"
version = "1.0.0"
language = 1
extends = "default-renewal"
[risk]
min_coverage = 0
"#;

fn session() -> Session {
    let rulebook = Rulebook::parse("any-coverage.toml", RULEBOOK).unwrap();
    let engine = Engine::builder().rulebook(rulebook).build().unwrap();
    engine.session()
}

fn records(seed: u64) -> (Account, Tenant, NaiveDate) {
    let records = generate::records(&mut Source::seeded(seed), 1);
    (records.accounts[0].clone(), records.tenant, records.as_of)
}

/// The accounts that are in a band.
fn in_band(session: &mut Session, band: &str) -> Vec<(Account, Tenant, NaiveDate)> {
    let all = (0..ACCOUNTS).map(records);
    let of_band = all.filter(|(account, tenant, as_of)| {
        let decision = session.decide(account, tenant, *as_of).unwrap();
        decision.risk.band == band
    });
    of_band.collect()
}

#[test]
fn something_is_found_for_at_least_half_of_those_at_high_risk() {
    let mut session = session();
    let high = in_band(&mut session, "high");
    let found = high.iter().filter(|(account, tenant, as_of)| {
        let moves = session.what_would_change(account, tenant, *as_of).unwrap();
        moves
            .iter()
            .all(|one| one.band.from == "high" && one.band.to != "high")
            && !moves.is_empty()
    });
    let found = found.count();
    assert!(
        high.len() > 200,
        "only {} accounts at high risk",
        high.len()
    );
    assert!(
        found * 2 >= high.len(),
        "found for {found} of {}",
        high.len()
    );
    println!("found for {found} of {}", high.len());
}

/// The account with one more call on a day.
fn with_call(account: &Account, on: NaiveDate) -> Account {
    let mut account = account.clone();
    account
        .interactions
        .get_or_insert_default()
        .push(Interaction {
            kind: InteractionKind::Call,
            at: Moment::Day(on),
            ..Interaction::default()
        });
    account
}

#[test]
fn the_days_without_contact_are_the_most_that_leave_the_band() {
    let mut session = session();
    let mut checked = 0;
    for (account, tenant, as_of) in in_band(&mut session, "high") {
        let moves = session.what_would_change(&account, &tenant, as_of).unwrap();
        let contact = moves.iter().find(|one| one.signal == "contact.days_since");
        let (Some(contact), false) = (contact, account.interactions.is_none()) else {
            continue;
        };
        let (Evidence::Int(from), Evidence::Int(to)) = (&contact.from, &contact.to) else {
            panic!("{contact:?}");
        };
        let mut band = |days: i64| {
            let on = as_of - chrono::Days::new(days as u64);
            let decision = session
                .decide(&with_call(&account, on), &tenant, as_of)
                .unwrap();
            (decision.risk.band, decision.risk.points)
        };
        assert_eq!(band(*to), (contact.band.to.clone(), contact.points.to));
        for days in to + 1..*from {
            assert_eq!(band(days).0, "high", "{days} days would do, not only {to}");
        }
        checked += 1;
    }
    assert!(checked > 10, "only {checked} accounts");
}

#[test]
fn the_score_is_the_least_that_leaves_the_band() {
    let mut session = session();
    let mut checked = 0;
    for (mut account, tenant, as_of) in in_band(&mut session, "high") {
        // With one answer the score is what that answer says.
        let answers = account.surveys.get_or_insert_default();
        answers.truncate(1);
        let Some(answer) = answers.first_mut() else {
            continue;
        };
        (answer.kind, answer.score, answer.scale) = (SurveyKind::Pulse, 20.0, None);
        (answer.at, answer.source) = (Moment::Day(as_of), Some(Voice::Customer));
        let before = session.decide(&account, &tenant, as_of).unwrap().risk.band;
        let moves = session.what_would_change(&account, &tenant, as_of).unwrap();
        let level = moves.iter().find(|one| one.signal == "satisfaction.level");
        let mut band = |score: f64| {
            let mut account = account.clone();
            account
                .surveys
                .iter_mut()
                .flatten()
                .for_each(|answer| answer.score = score);
            session.decide(&account, &tenant, as_of).unwrap().risk.band
        };
        let leaves = (21..=100).find(|score| band(f64::from(*score)) != before);
        let expected = leaves.map(|score| if score >= 70 { "high" } else { "mid" });
        let found = level.map(|level| match &level.to {
            Evidence::Text(word) => word.clone(),
            other => panic!("{other:?}"),
        });
        assert_eq!(found.as_deref(), expected, "{:?}", account.id);
        checked += usize::from(expected.is_some());
    }
    assert!(checked > 10, "only {checked} accounts");
}
