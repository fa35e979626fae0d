//! The fuzz targets, on what the repository has of seeds and on bytes by chance.

use std::fs;
use std::path::Path;

use tenure_core::plugin::script::Machine;
use tenure_testkit::fuzz::{AccountJson, DaysAndMoney, Expressions, RulebookText, ScriptText};
use tenure_testkit::{Fault, Source};

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/seeds")
        .join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 3, "few seeds in {}", folder.display());
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Bytes that make a generator choose.
fn choices(seed: u64) -> Vec<u8> {
    let mut source = Source::seeded(seed);
    let count = source.below(3_000);
    let mut bytes = vec![1];
    bytes.extend((0..count).map(|_| source.below(256) as u8));
    bytes
}

/// Everything that the tests feed to a target.
fn inputs(target: &str, count: u64) -> impl Iterator<Item = Vec<u8>> {
    seeds(target).into_iter().chain((0..count).map(choices))
}

#[test]
fn planted_faults_are_found_in_rulebooks() {
    let target = RulebookText::new().unwrap();
    for fault in [
        Fault::StrictAnd,
        Fault::LooseLess,
        Fault::TruncatedOverlays,
        Fault::EqualWeights,
        Fault::NotApplicableIsUnknown,
    ] {
        let found =
            inputs("rulebook_text", 300).any(|input| target.run_with(&input, fault).is_err());
        assert!(found, "{fault:?} is not found");
    }
}

#[test]
fn planted_faults_are_found_in_accounts() {
    let target = AccountJson::new().unwrap();
    for fault in [
        Fault::FutureIsVisible,
        Fault::NoCaps,
        Fault::NoHysteresis,
        Fault::EqualWeights,
        Fault::LooseLess,
    ] {
        let found =
            inputs("account_json", 300).any(|input| target.run_with(&input, fault).is_err());
        assert!(found, "{fault:?} is not found");
    }
}

#[test]
fn rulebook_texts() {
    let target = RulebookText::new().unwrap();
    for input in inputs("rulebook_text", 100) {
        target
            .run(&input)
            .unwrap_or_else(|difference| panic!("{difference}"));
    }
}

#[test]
fn account_jsons() {
    let target = AccountJson::new().unwrap();
    for input in inputs("account_json", 300) {
        target
            .run(&input)
            .unwrap_or_else(|difference| panic!("{difference}"));
    }
}

#[test]
fn expressions() {
    let target = Expressions::new();
    for seed in 0..100 {
        let input = choices(seed);
        target
            .run(&input)
            .unwrap_or_else(|difference| panic!("{difference}"));
    }
    for fault in [Fault::WrappingArithmetic, Fault::LooseLess] {
        let found = (0..300).any(|seed| target.run_with(&choices(seed), fault).is_err());
        assert!(found, "{fault:?} is not found");
    }
}

#[test]
fn script_texts() {
    let target = ScriptText::new();
    for input in seeds("script_text") {
        target
            .run(&input)
            .unwrap_or_else(|difference| panic!("{difference}"));
    }
    let forgets = |mut said: Vec<_>| {
        said.pop();
        said
    };
    let all = seeds("script_text");
    let found = |input: &Vec<u8>| target.run_beside(input, Machine::Tree, forgets).is_err();
    assert!(
        all.iter().any(found),
        "a row that is forgotten is not found"
    );
}

#[test]
fn days_and_money() {
    let target = DaysAndMoney::new();
    let inputs = |count: u64| {
        seeds("days_and_money")
            .into_iter()
            .chain((0..count).map(choices))
    };
    for input in inputs(2_000) {
        target
            .run(&input)
            .unwrap_or_else(|difference| panic!("{difference}"));
    }
    // Month by month the end of February is never left again.
    let step_by_step = DaysAndMoney::with(|day, months| {
        (0..months.abs()).try_fold(day, |day, _| tenure_model::add_months(day, months.signum()))
    });
    assert!(inputs(2_000).any(|input| step_by_step.run(&input).is_err()));
}
