//! How the members of an object become the fields of a record.

use std::borrow::Cow;

use crate::json::Node;
use crate::problem::{ProblemKind, Problems};
use crate::record::{Field, RecordInfo};

use super::nearest::nearest;

type Members<'n, 'a> = &'n [(Cow<'a, str>, Node<'a>)];

/// The members of an object.
pub(crate) fn members<'n, 'a>(
    node: &'n Node<'a>,
    problems: &mut Problems,
) -> Option<Members<'n, 'a>> {
    match node {
        Node::Map(members) => Some(members),
        other => {
            let message = format!("expected an object, found {}", other.describe());
            problems.error(ProblemKind::WrongType, message);
            None
        }
    }
}

/// What became of one field while the members of its object were walked.
pub(crate) enum Slot<T> {
    /// Not met yet.
    Unseen,
    /// Met, and null.
    Null,
    /// Met, and refused.
    Failed,
    /// Met and read.
    Value(T),
}

impl<T: Field + Default> Slot<T> {
    /// Takes a member of the field's name.
    pub(crate) fn take(&mut self, name: &'static str, node: &Node<'_>, problems: &mut Problems) {
        if !matches!(self, Self::Unseen) {
            return duplicate(name, problems);
        }
        *self = match node {
            Node::Null => Self::Null,
            node => match problems.at_key(name, |p| T::read(node, p)) {
                Some(value) => Self::Value(value),
                None => Self::Failed,
            },
        };
    }

    /// The field's value; after an error, any value.
    pub(crate) fn finish(self, name: &'static str, problems: &mut Problems) -> T {
        let found = match self {
            Self::Value(value) => return value,
            Self::Failed => return T::absent().unwrap_or_default(),
            Self::Unseen => "is missing",
            Self::Null => "is null",
        };
        T::absent().unwrap_or_else(|| {
            let message = format!("this field is required and {found}; give it a value");
            problems.at_key(name, |p| p.error(ProblemKind::Missing, message));
            T::default()
        })
    }
}

/// Reports a key that stands twice.
pub(crate) fn duplicate(key: &str, problems: &mut Problems) {
    problems.at_key(key, |p| {
        p.error(
            ProblemKind::DuplicateKey,
            "this key stands twice in one object; keep one of the two",
        );
    });
}

/// Reports a member that the record does not have.
pub(crate) fn unknown_field(key: &str, info: &RecordInfo, problems: &mut Problems) {
    let near = if problems.is_full() {
        None
    } else {
        nearest(key, info.fields.iter().map(|field| field.name))
    };
    let message = match near {
        Some(name) => format!("unknown field, ignored; did you mean `{name}`?"),
        None => "unknown field, ignored; a value of your own belongs in the account's `custom`"
            .to_owned(),
    };
    problems.at_key(key, |p| p.warning(ProblemKind::UnknownField, message));
}
