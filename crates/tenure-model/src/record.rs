//! One description of each record: the struct, its JSON reader and the table of its fields come from the same lines.

use std::cmp::Ordering;

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
    /// A civil date or an instant, `2026-06-30T09:00:00Z`; SQL's `2026-06-30 09:00:00` is one in UTC.
    Moment,
    /// A currency code, `KRW`.
    Currency,
    /// `{ "minor": 120000, "currency": "KRW" }`.
    Money,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// An object whose keys are the host's own.
    Map(&'static Shape),
    /// An object whose keys are of these words.
    WordMap(&'static [&'static str], &'static Shape),
    /// A nested record.
    Record(&'static RecordInfo),
    /// Text, a number, true or false.
    Scalar,
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

impl FieldInfo {
    /// The documentation as one line of plain text.
    pub fn description(&self) -> String {
        crate::schema::plain(self.doc)
    }
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

impl RecordInfo {
    /// The documentation as one line of plain text.
    pub fn description(&self) -> String {
        crate::schema::plain(self.doc)
    }

    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&'static FieldInfo> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The fields without which a record is refused.
    pub fn required(&self) -> impl Iterator<Item = &'static FieldInfo> {
        self.fields.iter().filter(|field| field.required)
    }
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

    /// Reads a value that is present and not null; `None` only after a problem was reported.
    #[doc(hidden)]
    fn read(node: &Node<'_>, problems: &mut Problems) -> Option<Self>;

    /// A total order of contents, the same on every platform.
    #[doc(hidden)]
    fn order(&self, other: &Self) -> Ordering;

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

    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Some(a), Some(b)) => a.order(b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// The order of two sequences: that of their first difference, else the shorter one first.
pub(crate) fn order_all<T>(
    mut a: impl Iterator<Item = T>,
    mut b: impl Iterator<Item = T>,
    order: impl Fn(T, T) -> Ordering,
) -> Ordering {
    loop {
        match (a.next(), b.next()) {
            (Some(x), Some(y)) => match order(x, y) {
                Ordering::Equal => {}
                unequal => return unequal,
            },
            (x, y) => return x.is_some().cmp(&y.is_some()),
        }
    }
}

/// Declares a record: the struct, how it is read and the table of its fields.
///
/// `checked by` names a function that looks at the fields together once they are read.
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident {
            $( $(#[doc = $field_doc:literal])+ pub $field:ident : $ty:ty, )+
        }
        $( checked by $check:path; )?
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
                let members = crate::read::members(node, problems)?;
                let _mark = problems.mark();
                $( let mut $field = crate::read::Slot::<$ty>::Unseen; )+
                for (key, value) in members {
                    match key.as_ref() {
                        $( stringify!($field) => $field.take(stringify!($field), value, problems), )+
                        other => crate::read::unknown_field(
                            other, &<$name as crate::record::Record>::INFO, problems),
                    }
                }
                let record = $name { $( $field: $field.finish(stringify!($field), problems), )+ };
                $( $check(&record, &mut crate::check::Checker::new(problems, _mark)); )?
                Some(record)
            }

            fn order(&self, other: &Self) -> std::cmp::Ordering {
                std::cmp::Ordering::Equal
                    $( .then_with(|| self.$field.order(&other.$field)) )+
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            /// Reads the record as the model's own reader does; all its errors are in the one message.
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::read::deserialize(deserializer)
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

            fn order(&self, other: &Self) -> std::cmp::Ordering {
                self.cmp(other)
            }
        }
    };
}

pub(crate) use {record, words};
