//! Due dates: civil dates on which the tenant works.

use chrono::{Days, NaiveDate};
use tenure_model::WorkCalendar;
use tenure_rules::Due;

/// The date by which something proposed on a day is to be done; absent beyond the calendar's end.
///
/// A date on which nobody works rolls to the next working day, if there is one. Hours count from the end of the day.
pub(super) fn by(calendar: &WorkCalendar, from: NaiveDate, due: Due) -> Option<NaiveDate> {
    let roll = |date| Some(calendar.next_working_day(date).unwrap_or(date));
    match due {
        Due::Days(days) => roll(forward(from, days)?),
        Due::BusinessDays(days) => calendar.add_business_days(from, days.max(0)),
        Due::Hours(hours) => {
            let hours = hours.max(0);
            roll(forward(from, hours / 24 + i64::from(hours % 24 > 0))?)
        }
    }
}

fn forward(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(u64::try_from(days.max(0)).ok()?))
}

#[cfg(test)]
mod tests {
    use tenure_model::Weekday;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(calendar: Option<&WorkCalendar>, from: &str, due: Due) -> NaiveDate {
        by(&calendar.cloned().unwrap_or_default(), date(from), due).unwrap()
    }

    #[test]
    fn a_due_date_on_a_weekend_rolls_to_monday() {
        assert_eq!(due(None, "2026-06-30", Due::Days(4)), date("2026-07-06"));
        assert_eq!(due(None, "2026-06-30", Due::Days(3)), date("2026-07-03"));
    }

    #[test]
    fn working_days_are_counted() {
        assert_eq!(
            due(None, "2026-07-03", Due::BusinessDays(2)),
            date("2026-07-07")
        );
    }

    #[test]
    fn hours_count_from_the_end_of_the_day() {
        assert_eq!(due(None, "2026-06-30", Due::Hours(4)), date("2026-07-01"));
        assert_eq!(due(None, "2026-06-30", Due::Hours(25)), date("2026-07-02"));
    }

    #[test]
    fn nobody_works_on_a_holiday() {
        let calendar = WorkCalendar {
            working_days: Some(vec![Weekday::Saturday, Weekday::Monday]),
            holidays: Some(vec![date("2026-07-04")]),
        };
        assert_eq!(
            due(Some(&calendar), "2026-06-30", Due::Days(1)),
            date("2026-07-06")
        );
    }

    #[test]
    fn a_calendar_without_working_days_rolls_nothing() {
        let calendar = WorkCalendar {
            working_days: Some(vec![]),
            holidays: None,
        };
        assert_eq!(
            due(Some(&calendar), "2026-07-03", Due::Days(1)),
            date("2026-07-04")
        );
    }
}
