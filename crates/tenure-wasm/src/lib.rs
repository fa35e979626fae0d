//! Scoring plugins as WASM components, run under limits that hold.
//!
//! A [`WasmHost`] compiles components and keeps what it compiled. What it loads is a
//! [`Plugin`](tenure_core::plugin::Plugin) like any other:
//!
//! ```no_run
//! use tenure_wasm::{HostOptions, WasmHost};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let host = WasmHost::new(HostOptions::default())?;
//! let plugin = host.load(&std::fs::read("late_payer.wasm")?)?;
//! # Ok(())
//! # }
//! ```
//!
//! # What holds
//!
//! - A component is looked at before it is compiled. One of more than 2 MiB is refused, one that imports anything but
//!   the host's log, one that uses a feature that is off (threads, 64-bit memories, several memories, relaxed SIMD,
//!   garbage collection, exceptions, tail calls), and one whose functions are too many or too long.
//! - It has a memory of at most 32 MiB, tables of at most 10,000 elements and a stack of 256 KiB. Fuel is counted, the
//!   same on every machine: what a batch may use hangs on its rows. The host may count time besides, or instead.
//! - Its floats have one NaN. There is no clock, no random number, no file, no network: no WASI.
//! - What it says is copied out, at most 4 MiB at a time; lines of its log are cut after 1 KiB in a batch.
//! - After a trap its memory is thrown away.
//!
//! # What the host's process sees
//!
//! No signal handler is installed unless [`HostOptions::signal_handlers`] asks for it: such handlers belong to the
//! process, not to a library. No thread is started; whoever wants a deadline in time calls [`WasmHost::tick`] from a
//! timer of his own. Compiled code is kept in memory only, under the digest of the component's bytes: nothing that was
//! compiled elsewhere is ever loaded.

mod bindings;
#[cfg(feature = "encode")]
mod component;
mod convert;
mod costs;
mod description;
mod fault;
mod host;
mod options;
mod plugin;
mod screen;
mod store;

#[cfg(feature = "encode")]
pub use component::{WIT, component_of};
pub use host::WasmHost;
pub use options::{HostOptions, Ticks};
pub use plugin::WasmPlugin;
pub use screen::{Inspected, inspect};
