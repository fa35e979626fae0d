//! Decisions of generated rulebooks over generated portfolios: the engine beside the reference.

use tenure_testkit::differ::{Coverage, compare_decisions, shrink};
use tenure_testkit::generate::Case;
use tenure_testkit::{Fault, Source, generate};

use crate::threads::{cases, figure, in_parallel};

/// Pairs of a rulebook and a portfolio.
const PAIRS: u64 = 4_000;
/// Accounts of a portfolio.
const ACCOUNTS: usize = 20;
/// How often each operator and function must have come to each outcome.
const LEAST: u64 = 100;

fn case(seed: u64, accounts: usize) -> Case {
    generate::case(&mut Source::seeded(seed), accounts)
}

/// The smallest case that still shows the same difference.
fn smallest(case: &Case, fault: Fault, what: &str) -> Case {
    shrink(case, &|case| {
        compare_decisions(case, fault).is_err_and(|difference| difference.what == what)
    })
}

fn compare(seed: u64) -> Coverage {
    let case = case(seed, ACCOUNTS);
    match compare_decisions(&case, Fault::None) {
        Ok(coverage) => coverage,
        Err(first) => {
            let small = smallest(&case, Fault::None, &first.what);
            let difference = compare_decisions(&small, Fault::None).err();
            panic!("seed {seed}: {}", difference.unwrap_or(first))
        }
    }
}

#[test]
fn differential_the_engine_is_the_reference() {
    let pairs = cases(PAIRS);
    let mut coverage = Coverage::default();
    for part in in_parallel(pairs, compare) {
        coverage.merge(&part);
    }
    assert_eq!(coverage.decisions, pairs * ACCOUNTS as u64);
    figure("pairs of a rulebook and a portfolio", pairs);
    figure("decisions compared with the reference", coverage.decisions);
    figure("rules that fired in them", coverage.fired);
    figure("rows that could not be judged in them", coverage.unjudged);
    figure("of these because of an error", coverage.erred);
    assert_eq!(coverage.operators.too_rare(LEAST), []);
    let counts = [
        ("rules that fired", coverage.fired),
        ("rules that fired on records", coverage.fired_on_records),
        ("unjudged rows", coverage.unjudged),
        ("rows unjudged by an error", coverage.erred),
        ("unknown overlays", coverage.unknown_overlays),
        ("capped groups", coverage.capped),
        ("clamped totals", coverage.clamped),
        ("insufficient coverage", coverage.insufficient),
        ("ranges", coverage.ranged),
    ];
    for (what, count) in counts {
        assert!(count >= 1_000, "only {count} {what}");
    }
}

/// Whether the comparison finds a fault within so many cases.
fn finds(fault: Fault) -> bool {
    (0..2_000).any(|seed| compare_decisions(&case(seed, ACCOUNTS), fault).is_err())
}

#[test]
fn every_planted_fault_is_found() {
    let faults = [
        Fault::StrictAnd,
        Fault::StrictOr,
        Fault::WrappingArithmetic,
        Fault::FlooringDivision,
        Fault::ExactFloats,
        Fault::LooseLess,
        Fault::CoalesceSkipsUnknown,
        Fault::NotApplicableIsUnknown,
        Fault::StaleBinsIgnored,
        Fault::TruncatedOverlays,
        Fault::NoCaps,
        Fault::MaxAddsUp,
        Fault::NoHysteresis,
        Fault::EqualWeights,
        Fault::RangeWithoutOverlays,
        Fault::FutureIsVisible,
        Fault::SteppedCalibration,
    ];
    for fault in faults {
        assert!(finds(fault), "{fault:?} is not found");
    }
}

#[test]
fn a_difference_shrinks_to_a_readable_case() {
    let cap_is_missed = |case: &Case| {
        compare_decisions(case, Fault::NoCaps).is_err_and(|found| found.what == "contributions")
    };
    let Some(found) = (0..100).map(|seed| case(seed, 3)).find(cap_is_missed) else {
        panic!("no case shows the fault");
    };
    let small = smallest(&found, Fault::NoCaps, "contributions");
    assert!(cap_is_missed(&small));
    let [account] = &small.records.accounts[..] else {
        panic!("{} accounts are left", small.records.accounts.len());
    };
    let text = serde_json::to_string(account).unwrap();
    assert!(text.len() < 400, "{text}");
    let entries = small.rulebook.rules.len() + small.rulebook.overlays.len();
    assert!(entries <= 3, "{}", small.rulebook);
}
