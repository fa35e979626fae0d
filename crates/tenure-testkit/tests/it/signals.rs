//! Every signal of generated accounts: the engine beside the reference.

use tenure_model::Currency;
use tenure_testkit::differ::{Difference, SignalTally, compare_signals, dictionary};
use tenure_testkit::{Fault, Source, generate};

use crate::threads::{cases, figure, in_parallel};

const CASES: u64 = 3_000;
const LEAST: u64 = 100;

fn compare(seed: u64, fault: Fault) -> Result<SignalTally, Box<Difference>> {
    let mut source = Source::seeded(seed);
    let records = generate::records(&mut source, 4);
    let currency = source
        .pick(&["", "KRW", "USD"])
        .and_then(|code| Currency::new(code));
    compare_signals(&records, currency, fault)
}

#[test]
fn differential_every_signal_reads_as_its_words_say() {
    let count = cases(CASES);
    figure(
        "portfolios whose every signal was compared with the reference",
        count,
    );
    let tallies = in_parallel(count, |seed| match compare(seed, Fault::None) {
        Ok(tally) => tally,
        Err(difference) => panic!("seed {seed}: {difference}"),
    });
    let mut tally = SignalTally::default();
    tallies.iter().for_each(|part| tally.merge(part));
    let rare: Vec<String> = dictionary()
        .iter()
        .filter(|(_, def)| !def.actions_only)
        .filter(|(_, def)| tally.get(&def.name, "known") < LEAST)
        .map(|(_, def)| def.name.clone())
        .collect();
    assert!(rare.is_empty(), "seldom known: {rare:?}");
    for stale in [
        "satisfaction.score",
        "satisfaction.level",
        "usage.utilisation",
        "custom.more",
    ] {
        assert!(
            tally.get(stale, "stale") >= LEAST,
            "{stale} is seldom stale"
        );
    }
}

#[test]
fn a_glimpse_of_the_future_is_found() {
    let found = (0..50).any(|seed| compare(seed, Fault::FutureIsVisible).is_err());
    assert!(found);
}
