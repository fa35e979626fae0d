//! Calendar months, always counted from an anchor.

use chrono::{Datelike, Months, NaiveDate};

/// `date` plus `months` calendar months (minus, if negative), clamped to the end of the month.
///
/// Months are not associative: always count from the anchor, never month by month. `None` beyond chrono's calendar.
pub fn add_months(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 {
        date.checked_sub_months(count)
    } else {
        date.checked_add_months(count)
    }
}

/// Full calendar months from `from` to `to`: the largest k with `from + k months <= to`; negative where `to` is earlier.
pub fn months_between(from: NaiveDate, to: NaiveDate) -> i64 {
    let years = i64::from(to.year()) - i64::from(from.year());
    let mut months = years * 12 + i64::from(to.month()) - i64::from(from.month());
    if add_months(from, months).is_some_and(|reached| reached > to) {
        months -= 1;
    }
    months
}
