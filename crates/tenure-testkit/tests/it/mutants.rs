//! What the shipped rulebook's cases and properties are worth: how many of its mutants they find.

use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;
use tenure::{Engine, Rulebook};
use tenure_testkit::cases::Case;
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

/// What came of a mutant; of one that a case finds it is looked whether a property does, too, with fewer accounts.
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
    let cases = if outcome.by_cases { 24 } else { 90 };
    if let Some(found) = breaks_a_property(&rulebook, cases) {
        let names = fields(&found);
        println!("{} breaks {}: {names:?}", mutant.what, found.property);
        outcome.fields = Some(names.len());
    }
    if !outcome.is_found() {
        println!("not found: {}", mutant.what);
    }
    if ALIKE.iter().any(|(what, _)| *what == mutant.what) {
        let shipped = Rulebook::default_renewal();
        let example = told_apart(&shipped, &rulebook, 300, 5).unwrap();
        outcome.apart = example.map(|example| format!("{}: {example:?}", mutant.what));
    }
    outcome
}

/// The shipped rulebook's cases, and the tenant that they share.
static CASES: LazyLock<(Vec<Case>, Value)> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tenure/rulebooks/cases");
    let tenant = std::fs::read_to_string(path.join("tenant.json")).unwrap();
    let files = std::fs::read_dir(&path).unwrap();
    let mut files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let names = files.iter().filter_map(|file| file.to_str());
    let cases = names.filter(|name| name.ends_with(".case.toml"));
    let cases = cases.map(|name| Case::parse(name, &std::fs::read_to_string(name).unwrap()));
    let cases: Vec<Case> = cases.map(|case| case.unwrap()).collect();
    assert!(cases.len() > 60, "{} cases", cases.len());
    (cases, serde_json::from_str(&tenant).unwrap())
});

fn breaks_a_case(engine: &Engine) -> bool {
    let (cases, tenant) = &*CASES;
    let passes = |case: &Case| case.run(engine, tenant).is_ok_and(|found| found.is_empty());
    !cases.iter().all(passes)
}

fn breaks_a_property(rulebook: &Rulebook, cases: u64) -> Option<Counterexample> {
    let options = Options {
        until_broken: true,
        ..options(cases, None)
    };
    let report = Kit::new(rulebook).options(options).run().unwrap();
    report.findings.iter().find_map(Finding::broken).cloned()
}

/// The fields and lists of an account and its tenant, but the account's name.
fn fields(found: &Counterexample) -> Vec<&str> {
    let account = found.example.account.keys().filter(|name| *name != "id");
    account
        .chain(found.example.tenant.keys())
        .map(String::as_str)
        .collect()
}

/// Every mutant of the shipped rulebook.
static ALL: LazyLock<Vec<Mutant>> = LazyLock::new(|| {
    let rulebook = Rulebook::default_renewal();
    let all = mutants(rulebook.checked(), tenure::rulebook::DEFAULT_RENEWAL).unwrap();
    assert!(all.len() >= 300, "{} mutants", all.len());
    all
});

/// The mutants that are tried at every change, spread over the whole text.
const SAMPLE: u64 = 40;

/// Of every so many mutants one; each of them in the deep run.
fn outcomes() -> Vec<Outcome> {
    let all = ALL.len() as u64;
    let tried = if cases(SAMPLE) > SAMPLE { all } else { SAMPLE };
    in_parallel(tried, move |number| {
        let place = usize::try_from(number * all / tried).unwrap();
        outcome(&ALL[place])
    })
}

#[test]
fn the_cases_and_properties_find_nine_mutants_of_ten() {
    let mut tried = outcomes();
    let count = tried.len();
    tried.retain(|one| one.valid);
    // Where most are no rulebooks, nothing is said of any.
    assert!(tried.len() * 2 > count, "{} of {count}", tried.len());
    let missed = tried.iter().filter(|one| !one.is_found()).count();
    figure(
        "mutants of the shipped rulebook that were tried",
        tried.len() as u64,
    );
    figure(
        "of these not found by its cases and properties",
        missed as u64,
    );
    assert!(missed * 10 <= tried.len(), "{missed} of {}", tried.len());
    small_enough(&tried);
    explained(&tried);
}

/// The accounts that show a broken property are small.
fn small_enough(tried: &[Outcome]) {
    let mut fields: Vec<usize> = tried.iter().filter_map(|one| one.fields).collect();
    fields.sort_unstable();
    println!("fields of shrunk counterexamples: {fields:?}");
    assert!(
        fields.len() * 20 >= tried.len(),
        "of {} mutants only {fields:?}",
        tried.len()
    );
    let median = fields[fields.len() / 2];
    figure(
        "shrunk counterexamples that were looked at",
        fields.len() as u64,
    );
    figure("fields of the median one", median as u64);
    assert!(median <= 2, "{fields:?}");
}

/// What is not found is said to be like the rulebook, and nothing else is; and no account tells it apart.
fn explained(tried: &[Outcome]) {
    let alike = |one: &&Outcome| ALIKE.iter().any(|(what, _)| *what == one.what);
    let names = |of: &dyn Fn(&&Outcome) -> bool| -> Vec<&str> {
        let some = tried.iter().filter(|one| of(one));
        some.map(|one| &*one.what).collect()
    };
    let missed = names(&|one| !one.is_found() && !alike(one));
    assert!(
        missed.is_empty(),
        "give each a case, or tell why nothing can: {missed:#?}"
    );
    let found = names(&|one| one.is_found() && alike(one));
    assert!(found.is_empty(), "found, and said to be alike: {found:#?}");
    let apart: Vec<&String> = tried.iter().filter_map(|one| one.apart.as_ref()).collect();
    assert!(apart.is_empty(), "{apart:#?}");
}

/// The oracle of what is alike: it sees what a case sees.
#[test]
fn mutants_that_differ_are_told_apart() {
    let shipped = Rulebook::default_renewal();
    for what in [
        "contact-gap: bin 2 ends at 62",
        "owner-left: nobody does step 1",
    ] {
        let mutant = ALL.iter().find(|mutant| mutant.what == what).unwrap();
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
