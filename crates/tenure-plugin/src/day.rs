//! Civil days.

use std::fmt;

/// A civil day.
///
/// ```
/// use tenure_plugin::Day;
///
/// let day = Day::new(2026, 6, 30);
/// assert_eq!((day.year(), day.month(), day.day()), (2026, 6, 30));
/// assert_eq!(day.since_epoch(), 20_634);
/// assert_eq!(day.to_string(), "2026-06-30");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i32);

/// Days from 0000-03-01 to 1970-01-01.
const SHIFT: i64 = 719_468;
/// Days of 400 years.
const ERA: i64 = 146_097;

impl Day {
    /// A day of the Gregorian calendar. A month or day beyond its range counts on into the next.
    pub const fn new(year: i32, month: u8, day: u8) -> Self {
        // Years that begin in March have the leap day at their end.
        let months = year as i64 * 12 + month as i64 - 3;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * month + 2) / 5 + day as i64 - 1;
        Self((era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - SHIFT) as i32)
    }

    /// The day so many days after 1970-01-01.
    pub const fn from_epoch(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01, negative before.
    pub const fn since_epoch(self) -> i32 {
        self.0
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.parts().0
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.parts().1
    }

    /// The day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.parts().2
    }

    const fn parts(self) -> (i32, u8, u8) {
        let days = self.0 as i64 + SHIFT;
        let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let civil = if month < 10 { month + 3 } else { month - 9 };
        let turned = if civil <= 2 { 1 } else { 0 };
        ((year + era * 400 + turned) as i32, civil as u8, day as u8)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_eight_centuries_comes_back() {
        let mut before = Day::new(1599, 12, 31);
        for days in before.since_epoch() + 1..Day::new(2401, 1, 1).since_epoch() {
            let day = Day::from_epoch(days);
            assert_eq!(Day::new(day.year(), day.month(), day.day()), day);
            let next = (day.year(), day.month(), day.day());
            assert!(
                next > (before.year(), before.month(), before.day()),
                "{day}"
            );
            before = day;
        }
    }

    #[test]
    fn leap_days_are_where_they_belong() {
        assert_eq!(Day::from_epoch(0), Day::new(1970, 1, 1));
        assert_eq!(Day::new(2024, 2, 30), Day::new(2024, 3, 1));
        assert_eq!(Day::new(2100, 2, 29), Day::new(2100, 3, 1));
        assert_eq!(Day::new(2000, 2, 29).to_string(), "2000-02-29");
    }
}
