//! `tenure plugin` with scripts, as a newcomer goes through it, and what is said of those that are wrong.

use std::fmt::Write as _;
use std::fs;

use crate::run::{Place, Said, root};

const DAY: &str = "2026-06-30";

/// Runs and what they said, one after the other; but for the time, which is never the same.
fn told(place: &Place, runs: &[&[&str]]) -> Said {
    let mut told = String::new();
    for arguments in runs {
        let said = place.run(&[&["plugin"], *arguments].concat());
        let out = said.out.lines().map(|line| {
            if line.starts_with("  time ") {
                "  time (so much)\n".to_owned()
            } else {
                format!("{line}\n")
            }
        });
        let out: String = out.collect();
        writeln!(
            told,
            "$ tenure plugin {}\nexit {}\n{out}{}",
            arguments.join(" "),
            said.code,
            said.err
        )
        .unwrap();
    }
    Said {
        code: 0,
        out: told,
        err: String::new(),
    }
}

/// A folder with the examples' portfolio in it, and a script begun in `late-payer`.
fn begun(name: &str) -> (Place, Place) {
    let place = Place::empty(name);
    let portfolio = fs::read(root().join("examples/portfolio.jsonl")).unwrap();
    place.file("portfolio.jsonl", portfolio);
    let said = place.run(&["plugin", "new", "--lang", "rhai", "late-payer"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let inside = place.folder("late-payer");
    (place, inside)
}

#[test]
fn a_script_is_begun_checked_tried_and_run() {
    let (outside, inside) = begun("script-begun");
    let runs: [&[&str]; 8] = [
        &["build"],
        &["check"],
        &["inspect"],
        &["inspect", "late-payer.rhai", "--format", "json"],
        &["test"],
        &[
            "test",
            "late-payer.rhai",
            "--seed",
            "7",
            "--set",
            "grace_days=365",
        ],
        &["run", "--input", "../portfolio.jsonl", "--as-of", DAY],
        &[
            "run",
            "late-payer.rhai",
            "--input",
            "../portfolio.jsonl",
            "--as-of",
            DAY,
            "--set",
            "grace_days=70",
        ],
    ];
    told(&inside, &runs).is("script-plugin");
    let again = outside.run(&["plugin", "new", "--lang", "rhai", "late-payer"]);
    assert_eq!(
        (again.code, again.err.as_str()),
        (
            2,
            "error: late-payer: is there already; choose another name\n"
        )
    );
}

const HEADER: &str = "/*---\nid = \"late-payer\"\nversion = \"0.1.0\"\ndictionary = \"^1.0\"\nmax_points = 12\n\
    [inputs]\nbilling.days_overdue = \"int\"\naccount.industry = \"text?\"\n\
    [reasons.pays-late]\nen = \"{billing.days_overdue} days\"\n[actions.call]\nen = \"Call\"\n---*/\n";

#[test]
fn a_script_that_is_wrong_is_told_with_its_line() {
    let place = Place::empty("script-wrong");
    let header = |from: &str, to: &str| format!("{}fn score(a) {{ }}\n", HEADER.replace(from, to));
    let body = |body: &str| format!("{HEADER}fn score(a) {{\n    {body}\n}}\n");
    let scripts = [
        ("no-header", "fn score(a) { }\n".to_owned()),
        ("header-syntax", header("version = ", "version : ")),
        ("header-key", header("max_points", "most_points")),
        ("header-points", header("max_points = 12", "max_points = 0")),
        ("input-type", header("\"text?\"", "\"string\"")),
        ("no-signal", header("billing.days_overdue = ", "billing.days_late = ").replace("{billing.days_overdue}", "some")),
        ("other-type", header("\"text?\"", "\"int?\"")),
        ("later-dictionary", header("^1.0", "^2.0")),
        ("syntax", body("if a.billing.days_overdue > 3 { points(\"pays-late\", 3) ")),
        ("no-function", "/*---\nid = \"x\"\nversion = \"0.1.0\"\ndictionary = \"^1.0\"\n---*/\nfn scored(a) { }\n".to_owned()),
        ("several", body("points(\"late\", 3);\n    propos(\"call\");\n    if a.billing.overdue > 3 { eval(1); }").replace("eval", "absolute")),
        ("refused", body("eval(\"1\");")),
        ("variable", body("points(\"pays-late\", days);")),
    ];
    for (name, text) in &scripts {
        place.file(&format!("{name}.rhai"), text);
    }
    let names: Vec<String> = scripts
        .iter()
        .map(|(name, _)| format!("{name}.rhai"))
        .collect();
    let runs: Vec<[&str; 2]> = names.iter().map(|name| ["check", name.as_str()]).collect();
    let runs: Vec<&[&str]> = runs.iter().map(|run| run.as_slice()).collect();
    told(&place, &runs).is("script-wrong");
}

/// A text is no number: compared with one it is false, and every account would be given points.
#[test]
fn a_script_that_reads_a_signal_as_another_type_is_not_tried() {
    let (_outside, place) = begun("script-other-type");
    let script = fs::read_to_string(place.path("late-payer.rhai")).unwrap();
    let other = script.replace("days_overdue = \"int\"", "days_overdue = \"text\"");
    assert_ne!(other, script);
    place.file("late-payer.rhai", &other);
    let run = ["run", "--input", "../portfolio.jsonl", "--as-of", DAY];
    for tried in [&["test"][..], &run] {
        let said = place.run(&[&["plugin"], tried].concat());
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{tried:?}");
        let why = "reads `billing.days_overdue` as text, and it is of type int";
        assert!(said.err.contains(why), "{}", said.err);
    }
}

#[test]
fn a_script_that_fails_says_where_and_why() {
    let place = Place::empty("script-fails");
    let late = "{ \"id\": \"a\", \"invoices\": [{ \"id\": \"i-a\", \"issued\": \"2026-04-01\", \"due\": \"2026-05-01\", \"status\": \"open\", \"amount\": { \"minor\": 100, \"currency\": \"EUR\" } }] }\n";
    place.file(
        "book.jsonl",
        format!(
            "{late}{}{{ \"id\": \"c\" }}\n",
            late.replace("\"a\"", "\"b\"").replace("i-a", "i-b")
        ),
    );
    let scripts = [
        ("loops", "loop { }"),
        ("too-many", "points(\"pays-late\", 13);"),
        (
            "wrong-type",
            "points(\"pays-late\", a.billing.days_overdue * \"2\");",
        ),
        ("unknown", "points(\"pays-late\", a.account.industry + 1);"),
        ("thrown", "throw \"no such day\";"),
        ("text-points", "points(\"pays-late\", \"12\");"),
    ];
    let mut runs: Vec<Vec<String>> = Vec::new();
    for (name, body) in scripts {
        place.file(
            &format!("{name}.rhai"),
            format!("{HEADER}fn score(a) {{\n    {body}\n}}\n"),
        );
        let words = [
            "run",
            &format!("{name}.rhai"),
            "--input",
            "book.jsonl",
            "--as-of",
            DAY,
        ];
        runs.push(words.map(str::to_owned).to_vec());
        let words = ["test", &format!("{name}.rhai")];
        runs.push(words.map(str::to_owned).to_vec());
    }
    let runs: Vec<Vec<&str>> = runs
        .iter()
        .map(|run| run.iter().map(String::as_str).collect())
        .collect();
    let runs: Vec<&[&str]> = runs.iter().map(Vec::as_slice).collect();
    told(&place, &runs).is("script-fails");
}

#[test]
fn which_plugin_is_meant_is_found_or_told() {
    let place = Place::empty("plugin-which");
    let sound = format!("{HEADER}fn score(a) {{ }}\n");
    place
        .file("none/notes.txt", "hello")
        .file("two/a.rhai", &sound)
        .file("two/b.rhai", &sound)
        .file("project/Cargo.toml", "")
        .file("one/a.rhai", &sound)
        .file("one/.b.rhai", "hidden")
        .file("lib.rs", "");
    place.folder("empty");
    let runs: [&[&str]; 10] = [
        &["check"],
        &["check", "none"],
        &["check", "none/notes.txt"],
        &["check", "lib.rs"],
        &["check", "nowhere.rhai"],
        &["check", "nowhere.txt"],
        &["inspect", "two"],
        &["build", "two"],
        &["test", "project"],
        &["check", "one"],
    ];
    told(&place, &runs).is("plugin-which");
}

#[test]
fn a_rulebook_is_refused_for_a_mistake_in_its_script() {
    let place = Place::empty("script-bound");
    let rulebook = "[rulebook]\nid = \"house\"\nversion = \"1\"\nlanguage = 1\nextends = \"default-renewal\"\n\
                    [[plugin]]\nid = \"late-payer\"\nfile = \"late.rhai\"\n";
    place.file("house.toml", rulebook);
    let script = |points: &str| {
        let body = format!(
            "fn score(a) {{\n    if a.billing.days_overdue > 300 {{ points(\"{points}\", 3); }}\n}}\n"
        );
        place.file("late.rhai", format!("{HEADER}{body}"));
    };
    script("pays-late");
    let said = place.run(&["check", "house.toml"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    // On most rows it would never be seen.
    script("pays-lat");
    let said = place.run(&["check", "house.toml"]);
    assert_eq!(said.code, 2, "{}{}", said.out, said.err);
    for part in [
        "house.toml: 1 mistake in its scripts",
        "`pays-lat`",
        "did you mean `pays-late`?",
        "late.rhai:15",
    ] {
        assert!(said.err.contains(part), "{part}\n{}", said.err);
    }
}
