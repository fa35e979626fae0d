//! What was found wrong while a rulebook is loaded.

use crate::error::{Diagnostic, DiagnosticLevel, Place};
use crate::source::{Loc, Source};

/// How many findings are kept; a broken file must not fill the memory.
const MOST: usize = 200;

/// All findings of one load, and the texts that they stand in.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) sources: Vec<Source>,
    found: Vec<(Loc, Diagnostic)>,
    errors: usize,
    left_out: usize,
    entry: Option<String>,
}

impl Report {
    /// Names the entry that findings stand in from here on.
    pub(crate) fn enter(&mut self, entry: Option<String>) {
        self.entry = entry;
    }

    /// Whether anything makes the rulebook unusable.
    pub(crate) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether so much was found that looking for hints is no longer worth it.
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= MOST
    }

    pub(crate) fn error(&mut self, code: &'static str, loc: Loc, message: impl Into<String>) {
        self.add(DiagnosticLevel::Error, code, loc, message.into(), None);
    }

    pub(crate) fn error_help(
        &mut self,
        code: &'static str,
        loc: Loc,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(
            DiagnosticLevel::Error,
            code,
            loc,
            message.into(),
            Some(help.into()),
        );
    }

    pub(crate) fn warn(
        &mut self,
        code: &'static str,
        loc: Loc,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(
            DiagnosticLevel::Warning,
            code,
            loc,
            message.into(),
            Some(help.into()),
        );
    }

    pub(crate) fn add(
        &mut self,
        level: DiagnosticLevel,
        code: &'static str,
        loc: Loc,
        message: String,
        help: Option<String>,
    ) {
        self.errors += usize::from(level == DiagnosticLevel::Error);
        if self.is_full() {
            self.left_out += 1;
            return;
        }
        let diagnostic = Diagnostic {
            level,
            code,
            message,
            help,
            entry: self.entry.clone(),
            place: Place::default(),
        };
        self.found.push((loc, diagnostic));
    }

    /// Leaves out what only follows from a text that could not be read or a base that is not there.
    fn forget_consequences(&mut self) {
        if self.found.iter().any(|(_, one)| one.code == "extends") {
            let in_the_base = |loc: &Loc, code: &str| match code {
                "unknown-group" | "unknown-rule" => true,
                // A whole table that is missing has no place of its own.
                "missing-key" => *loc == Loc::default(),
                _ => false,
            };
            self.found.retain(|(loc, one)| !in_the_base(loc, one.code));
        }
        self.forget_what_is_unread();
    }

    /// Leaves out what only follows from a text that could not be read: what is missing, and more about the same line.
    fn forget_what_is_unread(&mut self) {
        let is_syntax = |code: &str| matches!(code, "toml" | "json");
        let unread: Vec<(u16, u32)> = self
            .found
            .iter()
            .filter(|(_, one)| is_syntax(one.code))
            .map(|(loc, _)| (loc.source, self.line(*loc)))
            .collect();
        if unread.is_empty() {
            return;
        }
        let found = std::mem::take(&mut self.found);
        let keep = |loc: &Loc, code: &str| {
            is_syntax(code)
                || (!matches!(code, "missing-key" | "wrong-type")
                    && !unread.contains(&(loc.source, self.line(*loc))))
        };
        let kept = found
            .into_iter()
            .filter(|(loc, one)| keep(loc, one.code))
            .collect();
        self.found = kept;
    }

    /// The findings in the order of the text, with their places.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.forget_consequences();
        self.found.sort_by_key(|(loc, _)| (loc.source, loc.start));
        if self.left_out > 0 {
            let end = self.found.last().map(|(loc, _)| *loc).unwrap_or_default();
            let left = self.left_out;
            let level = if self.errors > 0 {
                DiagnosticLevel::Error
            } else {
                DiagnosticLevel::Warning
            };
            let more = Diagnostic {
                level,
                code: "more",
                message: format!("there are {left} more findings like these"),
                help: Some("mend the first ones and check again".to_owned()),
                entry: None,
                place: Place::default(),
            };
            self.found.push((end, more));
        }
        let sources = &self.sources;
        self.found
            .into_iter()
            .map(|(loc, diagnostic)| Diagnostic {
                place: sources
                    .get(usize::from(loc.source))
                    .map(|source| source.place(loc))
                    .unwrap_or_default(),
                ..diagnostic
            })
            .collect()
    }
}

impl Report {
    /// The line of a place.
    pub(crate) fn line(&self, loc: Loc) -> u32 {
        self.sources
            .get(usize::from(loc.source))
            .map_or(0, |source| source.place(loc).line)
    }
}
