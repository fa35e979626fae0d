//! What a host allows.

use tenure_core::plugin::Limits;

/// What a host allows each plugin, and how it runs them. The defaults hold back plugins of people that nobody trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostOptions {
    /// The largest component, in bytes: 2 MiB.
    pub component_bytes: usize,
    /// The most memory of an instance, in KiB: 32 MiB.
    pub memory_kib: u64,
    /// An instance whose memory has grown beyond this, in KiB, is made anew before the next batch: 24 MiB.
    pub recycle_kib: u64,
    /// The most elements of a table: 10,000.
    pub table_elements: usize,
    /// The deepest stack, in KiB: 256.
    pub stack_kib: usize,
    /// The most bytes that one batch sends: 1 MiB.
    pub batch_bytes: usize,
    /// The most bytes that a plugin says at a time: 4 MiB.
    pub answer_bytes: usize,
    /// The most bytes of a batch's log: 1 KiB.
    pub log_bytes: usize,
    /// Whether fuel is counted: yes. It makes a limit the same on every machine.
    pub fuel: bool,
    /// Fuel for a batch, besides that of its rows: 1 million.
    pub fuel_per_batch: u64,
    /// Fuel for each row: 20,000.
    pub fuel_per_row: u64,
    /// Fuel for starting, describing and configuring, each: 10 million.
    pub fuel_to_start: u64,
    /// A deadline in time; none, as long as the host does not keep one.
    pub ticks: Option<Ticks>,
    /// How many instances stand ready in a pool that is set aside at once; none: each is made when it is needed. More
    /// instances than the pool has at a time are refused.
    pub pool: Option<u32>,
    /// Whether bounds of memory are watched by handlers of the process's signals: no. It is faster by a part of the
    /// memory accesses; the handlers are installed for the whole process.
    pub signal_handlers: bool,
    /// How many compiled components are kept, with their bytes: 64.
    pub cached: usize,
}

/// A deadline in ticks, which the host gives by [`WasmHost::tick`](crate::WasmHost::tick).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticks {
    /// The milliseconds from one tick to the next.
    pub every_ms: u64,
    /// The most milliseconds of a call; it ends with the tick after.
    pub deadline_ms: u64,
}

impl Ticks {
    /// How many ticks a deadline stands for: the tick that is under way does not count.
    pub(crate) fn within(self, deadline_ms: u64) -> u64 {
        deadline_ms.div_ceil(self.every_ms.max(1)) + 1
    }
}

impl Default for HostOptions {
    fn default() -> Self {
        Self {
            component_bytes: 2 << 20,
            memory_kib: 32 << 10,
            recycle_kib: 24 << 10,
            table_elements: 10_000,
            stack_kib: 256,
            batch_bytes: 1 << 20,
            answer_bytes: 4 << 20,
            log_bytes: 1 << 10,
            fuel: true,
            fuel_per_batch: 1_000_000,
            fuel_per_row: 20_000,
            fuel_to_start: 10_000_000,
            ticks: None,
            pool: None,
            signal_handlers: false,
            cached: 64,
        }
    }
}

impl HostOptions {
    /// The limits that a rulebook may lower.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            fuel_per_row: self.fuel.then_some(self.fuel_per_row),
            memory_kib: Some(self.memory_kib),
            time_ms: self.ticks.map(|ticks| ticks.deadline_ms),
        }
    }
}
