//! What is refused, and how it is said.

use tenure::model::{Account, Tenant};
use tenure::{Engine, ErrorKind, Rulebook};

use crate::common::{date, engine};

#[test]
fn an_engine_needs_a_rulebook() {
    let error = Engine::builder().build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(error.to_string().contains("needs a rulebook"), "{error}");
}

#[test]
fn a_refused_rulebook_tells_every_mistake_and_its_place() {
    let text = "[rulebook]\nid = \"x\"\nversion = \"1\"\nlanguage = 1\nextends = \"default-renewal\"\n\
        [[rule]]\nid = \"one\"\nwhen = 'complaints.opne > 0'\npoints = 1\n\
        [[rule]]\nid = \"two\"\nwhen = 'complaints.open > \"many\"'\npoints = 1\n";
    let error = Rulebook::parse("mine.toml", text).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rulebook);
    assert_eq!(error.diagnostics().len(), 2, "{error}");
    let place = error.place().unwrap();
    assert_eq!((place.file.as_str(), place.line), ("mine.toml", 8));
    assert!(error.to_string().contains("complaints.open"), "{error}");
}

#[test]
fn a_rulebook_with_a_plugin_is_not_run_without_it() {
    let text = "[rulebook]\nid = \"x\"\nversion = \"1\"\nlanguage = 1\nextends = \"default-renewal\"\n\
        [[plugin]]\nid = \"season\"\nfile = \"season.rhai\"\n";
    let rulebook = Rulebook::parse("mine.toml", text).unwrap_or_else(|error| panic!("{error}"));
    let error = Engine::builder().rulebook(rulebook).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Plugin);
    assert!(error.to_string().contains("`season`"), "{error}");
}

#[test]
fn a_time_zone_must_exist() {
    let tenant = Tenant {
        timezone: Some("Mars/Base".to_owned()),
        ..Tenant::default()
    };
    let error = engine()
        .decide(&Account::default(), &tenant, date("2026-06-30"))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tenant);
    assert!(error.to_string().contains("`Mars/Base`"), "{error}");
}

#[test]
fn only_what_the_rulebook_has_can_be_asked_about() {
    let error = engine()
        .why_not(
            &Account::default(),
            &Tenant::default(),
            date("2026-06-30"),
            "nonesuch",
        )
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Name);
    assert!(error.to_string().contains("`nonesuch`"), "{error}");
}
