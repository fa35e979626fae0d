//! A component as a plugin, bound, and at work.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};
use tenure_core::plugin::{
    Batch, Binding, BoundPlugin, Description, Instance, Limits, Plugin, PluginError,
    PluginErrorKind, Scored, Usage,
};
use tenure_rules::Parameter;
use wasmtime::Store;

use crate::bindings::{Plugin as Exports, PluginPre};
use crate::convert;
use crate::host::{self, Compiled};
use crate::store::{self, State};
use crate::{HostOptions, fault};

/// What the host itself needs of the stack, besides what is left to the plugin.
const HOST_STACK: usize = 256 << 10;

/// A component that a [`WasmHost`](crate::WasmHost) loaded.
#[derive(Clone)]
pub struct WasmPlugin(Arc<Compiled>);

impl fmt::Debug for WasmPlugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        named(f, "WasmPlugin", &self.0)
    }
}

fn named(f: &mut fmt::Formatter<'_>, name: &str, compiled: &Compiled) -> fmt::Result {
    let Description { id, version, .. } = &compiled.description;
    f.debug_struct(name)
        .field("id", id)
        .field("version", version)
        .finish_non_exhaustive()
}

impl WasmPlugin {
    pub(crate) fn new(compiled: Arc<Compiled>) -> Self {
        Self(compiled)
    }

    /// Makes an instance and drops it, without parameters: what starting alone costs.
    ///
    /// # Errors
    ///
    /// As an instance of a bound plugin fails.
    #[doc(hidden)]
    pub fn instantiate(&self) -> Result<(), PluginError> {
        started(&self.0.pre, &self.0.options, &Limits::default()).map(drop)
    }

    /// Asks the component for what it says of itself, as loading it does: for one that was loaded under a description that
    /// was given.
    ///
    /// # Errors
    ///
    /// As [`WasmHost::load`](crate::WasmHost::load) fails once the component is compiled.
    #[doc(hidden)]
    pub fn ask(&self) -> Result<Description, PluginError> {
        host::describe(&self.0.pre, &self.0.options)
    }

    /// Whether the other was loaded from the same bytes by the same host, and not compiled anew for it.
    pub fn shares_code_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Plugin for WasmPlugin {
    fn description(&self) -> &Description {
        &self.0.description
    }

    fn digest(&self) -> &str {
        &self.0.digest
    }

    fn bind(&self, binding: &Binding<'_>) -> Result<Arc<dyn BoundPlugin>, PluginError> {
        let compiled = &self.0;
        let named = |error: PluginError| error.of(&compiled.description);
        let limits = binding
            .limits
            .within(&compiled.options.limits())
            .map_err(named)?;
        let values = binding.parameters.iter();
        let values: Map<String, Value> = values
            .map(|(name, value)| (name.clone(), json(value)))
            .collect();
        let bound = Bound {
            compiled: compiled.clone(),
            parameters: Value::Object(values).to_string(),
            limits,
        };
        // A plugin that cannot start with its parameters is found out here, not by the first account.
        bound.start()?;
        Ok(Arc::new(bound))
    }
}

fn json(value: &Parameter) -> Value {
    match value {
        Parameter::Bool(bool) => Value::from(*bool),
        Parameter::Int(int) => Value::from(*int),
        Parameter::Float(float) => Value::from(*float),
        Parameter::Text(text) => Value::from(text.as_str()),
        Parameter::List(list) => list.iter().map(json).collect(),
        Parameter::Table(table) => table
            .iter()
            .map(|(name, value)| (name.clone(), json(value)))
            .collect(),
    }
}

struct Bound {
    compiled: Arc<Compiled>,
    parameters: String,
    limits: Limits,
}

impl fmt::Debug for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        named(f, "Bound", &self.compiled)
    }
}

impl Bound {
    fn start(&self) -> Result<Live, PluginError> {
        self.started()
            .map_err(|error| error.of(&self.compiled.description))
    }

    fn started(&self) -> Result<Live, PluginError> {
        let options = &self.compiled.options;
        let (mut store, exports) = started(&self.compiled.pre, options, &self.limits)?;
        rearm(&mut store, options, &self.limits, options.fuel_to_start)?;
        let scoring = exports.tenure_plugin_scoring();
        let answer = on_enough_stack(options, || {
            scoring.call_configure(&mut store, &self.parameters)
        });
        match answer {
            Ok(Ok(())) => Ok(Live { store, exports }),
            Ok(Err(text)) => Err(PluginError::new(PluginErrorKind::Parameters, text)),
            Err(error) => Err(fault::of_call(&error, store.data())),
        }
    }
}

impl BoundPlugin for Bound {
    fn instance(&self) -> Result<Box<dyn Instance>, PluginError> {
        let bound = Self {
            compiled: self.compiled.clone(),
            parameters: self.parameters.clone(),
            limits: self.limits,
        };
        let live = Some(bound.start()?);
        Ok(Box::new(Working { bound, live }))
    }
}

/// An instance with its memory.
struct Live {
    store: Store<State>,
    exports: Exports,
}

struct Working {
    bound: Bound,
    /// None after a trap, and where its memory had grown too far.
    live: Option<Live>,
}

impl fmt::Debug for Working {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        named(f, "Working", &self.bound.compiled)
    }
}

impl Instance for Working {
    fn score(&mut self, batch: &Batch<'_>, out: &mut Scored) -> Result<Usage, PluginError> {
        let rows = 0..batch.rows();
        let scored = self.run(batch, out);
        scored.map_err(|error| error.of(&self.bound.compiled.description).on_rows(rows))
    }
}

impl Working {
    fn run(&mut self, batch: &Batch<'_>, out: &mut Scored) -> Result<Usage, PluginError> {
        let options = &*self.bound.compiled.options;
        convert::check_size(batch, options.batch_bytes)?;
        let mut live = match self.live.take() {
            Some(live) => live,
            None => self.bound.start()?,
        };
        let fuel = self.bound.fuel(batch.rows());
        rearm(&mut live.store, options, &self.bound.limits, fuel)?;
        let Live { store, exports } = &mut live;
        let answer = convert::with(batch, |batch| {
            let scoring = exports.tenure_plugin_scoring();
            on_enough_stack(options, || scoring.call_score(&mut *store, batch))
        });
        let answer = answer.map_err(|error| fault::of_call(&error, store.data()))?;
        let usage = Usage {
            fuel: if options.fuel {
                fuel.saturating_sub(store.get_fuel().unwrap_or(0))
            } else {
                0
            },
            memory: store.data().memory as u64,
        };
        let answer = answer.map_err(|text| PluginError::new(PluginErrorKind::Trap, text));
        let full = usage.memory > options.recycle_kib.saturating_mul(1024);
        if answer.is_ok() && !full {
            self.live = Some(live);
        }
        convert::take(&answer?, out)?;
        Ok(usage)
    }
}

impl Bound {
    fn fuel(&self, rows: u32) -> u64 {
        let options = &self.compiled.options;
        let row = self.limits.fuel_per_row.unwrap_or(options.fuel_per_row);
        options
            .fuel_per_batch
            .saturating_add(row.saturating_mul(u64::from(rows)))
    }
}

/// A fresh instance in a store of its own.
pub(crate) fn started(
    pre: &PluginPre<State>,
    options: &HostOptions,
    limits: &Limits,
) -> Result<(Store<State>, Exports), PluginError> {
    let mut store = store::new(pre.engine(), options, limits);
    rearm(&mut store, options, limits, options.fuel_to_start)?;
    match on_enough_stack(options, || pre.instantiate(&mut store)) {
        Ok(exports) => Ok((store, exports)),
        Err(error) => Err(fault::of_start(&error, store.data())),
    }
}

fn rearm(
    store: &mut Store<State>,
    options: &HostOptions,
    limits: &Limits,
    fuel: u64,
) -> Result<(), PluginError> {
    store::arm(store, options, limits, fuel).map_err(|error| fault::internal(&error))
}

/// Calls into a plugin where the stack has room for all that it may use. A thread with a small stack of its own would
/// else end with the whole process.
pub(crate) fn on_enough_stack<R>(options: &HostOptions, call: impl FnOnce() -> R) -> R {
    let needed = options
        .stack_kib
        .saturating_mul(1024)
        .saturating_add(HOST_STACK);
    stacker::maybe_grow(needed, needed.saturating_add(HOST_STACK), call)
}
