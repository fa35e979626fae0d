//! What is wrong with a record, and where.

use std::fmt;

use serde::Serialize;

/// Whether a problem refuses the record's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The account is refused.
    Error,
    /// The account goes on; the problem is counted.
    Warning,
}

/// Declares the kinds with the words that reports name them by.
macro_rules! kinds {
    ($( $(#[doc = $doc:literal])+ $kind:ident = $word:literal, )+) => {
        /// What kind of problem it is, for counting.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[non_exhaustive]
        pub enum ProblemKind { $( $(#[doc = $doc])+ #[serde(rename = $word)] $kind, )+ }

        impl ProblemKind {
            /// The word by which reports name the kind.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$kind => $word, )+ }
            }
        }
    };
}

kinds! {
    /// The text is not JSON.
    Syntax = "syntax",
    /// The account is larger or deeper than the limits allow.
    TooLarge = "too_large",
    /// A required field is absent.
    Missing = "missing",
    /// A value of another type than the field's.
    WrongType = "wrong_type",
    /// A value outside its range, or a word outside its list.
    BadValue = "bad_value",
    /// A date that does not exist.
    BadDate = "bad_date",
    /// A key that stands twice in one object.
    DuplicateKey = "duplicate_key",
    /// An end before its start.
    EndBeforeStart = "end_before_start",
    /// An amount without a currency.
    NoCurrency = "no_currency",
    /// Contracts or loss reasons that follow each other in a circle.
    PredecessorCycle = "predecessor_cycle",
    /// An account id that was seen before.
    DuplicateAccount = "duplicate_account",
    /// A renewal deadline after the end date.
    DeadlineAfterEnd = "deadline_after_end",
    /// A field that the model does not have.
    UnknownField = "unknown_field",
    /// Two records with one id or one content.
    DuplicateRecord = "duplicate_record",
    /// Usage dated before its contract began.
    UsageBeforeContract = "usage_before_contract",
    /// A record dated after the day of the decision.
    AfterAsOf = "after_as_of",
    /// A reference to a record that is not there.
    DanglingReference = "dangling_reference",
    /// A custom value of another type than the rulebook declares, or of one that no rulebook can declare.
    CustomType = "custom_type",
    /// More problems than are listed.
    TooMany = "too_many",
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One problem, with the path of the value that has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Whether it refuses the account.
    pub level: Level,
    /// Its kind.
    pub kind: ProblemKind,
    /// The value's path, such as `contracts[0].end_date`; empty for the whole.
    pub path: String,
    /// What is wrong, and the way out: one lowercase sentence.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "`{}`: {}", self.path, self.message)
        }
    }
}

/// At most this many problems of one account are listed; the rest are counted in one last problem.
pub const MAX_PROBLEMS: usize = 10_000;

/// Collects problems.
///
/// A problem learns its path on the way out of the value that has it, so that reading a value without problems costs
/// nothing for paths.
#[derive(Debug, Default)]
pub struct Problems {
    found: Vec<Found>,
    unlisted_errors: usize,
    unlisted_warnings: usize,
}

#[derive(Debug)]
struct Found {
    level: Level,
    kind: ProblemKind,
    /// Innermost step first.
    path: Vec<Step>,
    message: String,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Into a member of an object.
    Key(String),
    /// Into an item of a list.
    Index(usize),
}

/// A place in the collection: what was found since then can be told from what was found before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark(usize);

impl Problems {
    /// Runs `walk` with a key on the path.
    pub(crate) fn at_key<T>(&mut self, key: &str, walk: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.mark();
        let result = walk(self);
        for found in self.since_mut(mark) {
            found.path.push(Step::Key(key.to_owned()));
        }
        result
    }

    /// Runs `walk` with an index on the path.
    pub(crate) fn at_index<T>(&mut self, index: usize, walk: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.mark();
        let result = walk(self);
        for found in self.since_mut(mark) {
            found.path.push(Step::Index(index));
        }
        result
    }

    /// Runs `walk` with its errors turned into warnings.
    pub(crate) fn as_warnings<T>(&mut self, walk: impl FnOnce(&mut Self) -> T) -> T {
        let (mark, errors) = (self.mark(), self.unlisted_errors);
        let result = walk(self);
        for found in self.since_mut(mark) {
            found.level = Level::Warning;
        }
        self.unlisted_warnings += self.unlisted_errors - errors;
        self.unlisted_errors = errors;
        result
    }

    /// Reports an error at the current path.
    pub(crate) fn error(&mut self, kind: ProblemKind, message: impl Into<String>) {
        self.report(Level::Error, kind, message.into());
    }

    /// Reports a warning at the current path.
    pub(crate) fn warning(&mut self, kind: ProblemKind, message: impl Into<String>) {
        self.report(Level::Warning, kind, message.into());
    }

    /// Whether further problems are only counted.
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= MAX_PROBLEMS
    }

    /// The place now.
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.found.len())
    }

    /// Whether a member of the current object has had an error since the mark.
    pub(crate) fn failed_key(&self, since: Mark, key: &str) -> bool {
        self.errors_since(since)
            .any(|path| matches!(path.last(), Some(Step::Key(last)) if last == key))
    }

    /// The items of the current object's lists that have had an error since the mark.
    pub(crate) fn failed_items(&self, since: Mark) -> impl Iterator<Item = (&str, usize)> {
        self.errors_since(since).filter_map(|path| match path {
            [.., Step::Index(index), Step::Key(list)] => Some((list.as_str(), *index)),
            _ => None,
        })
    }

    /// What was found, in the order of finding.
    pub(crate) fn into_found(self) -> Vec<Problem> {
        let rest = self.unlisted();
        let listed = self.found.into_iter().map(|found| Problem {
            level: found.level,
            kind: found.kind,
            path: render(&found.path),
            message: found.message,
        });
        listed.chain(rest).collect()
    }

    fn errors_since(&self, since: Mark) -> impl Iterator<Item = &[Step]> {
        let since = self.found.get(since.0..).unwrap_or_default();
        since
            .iter()
            .filter(|found| found.level == Level::Error)
            .map(|found| found.path.as_slice())
    }

    fn since_mut(&mut self, since: Mark) -> &mut [Found] {
        self.found.get_mut(since.0..).unwrap_or_default()
    }

    fn report(&mut self, level: Level, kind: ProblemKind, message: String) {
        if self.is_full() {
            match level {
                Level::Error => self.unlisted_errors += 1,
                Level::Warning => self.unlisted_warnings += 1,
            }
            return;
        }
        self.found.push(Found {
            level,
            kind,
            path: Vec::new(),
            message,
        });
    }

    fn unlisted(&self) -> Option<Problem> {
        let (errors, warnings) = (self.unlisted_errors, self.unlisted_warnings);
        (errors + warnings > 0).then(|| Problem {
            level: if errors > 0 {
                Level::Error
            } else {
                Level::Warning
            },
            kind: ProblemKind::TooMany,
            path: String::new(),
            message: format!(
                "{errors} more errors and {warnings} more warnings are not listed; correct those above first"
            ),
        })
    }
}

/// A path as text; the innermost step comes first.
pub(crate) fn render(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path.iter().rev() {
        match step {
            Step::Key(key) if text.is_empty() => text.push_str(key),
            Step::Key(key) => text.extend([".", key]),
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}
