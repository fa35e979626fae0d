//! One number, with what stands behind it.

use serde::Serialize;
use tenure::model::{Currency, Id};

use super::number::Ratio;

/// What a metric's quotient is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// A part of a whole, or a change by one.
    Share,
    /// Minor units of a currency.
    Money(Currency),
    /// A mean or a score on the metric's own scale.
    Score,
    /// Days.
    Days,
}

/// A metric: numerator over denominator, whose they are, and by which convention.
///
/// Amounts are minor units, rounded once after everything was added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Metric {
    /// Its name: `crr`, `grr`, `nrr` …
    pub name: &'static str,
    /// What is divided by what, and how it was counted.
    pub convention: String,
    /// What the quotient is.
    pub unit: Unit,
    /// Whether it is another definition of a metric that stands before it.
    pub variant: bool,
    /// What is counted.
    pub numerator: i64,
    /// Of how much.
    pub denominator: i64,
    /// The quotient; `None` where the denominator is not above 0, and where it would mean nothing.
    pub value: Option<Ratio>,
    /// Whose the numerator is, by id.
    pub members: Vec<Id>,
    /// Whose the denominator is, by id.
    pub base: Vec<Id>,
    /// Who belongs to it and is not in it, because something about them is not known.
    pub left_out: Vec<Id>,
}

impl Metric {
    /// A share of `base`.
    pub(crate) fn new(name: &'static str, convention: impl Into<String>, unit: Unit) -> Self {
        Self {
            name,
            convention: convention.into(),
            unit,
            variant: false,
            numerator: 0,
            denominator: 0,
            value: None,
            members: Vec::new(),
            base: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// With its quotient.
    pub(crate) fn of(mut self, numerator: i64, denominator: i64) -> Self {
        self.numerator = numerator;
        self.denominator = denominator;
        self.value = Ratio::new(numerator, denominator).filter(|_| denominator > 0);
        self
    }

    /// With those whom it counts, of whom; the quotient is that of their numbers.
    pub(crate) fn count(self, members: Vec<Id>, base: Vec<Id>) -> Self {
        let number = |ids: &Vec<Id>| i64::try_from(ids.len()).unwrap_or(i64::MAX);
        let (numerator, denominator) = (number(&members), number(&base));
        self.among(members, base).of(numerator, denominator)
    }

    /// With those behind numerator and denominator.
    pub(crate) fn among(mut self, members: Vec<Id>, base: Vec<Id>) -> Self {
        self.members = members;
        self.base = base;
        self
    }

    /// With those who are left out.
    pub(crate) fn without(mut self, left_out: Vec<Id>) -> Self {
        self.left_out = left_out;
        self
    }

    /// As another definition of a metric that stands before it.
    pub(crate) fn aside(mut self) -> Self {
        self.variant = true;
        self
    }
}
