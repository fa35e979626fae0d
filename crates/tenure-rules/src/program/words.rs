//! Functions of text.
//!
//! What depends on one text signal and constants only is computed once for each entry of the column's dictionary, not for
//! each row.

use std::sync::Arc;

use tenure_columns::kernels::Comparison;

use crate::dictionary::SignalType;

/// A test of one text by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TextTest {
    Contains,
    StartsWith,
    EndsWith,
}

impl TextTest {
    pub(crate) fn holds(self, text: &str, part: &str) -> bool {
        match self {
            Self::Contains => text.contains(part),
            Self::StartsWith => text.starts_with(part),
            Self::EndsWith => text.ends_with(part),
        }
    }
}

/// Whether a comparison of two texts holds, by the order of their bytes.
pub(crate) fn text_holds(by: Comparison, left: &str, right: &str) -> bool {
    match by {
        Comparison::Equal => left == right,
        Comparison::Less => left < right,
        Comparison::LessOrEqual => left <= right,
    }
}

/// How many characters a text has.
pub(crate) fn length(text: &str) -> i64 {
    text.chars().count() as i64
}

/// A function of one text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Tree {
    Input,
    Word(Arc<str>),
    ToLower(Box<Tree>),
    Concat(Box<Tree>, Box<Tree>),
    Len(Box<Tree>),
    Test(TextTest, Box<Tree>, Box<Tree>),
    Compare(Comparison, Box<Tree>, Box<Tree>),
    Among(Box<Tree>, Vec<Arc<str>>),
}

/// A function of a text input.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct LookUp {
    /// The input's number.
    pub(crate) input: u32,
    pub(crate) tree: Tree,
    pub(crate) ty: SignalType,
}

impl Tree {
    /// The text that a tree of texts makes of an input; of other trees, an empty one.
    pub(crate) fn text(&self, input: &Arc<str>) -> Arc<str> {
        match self {
            Self::Input => input.clone(),
            Self::Word(word) => word.clone(),
            Self::ToLower(of) => of.text(input).to_lowercase().into(),
            Self::Concat(left, right) => {
                format!("{}{}", left.text(input), right.text(input)).into()
            }
            Self::Len(_) | Self::Test(..) | Self::Compare(..) | Self::Among(..) => Arc::from(""),
        }
    }

    /// Whether a test holds for an input; false for trees that are no test.
    pub(crate) fn holds(&self, input: &Arc<str>) -> bool {
        match self {
            Self::Test(test, text, part) => test.holds(&text.text(input), &part.text(input)),
            Self::Compare(by, left, right) => {
                text_holds(*by, &left.text(input), &right.text(input))
            }
            Self::Among(of, words) => words.contains(&of.text(input)),
            Self::Input | Self::Word(_) | Self::ToLower(_) | Self::Concat(..) | Self::Len(_) => {
                false
            }
        }
    }

    /// The length that a tree asks for; that of the text itself for other trees.
    pub(crate) fn length(&self, input: &Arc<str>) -> i64 {
        match self {
            Self::Len(of) => length(&of.text(input)),
            Self::Input
            | Self::Word(_)
            | Self::ToLower(_)
            | Self::Concat(..)
            | Self::Test(..)
            | Self::Compare(..)
            | Self::Among(..) => length(&self.text(input)),
        }
    }
}
