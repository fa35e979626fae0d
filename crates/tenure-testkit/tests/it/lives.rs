//! Actions over years: the engine beside a simulator that goes day by day.

use tenure_testkit::life::{Flaw, lives};

/// Histories of up to three years.
const LIVES: u64 = 2_400;
/// How often each thing must have happened.
const LEAST: u64 = 100;

#[test]
fn what_is_told_is_what_should_be_told_on_every_day_of_every_life() {
    let all = lives(0..LIVES, Flaw::None).unwrap_or_else(|what| panic!("{what}"));
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
        assert!(lives(0..LIVES, flaw).is_err(), "{flaw:?} is not found");
    }
}
