//! No text makes the loader panic, overflow the stack or run for long.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use tenure_rules::Loader;
use tenure_rules::expr::Expr;

use crate::conditions::load;
use crate::dictionary::dictionary;
use crate::golden::loader;

/// Words of which something may come that rhai reads.
const WORDS: &[&str] = &[
    "complaints.open",
    "usage.current",
    "usage.dormant",
    "satisfaction.level",
    "account.annual_value",
    "ratio",
    "twice",
    "1",
    "-1",
    "0",
    "2.5",
    "\"low\"",
    "\"a b\"",
    "true",
    "false",
    "(",
    ")",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    "+",
    "-",
    "*",
    "/",
    "%",
    "**",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "&&",
    "||",
    "!",
    "in",
    "!in",
    "??",
    "..",
    "..=",
    "if",
    "else",
    "switch",
    "=>",
    "_",
    "|",
    "min",
    "is_known",
    "len",
    "contains",
    "`",
    "'",
    "\"",
    "${",
    "#",
    "::",
    "?.",
    ";",
    "=",
    "let",
    "x",
    "/*",
    "*/",
    "//",
    "\n",
    "\\",
    "제조",
    "9999999999999999999999",
    "1e400",
    "0x",
    "fn",
    "this",
    "()",
    "|x|",
    "case",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(
        (prop::sample::select(WORDS), prop::bool::weighted(0.8)),
        0..40,
    )
    .prop_map(|words| {
        let spaced = words
            .into_iter()
            .map(|(word, space)| format!("{word}{}", if space { " " } else { "" }));
        spaced.collect()
    })
}

/// Conditions that are well formed more often than not.
fn condition() -> impl Strategy<Value = String> {
    let number = prop::sample::select(vec![
        "1",
        "-3",
        "complaints.open",
        "support.open",
        "twice",
        "usage.current",
    ]);
    let truth = prop::sample::select(vec!["true", "usage.dormant", "renewal.decided"])
        .prop_map(str::to_owned);
    let compare = (
        number.clone(),
        prop::sample::select(vec!["<", ">=", "=="]),
        number.clone(),
    )
        .prop_map(|(a, op, b)| format!("{a} {op} {b}"));
    prop_oneof![truth, compare].prop_recursive(6, 60, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) && {b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} || ({b})")),
            inner.clone().prop_map(|a| format!("!({a})")),
            inner.clone().prop_map(|a| format!("is_known({a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) ?? ({b})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("if {a} {{ {b} }} else {{ {c} }}")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!(
                "switch complaints.open {{ 1 | 2 => ({a}), 3..=7 if {b} => {c}, _ => (false) }}"
            )),
        ]
    })
}

/// Every part lies in its whole, at boundaries of characters.
fn check_spans(expr: &Expr, text: &str) {
    assert!(
        text.get(expr.span.start as usize..expr.span.end as usize)
            .is_some_and(|part| !part.is_empty())
    );
    for part in expr
        .parts()
        .into_iter()
        .filter(|_| !matches!(expr.kind, tenure_rules::expr::ExprKind::Derived(..)))
    {
        assert!(
            expr.span.start <= part.span.start && part.span.end <= expr.span.end,
            "{text}"
        );
        check_spans(part, text);
    }
}

fn check_condition(text: &str) -> bool {
    let Ok(rulebook) = load(text) else {
        return false;
    };
    match rulebook.rules.first().map(|rule| &rule.judge) {
        Some(tenure_rules::Judge::When {
            condition, text, ..
        }) => check_spans(condition, text),
        other => panic!("{other:?}"),
    }
    true
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = Loader::new(dictionary()).load("x", &text);
        load(&text).ok();
    }

    #[test]
    fn any_words_are_read_or_refused(text in soup()) {
        check_condition(&text);
    }

    #[test]
    fn any_text_for_people_is_read_or_refused(text in "[a-z.{}제조 ]{0,30}") {
        let parts = tenure_rules::text_parts(&text);
        prop_assert!(parts.len() <= text.len());
        let quoted = serde_json::Value::from(text).to_string();
        loader().load("x", &format!("{{\"rulebook\":{{\"extends\":\"base\"}},\"rule\":[{{\"id\":\"r\",\"reason\":{{\"en\":{quoted}}}}}]}}")).ok();
    }

    #[test]
    fn a_rulebook_cut_or_changed_anywhere_is_read_or_refused(at in 0usize..3_000, length in 0usize..40, with in "[\\[\\]{}\"'=.,a0\n\\\\]{0,4}", json in any::<bool>()) {
        let toml = include_str!("../rulebooks/good/language.toml");
        let value: serde_json::Value = toml::from_str(toml).expect("it is TOML");
        let mut text = if json { value.to_string() } else { toml.to_owned() };
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let (start, end) = (boundary(at), boundary(at + length));
        text.replace_range(start..end, &with);
        if let Err(error) = loader().load("x", &text) {
            prop_assert!(!error.to_string().is_empty());
            prop_assert!(error.diagnostics.iter().all(|one| one.place.line >= 1 && one.place.length >= 1));
        }
    }
}

#[test]
fn generated_conditions_are_read_with_their_places() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut read = 0;
    for _ in 0..500 {
        let text = condition()
            .new_tree(&mut runner)
            .expect("it can be made")
            .current();
        read += usize::from(check_condition(&text));
    }
    assert!(read > 450, "only {read} of 500 were read");
}

/// Threads of a host may have little stack.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new()
        .stack_size(256 << 10)
        .spawn(work)
        .expect("it starts");
    thread.join().expect("it ends well");
}

#[test]
fn deep_and_long_conditions_are_refused() {
    on_a_small_stack(|| {
        for text in [
            format!("{}1{} > 0", "(".repeat(4_000), ")".repeat(4_000)),
            "(".repeat(10_000),
            "!".repeat(1_000_000),
            format!("{}true", "!".repeat(16_000)),
            format!("{}complaints.open > 0", "- ".repeat(8_000)),
            format!("{}1", "1 + ".repeat(4_000)),
            format!("complaints.open in [{}1]", "1, ".repeat(9_000)),
            format!(
                "{}true{}",
                "if true { ".repeat(1_000),
                " } else { true }".repeat(400)
            ),
            format!("{}1{} > 0", "abs(".repeat(3_000), ")".repeat(3_000)),
            ["complaints.open in ", &"[".repeat(10_000)].concat(),
            "9".repeat(16_000),
            ["\"", &"\\".repeat(9_000)].concat(),
        ] {
            let error = load(&text).expect_err("it is too much");
            assert!(error.len() < 4_000, "{error}");
        }
    });
}

#[test]
fn a_hundred_operators_and_fifty_parentheses_are_read_on_a_small_stack() {
    on_a_small_stack(|| {
        let chain = (0..100)
            .map(|n| format!("complaints.open == {n}"))
            .collect::<Vec<_>>()
            .join(" || ");
        let deep = format!("{}complaints.open{} > 0", "(".repeat(50), ")".repeat(50));
        for text in [chain, deep] {
            load(&text).unwrap_or_else(|error| panic!("{error}"));
        }
    });
}

#[test]
fn nested_toml_and_json_are_refused() {
    on_a_small_stack(|| {
        for text in [
            ["a = ", &"[".repeat(100_000)].concat(),
            "{\"a\":".repeat(100_000),
            ["{\"a\":", &"[".repeat(100_000)].concat(),
            format!("{} = 1", vec!["a"; 10_000].join(".")),
            "{ \"a\": 1e400 }".to_owned(),
            "\u{feff}{".to_owned(),
            "a".repeat(5 << 20),
        ] {
            loader().load("x", &text).expect_err("it is no rulebook");
        }
    });
}

#[test]
fn derived_names_cannot_be_stacked_without_end() {
    for step in ["n{} + 1", "n{} + n{}"] {
        let mut text = "rulebook = { id = \"x\", version = \"1\", language = 1 }\n\
             risk = { prior = 2500, horizon_months = 12, pdo = 20, bands = [ { name = \"a\", below = 1 }, { name = \"b\" } ] }\n\
             [[derive]]\nname = \"n0\"\nvalue = 'complaints.open'\n"
            .to_owned();
        for n in 1..300 {
            let value = step.replace("{}", &(n - 1).to_string());
            text += &format!("[[derive]]\nname = \"n{n}\"\nvalue = '{value}'\n");
        }
        let error = Loader::new(dictionary())
            .load("x", &text)
            .expect_err("it is too much");
        assert_eq!(error.diagnostics.len(), 1, "{error}");
    }
}

#[test]
fn a_thousand_mistakes_are_counted() {
    let text = "[[rule]]\nid = \"a\"\n".repeat(1_000);
    let error = loader().load("x", &text).expect_err("it is wrong");
    assert!(error.diagnostics.len() <= 201);
    assert!(error.to_string().contains("more findings"));
}

#[test]
fn a_large_broken_rulebook_is_told_in_bounded_work() {
    let unknown = (0..150)
        .map(|n| format!("complaints.opn{n} > 0"))
        .collect::<Vec<_>>()
        .join(" || ");
    let rules: String = (0..1_000)
        .map(|n| {
            format!("[[rule]]\nid = \"r{n}\"\npoints = 1\ngroup = \"g{n}\"\nwhen = '{unknown}'\n")
        })
        .collect();
    let error = loader().load("x", &rules).expect_err("it is wrong");
    assert!(error.diagnostics.len() <= 201);
    let many = "[[group]]\nid = \"a\"\n".repeat(5_001);
    let error = loader().load("x", &many).expect_err("it is too much");
    assert!(error.to_string().contains("at most 5000"), "{error}");
}
