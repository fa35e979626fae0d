//! The shipped plugins: the script, the same in Rust, and that as WASM, beside each other and beside the rulebook.

mod native;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use tenure::model::{Account, Limits as ModelLimits, Tenant, read_account, read_tenant};
use tenure::rulebook::DEFAULT_RENEWAL;
use tenure::{Decision, Engine, Rulebook};
use tenure_core::plugin::script::ScriptPlugin;
use tenure_core::plugin::{Binding, BoundPlugin, Limits, Parameters, Plugin, RowVerdict, Runner};
use tenure_plugin::Rule;
use tenure_testkit::{Source, generate};

use native::{Native, in_words};

const PORTFOLIO: &str = include_str!("../../../../examples/portfolio.jsonl");
const TENANT: &str = include_str!("../../../../examples/tenant.json");
const ROWS: usize = 500;
/// How many batches; each has parameters of its own.
const BATCHES: u64 = 40;

fn text(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins/rhai");
    std::fs::read_to_string(folder.join(format!("{name}.rhai"))).unwrap()
}

fn parsed(text: &str) -> ScriptPlugin {
    ScriptPlugin::parse("twin.rhai", text).unwrap_or_else(|error| panic!("{error}"))
}

fn script(name: &str) -> ScriptPlugin {
    parsed(&text(name))
}

fn bound(plugin: &dyn Plugin, parameters: &Parameters) -> Arc<dyn BoundPlugin> {
    let parameters = plugin.description().parameters(parameters).unwrap();
    let limits = &Limits::default();
    plugin
        .bind(&Binding {
            id: "twin",
            parameters: &parameters,
            limits,
        })
        .unwrap()
}

/// How often each reason was given; a difference is told.
type Given = BTreeMap<u16, usize>;

/// Asks two plugins about the same rows.
fn compare(one: &dyn Plugin, other: &dyn Plugin, seed: u64) -> Result<Given, String> {
    let description = one.description();
    let mut source = Source::seeded(seed);
    let columns = rows::columns(&mut source, description, ROWS);
    let columns: Vec<_> = columns.iter().map(Some).collect();
    let parameters = match seed {
        0 => Parameters::new(),
        _ => rows::parameters(&mut source, description),
    };
    let day = NaiveDate::default() + Days::new(source.below(40_000) as u64);
    let rows: Vec<u32> = (0_u32..).take(ROWS).collect();
    let say = |plugin: &dyn Plugin| {
        let mut said = Vec::new();
        let mut runner = Runner::new(bound(plugin, &parameters), description.max_points);
        runner.run(description, day, &columns, &rows, &mut said);
        said
    };
    let mut given = Given::new();
    for (row, (one, other)) in say(one).iter().zip(say(other)).enumerate() {
        let RowVerdict::Judged { points, .. } = one else {
            return Err(format!("row {row} fails: {one:?}"));
        };
        if *one != other {
            let cells: Vec<_> = columns
                .iter()
                .flatten()
                .map(|column| column.cell(row))
                .collect();
            return Err(format!(
                "row {row} of {day}, {cells:?}, {parameters:?}: {one:?}; {other:?}"
            ));
        }
        for (reason, _) in points {
            *given.entry(*reason).or_default() += 1;
        }
    }
    Ok(given)
}

/// Asks them about all batches; all reasons are given, many times.
fn agree(one: &dyn Plugin, other: &dyn Plugin) -> Result<(), String> {
    let mut total = Given::new();
    for seed in 0..BATCHES {
        for (reason, times) in compare(one, other, seed)? {
            *total.entry(reason).or_default() += times;
        }
    }
    let reasons = one.description().reasons.len();
    assert!(
        total.len() == reasons && total.values().all(|times| *times > 50),
        "{total:?}"
    );
    Ok(())
}

fn agreed(one: &dyn Plugin, other: &dyn Plugin) {
    agree(one, other).unwrap_or_else(|difference| panic!("{difference}"));
}

#[test]
fn a_script_and_its_twin_in_rust_say_the_same() {
    let (interactions, seasonal) = (script("interactions"), script("seasonal_usage"));
    agreed(
        &interactions,
        &Native::<interactions::Plugin>::like(&interactions),
    );
    agreed(
        &seasonal,
        &Native::<seasonal_usage::Plugin>::like(&seasonal),
    );
}

/// Whether a script, with something else in place of a part of it, is seen to differ from a rule.
fn is_found<T: Rule + 'static>(name: &str, from: &str, to: &str) -> bool {
    let right = text(name);
    let wrong = right.replace(from, to);
    assert_ne!(right, wrong, "{from}");
    let wrong = parsed(&wrong);
    agree(&wrong, &Native::<T>::like(&wrong)).is_err()
}

#[test]
fn a_script_that_differs_from_its_twin_is_found() {
    let faults = [
        ("months <= limit", "months < limit"),
        ("used >= a.", "used > a."),
        ("?? 0) > 0 ||", "?? 0) > 1 ||"),
        ("holds(a.renewal.paused, false)", "true"),
        ("\"high-and-well-used\", -5", "\"high-and-well-used\", -6"),
    ];
    for (from, to) in faults {
        assert!(
            is_found::<interactions::Plugin>("interactions", from, to),
            "{from}"
        );
    }
    let faults = [
        ("reached < 0.4", "reached <= 0.4"),
        ("!(reached < 1.2)", "reached > 1.2"),
        // Only where a float is beyond all others.
        ("!(reached < 1.2)", "reached >= 1.2"),
        ("!(expected > 0.0)", "expected <= 0.0"),
        ("!(expected > 0.0)", "expected < 0.0"),
        ("away > 6", "away > 7"),
        ("tenure < given", "tenure <= given"),
    ];
    for (from, to) in faults {
        assert!(
            is_found::<seasonal_usage::Plugin>("seasonal_usage", from, to),
            "{from}"
        );
    }
}

fn described<T: Rule>(script: &ScriptPlugin) -> bool {
    let told: serde_json::Value = serde_json::from_str(&tenure_plugin::describe::<T>()).unwrap();
    told == in_words(script.description())
}

#[test]
fn twins_describe_themselves_in_the_same_words() {
    let told: serde_json::Value =
        serde_json::from_str(&tenure_plugin::describe::<interactions::Plugin>()).unwrap();
    assert_eq!(told, in_words(script("interactions").description()));
    assert!(described::<seasonal_usage::Plugin>(&script(
        "seasonal_usage"
    )));
    let changes = [
        ("peak month, and", "peak month and"),
        ("default = 0.25", "default = 0.26"),
        ("usage.previous = \"float\"", "usage.previous = \"float?\""),
        ("부족", "부족함"),
    ];
    for (from, to) in changes {
        let changed = text("seasonal_usage").replace(from, to);
        assert!(
            !described::<seasonal_usage::Plugin>(&parsed(&changed)),
            "{from}"
        );
    }
}

/// Both floats of a comparison, as rhai and as the guest crate compare them.
#[test]
fn the_guest_crate_compares_floats_as_scripts_do() {
    use tenure_plugin::floats::{is_above, is_at_least, is_at_most, is_below, is_equal};
    let engine = rhai::Engine::new();
    let asked = "[x < y, x <= y, x > y, x >= y, x == y]";
    let asked = engine.compile(asked).unwrap();
    let mut source = Source::seeded(5);
    let mut close = 0;
    for _ in 0..5_000 {
        let (x, y) = rows::pair(&mut source);
        let mut scope = rhai::Scope::new();
        scope.push("x", x).push("y", y);
        let said: rhai::Array = engine.eval_ast_with_scope(&mut scope, &asked).unwrap();
        let said: Vec<bool> = said.iter().map(|said| said.as_bool().unwrap()).collect();
        let compared = [is_below, is_at_most, is_above, is_at_least, is_equal];
        assert_eq!(said, compared.map(|compare| compare(x, y)), "{x:?} {y:?}");
        close += usize::from(said[4] != (x == y));
    }
    assert!(
        close > 100,
        "{close} of the pairs are equal but for a rounding"
    );
}

fn portfolio() -> Vec<Account> {
    let read = |line| read_account(line, &ModelLimits::default()).unwrap().value;
    PORTFOLIO.lines().map(read).collect()
}

/// The shipped rulebook, with a plugin bound besides.
fn engine(plugin: impl Plugin + 'static) -> Engine {
    let text = format!("{DEFAULT_RENEWAL}\n[[plugin]]\nid = \"twin\"\nfile = \"twin.rhai\"\n");
    let rulebook = Rulebook::parse("with-twin.toml", &text).unwrap();
    let builder = Engine::builder().rulebook(rulebook).plugin("twin", plugin);
    builder.build().unwrap_or_else(|error| panic!("{error}"))
}

fn decided(plugin: impl Plugin + 'static) -> Vec<Decision> {
    let tenant = read_tenant(TENANT, &ModelLimits::default()).unwrap().value;
    let day = "2026-06-30".parse().unwrap();
    let mut session = engine(plugin).session();
    session.decide_batch(&portfolio(), &tenant, day).unwrap()
}

/// Everything but the digest of the plugin itself.
fn same_decisions(one: &[Decision], other: &[Decision]) {
    assert_eq!(one.len(), PORTFOLIO.lines().count());
    for (one, other) in one.iter().zip(other) {
        assert_eq!(one.contributions, other.contributions, "{}", one.account_id);
        assert_eq!(one.digest, other.digest, "{}", one.account_id);
        assert_ne!(one.provenance, other.provenance);
    }
}

fn spoken(decisions: &[Decision]) -> usize {
    let rules = decisions
        .iter()
        .flat_map(|decision| &decision.contributions);
    rules
        .filter(|given| given.rule.starts_with("plugin:twin/"))
        .count()
}

#[test]
fn twins_decide_the_example_alike() {
    let plugin = script("interactions");
    let one = decided(plugin.clone());
    same_decisions(
        &one,
        &decided(Native::<interactions::Plugin>::like(&plugin)),
    );
    assert!(spoken(&one) > 1, "{}", spoken(&one));
    let plugin = script("seasonal_usage");
    let one = decided(plugin.clone());
    same_decisions(
        &one,
        &decided(Native::<seasonal_usage::Plugin>::like(&plugin)),
    );
    assert!(spoken(&one) > 1, "{}", spoken(&one));
}

/// Each reason of `interactions`, and the rule of the shipped rulebook that says the same.
const RULES: [(&str, &str); 3] = [
    ("plugin:twin/vacant-near-renewal", "vacant-before-renewal"),
    (
        "plugin:twin/low-with-grave-complaint",
        "low-with-grave-complaint",
    ),
    ("plugin:twin/high-and-well-used", "high-and-well-used"),
];

/// What the plugin and the rules of the rulebook give; each by the name of the rule.
fn by_rule(decision: &Decision) -> [BTreeSet<(&'static str, i64)>; 2] {
    let given = |name: fn(&(&'static str, &'static str)) -> &'static str| {
        let found = RULES.iter().flat_map(|pair| {
            let given = decision.contributions.iter();
            given
                .filter(|given| given.rule == name(pair))
                .map(|given| (pair.1, given.points))
        });
        found.collect()
    };
    [given(|pair| pair.0), given(|pair| pair.1)]
}

/// How often each rule gives points; where the plugin gives others, the account.
fn beside_the_rulebook(
    engine: &Engine,
    accounts: &[Account],
    tenant: &Tenant,
    day: NaiveDate,
) -> Result<Vec<&'static str>, String> {
    let mut given = Vec::new();
    let decisions = engine.session().decide_batch(accounts, tenant, day);
    for decision in decisions.unwrap_or_default() {
        let [plugin, rules] = by_rule(&decision);
        if plugin != rules {
            return Err(format!("{}: {plugin:?}; {rules:?}", decision.account_id));
        }
        given.extend(rules.iter().map(|(rule, _)| *rule));
    }
    Ok(given)
}

fn beside_all(plugin: ScriptPlugin) -> Result<BTreeMap<&'static str, usize>, String> {
    let engine = engine(plugin);
    let tenant = read_tenant(TENANT, &ModelLimits::default()).unwrap().value;
    let day = "2026-06-30".parse().unwrap();
    let mut all = beside_the_rulebook(&engine, &portfolio(), &tenant, day)?;
    for seed in 0..400 {
        let records = generate::records(&mut Source::seeded(seed), 5);
        let (accounts, tenant) = (&records.accounts, &records.tenant);
        all.extend(beside_the_rulebook(
            &engine,
            accounts,
            tenant,
            records.as_of,
        )?);
    }
    let mut total = BTreeMap::new();
    all.into_iter()
        .for_each(|rule| *total.entry(rule).or_default() += 1);
    Ok(total)
}

#[test]
fn interactions_say_what_the_shipped_rulebook_says() {
    let given =
        beside_all(script("interactions")).unwrap_or_else(|difference| panic!("{difference}"));
    assert!(
        RULES.iter().all(|(_, rule)| given.get(rule) > Some(&2)),
        "{given:?}"
    );
    let deaf = text("interactions").replace("(a.complaints.open_critical ?? 0) > 0", "false");
    assert!(beside_all(parsed(&deaf)).is_err());
    let hasty = text("interactions").replace("holds(a.renewal.paused, false)", "true");
    assert!(beside_all(parsed(&hasty)).is_err());
}

#[cfg(feature = "wasm")]
mod as_wasm {
    use tenure_wasm::{HostOptions, WasmHost, WasmPlugin};

    use super::*;

    fn loaded(name: &str) -> WasmPlugin {
        let component = crate::guests::component(name);
        let host = WasmHost::new(HostOptions::default()).unwrap();
        host.load(&component).unwrap()
    }

    fn same_description(one: &dyn Plugin, other: &dyn Plugin) {
        let told = [one.description(), other.description()];
        assert_eq!(told[0], told[1]);
    }

    #[test]
    fn a_script_and_its_twin_as_wasm_say_the_same() {
        for name in ["interactions", "seasonal_usage"] {
            let (script, wasm) = (script(name), loaded(name));
            same_description(&script, &wasm);
            agreed(&script, &wasm);
            same_decisions(&decided(script), &decided(wasm));
        }
        let wrong = text("interactions").replace("months <= limit", "months < limit");
        assert!(agree(&parsed(&wrong), &loaded("interactions")).is_err());
    }

    #[test]
    fn the_same_source_natively_and_as_wasm_says_the_same() {
        let (interactions, seasonal) = (loaded("interactions"), loaded("seasonal_usage"));
        agreed(
            &Native::<interactions::Plugin>::like(&interactions),
            &interactions,
        );
        agreed(
            &Native::<seasonal_usage::Plugin>::like(&seasonal),
            &seasonal,
        );
    }
}
