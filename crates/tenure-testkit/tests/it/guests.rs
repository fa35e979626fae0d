//! The shipped plugins as WASM, and how the host holds them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use tenure_columns::{Cell, ColumnBuilder, DataType, Value};
use tenure_core::plugin::{
    Batch, Binding, BoundPlugin, Input, InputDef, Limits, Plugin, PluginErrorKind, RowVerdict,
    Runner, Scored, Values,
};
use tenure_plugin::Column;
use tenure_rules::SignalType;
use tenure_testkit::Source;
use tenure_testkit::hostile::wasm::Fragment;
use tenure_wasm::{HostOptions, Ticks, WasmHost, WasmPlugin, component_of};

const PLUGINS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../plugins");

/// The components of the shipped Rust plugins, compiled once for all tests.
pub(crate) fn component(name: &str) -> Vec<u8> {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugins");
        let built = Command::new(env!("CARGO"))
            .args([
                "build",
                "--release",
                "--quiet",
                "--target",
                "wasm32-unknown-unknown",
            ])
            .current_dir(Path::new(PLUGINS).join("rust"))
            .env("CARGO_TARGET_DIR", &target)
            .status()
            .unwrap();
        assert!(built.success(), "the shipped plugins compile for WASM");
        target.join("wasm32-unknown-unknown/release")
    });
    component_of(&std::fs::read(folder.join(format!("{name}.wasm"))).unwrap()).unwrap()
}

fn bound(plugin: &WasmPlugin) -> Arc<dyn BoundPlugin> {
    let parameters = plugin.description().parameters(&BTreeMap::new()).unwrap();
    let limits = Limits::default();
    plugin
        .bind(&Binding {
            id: "bound",
            parameters: &parameters,
            limits: &limits,
        })
        .unwrap()
}

/// A column as both sides have it.
struct Drawn {
    column: Column,
    dictionary: Vec<Arc<str>>,
}

fn draw(source: &mut Source<'_>, input: &InputDef, rows: usize) -> Drawn {
    let mut known = vec![0_u64; rows.div_ceil(64)];
    for row in 0..rows {
        known[row / 64] |= u64::from(input.required || source.chance(70)) << (row % 64);
    }
    let words = ["low", "mid", "high", "", "é"];
    let values = match input.ty {
        SignalType::Int => tenure_plugin::Values::Int(
            (0..rows)
                .map(|_| {
                    if source.chance(5) {
                        i64::MIN
                    } else {
                        source.between(-2, 12)
                    }
                })
                .collect(),
        ),
        SignalType::Float => tenure_plugin::Values::Float(
            (0..rows)
                .map(|_| {
                    if source.chance(5) {
                        -0.0
                    } else {
                        source.between(0, 200) as f64 / 100.0
                    }
                })
                .collect(),
        ),
        SignalType::Bool => {
            tenure_plugin::Values::Bool((0..rows).map(|_| u8::from(source.chance(50))).collect())
        }
        SignalType::Text => tenure_plugin::Values::Text {
            codes: (0..rows)
                .map(|_| source.below(words.len()) as u32)
                .collect(),
            dictionary: words.map(str::to_owned).to_vec(),
        },
    };
    let known = (!input.required).then_some(known);
    Drawn {
        column: Column { values, known },
        dictionary: words.map(Arc::from).to_vec(),
    }
}

fn input(drawn: &Drawn) -> Input<'_> {
    let values = match &drawn.column.values {
        tenure_plugin::Values::Int(values) => Values::Int(values),
        tenure_plugin::Values::Float(values) => Values::Float(values),
        tenure_plugin::Values::Bool(values) => Values::Bool(values),
        tenure_plugin::Values::Text { codes, .. } => Values::Text {
            codes,
            dictionary: &drawn.dictionary,
        },
    };
    Input {
        values,
        known: drawn.column.known.as_deref(),
    }
}

#[test]
fn a_host_with_a_pool_ticks_and_signal_handlers_says_the_same() {
    let component = component("interactions");
    let every = [
        HostOptions {
            pool: Some(4),
            ..HostOptions::default()
        },
        HostOptions {
            signal_handlers: true,
            ..HostOptions::default()
        },
        HostOptions {
            fuel: false,
            ticks: Some(Ticks {
                every_ms: 10,
                deadline_ms: 1_000,
            }),
            ..HostOptions::default()
        },
    ];
    let said = |options: HostOptions| {
        let plugin = WasmHost::new(options).unwrap().load(&component).unwrap();
        let mut instance = bound(&plugin).instance().unwrap();
        let description = plugin.description().clone();
        let drawn: Vec<Drawn> = description
            .inputs
            .iter()
            .map(|input| draw(&mut Source::seeded(3), input, 500))
            .collect();
        let inputs: Vec<Input<'_>> = drawn.iter().map(input).collect();
        let batch = Batch::new(&description, NaiveDate::default(), 500, &inputs).unwrap();
        let mut said = Scored::new();
        instance.score(&batch, &mut said).unwrap();
        said
    };
    let usual = said(HostOptions::default());
    assert!(!usual.points.is_empty());
    for options in every {
        assert_eq!(said(options), usual);
    }
}

/// Marks the first, a middle and a grown page of its memory, and fails where it finds a mark.
const MARKS: &str = r#";; leaves marks in its memory
;; expect: ok
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
    (if (i32.lt_u (memory.size) (i32.const 20)) (then
        (drop (memory.grow (i32.sub (i32.const 20) (memory.size))))))
    (if (i32.or (i32.load (i32.const 2048)) (i32.or (i32.load (i32.const 40000)) (i32.load (i32.const 1300000))))
        (then (unreachable)))
    (i32.store (i32.const 2048) (i32.const 1))
    (i32.store (i32.const 40000) (i32.const 1))
    (i32.store (i32.const 1300000) (i32.const 1))
    (global.set $heap (i32.const 65536))
    (i32.const 64))"#;

#[test]
fn an_instance_of_a_pool_finds_nothing_of_the_last_one() {
    let component = Fragment::parse(MARKS).unwrap().component().unwrap();
    let pool = HostOptions {
        pool: Some(1),
        ..HostOptions::default()
    };
    let plugin = WasmHost::new(pool).unwrap().load(&component).unwrap();
    let bound = bound(&plugin);
    let inputs = [Input {
        values: Values::Int(&[0; 8]),
        known: None,
    }];
    let batch = Batch::new(plugin.description(), NaiveDate::default(), 8, &inputs).unwrap();
    for _ in 0..3 {
        let mut instance = bound.instance().unwrap();
        instance.score(&batch, &mut Scored::new()).unwrap();
        let again = instance.score(&batch, &mut Scored::new()).unwrap_err();
        assert_eq!(again.kind(), PluginErrorKind::Trap);
    }
}

#[test]
fn what_was_loaded_before_is_not_compiled_again() {
    let host = WasmHost::new(HostOptions::default()).unwrap();
    let component = component("interactions");
    let (first, again) = (
        host.load(&component).unwrap(),
        host.load(&component).unwrap(),
    );
    assert!(first.shares_code_with(&again));
    let other = WasmHost::new(HostOptions {
        cached: 0,
        ..HostOptions::default()
    })
    .unwrap();
    let (first, again) = (
        other.load(&component).unwrap(),
        other.load(&component).unwrap(),
    );
    assert!(!first.shares_code_with(&again));
    assert_eq!(first.digest(), again.digest());
}

#[test]
fn a_deadline_in_ticks_ends_what_loops() {
    let text = ";; loops for ever\n;; expect: deadline\n\
                (func (export \"score\") (param i32 i32 i32 i32 i32) (result i32) (loop $l (br $l)) (unreachable))";
    let component = Fragment::parse(text).unwrap().component().unwrap();
    let options = HostOptions {
        fuel: false,
        ticks: Some(Ticks {
            every_ms: 1,
            deadline_ms: 5,
        }),
        ..HostOptions::default()
    };
    let host = WasmHost::new(options).unwrap();
    let plugin = host.load(&component).unwrap();
    let description = plugin.description().clone();
    let mut instance = bound(&plugin).instance().unwrap();
    let inputs = [Input {
        values: Values::Int(&[1]),
        known: None,
    }];
    let batch = Batch::new(&description, NaiveDate::default(), 1, &inputs).unwrap();
    let ended = std::thread::scope(|scope| {
        let scoring = scope.spawn(|| instance.score(&batch, &mut Scored::new()));
        while !scoring.is_finished() {
            host.tick();
            std::thread::yield_now();
        }
        scoring.join().unwrap()
    });
    assert_eq!(ended.unwrap_err().kind(), PluginErrorKind::Deadline);
    let nothing_ends_it = WasmHost::new(HostOptions {
        fuel: false,
        ..HostOptions::default()
    });
    assert!(
        nothing_ends_it
            .unwrap_err()
            .to_string()
            .contains("nothing would end")
    );
}

#[test]
fn a_component_that_traps_on_a_row_costs_that_row() {
    let text = include_str!("../../hostile/wasm/trap-on-row-7.wat");
    // It says nothing of the others.
    let text = text.replace("(return (i32.const 64))", "(return (i32.const 8192))");
    let component = Fragment::parse(&text).unwrap().component().unwrap();
    let host = WasmHost::new(HostOptions::default()).unwrap();
    let plugin = host.load(&component).unwrap();
    let mut column = ColumnBuilder::new(DataType::Int);
    let rows: Vec<u32> = (0..2_500).collect();
    for row in &rows {
        let value = if row % 400 == 31 { 7 } else { 100 };
        column.push(Cell::Known(Value::Int(value)));
    }
    let column = column.finish();
    let (mut said, mut runner) = (Vec::new(), Runner::new(bound(&plugin), 100));
    let (description, day) = (plugin.description(), NaiveDate::default());
    runner.run(description, day, &[Some(&column)], &rows, &mut said);
    assert_eq!(said.len(), rows.len());
    for (row, said) in (0_u32..).zip(&said) {
        match said {
            RowVerdict::Judged { .. } => assert_ne!(row % 400, 31),
            RowVerdict::Failed(error) => {
                assert_eq!(row % 400, 31, "{error}");
                assert_eq!(error.kind(), PluginErrorKind::Trap);
                assert_eq!(error.rows(), Some(row..row + 1));
            }
        }
    }
}

#[test]
fn limits_of_a_rulebook_are_kept_and_never_raised() {
    let host = WasmHost::new(HostOptions::default()).unwrap();
    let plugin = host.load(&component("interactions")).unwrap();
    let parameters = plugin.description().parameters(&BTreeMap::new()).unwrap();
    let bind = |limits: Limits| {
        plugin.bind(&Binding {
            id: "bound",
            parameters: &parameters,
            limits: &limits,
        })
    };
    let error = bind(Limits {
        fuel_per_row: Some(1_000_000),
        ..Limits::default()
    })
    .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`fuel_per_row = 1000000` is above"),
        "{error}"
    );
    let error = bind(Limits {
        memory_kib: Some(64),
        ..Limits::default()
    })
    .unwrap_err();
    assert_eq!(error.kind(), PluginErrorKind::OutOfMemory, "{error}");
    assert_eq!(error.plugin(), Some("interactions"));
}

/// The plugin in C, where there is a clang that compiles for WASM.
#[test]
fn a_plugin_in_c_is_a_plugin() {
    let module = Path::new(env!("CARGO_TARGET_TMPDIR")).join("late_payer.core.wasm");
    let compiled = Command::new("clang")
        .args([
            "--target=wasm32",
            "-O2",
            "-nostdlib",
            "-Wl,--no-entry",
            "-o",
        ])
        .arg(&module)
        .arg("late_payer.c")
        .current_dir(Path::new(PLUGINS).join("c/late-payer"))
        .output();
    let compiled = match compiled {
        Ok(output) => output,
        Err(error) => return println!("NOT RUN: clang cannot be run: {error}"),
    };
    let said = String::from_utf8_lossy(&compiled.stderr).into_owned();
    if !compiled.status.success()
        && (said.contains("wasm-ld") || said.contains("unable to create target"))
    {
        return println!("NOT RUN: this clang cannot make WASM: {said}");
    }
    assert!(compiled.status.success(), "{said}");
    let component = component_of(&std::fs::read(module).unwrap()).unwrap();
    let plugin = WasmHost::new(HostOptions::default())
        .unwrap()
        .load(&component)
        .unwrap();
    let description = plugin.description().clone();
    let mut instance = bound(&plugin).instance().unwrap();
    let (days, known) = ([31, 61, 61, 30, i64::MAX], [0b11011_u64]);
    let inputs = [Input {
        values: Values::Int(&days),
        known: Some(&known),
    }];
    let batch = Batch::new(&description, NaiveDate::default(), days.len(), &inputs).unwrap();
    for _ in 0..3 {
        let mut said = Scored::new();
        instance.score(&batch, &mut said).unwrap();
        said.check(&batch, &description, 12).unwrap();
        let points: Vec<(u32, i32)> = said
            .points
            .iter()
            .map(|point| (point.row, point.points))
            .collect();
        assert_eq!(points, [(0, 6), (1, 12), (4, 12)]);
        let proposed: Vec<u32> = said.proposals.iter().map(|proposal| proposal.row).collect();
        assert_eq!(proposed, [1, 4]);
    }
}
