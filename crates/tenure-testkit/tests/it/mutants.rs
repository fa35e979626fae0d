//! What the shipped rulebook's cases and properties are worth: how many of its mutants they find.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use tenure::{Engine, Rulebook};
use tenure_testkit::cases::{CaseResult, Folder, run_folder};
use tenure_testkit::property::mutate::{Mutant, mutants};
use tenure_testkit::property::{Counterexample, Finding, Kit, Options, told_apart};

use crate::property::options;
use crate::threads::{cases, figure, in_parallel};

/// The mutants that are not found, as nothing tells them from the rulebook: why.
const ALIKE: &[(&str, &str)] = &[
    (
        "no_grave_complaint: `complaints.open` -> `complaints.open_minor_aged`",
        "it is asked whether the host keeps complaints, and both are counted from the same list",
    ),
    (
        "bills_in_order: `billing.days_overdue` -> `billing.overdue`",
        "it is asked whether the host keeps bills, and both are told by the same list",
    ),
    (
        "renewal-t1: `0` -> `1`",
        "a day before the anchor lies within its last month, which is due anyhow",
    ),
    (
        "renewal-t1: `0` -> `-1`",
        "the day of the anchor lies within its last month, which is due anyhow",
    ),
    (
        "renewal-escalation: `0` -> `1`",
        "no to-do is no more than seven days overdue, by one day or another",
    ),
    (
        "renewal-escalation: `0` -> `-1`",
        "no to-do is no more than seven days overdue, by one day or another",
    ),
    (
        "loss-reason: `-9` -> `-8`",
        "what stands for no end is compared with three months ago alone",
    ),
    (
        "loss-reason: `-9` -> `-10`",
        "what stands for no end is compared with three months ago alone",
    ),
    (
        "periodic-feedback: `999` -> `1000`",
        "what stands for never is compared with ninety days alone",
    ),
    (
        "periodic-feedback: `999` -> `998`",
        "what stands for never is compared with ninety days alone",
    ),
    (
        "benchmark-alarm: `0` -> `1`",
        "no rate is below nought, let alone a tenth below it",
    ),
    (
        "benchmark-alarm: `0` -> `-1`",
        "no rate is below nought, let alone a tenth below it",
    ),
    (
        "repeated-cause: `>=` -> `>` (3)",
        "of two losses ten times as many are no three times of anything",
    ),
    (
        "repeated-cause: `10` -> `9`",
        "of two losses nine and ten times as many are three times six or fewer alike",
    ),
];

/// What came of a mutant.
struct Outcome {
    what: String,
    /// An account that is decided otherwise than by the rulebook, looked for where the mutant is said to be like it.
    apart: Option<String>,
    /// Whether it is a rulebook at all.
    valid: bool,
    by_cases: bool,
    /// How many fields and lists the smallest account that shows a broken property has.
    fields: Option<usize>,
}

impl Outcome {
    fn is_found(&self) -> bool {
        self.by_cases || self.fields.is_some()
    }
}

fn outcome(mutant: &Mutant) -> Outcome {
    let mut outcome = Outcome {
        what: mutant.what.clone(),
        apart: None,
        valid: false,
        by_cases: false,
        fields: None,
    };
    let Ok(rulebook) = Rulebook::parse("mutant", &mutant.text) else {
        return outcome;
    };
    let Ok(engine) = Engine::builder().rulebook(rulebook.clone()).build() else {
        return outcome;
    };
    outcome.valid = true;
    outcome.by_cases = breaks_a_case(&engine);
    // What a case has found is tried on fewer accounts: it is to be seen how small they get.
    let cases = if outcome.by_cases { 24 } else { 90 };
    outcome.fields = breaks_a_property(&rulebook, cases);
    if !outcome.is_found() {
        println!("not found: {}", mutant.what);
    }
    if ALIKE.iter().any(|(what, _)| *what == mutant.what) {
        let shipped = Rulebook::default_renewal();
        let example = told_apart(&shipped, &rulebook, 300, 5).unwrap();
        outcome.apart = example.map(|example| format!("{example:?}"));
    }
    outcome
}

fn breaks_a_case(engine: &Engine) -> bool {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tenure/rulebooks/cases");
    let tenant = std::fs::read_to_string(path.join("tenant.json")).unwrap();
    let tenant: Value = serde_json::from_str(&tenant).unwrap();
    let reports = run_folder(engine, &Folder { path, tenant }).unwrap();
    let mut results = reports.iter().map(|report| &report.result);
    results.any(|result| *result != CaseResult::Passed)
}

fn breaks_a_property(rulebook: &Rulebook, cases: u64) -> Option<usize> {
    let options = Options {
        until_broken: true,
        ..options(cases, None)
    };
    let report = Kit::new(rulebook).options(options).run().unwrap();
    report.findings.iter().find_map(Finding::broken).map(fields)
}

/// The fields and lists of an account and its tenant, but the account's name.
fn fields(found: &Counterexample) -> usize {
    let account = found.example.account.keys().filter(|name| *name != "id");
    account.count() + found.example.tenant.len()
}

/// Of every so many mutants one; all of them in the deep run.
fn outcomes() -> Vec<Outcome> {
    let outcomes = in_parallel(cases(40), |number| {
        let rulebook = Rulebook::default_renewal();
        let all = mutants(rulebook.checked(), tenure::rulebook::DEFAULT_RENEWAL).unwrap();
        assert!(all.len() >= 300, "{} mutants", all.len());
        let (number, sampled) = (number as usize, cases(40) as usize);
        // Spread over the whole text; where there are as many to be tried as there are mutants, each of them.
        let chosen: Vec<&Mutant> = match sampled * 2 > all.len() {
            true => all.iter().skip(number).step_by(sampled).collect(),
            false => all.get(number * all.len() / sampled).into_iter().collect(),
        };
        chosen.into_iter().map(outcome).collect::<Vec<_>>()
    });
    outcomes.into_iter().flatten().collect()
}

fn median(mut counts: Vec<usize>) -> usize {
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or(0)
}

#[test]
fn the_cases_and_properties_find_nine_mutants_of_ten() {
    let tried = outcomes();
    let valid: Vec<&Outcome> = tried.iter().filter(|one| one.valid).collect();
    // Where most are no rulebooks, nothing is said of any.
    assert!(
        valid.len() * 2 > tried.len(),
        "{} of {}",
        valid.len(),
        tried.len()
    );
    let survivors: Vec<&str> = valid
        .iter()
        .filter(|one| !one.is_found())
        .map(|one| &*one.what)
        .collect();
    let shrunk: Vec<usize> = valid.iter().filter_map(|one| one.fields).collect();
    let count = |found: fn(&Outcome) -> bool| valid.iter().filter(|one| found(one)).count() as u64;
    figure(
        "mutants of the shipped rulebook that were tried",
        valid.len() as u64,
    );
    figure("of these found by its cases", count(|one| one.by_cases));
    figure(
        "of these found by its properties",
        count(|one| one.fields.is_some()),
    );
    figure(
        "of these not found by its cases and properties",
        survivors.len() as u64,
    );
    figure(
        "fields of the median shrunk counterexample",
        median(shrunk.clone()) as u64,
    );
    assert!(
        survivors.len() * 10 <= valid.len(),
        "{survivors:#?} of {}",
        valid.len()
    );
    assert!(median(shrunk) <= 2);
    let alike: BTreeMap<&str, &str> = ALIKE.iter().copied().collect();
    let unexplained: Vec<_> = survivors
        .iter()
        .filter(|what| !alike.contains_key(*what))
        .collect();
    assert!(
        unexplained.is_empty(),
        "give each a case, or tell why nothing can: {unexplained:#?}"
    );
    for one in &valid {
        assert!(one.apart.is_none(), "{}: {:?}", one.what, one.apart);
    }
    // What is found after all is no longer alike.
    let stale = valid
        .iter()
        .filter(|one| one.is_found() && alike.contains_key(&*one.what));
    let stale: Vec<&str> = stale.map(|one| &*one.what).collect();
    assert!(stale.is_empty(), "{stale:#?} are found");
}

/// The oracle of what is alike: it sees what a case sees.
#[test]
fn mutants_that_differ_are_told_apart() {
    let shipped = Rulebook::default_renewal();
    let all = mutants(shipped.checked(), tenure::rulebook::DEFAULT_RENEWAL).unwrap();
    for what in [
        "contact-gap: bin 2 ends at 62",
        "owner-left: nobody does step 1",
    ] {
        let mutant = all.iter().find(|mutant| mutant.what == what).unwrap();
        let rulebook = Rulebook::parse("mutant", &mutant.text).unwrap();
        assert!(
            told_apart(&shipped, &rulebook, 300, 5).unwrap().is_some(),
            "{what}"
        );
    }
    assert!(told_apart(&shipped, &shipped, 60, 5).unwrap().is_none());
}

#[test]
fn what_is_right_is_not_found() {
    let sound = Mutant {
        what: "nothing".to_owned(),
        text: tenure::rulebook::DEFAULT_RENEWAL.to_owned(),
    };
    let outcome = outcome(&sound);
    assert!(outcome.valid && !outcome.is_found());
}
