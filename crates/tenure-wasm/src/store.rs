//! The store of an instance: what it may use, and what it used.

use tenure_core::plugin::Limits;
use wasmtime::component::{Linker, WasmStr};
use wasmtime::{Engine, ResourceLimiter, Store, StoreContextMut};

use crate::HostOptions;

/// What one call to the log costs, so that calling it is no way around the fuel.
const FUEL_PER_LINE: u64 = 1_000;

/// What belongs to one instance.
#[derive(Debug)]
pub(crate) struct State {
    memory_most: usize,
    table_most: usize,
    /// The memory that it has.
    pub(crate) memory: usize,
    /// Whether it was denied memory in this call.
    pub(crate) denied: bool,
    log_most: usize,
    /// What it noted in this call.
    pub(crate) log: String,
    fuel: bool,
}

impl State {
    /// Takes as much of a line as still fits; whole characters only.
    fn note(&mut self, line: &str) {
        let left = self.log_most.saturating_sub(self.log.len());
        let fits = |end: &usize| line.is_char_boundary(*end);
        let end = (0..=left.min(line.len())).rev().find(fits).unwrap_or(0);
        self.log.push_str(line.get(..end).unwrap_or_default());
        if self.log.len() < self.log_most {
            self.log.push('\n');
        }
    }
}

impl ResourceLimiter for State {
    fn memory_growing(
        &mut self,
        _: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let granted = desired <= self.memory_most;
        self.denied |= !granted;
        if granted {
            self.memory = self.memory.max(desired);
        }
        Ok(granted)
    }

    fn table_growing(
        &mut self,
        _: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let granted = desired <= self.table_most;
        self.denied |= !granted;
        Ok(granted)
    }

    fn instances(&self) -> usize {
        16
    }

    fn tables(&self) -> usize {
        8
    }

    fn memories(&self) -> usize {
        1
    }
}

/// A store within limits, which are the host's or lower.
pub(crate) fn new(engine: &Engine, options: &HostOptions, limits: &Limits) -> Store<State> {
    let kib = limits.memory_kib.unwrap_or(options.memory_kib);
    let state = State {
        memory_most: usize::try_from(kib.saturating_mul(1024)).unwrap_or(usize::MAX),
        table_most: options.table_elements,
        memory: 0,
        denied: false,
        log_most: options.log_bytes,
        log: String::new(),
        fuel: options.fuel,
    };
    let mut store = Store::new(engine, state);
    store.limiter(|state| state);
    store.set_hostcall_fuel(options.answer_bytes);
    store
}

/// Gives a store what one call may use.
pub(crate) fn arm(
    store: &mut Store<State>,
    options: &HostOptions,
    limits: &Limits,
    fuel: u64,
) -> wasmtime::Result<()> {
    store.data_mut().denied = false;
    store.data_mut().log.clear();
    if options.fuel {
        store.set_fuel(fuel)?;
    }
    if let Some(ticks) = options.ticks {
        store.set_epoch_deadline(ticks.within(limits.time_ms.unwrap_or(ticks.deadline_ms)));
    }
    Ok(())
}

/// Puts the log into a linker. There is nothing else to import.
pub(crate) fn offer(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    linker.instance("tenure:plugin/types@1.0.0")?;
    let mut host = linker.instance("tenure:plugin/host@1.0.0")?;
    host.func_wrap(
        "log",
        |mut store: StoreContextMut<'_, State>, (line,): (WasmStr,)| {
            if store.data().fuel {
                let left = store.get_fuel()?.checked_sub(FUEL_PER_LINE);
                store.set_fuel(left.ok_or(wasmtime::Trap::OutOfFuel)?)?;
            }
            // A line that does not fit is not even read.
            if store.data().log.len() < store.data().log_most {
                let line = line.to_str(&store)?.into_owned();
                store.data_mut().note(&line);
            }
            Ok(())
        },
    )
}
