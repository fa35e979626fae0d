//! Days and instants from text, strictly.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};

use crate::json::shorten;
use crate::values::Moment;

/// The day of a text such as `2026-06-30`.
///
/// # Errors
/// What is wrong with the text, with the way out.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    match parts(text) {
        Some((year, month, day)) => {
            NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| no_such_day(text, year, month))
        }
        None if text.len() > 10 && text.get(..10).is_some_and(|start| day(start).is_ok()) => {
            Err(format!(
                "`{}` is more than a date; this field is a day: write `{}`",
                shorten(text),
                text.get(..10).unwrap_or_default()
            ))
        }
        None => Err(format!(
            "`{}` is not a date; write year, month and day, such as 2026-06-30",
            shorten(text)
        )),
    }
}

/// The moment of `2026-06-30`, `2026-06-30T09:00:00+09:00`, or SQL's `2026-06-30 09:00:00`, which is UTC.
pub(crate) fn moment(text: &str) -> Result<Moment, String> {
    if text.len() <= 10 {
        return day(text).map(Moment::Day);
    }
    let start = text.get(..10).unwrap_or_default();
    if parts(start).is_some() {
        day(start)?;
    }
    instant(text)
        .filter(|instant| (0..=9999).contains(&instant.year()))
        .map(Moment::Instant)
        .ok_or_else(|| not_an_instant(text))
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.with_timezone(&Utc));
    }
    let sql = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()?;
    Some(sql.and_utc())
}

fn not_an_instant(text: &str) -> String {
    let bare = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").is_ok();
    if bare {
        return format!(
            "`{text}` has no offset from UTC; append one, such as `{text}Z` or `{text}+09:00`"
        );
    }
    format!(
        "`{}` is neither a date nor an instant; write 2026-06-30 or 2026-06-30T09:00:00Z",
        shorten(text)
    )
}

/// Year, month and day of a text of the right form; whether there is such a day is another question.
fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0u32, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + u32::from(digit - b'0'))
        })
    };
    let year = i32::try_from(number(&[*y1, *y2, *y3, *y4])?).ok()?;
    Some((year, number(&[*m1, *m2])?, number(&[*d1, *d2])?))
}

fn no_such_day(text: &str, year: i32, month: u32) -> String {
    let first = NaiveDate::from_ymd_opt(year, month, 1);
    match first.map(|first| first.num_days_in_month()) {
        Some(last) => {
            format!(
                "`{text}` does not exist; the last day of that month is {year:04}-{month:02}-{last}"
            )
        }
        None => format!("`{text}` does not exist; months go from 01 to 12"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_form_of_date_is_read() {
        assert!(day("2024-02-29").is_ok());
        for wrong in [
            "2026-2-1",
            "+2026-02-01",
            "26-02-01",
            "2026/02/01",
            "",
            "2026-02-0a",
            "١٢٣٤٥",
        ] {
            assert!(
                day(wrong).is_err_and(|m| m.contains("not a date")),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_date_that_does_not_exist_names_the_last_day() {
        let message = day("2023-02-29").unwrap_err();
        assert!(message.ends_with("is 2023-02-28"), "{message}");
        assert!(day("0000-00-00").unwrap_err().contains("months go"));
        assert!(day("2026-04-00").unwrap_err().ends_with("2026-04-30"));
    }

    #[test]
    fn instants_name_their_offset() {
        let seoul = moment("2026-06-30T00:30:00+09:00").unwrap();
        assert_eq!(seoul, moment("2026-06-29 15:30:00").unwrap());
        assert!(
            moment("2026-06-30T00:30:00")
                .unwrap_err()
                .contains("offset")
        );
        assert!(
            moment("2026-02-30T00:30:00Z")
                .unwrap_err()
                .contains("2026-02-28")
        );
        assert!(moment("9999-12-31T23:00:00-05:00").is_err());
        assert!(moment("2026-06-30T25:00:00Z").is_err());
    }
}
