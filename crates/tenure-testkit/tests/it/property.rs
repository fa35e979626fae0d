//! The property kit: the shipped rulebook keeps its promises, and each property is seen to fail.

use tenure::Rulebook;
use tenure_testkit::property::{Finding, Kit, Options, Report, Slip, Verdict, Witness};

use crate::threads::cases;

/// A rulebook on top of the shipped one.
pub(crate) fn house(more: &str) -> Rulebook {
    let head = "[rulebook]\nid = \"house\"\nversion = \"1\"\nlanguage = 1\nextends = \"default-renewal\"\n";
    parse(&format!("{head}{more}"))
}

pub(crate) fn parse(text: &str) -> Rulebook {
    Rulebook::parse("house.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn options(cases: u64, only: Option<&str>) -> Options {
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
fn who_watches_hears_how_far_it_is() {
    let rulebook = Rulebook::default_renewal();
    let mut heard = Vec::new();
    let kit = Kit::new(&rulebook).options(options(3, Some("order-of-accounts")));
    let report = kit.run_watched(|tried, all| heard.push((tried, all)));
    assert_eq!(
        (report.unwrap().cases, heard),
        (3, vec![(0, 3), (1, 3), (2, 3)])
    );
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
        let witness = Witness::parse(&Witness::of(broken).unwrap().to_text()).unwrap();
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
    let failed = moved(0, 80);
    let broken = failed.findings[0].broken().unwrap();
    // One account alone breaks nothing, and would pass for ever after.
    assert_eq!(Witness::of(broken), None);
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
            Verdict::Passed | Verdict::TooSeldom | Verdict::Silent | Verdict::Failed(_) => None,
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
    // A number smaller than the tolerance of floats has zero on its other side.
    let below = |number: &str| {
        format!("[[rule]]\nid = 'hair'\nwhen = 'usage.trend < {number}'\npoints = 1\n")
    };
    assert!(proves(&below("0.1"), "rising-use-is-no-riskier").is_some());
    assert_eq!(proves(&below("1e-17"), "rising-use-is-no-riskier"), None);
}

#[test]
fn of_bounds_the_points_are_proved_and_the_rest_is_tried() {
    let bounds = |text: &str, cases: u64| only(&house(text), "bounds", cases).findings[0].clone();
    let found = bounds("[risk]\npdo = 30\n", 60);
    assert!(matches!(found.verdict, Verdict::Passed), "{found}");
    assert_eq!(found.exercised, 60);
    let part = found.proved_part.as_ref().unwrap();
    assert!(part.contains("add up to"), "{part}");
    assert!(found.to_string().contains("; proved: "), "{found}");
    // Rules of single complaints have no bound.
    let text = "[risk]\npdo = 30\n[[rule]]\nid = 'each'\nscope = 'complaint'\nwhen = 'complaint.open'\npoints = 1\n";
    assert_eq!(bounds(text, 60).proved_part, None);
    let clamped = bounds("", 60);
    assert_eq!(clamped.proved_part, None);
}

/// A rulebook of its own, on top of nothing.
fn alone(more: &str) -> Rulebook {
    parse(&format!(
        "[rulebook]\nid = \"alone\"\nversion = \"1\"\nlanguage = 1\n\
         [risk]\nprior = 2000\nhorizon_months = 12\npdo = 20\n\
         bands = [{{ name = \"low\", below = 3000 }}, {{ name = \"high\" }}]\n{more}"
    ))
}

/// A step that somebody does.
const NAG: &str = "[[action]]\nid = 'nag'\nkey = 'period:1'\ncooldown = '30 days'\nwhen = 'satisfaction.level == \"low\"'\n\
     do = [{ kind = 'owner_todo', assignee = 'owner' }]\n";

#[test]
fn what_comes_back_within_its_cooldown_is_found() {
    let rulebook = alone(NAG);
    let report = only(&rulebook, "exactly-once", 100);
    assert!(report.is_kept(), "{report}");
    let kit = Kit::new(&rulebook).options(options(100, Some("exactly-once")));
    let report = kit.slip(Slip::Forgetful).run().unwrap();
    let broken = report.findings[0].broken().unwrap();
    assert!(
        broken.what.contains("within its cooldown of 30 days"),
        "{report}"
    );
}

#[test]
fn a_rule_that_speaks_of_another_signal_or_state_says_nothing_of_the_unknown() {
    let kept = |rule: &str| {
        let rulebook = alone(rule);
        let kit = Kit::new(&rulebook).options(options(200, Some("unknown-is-neutral")));
        kit.slip(Slip::UnknownCounts).run().unwrap().findings[0]
            .broken()
            .is_none()
    };
    // It says what it makes of it.
    assert!(kept(
        "[[rule]]\nid = 'said'\nwhen = '(contact.days_since ?? 99) > 30'\npoints = 5\n"
    ));
    assert!(kept(
        "[[rule]]\nid = 'said'\nwhen = 'is_known(contact.days_since) && contact.days_since > 30'\npoints = 5\n"
    ));
    assert!(kept(
        "[[rule]]\nid = 'said'\nsignal = 'contact.days_since'\nbins = [{ below = 31, points = 0 }, { points = 5 }, { unknown = true, points = 2 }]\n"
    ));
    // It speaks of staleness, or of whether the host keeps something.
    assert!(!kept(
        "[[rule]]\nid = 'stale'\nsignal = 'satisfaction.level'\nbins = [{ is = 'low', points = 9 }, { stale = true, points = 5 }]\n"
    ));
    assert!(!kept(
        "[[rule]]\nid = 'kept'\nwhen = 'is_applicable(contact.days_since) && contact.days_since > 30'\npoints = 5\n"
    ));
}

#[test]
fn what_a_protected_signal_takes_with_it_is_not_its_doing() {
    // Use in numbers moves the share of what is paid for, which rules read.
    let text = "[[property]]\nid = 'use'\nprotected = ['usage.current']\n";
    let report = only(&house(text), "use", 200);
    assert!(report.findings[0].broken().is_none(), "{report}");
    // What nothing reads moves alone.
    let text = "[[property]]\nid = 'discount'\nprotected = ['contract.discount_bp']\n";
    let report = only(&house(text), "discount", 200);
    assert!(matches!(verdict(&report), Verdict::Passed), "{report}");
}

#[test]
fn a_property_without_its_matter_is_silent_and_one_never_tried_is_said_to_be() {
    let rule = "[[rule]]\nid = 'quiet'\nwhen = 'contact.days_since > 30'\npoints = 5\n";
    let of = |rulebook: &Rulebook, property: &str, cases: u64| -> Finding {
        only(rulebook, property, cases).findings[0].clone()
    };
    // Nobody is written to, and nothing is sold.
    for property in ["consent", "idempotence", "churned"] {
        let found = of(&alone(rule), property, 50);
        assert!(matches!(found.verdict, Verdict::Silent), "{found}");
        assert!(found.is_kept());
    }
    // Somebody is, but no account that was made shows it.
    let never = "[[action]]\nid = 'mail'\nkey = 'period:30'\nwhen = 'contact.days_since > 9 && contact.days_since < 5'\n\
         do = [{ kind = 'greeting_email', to = 'champion', template = 'x' }]\n";
    let rulebook = alone(&format!("{rule}{never}"));
    for property in ["consent", "idempotence", "exactly-once"] {
        let found = of(&rulebook, property, 50);
        assert!(matches!(found.verdict, Verdict::TooSeldom), "{found}");
    }
}

#[test]
fn numbers_at_their_end_are_tried_as_they_are() {
    let rulebook = alone(
        "[[signal]]\nname = 'custom.n'\ntype = 'int'\n\
         [[rule]]\nid = 'a'\nwhen = 'custom.n in 9223372036854775806..=9223372036854775807'\npoints = 5\n\
         [[rule]]\nid = 'b'\nwhen = 'custom.n == 9223372036854775807 || !(custom.n in 0..=9223372036854775807)'\npoints = 5\n\
         [[rule]]\nid = 'c'\nsignal = 'custom.n'\nbins = [{ below = 9223372036854775807, points = 1 }, { points = 2 }]\n\
         [[rule]]\nid = 'd'\nwhen = 'contact.days_since < 9223372036854775807'\npoints = 5\n",
    );
    let report = Kit::new(&rulebook)
        .options(options(60, None))
        .run()
        .unwrap();
    assert!(
        report.findings.iter().all(|found| found.broken().is_none()),
        "{report}"
    );
}
