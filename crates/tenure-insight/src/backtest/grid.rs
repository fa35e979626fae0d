//! Steps along the calendar, and the days of a back-test.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use serde::Serialize;
use tenure::model::add_months;

use crate::{Error, ErrorKind};

/// The most days of a grid; more of them tell nothing that fewer do not.
const MOST: usize = 1_000;

/// A step along the calendar: days, or calendar months counted from an anchor.
///
/// ```
/// use tenure_insight::backtest::Step;
///
/// let quarter: Step = "3m".parse().expect("three months");
/// let end = quarter.after("2025-11-30".parse().expect("a day"), 1);
/// assert_eq!(end, "2026-02-28".parse().ok());
/// assert_eq!(quarter.before(end.expect("a day")), "2025-11-28".parse().ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many days, 1 or more.
    Days(u32),
    /// So many calendar months, 1 or more.
    Months(u32),
}

impl Step {
    /// The day so many steps after a day; `None` beyond the calendar.
    pub fn after(self, day: NaiveDate, times: u32) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => day.checked_add_days(Days::new(u64::from(days) * u64::from(times))),
            Self::Months(months) => add_months(day, i64::from(months) * i64::from(times)),
        }
    }

    /// A day from which one step does not lead beyond this one; `None` before the calendar.
    pub fn before(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => day.checked_sub_days(Days::new(u64::from(days))),
            Self::Months(months) => add_months(day, -i64::from(months)),
        }
    }
}

impl FromStr for Step {
    type Err = Error;

    /// `90d`, `2w`, `3m` or `1y`.
    ///
    /// # Errors
    /// [`ErrorKind::Input`]: anything else, and steps of nothing.
    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || {
            let text = format!(
                "`{text}` is no step: say days, weeks, months or years, such as 90d, 2w, 3m or 1y"
            );
            Error::new(ErrorKind::Input, text)
        };
        let unit = text.chars().last().ok_or_else(wrong)?;
        let digits = text.get(..text.len() - unit.len_utf8()).ok_or_else(wrong)?;
        let count: u32 = digits.parse().map_err(|_| wrong())?;
        let step = match unit {
            'd' => Some(Self::Days(count)),
            'w' => count.checked_mul(7).map(Self::Days),
            'm' => Some(Self::Months(count)),
            'y' => count.checked_mul(12).map(Self::Months),
            _ => None,
        };
        step.filter(|_| (1..=100_000).contains(&count))
            .ok_or_else(wrong)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            Self::Days(days) => (days, "day"),
            Self::Months(months) => (months, "month"),
        };
        let plural = if *count == 1 { "" } else { "s" };
        write!(f, "{count} {unit}{plural}")
    }
}

impl Serialize for Step {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The days from the first one on, a step apart, none of them after the last one.
pub(super) fn days(from: NaiveDate, to: NaiveDate, every: Step) -> Result<Vec<NaiveDate>, Error> {
    let refused = |text: String| Err(Error::new(ErrorKind::Input, text));
    if to < from {
        return refused(format!(
            "there is no day from {from} to {to}; let the last one come after the first one"
        ));
    }
    let days: Vec<NaiveDate> = (0..)
        .map_while(|times| every.after(from, times))
        .take_while(|day| *day <= to)
        .take(MOST + 1)
        .collect();
    if days.len() > MOST {
        return refused(format!(
            "every {every} from {from} to {to} are more than {MOST} days; take a longer step"
        ));
    }
    Ok(days)
}
