//! Every signal of generated accounts: the engine beside the reference.

use std::panic::resume_unwind;
use std::thread;

use tenure_model::Currency;
use tenure_testkit::Source;
use tenure_testkit::differ::compare_signals;
use tenure_testkit::generate::case_records;

const CASES: u64 = 1_000;

fn run(seeds: impl Iterator<Item = u64>) -> u64 {
    let mut compared = 0;
    for seed in seeds {
        let mut source = Source::seeded(seed);
        let records = case_records(&mut source, 4);
        let currency = [None, Currency::new("KRW"), Currency::new("USD")][source.below(3)];
        match compare_signals(&records.accounts, &records.tenant, records.as_of, currency) {
            Ok(count) => compared += count,
            Err(difference) => panic!("seed {seed}: {difference}"),
        }
    }
    compared
}

#[test]
fn every_signal_reads_as_its_words_say() {
    let threads: Vec<_> = (0..2)
        .map(|part| thread::spawn(move || run((0..CASES).filter(move |seed| seed % 2 == part))))
        .collect();
    let compared: u64 = threads
        .into_iter()
        .map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
        .sum();
    assert!(compared > CASES * 4 * 80, "only {compared} compared");
}
