//! What cannot be measured or fitted, and why.

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// What was handed in cannot be used: an empty table, a window that ends before it begins, an unknown column.
    Input,
    /// Amounts of several currencies, and no rates to bring them into one.
    Currency,
    /// There is too little data, or too little of one outcome, for an answer that means something.
    TooLittle,
    /// Something from after the day of a decision would reach it.
    Leak,
    /// A computation did not come to an end.
    NotConverged,
}

/// A failure, with what was handed in and the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    text: String,
}

impl std::fmt::Display for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error {
    /// A failure of this kind, told in these words.
    pub(crate) fn new(kind: ErrorKind, text: impl Into<String>) -> Self {
        let text = text.into();
        Self(Box::new(Inner { kind, text }))
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }
}
