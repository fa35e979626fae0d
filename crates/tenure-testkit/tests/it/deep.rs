//! The analyser finds what is planted, is silent where nothing is, and shows what it says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use tenure::Rulebook;
use tenure_columns::{Cell, Value};
use tenure_core::engine::Plugins;
use tenure_core::signals::{AsOf, Deriver, built_in};
use tenure_model::{Account, Limits, Tenant, read_account};
use tenure_rules::Scope;
use tenure_rules::analyse::is_possible;
use tenure_testkit::deep::plant::{KINDS, clean, large, planted};
use tenure_testkit::deep::{CODES, Deep, Found, Shown, Survey, TOO_OFTEN};
use tenure_testkit::{Source, generate};

use crate::threads::{cases, figure, in_parallel};

fn parse(text: &str) -> Rulebook {
    Rulebook::parse("drafted.toml", text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn deep(rulebook: &Rulebook) -> Deep {
    Deep::of(rulebook, &Plugins::new(), None).unwrap()
}

fn told(found: &[Found]) -> String {
    let lines = found.iter().map(|found| found.diagnostic.to_string());
    lines.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn nothing_is_found_where_nothing_is_planted() {
    let found = in_parallel(cases(20), |seed| {
        let text = clean(seed);
        let rulebook = parse(&text);
        assert!(rulebook.warnings().is_empty(), "{text}");
        let deep = deep(&rulebook);
        assert!(deep.found.is_empty(), "{}\n{text}", told(&deep.found));
        deep.unconfirmed
    });
    assert_eq!(found.iter().sum::<u64>(), 0);
    figure(
        "clean rulebooks in which the analyser finds nothing",
        cases(20),
    );
}

/// The codes whose findings come with an account.
const SHOWN: [&str; 3] = ["overlapping-bins", "gap", "contradictory-actions"];

#[test]
fn whatever_is_planted_is_found_and_nothing_else() {
    let count = cases(4 * KINDS);
    let codes = in_parallel(count, |seed| {
        let planted = planted(seed);
        let rulebook = parse(&planted.text);
        let deep = deep(&rulebook);
        let wrong = || format!("{}: {}\n{}", planted.code, told(&deep.found), planted.text);
        assert!(!deep.found.is_empty(), "not found: {}", wrong());
        for found in &deep.found {
            let diagnostic = &found.diagnostic;
            assert_eq!(diagnostic.code, planted.code, "{}", wrong());
            assert_eq!(
                diagnostic.entry.as_ref(),
                Some(&planted.entry),
                "{}",
                wrong()
            );
            assert!(diagnostic.place.line > 1, "{}", wrong());
            let shown = SHOWN.contains(&diagnostic.code);
            assert_eq!(found.witness.is_some(), shown, "{}", wrong());
        }
        assert_eq!(deep.unconfirmed, 0, "{}", wrong());
        planted.code
    });
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for code in codes {
        *by_code.entry(code).or_default() += 1;
        assert!(CODES.contains(&code));
    }
    // All but the one that needs a portfolio.
    assert_eq!(by_code.len(), CODES.len() - 1, "{by_code:?}");
    figure(
        "planted mistakes that the analyser finds, and nothing else",
        count,
    );
}

#[test]
fn shipped_rulebooks_mean_what_they_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shipped = deep(&Rulebook::default_renewal());
    assert!(shipped.found.is_empty(), "{}", told(&shipped.found));
    let mut looked = 0;
    for name in [
        "benches/rulebooks/sixteen.toml",
        "crates/tenure-testkit/src/life/rulebook.toml",
    ] {
        let text = std::fs::read_to_string(root.join(name)).unwrap();
        let found = deep(&parse(&text)).found;
        assert!(found.is_empty(), "{name}\n{}", told(&found));
        looked += 1;
    }
    assert_eq!(looked, 2);
}

/// A rulebook on top of the shipped one.
fn house(more: &str) -> Rulebook {
    let head = "[rulebook]\nid = \"house\"\nversion = \"1\"\nlanguage = 1\nextends = \"default-renewal\"\n";
    parse(&format!("{head}{more}"))
}

/// Entries that look odd and are meant, as the documentation lists them.
const MEANT: [&str; 12] = [
    "[[rule]]\nid = \"off\"\nwhen = 'complaints.open < 0'\npoints = 3\nenabled = false",
    "[[action]]\nid = \"all\"\nkey = \"period:90\"\nwhen = 'true'\ndo = [{ kind = \"owner_todo\", assignee = \"owner\" }]",
    "[[rule]]\nid = \"quiet\"\nwhen = '(complaints.open > 3) ?? false'\npoints = 3",
    "[[rule]]\nid = \"one\"\nsignal = \"support.open\"\nbins = [{ below = 3, points = 10 }]",
    "[[rule]]\nid = \"open\"\nsignal = \"account.region\"\nbins = [{ is = \"north\", points = 1 }, { is = \"south\", points = 2 }]",
    "[[rule]]\nid = \"some\"\nwhen = 'support.open > 3'\npoints = 3\n[[rule]]\nid = \"many\"\nwhen = 'support.open > 6'\npoints = 3",
    "[[rule]]\nid = \"down\"\nwhen = 'usage.trend < 0.0'\npoints = 3\n[[rule]]\nid = \"up\"\nwhen = 'usage.trend > 0.0'\npoints = -3",
    "[[group]]\nid = \"most\"\nmode = \"max\"\n[[rule]]\nid = \"near\"\ngroup = \"most\"\nwhen = 'support.open >= 3'\npoints = 3\n\
     [[rule]]\nid = \"far\"\ngroup = \"most\"\nwhen = 'support.open >= 9'\npoints = 9",
    "[[action]]\nid = \"mail\"\nkey = \"period:90\"\nwhen = 'owner.departed'\ndo = [{ kind = \"goodbye_email\" }, { kind = \"visit\", assignee = \"field\" }]",
    "[[rule]]\nid = \"product\"\nwhen = 'support.open * support.open < 0 || support.open - 1 > support.open'\npoints = 3",
    // What a host supplies is not held to its list of words.
    "[[signal]]\nname = \"custom.tier\"\ntype = \"text\"\nwords = [\"gold\", \"silver\"]\n\
     [[rule]]\nid = \"odd\"\nwhen = '!(custom.tier == \"gold\" || custom.tier == \"silver\")'\npoints = 3",
    // Halves of one point and of two are rounded to the same, and then the first rule counts.
    "[[group]]\nid = \"most\"\nmode = \"max\"\n[[rule]]\nid = \"far\"\ngroup = \"most\"\nwhen = 'support.open >= 9'\npoints = 1\n\
     [[rule]]\nid = \"near\"\ngroup = \"most\"\nwhen = 'support.open >= 3'\npoints = 2\n\
     [[overlay]]\nwhen = 'owner.departed'\nscale = { group = \"most\", by = \"5/10\" }",
];

#[test]
fn what_is_meant_is_not_told() {
    for entry in MEANT {
        let deep = deep(&house(&format!("{entry}\n")));
        assert!(deep.found.is_empty(), "{}", told(&deep.found));
    }
}

#[test]
fn names_that_rest_on_one_another_are_looked_through() {
    // Each is asked for twice by the next: whether it is known, and what it is. Followed to the end that is 2^40 times.
    let mut names =
        String::from("[[derive]]\nname = \"n0\"\nvalue = 'support.open ?? complaints.open'\n");
    for number in 1..40 {
        let _ = writeln!(
            names,
            "[[derive]]\nname = \"n{number}\"\nvalue = 'n{} ?? {number}'",
            number - 1
        );
    }
    let rule = "[[rule]]\nid = \"deep\"\nwhen = 'n39 > 3'\npoints = 3\n";
    let deep = deep(&house(&format!("{names}{rule}")));
    assert!(deep.found.is_empty(), "{}", told(&deep.found));
}

#[test]
fn findings_stand_in_the_text_they_are_about() {
    let rulebook = house(
        "[[derive]]\nname = \"torn\"\nvalue = 'complaints.open > 3 && (renewal.paused || complaints.open < 0)'\n\n\
         [[rule]]\nid = \"quiet\"\nwhen = '''\ncomplaints.open > 5 &&\n  contact.days_since >= 0'''\npoints = 3\n",
    );
    let deep = deep(&rulebook);
    let places: Vec<String> = deep
        .found
        .iter()
        .map(|found| format!("{} {}", found.diagnostic.code, found.diagnostic.place))
        .collect();
    assert_eq!(
        places,
        [
            "never-true drafted.toml:8:52",
            "always-true drafted.toml:14:3"
        ],
        "{}",
        told(&deep.found)
    );
}

#[test]
fn a_claim_that_no_account_bears_out_is_counted_and_not_told() {
    // Nothing is sold over an open critical complaint, whatever a rulebook says: the engine sees to that.
    let rulebook = house(
        "[[action]]\nid = \"soothe\"\nkey = \"period:30\"\nwhen = 'complaints.open_critical > 0'\n\
         do = [{ kind = \"owner_todo\", assignee = \"owner\" }]\n\n\
         [[action]]\nid = \"sell\"\nkey = \"period:30\"\nwhen = 'complaints.open_critical > 0 && satisfaction.level == \"high\"'\n\
         do = [{ kind = \"upsell\", assignee = \"owner\" }]\n",
    );
    let deep = deep(&rulebook);
    assert!(deep.found.is_empty(), "{}", told(&deep.found));
    assert!(deep.unconfirmed > 0);
    assert_eq!(deep.to_json()["unconfirmed"], deep.unconfirmed);
}

#[test]
fn witnesses_are_accounts_that_can_be_read_again() {
    let rulebook = house(
        "[[rule]]\nid = \"months\"\nsignal = \"account.tenure_months\"\nbins = [{ below = 3, points = 9 }, { below = 12, points = 4 }]\n",
    );
    let deep = deep(&rulebook);
    let codes: Vec<&str> = deep
        .found
        .iter()
        .map(|found| found.diagnostic.code)
        .collect();
    assert_eq!(codes, ["gap", "overlapping-bins"], "{}", told(&deep.found));
    for found in &deep.found {
        let Some(Shown::Made { example, seen }) = &found.witness else {
            panic!("{found:?}");
        };
        assert!(example.read().is_some());
        assert!(seen.contains_key("account.tenure_months"), "{seen:?}");
        assert!(example.account.len() <= 4, "{:?}", example.account);
    }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()
}

fn accounts(count: i64, seats: impl Fn(i64) -> i64) -> Vec<Account> {
    let account = |number: i64| {
        let text = format!(
            "{{ \"id\": \"a-{number}\", \"complaints\": [], \"custom\": {{ \"seats\": {} }} }}",
            seats(number)
        );
        read_account(&text, &Limits::default()).unwrap().value
    };
    (0..count).map(account).collect()
}

const ASKS: &str = "[[signal]]\nname = \"custom.seats\"\ntype = \"int\"\n[[signal]]\nname = \"custom.absent\"\ntype = \"int\"\n\
     [[rule]]\nid = \"few\"\nwhen = 'custom.seats < 50'\npoints = 3\n\
     [[rule]]\nid = \"gone\"\nwhen = 'custom.absent > 3 || custom.seats < 0'\npoints = 3\n";

fn surveyed(count: i64, percent: u64) -> Vec<(String, String)> {
    let rulebook = {
        let head = "[rulebook]\nid = \"own\"\nversion = \"1\"\nlanguage = 1\n[risk]\nprior = 2500\nhorizon_months = 12\npdo = 20\nbands = [{ name = \"low\", below = 2000 }, { name = \"high\" }]\n";
        parse(&format!("{head}{ASKS}"))
    };
    let of = (Tenant::default(), day());
    let mut survey = Survey::new(&rulebook, &Plugins::new(), of, percent).unwrap();
    // Of every ten accounts six have few seats.
    survey
        .add(&accounts(count, |number| 20 + number % 10 * 5))
        .unwrap();
    let deep = Deep::of(&rulebook, &Plugins::new(), Some(&survey)).unwrap();
    assert_eq!(deep.accounts, Some(count as u64));
    let found = deep.found.into_iter();
    found
        .map(|found| {
            let entry = found.diagnostic.entry.unwrap_or_default();
            (found.diagnostic.code.to_owned(), entry)
        })
        .collect()
}

#[test]
fn a_portfolio_tells_what_is_never_supplied_and_what_holds_too_often() {
    let pair = |code: &str, entry: &str| (code.to_owned(), entry.to_owned());
    let absent = pair("never-supplied", "gone");
    let often = pair(TOO_OFTEN, "few");
    assert_eq!(surveyed(40, 50), [absent.clone(), often]);
    assert_eq!(surveyed(40, 60), std::slice::from_ref(&absent));
    // Of so few accounts nothing is said.
    assert_eq!(surveyed(10, 50), [absent]);
}

#[test]
fn signals_come_to_nothing_that_the_analyser_takes_for_impossible() {
    let dictionary = built_in();
    let all: Vec<_> = dictionary.iter().map(|(id, _)| id).collect();
    let deriver = Deriver::new(&dictionary, Scope::ALL, all.iter().copied());
    let mut known = 0_u64;
    for seed in 0..cases(60) {
        let records = generate::records(&mut Source::seeded(seed), 8);
        let Ok(as_of) = AsOf::new(&records.tenant, records.as_of, None) else {
            continue;
        };
        let derived = deriver.derive(&records.accounts, &as_of);
        let narrow = derived.rows.iter().map(|rows| &rows.frame);
        for frame in narrow.chain([&derived.tenant, &derived.accounts]) {
            for id in &all {
                let (Some(signal), Some(column)) = (dictionary.get(*id), frame.column(id.index()))
                else {
                    continue;
                };
                for row in 0..frame.rows() {
                    let cell = column.cell(row);
                    known += u64::from(matches!(cell, Cell::Known(_)));
                    assert!(is_possible(signal, &cell), "{}: {cell:?}", signal.name);
                }
            }
        }
    }
    assert!(known > 5_000, "{known}");
    // What is impossible is seen to be.
    for (name, value) in [
        ("complaints.open", Value::Int(-1)),
        ("satisfaction.score", Value::Float(100.5)),
        ("satisfaction.level", Value::Text("lowish".into())),
    ] {
        let signal = dictionary.find(name).and_then(|id| dictionary.get(id));
        assert!(!is_possible(signal.unwrap(), &Cell::Known(value)), "{name}");
    }
}

#[test]
fn a_thousand_rules_are_looked_through() {
    let rulebook = parse(&large(1_000));
    assert_eq!(rulebook.checked().rules.len(), 1_000);
    let found = deep(&rulebook).found;
    // Chance makes some conditions that cannot hold; none of them is of another kind.
    let codes: BTreeMap<&str, usize> = found.iter().fold(BTreeMap::new(), |mut codes, found| {
        *codes.entry(found.diagnostic.code).or_default() += 1;
        codes
    });
    assert!(!codes.contains_key("gap"), "{codes:?}");
}
