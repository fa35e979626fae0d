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
    /// The text of the line, or the part of a very long one around the place.
    pub text: String,
    /// How many characters of the line are left out before `text`.
    pub skipped: u32,
    /// How many characters to underline, at least 1.
    pub length: u32,
}

impl Place {
    /// What stands under the text: as wide as the characters are on a terminal.
    fn underline(&self) -> String {
        let lead = (self.column.saturating_sub(1)).saturating_sub(self.skipped) as usize;
        let mut under = String::new();
        for c in self.text.chars().take(lead) {
            under.push_str(if c == '\t' {
                "\t"
            } else {
                [" ", "  "][usize::from(is_wide(c))]
            });
        }
        let marked = self.text.chars().skip(lead).take(self.length as usize);
        let width: usize = marked.map(|c| 1 + usize::from(is_wide(c))).sum();
        under.push_str(&"^".repeat(width.max(1)));
        under
    }
}

/// Whether a character takes two columns on a terminal: Hangul, Han, kana, emoji.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
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
        let place = &self.place;
        let gutter = place.line.to_string().len();
        writeln!(f, "{level}[{}]: {}", self.code, self.message)?;
        if let Some(entry) = &self.entry {
            writeln!(f, "{:gutter$}--> {place}, in `{entry}`", "")?;
        } else {
            writeln!(f, "{:gutter$}--> {place}", "")?;
        }
        writeln!(f, "{:gutter$} |", "")?;
        writeln!(f, "{} | {}", place.line, place.text)?;
        write!(f, "{:gutter$} | {}", "", place.underline())?;
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
