//! The header of a script: TOML between `/*---` and `---*/`, before the first function.

use std::collections::BTreeMap;

use serde::Deserialize;
use tenure_rules::{Number, Parameter, SignalType, Texts};
use toml::Spanned;

use super::error::Source;
use crate::plugin::description::{Code, Description, InputDef};
use crate::plugin::error::{PluginError, PluginErrorKind};
use crate::plugin::parameters::ParameterDef;

const OPEN: &str = "/*---";
const CLOSE: &str = "---*/";

/// A header as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    id: String,
    version: String,
    dictionary: String,
    #[serde(default)]
    max_points: i32,
    #[serde(default)]
    reads_day: bool,
    #[serde(default)]
    inputs: BTreeMap<String, BTreeMap<String, Spanned<String>>>,
    #[serde(default)]
    reasons: BTreeMap<String, Spanned<Texts>>,
    #[serde(default)]
    actions: BTreeMap<String, Spanned<Texts>>,
    #[serde(default)]
    parameters: BTreeMap<String, Spanned<ParameterHeader>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterHeader {
    #[serde(rename = "type")]
    ty: String,
    default: Option<Scalar>,
    min: Option<Scalar>,
    max: Option<Scalar>,
    #[serde(default)]
    doc: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Scalar {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
}

/// The description of a script, and its text with the header blanked out.
pub(super) fn read(source: &Source) -> Result<(Description, String), PluginError> {
    let text = &source.text;
    let start = text.len()
        - text
            .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
            .len();
    let inner = text.get(start..).and_then(|rest| rest.strip_prefix(OPEN));
    let Some((header, _)) = inner.and_then(|inner| inner.split_once(CLOSE)) else {
        let why = "a script begins with its header: TOML between `/*---` and `---*/`";
        return Err(wrong(why).at(source.at(1, 1)));
    };
    let first = start + OPEN.len();
    let parsed: Header = toml::from_str(header).map_err(|error| {
        let byte = error.span().map_or(0, |span| span.start);
        wrong(error.message().to_owned()).at(source.at_byte(first + byte))
    })?;
    let description = parsed
        .describe()
        .map_err(|(byte, why)| wrong(why).at(source.at_byte(first + byte)))?;
    let end = first + header.len() + CLOSE.len();
    Ok((description, blanked(text, end)))
}

fn wrong(why: impl Into<String>) -> PluginError {
    PluginError::new(PluginErrorKind::Description, why)
}

/// The text with blanks for everything before a byte, line by line, so that places stay what they are.
fn blanked(text: &str, end: usize) -> String {
    let (head, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let blank = head.chars().map(|c| if c == '\n' { '\n' } else { ' ' });
    blank.chain(rest.chars()).collect()
}

impl Header {
    /// The description, or what is wrong with the header and at which byte of it.
    fn describe(self) -> Result<Description, (usize, String)> {
        let inputs = self.inputs.into_iter().flat_map(|(space, names)| {
            let names = names.into_iter();
            names.map(move |(name, ty)| (format!("{space}.{name}"), ty))
        });
        let inputs =
            as_written(inputs).map(|(at, signal, ty)| input(signal, &ty).map_err(|why| (at, why)));
        let parameters = as_written(self.parameters)
            .map(|(at, name, header)| header.describe(name).map_err(|why| (at, why)));
        Ok(Description {
            id: self.id,
            version: self.version,
            dictionary: self.dictionary,
            inputs: inputs.collect::<Result<_, _>>()?,
            reads_day: self.reads_day,
            reasons: codes(self.reasons),
            actions: codes(self.actions),
            parameters: parameters.collect::<Result<_, _>>()?,
            max_points: self.max_points,
        })
    }
}

/// Entries in the order in which they are written, with the byte where each value begins.
fn as_written<T>(
    entries: impl IntoIterator<Item = (String, Spanned<T>)>,
) -> impl Iterator<Item = (usize, String, T)> {
    let mut entries: Vec<(String, Spanned<T>)> = entries.into_iter().collect();
    entries.sort_by_key(|(_, value)| value.span().start);
    let entries = entries.into_iter();
    entries.map(|(name, value)| (value.span().start, name, value.into_inner()))
}

fn codes(codes: BTreeMap<String, Spanned<Texts>>) -> Vec<Code> {
    let codes = as_written(codes);
    codes.map(|(_, code, texts)| Code { code, texts }).collect()
}

fn input(signal: String, written: &str) -> Result<InputDef, String> {
    if signal.starts_with("parameters.") || signal.starts_with("day.") {
        return Err(format!(
            "`{signal}` cannot be read: `parameters` and `day` are the script's own names"
        ));
    }
    let (word, required) = match written.strip_suffix('?') {
        Some(word) => (word, false),
        None => (written, true),
    };
    let ty = type_of(word).ok_or_else(|| {
        format!("the input `{signal}` has no type `{word}`; write int, float, bool or text, with a `?` where it may be unknown")
    })?;
    Ok(InputDef {
        signal,
        ty,
        required,
    })
}

fn type_of(word: &str) -> Option<SignalType> {
    let all = [
        SignalType::Int,
        SignalType::Float,
        SignalType::Bool,
        SignalType::Text,
    ];
    all.into_iter().find(|ty| ty.as_str() == word)
}

impl ParameterHeader {
    fn describe(self, name: String) -> Result<ParameterDef, String> {
        let ty = type_of(&self.ty).ok_or_else(|| {
            format!(
                "the parameter `{name}` has no type `{}`; write int, float, bool or text",
                self.ty
            )
        })?;
        let number = |scalar: Option<Scalar>, what: &str| match scalar {
            None => Ok(None),
            Some(Scalar::Int(int)) => Ok(Some(Number::Int(int))),
            Some(Scalar::Float(float)) if float.is_finite() => Ok(Some(Number::Float(float))),
            Some(Scalar::Float(_) | Scalar::Bool(_) | Scalar::Text(_)) => {
                Err(format!("`{what}` of the parameter `{name}` is no number"))
            }
        };
        Ok(ParameterDef {
            ty,
            default: self.default.map(Scalar::parameter),
            min: number(self.min, "min")?,
            max: number(self.max, "max")?,
            doc: self.doc,
            name,
        })
    }
}

impl Scalar {
    fn parameter(self) -> Parameter {
        match self {
            Self::Bool(truth) => Parameter::Bool(truth),
            Self::Int(int) => Parameter::Int(int),
            Self::Float(float) => Parameter::Float(float),
            Self::Text(text) => Parameter::Text(text),
        }
    }
}
