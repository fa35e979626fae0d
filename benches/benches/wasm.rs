//! WASM plugins: what a row costs beside the same source run natively, what the boundary costs, and what starting costs.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use chrono::NaiveDate;
use tenure_bench::interactions::{ROWS, Rows, SETTINGS, bound, instance};
use tenure_bench::ratio::{Case, Times, is_smoke, rounds};
use tenure_core::plugin::{Batch, Description, Input, Instance, Plugin, Scored, Values};
use tenure_plugin::score_batch;
use tenure_wasm::{HostOptions, Ticks, WasmHost, component_of};

type Failure = Box<dyn std::error::Error>;

const PLUGINS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../plugins/rust");
/// How often a batch is scored in one call of a case.
const TIMES: usize = 20;

/// A plugin that is handed 16 columns and does nothing with them.
const IDLE: &str = r#"(module
    (import "tenure:plugin/host@1.0.0" "log" (func (param i32 i32)))
    (memory (export "memory") 16)
    (global $heap (mut i32) (i32.const 65536))
    (data (i32.const 16) "\00\04\00\00{length}")
    (data (i32.const 1024) "{description}")
    (func (export "tenure:plugin/scoring@1.0.0#describe") (result i32) (i32.const 16))
    (func (export "tenure:plugin/scoring@1.0.0#configure") (param i32 i32) (result i32) (i32.const 512))
    (func (export "tenure:plugin/scoring@1.0.0#score") (param i32 i32 i32 i32 i32) (result i32)
        (global.set $heap (i32.const 65536)) (i32.const 512))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
        (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
        (global.set $heap (i32.add (local.get $at) (local.get 3)))
        (local.get $at)))"#;

fn idle() -> Result<Vec<u8>, Failure> {
    let input = |at: usize| format!(r#"{{"name":"a.b{at}","type":"int","required":true}}"#);
    let inputs: Vec<String> = (0..16).map(input).collect();
    let description = format!(
        r#"{{"id":"idle","version":"1.0.0","dictionary":"^1.0","max_points":0,"inputs":[{}]}}"#,
        inputs.join(",")
    );
    let length: String = (description.len() as u32)
        .to_le_bytes()
        .iter()
        .map(|byte| format!("\\{byte:02x}"))
        .collect();
    let text = IDLE
        .replace("{length}", &length)
        .replace("{description}", &description.replace('"', "\\\""));
    // The description is longer than what lies before 512: it begins at 1,024.
    Ok(component_of(&wat::parse_str(text)?)?)
}

fn component() -> Result<Vec<u8>, Failure> {
    let target = Path::new(PLUGINS).join("target");
    let built = Command::new(env!("CARGO"))
        .args([
            "build",
            "--release",
            "--quiet",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .current_dir(PLUGINS)
        .env("CARGO_TARGET_DIR", &target)
        .status()?;
    if !built.success() {
        return Err("the plugin does not compile".into());
    }
    let module = std::fs::read(target.join("wasm32-unknown-unknown/release/interactions.wasm"))?;
    Ok(component_of(&module)?)
}

/// Scores a batch some times in an instance.
fn scoring<'a>(instance: &'a mut dyn Instance, batch: &'a Batch<'a>) -> Box<dyn FnMut() + 'a> {
    let mut out = Scored::new();
    Box::new(move || {
        for _ in 0..TIMES {
            out.clear();
            black_box(instance.score(batch, &mut out).is_ok());
        }
    })
}

fn rows() -> Result<(), Failure> {
    let component = component()?;
    let ticks = Some(Ticks {
        every_ms: 1_000,
        deadline_ms: 60_000,
    });
    let hosts = [
        HostOptions::default(),
        HostOptions {
            fuel: false,
            ticks,
            ..HostOptions::default()
        },
        HostOptions {
            signal_handlers: true,
            ..HostOptions::default()
        },
        HostOptions {
            fuel: false,
            ticks,
            signal_handlers: true,
            ..HostOptions::default()
        },
    ];
    let plugins = hosts.map(|options| {
        WasmHost::new(options)?
            .load(&component)
            .map_err(Failure::from)
    });
    let [fuel, epochs, signals, fastest] = plugins;
    let (fuel, epochs, signals, fastest) = (fuel?, epochs?, signals?, fastest?);
    let idle = WasmHost::new(HostOptions::default())?.load(&idle()?)?;
    let rows = Rows::default();
    let inputs = rows.inputs();
    let batch = Batch::new(fuel.description(), NaiveDate::default(), ROWS, &inputs)?;
    let native = rows.native();
    let ints: Vec<Vec<i64>> = (0..16)
        .map(|salt| (0..ROWS as i64).map(|row| row * salt).collect())
        .collect();
    let sixteen: Vec<Input<'_>> = ints
        .iter()
        .map(|ints| Input {
            values: Values::Int(ints),
            known: None,
        })
        .collect();
    let sixteen = Batch::new(idle.description(), NaiveDate::default(), ROWS, &sixteen)?;
    let mut instances = [
        instance(&fuel)?,
        instance(&epochs)?,
        instance(&signals)?,
        instance(&fastest)?,
        instance(&idle)?,
    ];
    same(fuel.description(), &mut *instances[0], &batch, &native)?;
    let [by_fuel, by_epochs, by_signals, by_fastest, by_idle] = &mut instances;
    let case = |name, run| Case {
        name,
        accounts: ROWS * TIMES,
        run,
    };
    let mut cases = [
        case(
            "the rules natively, over the same columns",
            Box::new(|| {
                for _ in 0..TIMES {
                    black_box(score_batch::<interactions::Plugin>(&native, &SETTINGS).is_ok());
                }
            }) as Box<dyn FnMut()>,
        ),
        case(
            "as WASM, with fuel (the default)",
            scoring(&mut **by_fuel, &batch),
        ),
        case("as WASM, with epochs", scoring(&mut **by_epochs, &batch)),
        case(
            "as WASM, with fuel and signal handlers",
            scoring(&mut **by_signals, &batch),
        ),
        case(
            "as WASM, with epochs and signal handlers",
            scoring(&mut **by_fastest, &batch),
        ),
        case(
            "the boundary alone, 16 columns of ints",
            scoring(&mut **by_idle, &sixteen),
        ),
    ];
    let times = Times::measure(&mut cases, rounds(101));
    times.print();
    times.print_ratio("WASM with fuel against native", 1, 0);
    times.print_ratio("WASM with epochs against native", 2, 0);
    times.print_ratio("WASM with fuel and signal handlers against native", 3, 0);
    times.print_ratio("fuel against epochs", 1, 2);
    times.print_ratio("fuel against epochs, both with signal handlers", 3, 4);
    times.print_ratio("bounds checked in code against signal handlers", 1, 3);
    Ok(())
}

/// Both say the same, before any time is taken.
fn same(
    description: &Description,
    instance: &mut dyn Instance,
    batch: &Batch<'_>,
    native: &tenure_plugin::Batch,
) -> Result<(), Failure> {
    let mut said = Scored::new();
    let usage = instance.score(batch, &mut said)?;
    said.check(batch, description, description.max_points)?;
    let expected = score_batch::<interactions::Plugin>(native, &SETTINGS)?;
    let points: Vec<i32> = said.points.iter().map(|point| point.points).collect();
    assert_eq!(points, expected.points);
    println!(
        "{} points in {ROWS} rows; {} fuel a row",
        points.len(),
        usage.fuel / ROWS as u64
    );
    Ok(())
}

fn starting() -> Result<(), Failure> {
    let component = component()?;
    let once = |name, run| Case {
        name,
        accounts: 1,
        run,
    };
    let host = WasmHost::new(HostOptions::default())?;
    let cold = WasmHost::new(HostOptions {
        cached: 0,
        ..HostOptions::default()
    })?;
    let pooled = WasmHost::new(HostOptions {
        pool: Some(16),
        ..HostOptions::default()
    })?;
    let (plugin, pooled) = (host.load(&component)?, pooled.load(&component)?);
    let (with_parameters, in_pool) = (bound(&plugin)?, bound(&pooled)?);
    let mut slow = [
        once(
            "a host",
            Box::new(|| {
                black_box(WasmHost::new(HostOptions::default()).is_ok());
            }) as Box<dyn FnMut()>,
        ),
        once(
            "a plugin, compiled",
            Box::new(|| {
                black_box(cold.load(&component).is_ok());
            }),
        ),
    ];
    let mut cases = [
        once(
            "a plugin, compiled before",
            Box::new(|| {
                black_box(host.load(&component).is_ok());
            }) as Box<dyn FnMut()>,
        ),
        once(
            "an instance, bare",
            Box::new(|| {
                black_box(plugin.instantiate().is_ok());
            }),
        ),
        once(
            "an instance, bare, from a pool",
            Box::new(|| {
                black_box(pooled.instantiate().is_ok());
            }),
        ),
        once(
            "an instance with its parameters",
            Box::new(|| {
                black_box(with_parameters.instance().is_ok());
            }),
        ),
        once(
            "an instance with its parameters, from a pool",
            Box::new(|| {
                black_box(in_pool.instance().is_ok());
            }),
        ),
    ];
    println!("a component of {} bytes", component.len());
    Times::measure(&mut slow, rounds(3)).print();
    Times::measure(&mut cases, rounds(101)).print();
    Ok(())
}

fn main() -> Result<(), Failure> {
    rows()?;
    starting()?;
    if is_smoke() {
        println!("wasm: the plugin runs natively and as WASM");
    }
    Ok(())
}
