//! Months are counted from an anchor, and working days skip what nobody works on.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use tenure_model::{Weekday, WorkCalendar, add_months, months_between, months_left};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..40_000i32).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(715_000 + days).unwrap())
}

#[test]
fn months_are_not_associative() {
    let anchor = day("2026-05-31");
    assert_eq!(add_months(anchor, -3), Some(day("2026-02-28")));
    let step_by_step = (0..3).try_fold(anchor, |date, _| add_months(date, -1));
    assert_eq!(step_by_step, Some(day("2026-02-28")));
    let there_and_back = add_months(anchor, -3).and_then(|date| add_months(date, 3));
    assert_eq!(there_and_back, Some(day("2026-05-28")));
    let two_steps = add_months(day("2026-01-31"), 1).and_then(|date| add_months(date, 1));
    assert_eq!(two_steps, Some(day("2026-03-28")));
    assert_eq!(add_months(day("2026-01-31"), 2), Some(day("2026-03-31")));
}

#[test]
fn months_beyond_the_calendar_are_none() {
    assert_eq!(add_months(day("2026-01-31"), i64::MIN), None);
    assert_eq!(add_months(NaiveDate::MAX, 1), None);
    assert_eq!(
        months_left(NaiveDate::MIN, NaiveDate::MAX),
        months_between(NaiveDate::MIN, NaiveDate::MAX) + 1
    );
}

proptest! {
    #[test]
    fn months_left_is_the_least_that_reaches(as_of in any_day(), anchor in any_day()) {
        let left = months_left(as_of, anchor);
        let reached = |k: i64| as_of >= add_months(anchor, -k).unwrap();
        prop_assert!(reached(left));
        prop_assert!(!reached(left - 1));
    }

    #[test]
    fn months_between_is_the_most_that_fits(from in any_day(), to in any_day()) {
        let months = months_between(from, to);
        prop_assert!(add_months(from, months).unwrap() <= to);
        prop_assert!(add_months(from, months + 1).unwrap() > to);
    }

    #[test]
    fn a_month_added_keeps_the_day_or_ends_the_month(date in any_day(), months in -600..600i64) {
        let reached = add_months(date, months).unwrap();
        let month = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
        prop_assert_eq!(month(reached), month(date) + months);
        prop_assert!(reached.day() == date.day() || (reached.day() < date.day() && reached.succ_opt().unwrap().day() == 1));
    }

    #[test]
    fn working_days_are_counted_one_by_one(from in any_day(), count in -30..30i64, holidays in proptest::collection::vec(0..60i64, 0..20)) {
        let holidays = holidays.iter().map(|offset| from + chrono::Duration::days(offset - 30)).collect();
        let calendar = WorkCalendar { working_days: None, holidays: Some(holidays) };
        let reached = calendar.add_business_days(from, count).unwrap();
        prop_assert!(calendar.is_working_day(reached));
        let mut counted = 0;
        let mut at = from;
        while at != reached {
            at = if reached > from { at.succ_opt().unwrap() } else { at.pred_opt().unwrap() };
            counted += i64::from(calendar.is_working_day(at));
        }
        let expected = if count == 0 { i64::from(reached != from) } else { count.abs() };
        prop_assert_eq!(counted, expected);
    }
}

#[test]
fn working_days_skip_weekends_and_holidays() {
    let calendar = WorkCalendar {
        working_days: None,
        holidays: Some(vec![day("2026-06-29")]),
    };
    let friday = day("2026-06-26");
    assert_eq!(calendar.next_working_day(friday), Some(friday));
    assert_eq!(
        calendar.next_working_day(day("2026-06-27")),
        Some(day("2026-06-30"))
    );
    assert_eq!(
        calendar.add_business_days(friday, 1),
        Some(day("2026-06-30"))
    );
    assert_eq!(
        calendar.add_business_days(friday, 3),
        Some(day("2026-07-02"))
    );
    assert_eq!(
        calendar.add_business_days(day("2026-06-30"), -1),
        Some(friday)
    );
    assert_eq!(
        WorkCalendar::default().add_business_days(friday, 100_001),
        None
    );
}

#[test]
fn a_week_without_working_days_ends() {
    let never = WorkCalendar {
        working_days: Some(vec![]),
        holidays: None,
    };
    assert_eq!(never.next_working_day(day("2026-06-26")), None);
    let sundays = WorkCalendar {
        working_days: Some(vec![Weekday::Sunday]),
        holidays: Some(vec![day("2026-06-28")]),
    };
    assert_eq!(
        sundays.next_working_day(day("2026-06-26")),
        Some(day("2026-07-05"))
    );
    assert_eq!(
        WorkCalendar::default().next_working_day(NaiveDate::MAX),
        Some(NaiveDate::MAX).filter(|d| d.weekday().number_from_monday() < 6)
    );
}
