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

/// What kind of problem it is, for counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProblemKind {
    /// The text is not JSON.
    Syntax,
    /// The account is larger or deeper than the limits allow.
    TooLarge,
    /// A required field is absent.
    Missing,
    /// A value of another type than the field's.
    WrongType,
    /// A value outside its range, or a word outside its list.
    BadValue,
    /// A date that does not exist.
    BadDate,
    /// A key that stands twice in one object.
    DuplicateKey,
    /// An end before its start.
    EndBeforeStart,
    /// An amount without a currency.
    NoCurrency,
    /// Contracts that follow each other in a circle.
    PredecessorCycle,
    /// An account id that was seen before.
    DuplicateAccount,
    /// A renewal deadline after the end date.
    DeadlineAfterEnd,
    /// A field that the model does not have.
    UnknownField,
    /// Two records with one id.
    DuplicateRecord,
    /// Usage dated before its contract began.
    UsageBeforeContract,
    /// A record dated after the day of the decision.
    AfterAsOf,
    /// A reference to a record that is not there.
    DanglingReference,
    /// A custom value of another type than the rulebook declares.
    CustomType,
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

/// Collects problems while a path is walked.
#[derive(Debug, Default)]
pub struct Problems {
    found: Vec<Problem>,
    path: Vec<Step>,
}

#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Index(usize),
}

impl Problems {
    /// Runs `walk` with a key on the path.
    pub(crate) fn at_key<T>(&mut self, key: &str, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(Step::Key(key.to_owned()));
        let result = walk(self);
        self.path.pop();
        result
    }

    /// Runs `walk` with an index on the path.
    pub(crate) fn at_index<T>(&mut self, index: usize, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(Step::Index(index));
        let result = walk(self);
        self.path.pop();
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

    /// What was found, in the order of finding.
    pub(crate) fn into_found(self) -> Vec<Problem> {
        self.found
    }

    fn report(&mut self, level: Level, kind: ProblemKind, message: String) {
        let path = self.render_path();
        self.found.push(Problem {
            level,
            kind,
            path,
            message,
        });
    }

    fn render_path(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Key(key) if path.is_empty() => path.push_str(key),
                Step::Key(key) => path.extend([".", key]),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        path
    }
}
