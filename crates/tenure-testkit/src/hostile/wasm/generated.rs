//! Random modules with the exports of a plugin.

use tenure_core::plugin::{Code, Description, InputDef, PluginErrorKind};
use tenure_rules::SignalType;
use tenure_wasm::{HostOptions, WasmHost, WasmPlugin, component_of};
use wasm_smith::{Config, Module};

use super::trial::Bound;
use crate::Source;

/// What a plugin imports and exports.
const SHAPE: &str = r#"(module
    (import "tenure:plugin/host@1.0.0" "log" (func (param i32 i32)))
    (memory (export "memory") 1)
    (func (export "tenure:plugin/scoring@1.0.0#describe") (result i32) unreachable)
    (func (export "tenure:plugin/scoring@1.0.0#configure") (param i32 i32) (result i32) unreachable)
    (func (export "tenure:plugin/scoring@1.0.0#score") (param i32 i32 i32 i32 i32) (result i32) unreachable)
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable))"#;

/// The most random bytes that a module is made of.
const BYTES: usize = 2_000;

/// What came of some modules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were made.
    pub made: u64,
    /// How many were refused before they were compiled, or could not be joined to the interface.
    pub refused: u64,
    /// How many ran and failed.
    pub failed: u64,
    /// How many ran to the end of a batch.
    pub ran: u64,
    /// How many used up their fuel.
    pub out_of_fuel: u64,
}

/// Makes modules from a seed, and lets each describe itself, take parameters and score.
///
/// # Errors
///
/// A text, where no host can be made.
pub fn try_some(seed: u64, count: u64) -> Result<Tally, String> {
    let host = WasmHost::new(HostOptions {
        cached: 0,
        ..HostOptions::default()
    })
    .map_err(|error| error.to_string())?;
    let shape = wat::parse_str(SHAPE).map_err(|error| error.to_string())?;
    let mut tally = Tally::default();
    for at in 0..count {
        tally.made += 1;
        let module = module(&shape, seed.wrapping_add(at));
        match module.as_deref().map(|module| attempt(&host, module)) {
            None | Some(Err(PluginErrorKind::Refused | PluginErrorKind::Compile)) => {
                tally.refused += 1
            }
            Some(Ok(())) => tally.ran += 1,
            Some(Err(PluginErrorKind::OutOfFuel)) => tally.out_of_fuel += 1,
            Some(Err(_)) => tally.failed += 1,
        }
    }
    Ok(tally)
}

fn module(shape: &[u8], seed: u64) -> Option<Vec<u8>> {
    let mut source = Source::seeded(seed);
    let bytes: Vec<u8> = (0..source.below(BYTES))
        .map(|_| source.below(256) as u8)
        .collect();
    let mut choices = arbitrary::Unstructured::new(&bytes);
    let config = Config {
        module_shape: Some(shape.to_vec()),
        // Most modules keep to what is on; every eighth uses what it likes.
        threads_enabled: seed.is_multiple_of(8),
        memory64_enabled: seed.is_multiple_of(8),
        gc_enabled: seed.is_multiple_of(8),
        // With them nearly every module has a value that the host would own, and is refused.
        reference_types_enabled: seed.is_multiple_of(8),
        exceptions_enabled: seed.is_multiple_of(8),
        tail_call_enabled: seed.is_multiple_of(8),
        relaxed_simd_enabled: seed.is_multiple_of(8),
        max_memory32_bytes: 1 << 22,
        max_table_elements: 10_000,
        ..Config::default()
    };
    let module = Module::new(config, &mut choices).ok()?.to_bytes();
    component_of(&module).ok()
}

/// It is compiled once, under a description that is given, so that it comes to score whatever it says of itself.
fn attempt(host: &WasmHost, component: &[u8]) -> Result<(), PluginErrorKind> {
    let plugin = host.load_as(component, description());
    let plugin = plugin.map_err(|error| error.kind())?;
    // Whatever it says, the host has to survive it.
    drop(plugin.ask());
    score(&plugin).map_err(|error| error.kind())
}

fn score(plugin: &WasmPlugin) -> Result<(), tenure_core::plugin::PluginError> {
    let mut bound = Bound::new(plugin)?;
    bound.score()?;
    bound.score().map(drop)
}

fn description() -> Description {
    let input = |signal: &str, ty| InputDef {
        signal: signal.to_owned(),
        ty,
        required: false,
    };
    Description {
        id: "generated".into(),
        version: "1.0.0".into(),
        dictionary: "^1.0".into(),
        reads_day: true,
        inputs: vec![
            input("a.int", SignalType::Int),
            input("a.text", SignalType::Text),
        ],
        reasons: vec![Code {
            code: "a".into(),
            texts: Default::default(),
        }],
        actions: Vec::new(),
        parameters: Vec::new(),
        max_points: 100,
    }
}
