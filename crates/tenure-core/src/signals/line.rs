//! One line of the dictionary: a signal's name, type and words, and the function that derives it.

use std::ops::RangeInclusive;
use std::sync::Arc;

use tenure_columns::{Cell, Value};
use tenure_model::{Complaint, Opportunity};
use tenure_rules::{Control, Scope, SignalDef, SignalType};

use super::agreement::Agreement;
use super::as_of::AsOf;
use super::offer::StandingOffer;
use super::view::View;

/// A derived value; texts borrow from the records.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Raw<'v> {
    Int(i64),
    Float(f64),
    Bool(bool),
    Text(&'v str),
}

impl From<Raw<'_>> for Value {
    fn from(raw: Raw<'_>) -> Self {
        match raw {
            Raw::Int(value) => Self::Int(value),
            // Minus zero equals zero, and must not be told apart in bytes.
            Raw::Float(value) => Self::Float(value + 0.0),
            Raw::Bool(value) => Self::Bool(value),
            Raw::Text(value) => Self::Text(Arc::from(value)),
        }
    }
}

/// The function that derives a signal, by what one row of it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// Of the tenant.
    Tenant(for<'v> fn(&'v AsOf<'_>) -> Cell<Raw<'v>>),
    /// Of an account.
    Account(for<'v> fn(&'v View<'_>) -> Cell<Raw<'v>>),
    /// Of an account's primary contract, or, at contract scope, of that contract; not applicable without one.
    Renewal(for<'v> fn(&'v View<'_>, &'v Agreement<'_>) -> Cell<Raw<'v>>),
    /// Of a contract.
    Contract(for<'v> fn(&'v View<'_>, &'v Agreement<'_>) -> Cell<Raw<'v>>),
    /// Of a complaint.
    Complaint(for<'v> fn(&'v View<'_>, &'v Complaint) -> Cell<Raw<'v>>),
    /// Of an opportunity.
    Opportunity(for<'v> fn(&'v View<'_>, &'v Opportunity) -> Cell<Raw<'v>>),
    /// Of an offer that could be made.
    Offer(for<'v> fn(&'v View<'_>, &'v StandingOffer<'_>) -> Cell<Raw<'v>>),
    /// Of the decision itself: derived by whoever decides.
    Decision,
}

impl Source {
    /// Of what the signal tells.
    pub(super) const fn scope(self) -> Scope {
        match self {
            Self::Tenant(_) => Scope::Tenant,
            Self::Account(_) | Self::Renewal(_) | Self::Decision => Scope::Account,
            Self::Contract(_) => Scope::Contract,
            Self::Complaint(_) => Scope::Complaint,
            Self::Opportunity(_) => Scope::Opportunity,
            Self::Offer(_) => Scope::Offer,
        }
    }
}

/// One line of the table.
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) ty: SignalType,
    pub(super) unit: &'static str,
    pub(super) valid_for_days: Option<u32>,
    pub(super) control: Control,
    pub(super) kinds: &'static str,
    pub(super) words: &'static [&'static str],
    pub(super) range: Option<RangeInclusive<i64>>,
    pub(super) doc: &'static str,
    pub(super) derivation: &'static str,
    pub(super) source: Source,
}

impl Line {
    /// The record kinds that it is derived from, by name.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.kinds.split(',').filter(|kind| !kind.is_empty())
    }

    /// The signal as rulebooks know it.
    pub(super) fn to_signal(&self) -> SignalDef {
        SignalDef {
            name: self.name.to_owned(),
            scope: self.source.scope(),
            per_contract: matches!(self.source, Source::Renewal(_)),
            ty: self.ty,
            money: self.unit == "money",
            unit: (!self.unit.is_empty()).then(|| self.unit.to_owned()),
            valid_for_days: self.valid_for_days,
            words: (!self.words.is_empty())
                .then(|| self.words.iter().map(|word| (*word).to_owned()).collect()),
            range: self.range.clone(),
            control: self.control,
            kinds: self.kinds().map(str::to_owned).collect(),
            doc: self.doc.to_owned(),
            derivation: self.derivation.to_owned(),
            actions_only: matches!(self.source, Source::Decision),
        }
    }
}

/// Lines of the dictionary: `"name" Scope Type "unit" Control ["kinds"] valid days range NUMBERS words LIST, "doc", "derivation" =>
/// function;`. The function's result must be of the line's type.
macro_rules! lines {
    ($( $name:literal $scope:ident $ty:ident $unit:literal $control:ident [$kinds:literal]
        $(valid $valid:literal)? $(range $range:ident)? $(words $words:expr)? , $doc:literal, $derivation:literal
        => $derive:ident $( ( $($arg:expr),+ ) )? ; )+) => {
        &[ $( crate::signals::line::Line {
            name: $name,
            ty: tenure_rules::SignalType::$ty,
            unit: $unit,
            valid_for_days: lines!(@valid $($valid)?),
            control: tenure_rules::Control::$control,
            kinds: $kinds,
            words: lines!(@words $($words)?),
            range: lines!(@range $($range)?),
            doc: $doc,
            derivation: $derivation,
            source: lines!(@source $scope $ty $derive [ $( $($arg),+ )? ]),
        } ),+ ]
    };
    (@valid) => { None };
    (@valid $valid:literal) => { Some($valid) };
    (@words) => { &[] };
    (@words $words:expr) => { $words };
    (@range) => { None };
    (@range $range:ident) => { Some($range) };
    (@source Decision $ty:ident $derive:ident []) => { crate::signals::line::Source::Decision };
    (@source Tenant $ty:ident $derive:ident [ $($arg:expr),* ]) => {
        crate::signals::line::Source::Tenant(|as_of| {
            $derive(as_of $(, $arg)*).map(crate::signals::line::Raw::$ty)
        })
    };
    (@source Account $ty:ident $derive:ident [ $($arg:expr),* ]) => {
        crate::signals::line::Source::Account(|view| {
            $derive(view $(, $arg)*).map(crate::signals::line::Raw::$ty)
        })
    };
    (@source $scope:ident $ty:ident $derive:ident [ $($arg:expr),* ]) => {
        crate::signals::line::Source::$scope(|view, row| {
            $derive(view, row $(, $arg)*).map(crate::signals::line::Raw::$ty)
        })
    };
}

pub(super) use lines;
