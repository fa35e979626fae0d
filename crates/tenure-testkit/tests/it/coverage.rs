//! What of a rulebook was seen: counted as the reference counts, and shown by accounts that were decided.

use std::path::Path;

use serde_json::json;
use tenure::Rulebook;
use tenure::model::Tenant;
use tenure_testkit::coverage::{Counts, Cover, Found, Goal, Options, Part, Report};
use tenure_testkit::generate::{self, Records};
use tenure_testkit::reference::{Reference, Sighting};
use tenure_testkit::{Fault, Source};

use crate::threads::in_parallel;

const ACCOUNTS: usize = 10;

/// A rulebook and records: every third time the shipped one, which has actions.
fn case(seed: u64) -> (Rulebook, Records) {
    let mut source = Source::seeded(seed);
    if seed.is_multiple_of(3) {
        return (
            Rulebook::default_renewal(),
            generate::records(&mut source, ACCOUNTS),
        );
    }
    let case = generate::case(&mut source, ACCOUNTS);
    let rulebook = Rulebook::parse("generated.toml", &case.rulebook.to_string());
    (
        rulebook.unwrap_or_else(|error| panic!("{error}")),
        case.records,
    )
}

fn seen(rulebook: &Rulebook, records: &Records) -> Report {
    let mut cover = Cover::new(rulebook).unwrap();
    cover
        .add(&records.accounts, &records.tenant, records.as_of)
        .unwrap();
    cover.report()
}

fn four(counts: Counts) -> [u64; 4] {
    [
        counts.is_true,
        counts.is_false,
        counts.unknown,
        counts.not_applicable,
    ]
}

fn add(sum: &mut [u64; 4], more: [u64; 4]) {
    sum.iter_mut()
        .zip(more)
        .for_each(|(sum, more)| *sum += more);
}

/// What the reference counts over all accounts.
fn counted(rulebook: &Rulebook, records: &Records, fault: Fault) -> Vec<Sighting> {
    let reference =
        Reference::new(rulebook.checked(), &records.tenant, records.as_of).with_fault(fault);
    let mut all: Vec<Sighting> = Vec::new();
    for account in &records.accounts {
        let of_one = reference.sightings(account);
        if all.is_empty() {
            all = of_one;
            continue;
        }
        for (sum, more) in all.iter_mut().zip(of_one) {
            add(&mut sum.whole, more.whole);
            sum.without_rows += more.without_rows;
            sum.clauses
                .iter_mut()
                .zip(more.clauses)
                .for_each(|(sum, more)| add(sum, more));
            sum.bins
                .iter_mut()
                .zip(more.bins)
                .for_each(|(sum, more)| *sum += more);
        }
    }
    all
}

/// The first difference between what was seen and what the reference counts; else how often parts came to what.
fn compare(seed: u64, fault: Fault) -> Result<[u64; 4], String> {
    let (rulebook, records) = case(seed);
    let report = seen(&rulebook, &records);
    let counted = counted(&rulebook, &records, fault);
    if report.coverage.seen.len() != counted.len() {
        return Err(format!(
            "seed {seed}: {} and {} conditions",
            report.coverage.seen.len(),
            counted.len()
        ));
    }
    let mut sum = [0; 4];
    for (seen, mut other) in report.coverage.seen.iter().zip(counted) {
        if !seen.enabled {
            // What is switched off is not taken apart.
            other.clauses.clear();
        }
        let one = Sighting {
            whole: four(seen.counts),
            without_rows: seen.without_rows,
            clauses: seen
                .clauses
                .iter()
                .map(|clause| four(clause.counts))
                .collect(),
            bins: seen.bins.iter().map(|bin| bin.met).collect(),
        };
        if one != other {
            return Err(format!(
                "seed {seed}: {:?} {}: `{}`\n{one:?}\n{other:?}",
                seen.part, seen.id, seen.text
            ));
        }
        one.clauses.iter().for_each(|counts| add(&mut sum, *counts));
    }
    Ok(sum)
}

#[test]
fn what_is_seen_is_what_the_reference_counts() {
    let mut sum = [0; 4];
    for counts in in_parallel(180, |seed| compare(seed, Fault::None)) {
        add(
            &mut sum,
            counts.unwrap_or_else(|difference| panic!("{difference}")),
        );
    }
    assert!(sum.iter().all(|count| *count >= 1_000), "{sum:?}");
}

#[test]
fn a_clause_that_is_counted_otherwise_is_found() {
    let faults = [
        Fault::StrictOr,
        Fault::LooseLess,
        Fault::CoalesceSkipsUnknown,
        Fault::NotApplicableIsUnknown,
        Fault::StaleBinsIgnored,
        Fault::FutureIsVisible,
    ];
    for fault in faults {
        let found = (0..300).any(|seed| compare(seed, fault).is_err());
        assert!(found, "{fault:?} is not found");
    }
}

#[test]
fn what_the_accounts_that_were_made_show_is_seen_again() {
    let rulebook = Rulebook::default_renewal();
    let made = Cover::new(&rulebook).unwrap().complete(Options::default());
    let mut again = Cover::new(&rulebook).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cover-made");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (number, exercise) in made.exercises().into_iter().enumerate() {
        let file = folder.join(format!("{number}.cover.json"));
        std::fs::write(file, exercise.to_text()).unwrap();
        let shown = again.shown(&exercise.example()).unwrap();
        let says: Vec<String> = shown.iter().map(|goal| goal.says(&made.coverage)).collect();
        assert!(
            exercise.shows.iter().all(|one| says.contains(one)),
            "{says:?}\n{}",
            exercise.to_text()
        );
    }
    again.add_folder(&folder, &json!({})).unwrap();
    let still: Vec<Goal> = again
        .report()
        .missing
        .into_iter()
        .map(|one| one.goal)
        .collect();
    let not_made = made
        .missing
        .iter()
        .filter(|one| !matches!(one.found, Found::Account(_)));
    let not_made: Vec<&Goal> = not_made.map(|one| &one.goal).collect();
    assert_eq!(still.iter().collect::<Vec<_>>(), not_made);
    // All but little of what there is to be seen can be shown.
    let (all, left) = (made.missing.len(), not_made.len());
    assert!(
        all > 200 && left * 10 < all,
        "{left} of {all} are not shown:\n{made}"
    );
}

#[test]
fn nothing_is_out_of_reach_that_an_account_shows() {
    let mut proved = 0;
    for found in in_parallel(200, |seed| {
        let (rulebook, records) = case(seed);
        let options = Options { tries: 1, seed: 1 };
        let made = Cover::new(&rulebook).unwrap().complete(options);
        let out_of_reach = made
            .missing
            .iter()
            .filter(|one| matches!(one.found, Found::Unreachable(_)));
        let report = seen(&rulebook, &records);
        let mut count = 0;
        for one in out_of_reach {
            count += 1;
            assert!(
                !one.goal.is_met(&report.coverage),
                "seed {seed}: {} ({:?})",
                one.says,
                one.found
            );
        }
        count
    }) {
        proved += found;
    }
    assert!(proved >= 20, "only {proved} were proved");
}

const HEAD: &str = "[rulebook]\nid = \"ours\"\nversion = \"1.0.0\"\nlanguage = 1\n\n[risk]\nprior = 2500\n\
     horizon_months = 12\npdo = 20\nbands = [ { name = \"low\", below = 3500 }, { name = \"high\" } ]\n";

fn ours(rules: &str) -> Rulebook {
    let text = format!("{HEAD}\n{rules}");
    Rulebook::parse("ours.toml", &text).unwrap_or_else(|error| panic!("{error}"))
}

/// What came of a goal, by its words.
fn found<'r>(report: &'r Report, says: &str) -> &'r Found {
    let one = report.missing.iter().find(|one| one.says == says);
    &one.unwrap_or_else(|| panic!("no `{says}` in {report}"))
        .found
}

#[test]
fn what_no_account_can_show_is_proved() {
    let rulebook = ours(
        "[[rule]]\nid = \"contrary\"\nwhen = 'support.open > 5 && !(support.open >= 4)'\npoints = 1\n\n\
         [[rule]]\nid = \"always\"\nwhen = 'is_known(support.open) || true'\npoints = 1\n\n\
         [[rule]]\nid = \"dead\"\nsignal = \"support.open\"\nbins = [ { below = 0, points = 1 }, { below = 3, points = 2 }, { points = 3 } ]\n",
    );
    let report = Cover::new(&rulebook).unwrap().complete(Options::default());
    let proved = |says: &str| matches!(found(&report, says), Found::Unreachable(_));
    let shown = |says: &str| matches!(found(&report, says), Found::Account(_));
    assert!(proved("rule contrary never fired"), "{report}");
    assert!(
        shown("rule contrary was never known not to hold"),
        "{report}"
    );
    assert!(
        shown("rule contrary: `support.open > 5` was never true"),
        "{report}"
    );
    assert!(
        shown("rule contrary: `support.open >= 4` was never false"),
        "{report}"
    );
    assert!(
        proved("rule always was never known not to hold"),
        "{report}"
    );
    assert!(proved("rule always: `true` was never false"), "{report}");
    assert!(
        proved("rule dead: the bin `below 0` of support.open was never met"),
        "{report}"
    );
    assert!(
        shown("rule dead: the bin `below 3` of support.open was never met"),
        "{report}"
    );
    let lines = report.to_json();
    assert_eq!(lines["conditions"][0]["line"], 12, "{lines:#}");
    assert_eq!(
        lines["conditions"][0]["clauses"][1]["text"],
        "support.open >= 4"
    );
}

#[test]
fn a_rule_that_never_fires_fails_a_test_by_its_name() {
    let rulebook = ours(
        "[[rule]]\nid = \"two-tickets\"\nwhen = 'support.open == 2'\npoints = 1\n\n\
         [[rule]]\nid = \"off\"\nwhen = 'support.open == 3'\npoints = 1\nenabled = false\n",
    );
    let cover = Cover::new(&rulebook).unwrap();
    assert_eq!(cover.report().rules_that_never_fired(), ["two-tickets"]);
    let report = cover.report();
    let failed = std::panic::catch_unwind(|| report.assert_every_rule_fired());
    let said = failed.unwrap_err();
    let said = said.downcast_ref::<String>().unwrap();
    assert!(
        said.contains("these rules never fired: two-tickets"),
        "{said}"
    );
    let mut cover = Cover::new(&rulebook).unwrap();
    let made = cover.complete(Options::default());
    for exercise in made.exercises() {
        let (account, tenant) = exercise.example().read().unwrap();
        cover.add(&[account], &tenant, exercise.as_of).unwrap();
    }
    cover.report().assert_every_rule_fired();
    cover.report().assert_complete();
}

#[test]
fn the_days_of_cases_are_looked_at() {
    let rulebook = Rulebook::default_renewal();
    let mut cover = Cover::new(&rulebook).unwrap();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tenure/rulebooks/cases");
    let tenant = std::fs::read_to_string(cases.join("tenant.json")).unwrap();
    let tenant = serde_json::from_str(&tenant).unwrap();
    cover.add_folder(&cases, &tenant).unwrap();
    let report = cover.report();
    let of = |part: Part| {
        report
            .coverage
            .seen
            .iter()
            .filter(move |seen| seen.part == part)
    };
    assert!(
        report.coverage.accounts >= 40,
        "{}",
        report.coverage.accounts
    );
    let held = of(Part::Action)
        .filter(|seen| seen.counts.is_true > 0)
        .count();
    assert_eq!(
        held,
        of(Part::Action).filter(|seen| seen.enabled).count(),
        "{report}"
    );
}

#[test]
fn what_the_tenant_has_to_do_by_itself_is_told_apart() {
    let rulebook = ours(
        "[[action]]\nid = \"alarm\"\nscope = \"tenant\"\nkey = \"quarter\"\nwhen = 'tenant.retention_rate_bp < 5000'\n\
         do = [{ kind = \"review\", assignee = \"owner\", when = 'tenant.retention_rate_bp < 1000' }]\n",
    );
    let (_, records) = case(0);
    let unknown = Tenant::default();
    let mut cover = Cover::new(&rulebook).unwrap();
    let never = |cover: &Cover<'_>| {
        let told = cover.report().to_json();
        let told = |place: usize| told["conditions"][place]["never_judged"].clone();
        [told(0), told(1)]
    };
    cover
        .add(&records.accounts, &unknown, records.as_of)
        .unwrap();
    assert_eq!(never(&cover), [json!("no_tenant"), json!("no_tenant")]);
    let says = "nobody looked at the tenant's own actions (`Cover::add_tenant`)";
    assert!(cover.report().to_string().contains(says));
    // A tenant is enough: it takes no account.
    let mut cover = Cover::new(&rulebook).unwrap();
    cover.add_tenant(&unknown, records.as_of).unwrap();
    assert_eq!(never(&cover), [json!(null), json!("not_due")]);
}
