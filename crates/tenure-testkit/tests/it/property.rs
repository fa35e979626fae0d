//! The property kit: the shipped rulebook keeps its promises, and each property is seen to fail.

use std::path::Path;

use serde_json::Value;
use tenure::{Engine, Rulebook};
use tenure_testkit::cases::{CaseResult, Folder, run_folder};
use tenure_testkit::property::mutate::{Mutant, mutants};
use tenure_testkit::property::{Kit, Options, Report, Slip, Verdict, Witness};

use crate::threads::{cases, figure, in_parallel};

/// A rulebook on top of the shipped one.
fn house(more: &str) -> Rulebook {
    let head = "[rulebook]\nid = \"house\"\nversion = \"1\"\nlanguage = 1\nextends = \"default-renewal\"\n";
    parse(&format!("{head}{more}"))
}

fn parse(text: &str) -> Rulebook {
    Rulebook::parse("house.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

fn options(cases: u64, only: Option<&str>) -> Options {
    Options {
        cases,
        only: only.map(str::to_owned),
        ..Options::default()
    }
}

/// What came of one property.
fn only(rulebook: &Rulebook, property: &str, cases: u64) -> Report {
    let kit = Kit::new(rulebook).options(options(cases, Some(property)));
    let report = kit.run().unwrap();
    assert_eq!(report.findings.len(), 1, "{property}");
    report
}

fn verdict(report: &Report) -> &Verdict {
    &report.findings[0].verdict
}

#[test]
fn the_shipped_rulebook_keeps_its_promises() {
    let rulebook = Rulebook::default_renewal();
    let kit = Kit::new(&rulebook).options(options(cases(240), None));
    let report = kit.run().unwrap();
    report.assert_kept();
    let proved = report.findings.iter();
    let proved = proved.filter(|finding| matches!(finding.verdict, Verdict::Proved(_)));
    assert!(proved.count() >= 12, "{report}");
    // The same seed, the same report.
    let few = |seed| {
        let options = Options {
            seed,
            ..options(12, None)
        };
        Kit::new(&rulebook)
            .options(options)
            .run()
            .unwrap()
            .to_json()
    };
    assert_eq!(few(3), few(3));
}

#[test]
fn every_general_property_is_seen_to_fail() {
    let rulebook = Rulebook::default_renewal();
    for (property, slip) in [
        ("bounds", Slip::TooManyPoints),
        ("adds-up", Slip::LostReason),
        ("determinism", Slip::Restless),
        ("order-of-accounts", Slip::FirstOfBatch),
        ("batch-split", Slip::FirstOfBatch),
        ("order-of-records", Slip::OrderOfRecords),
        ("order-of-rules", Slip::OrderOfRules),
        ("rule-off", Slip::TakesAnother),
        ("unknown-is-neutral", Slip::UnknownCounts),
        ("as-of", Slip::SeesTheFuture),
        ("idempotence", Slip::Forgetful),
        ("exactly-once", Slip::Forgetful),
        ("consent", Slip::Importunate),
        ("sell-or-rescue", Slip::Salesman),
        ("churned", Slip::DeniesTheEnd),
        ("currency", Slip::CurrencyMatters),
    ] {
        let kit = Kit::new(&rulebook).options(options(200, Some(property)));
        let report = kit.slip(slip).run().unwrap();
        let broken = report.findings[0].broken();
        let broken = broken.unwrap_or_else(|| panic!("{property} does not see {slip:?}\n{report}"));
        assert!(
            broken.story.contains("what came out"),
            "{property}\n{report}"
        );
    }
}

/// A rulebook that breaks what it declares, and how much of an account is left to show it.
const BROKEN: &[(&str, &str, usize)] = &[
    (
        "more-satisfied-is-no-riskier",
        "[[rule]]\nid = 'satisfaction'\nsignal = 'satisfaction.level'\nbins = [{ is = 'low', points = -30 }, { points = 20 }]\n",
        1,
    ),
    (
        "longer-silence-is-no-safer",
        "[[rule]]\nid = 'contact-gap'\nsignal = 'contact.days_since'\nbins = [{ below = 31, points = 5 }, { points = 0 }]\n",
        2,
    ),
    (
        "who-they-are-counts-for-nothing",
        "[[rule]]\nid = 'north'\nwhen = 'account.segment == \"enterprise\"'\npoints = 3\n",
        1,
    ),
    (
        "a-day-of-delay-is-no-cliff",
        "[risk]\nmin_coverage = 0\n[[rule]]\nid = 'billing-overdue'\nsignal = 'billing.days_overdue'\nbins = [{ below = 31, points = 0 }, { points = 90 }]\n",
        1,
    ),
    (
        "solve-before-you-talk-of-more",
        "[[action]]\nid = 'low-satisfaction'\nkey = 'episode:satisfaction'\nwhen = 'satisfaction.level != \"mid\"'\ndo = [{ kind = 'assign_csm' }]\n",
        5,
    ),
];

#[test]
fn every_kind_of_declared_property_is_seen_to_fail_on_a_small_account() {
    for (property, text, most) in BROKEN {
        let rulebook = house(text);
        let report = only(&rulebook, property, 600);
        let broken = report.findings[0].broken();
        let broken = broken.unwrap_or_else(|| panic!("{property} holds of {text}\n{report}"));
        let known = broken
            .example
            .account
            .iter()
            .filter(|(name, _)| *name != "id");
        assert!(known.count() <= *most, "{property}\n{report}");
        // As a file it is broken as long as the rulebook is, and kept by a sound one.
        let witness = Witness::parse(&Witness::of(broken).to_text()).unwrap();
        let replayed = |rulebook| {
            Kit::new(rulebook)
                .replay(property, &witness.example())
                .unwrap()
        };
        assert!(replayed(&rulebook).is_some(), "{property}");
        assert!(
            replayed(&Rulebook::default_renewal()).is_none(),
            "{property}"
        );
    }
}

#[test]
fn so_many_may_move_and_no_more() {
    let moved = |percent: u32, points: i64| {
        let text = format!(
            "[[rule]]\nid = 'referral'\nwhen = 'referrals.count_12m > 0'\npoints = {points}\n\
             [[property]]\nid = 'moved'\nmax_moved = {percent}\nagainst = 'default-renewal'\n"
        );
        only(&house(&text), "moved", 240)
    };
    assert!(matches!(verdict(&moved(0, -8)), Verdict::Passed));
    assert!(matches!(verdict(&moved(0, 80)), Verdict::Failed(_)));
    assert!(matches!(verdict(&moved(60, 80)), Verdict::Passed));
    let text = "[[property]]\nid = 'moved'\nmax_moved = 1\nagainst = 'elsewhere.toml'\n";
    let error = Kit::new(&house(text)).run().unwrap_err();
    assert!(error.to_string().contains("elsewhere.toml"), "{error}");
}

#[test]
fn what_is_never_put_to_the_test_is_said_to_be() {
    let text =
        "[[property]]\nid = 'size'\nmonotone = 'account.employee_count'\npoints = 'never_up'\n";
    let report = only(&house(text), "size", 100);
    assert!(matches!(verdict(&report), Verdict::TooSeldom), "{report}");
    assert!(!report.is_kept());
    assert!(
        report.to_string().contains("nothing is known of it"),
        "{report}"
    );
}

#[test]
fn what_a_text_tells_by_itself_is_proved_and_nothing_else() {
    let proves = |text: &str, property: &str| {
        let report = only(&house(text), property, 60);
        match verdict(&report) {
            Verdict::Proved(how) => Some(how.clone()),
            Verdict::Passed | Verdict::TooSeldom | Verdict::Failed(_) => None,
        }
    };
    let how = proves("", "longer-silence-is-no-safer").unwrap();
    assert!(how.contains("`contact-gap`"), "{how}");
    // Bins that fall and rise, an overlay that reads the signal, a condition that is no comparison.
    for text in [
        "[[rule]]\nid = 'contact-gap'\nsignal = 'contact.days_since'\nbins = [{ below = 31, points = 0 }, { below = 61, points = 5 }, { points = 4 }]\n",
        "[[overlay]]\nwhen = 'contact.days_since > 50'\nscale = { group = 'owner', by = '1/2' }\n",
        "[[rule]]\nid = 'odd'\nwhen = 'contact.days_since % 2 == 1'\npoints = 1\n",
    ] {
        assert_eq!(proves(text, "longer-silence-is-no-safer"), None, "{text}");
    }
    let how = proves("[risk]\npdo = 30\n", "bounds").unwrap();
    assert!(how.contains("whatever the account"), "{how}");
    let text = "[risk]\npdo = 30\n[[rule]]\nid = 'each'\nscope = 'complaint'\nwhen = 'complaint.open'\npoints = 1\n";
    assert_eq!(proves(text, "bounds"), None);
}

/// Rulebooks that are sound, each another way.
const SOUND: &[&str] = &[
    "[risk]\npdo = 30\n",
    "[risk]\nprior = 1000\nmin_coverage = 0\nhysteresis = 0\n",
    "[[rule]]\nid = 'quiet-enterprise'\nwhen = 'account.industry == \"saas\" && contact.days_since > 45'\npoints = 6\n",
    "[[rule]]\nid = 'each'\nscope = 'complaint'\ngroup = 'complaints'\nwhen = 'complaint.open && complaint.age_days > 30'\npoints = 4\n",
    "[arbitration]\nlimits = []\n[[action]]\nid = 'recovery-offer'\nenabled = true\n",
];

#[test]
fn sound_rulebooks_raise_no_alarm() {
    in_parallel(SOUND.len() as u64, |number| {
        let rulebook = house(SOUND[number as usize]);
        let report = Kit::new(&rulebook)
            .options(options(60, None))
            .run()
            .unwrap();
        let wrong = report
            .findings
            .iter()
            .find(|finding| finding.broken().is_some());
        assert!(wrong.is_none(), "{}\n{report}", SOUND[number as usize]);
    });
}

/// Whether the shipped cases, or the kit, find a mutant; `None` where it is no rulebook at all.
fn is_found(mutant: &Mutant) -> Option<bool> {
    let rulebook = Rulebook::parse("mutant", &mutant.text).ok()?;
    let engine = Engine::builder().rulebook(rulebook.clone()).build().ok()?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tenure/rulebooks/cases");
    let tenant = std::fs::read_to_string(path.join("tenant.json")).unwrap();
    let tenant: Value = serde_json::from_str(&tenant).unwrap();
    let reports = run_folder(&engine, &Folder { path, tenant }).unwrap();
    if reports
        .iter()
        .any(|report| report.result != CaseResult::Passed)
    {
        return Some(true);
    }
    let report = Kit::new(&rulebook)
        .options(options(90, None))
        .run()
        .unwrap();
    Some(
        report
            .findings
            .iter()
            .any(|finding| finding.broken().is_some()),
    )
}

/// Of every so many mutants one; all of them in the deep run.
#[test]
fn the_cases_and_properties_find_nine_mutants_of_ten() {
    let sampled = cases(40);
    // What is right is not found: else everything would be.
    let sound = Mutant {
        what: "nothing".to_owned(),
        text: tenure::rulebook::DEFAULT_RENEWAL.to_owned(),
    };
    assert_eq!(is_found(&sound), Some(false));
    let found = in_parallel(sampled, |number| {
        let rulebook = Rulebook::default_renewal();
        let all = mutants(rulebook.checked(), tenure::rulebook::DEFAULT_RENEWAL).unwrap();
        assert!(all.len() >= 300, "{} mutants", all.len());
        let (number, sampled) = (number as usize, cases(40) as usize);
        // Spread over the whole text; where there are as many to be tried as there are mutants, each of them.
        let chosen: Vec<&Mutant> = match sampled * 2 > all.len() {
            true => all.iter().skip(number).step_by(sampled).collect(),
            false => all.get(number * all.len() / sampled).into_iter().collect(),
        };
        let told = chosen
            .into_iter()
            .map(|mutant| (mutant.what.clone(), is_found(mutant)));
        told.collect::<Vec<_>>()
    });
    let tried: Vec<_> = found.into_iter().flatten().collect();
    let valid = tried.iter().filter(|(_, found)| found.is_some()).count();
    let survivors: Vec<&String> = tried
        .iter()
        .filter(|(_, found)| *found == Some(false))
        .map(|(what, _)| what)
        .collect();
    figure(
        "mutants of the shipped rulebook that were tried",
        valid as u64,
    );
    figure(
        "of these not found by its cases and properties",
        survivors.len() as u64,
    );
    for survivor in &survivors {
        println!("not found: {survivor}");
    }
    assert!(survivors.len() * 10 <= valid, "{survivors:#?} of {valid}");
}
