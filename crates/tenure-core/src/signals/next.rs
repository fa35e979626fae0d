//! When signals change by themselves: of each signal, the next day on which it may have another value if nothing else
//! happens.
//!
//! A statement errs on the early side only: until the day that it names the signal keeps its value, or, where it counts
//! days or months, goes on counting. Of a number, only that matters on which side of what the rulebook compares it with
//! it lies: its [`Edges`].

mod account;
mod activity;
mod contracts;
mod edges;
mod windows;

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use tenure_columns::{Cell, Value};
use tenure_model::{Complaint, CustomValue, Opportunity, add_months};
use tenure_rules::{Dictionary, SignalId};

use super::agreement::Agreement;
use super::dictionary;
use super::kinds::Kinds;
use super::line::{Raw, Source};
use super::offer::StandingOffer;
use super::view::View;

pub(crate) use contracts::standing as contracts_stand_until;
pub(crate) use edges::Edges;
use windows::next_day;

/// When a signal changes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Not by itself.
    Never,
    /// Not before this day.
    On(NaiveDate),
    /// It counts, at least until the day before the one named.
    Counts(Count, Option<NaiveDate>),
}

/// What a signal counts, from or to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    /// Days since a day.
    Since(NaiveDate),
    /// Days until a day.
    Until(NaiveDate),
    /// Full months since a day.
    MonthsSince(NaiveDate),
    /// Months left to a day.
    MonthsUntil(NaiveDate),
}

impl Count {
    /// The day on which it passes the step from `number - 1` to `number`, or back.
    fn passes(self, number: i64) -> Option<NaiveDate> {
        match self {
            Self::Since(day) => shift(day, number),
            Self::Until(day) => shift(day, number.checked_sub(1)?.checked_neg()?),
            Self::MonthsSince(day) => add_months(day, number),
            Self::MonthsUntil(day) => add_months(day, number.checked_sub(1)?.checked_neg()?),
        }
    }
}

fn shift(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let count = Days::new(days.unsigned_abs());
    if days < 0 {
        day.checked_sub_days(count)
    } else {
        day.checked_add_days(count)
    }
}

impl Next {
    /// The earliest of some days, if there is any.
    fn first(days: impl IntoIterator<Item = Option<NaiveDate>>) -> Self {
        days.into_iter()
            .flatten()
            .min()
            .map_or(Self::Never, Self::On)
    }

    /// The next day, given the numbers that matter.
    fn day(self, today: NaiveDate, edges: &Edges) -> Option<NaiveDate> {
        match self {
            Self::Never => None,
            Self::On(day) => Some(day),
            Self::Counts(count, until) => {
                let passed = edges.next(today, |number| count.passes(number));
                passed.into_iter().chain(until).min()
            }
        }
    }
}

/// The statement of a signal, by what one row of it is.
#[derive(Debug, Clone, Copy)]
enum How {
    Account(fn(&View<'_>) -> Next),
    /// Of the account's primary contract, and of each contract.
    Contract(fn(&View<'_>, &Agreement<'_>) -> Next),
    Complaint(fn(&View<'_>, &Complaint) -> Next),
    Opportunity(fn(&View<'_>, &Opportunity) -> Next),
    Offer(fn(&View<'_>, &StandingOffer<'_>) -> Next),
}

/// A signal's statement.
struct Statement {
    name: &'static str,
    how: How,
}

/// Statements: `"name", "name" => Row(function);`.
macro_rules! statements {
    ($( $($name:literal),+ => $row:ident($next:expr); )+) => {
        &[ $( $( crate::signals::next::Statement {
            name: $name,
            how: crate::signals::next::How::$row($next),
        }, )+ )+ ]
    };
}
use statements;

const ROOMS: &[&[Statement]] = &[account::NEXT, activity::NEXT, contracts::NEXT];

/// A signal that is watched.
#[derive(Debug, Clone)]
struct Watch {
    id: SignalId,
    kinds: Kinds,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    /// When it changes, and what it is.
    BuiltIn(How, Source),
    /// A custom value, with the days for which it is valid.
    Custom(String, Option<u32>),
    /// Nothing is known of when it changes: it may do so each day.
    Unstated,
}

/// The statements of the signals that somebody reads.
#[derive(Debug, Clone)]
pub(crate) struct Watches(Vec<Watch>);

impl Watches {
    /// The statements of some signals.
    pub(crate) fn new(
        dictionary: &Dictionary,
        signals: impl IntoIterator<Item = SignalId>,
    ) -> Self {
        let all = ROOMS.iter().copied().flatten();
        let stated: HashMap<&str, How> = all.map(|one| (one.name, one.how)).collect();
        let sources: HashMap<&str, Source> = dictionary::lines()
            .map(|line| (line.name, line.source))
            .collect();
        let watch = |id: SignalId| {
            let signal = dictionary.get(id)?;
            let name = signal.name.as_str();
            let what = match (
                stated.get(name),
                sources.get(name),
                name.strip_prefix("custom."),
            ) {
                (_, Some(Source::Decision), _) => return None,
                (Some(how), Some(source), _) => What::BuiltIn(*how, *source),
                (_, _, Some(name)) => What::Custom(name.to_owned(), signal.valid_for_days),
                (_, _, None) => What::Unstated,
            };
            let kinds = Kinds::of_words(signal.kinds.iter().map(String::as_str));
            Some(Watch { id, kinds, what })
        };
        Self(signals.into_iter().filter_map(watch).collect())
    }
}

/// A watch, what its signal was in each row, and the next day on which that may be another.
type Watched<'w> = (&'w Watch, Vec<Cell<Value>>, Option<NaiveDate>);

/// What of the signals matters on a day, and until when it stays as it is.
#[derive(Debug, Clone)]
pub(crate) struct Sweep<'w> {
    watched: Vec<Watched<'w>>,
}

impl<'w> Sweep<'w> {
    /// The signals as they are, given the numbers that matter of each.
    pub(crate) fn begin<'e>(
        watches: &'w Watches,
        view: &View<'_>,
        edges: &impl Fn(SignalId) -> &'e Edges,
    ) -> Self {
        let (kept, given) = (view.as_of().kept(), view.given());
        let tells = |watch: &&Watch| watch.kinds.within(kept) && watch.kinds.within(given);
        let watched = watches.0.iter().filter(tells).map(|watch| {
            let edges = edges(watch.id);
            (watch, watch.seats(view, edges), watch.next(view, edges))
        });
        Self {
            watched: watched.collect(),
        }
    }

    /// The next day on which a signal may change.
    pub(crate) fn next(&self) -> Option<NaiveDate> {
        self.watched.iter().filter_map(|(_, _, next)| *next).min()
    }

    /// Goes on to a day, not after the next; tells whether a signal came to lie elsewhere.
    pub(crate) fn go_on<'e>(
        &mut self,
        view: &View<'_>,
        edges: &impl Fn(SignalId) -> &'e Edges,
    ) -> bool {
        let mut moved = false;
        for (watch, seats, next) in &mut self.watched {
            if *next != Some(view.day()) {
                continue;
            }
            let edges = edges(watch.id);
            *next = watch.next(view, edges);
            moved |= watch.seats(view, edges) != *seats;
        }
        moved
    }
}

impl Watch {
    fn next(&self, view: &View<'_>, edges: &Edges) -> Option<NaiveDate> {
        let day = |next: Next| next.day(view.day(), edges);
        match &self.what {
            What::BuiltIn(How::Account(next), _) => day(next(view)),
            What::BuiltIn(How::Contract(next), _) => {
                let rows = view.agreements().iter();
                rows.filter_map(|row| day(next(view, row))).min()
            }
            What::BuiltIn(How::Complaint(next), _) => {
                let rows = view.complaints().iter();
                rows.filter_map(|row| day(next(view, row))).min()
            }
            What::BuiltIn(How::Opportunity(next), _) => {
                let rows = view.opportunities().iter();
                rows.filter_map(|row| day(next(view, row))).min()
            }
            What::BuiltIn(How::Offer(next), _) => {
                let rows = view.offers().iter();
                rows.filter_map(|row| day(next(view, row))).min()
            }
            What::Custom(name, valid) => day(custom(view, name, *valid)),
            What::Unstated => view.day().succ_opt(),
        }
    }

    /// What matters of its values, row by row; nothing where that is not known without deciding.
    fn seats(&self, view: &View<'_>, edges: &Edges) -> Vec<Cell<Value>> {
        let seat = |cell: Cell<Raw<'_>>| edges.seat(cell.map(Value::from));
        match &self.what {
            What::BuiltIn(_, Source::Tenant(derive)) => vec![seat(derive(view.as_of()))],
            What::BuiltIn(_, Source::Account(derive)) => vec![seat(derive(view))],
            What::BuiltIn(_, Source::Renewal(derive)) => {
                let rows = view.primary().into_iter().chain(view.agreements());
                rows.map(|row| seat(derive(view, row))).collect()
            }
            What::BuiltIn(_, Source::Contract(derive)) => {
                let rows = view.agreements().iter();
                rows.map(|row| seat(derive(view, row))).collect()
            }
            What::BuiltIn(_, Source::Complaint(derive)) => {
                let rows = view.complaints().iter();
                rows.map(|row| seat(derive(view, row))).collect()
            }
            What::BuiltIn(_, Source::Opportunity(derive)) => {
                let rows = view.opportunities().iter();
                rows.map(|row| seat(derive(view, row))).collect()
            }
            What::BuiltIn(_, Source::Offer(derive)) => {
                let rows = view.offers().iter();
                rows.map(|row| seat(derive(view, row))).collect()
            }
            What::BuiltIn(_, Source::Decision) => Vec::new(),
            // Its next day is the one on which it becomes stale.
            What::Custom(..) | What::Unstated => {
                let days = view.as_of().days_since(NaiveDate::MIN);
                vec![Cell::Known(Value::Int(days))]
            }
        }
    }
}

/// A custom value is stale once it was observed more than so many days before.
fn custom(view: &View<'_>, name: &str, valid_for_days: Option<u32>) -> Next {
    let values = view.account().custom.as_ref();
    let (Some(CustomValue::Observed { observed_at, .. }), Some(valid)) =
        (values.and_then(|values| values.get(name)), valid_for_days)
    else {
        return Next::Never;
    };
    let stale = next_day(view.as_of().day_of(*observed_at), i64::from(valid));
    Next::first([stale.filter(|stale| *stale > view.day())])
}

fn never(_: &View<'_>) -> Next {
    Next::Never
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::built_in;

    #[test]
    fn every_built_in_signal_states_when_it_changes() {
        let stated = |name: &str| {
            let all = ROOMS.iter().copied().flatten();
            all.filter(|statement| statement.name == name).count()
        };
        for (_, signal) in built_in().iter() {
            assert_eq!(stated(&signal.name), 1, "{}", signal.name);
        }
    }

    #[test]
    fn a_count_passes_each_number_on_the_day_on_which_it_first_differs() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let day = date("2026-05-31");
        assert_eq!(Count::Since(day).passes(3), Some(date("2026-06-03")));
        // Two days are left on the 29th, and one on the 30th: the step from 1 to 2.
        assert_eq!(Count::Until(day).passes(2), Some(date("2026-05-30")));
        assert_eq!(Count::MonthsSince(day).passes(1), Some(date("2026-06-30")));
        // Four months are left on the 27th, and three on the 28th.
        assert_eq!(Count::MonthsUntil(day).passes(4), Some(date("2026-02-28")));
    }
}
