//! `tenure test`.

use crate::run::Place;

#[test]
fn the_shipped_cases_pass() {
    let said = Place::root().run(&["test", "crates/tenure/rulebooks/cases"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(
        said.out.contains("ok      p01-renewal-t3.case.toml: "),
        "{}",
        said.out
    );
}

#[test]
fn a_case_that_comes_out_otherwise_shows_the_difference() {
    let place = Place::empty("cases-wrong");
    place.file(
        "rulebook.toml",
        "[rulebook]\nid = \"ours\"\nversion = \"1.0.0\"\nlanguage = 1\nextends = \"default-renewal\"\n\n\
         [[rule]]\nid = \"quiet\"\nwhen = 'contact.days_since > 10'\npoints = 6\n",
    );
    place.file(
        "a/quiet.case.toml",
        "title = \"Nobody spoke for a while\"\n\
         given.account = { id = \"acme\", interactions = [{ kind = \"call\", at = 2026-06-01 }] }\n\
         [[when]]\nas_of = 2026-06-11\nthen.rules = { quiet = 0 }\n\
         [[when]]\nas_of = 2026-06-12\nthen.rules = { quiet = 5 }\nthen.new = [\"low-satisfaction assign_csm -> nobody by 2026-06-16\"]\n",
    );
    place.file("b.case.json", "{ \"title\": 3 }");
    place.file("c.case.toml", "title = \"Nothing\"\n[given.account]\nid = \"acme\"\n[[when]]\nas_of = 2026-06-11\nthen.pionts = 0\n");
    place.file("d.case.toml", "title = \"Misspelt\"\n[given.account]\nid = \"acme\"\n[[when]]\nas_of = 2026-06-11\nthen.rules = { quite = 0 }\n");
    place.run(&["test", "."]).is("cases-wrong");
}

#[test]
fn one_case_is_one_case() {
    let place = Place::empty("cases-one");
    place.file(
        "a.case.toml",
        "title = \"Nobody knows\"\ngiven.account = { id = \"acme\" }\n[[when]]\nas_of = 2026-06-11\nthen.points = 0\n",
    );
    let said = place.run(&["test", "."]);
    let end = "\n1 case: 1 passed, 0 failed\n";
    assert!(said.code == 0 && said.out.ends_with(end), "{}", said.out);
}

#[test]
fn a_folder_without_cases_is_told() {
    let place = Place::empty("cases-none");
    let said = place.run(&["test", "."]);
    assert_eq!(said.code, 2);
    assert_eq!(
        said.err,
        "error: .: no cases here; a case is a file called `*.case.toml` or `*.case.json`\n"
    );
    let said = place.run(&["test", "nowhere"]);
    assert_eq!(
        (said.code, said.err.as_str()),
        (2, "error: nowhere: there is no such file or folder\n")
    );
}
