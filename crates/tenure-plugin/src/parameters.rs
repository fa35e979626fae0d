//! Parameters: what a rulebook may set.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The value of a parameter, or a bound of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Setting {
    /// A whole number.
    Int(i64),
    /// A float.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// Text.
    Text(&'static str),
}

/// One parameter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Parameter {
    /// Its name, in snake_case.
    pub name: &'static str,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: crate::Type,
    /// What it is where the rulebook does not say. Without one the rulebook must.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Setting>,
    /// The least value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Setting>,
    /// The largest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Setting>,
    /// What it is for.
    pub text: &'static str,
}

/// The parameters of a plugin. Derive it with `#[derive(Parameters, Deserialize)]`; `()` has none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what its parameters are",
    note = "put `#[derive(Parameters, serde::Deserialize)]` over it"
)]
pub trait Parameters: DeserializeOwned {
    /// The parameters, in the order of the fields.
    const PARAMETERS: &'static [Parameter];

    /// Reads them from a JSON object.
    ///
    /// # Errors
    ///
    /// A text that names the parameter.
    fn read(json: &str) -> Result<Self, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }
}

impl Parameters for () {
    const PARAMETERS: &'static [Parameter] = &[];

    fn read(_: &str) -> Result<Self, String> {
        Ok(())
    }
}

/// What a parameter may be: `i64`, `f64`, `bool` or `String`.
#[diagnostic::on_unimplemented(
    message = "a parameter cannot be a `{Self}`",
    label = "is none of `i64`, `f64`, `bool`, `String`"
)]
pub trait FromSetting {
    /// The type of the parameter.
    const TYPE: crate::Type;
}

impl FromSetting for i64 {
    const TYPE: crate::Type = crate::Type::Int;
}

impl FromSetting for f64 {
    const TYPE: crate::Type = crate::Type::Float;
}

impl FromSetting for bool {
    const TYPE: crate::Type = crate::Type::Bool;
}

impl FromSetting for String {
    const TYPE: crate::Type = crate::Type::Text;
}
