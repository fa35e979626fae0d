//! What must hold between the fields of a record, and between the records of an account.

pub(crate) mod account;
mod chain;
mod duplicates;
mod known;
pub(crate) mod tenant;

use std::collections::HashSet;
use std::fmt::Display;
use std::ops::RangeInclusive;

use crate::json::shorten;
use crate::problem::{Mark, ProblemKind, Problems};
use crate::read::{nearest, read_number};
use crate::values::Moment;

/// Reports what is wrong between fields; fields that could not be read are not looked at again.
pub(crate) struct Checker<'p> {
    problems: &'p mut Problems,
    since: Mark,
}

impl<'p> Checker<'p> {
    pub(crate) fn new(problems: &'p mut Problems, since: Mark) -> Self {
        Self { problems, since }
    }

    /// Whether a field of the record, or anything within it, was refused.
    pub(crate) fn failed(&self, field: &str) -> bool {
        self.problems.failed_key(self.since, field)
    }

    /// Reports an error of a field.
    pub(crate) fn error(&mut self, field: &str, kind: ProblemKind, message: String) {
        self.problems.at_key(field, |p| p.error(kind, message));
    }

    /// Reports a warning about a field.
    pub(crate) fn warning(&mut self, field: &str, kind: ProblemKind, message: String) {
        self.problems.at_key(field, |p| p.warning(kind, message));
    }

    /// Reports a warning about a field of an item of a list; an empty field stands for the item itself.
    pub(crate) fn warning_at(
        &mut self,
        (list, index, field): (&str, usize, &str),
        kind: ProblemKind,
        message: String,
    ) {
        self.problems.at_key(list, |p| {
            p.at_index(index, |p| match field {
                "" => p.warning(kind, message),
                field => p.at_key(field, |p| p.warning(kind, message)),
            });
        });
    }

    /// Reports an error of a field of an item of a list.
    pub(crate) fn error_at(
        &mut self,
        (list, index, field): (&str, usize, &str),
        kind: ProblemKind,
        message: String,
    ) {
        self.problems.at_key(list, |p| {
            p.at_index(index, |p| p.at_key(field, |p| p.error(kind, message)));
        });
    }

    /// A whole number, where there is one, lies in a range.
    pub(crate) fn within(
        &mut self,
        field: &str,
        value: impl Into<Option<i64>>,
        range: RangeInclusive<i64>,
    ) {
        let read = value.into().map(|value| read_number(value, &range));
        if let Some(Err(message)) = read
            && !self.failed(field)
        {
            self.error(field, ProblemKind::BadValue, message);
        }
    }

    /// The end of a period does not lie before its start.
    pub(crate) fn period<T: PartialOrd + Display>(
        &mut self,
        (start_field, start): (&str, Option<T>),
        (end_field, end): (&str, Option<T>),
    ) {
        if let (Some(start), Some(end)) = (start, end)
            && end < start
            && !self.failed(start_field)
            && !self.failed(end_field)
        {
            let message = format!(
                "{end} lies before `{start_field}`, which is {start}; correct one of the two"
            );
            self.error(end_field, ProblemKind::EndBeforeStart, message);
        }
    }

    /// An answer does not come before its question; a clock may be wrong, so this refuses nothing.
    pub(crate) fn answer(
        &mut self,
        (asked_field, asked): (&str, Option<Moment>),
        (field, answered): (&str, Option<Moment>),
    ) {
        if let (Some(asked), Some(answered)) = (asked, answered)
            && is_before(answered, asked)
            && !self.failed(asked_field)
            && !self.failed(field)
        {
            let message = format!("lies before `{asked_field}`; correct one of the two");
            self.warning(field, ProblemKind::EndBeforeStart, message);
        }
    }

    /// A float, where there is one, is not negative.
    pub(crate) fn not_negative(&mut self, field: &str, value: Option<f64>) {
        if let Some(value) = value.filter(|value| *value < 0.0) {
            let message = format!("{value:?} is negative; write 0 or more");
            self.error(field, ProblemKind::BadValue, message);
        }
    }

    /// A score lies on its scale; one beyond counts as the scale's end.
    pub(crate) fn on_scale(&mut self, field: &str, score: f64, (min, max): (f64, f64)) {
        if !(min..=max).contains(&score) && !self.failed(field) {
            let message = format!(
                "{score:?} is not on the scale of {min} to {max}, and counts as its end; correct it"
            );
            self.warning(field, ProblemKind::BadValue, message);
        }
    }

    /// The items of the record's lists that were refused.
    pub(crate) fn failed_items(&self) -> Failed {
        let failed = self.problems.failed_items(self.since);
        Failed(
            failed
                .map(|(list, index)| (list.to_owned(), index))
                .collect(),
        )
    }
}

/// Whether one moment surely lies before another: between a day and an instant, days away allow for any time zone.
fn is_before(a: Moment, b: Moment) -> bool {
    match (a, b) {
        (Moment::Day(_), Moment::Day(_)) | (Moment::Instant(_), Moment::Instant(_)) => a < b,
        _ => {
            b.day(chrono_tz::UTC)
                .signed_duration_since(a.day(chrono_tz::UTC))
                .num_days()
                > 1
        }
    }
}

/// Items of lists that were refused, and so have no content to compare.
pub(crate) struct Failed(HashSet<(String, usize)>);

impl Failed {
    fn has(&self, list: &str, index: usize) -> bool {
        !self.0.is_empty() && self.0.contains(&(list.to_owned(), index))
    }
}

/// What to say of a time zone that there is not.
fn bad_zone(name: &str) -> String {
    let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let near = nearest(name, known).unwrap_or("Asia/Seoul");
    format!(
        "`{}` is not a time zone; write an IANA name such as {near}",
        shorten(name)
    )
}
