//! One description of each record: the struct, its JSON reader and the table of its fields come from the same lines.

use crate::json::Node;
use crate::problem::Problems;

/// What a field holds, for schemas, adapters and tests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// An opaque identifier of at most 128 bytes.
    Id,
    /// Text.
    Text,
    /// A 64-bit integer.
    Int,
    /// A finite float.
    Float,
    /// True or false.
    Bool,
    /// A civil date, `2026-06-30`.
    Date,
    /// A civil date or an instant, `2026-06-30T09:00:00Z`.
    Moment,
    /// `{ "minor": 120000, "currency": "KRW" }`.
    Money,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// One of these words, or another of the host's own.
    OpenOneOf(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// An object whose keys are the host's own.
    Map(&'static Shape),
    /// A nested record.
    Record(&'static RecordInfo),
    /// A custom value: a scalar, or `{ "value": …, "observed_at": … }`.
    Custom,
}

/// One field of a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldInfo {
    /// The field's name, in Rust, JSON and SQL alike.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether a record without it is refused.
    pub required: bool,
    /// Its documentation.
    pub doc: &'static str,
}

/// A record type's name, documentation and fields.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecordInfo {
    /// The type's name.
    pub name: &'static str,
    /// Its documentation.
    pub doc: &'static str,
    /// Its fields, in the order of declaration.
    pub fields: &'static [FieldInfo],
}

/// A type that is described by a table of fields.
pub trait Record: Sized {
    /// The table.
    const INFO: RecordInfo;
}

/// A type that a field can have.
pub trait Field: Sized {
    /// What it holds.
    const SHAPE: Shape;
    /// Whether its absence is an error.
    const REQUIRED: bool = true;

    /// Reads a value that is present and not null; `None` after a problem was reported.
    #[doc(hidden)]
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self>;

    /// The value of a field that is absent or null, if it may be.
    #[doc(hidden)]
    fn absent() -> Option<Self> {
        None
    }

    /// Whether to leave the field out when writing.
    #[doc(hidden)]
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T: Field> Field for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = false;

    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        T::read(node, problems).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// Declares a record: the struct, how it is read and the table of its fields.
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident {
            $( $(#[doc = $field_doc:literal])+ pub $field:ident : $ty:ty, )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
        pub struct $name {
            $(
                $(#[doc = $field_doc])+
                #[serde(skip_serializing_if = "crate::record::Field::is_absent")]
                pub $field: $ty,
            )+
        }

        impl crate::record::Record for $name {
            const INFO: crate::record::RecordInfo = crate::record::RecordInfo {
                name: stringify!($name),
                doc: concat!($($doc, "\n"),+),
                fields: &[ $( crate::record::FieldInfo {
                    name: stringify!($field),
                    shape: <$ty as crate::record::Field>::SHAPE,
                    required: <$ty as crate::record::Field>::REQUIRED,
                    doc: concat!($($field_doc, "\n"),+),
                } ),+ ],
            };
        }

        impl crate::record::Field for $name {
            const SHAPE: crate::record::Shape =
                crate::record::Shape::Record(&<$name as crate::record::Record>::INFO);

            fn read(node: &crate::json::Node<'_>, problems: &mut crate::problem::Problems) -> Option<Self> {
                let members = crate::read::members(node, &<$name as crate::record::Record>::INFO, problems)?;
                $( let $field = crate::read::field::<$ty>(members, stringify!($field), problems); )+
                Some($name { $( $field: $field?, )+ })
            }
        }
    };
}

/// Declares a closed list of words.
macro_rules! words {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident { $( $(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal, )+ }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize)]
        pub enum $name {
            #[default]
            $( $(#[doc = $variant_doc])+ #[serde(rename = $word)] $variant, )+
        }

        impl $name {
            /// Every word, in the order of declaration.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word as it stands in JSON and in conditions.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }

            /// The value of a word, if it is one of the list.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $( $word => Some(Self::$variant), )+ _ => None }
            }
        }

        impl crate::record::Field for $name {
            const SHAPE: crate::record::Shape = crate::record::Shape::OneOf($name::WORDS);

            fn read(node: &crate::json::Node<'_>, problems: &mut crate::problem::Problems) -> Option<Self> {
                crate::read::word(node, $name::WORDS, problems).and_then($name::from_word)
            }
        }
    };
}

pub(crate) use {record, words};
