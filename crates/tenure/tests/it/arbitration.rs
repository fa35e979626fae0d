//! What comes first, and how much of it on one day.

use tenure::decision::Priority;
use tenure::explain::{Ended, Stage};
use tenure::model::{Account, Tenant};
use tenure::{Decision, Engine};

use crate::common::{account, date, engine_of, tenant};

const RULES: &str = r#"
    [arbitration]
    levers = { call = 200, flowers = 50 }
    limits = [
        { max = 1, kinds = ["call", "visit"] },
        { max = 3 },
        { max = 1, channels = ["email"] },
    ]

    [[action]]
    id = "must"
    key = "period:30"
    mandatory = true
    when = 'complaints.open > 0'
    do = [{ kind = "respond", assignee = "owner" }]

    [[action]]
    id = "talk"
    key = "period:30"
    when = 'true'
    value = '1000'
    propensity = [{ when = 'usage.utilisation > 0.5', bp = 9000 }, { bp = 2500 }]
    context = [{ when = 'complaints.open > 1', percent = 300 }]
    do = [{ kind = "call", assignee = "owner" }, { kind = "visit", assignee = "owner" }]

    [[action]]
    id = "thanks"
    key = "period:30"
    when = 'true'
    value = '1001'
    do = [{ kind = "flowers", assignee = "owner" }, { kind = "card", assignee = "owner" }]

    [[action]]
    id = "unknown-worth"
    key = "period:30"
    when = 'true'
    value = 'account.annual_value'
    do = [{ kind = "think", assignee = "owner" }]
"#;

fn engine() -> Engine {
    engine_of(RULES)
}

fn customer(complaints: usize) -> Account {
    let complaint = |number: usize| {
        format!(r#"{{ "id": "p{number}", "severity": "minor", "opened_at": "2026-05-01" }}"#)
    };
    let complaints: Vec<String> = (0..complaints).map(complaint).collect();
    account(&format!(
        r#"{{ "id": "a", "complaints": [{}], "actions": [] }}"#,
        complaints.join(",")
    ))
}

fn decide(account: &Account, tenant: &Tenant, day: &str) -> Decision {
    engine().decide(account, tenant, date(day)).unwrap()
}

fn kinds(decision: &Decision) -> Vec<&str> {
    decision.actions.iter().map(|a| a.kind.as_str()).collect()
}

fn ended(account: &Account, tenant: &Tenant, day: &str, (action, kind): (&str, &str)) -> Ended {
    let why = engine()
        .why_not(account, tenant, date(day), action)
        .unwrap();
    let mut stages = why.rows.into_iter().flat_map(|row| row.stages);
    stages.find(|ended| ended.kind == kind).unwrap()
}

fn factors(priority: &Priority) -> (Option<i64>, [i64; 3], Option<i64>) {
    let factors = [
        priority.propensity_bp,
        priority.context_percent,
        priority.lever_percent,
    ];
    (priority.value, factors, priority.amount)
}

#[test]
fn the_larger_product_comes_first_and_tells_its_factors() {
    // No limit by number is reached but that of calls and visits.
    let decision = decide(&customer(0), &Tenant::default(), "2026-06-01");
    assert_eq!(kinds(&decision), ["card", "flowers", "call"]);
    let told: Vec<_> = decision
        .actions
        .iter()
        .map(|a| factors(&a.priority))
        .collect();
    assert_eq!(
        told,
        [
            (Some(1001), [10_000, 100, 100], Some(1001)),
            // 500.5, away from zero.
            (Some(1001), [10_000, 100, 50], Some(501)),
            (Some(1000), [2_500, 100, 200], Some(500)),
        ]
    );
    // A row whose signal nobody knows does not hold: the utilisation's does not.
    let json = serde_json::to_value(decision.actions[2].priority).unwrap();
    assert_eq!(
        json.to_string(),
        r#"{"amount":500,"context_percent":100,"lever_percent":200,"mandatory":false,"propensity_bp":2500,"value":1000}"#
    );
}

#[test]
fn what_is_mandatory_counts_and_stays_and_what_is_least_waits() {
    let unhappy = customer(2);
    let decision = decide(&unhappy, &Tenant::default(), "2026-06-01");
    // 1000 x 25 % x 300 % x 200 % is 1500.
    assert_eq!(kinds(&decision), ["respond", "call", "card"]);
    assert!(decision.actions[0].priority.mandatory);
    let visit = ended(
        &unhappy,
        &Tenant::default(),
        "2026-06-01",
        ("talk", "visit"),
    );
    assert_eq!(
        visit.stage,
        Stage::Limit {
            max: 1,
            of: vec!["call".to_owned(), "visit".to_owned()],
            outranked_by: vec!["talk/call/a/-/-/2026-06-01".to_owned()],
        }
    );
    let flowers = ended(
        &unhappy,
        &Tenant::default(),
        "2026-06-01",
        ("thanks", "flowers"),
    );
    let Stage::Limit {
        max: 3,
        of,
        outranked_by,
    } = &flowers.stage
    else {
        panic!("{flowers:?}");
    };
    assert!(of.is_empty());
    let rules: Vec<&str> = outranked_by
        .iter()
        .map(|key| key.split('/').next().unwrap())
        .collect();
    assert_eq!(rules, ["must", "talk", "thanks"]);
    assert_eq!(flowers.priority.unwrap().amount, Some(501));
    let think = ended(
        &unhappy,
        &Tenant::default(),
        "2026-06-01",
        ("unknown-worth", "think"),
    );
    assert_eq!(think.stage.as_str(), "limit");
    assert_eq!(think.priority.unwrap().amount, None);
}

#[test]
fn an_action_without_room_comes_on_another_day_once() {
    let mut unhappy = customer(2);
    let mut seen = Vec::new();
    for day in ["2026-06-01", "2026-06-01", "2026-06-02", "2026-06-03"] {
        let decision = decide(&unhappy, &Tenant::default(), day);
        let new = decision.actions.iter().filter(|a| a.new);
        seen.push(new.map(|a| a.kind.clone()).collect::<Vec<_>>());
        let before = unhappy.actions.take().unwrap();
        unhappy.actions = Some(decision.next_actions(&before));
    }
    assert_eq!(
        seen,
        [
            vec!["respond", "call", "card"],
            // The same day again: the room is taken.
            vec![],
            vec!["visit", "flowers", "think"],
            vec![],
        ]
    );
}

#[test]
fn the_tenants_lever_comes_before_the_rulebooks_and_an_action_before_a_kind() {
    let of = |levers: &str| {
        let tenant = tenant(&format!(r#"{{ "levers": {levers} }}"#));
        let calls = ended(&customer(0), &tenant, "2026-06-01", ("talk", "call"));
        calls.priority.unwrap().lever_percent
    };
    assert_eq!(of("{}"), 200);
    assert_eq!(of(r#"{ "card": 3 }"#), 200);
    assert_eq!(of(r#"{ "call": 10 }"#), 10);
    assert_eq!(of(r#"{ "call": 10, "talk": 400 }"#), 400);
}

#[test]
fn the_largest_amounts_are_held_and_still_told_apart() {
    let engine = engine_of(&format!(
        r#"
        [[action]]
        id = "a"
        key = "period:30"
        when = 'true'
        value = '{max}'
        context = 9999
        do = [{{ kind = "less", assignee = "owner" }}]
        [[action]]
        id = "b"
        key = "period:30"
        when = 'true'
        value = '{max}'
        context = 10000
        do = [{{ kind = "more", assignee = "owner" }}]
        [[action]]
        id = "c"
        key = "period:30"
        when = 'true'
        value = '0 - {max}'
        context = 10000
        do = [{{ kind = "worst", assignee = "owner" }}]
        "#,
        max = i64::MAX
    ));
    let decision = engine
        .decide(&customer(0), &Tenant::default(), date("2026-06-01"))
        .unwrap();
    assert_eq!(kinds(&decision), ["more", "less", "worst"]);
    let amounts: Vec<_> = decision
        .actions
        .iter()
        .map(|action| action.priority.amount.unwrap())
        .collect();
    assert_eq!(amounts, [i64::MAX, i64::MAX, i64::MIN]);
}

#[test]
fn what_takes_a_mandatory_action_in_is_mandatory() {
    let engine = engine_of(
        r#"
        [arbitration]
        limits = [{ max = 0 }]
        [[action]]
        id = "host"
        key = "period:30"
        absorbs = ["must"]
        when = 'true'
        do = [{ kind = "todo", assignee = "owner" }]
        [[action]]
        id = "must"
        key = "period:30"
        mandatory = true
        when = 'true'
        do = [{ kind = "todo", assignee = "owner" }]
        "#,
    );
    let decision = engine
        .decide(&customer(0), &Tenant::default(), date("2026-06-01"))
        .unwrap();
    assert_eq!(decision.actions.len(), 1);
    assert_eq!(decision.actions[0].keys.len(), 2);
    assert!(decision.actions[0].priority.mandatory);
}

#[test]
fn a_lever_out_of_range_is_refused() {
    let refused = tenure::model::read_tenant(
        r#"{ "levers": { "call": 10001 } }"#,
        &tenure::model::Limits::default(),
    )
    .unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("the lever of `call` is 10001 %"),
        "{refused}"
    );
}
