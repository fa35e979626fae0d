//! What is wrong with a rulebook, and where.

use std::fmt;

/// A place in a rulebook's text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The file's name, as the caller gave it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// The text of the line.
    pub text: String,
    /// How many characters to underline, at least 1.
    pub length: u32,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DiagnosticLevel {
    /// The rulebook is refused.
    Error,
    /// The rulebook means something else than its author may think.
    Warning,
}

/// One mistake, or something that looks like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub level: DiagnosticLevel,
    /// A stable code, such as `unknown-signal`.
    pub code: &'static str,
    /// What is wrong: one lowercase sentence.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
    /// The rule, action or other entry that it stands in.
    pub entry: Option<String>,
    /// Where.
    pub place: Place,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            DiagnosticLevel::Error => "error",
            DiagnosticLevel::Warning => "warning",
        };
        let Place {
            file,
            line,
            column,
            text,
            length,
        } = &self.place;
        let gutter = line.to_string().len();
        writeln!(f, "{level}[{}]: {}", self.code, self.message)?;
        writeln!(f, "{:gutter$}--> {file}:{line}:{column}", "")?;
        writeln!(f, "{:gutter$} |", "")?;
        writeln!(f, "{line} | {text}")?;
        let lead = (*column as usize).saturating_sub(1);
        write!(
            f,
            "{:gutter$} | {:lead$}{}",
            "",
            "",
            "^".repeat(*length as usize)
        )?;
        if let Some(help) = &self.help {
            write!(f, "\n{:gutter$} = help: {help}", "")?;
        }
        Ok(())
    }
}

/// A rulebook was refused: every error of the file at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulebookError {
    /// All diagnostics, at least one of them an error, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl fmt::Display for RulebookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for RulebookError {}
