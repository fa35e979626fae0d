//! The shipped cases come out as they say, and a case that says otherwise fails.

use std::path::Path;

use serde_json::Value;
use tenure::{Engine, Rulebook};
use tenure_testkit::cases::{Case, CaseResult, Folder, FolderError, run_folder};

fn engine() -> Engine {
    let builder = Engine::builder().rulebook(Rulebook::default_renewal());
    builder.build().unwrap()
}

fn shipped() -> Folder {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tenure/rulebooks/cases");
    let tenant = std::fs::read_to_string(path.join("tenant.json")).unwrap();
    Folder {
        path,
        tenant: serde_json::from_str(&tenant).unwrap(),
    }
}

#[test]
fn the_shipped_cases_come_out_as_they_say() {
    let reports = run_folder(&engine(), &shipped()).unwrap();
    for report in &reports {
        assert_eq!(
            report.result,
            CaseResult::Passed,
            "{}",
            report.file.display()
        );
        assert!(!report.title.is_empty());
    }
    assert!(reports.len() >= 6);
}

/// A case of one unhappy account on one day, with `then` as given.
fn unhappy(then: &str) -> String {
    format!(
        "title = \"unhappy\"\n\
         given.account = {{ id = \"a\", surveys = [{{ kind = \"nps\", score = 2, at = 2026-06-01 }}] }}\n\
         [[when]]\nas_of = 2026-06-02\n{then}\n"
    )
}

fn run(text: &str) -> Result<Vec<String>, String> {
    let case = Case::parse("a.case.toml", text)?;
    let differences = case.run(&engine(), &Value::Null)?;
    Ok(differences.iter().map(ToString::to_string).collect())
}

#[test]
fn what_comes_out_is_compared_in_every_part() {
    let right = "then.points = 30\n\
        then.probability_bp = 4853\n\
        then.band = \"insufficient\"\n\
        then.rules = { satisfaction = 30, tenure = 0 }\n\
        then.all_rules = { satisfaction = 30 }\n\
        then.new = [\"low-satisfaction assign_csm -> nobody by 2026-06-04\"]\n\
        then.actions = [\"low-satisfaction assign_csm -> nobody by 2026-06-04, proposed\"]\n\
        then.closed = []\n\
        then.why_not = { high-satisfaction-talk = \"unknown\" }";
    assert_eq!(run(&unhappy(right)), Ok(Vec::new()));
    for wrong in [
        "then.points = 31",
        "then.probability_bp = 4852",
        "then.band = \"high\"",
        "then.coverage_bp = 10000",
        "then.rules = { satisfaction = 0 }",
        "then.rules = { tenure = 5 }",
        "then.all_rules = {}",
        "then.new = []",
        "then.new = [\"low-satisfaction assign_csm -> nobody by 2026-06-05\"]",
        "then.actions = []",
        "then.closed = [\"low-satisfaction assign_csm: moved\"]",
        "then.why_not = { low-satisfaction = \"snoozed\" }",
    ] {
        let found = run(&unhappy(wrong)).unwrap();
        assert_eq!(found.len(), 1, "{wrong}: {found:?}");
    }
}

#[test]
fn a_difference_names_the_day_and_both_sides() {
    let found = run(&unhappy("then.rules = { satisfaction = -25 }")).unwrap();
    assert_eq!(
        found,
        ["2026-06-02, rules\n  - satisfaction: -25\n  + satisfaction: +30"]
    );
}

#[test]
fn json_of_the_same_shape_is_a_case() {
    let text = r#"{ "title": "nobody knows", "given": { "account": { "id": "a" } },
        "when": [{ "as_of": "2026-06-02", "then": { "points": 0 } }] }"#;
    let case = Case::parse("a.case.json", text).unwrap();
    assert_eq!(case.run(&engine(), &Value::Null), Ok(Vec::new()));
}

#[test]
fn a_case_that_cannot_be_used_says_why() {
    let why = |text: &str| run(text).unwrap_err();
    let given = "title = \"x\"\ngiven.account = { id = \"a\" }\n";
    let when = |then: &str| format!("{given}[[when]]\nas_of = 2026-06-02\n{then}\n");
    for (text, part) in [
        (unhappy("then = {}"), "compares nothing"),
        (unhappy("then.pionts = 3"), "unknown field `pionts`"),
        (format!("{given}when = []"), "at least one [[when]]"),
        (
            when("then.points = 0\n[[when]]\nas_of = 2026-06-01\nthen.points = 0"),
            "in order",
        ),
        (
            when("did = { talk = \"done\" }\nthen.points = 0"),
            "no open action `talk`",
        ),
        (
            when("did = { talk = \"burnt\" }\nthen.points = 0"),
            "`burnt` is nothing that people do",
        ),
        (when("account.surveyz = []\nthen.points = 0"), "`surveyz`"),
        (
            when("account.contracts = [{}]\nthen.points = 0"),
            "2026-06-02: the account: ",
        ),
        (
            when("tenant.timezone = \"Asia/Soul\"\nthen.points = 0"),
            "Asia/Soul",
        ),
        (
            when("then.why_not = { nothing = \"not_due\" }"),
            "2026-06-02, why_not: the rulebook `default-renewal` has no action `nothing`; it has ",
        ),
        (
            when("then.points = 0").replace("2026-06-02", "\"June\""),
            "`June` is no day",
        ),
    ] {
        assert!(why(&text).contains(part), "{text}\n{}", why(&text));
    }
}

#[test]
fn a_name_that_the_rulebook_does_not_have_is_never_compared() {
    for (then, said) in [
        (
            "then.rules = { satisfation = 0 }",
            "2026-06-02, rules: the rulebook `default-renewal` has no rule `satisfation`; did you mean `satisfaction`?",
        ),
        (
            "then.all_rules = { satisfaction = 30, \"cap:complaint\" = 0 }",
            "2026-06-02, all_rules: the rulebook `default-renewal` has no rule `cap:complaint`; did you mean `cap:complaints`?",
        ),
        (
            "then.band = \"insuficient\"",
            "2026-06-02, band: the rulebook `default-renewal` has no band `insuficient`; did you mean `insufficient`?",
        ),
        (
            "then.why_not = { renewal-t2 = \"not_due\" }",
            "2026-06-02, why_not: the rulebook `default-renewal` has no action `renewal-t2`; did you mean `renewal-t1`?",
        ),
        (
            "then.why_not = { \"renewal-t1 owner_todo\" = \"not_due\" }",
            "2026-06-02, why_not: `renewal-t1 owner_todo` is more than an action's id; write `renewal-t1` alone, which stands for all its steps",
        ),
        (
            "then.why_not = { satisfaction = \"not_due\" }",
            "2026-06-02, why_not: `satisfaction` is a rule; what it gives is compared by `rules`, 0 for nothing",
        ),
        (
            "then.new = [\"low-satisfacton assign_csm -> nobody\"]",
            "2026-06-02, new: the rulebook `default-renewal` has no action `low-satisfacton`; did you mean `low-satisfaction`?",
        ),
        (
            "then.actions = [\"low-satisfaction asign_csm -> nobody\"]",
            "2026-06-02, actions: `low-satisfaction` does no `asign_csm`; did you mean `assign_csm`?",
        ),
        (
            "then.closed = [\"low-satisfaction\"]",
            "2026-06-02, closed: `low-satisfaction` names no kind; `low-satisfaction` does assign_csm, immediate_response, regular_feedback, transparent_report",
        ),
        (
            "then.of_tenant = [\"benchmark-alarms strategy_review\"]",
            "2026-06-02, of_tenant: the rulebook `default-renewal` has no action `benchmark-alarms`; did you mean `benchmark-alarm`?",
        ),
    ] {
        assert_eq!(run(&unhappy(then)), Err(said.to_owned()));
    }
}

#[test]
fn a_folder_without_cases_is_told() {
    let folder = Folder {
        path: Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cases"),
        tenant: Value::Null,
    };
    let error = run_folder(&engine(), &folder).unwrap_err();
    assert!(matches!(error, FolderError::NoCases(_)), "{error}");
}
