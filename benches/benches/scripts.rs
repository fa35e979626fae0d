//! Scripts: what a row costs on both machines, beside the same rule natively and beside stock rhai.

use std::hint::black_box;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use rhai::{AST, CallFnOptions, Dynamic, Engine, INT, ImmutableString, Map, Scope};
use tenure::signals::Value;
use tenure_bench::interactions::{ROWS, Rows, SETTINGS};
use tenure_bench::ratio::{Case, Times, rounds};
use tenure_core::plugin::script::{Machine, ScriptPlugin};
use tenure_core::plugin::{
    Batch, Binding, Description, Input, Instance, Limits, Parameters, Plugin, Scored,
};
use tenure_plugin::score_batch;

type Failure = Box<dyn std::error::Error>;

const SCRIPT: &str = include_str!("../../plugins/rhai/interactions.rhai");

/// Points by row and reason.
type Said = Vec<(u32, u16, i32)>;
/// A way of asking, under its name.
type Peer<'a> = (&'static str, Box<dyn FnMut(&mut Said) + 'a>);

fn instance(plugin: &ScriptPlugin, machine: Machine) -> Result<Box<dyn Instance>, Failure> {
    let parameters = plugin.description().parameters(&Parameters::new())?;
    let limits = Limits::default();
    let binding = Binding {
        id: "bench",
        parameters: &parameters,
        limits: &limits,
    };
    Ok(plugin.bind_to(machine, &binding)?.instance()?)
}

fn said_by(instance: &mut dyn Instance, batch: &Batch<'_>) -> Result<Said, Failure> {
    let mut out = Scored::new();
    instance.score(batch, &mut out)?;
    assert!(out.failures.is_empty());
    let points = out.points.iter();
    Ok(points
        .map(|point| (point.row, point.reason, point.points))
        .collect())
}

fn scoring<'a>(instance: &'a mut dyn Instance, batch: &'a Batch<'a>) -> Box<dyn FnMut() + 'a> {
    let mut out = Scored::new();
    Box::new(move || {
        out.clear();
        black_box(instance.score(batch, &mut out).is_ok());
    })
}

/// Stock rhai, run by its tree.
struct Stock {
    engine: Engine,
    ast: AST,
    codes: Vec<String>,
    given: Arc<Mutex<[i32; 8]>>,
}

/// The names of the inputs and parameters as variables.
fn names(description: &Description) -> Vec<String> {
    let inputs = description.inputs.iter().map(|input| &input.signal);
    let inputs = inputs.map(|signal| signal.replace('.', "_"));
    let parameters = description
        .parameters
        .iter()
        .map(|parameter| parameter.name.clone());
    inputs.chain(parameters).collect()
}

impl Stock {
    /// rhai as it comes, with its optimiser, its fast operators and the limits that a careful host sets.
    fn new(text: &str, description: &Description) -> Result<Self, Failure> {
        let mut engine = Engine::new();
        engine.set_fast_operators(true);
        engine.set_max_expr_depths(128, 128);
        engine.set_max_operations(20_000);
        engine.set_max_call_levels(12);
        engine.set_max_string_size(4_096);
        engine.register_fn("is_known", |value: Dynamic| !value.is_unit());
        let given = Arc::new(Mutex::new([0; 8]));
        let codes: Vec<String> = description
            .reasons
            .iter()
            .map(|reason| reason.code.clone())
            .collect();
        let (own, known) = (given.clone(), codes.clone());
        engine.register_fn("points", move |code: ImmutableString, points: INT| {
            let place = known.iter().position(|known| *known == code.as_str());
            if let (Some(place), Ok(mut given)) = (place, own.lock()) {
                given[place] += points as i32;
            }
        });
        let ast = engine.compile(text)?;
        Ok(Self {
            engine,
            ast,
            codes,
            given,
        })
    }

    /// What was said of a row; forgotten after.
    fn take(&self, row: usize, out: &mut Said) {
        let Ok(mut given) = self.given.lock() else {
            return;
        };
        let given = std::mem::take(&mut *given);
        let of_reasons = (0_u16..).zip(given).take(self.codes.len());
        let given = of_reasons.filter(|(_, points)| *points != 0);
        out.extend(given.map(|(reason, points)| (row as u32, reason, points)));
    }
}

/// The parts of the script: its entry's statements, and its other functions. Signals and parameters are variables.
fn flat(description: &Description) -> Result<(String, String), Failure> {
    let (_, body) = SCRIPT
        .split_once("---*/")
        .ok_or("the script has no header")?;
    let (_, body) = body
        .split_once("fn score(a) {")
        .ok_or("the script has no entry")?;
    let (entry, others) = body.split_once("\n}\n").ok_or("the entry does not end")?;
    let mut entry = entry.replace("a.parameters.", "");
    for input in &description.inputs {
        let (signal, flat) = (&input.signal, input.signal.replace('.', "_"));
        entry = entry.replace(&format!("a.{signal}"), &flat);
    }
    Ok((entry, others.to_owned()))
}

/// The values of each row, and of the parameters, as rhai holds them.
fn values(inputs: &[Input<'_>]) -> Vec<Vec<Dynamic>> {
    let value = |value: Option<Value>| match value {
        Some(Value::Int(int)) => Dynamic::from(int),
        Some(Value::Float(float)) => Dynamic::from(float),
        Some(Value::Bool(truth)) => Dynamic::from(truth),
        Some(Value::Text(text)) => Dynamic::from(ImmutableString::from(&*text)),
        None => Dynamic::UNIT,
    };
    let row = |row: usize| {
        let parameters = [SETTINGS.near_months.into(), SETTINGS.well_used.into()];
        let inputs = inputs.iter().map(|input| value(input.value(row)));
        inputs.chain(parameters).collect()
    };
    (0..ROWS).map(row).collect()
}

/// An account as a map of maps, as a host makes it without a second thought.
fn map(names: &[(String, String)], values: &[Dynamic]) -> Map {
    let mut account = Map::new();
    for ((space, name), value) in names.iter().zip(values) {
        let space = account
            .entry(space.into())
            .or_insert_with(|| Map::new().into());
        if let Ok(mut space) = space.as_map_mut() {
            space.insert(name.into(), value.clone());
        }
    }
    account
}

/// The ways in which stock rhai is asked about all rows.
fn peers<'a>(
    description: &'a Description,
    values: &'a [Vec<Dynamic>],
) -> Result<Vec<Peer<'a>>, Failure> {
    let names = names(description);
    let (entry, others) = flat(description)?;
    let variables = Stock::new(&format!("{others}\n{entry}"), description)?;
    let listed = names.join(", ");
    let arguments = format!("{others}\nfn score({listed}) {{{entry}\n}}");
    let arguments = Stock::new(&arguments, description)?;
    let (_, script) = SCRIPT
        .split_once("---*/")
        .ok_or("the script has no header")?;
    let maps = Stock::new(script, description)?;
    let spaces = description
        .inputs
        .iter()
        .filter_map(|input| input.signal.split_once('.'));
    let spaces = spaces.chain([("parameters", "near_months"), ("parameters", "well_used")]);
    let spaces: Vec<(String, String)> = spaces
        .map(|(space, name)| (space.to_owned(), name.to_owned()))
        .collect();
    let mut scope = Scope::new();
    let by_variables = move |said: &mut Said| {
        for (row, values) in values.iter().enumerate() {
            scope.rewind(0);
            for (name, value) in names.iter().zip(values) {
                scope.push_dynamic(name.as_str(), value.clone());
            }
            let ended = variables
                .engine
                .run_ast_with_scope(&mut scope, &variables.ast);
            black_box(ended.is_ok());
            variables.take(row, said);
        }
    };
    let mut scope = Scope::new();
    let by_arguments = move |said: &mut Said| {
        for (row, values) in values.iter().enumerate() {
            let options = CallFnOptions::new().eval_ast(false).rewind_scope(true);
            let (engine, ast) = (&arguments.engine, &arguments.ast);
            let values = values.clone();
            let ended =
                engine.call_fn_with_options::<Dynamic>(options, &mut scope, ast, "score", values);
            black_box(ended.is_ok());
            arguments.take(row, said);
        }
    };
    let mut scope = Scope::new();
    let by_maps = move |said: &mut Said| {
        for (row, values) in values.iter().enumerate() {
            let options = CallFnOptions::new().eval_ast(false).rewind_scope(true);
            let (engine, ast, account) = (&maps.engine, &maps.ast, map(&spaces, values));
            let ended = engine.call_fn_with_options::<Dynamic>(
                options,
                &mut scope,
                ast,
                "score",
                (account,),
            );
            black_box(ended.is_ok());
            maps.take(row, said);
        }
    };
    Ok(vec![
        ("stock rhai, a scope of variables", Box::new(by_variables)),
        (
            "stock rhai, a function of arguments",
            Box::new(by_arguments),
        ),
        ("stock rhai, a map for each account", Box::new(by_maps)),
    ])
}

fn main() -> Result<(), Failure> {
    let script = ScriptPlugin::parse("interactions.rhai", SCRIPT)?;
    // A path with a blank in it is read when it is come to; the others are handed in with the call.
    let late = ScriptPlugin::parse("late.rhai", &SCRIPT.replace("a.", "a ."))?;
    let description = script.description();
    let rows = Rows::default();
    let inputs = rows.inputs();
    let batch = Batch::new(description, NaiveDate::default(), ROWS, &inputs)?;
    let native = rows.native();
    let values = values(&inputs);
    let mut peers = peers(description, &values)?;
    let mut instances = [
        instance(&script, Machine::Bytecode)?,
        instance(&script, Machine::Tree)?,
        instance(&late, Machine::Bytecode)?,
        instance(&late, Machine::Tree)?,
    ];
    let said = score_batch::<interactions::Plugin>(&native, &SETTINGS)?;
    let said = said
        .point_rows
        .iter()
        .zip(&said.point_reasons)
        .zip(&said.points);
    let said: Said = said
        .map(|((row, reason), points)| (*row, *reason, *points))
        .collect();
    assert!(said.len() > 100, "{} points in {ROWS} rows", said.len());
    for instance in &mut instances {
        assert_eq!(said_by(&mut **instance, &batch)?, said);
    }
    for (name, peer) in &mut peers {
        let mut given = Said::new();
        peer(&mut given);
        assert_eq!(given, said, "{name}");
    }
    println!("{} points in {ROWS} rows; all say the same", said.len());
    let [bytecode, tree, late_bytecode, late_tree] = &mut instances;
    let case = |name, run| Case {
        name,
        accounts: ROWS,
        run,
    };
    let mut cases = vec![
        case(
            "the script, on the virtual machine",
            scoring(&mut **bytecode, &batch),
        ),
        case("the script, on the tree", scoring(&mut **tree, &batch)),
        case(
            "the rule natively",
            Box::new(|| {
                black_box(score_batch::<interactions::Plugin>(&native, &SETTINGS).is_ok());
            }),
        ),
    ];
    for (name, peer) in &mut peers {
        let mut given = Said::new();
        let run = Box::new(move || {
            given.clear();
            peer(&mut given);
        });
        cases.push(case(*name, run));
    }
    cases.push(case(
        "the script, paths read one by one, on the machine",
        scoring(&mut **late_bytecode, &batch),
    ));
    cases.push(case(
        "the script, paths read one by one, on the tree",
        scoring(&mut **late_tree, &batch),
    ));
    let times = Times::measure(&mut cases, rounds(101));
    times.print();
    times.print_ratio("the virtual machine against the tree", 0, 1);
    times.print_ratio("the machine against paths read one by one", 0, 6);
    times.print_ratio("the tree against paths read one by one", 1, 7);
    for (machine, name) in ["the virtual machine", "the tree"].into_iter().enumerate() {
        times.print_ratio(&format!("{name} against native"), machine, 2);
        times.print_ratio(&format!("{name} against stock rhai, variables"), machine, 3);
        times.print_ratio(&format!("{name} against stock rhai, arguments"), machine, 4);
        times.print_ratio(&format!("{name} against stock rhai, maps"), machine, 5);
    }
    Ok(())
}
