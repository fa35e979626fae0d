//! Calendar months, always counted from an anchor, and working days.

use chrono::{Datelike, Months, NaiveDate};

use crate::tenant::{Weekday, WorkCalendar};

/// `date` plus `months` calendar months (minus, if negative), clamped to the end of the month.
///
/// Months are not associative: always count from the anchor, never month by month. `None` beyond chrono's calendar.
///
/// ```
/// use chrono::NaiveDate;
/// let anchor: NaiveDate = "2026-05-31".parse().unwrap();
/// assert_eq!(tenure_model::add_months(anchor, -3), "2026-02-28".parse().ok());
/// ```
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
    let months = month_number(to) - month_number(from);
    if add_months(from, months).is_some_and(|reached| reached > to) {
        months - 1
    } else {
        months
    }
}

/// Calendar months left to an anchor: the least k with `as_of >= anchor - k months`; negative once it has passed by more
/// than a month.
///
/// ```
/// use chrono::NaiveDate;
/// let day = |text: &str| text.parse::<NaiveDate>().unwrap();
/// assert_eq!(tenure_model::months_left(day("2026-02-27"), day("2026-05-31")), 4);
/// assert_eq!(tenure_model::months_left(day("2026-02-28"), day("2026-05-31")), 3);
/// ```
pub fn months_left(as_of: NaiveDate, anchor: NaiveDate) -> i64 {
    let months = month_number(anchor) - month_number(as_of);
    // `anchor - months` falls in the month of `as_of`, one month more falls before it.
    if add_months(anchor, -months).is_some_and(|reached| reached > as_of) {
        months + 1
    } else {
        months
    }
}

fn month_number(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

impl From<chrono::Weekday> for Weekday {
    fn from(day: chrono::Weekday) -> Self {
        match day {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }
}

impl WorkCalendar {
    /// Whether somebody works on a day: a working day of the week that is no holiday.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.works_on(day.weekday().into()) && !self.is_holiday(day)
    }

    /// The day itself if it is a working day, else the next one; `None` where there is none.
    pub fn next_working_day(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.seek(day, |day| day.succ_opt())
    }

    /// The working day that lies `count` working days after a day, or before it where `count` is negative; 0 gives
    /// [`next_working_day`](Self::next_working_day).
    ///
    /// The day itself is never counted: from a Friday, as from the Saturday after it, one working day leads to Monday.
    /// `None` where there is none, or for more than 100,000 working days.
    pub fn add_business_days(&self, day: NaiveDate, count: i64) -> Option<NaiveDate> {
        if count == 0 {
            return self.next_working_day(day);
        }
        let step: fn(NaiveDate) -> Option<NaiveDate> = if count < 0 {
            |day| day.pred_opt()
        } else {
            |day| day.succ_opt()
        };
        let count = Some(count.unsigned_abs()).filter(|count| *count <= 100_000)?;
        (0..count).try_fold(day, |reached, _| self.seek(step(reached)?, step))
    }

    /// The first working day from a day on. Of any seven days in a row one is a working day of the week, so at most every
    /// holiday costs seven.
    fn seek(
        &self,
        from: NaiveDate,
        step: impl Fn(NaiveDate) -> Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        let holidays = self.holidays.as_ref().map_or(0, Vec::len);
        let mut day = from;
        for _ in 0..holidays.saturating_add(1).saturating_mul(7) {
            if self.is_working_day(day) {
                return Some(day);
            }
            day = step(day)?;
        }
        None
    }

    fn works_on(&self, day: Weekday) -> bool {
        match &self.working_days {
            Some(days) => days.contains(&day),
            None => !matches!(day, Weekday::Saturday | Weekday::Sunday),
        }
    }

    fn is_holiday(&self, day: NaiveDate) -> bool {
        let holidays = self.holidays.as_deref().unwrap_or_default();
        holidays.contains(&day)
    }
}
