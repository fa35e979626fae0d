//! What conditions become, shown as nested lists.

use tenure_rules::expr::{Const, Expr, ExprKind, Pattern};
use tenure_rules::{Judge, Loader, Rulebook};

use crate::dictionary::dictionary;

const HEAD: &str = r#"
rulebook = { id = "x", version = "1", language = 1, currency = "KRW" }
risk = { prior = 2500, horizon_months = 12, pdo = 20, bands = [ { name = "low", below = 3500 }, { name = "high" } ] }
derive = [ { name = "ratio", value = 'usage.current / usage.previous' }, { name = "twice", value = 'ratio * 2' } ]
"#;

/// Loads a rulebook of one rule.
pub(crate) fn load(condition: &str) -> Result<Rulebook, String> {
    let text = format!("{HEAD}\n[[rule]]\nid = \"r\"\npoints = 1\nwhen = '''{condition}'''\n");
    let loaded = Loader::new(dictionary()).load("x.toml", &text);
    loaded
        .map(|(rulebook, _)| rulebook)
        .map_err(|error| error.to_string())
}

fn parse(condition: &str) -> (Rulebook, Expr) {
    let rulebook = load(condition).unwrap_or_else(|error| panic!("{error}"));
    match rulebook.rules.first().map(|rule| rule.judge.clone()) {
        Some(Judge::When { condition, .. }) => (rulebook, condition),
        other => panic!("{other:?}"),
    }
}

fn show(rulebook: &Rulebook, expr: &Expr) -> String {
    let all = |parts: &[Expr]| {
        parts
            .iter()
            .map(|part| show(rulebook, part))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let one = |part: &Expr| show(rulebook, part);
    match &expr.kind {
        ExprKind::Const(constant) => constant_text(constant),
        ExprKind::Signal(id) => rulebook
            .dictionary
            .get(*id)
            .expect("it is there")
            .name
            .clone(),
        ExprKind::Derived(number, _) => rulebook.derives[*number as usize].name.clone(),
        ExprKind::Not(a) => format!("(! {})", one(a)),
        ExprKind::Negate(a) => format!("(- {})", one(a)),
        ExprKind::Arith(op, a, b) => format!("({op:?} {} {})", one(a), one(b)),
        ExprKind::Compare(op, a, b) => format!("({op:?} {} {})", one(a), one(b)),
        ExprKind::And(parts) => format!("(&& {})", all(parts)),
        ExprKind::Or(parts) => format!("(|| {})", all(parts)),
        ExprKind::InList {
            needle,
            list,
            negated,
        } => {
            let list: Vec<String> = list.iter().map(constant_text).collect();
            format!(
                "({}in {} {list:?})",
                if *negated { "!" } else { "" },
                one(needle)
            )
            .replace('"', "")
        }
        ExprKind::InRange {
            needle,
            start,
            end,
            inclusive,
            negated,
        } => {
            let dots = if *inclusive { "..=" } else { ".." };
            format!(
                "({}in {} {start}{dots}{end})",
                if *negated { "!" } else { "" },
                one(needle)
            )
        }
        ExprKind::If(test, yes, no) => format!("(if {} {} {})", one(test), one(yes), one(no)),
        ExprKind::Switch {
            scrutinee,
            arms,
            default,
        } => {
            let arms = arms.iter().map(|arm| {
                let patterns: Vec<String> = arm.patterns.iter().map(pattern_text).collect();
                let guard = arm
                    .guard
                    .as_ref()
                    .map(|guard| format!(" if {}", one(guard)))
                    .unwrap_or_default();
                format!("[{}{guard} => {}]", patterns.join("|"), one(&arm.value))
            });
            let arms: Vec<String> = arms.collect();
            format!(
                "(switch {} {} {})",
                one(scrutinee),
                arms.join(" "),
                one(default)
            )
        }
        ExprKind::Coalesce(a, b) => format!("(?? {} {})", one(a), one(b)),
        ExprKind::Call(func, args) => format!("({func:?} {})", all(args)),
        ExprKind::Test(test, a) => format!("({test:?} {})", one(a)),
        other => panic!("{other:?} is new"),
    }
}

fn constant_text(constant: &Const) -> String {
    match constant {
        Const::Int(int) => int.to_string(),
        Const::Float(float) => format!("{float:?}"),
        Const::Bool(truth) => truth.to_string(),
        Const::Text(text) => text.to_string(),
    }
}

fn pattern_text(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Is(constant) => constant_text(constant),
        Pattern::Range {
            start,
            end,
            inclusive,
        } => format!("{start}..{}{end}", if *inclusive { "=" } else { "" }),
    }
}

#[test]
fn conditions_are_read_as_rhai_reads_them() {
    for (text, expected) in [
        ("complaints.open > -1", "(Gt complaints.open -1)"),
        ("complaints.open > -(1)", "(Gt complaints.open -1)"),
        ("complaints.open == - - 1", "(Eq complaints.open 1)"),
        ("-complaints.open < 1", "(Lt (- complaints.open) 1)"),
        (
            "complaints.open > -9223372036854775808",
            "(Gt complaints.open -9223372036854775808)",
        ),
        ("complaints.open -1 > 0", "(Gt (Sub complaints.open 1) 0)"),
        (
            "complaints.open == 0x1f + 1_000",
            "(Eq complaints.open (Add 31 1000))",
        ),
        ("2 ** 3 ** 2 > 1", "(Gt (Pow 2 (Pow 3 2)) 1)"),
        ("-2 ** 2 > 1", "(Gt (Pow -2 2) 1)"),
        (
            "1 + 2 * complaints.open > 4 % 3",
            "(Gt (Add 1 (Mul 2 complaints.open)) (Rem 4 3))",
        ),
        (
            "(1 + 2) * complaints.open > 4",
            "(Gt (Mul (Add 1 2) complaints.open) 4)",
        ),
        ("usage.current > 1e3", "(Gt usage.current 1000.0)"),
        ("usage.current > 5", "(Gt usage.current 5)"),
        (
            "usage.dormant && (renewal.decided && true) && false",
            "(&& usage.dormant renewal.decided true false)",
        ),
        (
            "usage.dormant || renewal.decided && true",
            "(|| usage.dormant (&& renewal.decided true))",
        ),
        (
            "!usage.dormant && !!renewal.decided",
            "(&& (! usage.dormant) (! (! renewal.decided)))",
        ),
        ("!(usage.dormant || true)", "(! (|| usage.dormant true))"),
        (
            "usage.dormant ?? renewal.decided ?? false",
            "(?? usage.dormant (?? renewal.decided false))",
        ),
        ("complaints.open ?? 0 < 3", "(Lt (?? complaints.open 0) 3)"),
        (
            "complaints.open + 1 ?? 0 < 3",
            "(Lt (?? (Add complaints.open 1) 0) 3)",
        ),
        (
            "(complaints.open == 1) ?? false",
            "(?? (Eq complaints.open 1) false)",
        ),
        (
            "complaints.open in [1, -2, 3]",
            "(in complaints.open [1, -2, 3])",
        ),
        ("complaints.open !in [1]", "(!in complaints.open [1])"),
        ("!(complaints.open in [1])", "(! (in complaints.open [1]))"),
        ("complaints.open in 1..5", "(in complaints.open 1..5)"),
        (
            "complaints.open !in (-3..=5)",
            "(!in complaints.open -3..=5)",
        ),
        ("usage.current in [1, 2.5]", "(in usage.current [1, 2.5])"),
        (
            "if usage.dormant { true } else if renewal.decided { false } else { usage.dormant }",
            "(if usage.dormant true (if renewal.decided false usage.dormant))",
        ),
        (
            "switch complaints.open { 2 | 1 => true, 5..=7 | 9..11 if usage.dormant => false, _ => true }",
            "(switch complaints.open [1|2 => true] [5..=7|9..11 if usage.dormant => false] true)",
        ),
        (
            r#"switch account.industry { "saas" if true => (1), "saas" => 2, _ => 3 } > 1"#,
            "(Gt (switch account.industry [saas if true => 1] [saas => 2] 3) 1)",
        ),
        (
            "switch complaints.open { 1 => switch support.open { 1 => true, _ => false }, _ => false }",
            "(switch complaints.open [1 => (switch support.open [1 => true] false)] false)",
        ),
        (
            "min(1, usage.current) > max(1, 2)",
            "(Gt (Min 1 usage.current) (Max 1 2))",
        ),
        (
            "clamp(complaints.open, 0, 10) > abs(-3)",
            "(Gt (Clamp complaints.open 0 10) (Abs -3))",
        ),
        (
            "round(usage.current) > floor(1) + ceil(2.5)",
            "(Gt (Round usage.current) (Add (Floor 1) (Ceil 2.5)))",
        ),
        (
            r#"contains(to_lower(account.industry), "a" + "b")"#,
            "(Contains (ToLower account.industry) (Add a b))",
        ),
        (
            r#"starts_with(account.industry, "a\n\"") || ends_with(account.industry, "제조")"#,
            "(|| (StartsWith account.industry a\n\") (EndsWith account.industry 제조))",
        ),
        ("len(account.industry) > 3", "(Gt (Len account.industry) 3)"),
        (
            "is_known(complaints.open + 1) && is_stale(usage.current) && is_applicable(twice)",
            "(&& (IsKnown (Add complaints.open 1)) (IsStale usage.current) (IsApplicable twice))",
        ),
        (r#"account.industry < "b""#, "(Lt account.industry b)"),
        (
            "usage.dormant == (complaints.open > 1)",
            "(Eq usage.dormant (Gt complaints.open 1))",
        ),
        (
            "complaints.open /* a comment */ > 1 // and another",
            "(Gt complaints.open 1)",
        ),
        ("complaints . open > 1", "(Gt complaints.open 1)"),
    ] {
        let (rulebook, expr) = parse(text);
        assert_eq!(show(&rulebook, &expr), expected, "{text}");
    }
}

#[test]
fn spans_hold_the_parts_and_their_parentheses() {
    let text = "((complaints.open + 1) * 2 > 3 && (usage.dormant)) || !(true)";
    let (_, expr) = parse(text);
    let shown: Vec<&str> = expr.parts().iter().map(|part| part.text(text)).collect();
    assert_eq!(
        shown,
        [
            "(complaints.open + 1) * 2 > 3 && (usage.dormant)",
            "!(true)"
        ]
    );
    let and = expr.parts()[0].clone();
    let clauses: Vec<&str> = and.clauses().iter().map(|part| part.text(text)).collect();
    assert_eq!(clauses, ["(complaints.open + 1) * 2 > 3", "usage.dormant"]);
}

#[test]
fn signals_are_found_through_derived_names() {
    let (rulebook, expr) = parse("twice > 1.0 && complaints.open > 1 && ratio < 3.0");
    let names: Vec<&str> = expr
        .signals()
        .into_iter()
        .map(|id| {
            rulebook
                .dictionary
                .get(id)
                .expect("it is there")
                .name
                .as_str()
        })
        .collect();
    assert_eq!(
        names,
        ["complaints.open", "usage.current", "usage.previous"]
    );
    assert_eq!(
        rulebook.signal("usage.current").map(|(id, _)| id),
        expr.signals().get(1).copied()
    );
    assert_eq!(rulebook.derive("twice").map(|(number, _)| number), Some(1));
}

#[test]
fn an_int_beside_a_float_is_a_float() {
    for (text, is_float) in [
        ("min(1, usage.current) > 0", true),
        ("min(1, complaints.open) > 0", false),
        ("complaints.open + usage.current > 0", true),
        ("clamp(complaints.open, 0, 1.5) > 0", true),
        ("round(1.5) > 0", true),
        ("floor(complaints.open) > 0", false),
    ] {
        let (_, expr) = parse(text);
        let left = expr.parts()[0].ty;
        assert_eq!(left == tenure_rules::SignalType::Float, is_float, "{text}");
    }
}
