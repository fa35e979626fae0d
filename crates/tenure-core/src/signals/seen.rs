//! The records of a list that are visible on a day, without what lies after it.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Deref;

use chrono::NaiveDate;
use chrono_tz::Tz;
use tenure_model::{Entry, Id, Moment};

/// A day, up to when things are known, and the time zone that both are told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// The day.
    pub(super) day: NaiveDate,
    /// The last day of which anything is known: the day itself, or one before it.
    pub(super) known: NaiveDate,
    /// The tenant's time zone.
    pub(super) zone: Tz,
}

impl Clock {
    /// Whether a day is not known yet.
    pub(super) fn is_later(&self, date: Option<NaiveDate>) -> bool {
        date.is_some_and(|date| date > self.known)
    }

    /// Whether a moment is not known yet.
    pub(super) fn happens_later(&self, moment: Option<Moment>) -> bool {
        self.is_later(moment.map(|moment| moment.day(self.zone)))
    }
}

/// A kind of record that becomes visible on a day.
pub(super) trait Visible: Entry {
    /// Whether its list is ordered by id; else it is ordered by day, then canonically.
    const BY_ID: bool;

    /// A copy without the fields that lie after the day, and without what only they could tell; `None` where there is
    /// nothing to take out.
    fn without_later(&self, _clock: &Clock) -> Option<Self> {
        None
    }
}

#[derive(Debug, Clone)]
enum Held<'a, T> {
    Whole(&'a T),
    Reduced(Box<T>),
}

/// A record as people of the day could see it.
#[derive(Debug, Clone)]
pub struct Seen<'a, T> {
    day: NaiveDate,
    held: Held<'a, T>,
}

impl<T> Seen<'_, T> {
    /// The record's own day; the first day of the calendar for a record that is always visible.
    pub fn day(&self) -> NaiveDate {
        self.day
    }
}

impl<T> Deref for Seen<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.held {
            Held::Whole(record) => record,
            Held::Reduced(record) => record,
        }
    }
}

/// The visible records of a list, each once, in order.
pub(super) fn seen<'a, T: Visible>(list: Option<&'a Vec<T>>, clock: &Clock) -> Vec<Seen<'a, T>> {
    let mut visible: Vec<(NaiveDate, &T)> = list
        .into_iter()
        .flatten()
        .map(|record| (day_of(record, clock), record))
        .filter(|(day, _)| *day <= clock.known)
        .collect();
    if !visible.is_sorted_by(|a, b| order(a, b) == Ordering::Less) {
        visible.sort_by(order);
        visible.dedup_by(|a, b| order(a, b) == Ordering::Equal);
    }
    keep_first_of_each_id(&mut visible);
    visible
        .into_iter()
        .map(|(day, record)| see(day, record, clock))
        .collect()
}

/// The day from which a record is visible; the first day of the calendar for one that always is.
fn day_of<T: Visible>(record: &T, clock: &Clock) -> NaiveDate {
    record
        .dated()
        .map_or(NaiveDate::MIN, |moment| moment.day(clock.zone))
}

fn see<'a, T: Visible>(day: NaiveDate, record: &'a T, clock: &Clock) -> Seen<'a, T> {
    let held = match record.without_later(clock) {
        Some(reduced) => Held::Reduced(Box::new(reduced)),
        None => Held::Whole(record),
    };
    Seen { day, held }
}

fn order<T: Visible>(a: &(NaiveDate, &T), b: &(NaiveDate, &T)) -> Ordering {
    let first = if T::BY_ID {
        a.1.id().cmp(&b.1.id())
    } else {
        a.0.cmp(&b.0)
    };
    first.then_with(|| a.1.canonical_cmp(b.1))
}

/// Of several records with one id keeps the first in canonical order.
fn keep_first_of_each_id<T: Visible>(records: &mut Vec<(NaiveDate, &T)>) {
    if T::BY_ID {
        records.dedup_by(|a, b| a.1.id() == b.1.id());
        return;
    }
    let mut ids: Vec<(&Id, usize)> = records
        .iter()
        .enumerate()
        .filter_map(|(index, (_, record))| Some((record.id()?, index)))
        .collect();
    if ids.is_sorted_by(|a, b| a.0 < b.0) {
        return;
    }
    ids.sort_unstable();
    let repeated: BTreeSet<usize> = ids
        .chunk_by(|a, b| a.0 == b.0)
        .flat_map(|run| all_but_first(run, records))
        .collect();
    let mut index = 0;
    records.retain(|_| {
        index += 1;
        !repeated.contains(&(index - 1))
    });
}

/// The places of the records of one id, but for the first of them in canonical order.
fn all_but_first<T: Visible>(run: &[(&Id, usize)], records: &[(NaiveDate, &T)]) -> Vec<usize> {
    if run.len() < 2 {
        return Vec::new();
    }
    let mut places: Vec<(usize, &T)> = run
        .iter()
        .filter_map(|(_, index)| Some((*index, records.get(*index)?.1)))
        .collect();
    places.sort_by(|a, b| a.1.canonical_cmp(b.1));
    places.into_iter().skip(1).map(|(index, _)| index).collect()
}
