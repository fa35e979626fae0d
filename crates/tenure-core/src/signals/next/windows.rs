//! Windows of days and months: on which day a record leaves one.

use chrono::{Days, NaiveDate};
use tenure_model::{Entry, add_months};

use super::Next;
use crate::signals::seen::Seen;
use crate::signals::view::View;

/// The day so many days and one after a date.
pub(super) fn next_day(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(u64::try_from(days).ok()?))?
        .succ_opt()
}

/// The day after a date, where that lies after the day.
pub(super) fn day_after(view: &View<'_>, date: Option<NaiveDate>) -> Option<NaiveDate> {
    date?.succ_opt().filter(|next| *next > view.day())
}

/// The date itself, where that lies after the day.
pub(super) fn ahead(view: &View<'_>, date: Option<NaiveDate>) -> Option<NaiveDate> {
    date.filter(|date| *date > view.day())
}

/// The day on which a date of the last `days` days is no longer one.
pub(super) fn leaves_days(view: &View<'_>, date: NaiveDate, days: i64) -> Option<NaiveDate> {
    ahead(view, next_day(date, days.checked_sub(1)?))
}

/// The day on which a date of the last `months` months is no longer one.
pub(super) fn leaves_months(view: &View<'_>, date: NaiveDate, months: i64) -> Option<NaiveDate> {
    let mut day = add_months(date, months)?;
    // Where the month is shorter, the window still begins before the date on its last day.
    while add_months(day, -months).is_some_and(|start| start < date) {
        day = day.succ_opt()?;
    }
    ahead(view, Some(day))
}

/// The first day on which one of some records leaves the last `days` days.
pub(super) fn any_leaves_days<'v, 'a: 'v, T: Entry + 'a>(
    view: &View<'_>,
    records: impl IntoIterator<Item = &'v Seen<'a, T>>,
    days: i64,
) -> Next {
    let records = records.into_iter();
    Next::first(records.map(|record| leaves_days(view, record.day(), days)))
}

/// The first day on which one of some records leaves the last 12 months.
pub(super) fn any_leaves_year<'v, 'a: 'v, T: Entry + 'a>(
    view: &View<'_>,
    records: impl IntoIterator<Item = &'v Seen<'a, T>>,
) -> Next {
    let records = records.into_iter();
    Next::first(records.map(|record| leaves_months(view, record.day(), 12)))
}
