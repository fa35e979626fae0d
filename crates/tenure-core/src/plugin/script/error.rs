//! Errors of scripts, with their place.

use rhai::{EvalAltResult, ParseError, Position};

use super::functions;
use super::paths::Widened;
use crate::plugin::error::{Excerpt, PluginError, PluginErrorKind};

/// A script's text under its name.
#[derive(Debug, Clone)]
pub(super) struct Source {
    name: String,
    pub(super) text: String,
    /// What is run has a longer line.
    pub(super) widened: Option<Widened>,
}

impl Source {
    pub(super) fn new(name: &str, text: &str) -> Self {
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            widened: None,
        }
    }

    /// The place of a line and a column, both from 1.
    pub(super) fn at(&self, line: usize, column: usize) -> Excerpt {
        let number = |number: usize| u32::try_from(number.max(1)).unwrap_or(u32::MAX);
        let text = self.text.lines().nth(line.max(1) - 1).unwrap_or("");
        Excerpt {
            file: self.name.clone(),
            line: number(line),
            column: number(column),
            text: text.chars().take(300).collect(),
        }
    }

    /// The place of a byte.
    pub(super) fn at_byte(&self, byte: usize) -> Excerpt {
        let before = self.text.get(..byte.min(self.text.len())).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before
            .get(start..)
            .map_or(1, |head| head.chars().count() + 1);
        self.at(line, column)
    }

    fn position(&self, position: Position) -> Option<Excerpt> {
        let (line, column) = (position.line()?, position.position().unwrap_or(1));
        // rhai counts some lines within texts twice, and can end up behind the last one.
        if line > self.text.lines().count() {
            return Some(self.at_byte(self.text.len()));
        }
        let column = self
            .widened
            .map_or(column, |widened| widened.column(line, column));
        Some(self.at(line, column))
    }

    fn located(&self, error: PluginError, position: Position) -> PluginError {
        match self.position(position) {
            Some(place) => error.at(place),
            None => error,
        }
    }

    /// Why a script cannot be read.
    pub(super) fn unreadable(&self, error: &ParseError) -> PluginError {
        let why = plain(&error.err_type().to_string());
        let told = PluginError::new(PluginErrorKind::Compile, why);
        self.located(told, error.position())
    }

    /// Why a script is refused, at a place.
    pub(super) fn refused(&self, why: &str, position: Position) -> PluginError {
        self.located(PluginError::new(PluginErrorKind::Compile, why), position)
    }

    /// Why a script stopped.
    pub(super) fn stopped(&self, error: &EvalAltResult) -> PluginError {
        let inner = error.unwrap_inner();
        let told = PluginError::new(kind(inner), said(inner));
        self.located(told, inner.position())
    }
}

fn kind(error: &EvalAltResult) -> PluginErrorKind {
    match error {
        EvalAltResult::ErrorTooManyOperations(_) | EvalAltResult::ErrorTerminated(..) => {
            PluginErrorKind::OutOfFuel
        }
        EvalAltResult::ErrorStackOverflow(_) => PluginErrorKind::StackOverflow,
        EvalAltResult::ErrorDataTooLarge(..)
        | EvalAltResult::ErrorTooManyVariables(_)
        | EvalAltResult::ErrorTooManyModules(_) => PluginErrorKind::OutOfMemory,
        _ => PluginErrorKind::Trap,
    }
}

fn said(error: &EvalAltResult) -> String {
    match error {
        EvalAltResult::ErrorTerminated(..) => {
            "the operations of a row are used up; look for a loop that does not end".to_owned()
        }
        EvalAltResult::ErrorRuntime(value, _) if value.is_unit() => "it threw an error".to_owned(),
        EvalAltResult::ErrorRuntime(value, _) => {
            let text = value.clone().into_immutable_string();
            text.map_or_else(|_| "it threw a value".to_owned(), |text| text.to_string())
        }
        EvalAltResult::ErrorFunctionNotFound(name, _) => match name.strip_prefix("get$") {
            Some(rest) => {
                let name = rest.split_whitespace().next().unwrap_or(rest);
                format!("`{name}` was not declared under [inputs] or [parameters]")
            }
            None => no_function(name),
        },
        EvalAltResult::ErrorDotExpr(..) | EvalAltResult::ErrorPropertyNotFound(..) => {
            format!(
                "{}; declare what is read under [inputs] or [parameters]",
                plain(&error_text(error))
            )
        }
        other => plain(&error_text(other)),
    }
}

/// What is said of a function or operator that was called as `name (type, type)`.
fn no_function(called: &str) -> String {
    let called = names(called);
    let (name, types) = called.split_once(' ').unwrap_or((&called, ""));
    let known = functions().into_iter().filter_map(|line| {
        let types = line.strip_prefix(name)?;
        types.starts_with('(').then_some(types)
    });
    let known: Vec<&str> = known.collect();
    let is_word = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let told = match (is_word, known.as_slice()) {
        (true, []) => format!("there is no function `{name}`"),
        (true, known) => format!("`{name}` takes {}, not {types}", known.join(" or ")),
        (false, _) => format!("`{name}` does not take {types}"),
    };
    if types.contains("()") {
        return format!(
            "{told}; `()` is what is not known: ask `is_known(x)` first, or write `x ?? 0`"
        );
    }
    told
}

/// rhai's words, without the place.
fn error_text(error: &EvalAltResult) -> String {
    let mut bare = error.clone_without_place();
    bare.truncate(2_000);
    bare
}

/// The words of an error.
trait Words {
    fn clone_without_place(&self) -> String;
}

impl Words for EvalAltResult {
    fn clone_without_place(&self) -> String {
        let text = self.to_string();
        match text.rfind(" (line ") {
            Some(place) if text.ends_with(')') => text.get(..place).unwrap_or("").to_owned(),
            Some(_) | None => text,
        }
    }
}

/// With a small letter at the start, and types by their names in a header.
fn plain(text: &str) -> String {
    let text = names(text);
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => text,
    }
}

fn names(text: &str) -> String {
    let known = [
        ("&str | ImmutableString | String", "text"),
        ("ImmutableString", "text"),
        ("string", "text"),
        ("i64", "int"),
        ("f64", "float"),
    ];
    known
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
