//! Actions over years: the engine beside a simulator that goes day by day.

use tenure::{Engine, Rulebook};
use tenure_testkit::Source;
use tenure_testkit::life::{Flaw, RULEBOOK, Tallies, live, story};

use crate::threads::in_parallel;

/// Histories of up to three years.
const LIVES: u64 = 2_400;
/// How often each thing must have happened.
const LEAST: u64 = 100;

fn engine() -> Engine {
    let rulebook = Rulebook::parse("life.toml", RULEBOOK).unwrap_or_else(|error| panic!("{error}"));
    Engine::builder().rulebook(rulebook).build().unwrap()
}

fn lived(seed: u64, flaw: Flaw) -> Result<Tallies, String> {
    let story = story(&mut Source::seeded(seed));
    live(&story, &engine(), flaw).map(|lived| lived.tallies)
}

#[test]
fn what_is_told_is_what_should_be_told_on_every_day_of_every_life() {
    let parts = in_parallel(LIVES, |seed| match lived(seed, Flaw::None) {
        Ok(tallies) => tallies,
        Err(what) => panic!("seed {seed}: {what}"),
    });
    let mut all = Tallies::new();
    for (what, count) in parts.into_iter().flatten() {
        *all.entry(what).or_default() += count;
    }
    for what in [
        "new",
        "joined",
        "gone on",
        "auto_closed",
        "moved",
        "expired",
        "suspended",
        "unknown",
        "no_consent",
        "snoozed",
        "accepted",
        "done",
        "dismissed",
        "failed",
        "held back",
    ] {
        let count = all.get(what).copied().unwrap_or(0);
        assert!(
            count >= LEAST,
            "{what} happened only {count} times: {all:?}"
        );
    }
}

#[test]
fn every_flaw_of_the_simulator_is_found() {
    let flaws = [
        Flaw::Announces,
        Flaw::MissesGaps,
        Flaw::Forgets,
        Flaw::NeverCloses,
        Flaw::ClosesBlindly,
        Flaw::NeverExpires,
        Flaw::NoCooldown,
        Flaw::NoPause,
        Flaw::NoPolicy,
        Flaw::NoTakingIn,
        Flaw::NoMerging,
        Flaw::KeepsTheDeparted,
        Flaw::IgnoresSnooze,
        Flaw::IgnoresPause,
        Flaw::NoLimits,
        Flaw::ForgetsTheMorning,
        Flaw::HoldsTheMandatory,
        Flaw::NoPropensity,
        Flaw::NoContext,
        Flaw::NoLevers,
    ];
    for flaw in flaws {
        let found = (0..LIVES).any(|seed| lived(seed, flaw).is_err());
        assert!(found, "{flaw:?} is not found");
    }
}
