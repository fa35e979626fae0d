//! The records of a list that are visible on a day, without what lies after it.

use std::cmp::Ordering;
use std::ops::Deref;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;
use tenure_model::{Id, Moment};

/// A day, and the time zone that it is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// The day.
    pub(super) day: NaiveDate,
    /// The tenant's time zone.
    pub(super) zone: Tz,
}

impl Clock {
    /// Whether a day lies after the day.
    pub(super) fn is_later(&self, date: Option<NaiveDate>) -> bool {
        date.is_some_and(|date| date > self.day)
    }

    /// Whether a moment lies after the day.
    pub(super) fn happens_later(&self, moment: Option<Moment>) -> bool {
        self.is_later(moment.map(|moment| moment.day(self.zone)))
    }
}

/// A kind of record that becomes visible on a day.
pub(super) trait Visible: Clone + Serialize {
    /// Whether its list is ordered by id; else it is ordered by day, then as [`Visible::compare`] says.
    const BY_ID: bool;

    /// The day from which it is visible; `NaiveDate::MIN` for always.
    fn day(&self, clock: &Clock) -> NaiveDate;

    /// Its id, if it has one.
    fn id(&self) -> Option<&Id>;

    /// The order of two records of one day.
    fn compare(&self, _other: &Self) -> Ordering {
        Ordering::Equal
    }

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
    let visible: Vec<_> = list
        .into_iter()
        .flatten()
        .filter_map(|record| see(record, clock))
        .collect();
    let mut once = if visible.is_sorted_by(|a, b| order(a, b) == Ordering::Less) {
        visible
    } else {
        settle(visible)
    };
    if !T::BY_ID {
        drop_repeated_ids(&mut once);
    }
    once
}

fn see<'a, T: Visible>(record: &'a T, clock: &Clock) -> Option<Seen<'a, T>> {
    let day = record.day(clock);
    (day <= clock.day).then(|| Seen {
        day,
        held: record
            .without_later(clock)
            .map_or(Held::Whole(record), |reduced| {
                Held::Reduced(Box::new(reduced))
            }),
    })
}

fn order<T: Visible>(a: &Seen<'_, T>, b: &Seen<'_, T>) -> Ordering {
    if T::BY_ID {
        a.id().cmp(&b.id())
    } else {
        a.day.cmp(&b.day).then_with(|| a.compare(b))
    }
}

/// Sorts, and settles what is equal in order: by canonical text, equal texts once, equal ids once.
fn settle<T: Visible>(mut visible: Vec<Seen<'_, T>>) -> Vec<Seen<'_, T>> {
    visible.sort_by(order);
    let mut settled = Vec::with_capacity(visible.len());
    let mut run: Vec<Seen<'_, T>> = Vec::new();
    for record in visible {
        if run
            .last()
            .is_some_and(|last| order(last, &record) != Ordering::Equal)
        {
            settle_run(&mut run, &mut settled);
        }
        run.push(record);
    }
    settle_run(&mut run, &mut settled);
    settled
}

fn settle_run<'a, T: Visible>(run: &mut Vec<Seen<'a, T>>, settled: &mut Vec<Seen<'a, T>>) {
    if run.len() < 2 {
        settled.append(run);
        return;
    }
    let mut texts: Vec<_> = run
        .drain(..)
        .map(|record| (text(&record), record))
        .collect();
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    texts.dedup_by(|a, b| a.0 == b.0);
    let keep = if T::BY_ID { 1 } else { texts.len() };
    settled.extend(texts.into_iter().take(keep).map(|(_, record)| record));
}

/// The text by which canonical order goes.
pub(super) fn text<T: Serialize>(record: &Seen<'_, T>) -> String {
    serde_json::to_string::<T>(record).unwrap_or_default()
}

/// Of several records with one id keeps the first in canonical order.
fn drop_repeated_ids<T: Visible>(records: &mut Vec<Seen<'_, T>>) {
    let mut ids: Vec<(&Id, usize)> = records
        .iter()
        .enumerate()
        .filter_map(|(index, record)| Some((record.id()?, index)))
        .collect();
    if ids.is_sorted_by(|a, b| a.0 < b.0) {
        return;
    }
    ids.sort();
    let mut repeated = Vec::new();
    for run in ids.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        let text_of = |index: usize| records.get(index).map(text);
        let first = run
            .iter()
            .map(|(_, index)| *index)
            .min_by_key(|index| text_of(*index));
        repeated.extend(
            run.iter()
                .map(|(_, index)| *index)
                .filter(|index| Some(*index) != first),
        );
    }
    repeated.sort_unstable();
    let mut index = 0;
    records.retain(|_| {
        index += 1;
        repeated.binary_search(&(index - 1)).is_err()
    });
}
