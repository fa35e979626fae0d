//! What goes wrong with a plugin.

use std::fmt;
use std::ops::Range;

use super::description::Description;

/// The longest text of an error, in bytes; what is longer is cut.
pub const MAX_ERROR_TEXT: usize = 10_000;

/// Why a plugin was refused or failed: its kind, who it was, on which rows, and what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginError(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: PluginErrorKind,
    plugin: Option<(String, String)>,
    rows: Option<Range<u32>>,
    place: Option<Excerpt>,
    text: String,
}

/// A place in the text of a script.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Excerpt {
    /// The file, or another name of the text.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The line's text.
    pub text: String,
}

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum PluginErrorKind {
    /// It cannot be read or compiled.
    Compile,
    /// What it says of itself is wrong.
    Description,
    /// The rulebook gives it a parameter that it does not have, or of another type or range.
    Parameters,
    /// The rulebook allows it more than the host does.
    Limits,
    /// It asks for a signal, version or digest that is not there, or for what the host does not give.
    Refused,
    /// It stopped by an error of its own: a trap, a script's error, a panic.
    Trap,
    /// It used up its fuel or operations.
    OutOfFuel,
    /// It did not end within its time.
    Deadline,
    /// It asked for more memory than it may have, or for a text or list that is too long.
    OutOfMemory,
    /// It called itself too deep.
    StackOverflow,
    /// It said what it may not say: an unknown code, too many points, rows out of order.
    BadOutput,
    /// What it was handed does not fit what it declared.
    BadInput,
    /// It was left out: it failed too often.
    Disabled,
    /// The host itself failed.
    Internal,
}

impl PluginErrorKind {
    /// Every kind, in order.
    pub const ALL: [Self; 14] = [
        Self::Compile,
        Self::Description,
        Self::Parameters,
        Self::Limits,
        Self::Refused,
        Self::Trap,
        Self::OutOfFuel,
        Self::Deadline,
        Self::OutOfMemory,
        Self::StackOverflow,
        Self::BadOutput,
        Self::BadInput,
        Self::Disabled,
        Self::Internal,
    ];

    /// Its word in decisions and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compile => "compile",
            Self::Description => "description",
            Self::Parameters => "parameters",
            Self::Limits => "limits",
            Self::Refused => "refused",
            Self::Trap => "trap",
            Self::OutOfFuel => "out_of_fuel",
            Self::Deadline => "deadline",
            Self::OutOfMemory => "out_of_memory",
            Self::StackOverflow => "stack_overflow",
            Self::BadOutput => "bad_output",
            Self::BadInput => "bad_input",
            Self::Disabled => "disabled",
            Self::Internal => "internal",
        }
    }

    /// What happened, in a few words.
    const fn words(self) -> &'static str {
        match self {
            Self::Compile => "cannot be compiled",
            Self::Description => "describes itself wrongly",
            Self::Parameters => "was given parameters that do not fit",
            Self::Limits => "was given limits that do not fit",
            Self::Refused => "is refused",
            Self::Trap => "stopped with an error",
            Self::OutOfFuel => "used up its fuel",
            Self::Deadline => "did not end in time",
            Self::OutOfMemory => "asked for too much memory",
            Self::StackOverflow => "called itself too deep",
            Self::BadOutput => "said what it may not say",
            Self::BadInput => "was handed what it did not declare",
            Self::Disabled => "is left out",
            Self::Internal => "could not be run",
        }
    }
}

impl PluginError {
    /// An error of a kind, with a text: a lowercase sentence that names the input and the way out.
    pub fn new(kind: PluginErrorKind, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.len() > MAX_ERROR_TEXT {
            let end = (0..=MAX_ERROR_TEXT)
                .rev()
                .find(|end| text.is_char_boundary(*end));
            text.truncate(end.unwrap_or(0));
        }
        Self(Box::new(Inner {
            kind,
            plugin: None,
            rows: None,
            place: None,
            text,
        }))
    }

    /// The same, of a plugin.
    #[must_use]
    pub fn of(self, description: &Description) -> Self {
        self.named(&description.id, &description.version)
    }

    /// The same, of a plugin of that id and version, unless it names one already.
    #[must_use]
    pub fn named(mut self, id: &str, version: &str) -> Self {
        let plugin = &mut self.0.plugin;
        plugin.get_or_insert_with(|| (id.to_owned(), version.to_owned()));
        self
    }

    /// The same, about these rows of the batch.
    #[must_use]
    pub fn on_rows(mut self, rows: Range<u32>) -> Self {
        self.0.rows = Some(rows);
        self
    }

    /// The same, at a place of a script.
    #[must_use]
    pub fn at(mut self, place: Excerpt) -> Self {
        self.0.place = Some(place);
        self
    }

    /// The same kind of failure at the same place, of no plugin and no rows yet, in other words.
    #[must_use]
    pub fn retold(&self, text: impl Into<String>) -> Self {
        let told = Self::new(self.kind(), text);
        match self.place() {
            Some(place) => told.at(place.clone()),
            None => told,
        }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> PluginErrorKind {
        self.0.kind
    }

    /// The plugin's own id, if it got as far as to tell it.
    pub fn plugin(&self) -> Option<&str> {
        self.0.plugin.as_ref().map(|(id, _)| id.as_str())
    }

    /// The plugin's version, if it got as far as to tell it.
    pub fn version(&self) -> Option<&str> {
        self.0.plugin.as_ref().map(|(_, version)| version.as_str())
    }

    /// The rows of the batch that it is about.
    pub fn rows(&self) -> Option<Range<u32>> {
        self.0.rows.clone()
    }

    /// Where in a script.
    pub fn place(&self) -> Option<&Excerpt> {
        self.0.place.as_ref()
    }

    /// Who, what happened and where in a script, in one line; not what the plugin said itself, for that may quote what it
    /// was shown.
    pub fn without_text(&self) -> String {
        let who = match &self.0.plugin {
            Some((id, version)) => format!("the plugin `{id}` {version}"),
            None => "the plugin".to_owned(),
        };
        let place = match &self.0.place {
            Some(Excerpt {
                file, line, column, ..
            }) => format!(" at {file}:{line}:{column}"),
            None => String::new(),
        };
        format!("{who} {}{place}", self.0.kind.words())
    }

    /// What happened, without who and where; at most [`MAX_ERROR_TEXT`] bytes.
    pub fn text(&self) -> &str {
        &self.0.text
    }
}

impl fmt::Display for PluginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            plugin,
            rows,
            place,
            text,
        } = &*self.0;
        match plugin {
            Some((id, version)) => write!(f, "the plugin `{id}` {version} {}", kind.words())?,
            None => write!(f, "the plugin {}", kind.words())?,
        }
        match rows {
            Some(rows) if rows.len() == 1 => write!(f, " on row {}", rows.start)?,
            Some(rows) => write!(
                f,
                " on rows {} to {}",
                rows.start,
                rows.end.saturating_sub(1)
            )?,
            None => {}
        }
        write!(f, ": {text}")?;
        match place {
            Some(place) => write!(f, "{place}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            text,
        } = self;
        let margin = " ".repeat(line.to_string().len());
        let before: String = text
            .chars()
            .take((*column as usize).saturating_sub(1))
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        write!(
            f,
            "\n{margin}--> {file}:{line}:{column}\n{margin} |\n{line} | {text}\n{margin} | {before}^"
        )
    }
}

impl std::error::Error for PluginError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_tells_who_where_and_what() {
        let error = PluginError::new(
            PluginErrorKind::OutOfFuel,
            "20,000 operations are the limit of a row",
        )
        .named("late-payer", "1.0.0")
        .on_rows(3..4)
        .at(Excerpt {
            file: "late.rhai".into(),
            line: 12,
            column: 5,
            text: "    loop {}".into(),
        });
        assert_eq!(
            error.to_string(),
            "the plugin `late-payer` 1.0.0 used up its fuel on row 3: 20,000 operations are the limit of a row\n  \
             --> late.rhai:12:5\n   |\n12 |     loop {}\n   |     ^"
        );
    }

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        let error = PluginError::new(PluginErrorKind::Trap, "é".repeat(MAX_ERROR_TEXT));
        assert_eq!(error.text().len(), MAX_ERROR_TEXT);
        let odd = PluginError::new(
            PluginErrorKind::Trap,
            format!("x{}", "é".repeat(MAX_ERROR_TEXT)),
        );
        assert_eq!(odd.text().len(), MAX_ERROR_TEXT - 1);
    }
}
