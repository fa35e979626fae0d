//! A plugin of the guest crate, compiled into the host.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use tenure_core::plugin::{
    Batch, Binding, BoundPlugin, Code, Description, Input, InputDef, Instance, ParameterDef,
    Plugin, PluginError, PluginErrorKind, Scored, Usage, Values,
};
use tenure_plugin::{Column, Day, Rule, configure, score_batch};
use tenure_rules::{Number, Parameter};

/// A rule, under the description that its twin has: that it describes itself in the same words is a test of its own.
pub(super) struct Native<T> {
    description: Description,
    rule: PhantomData<fn() -> T>,
}

impl<T> Native<T> {
    pub(super) fn like(twin: &dyn Plugin) -> Self {
        let (description, rule) = (twin.description().clone(), PhantomData);
        Self { description, rule }
    }
}

impl<T> fmt::Debug for Native<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Native({})", self.description.id)
    }
}

impl<T: Rule + 'static> Plugin for Native<T> {
    fn description(&self) -> &Description {
        &self.description
    }

    fn digest(&self) -> &str {
        "0123456789abcdef0123456789abcdef"
    }

    fn bind(&self, binding: &Binding<'_>) -> Result<Arc<dyn BoundPlugin>, PluginError> {
        let values = binding.parameters.iter();
        let values: Map<String, Value> = values
            .map(|(name, value)| (name.clone(), setting(value)))
            .collect();
        Ok(Arc::new(Bound::<T>(
            Value::Object(values).to_string(),
            PhantomData,
        )))
    }
}

/// With its parameters, as JSON.
struct Bound<T>(String, PhantomData<fn() -> T>);

impl<T> fmt::Debug for Bound<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bound({})", self.0)
    }
}

impl<T: Rule + 'static> BoundPlugin for Bound<T> {
    fn instance(&self) -> Result<Box<dyn Instance>, PluginError> {
        Ok(Box::new(Self(self.0.clone(), PhantomData)))
    }
}

impl<T: Rule + 'static> Instance for Bound<T> {
    fn score(&mut self, batch: &Batch<'_>, out: &mut Scored) -> Result<Usage, PluginError> {
        let trap = |why: String| PluginError::new(PluginErrorKind::Trap, why);
        let days = batch.as_of().map(|day| {
            day.signed_duration_since(chrono::NaiveDate::default())
                .num_days()
        });
        let sent = tenure_plugin::Batch {
            as_of: days.map(|days| Day::from_epoch(days as i32)),
            rows: batch.rows(),
            columns: batch.inputs().iter().map(column).collect(),
        };
        let parameters = configure::<T>(&self.0).map_err(trap)?;
        let said = score_batch::<T>(&sent, &parameters).map_err(trap)?;
        let points = said.point_rows.iter().zip(&said.point_reasons);
        points
            .zip(&said.points)
            .for_each(|((row, reason), points)| out.give(*row, *reason, *points));
        let proposals = said.proposal_rows.iter().zip(&said.proposal_actions);
        proposals.for_each(|(row, action)| out.propose(*row, *action));
        Ok(Usage::default())
    }
}

fn column(input: &Input<'_>) -> Column {
    let values = match input.values {
        Values::Int(values) => tenure_plugin::Values::Int(values.to_vec()),
        Values::Float(values) => tenure_plugin::Values::Float(values.to_vec()),
        Values::Bool(values) => tenure_plugin::Values::Bool(values.to_vec()),
        Values::Text { codes, dictionary } => tenure_plugin::Values::Text {
            codes: codes.to_vec(),
            dictionary: dictionary.iter().map(ToString::to_string).collect(),
        },
    };
    let known = input.known.map(<[u64]>::to_vec);
    Column { values, known }
}

fn setting(value: &Parameter) -> Value {
    match value {
        Parameter::Bool(bool) => json!(bool),
        Parameter::Int(int) => json!(int),
        Parameter::Float(float) => json!(float),
        Parameter::Text(text) => json!(text),
        Parameter::List(_) | Parameter::Table(_) => panic!("no parameter of a plugin is a list"),
    }
}

/// A description in the words in which a rule tells its own.
pub(super) fn in_words(description: &Description) -> Value {
    let input = |input: &InputDef| json!({"name": input.signal, "type": input.ty.as_str(), "required": input.required});
    let code = |code: &Code| json!({"code": code.code, "text": code.texts});
    json!({
        "id": description.id,
        "version": description.version,
        "dictionary": description.dictionary,
        "max_points": description.max_points,
        "reads_day": description.reads_day,
        "inputs": description.inputs.iter().map(input).collect::<Vec<_>>(),
        "reasons": description.reasons.iter().map(code).collect::<Vec<_>>(),
        "actions": description.actions.iter().map(code).collect::<Vec<_>>(),
        "parameters": description.parameters.iter().map(parameter).collect::<Vec<_>>(),
    })
}

fn parameter(parameter: &ParameterDef) -> Value {
    let bound = |number: &Number| match number {
        Number::Int(int) => json!(int),
        Number::Float(float) => json!(float),
    };
    let mut told = Map::from_iter([
        ("name".to_owned(), json!(parameter.name)),
        ("type".to_owned(), json!(parameter.ty.as_str())),
        ("text".to_owned(), json!(parameter.doc)),
    ]);
    let given = [
        ("default", parameter.default.as_ref().map(setting)),
        ("min", parameter.min.as_ref().map(bound)),
        ("max", parameter.max.as_ref().map(bound)),
    ];
    let given = given
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    told.extend(given);
    Value::Object(told)
}
