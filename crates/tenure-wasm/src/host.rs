//! The host: an engine, what may be imported, and what was compiled.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tenure_core::digest::digest_of;
use tenure_core::plugin::{Description, Limits, PluginError, PluginErrorKind};
use wasmtime::component::{Component, Linker};
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

use crate::bindings::PluginPre;
use crate::costs::costs;
use crate::plugin::{WasmPlugin, on_enough_stack, started};
use crate::screen::{FEATURES, inspect};
use crate::store::{self, State};
use crate::{HostOptions, description, fault};

/// What the compiler may need of the stack.
const COMPILER_STACK: usize = 2 << 20;
/// How much of its memory an instance of a pool leaves to the next, cleaned.
const RESIDENT: usize = 256 << 10;

/// Loads WASM plugins, and keeps what it compiled. Cheap to clone; clones share everything; for any thread.
#[derive(Clone)]
pub struct WasmHost(Arc<Shared>);

struct Shared {
    engine: Engine,
    linker: Linker<State>,
    options: Arc<HostOptions>,
    kept: Mutex<VecDeque<Kept>>,
}

/// What was compiled, and of which bytes: to compare them takes a fraction of what their digest takes.
struct Kept {
    bytes: Box<[u8]>,
    compiled: Arc<Compiled>,
}

/// A component that was compiled and asked what it is.
pub(crate) struct Compiled {
    pub(crate) digest: String,
    pub(crate) description: Description,
    pub(crate) pre: PluginPre<State>,
    pub(crate) options: Arc<HostOptions>,
}

impl fmt::Debug for WasmHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WasmHost")
            .field("options", &self.0.options)
            .finish_non_exhaustive()
    }
}

impl WasmHost {
    /// A host with these options.
    ///
    /// # Errors
    ///
    /// [`PluginErrorKind::Limits`] where nothing would end a plugin that does not end by itself;
    /// [`PluginErrorKind::Internal`] where this machine cannot run WASM so, as when a pool does not fit into memory.
    pub fn new(options: HostOptions) -> Result<Self, PluginError> {
        if !options.fuel && options.ticks.is_none() {
            let text =
                "nothing would end a plugin that loops: count fuel, or keep a deadline by `ticks`";
            return Err(PluginError::new(PluginErrorKind::Limits, text));
        }
        let engine = Engine::new(&config(&options)).map_err(|error| fault::internal(&error))?;
        let mut linker = Linker::new(&engine);
        store::offer(&mut linker).map_err(|error| fault::internal(&error))?;
        let options = Arc::new(options);
        let kept = Mutex::new(VecDeque::new());
        Ok(Self(Arc::new(Shared {
            engine,
            linker,
            options,
            kept,
        })))
    }

    /// What this host allows.
    pub fn options(&self) -> &HostOptions {
        &self.0.options
    }

    /// Counts a tick towards the deadlines of the calls that are under way. Of use where [`HostOptions::ticks`] is set;
    /// to be called from a timer, on any thread.
    pub fn tick(&self) {
        self.0.engine.increment_epoch();
    }

    /// Loads a component: looks at it, compiles it, and asks it what it is. One that was loaded before is not compiled
    /// again.
    ///
    /// # Errors
    ///
    /// [`PluginErrorKind::Refused`] and [`PluginErrorKind::Compile`] as [`inspect`] tells, and where it does not export
    /// what a plugin exports; [`PluginErrorKind::Description`] where what it says of itself is wrong; as a call fails,
    /// where it fails while it says so.
    pub fn load(&self, component: &[u8]) -> Result<WasmPlugin, PluginError> {
        if let Some(compiled) = self.kept(component) {
            return Ok(WasmPlugin::new(compiled));
        }
        let compiled = Arc::new(self.compile(component, digest_of(component))?);
        self.keep(component, &compiled);
        Ok(WasmPlugin::new(compiled))
    }

    /// Loads a component under a description that is given, without asking it: for tests of the host.
    ///
    /// # Errors
    ///
    /// As [`WasmHost::load`], but for what the component says of itself.
    #[doc(hidden)]
    pub fn load_as(
        &self,
        component: &[u8],
        description: Description,
    ) -> Result<WasmPlugin, PluginError> {
        let (digest, pre) = (digest_of(component), self.prepare(component)?);
        let options = self.0.options.clone();
        Ok(WasmPlugin::new(Arc::new(Compiled {
            digest,
            description,
            pre,
            options,
        })))
    }

    fn compile(&self, bytes: &[u8], digest: String) -> Result<Compiled, PluginError> {
        let (pre, options) = (self.prepare(bytes)?, self.0.options.clone());
        let description = describe(&pre, &options)?;
        Ok(Compiled {
            digest,
            description,
            pre,
            options,
        })
    }

    /// Looks at a component, compiles it and joins it to the host.
    fn prepare(&self, bytes: &[u8]) -> Result<PluginPre<State>, PluginError> {
        let Shared {
            engine,
            linker,
            options,
            ..
        } = &*self.0;
        inspect(bytes, options)?;
        let compiled = stacker::maybe_grow(COMPILER_STACK, 2 * COMPILER_STACK, || {
            Component::from_binary(engine, bytes)
        });
        let component = compiled.map_err(|error| {
            PluginError::new(
                PluginErrorKind::Compile,
                format!("it cannot be compiled: {error:#}"),
            )
        })?;
        let unfit = |error: wasmtime::Error| {
            let text = format!("it is no plugin of this interface: {error:#}");
            PluginError::new(PluginErrorKind::Refused, text)
        };
        let pre = linker.instantiate_pre(&component).map_err(unfit)?;
        PluginPre::new(pre).map_err(unfit)
    }

    fn kept(&self, bytes: &[u8]) -> Option<Arc<Compiled>> {
        let kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|kept| *kept.bytes == *bytes);
        found.map(|kept| kept.compiled.clone())
    }

    fn keep(&self, bytes: &[u8], compiled: &Arc<Compiled>) {
        let mut kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (bytes, compiled) = (bytes.into(), compiled.clone());
        kept.push_front(Kept { bytes, compiled });
        kept.truncate(self.0.options.cached);
    }
}

pub(crate) fn describe(
    pre: &PluginPre<State>,
    options: &HostOptions,
) -> Result<Description, PluginError> {
    let (mut store, plugin) = started(pre, options, &Limits::default())?;
    let scoring = plugin.tenure_plugin_scoring();
    let told = on_enough_stack(options, || scoring.call_describe(&mut store));
    let told = told.map_err(|error| fault::of_call(&error, store.data()))?;
    description::read(&told)
}

fn config(options: &HostOptions) -> Config {
    let memory = options.memory_kib.saturating_mul(1024);
    let mut config = Config::new();
    config
        .wasm_features(FEATURES.complement(), false)
        .wasm_features(FEATURES, true)
        .concurrency_support(false)
        .consume_fuel(options.fuel)
        .operator_cost(costs())
        .epoch_interruption(options.ticks.is_some())
        .max_wasm_stack(options.stack_kib.saturating_mul(1024))
        .cranelift_nan_canonicalization(true)
        .wasm_backtrace_max_frames(None)
        .generate_address_map(false)
        .native_unwind_info(false)
        .signals_based_traps(options.signal_handlers);
    if !options.signal_handlers {
        // Bounds are checked in code; nothing is gained by keeping addresses free behind a memory. As it never grows
        // beyond what is reserved, it stays where it is, and code need not look up where.
        config
            .memory_reservation(memory)
            .memory_guard_size(0)
            .memory_may_move(false);
    }
    if let Some(instances) = options.pool {
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(
            instances, memory, options,
        )));
    }
    config
}

fn pool(instances: u32, memory: u64, options: &HostOptions) -> PoolingAllocationConfig {
    // A component is up to four core instances and as many tables.
    let parts = instances.saturating_mul(4);
    let mut pool = PoolingAllocationConfig::default();
    pool.total_component_instances(instances)
        .total_core_instances(parts)
        .total_tables(parts)
        .total_memories(instances)
        .table_elements(options.table_elements)
        .table_keep_resident(options.table_elements.saturating_mul(size_of::<usize>()))
        .max_memory_size(usize::try_from(memory).unwrap_or(usize::MAX));
    // Where the kernel tells which pages were written, these are cleaned and kept: to give them back and to fault them in
    // again takes several times as long as a plugin takes to start.
    if PoolingAllocationConfig::is_pagemap_scan_available() {
        pool.pagemap_scan(Enabled::Yes)
            .linear_memory_keep_resident(RESIDENT);
    }
    pool
}
