//! Days, moments, amounts and ids, drawn where things change.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use tenure_model::{Currency, Id, Moment, Money};

use crate::source::Source;

/// Ages in days at which some signal changes.
const AGES: &[i64] = &[
    0, 1, 2, 6, 7, 8, 10, 15, 29, 30, 31, 45, 59, 60, 61, 75, 89, 90, 91, 92, 120, 150, 179, 180,
    181, 182, 270, 364, 365, 366, 367, 400, 730, 1_100,
];

/// A day to decide on: ends of months and leap days among them.
pub(super) fn as_of(source: &mut Source<'_>) -> NaiveDate {
    let (year, month, day) = source
        .pick(&[
            (2026, 6, 30),
            (2026, 2, 28),
            (2024, 2, 29),
            (2025, 8, 31),
            (2026, 1, 1),
            (2025, 12, 31),
            (2026, 5, 17),
        ])
        .copied()
        .unwrap_or((2026, 6, 30));
    let base = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    if source.chance(30) {
        shift(base, source.between(0, 400))
    } else {
        base
    }
}

/// A day so many days later; earlier if negative.
pub(super) fn shift(day: NaiveDate, days: i64) -> NaiveDate {
    let count = Days::new(days.unsigned_abs());
    let shifted = if days < 0 {
        day.checked_sub_days(count)
    } else {
        day.checked_add_days(count)
    };
    shifted.unwrap_or(day)
}

/// A day before `as_of`, rarely after it.
pub(super) fn day(source: &mut Source<'_>, as_of: NaiveDate) -> NaiveDate {
    let age = if source.chance(70) {
        source.pick(AGES).copied().unwrap_or(0)
    } else {
        source.between(0, 500)
    };
    if source.chance(12) {
        shift(as_of, age.min(90) + 1)
    } else {
        shift(as_of, -age)
    }
}

/// A day after another one, by up to so many days.
pub(super) fn after(source: &mut Source<'_>, from: NaiveDate, within: i64) -> NaiveDate {
    shift(from, source.between(0, within))
}

/// A day as a moment: bare, or at an hour near which it is another day elsewhere.
pub(super) fn moment_on(source: &mut Source<'_>, day: NaiveDate) -> Moment {
    if source.chance(50) {
        return Moment::Day(day);
    }
    let seconds = source
        .pick(&[43_200, 0, 53_999, 54_000, 86_399, 32_400, 18_000, 3_661])
        .copied()
        .unwrap_or(0);
    let time = day.and_time(NaiveTime::MIN) + TimeDelta::seconds(seconds);
    Moment::Instant(time.and_utc())
}

/// A moment before `as_of`, rarely after it.
pub(super) fn moment(source: &mut Source<'_>, as_of: NaiveDate) -> Moment {
    let on = day(source, as_of);
    moment_on(source, on)
}

/// A moment on or after the day of another.
pub(super) fn moment_after(source: &mut Source<'_>, from: &Moment, within: i64) -> Moment {
    let on = after(source, from.day(chrono_tz::Tz::UTC), within);
    moment_on(source, on)
}

/// A currency; mostly the first.
pub(super) fn currency(source: &mut Source<'_>) -> Currency {
    let code = if source.chance(35) {
        source.word(&["USD", "EUR", "JPY", "KWD", "CHF"])
    } else {
        "KRW"
    };
    Currency::new(code).unwrap_or_default()
}

/// An amount; rarely so large that a sum overflows.
pub(super) fn money(source: &mut Source<'_>) -> Money {
    let minor = match source.below(20) {
        0..12 => source.between(0, 50_000) * 1_000,
        12..16 => source.between(0, 1_000),
        16 => 0,
        17 => 1,
        18 => 999_999_999_999,
        _ => i64::MAX / 3,
    };
    Money {
        minor,
        currency: currency(source),
    }
}

/// An id of a record: mostly its number, rarely that of another.
pub(super) fn id(source: &mut Source<'_>, prefix: &str, number: usize) -> Id {
    let number = if source.chance(6) {
        source.below(3)
    } else {
        number
    };
    Id(format!("{prefix}{number}"))
}

/// A reference to a record that is likely there.
pub(super) fn reference(source: &mut Source<'_>, prefix: &str, count: usize) -> Id {
    Id(format!("{prefix}{}", source.below(count)))
}

/// A value of a closed list.
pub(super) fn one_of<T>(
    source: &mut Source<'_>,
    words: &[&str],
    from_word: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    from_word(source.word(words))
}
