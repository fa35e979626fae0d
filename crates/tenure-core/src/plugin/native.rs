//! Plugins written in Rust and compiled into the host.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use tenure_columns::Value;

use super::batch::{Batch, Input};
use super::description::Description;
use super::error::{PluginError, PluginErrorKind};
use super::limits::{Limits, Usage};
use super::parameters::Parameters;
use super::scored::Scored;
use super::{Binding, BoundPlugin, Instance, Plugin};
use crate::digest::digest_of;

/// What a native plugin does with one row.
pub type RowFunction =
    dyn Fn(&Row<'_>, &Parameters, &mut Verdict<'_>) -> Result<(), String> + Send + Sync;

/// A plugin made of a description and one function over one row.
///
/// ```
/// use tenure_core::plugin::{Code, Description, InputDef, NativePlugin};
/// use tenure_rules::SignalType;
///
/// let description = Description {
///     id: "late-payer".into(),
///     version: "1.0.0".into(),
///     dictionary: "^1.0".into(),
///     inputs: vec![InputDef { signal: "billing.overdue_days".into(), ty: SignalType::Int, required: true }],
///     reads_day: false,
///     reasons: vec![Code { code: "late".into(), texts: [("en".into(), "pays late".into())].into() }],
///     actions: Vec::new(),
///     parameters: Vec::new(),
///     max_points: 8,
/// };
/// let plugin = NativePlugin::new(description, "first build", |row, _, verdict| {
///     if row.int("billing.overdue_days").is_some_and(|days| days > 10) {
///         verdict.points("late", 8)?;
///     }
///     Ok(())
/// });
/// assert!(plugin.is_ok());
/// ```
#[derive(Clone)]
pub struct NativePlugin {
    description: Arc<Description>,
    digest: String,
    function: Arc<RowFunction>,
}

/// One row of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Row<'r> {
    description: &'r Description,
    inputs: &'r [Input<'r>],
    as_of: Option<NaiveDate>,
    row: usize,
}

/// What is said of one row.
#[derive(Debug)]
pub struct Verdict<'v> {
    description: &'v Description,
    out: &'v mut Scored,
    row: u32,
}

impl NativePlugin {
    /// A plugin of a description and a function. `build` names the build of the function: with id and version it makes
    /// the digest, so name another one whenever the function says something else.
    ///
    /// # Errors
    /// [`PluginErrorKind::Description`]: the description breaks the contract.
    pub fn new(
        description: Description,
        build: &str,
        function: impl Fn(&Row<'_>, &Parameters, &mut Verdict<'_>) -> Result<(), String>
        + Send
        + Sync
        + 'static,
    ) -> Result<Self, PluginError> {
        description.check()?;
        let name = format!("native {}@{} {build}", description.id, description.version);
        Ok(Self {
            digest: digest_of(name.as_bytes()),
            description: Arc::new(description),
            function: Arc::new(function),
        })
    }
}

impl fmt::Debug for NativePlugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Description { id, version, .. } = &*self.description;
        write!(f, "NativePlugin({id}@{version})")
    }
}

/// A native plugin with its parameters.
#[derive(Debug, Clone)]
struct Bound {
    plugin: NativePlugin,
    parameters: Parameters,
}

impl Plugin for NativePlugin {
    fn description(&self) -> &Description {
        &self.description
    }

    fn digest(&self) -> &str {
        &self.digest
    }

    fn bind(&self, binding: &Binding<'_>) -> Result<Arc<dyn BoundPlugin>, PluginError> {
        if *binding.limits != Limits::default() {
            let why = "nothing is counted of a native plugin; take its limits out";
            return Err(PluginError::new(PluginErrorKind::Limits, why).of(&self.description));
        }
        Ok(Arc::new(Bound {
            plugin: self.clone(),
            parameters: binding.parameters.clone(),
        }))
    }
}

impl BoundPlugin for Bound {
    fn instance(&self) -> Result<Box<dyn Instance>, PluginError> {
        Ok(Box::new(self.clone()))
    }
}

impl Instance for Bound {
    fn score(&mut self, batch: &Batch<'_>, out: &mut Scored) -> Result<Usage, PluginError> {
        let description = &*self.plugin.description;
        for row in 0..batch.rows() {
            let seen = Row {
                description,
                inputs: batch.inputs(),
                as_of: batch.as_of(),
                row: row as usize,
            };
            let mut verdict = Verdict {
                description,
                out: &mut *out,
                row,
            };
            if let Err(why) = (self.plugin.function)(&seen, &self.parameters, &mut verdict) {
                out.fail(row, PluginError::new(PluginErrorKind::Trap, why));
            }
        }
        out.sort();
        Ok(Usage::default())
    }
}

impl Row<'_> {
    /// The value of an input; `None` where it is not known, or was not declared.
    pub fn value(&self, signal: &str) -> Option<Value> {
        let place = self.description.input(signal)?;
        self.inputs.get(place)?.value(self.row)
    }

    /// The value of an int.
    pub fn int(&self, signal: &str) -> Option<i64> {
        match self.value(signal)? {
            Value::Int(int) => Some(int),
            Value::Float(_) | Value::Bool(_) | Value::Text(_) => None,
        }
    }

    /// The value of a float.
    pub fn float(&self, signal: &str) -> Option<f64> {
        match self.value(signal)? {
            Value::Float(float) => Some(float),
            Value::Int(_) | Value::Bool(_) | Value::Text(_) => None,
        }
    }

    /// The value of a truth.
    pub fn truth(&self, signal: &str) -> Option<bool> {
        match self.value(signal)? {
            Value::Bool(truth) => Some(truth),
            Value::Int(_) | Value::Float(_) | Value::Text(_) => None,
        }
    }

    /// The value of a text.
    pub fn text(&self, signal: &str) -> Option<Arc<str>> {
        match self.value(signal)? {
            Value::Text(text) => Some(text),
            Value::Int(_) | Value::Float(_) | Value::Bool(_) => None,
        }
    }

    /// The day of the decision, where the description says that it is read.
    pub fn as_of(&self) -> Option<NaiveDate> {
        self.as_of
    }
}

impl Verdict<'_> {
    /// Gives points under a reason; none where they are 0.
    ///
    /// # Errors
    /// The description has no such reason.
    pub fn points(&mut self, reason: &str, points: i32) -> Result<(), String> {
        let known = self.description.reason(reason);
        let code = known.ok_or_else(|| format!("there is no reason `{reason}`"))?;
        if points != 0 {
            self.out.give(self.row, code, points);
        }
        Ok(())
    }

    /// Proposes an action.
    ///
    /// # Errors
    /// The description has no such action.
    pub fn propose(&mut self, action: &str) -> Result<(), String> {
        let known = self.description.action(action);
        let code = known.ok_or_else(|| format!("there is no action `{action}`"))?;
        self.out.propose(self.row, code);
        Ok(())
    }
}
