//! Plugins bound to a rulebook: their points, their failures, and what is told of them.

mod refused;
mod replaced;

use std::collections::BTreeMap;

use tenure::change::NextChange;
use tenure::decision::Decision;
use tenure::explain::{State, What};
use tenure::model::{Account, Tenant};
use tenure::plugin::{
    Code, Description, InputDef, NativePlugin, Plugin, PluginErrorKind, Row, ScriptPlugin, Verdict,
};
use tenure::signals::SignalType;
use tenure::{Engine, ErrorKind, Rulebook};

use crate::common::{account, date};

const DAY: &str = "2026-06-30";

/// A rulebook of one rule of ten points, two groups and some plugins.
fn rulebook(more: &str) -> Rulebook {
    let text = format!(
        "[rulebook]\nid = 'x'\nversion = '1'\nlanguage = 1\n[risk]\nprior = 2500\nhorizon_months = 12\npdo = 20\nmin_coverage = 0\n\
         bands = [{{ name = 'low', below = 1500 }}, {{ name = 'medium', below = 3500 }}, {{ name = 'high' }}]\n\
         [[rule]]\nid = 'open'\ngroup = 'g'\nwhen = 'complaints.open > 0'\npoints = 10\n\
         [[group]]\nid = 'g'\nmode = 'sum'\ncap = 15\n[[group]]\nid = 'strongest'\nmode = 'max'\n{more}"
    );
    Rulebook::parse("x.toml", &text).unwrap_or_else(|error| panic!("{error}"))
}

fn description() -> Description {
    let code = |code: &str, en: &str| Code {
        code: code.into(),
        texts: BTreeMap::from([("en".into(), en.into())]),
    };
    let input = |signal: &str, ty: SignalType, required: bool| InputDef {
        signal: signal.into(),
        ty,
        required,
    };
    Description {
        id: "late-payer".into(),
        version: "1.2.0".into(),
        dictionary: "^1.0".into(),
        inputs: vec![
            input("account.tenure_months", SignalType::Int, true),
            input("satisfaction.score", SignalType::Float, false),
        ],
        reads_day: false,
        reasons: vec![
            code("long", "here for {account.tenure_months} months"),
            code("sour", "unhappy"),
        ],
        actions: vec![code("phone", "call them")],
        parameters: Vec::new(),
        max_points: 40,
    }
}

fn native(
    build: &str,
    function: impl Fn(&Row<'_>, &mut Verdict<'_>) -> Result<(), String> + Send + Sync + 'static,
) -> NativePlugin {
    NativePlugin::new(description(), build, move |row, _, verdict| {
        function(row, verdict)
    })
    .unwrap()
}

/// Twelve points under `long` from a year on, eight back and a call where people are unhappy.
fn plain() -> NativePlugin {
    native("plain", |row, verdict| {
        if row
            .int("account.tenure_months")
            .is_some_and(|months| months >= 12)
        {
            verdict.points("long", 12)?;
        }
        if row
            .float("satisfaction.score")
            .is_some_and(|score| score <= 40.0)
        {
            verdict.points("sour", -8)?;
            verdict.propose("phone")?;
        }
        Ok(())
    })
}

fn engine(more: &str, plugin: impl Plugin + 'static) -> Engine {
    let builder = Engine::builder()
        .rulebook(rulebook(more))
        .plugin("late", plugin);
    builder.build().unwrap_or_else(|error| panic!("{error}"))
}

const LATE: &str = "[[plugin]]\nid = 'late'\nfile = 'late.rhai'\n";

/// A customer of two years, with an answer of 0 to 10 if there is one.
fn customer(id: &str, nps: Option<u32>) -> Account {
    let answers = match nps {
        Some(score) => format!(r#"[{{ "kind": "nps", "score": {score}, "at": "2026-06-01" }}]"#),
        None => "null".to_owned(),
    };
    account(&format!(
        r#"{{ "id": "{id}", "signup_date": "2024-05-01", "contracts": [], "surveys": {answers},
             "complaints": [{{ "id": "c", "opened_at": "2026-06-20", "severity": "minor" }}] }}"#
    ))
}

fn decide(engine: &Engine, account: &Account) -> Decision {
    engine
        .decide(account, &Tenant::default(), date(DAY))
        .unwrap()
}

fn listed(decision: &Decision) -> Vec<(&str, i64)> {
    let given = decision.contributions.iter();
    given
        .map(|given| (given.rule.as_str(), given.points))
        .collect()
}

#[test]
fn points_of_a_plugin_are_listed_with_their_reasons_and_evidence() {
    let decision = decide(&engine(LATE, plain()), &customer("a", Some(3)));
    assert_eq!(
        listed(&decision),
        [
            ("open", 10),
            ("plugin:late/long", 12),
            ("plugin:late/sour", -8)
        ]
    );
    assert_eq!(decision.risk.points, 14);
    assert_eq!(decision.contributions[1].reason["en"], "here for 25 months");
    let evidence = serde_json::to_value(&decision.contributions[1].evidence).unwrap();
    assert_eq!(evidence["satisfaction.score"], 30.0);
    assert_eq!(decision.risk.coverage_bp, 10_000);
    assert_eq!(
        (decision.risk.points_low, decision.risk.points_high),
        (14, 14)
    );
    let told = &decision.provenance.plugins[0];
    assert_eq!(
        (told.id.as_str(), told.plugin.as_str()),
        ("late", "late-payer@1.2.0")
    );
    assert_eq!(told.digest, plain().digest());
}

#[test]
fn points_of_a_plugin_are_held_by_the_cap_of_its_group() {
    let more = format!("{LATE}group = 'g'\n");
    let decision = decide(&engine(&more, plain()), &customer("a", Some(9)));
    assert_eq!(
        listed(&decision),
        [("open", 10), ("plugin:late/long", 12), ("cap:g", -7)]
    );
    let more = format!("{LATE}group = 'strongest'\n");
    let decision = decide(&engine(&more, plain()), &customer("a", Some(3)));
    let told = listed(&decision);
    assert_eq!(
        told[1..],
        [
            ("plugin:late/long", 12),
            ("plugin:late/sour", -8),
            ("cap:strongest", 8)
        ]
    );
}

#[test]
fn what_a_plugin_cannot_know_widens_the_range_and_lowers_coverage() {
    // An optional signal that is unknown: judged, and it might have said anything.
    let open = decide(&engine(LATE, plain()), &customer("a", None));
    assert_eq!(
        (
            open.risk.points,
            open.risk.points_low,
            open.risk.points_high
        ),
        (22, -30, 50)
    );
    assert_eq!(open.risk.coverage_bp, 10_000);
    assert_eq!(open.most_informative.as_deref(), Some("surveys"));
    // A required one: not judged at all.
    let nobody = account(r#"{ "id": "b", "complaints": [] }"#);
    let unknown = decide(&engine(LATE, plain()), &nobody);
    assert_eq!(unknown.unknown[0].rule, "plugin:late");
    assert_eq!(unknown.unknown[0].missing, ["account.tenure_months"]);
    assert_eq!(
        (unknown.risk.points_low, unknown.risk.points_high),
        (-40, 40)
    );
    assert_eq!(
        unknown.risk.coverage_bp, 2_000,
        "ten points of fifty are judged"
    );
}

/// Fails on the accounts of a tenure of so many months.
fn failing(panics: bool) -> NativePlugin {
    native("failing", move |row, verdict| {
        match row.float("satisfaction.score") {
            Some(0.0) if panics => panic!("an account of no joy"),
            Some(0.0) => return Err("an account of no joy".into()),
            _ => {}
        }
        verdict.points("long", 5)
    })
}

#[test]
fn a_plugin_that_fails_on_one_row_costs_that_row_its_points_and_says_so() {
    for panics in [false, true] {
        let engine = engine(LATE, failing(panics));
        let accounts: Vec<Account> = (0..300)
            .map(|n| customer(&format!("a{n}"), Some(if n % 100 == 7 { 0 } else { 8 })))
            .collect();
        let mut session = engine.session();
        let together = session
            .decide_batch(&accounts, &Tenant::default(), date(DAY))
            .unwrap();
        for (number, decision) in together.iter().enumerate() {
            let failed = number % 100 == 7;
            assert_eq!(decision.risk.points, if failed { 10 } else { 15 });
            assert_eq!(decision.unknown.len(), usize::from(failed));
            assert_eq!(
                *decision,
                decide(&engine, &accounts[number]),
                "the batch changes nothing"
            );
        }
        let error = together[7].unknown[0].error.as_ref().unwrap();
        assert_eq!(error, "the plugin `late-payer` 1.2.0 stopped with an error");
        assert_eq!(
            (together[7].risk.points_low, together[7].risk.points_high),
            (-30, 50)
        );
    }
}

#[test]
fn a_failure_fails_the_call_where_the_rulebook_says_so() {
    let engine = engine(
        &format!("{LATE}on_failure = 'fail-batch'\n"),
        failing(false),
    );
    let fine = [customer("a", Some(8))];
    assert!(
        engine
            .session()
            .decide_batch(&fine, &Tenant::default(), date(DAY))
            .is_ok()
    );
    let bad = [customer("a", Some(8)), customer("b", Some(0))];
    let error = engine
        .session()
        .decide_batch(&bad, &Tenant::default(), date(DAY))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Plugin);
    assert_eq!(
        error.plugin().map(|error| error.kind()),
        Some(PluginErrorKind::Trap)
    );
    assert!(
        error
            .to_string()
            .contains("on the account `b`: an account of no joy"),
        "{error}"
    );
}

#[test]
fn a_plugin_that_fails_too_often_is_left_out_for_a_while() {
    let engine = engine(
        &format!("{LATE}on_failure = 'disable'\ndisable_after = 2\nback_off = 3\n"),
        failing(false),
    );
    let mut session = engine.session();
    let mut points = |nps: u32| {
        let decision = session
            .decide(&customer("a", Some(nps)), &Tenant::default(), date(DAY))
            .unwrap();
        let error = decision.unknown.first().and_then(|gap| gap.error.clone());
        (
            decision.risk.points,
            error.is_some_and(|error| error.ends_with("is left out")),
        )
    };
    assert_eq!([points(0), points(0)], [(10, false); 2]);
    assert_eq!(
        [points(8), points(8), points(8)],
        [(10, true); 3],
        "left out of three batches"
    );
    assert_eq!(points(0), (10, false), "asked again, and it fails at once");
    let rest: Vec<_> = (0..7).map(|_| points(8)).collect();
    assert_eq!(rest[..6], [(10, true); 6], "left out of twice as many");
    assert_eq!(rest[6], (15, false));
}

#[test]
fn action_rules_read_what_a_plugin_proposes() {
    let more = format!(
        "{LATE}actions = ['phone']\n[[action]]\nid = 'ring'\nkey = 'period:30'\nwhen = 'plugin.late.phone'\n\
         do = [{{ kind = 'owner_todo', assignee = 'owner' }}]\n"
    );
    let engine = engine(&more, plain());
    let proposed = |account: &Account| decide(&engine, account).actions.len();
    assert_eq!(proposed(&customer("a", Some(3))), 1);
    assert_eq!(proposed(&customer("a", Some(9))), 0);
    let nobody = account(r#"{ "id": "b", "complaints": [] }"#);
    let why = engine
        .why_not(&nobody, &Tenant::default(), date(DAY), "ring")
        .unwrap();
    assert_eq!(
        (why.rows[0].state, why.rows[0].missing.as_slice()),
        (State::Unknown, &["plugin.late.phone".to_owned()][..])
    );
}

#[test]
fn explanations_tell_of_plugins() {
    let engine = engine(LATE, plain());
    let explained = engine
        .explain(&customer("a", Some(3)), &Tenant::default(), date(DAY))
        .unwrap();
    let told = explained.rules.last().unwrap();
    assert_eq!(
        (told.rule.as_str(), told.state, told.points),
        ("plugin:late", State::Fired, 4)
    );
    assert_eq!(told.condition, "late-payer@1.2.0");
    let why = engine
        .why_not(
            &customer("a", None),
            &Tenant::default(),
            date(DAY),
            "plugin:late",
        )
        .unwrap();
    assert_eq!(
        (why.rows[0].what, why.rows[0].points),
        (What::Plugin, Some(12))
    );
    let error = engine
        .why_not(
            &customer("a", None),
            &Tenant::default(),
            date(DAY),
            "plugin:lat",
        )
        .unwrap_err();
    assert!(error.to_string().contains("`plugin:late`"), "{error}");
}

fn next(engine: &Engine, account: &Account) -> Option<NextChange> {
    engine
        .next_change(account, &Tenant::default(), date(DAY), date("2027-06-30"))
        .unwrap()
}

#[test]
fn the_next_change_is_that_of_what_plugins_read() {
    let young = account(r#"{ "id": "a", "signup_date": "2025-09-15", "complaints": [] }"#);
    let change = next(&engine(LATE, plain()), &young).unwrap();
    assert_eq!(
        (change.on, change.points.from, change.points.to),
        (date("2026-09-15"), 0, 12)
    );
    // One that reads the day itself: every day counts.
    let seasonal = Description {
        reads_day: true,
        ..description()
    };
    let seasonal = NativePlugin::new(seasonal, "seasonal", |row, _, verdict| {
        let july = row.as_of() >= Some(date("2026-07-14"));
        verdict.points("long", if july { 7 } else { 0 })
    });
    let change = next(&engine(LATE, seasonal.unwrap()), &young).unwrap();
    assert_eq!((change.on, change.points.to), (date("2026-07-14"), 7));
}

#[test]
fn the_levers_of_a_plugin_are_found_by_deciding_anew() {
    let engine = engine(LATE, plain());
    let sour = native("sour", |row, verdict| {
        let sour = row
            .float("satisfaction.score")
            .is_some_and(|score| score <= 40.0);
        verdict.points("sour", if sour { 30 } else { 0 })
    });
    let with = self::engine(LATE, sour);
    let moves = |engine: &Engine| {
        let moves = engine
            .what_would_change(&customer("a", Some(3)), &Tenant::default(), date(DAY))
            .unwrap();
        moves
            .into_iter()
            .map(|found| found.signal)
            .collect::<Vec<_>>()
    };
    assert!(
        moves(&with).contains(&"satisfaction.score".to_owned()),
        "{:?}",
        moves(&with)
    );
    assert!(!moves(&engine).contains(&"satisfaction.level".to_owned()));
}

#[test]
fn a_script_and_its_native_twin_decide_alike() {
    let script = "/*---\nid = 'late-payer'\nversion = '1.2.0'\ndictionary = '^1.0'\nmax_points = 40\n\
        [inputs]\naccount.tenure_months = 'int'\nsatisfaction.score = 'float?'\n\
        [reasons]\nlong = { en = 'here for {account.tenure_months} months' }\nsour = { en = 'unhappy' }\n\
        [actions]\nphone = { en = 'call them' }\n---*/\n\
        fn score(a) {\n\
            if a.account.tenure_months >= 12 { points(\"long\", 12); }\n\
            if (a.satisfaction.score ?? 100.0) <= 40.0 { points(\"sour\", -8); propose(\"phone\"); }\n\
        }";
    let script = ScriptPlugin::parse("late.rhai", script).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(script.description(), &description());
    let (script, native) = (engine(LATE, script), engine(LATE, plain()));
    for account in [
        customer("a", Some(3)),
        customer("b", Some(9)),
        customer("c", None),
    ] {
        let (one, other) = (decide(&script, &account), decide(&native, &account));
        assert_eq!(one.digest, other.digest);
        assert_ne!(one.provenance, other.provenance);
    }
}
