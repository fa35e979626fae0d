//! What a rulebook can set of a plugin.

use std::collections::BTreeMap;

use tenure_rules::{Number, Parameter, SignalType, nearest};

use super::description::Description;
use super::error::{PluginError, PluginErrorKind};

/// The most parameters of a plugin.
pub const MAX_PARAMETERS: usize = 64;

/// Values by the names of parameters.
pub type Parameters = BTreeMap<String, Parameter>;

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterDef {
    /// Its name: small letters, digits and underscores, from a letter on.
    pub name: String,
    /// The type of its value.
    pub ty: SignalType,
    /// Its value where the rulebook gives none; without it the rulebook must.
    pub default: Option<Parameter>,
    /// The least number, for an int or a float.
    pub min: Option<Number>,
    /// The largest number, for an int or a float.
    pub max: Option<Number>,
    /// One line for people.
    pub doc: String,
}

impl ParameterDef {
    /// Whether it is sound: its name, its range, and its default within it.
    pub(super) fn check(&self) -> Result<(), String> {
        let first = self
            .name
            .starts_with(|first: char| first.is_ascii_lowercase());
        let rest = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !first || self.name.len() > 64 || !self.name.bytes().all(rest) {
            let told: String = self.name.chars().take(80).collect();
            return Err(format!(
                "the parameter `{told}` is not made of small letters, digits and underscores, such as `grace_days`"
            ));
        }
        let is_number = matches!(self.ty, SignalType::Int | SignalType::Float);
        if !is_number && (self.min.is_some() || self.max.is_some()) {
            return Err(format!(
                "the parameter `{}` is no number, and has a range; take `min` and `max` out",
                self.name
            ));
        }
        match &self.default {
            Some(default) => self
                .take(default)
                .map(drop)
                .map_err(|why| format!("the default: {why}")),
            None => Ok(()),
        }
    }

    /// A value of this parameter's type and range; an int does for a float.
    fn take(&self, given: &Parameter) -> Result<Parameter, String> {
        let name = &self.name;
        let value = match (self.ty, given) {
            (SignalType::Int, Parameter::Int(_))
            | (SignalType::Float, Parameter::Float(_))
            | (SignalType::Bool, Parameter::Bool(_))
            | (SignalType::Text, Parameter::Text(_)) => given.clone(),
            (SignalType::Float, Parameter::Int(int)) => Parameter::Float(*int as f64),
            (ty, _) => {
                return Err(format!(
                    "`{name}` is of type {}, and the value given is {}",
                    ty.as_str(),
                    kind(given)
                ));
            }
        };
        if let Parameter::Float(float) = value
            && !float.is_finite()
        {
            return Err(format!("`{name}` is not a finite number"));
        }
        self.in_range(&value)?;
        Ok(value)
    }

    fn in_range(&self, value: &Parameter) -> Result<(), String> {
        let below = |limit: Number| match (value, limit) {
            (Parameter::Int(value), Number::Int(limit)) => *value < limit,
            (value, limit) => number(value) < Some(float(limit)),
        };
        let above = |limit: Number| match (value, limit) {
            (Parameter::Int(value), Number::Int(limit)) => *value > limit,
            (value, limit) => number(value) > Some(float(limit)),
        };
        if let Some(min) = self.min.filter(|min| below(*min)) {
            return Err(format!(
                "`{}` is below its least value {}",
                self.name,
                float(min)
            ));
        }
        if let Some(max) = self.max.filter(|max| above(*max)) {
            return Err(format!(
                "`{}` is above its largest value {}",
                self.name,
                float(max)
            ));
        }
        Ok(())
    }
}

/// The value as a float, for comparisons with a range; `None` for what has none.
fn number(value: &Parameter) -> Option<f64> {
    match value {
        Parameter::Int(int) => Some(*int as f64),
        Parameter::Float(float) => Some(*float),
        Parameter::Bool(_) | Parameter::Text(_) | Parameter::List(_) | Parameter::Table(_) => None,
    }
}

fn float(number: Number) -> f64 {
    match number {
        Number::Int(int) => int as f64,
        Number::Float(float) => float,
    }
}

fn kind(value: &Parameter) -> &'static str {
    match value {
        Parameter::Bool(_) => "a bool",
        Parameter::Int(_) => "an int",
        Parameter::Float(_) => "a float",
        Parameter::Text(_) => "a text",
        Parameter::List(_) => "a list",
        Parameter::Table(_) => "a table",
    }
}

impl Description {
    /// A value for each parameter: those given, else the defaults.
    ///
    /// # Errors
    /// [`PluginErrorKind::Parameters`]: one is not a parameter of the plugin (the nearest is named), of another type, out
    /// of its range, or missing.
    pub fn parameters(&self, given: &Parameters) -> Result<Parameters, PluginError> {
        self.values(given)
            .map_err(|why| PluginError::new(PluginErrorKind::Parameters, why).of(self))
    }

    fn values(&self, given: &Parameters) -> Result<Parameters, String> {
        let names = || {
            self.parameters
                .iter()
                .map(|parameter| parameter.name.as_str())
        };
        if let Some(odd) = given
            .keys()
            .find(|name| !names().any(|known| known == *name))
        {
            return Err(match (nearest(odd, names()), self.parameters.is_empty()) {
                (Some(near), _) => format!("it has no parameter `{odd}`; did you mean `{near}`?"),
                (None, true) => format!("it has no parameter `{odd}`, nor any other"),
                (None, false) => {
                    format!(
                        "it has no parameter `{odd}`; it has {}",
                        names().collect::<Vec<_>>().join(", ")
                    )
                }
            });
        }
        let mut values = Parameters::new();
        for parameter in &self.parameters {
            let value = match (given.get(&parameter.name), &parameter.default) {
                (Some(given), _) => parameter.take(given)?,
                (None, Some(default)) => parameter.take(default)?,
                (None, None) => {
                    return Err(format!(
                        "`{}` has no default; give it under `parameters`",
                        parameter.name
                    ));
                }
            };
            values.insert(parameter.name.clone(), value);
        }
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn description(parameters: Vec<ParameterDef>) -> Description {
        Description {
            id: "p".into(),
            version: "1.0.0".into(),
            dictionary: "^1.0".into(),
            inputs: Vec::new(),
            reads_day: false,
            reasons: Vec::new(),
            actions: Vec::new(),
            parameters,
            max_points: 0,
        }
    }

    fn grace() -> ParameterDef {
        ParameterDef {
            name: "grace_days".into(),
            ty: SignalType::Int,
            default: Some(Parameter::Int(10)),
            min: Some(Number::Int(0)),
            max: Some(Number::Int(90)),
            doc: "days".into(),
        }
    }

    #[test]
    fn defaults_are_filled_in_and_ints_do_for_floats() {
        let share = ParameterDef {
            name: "share".into(),
            ty: SignalType::Float,
            default: None,
            min: None,
            max: None,
            doc: String::new(),
        };
        let description = description(vec![grace(), share]);
        description.check().unwrap();
        let given = Parameters::from([("share".into(), Parameter::Int(2))]);
        let values = description.parameters(&given).unwrap();
        assert_eq!(values["grace_days"], Parameter::Int(10));
        assert_eq!(values["share"], Parameter::Float(2.0));
        let error = description.parameters(&Parameters::new()).unwrap_err();
        assert!(
            error.to_string().contains("`share` has no default"),
            "{error}"
        );
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let description = description(vec![grace()]);
        let cases = [
            ("grace_day", Parameter::Int(1), "did you mean `grace_days`?"),
            ("grace_days", Parameter::Int(-1), "below its least value 0"),
            (
                "grace_days",
                Parameter::Int(91),
                "above its largest value 90",
            ),
            (
                "grace_days",
                Parameter::Text("x".into()),
                "of type int, and the value given is a text",
            ),
        ];
        for (name, value, said) in cases {
            let error = description
                .parameters(&Parameters::from([(name.into(), value)]))
                .unwrap_err();
            assert_eq!(error.kind(), PluginErrorKind::Parameters);
            assert!(error.to_string().contains(said), "{error}");
        }
    }

    #[test]
    fn a_parameter_that_refuses_its_own_default_is_no_parameter() {
        let broken = ParameterDef {
            default: Some(Parameter::Int(91)),
            ..grace()
        };
        assert!(
            description(vec![broken])
                .check()
                .unwrap_err()
                .to_string()
                .contains("the default")
        );
        let ranged = ParameterDef {
            ty: SignalType::Text,
            default: None,
            ..grace()
        };
        assert!(
            description(vec![ranged])
                .check()
                .unwrap_err()
                .to_string()
                .contains("is no number")
        );
    }
}
