//! Rules that other people write: one contract for native Rust, scripts and WASM.
//!
//! A [`Plugin`] is what was loaded: it [describes](Description) itself once. Bound to a rulebook's `[[plugin]]` with its
//! parameters and limits it is a [`BoundPlugin`], shared between threads. A session makes an [`Instance`] of it, hands it
//! a [`Batch`] of rows of the signals that it declared, and gets points under reason codes and proposals under action
//! codes back, in a [`Scored`].
//!
//! A plugin sees only what it declared. It keeps nothing between rows or batches: splitting or permuting a batch changes
//! no answer. What it says is checked before it counts; a breach is an error of that plugin, never a score.

mod batch;
mod description;
mod error;
mod gather;
mod limits;
mod native;
mod parameters;
mod run;
mod scored;
pub mod script;
mod version;

use std::fmt::Debug;
use std::sync::Arc;

pub use batch::{Batch, Input, MAX_ROWS, Values};
pub use description::{Code, Description, InputDef, MAX_CODES, MAX_INPUTS, MAX_POINTS};
pub use error::{Excerpt, MAX_ERROR_TEXT, PluginError, PluginErrorKind};
pub use gather::BatchBuffer;
pub use limits::{Limits, Usage};
pub use native::{NativePlugin, Row, RowFunction, Verdict};
pub use parameters::{MAX_PARAMETERS, ParameterDef, Parameters};
pub use run::{RowVerdict, Runner};
pub use scored::{Failure, Point, Proposal, Scored};
pub use version::{Requirement, Version};

/// What a plugin is bound with.
#[derive(Debug, Clone, Copy)]
pub struct Binding<'b> {
    /// Its name in the rulebook, which contributions and errors tell.
    pub id: &'b str,
    /// A value for each parameter of the description, defaults filled in, types and ranges checked.
    pub parameters: &'b Parameters,
    /// What the rulebook allows; a plugin refuses limits above its host's.
    pub limits: &'b Limits,
}

/// A plugin as it was loaded. Frozen; shared between threads.
pub trait Plugin: Debug + Send + Sync {
    /// What it reads and says. The same each time.
    fn description(&self) -> &Description;

    /// The digest of the bytes that it was loaded from: 32 hex digits, as [`digest_of`](crate::digest::digest_of) gives
    /// them. Decisions name it.
    fn digest(&self) -> &str;

    /// Takes its parameters and limits.
    ///
    /// # Errors
    /// The plugin refuses its parameters ([`PluginErrorKind::Parameters`]) or the limits
    /// ([`PluginErrorKind::Limits`]), or fails as in [`Instance::score`].
    fn bind(&self, binding: &Binding<'_>) -> Result<Arc<dyn BoundPlugin>, PluginError>;
}

/// A plugin with its parameters and limits. Frozen; shared between threads.
pub trait BoundPlugin: Debug + Send + Sync {
    /// Makes an instance, for one thread.
    ///
    /// # Errors
    /// As [`Instance::score`]; there are no rows to it.
    fn instance(&self) -> Result<Box<dyn Instance>, PluginError>;
}

/// A plugin at work in one session: memory of its own, reused from batch to batch. After an error it is dropped, and made
/// anew.
pub trait Instance: Debug + Send {
    /// Scores a batch. `out` comes in empty; what is in it after an error is thrown away.
    ///
    /// A plugin that can tell which row failed says so with [`Scored::fail`] and goes on: the other rows keep what they
    /// were given. One that cannot fails the batch, and the host splits it to find the row.
    ///
    /// # Errors
    /// By kind: it trapped, ran out of fuel, time, memory or stack, or said what it may not say.
    fn score(&mut self, batch: &Batch<'_>, out: &mut Scored) -> Result<Usage, PluginError>;
}
