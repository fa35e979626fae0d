//! What a plugin says of itself.

use std::collections::BTreeSet;

use tenure_rules::{SignalType, Texts, placeholders};

use super::error::{PluginError, PluginErrorKind};
use super::parameters::{MAX_PARAMETERS, ParameterDef};
use super::version::{Requirement, Version};

/// The most signals that a plugin reads.
pub const MAX_INPUTS: usize = 64;

/// The most reason codes, and the most action codes.
pub const MAX_CODES: usize = 256;

/// The most points that a plugin can give one row.
pub const MAX_POINTS: i32 = 100_000;

/// The longest text, in bytes.
const MAX_TEXT: usize = 1_000;

/// What a plugin reads and says.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// Its own name: small letters, digits and hyphens, from a letter on.
    pub id: String,
    /// Its version: three numbers.
    pub version: String,
    /// The version of the signal dictionary that it was written for, such as `^1.0`.
    pub dictionary: String,
    /// The signals that it reads, in the order in which a batch has them.
    pub inputs: Vec<InputDef>,
    /// Whether it sees the day of the decision. What hangs on the day itself may change on any day.
    pub reads_day: bool,
    /// Why it gives points.
    pub reasons: Vec<Code>,
    /// What it proposes.
    pub actions: Vec<Code>,
    /// What a rulebook can set.
    pub parameters: Vec<ParameterDef>,
    /// The most that the absolute points of one row add up to: its weight in coverage and range. 1 to [`MAX_POINTS`],
    /// or 0 for a plugin that has no reasons.
    pub max_points: i32,
}

/// A signal that a plugin reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputDef {
    /// The signal: `namespace.name`, of the account or the tenant.
    pub signal: String,
    /// The type of its values. Money is an int of minor units.
    pub ty: SignalType,
    /// Whether nothing can be said without it. Rows where it is unknown or stale are left unjudged, rows where it is not
    /// applicable are outside the plugin's coverage; neither is sent.
    pub required: bool,
}

/// A code with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Small letters, digits and hyphens, from a letter on.
    pub code: String,
    /// What people read, by language. `{signal}` stands for the value of an input.
    pub texts: Texts,
}

impl Description {
    /// Whether it keeps to the contract.
    ///
    /// # Errors
    /// [`PluginErrorKind::Description`]: the first thing that is wrong, by its name.
    pub fn check(&self) -> Result<(), PluginError> {
        self.checked().map_err(|why| {
            let error = PluginError::new(PluginErrorKind::Description, why);
            if is_code(&self.id) {
                error.of(self)
            } else {
                error
            }
        })
    }

    fn checked(&self) -> Result<(), String> {
        named("the plugin's id", &self.id)?;
        self.version.parse::<Version>()?;
        self.dictionary.parse::<Requirement>()?;
        self.check_inputs()?;
        self.check_codes("reason", &self.reasons)?;
        self.check_codes("action", &self.actions)?;
        at_most("parameters", self.parameters.len(), MAX_PARAMETERS)?;
        each_once(
            "parameter",
            self.parameters
                .iter()
                .map(|parameter| parameter.name.as_str()),
        )?;
        self.parameters.iter().try_for_each(ParameterDef::check)?;
        self.check_points()
    }

    fn check_inputs(&self) -> Result<(), String> {
        at_most("inputs", self.inputs.len(), MAX_INPUTS)?;
        each_once(
            "input",
            self.inputs.iter().map(|input| input.signal.as_str()),
        )?;
        match self.inputs.iter().find(|input| !is_signal(&input.signal)) {
            Some(input) => Err(format!(
                "`{}` names no signal: write `namespace.name`, as in `billing.overdue_days`",
                input.signal
            )),
            None => Ok(()),
        }
    }

    fn check_codes(&self, what: &str, codes: &[Code]) -> Result<(), String> {
        at_most(&format!("{what} codes"), codes.len(), MAX_CODES)?;
        each_once(what, codes.iter().map(|code| code.code.as_str()))?;
        for code in codes {
            named(&format!("the {what} code"), &code.code)?;
            for text in code.texts.values() {
                at_most(
                    &format!("bytes in the text of the {what} `{}`", code.code),
                    text.len(),
                    MAX_TEXT,
                )?;
                self.check_text(what, &code.code, text)?;
            }
        }
        Ok(())
    }

    fn check_text(&self, what: &str, code: &str, text: &str) -> Result<(), String> {
        let names = placeholders(text);
        match names.iter().find(|name| self.input(name).is_none()) {
            Some(name) => Err(format!(
                "the text of the {what} `{code}` tells `{{{name}}}`, which is no input; declare it or take it out"
            )),
            None => Ok(()),
        }
    }

    fn check_points(&self) -> Result<(), String> {
        let least = i32::from(!self.reasons.is_empty());
        if (least..=MAX_POINTS).contains(&self.max_points) {
            return Ok(());
        }
        Err(format!(
            "`max_points` is {}; a plugin with reasons gives a row 1 to {MAX_POINTS} points",
            self.max_points
        ))
    }

    /// The place of an input among those that it reads.
    pub fn input(&self, signal: &str) -> Option<usize> {
        self.inputs.iter().position(|input| input.signal == signal)
    }

    /// The number of a reason code.
    pub fn reason(&self, code: &str) -> Option<u16> {
        number(&self.reasons, code)
    }

    /// The number of an action code.
    pub fn action(&self, code: &str) -> Option<u16> {
        number(&self.actions, code)
    }
}

fn number(codes: &[Code], code: &str) -> Option<u16> {
    let place = codes.iter().position(|known| known.code == code)?;
    u16::try_from(place).ok()
}

/// Small letters, digits and hyphens, from a letter on; at most 64.
fn is_code(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_signal(text: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    text.len() <= 128
        && text
            .split_once('.')
            .is_some_and(|(space, name)| word(space) && word(name))
}

fn named(what: &str, text: &str) -> Result<(), String> {
    if is_code(text) {
        return Ok(());
    }
    let told: String = text.chars().take(80).collect();
    Err(format!(
        "{what} `{told}` is not made of small letters, digits and hyphens, such as `late-payer`"
    ))
}

fn at_most(what: &str, count: usize, most: usize) -> Result<(), String> {
    if count <= most {
        return Ok(());
    }
    Err(format!("there are {count} {what}; {most} are the most"))
}

fn each_once<'n>(what: &str, mut names: impl Iterator<Item = &'n str>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    match names.find(|name| !seen.insert(*name)) {
        Some(twice) => Err(format!("the {what} `{twice}` is declared twice")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(code: &str, text: &str) -> Code {
        Code {
            code: code.into(),
            texts: Texts::from([("en".into(), text.into())]),
        }
    }

    fn sound() -> Description {
        Description {
            id: "late-payer".into(),
            version: "1.0.0".into(),
            dictionary: "^1.0".into(),
            inputs: vec![InputDef {
                signal: "billing.overdue_days".into(),
                ty: SignalType::Int,
                required: true,
            }],
            reads_day: false,
            reasons: vec![code("late", "{billing.overdue_days} days late")],
            actions: vec![code("call", "call them")],
            parameters: Vec::new(),
            max_points: 20,
        }
    }

    #[test]
    fn a_sound_description_passes() {
        sound().check().unwrap();
        assert_eq!(sound().reason("late"), Some(0));
        assert_eq!(sound().action("write"), None);
    }

    #[test]
    fn each_breach_is_named() {
        type Break = fn(&mut Description);
        let breaches: [(Break, &str); 11] = [
            (|d| d.id = "Late".into(), "the plugin's id `Late`"),
            (|d| d.version = "1.0".into(), "three numbers"),
            (|d| d.dictionary = "any".into(), "`any` requires no version"),
            (|d| d.inputs.extend(sound().inputs), "declared twice"),
            (
                |d| {
                    d.inputs = vec![InputDef {
                        signal: "overdue".into(),
                        ty: SignalType::Int,
                        required: true,
                    }]
                },
                "`overdue` names no signal",
            ),
            (
                |d| d.reasons.extend(sound().reasons),
                "the reason `late` is declared twice",
            ),
            (
                |d| d.actions.push(code("a_b", "x")),
                "the action code `a_b`",
            ),
            (
                |d| d.reasons.push(code("b", "{owner.status}")),
                "`{owner.status}`, which is no input",
            ),
            (|d| d.max_points = 0, "`max_points` is 0"),
            (|d| d.max_points = MAX_POINTS + 1, "`max_points` is 100001"),
            (
                |d| d.reasons = (0..257).map(|n| code(&format!("r{n}"), "x")).collect(),
                "257 reason codes; 256 are the most",
            ),
        ];
        for (breach, said) in breaches {
            let mut description = sound();
            breach(&mut description);
            let error = description.check().unwrap_err();
            assert_eq!(error.kind(), PluginErrorKind::Description);
            assert!(error.to_string().contains(said), "{error} says {said}");
        }
    }
}
