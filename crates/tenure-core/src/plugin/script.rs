//! Script plugins: a header of what is read and said, and one function over one account, in rhai.
//!
//! ```text
//! /*---
//! id = "late-payer"
//! version = "1.0.0"
//! dictionary = "^1.0"
//! max_points = 12
//!
//! [inputs]                                  # a `?` marks what may be unknown
//! billing.overdue_days = "int"
//! satisfaction.score = "float?"
//!
//! [reasons.late]
//! en = "an invoice is {billing.overdue_days} days overdue"
//!
//! [actions.call]
//! en = "Call about the open invoice"
//!
//! [parameters.grace_days]
//! type = "int"
//! default = 10
//! ---*/
//!
//! fn score(a) {
//!     if a.billing.overdue_days > a.parameters.grace_days {
//!         points("late", 12);
//!         propose("call");
//!     }
//! }
//! ```
//!
//! `a` has the declared signals under their names, the parameters under `a.parameters`, and, with `reads_day = true`, the
//! day as `a.day.year`, `.month`, `.day`, `.ordinal` (from 1) and `.weekday` (Monday is 1). What is not known is `()`.
//! `points(reason, n)` adds points under a reason, `propose(action)` proposes an action.
//!
//! A script has no clock, no files, no `eval`, no modules, no closures and no printing; its operations, depth, calls,
//! variables, texts and lists are bounded. What it may call is [`functions`].

mod error;
mod functions;
mod header;
mod host;
mod instance;
mod limits;
mod mistakes;
mod paths;

use std::fmt;
use std::sync::Arc;

use rhai::AST;
use rhai::grain::{Compiler, SharedProgram};

use super::description::Description;
use super::error::{PluginError, PluginErrorKind};
use super::limits::Limits;
use super::{Binding, BoundPlugin, Instance, Parameters, Plugin};
use crate::digest::digest_of;
use error::Source;
use instance::ScriptInstance;
use paths::Flat;

pub use functions::functions;
pub use limits::{FUEL_PER_ROW, LONGEST_SCRIPT};

/// The name of the function over one account.
const FUNCTION: &str = "score";

/// A script, read and compiled. Frozen; shared between threads.
#[derive(Clone)]
pub struct ScriptPlugin(Arc<Script>);

/// What a script was compiled to.
struct Script {
    source: Source,
    description: Description,
    digest: String,
    ast: AST,
    program: SharedProgram,
    /// The slots of what the entry takes besides the account.
    arguments: Vec<usize>,
}

/// By what a script is run. Both give the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Machine {
    /// rhai's virtual machine, over bytecode.
    #[default]
    Bytecode,
    /// rhai's interpreter, over the tree.
    Tree,
}

impl ScriptPlugin {
    /// Reads a script; `name` is its file, for errors.
    ///
    /// # Errors
    /// [`PluginErrorKind::Compile`]: it is longer than [`LONGEST_SCRIPT`], cannot be read, or is more than functions, one
    /// of which is `score(a)`. [`PluginErrorKind::Description`]: its header is missing or wrong. Both with the line.
    pub fn parse(name: &str, text: &str) -> Result<Self, PluginError> {
        if text.len() > LONGEST_SCRIPT {
            let why = format!(
                "`{name}` has {} bytes; a script has at most {LONGEST_SCRIPT}",
                text.len()
            );
            return Err(PluginError::new(PluginErrorKind::Compile, why));
        }
        limits::with_stack(|| Self::read(name, text))
    }

    fn read(name: &str, text: &str) -> Result<Self, PluginError> {
        let mut source = Source::new(name, text);
        let (description, body) = header::read(&source)?;
        description.check()?;
        let ast = host::parse(&source, &body).map_err(|error| error.of(&description))?;
        let (ast, arguments) = match flattened(&description, &body) {
            Some((flat, ast)) => {
                source.widened = Some(flat.widened);
                (ast, flat.slots)
            }
            None => (ast, Vec::new()),
        };
        let program = Compiler::new().compile(&ast).into_shared();
        Ok(Self(Arc::new(Script {
            digest: digest_of(text.as_bytes()),
            source,
            description,
            ast,
            program,
            arguments,
        })))
    }

    /// What would stop it on the rows that come so far, found without running it: reason and action codes, signals and
    /// parameters that were not declared, and functions that are not there. In the order of the text, each with its place.
    /// What is read by way of variables is not looked at.
    pub fn mistakes(&self) -> Vec<PluginError> {
        let Script {
            source,
            description,
            ast,
            ..
        } = &*self.0;
        limits::with_stack(|| mistakes::find(source, description, ast))
    }

    /// Binds it to be run by a machine; [`Plugin::bind`] takes the default one.
    ///
    /// # Errors
    /// As [`Plugin::bind`].
    pub fn bind_to(
        &self,
        machine: Machine,
        binding: &Binding<'_>,
    ) -> Result<Arc<dyn BoundPlugin>, PluginError> {
        let limits = script_limits(binding.limits).map_err(|error| error.of(self.description()))?;
        Ok(Arc::new(BoundScript {
            script: self.0.clone(),
            machine,
            parameters: binding.parameters.clone(),
            fuel: limits,
        }))
    }
}

/// The same script with what it reads as arguments of its entry, where that changes nothing else.
fn flattened(description: &Description, body: &str) -> Option<(Flat, AST)> {
    let flat = paths::flatten(&host::bare(), body, &instance::slots(description))?;
    let ast = host::compile(&flat.text).ok()?;
    Some((flat, ast))
}

/// The operations of a row.
fn script_limits(asked: &Limits) -> Result<u64, PluginError> {
    for (name, asked) in [("memory_kib", asked.memory_kib), ("time_ms", asked.time_ms)] {
        if asked.is_some() {
            let why = format!(
                "a script is held by its operations and fixed sizes; take `{name}` out, or lower `fuel_per_row`"
            );
            return Err(PluginError::new(PluginErrorKind::Limits, why));
        }
    }
    let host = Limits {
        fuel_per_row: Some(FUEL_PER_ROW),
        ..Limits::default()
    };
    Ok(asked.within(&host)?.fuel_per_row.unwrap_or(FUEL_PER_ROW))
}

impl fmt::Debug for ScriptPlugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Description { id, version, .. } = &self.0.description;
        write!(f, "ScriptPlugin({id}@{version})")
    }
}

impl Plugin for ScriptPlugin {
    fn description(&self) -> &Description {
        &self.0.description
    }

    fn digest(&self) -> &str {
        &self.0.digest
    }

    fn bind(&self, binding: &Binding<'_>) -> Result<Arc<dyn BoundPlugin>, PluginError> {
        self.bind_to(Machine::default(), binding)
    }
}

/// A script with its parameters.
struct BoundScript {
    script: Arc<Script>,
    machine: Machine,
    parameters: Parameters,
    /// Operations of a row.
    fuel: u64,
}

impl fmt::Debug for BoundScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BoundScript({})", self.script.description.id)
    }
}

impl BoundPlugin for BoundScript {
    fn instance(&self) -> Result<Box<dyn Instance>, PluginError> {
        let Self {
            script,
            machine,
            parameters,
            fuel,
        } = self;
        Ok(Box::new(ScriptInstance::new(
            script.clone(),
            *machine,
            parameters,
            *fuel,
        )))
    }
}

#[cfg(test)]
mod tests;
