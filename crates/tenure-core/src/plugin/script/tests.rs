//! Scripts on both machines: what they read, say, and how they are held.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use tenure_columns::{Cell, Column, ColumnBuilder, DataType, Value};

use super::super::limits::Usage;
use super::*;
use crate::plugin::{MAX_POINTS, RowVerdict, Runner};

const HEADER: &str = "/*---
id = \"late-payer\"
version = \"1.0.0\"
dictionary = \"^1.0\"
max_points = 100000
reads_day = true

[inputs]
billing.overdue_days = \"int\"
usage.share = \"float?\"
satisfaction.level = \"text?\"

[reasons.late]
en = \"{billing.overdue_days} days\"
[reasons.level]
en = \"the level\"

[actions.call]
en = \"call\"

[parameters.grace_days]
type = \"int\"
default = 10
---*/
";

fn script(body: &str) -> ScriptPlugin {
    let text = format!("{HEADER}{body}");
    ScriptPlugin::parse("late.rhai", &text).unwrap_or_else(|error| panic!("{error}"))
}

fn column(ty: DataType, cells: &[Cell<Value>]) -> Column {
    let mut builder = ColumnBuilder::new(ty);
    cells.iter().for_each(|cell| builder.push(cell.clone()));
    builder.finish()
}

fn run_on(machine: Machine, body: &str) -> (Vec<RowVerdict>, Usage) {
    let plugin = script(body);
    let parameters = plugin.description().parameters(&Parameters::new()).unwrap();
    let (id, parameters, limits) = ("late", &parameters, &Limits::default());
    let bound = plugin
        .bind_to(
            machine,
            &Binding {
                id,
                parameters,
                limits,
            },
        )
        .unwrap();
    let ints: Vec<Cell<Value>> = [5, 20, -3].map(|int| Cell::Known(Value::Int(int))).into();
    let days = column(DataType::Int, &ints);
    let shares = [
        Cell::Known(Value::Float(0.5)),
        Cell::Unknown,
        Cell::NotApplicable,
    ];
    let shares = column(DataType::Float, &shares);
    let word = |word: &str| Cell::Known(Value::Text(word.into()));
    let words = column(DataType::Text, &[word("low"), word("high"), Cell::Stale]);
    let day = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
    let columns = [Some(&days), Some(&shares), Some(&words)];
    let mut verdicts = Vec::new();
    let description = plugin.description();
    let usage =
        Runner::new(bound, MAX_POINTS).run(description, day, &columns, &[0, 1, 2], &mut verdicts);
    (verdicts, usage)
}

/// The points under `late` of the three rows; both machines give the same.
fn late(body: &str) -> Vec<Result<i32, String>> {
    let (verdicts, usage) = run_on(Machine::Bytecode, body);
    let (tree, _) = run_on(Machine::Tree, body);
    assert_eq!(told(&verdicts), told(&tree), "{body}");
    // A path with a blank in it is read when it is come to, not before.
    for machine in [Machine::Bytecode, Machine::Tree] {
        let (read, _) = run_on(machine, &body.replace("a.", "a ."));
        assert_eq!(told(&verdicts), told(&read), "{body}");
    }
    assert!(
        usage.fuel > 0
            || verdicts
                .iter()
                .any(|verdict| matches!(verdict, RowVerdict::Failed(_)))
    );
    told(&verdicts)
}

fn told(verdicts: &[RowVerdict]) -> Vec<Result<i32, String>> {
    let told = |verdict: &RowVerdict| match verdict {
        RowVerdict::Judged { points, .. } => Ok(points.iter().map(|(_, points)| points).sum()),
        RowVerdict::Failed(error) => Err(format!("{}: {}", error.kind().as_str(), error.text())),
    };
    verdicts.iter().map(told).collect()
}

fn points(body: &str) -> Vec<i32> {
    late(body)
        .into_iter()
        .map(|told| told.unwrap_or_else(|error| panic!("{error}")))
        .collect()
}

#[test]
fn a_script_reads_what_it_declared_and_says_points() {
    let body = "fn score(a) { if a.billing.overdue_days > a.parameters.grace_days { points(\"late\", 8); } }";
    assert_eq!(points(body), [0, 8, 0]);
    let body = "fn score(a) { if a.usage.share == () { points(\"late\", 1); } if is_known(a.satisfaction.level) { points(\"late\", 2); } }";
    assert_eq!(points(body), [2, 3, 1]);
    let body = "fn score(a) { if a.satisfaction.level == \"low\" { points(\"late\", 4) } points(\"late\", a.day.month * 100 + a.day.day); }";
    assert_eq!(points(body), [232, 228, 228]);
    let body = "fn score(a) { points(\"late\", to_int(round((a.usage.share ?? 2.0) * 10.0))); points(\"late\", -1) }";
    assert_eq!(points(body), [4, 19, 19]);
}

#[test]
fn functions_of_its_own_loops_and_lists_are_there() {
    let body = "fn twice(x) { x * 2 }
        fn score(a) { let sum = 0; for i in 0..4 { sum += twice(i); } for w in [1, 2] { sum += w; } points(\"late\", sum); }";
    assert_eq!(points(body), [15, 15, 15]);
    let body = "fn score(a) { let m = #{x: 3, y: [1, 2]}; if \"low\" in [\"low\"] && 2 in m.y { points(\"late\", m.x + m.y.len() + m.y[1]); } }";
    assert_eq!(points(body), [7, 7, 7]);
    let body = "fn score(a) { points(\"late\", switch a.billing.overdue_days { 5 => 1, 20 => 2, _ => 3 }); }";
    assert_eq!(points(body), [1, 2, 3]);
}

#[test]
fn a_row_that_fails_costs_that_row() {
    let body = "fn score(a) {\n  if a.billing.overdue_days == 20 {\n    throw \"no\";\n  }\n  points(\"late\", 1);\n}";
    assert_eq!(late(body), [Ok(1), Err("trap: no".into()), Ok(1)]);
    let (verdicts, _) = run_on(Machine::Bytecode, body);
    let RowVerdict::Failed(error) = &verdicts[1] else {
        panic!("the second row fails");
    };
    let place = error.place().unwrap();
    assert_eq!(
        (place.line, place.text.trim()),
        (HEADER.lines().count() as u32 + 3, "throw \"no\";")
    );
    assert_eq!(error.rows(), Some(1..2));
    let spin = "fn score(a) { while a.billing.overdue_days == 20 { } points(\"late\", 1); }";
    let spun = late(spin);
    assert_eq!((&spun[0], &spun[2]), (&Ok(1), &Ok(1)));
    assert!(
        spun[1]
            .as_ref()
            .is_err_and(|error| error.starts_with("out_of_fuel")),
        "{spun:?}"
    );
}

#[test]
fn each_limit_is_told_by_its_kind() {
    let cases = [
        (
            "fn deep(n) { deep(n + 1) } fn score(a) { deep(0) }",
            "stack_overflow",
        ),
        (
            "fn score(a) { let s = \"ab\"; loop { s += s; } }",
            "out_of_memory",
        ),
        (
            "fn score(a) { let s = [1, 2]; loop { s += s; } }",
            "out_of_memory",
        ),
        (
            "fn score(a) { let s = [1, 2]; loop { s = [s, s]; } }",
            "out_of_memory",
        ),
        (
            "fn score(a) { for i in 0..9223372036854775807 { } }",
            "out_of_fuel",
        ),
        (
            "fn score(a) { points(\"late\", 9223372036854775807 + 1) }",
            "trap",
        ),
        ("fn score(a) { points(\"late\", 100001) }", "bad_output"),
        ("fn score(a) { points(\"nonesuch\", 1) }", "trap"),
        ("fn score(a) { points(\"late\", 1.5) }", "trap"),
        ("fn score(a) { a.billing.nonesuch }", "trap"),
        ("fn score(a) { timestamp() }", "trap"),
        ("fn score(a) { sleep(1) }", "trap"),
    ];
    for (body, kind) in cases {
        for told in late(body) {
            let error = told.unwrap_err();
            assert!(error.starts_with(&format!("{kind}:")), "{body}: {error}");
        }
    }
}

#[test]
fn what_a_script_may_not_hold_is_refused_with_its_line() {
    let refused = [
        "fn score(a) { eval(\"1\") }",
        "fn score(a) { let f = |x| x; }",
        "fn score(a) { import \"x\" as y; }",
        "fn score(a) { Fn(\"score\") }",
        "fn score(a) { print(1) }",
        "fn score(a) { 2.0 ** 0.5 }",
        "fn score(a) { nonesuch }",
        "fn score(a) { let s = [0, 0]; loop { s[0] = s; s[1] = s; } }",
        "fn score(a) { let s = #{x: 0, y: 0}; loop { s.x = s; s.y = s; } }",
        "fn score(a) { let s = #{x: [0]}; s.x[0] += 1; }",
        "fn score(a) { let s = #{x: [0]}; s?.x -= 1; }",
        "let x = 1; fn score(a) { }",
        "fn other(a) { }",
        "fn score(a, b) { }",
        "fn score(a) {",
    ];
    for body in refused {
        let error = ScriptPlugin::parse("late.rhai", &format!("{HEADER}{body}")).unwrap_err();
        assert_eq!(error.kind(), PluginErrorKind::Compile, "{body}: {error}");
    }
    let long = format!("{HEADER}fn score(a) {{ }} //{}", "x".repeat(LONGEST_SCRIPT));
    let error = ScriptPlugin::parse("late.rhai", &long).unwrap_err();
    assert!(error.to_string().contains("at most 65536"), "{error}");
}

#[test]
fn a_header_that_is_wrong_is_told_with_its_line() {
    let cases = [
        ("fn score(a) { }".to_owned(), "begins with its header", 1),
        (
            HEADER.replace("= \"int\"\nusage", "= \"number\"\nusage"),
            "has no type `number`",
            9,
        ),
        (
            HEADER.replace("reads_day = true", "reads_days = true"),
            "unknown field `reads_days`",
            6,
        ),
        (HEADER.replace("version = \"1.0.0\"", "version = "), "", 3),
    ];
    for (text, said, line) in cases {
        let error =
            ScriptPlugin::parse("late.rhai", &format!("{text}\nfn score(a) {{ }}")).unwrap_err();
        assert_eq!(error.kind(), PluginErrorKind::Description);
        assert!(error.to_string().contains(said), "{error}");
        assert_eq!(error.place().map(|place| place.line), Some(line), "{error}");
    }
}

#[test]
fn limits_are_lowered_and_only_those_that_a_script_has() {
    let plugin = script("fn score(a) { for i in 0..1000 { } points(\"late\", 1); }");
    let parameters = plugin.description().parameters(&Parameters::new()).unwrap();
    let bind = |limits: Limits| {
        plugin
            .bind(&Binding {
                id: "x",
                parameters: &parameters,
                limits: &limits,
            })
            .map(drop)
    };
    assert!(
        bind(Limits {
            fuel_per_row: Some(10),
            ..Limits::default()
        })
        .is_ok()
    );
    for limits in [
        Limits {
            fuel_per_row: Some(FUEL_PER_ROW + 1),
            ..Limits::default()
        },
        Limits {
            memory_kib: Some(1),
            ..Limits::default()
        },
        Limits {
            time_ms: Some(1),
            ..Limits::default()
        },
    ] {
        assert_eq!(bind(limits).unwrap_err().kind(), PluginErrorKind::Limits);
    }
}

#[test]
fn the_functions_are_those_of_the_golden_list() {
    let golden = include_str!("functions.txt");
    let listed: Vec<&str> = golden.lines().collect();
    assert_eq!(functions(), listed);
    let once: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(once.len(), listed.len());
}

#[test]
fn nothing_of_one_row_is_there_in_the_next() {
    let body = "fn score(a) { let seen = 0; seen += 1; points(\"late\", seen); }";
    assert_eq!(points(body), [1, 1, 1]);
}

#[test]
fn mistakes_are_found_without_running() {
    let sound = "fn score(a) { points(\"late\", max(1, a.billing.overdue_days)); let p = a.parameters; \
                 if a.day.month > p.grace_days && near(a.usage.share) { propose(\"call\"); } }\n\
                 fn near(x) { is_known(x) && x.round().to_int() in [1, 2] }";
    assert_eq!(script(sound).mistakes(), []);
    let cases = [
        (
            "points(\"lat\", 1)",
            "the reason `lat` was not declared under [reasons]; did you mean `late`?",
        ),
        (
            "propose(\"late\")",
            "the action `late` was not declared under [actions]",
        ),
        ("points(\"late\")", "`points` takes 2 values, not 1"),
        ("if true { absolute(3) }", "there is no function `absolute`"),
        (
            "3.roundd()",
            "there is no function `roundd`; did you mean `round`?",
        ),
        (
            "a.billing.overdue",
            "`billing.overdue` was not declared: [inputs] tells what is read",
        ),
        (
            "let x = 1 + a.biling.overdue_days",
            "did you mean `billing.overdue_days`?",
        ),
        (
            "a.parameters.grace",
            "`parameters.grace` was not declared: [parameters] tells what is read",
        ),
        ("a.nothing", "`nothing` was not declared"),
    ];
    for (body, said) in cases {
        let mistakes = script(&format!("fn score(a) {{\n    {body};\n}}")).mistakes();
        assert_eq!(mistakes.len(), 1, "{body}: {mistakes:?}");
        assert!(mistakes[0].text().contains(said), "{body}: {}", mistakes[0]);
        assert_eq!(mistakes[0].place().unwrap().text, format!("    {body};"));
    }
    let both = script("fn score(a) {\n    propose(\"x\");\n    points(\"y\", 1);\n}").mistakes();
    let lines: Vec<u32> = both
        .iter()
        .map(|error| error.place().unwrap().line)
        .collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0] < lines[1]);
    // Whoever gives the account's name away is not looked at.
    assert_eq!(
        script("fn score(a) { let a = a.billing; a.overdue_days }").mistakes(),
        []
    );
}
