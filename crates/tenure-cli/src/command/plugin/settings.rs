//! Parameters of a plugin, as they are set by the arguments.

use tenure::plugin::{Description, Parameters};
use tenure::rulebook::Parameter;
use tenure::signals::SignalType;

use crate::failure::Failure;

/// The parameters that were set, by the types of the description; whether they fit is checked where they are taken.
///
/// # Errors
/// A setting that sets nothing.
pub(super) fn given(description: &Description, set: &[String]) -> Result<Parameters, Failure> {
    let mut given = Parameters::new();
    for setting in set {
        let Some((name, value)) = setting.split_once('=') else {
            return Err(Failure::Refused(format!(
                "`{setting}` sets nothing: write `name=value`"
            )));
        };
        let mut known = description.parameters.iter();
        let ty = known.find(|known| known.name == name).map(|known| known.ty);
        given.insert(name.to_owned(), parameter(ty, value));
    }
    Ok(given)
}

/// A value by its type; what does not fit stays a text, which is refused with its name.
fn parameter(ty: Option<SignalType>, value: &str) -> Parameter {
    let read = match ty {
        Some(SignalType::Int) => value.parse().ok().map(Parameter::Int),
        Some(SignalType::Float) => value.parse().ok().map(Parameter::Float),
        Some(SignalType::Bool) => value.parse().ok().map(Parameter::Bool),
        Some(SignalType::Text) | None => None,
    };
    read.unwrap_or_else(|| Parameter::Text(value.to_owned()))
}
