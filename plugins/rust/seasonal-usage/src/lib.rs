//! Usage, measured by what the season lets expect.
//!
//! A school uses little in August, a shop uses much in December. What an account used in the period before, times what
//! the season does from that month to this one, is what is expected; points are given for what is missing, and taken
//! back for what comes on top.
//!
//! The season is a triangle over the year: 1 + `swing` in the peak month, 1 - `swing` half a year off, in a straight
//! line between.

use serde::Deserialize;
use tenure_plugin::floats::{is_above, is_below};
use tenure_plugin::{Context, Inputs, Parameters, Reasons, Scores, plugin};

/// What is read of an account.
#[derive(Inputs, Debug, Clone, Copy)]
pub struct Account {
    /// What was used in the period that ended last.
    #[input("usage.current")]
    pub current: f64,
    /// What was used in the period before it.
    #[input("usage.previous")]
    pub previous: f64,
    /// Months since the account came.
    #[input("account.tenure_months")]
    pub tenure: Option<i64>,
}

/// Why points are given.
#[derive(Reasons, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Less than the season lets expect.
    #[text(
        en = "Usage is below what the season lets expect",
        ko = "계절 대비 이용량 부족"
    )]
    BelowSeason,
    /// Far less than the season lets expect.
    #[text(
        en = "Usage is far below what the season lets expect",
        ko = "계절 대비 이용량 급감"
    )]
    FarBelowSeason,
    /// More than the season lets expect.
    #[text(
        en = "Usage is above what the season lets expect",
        ko = "계절 대비 이용량 증가"
    )]
    AboveSeason,
}

/// What a rulebook may set.
#[derive(Parameters, Deserialize, Debug, Clone)]
pub struct Settings {
    /// The month in which most is used, 1 to 12.
    #[parameter(default = 12, min = 1, max = 12)]
    pub peak_month: i64,
    /// By which part usage rises in the peak month, and falls half a year off.
    #[parameter(default = 0.25, min = 0.0, max = 0.9)]
    pub swing: f64,
    /// Accounts younger than this, in months, are left out: they have no season yet.
    #[parameter(default = 6, min = 0, max = 36)]
    pub settled_months: i64,
}

/// Scores one account.
#[plugin(dictionary = "^1.0", max_points = 14, reads_day = true)]
pub fn score(account: &Account, context: &Context<'_, Settings>, scores: &mut Scores<Reason>) {
    let settings = context.parameters;
    let young = account
        .tenure
        .is_some_and(|months| months < settings.settled_months);
    let Some(day) = context.as_of else { return };
    let expected = account.previous * change(i64::from(day.month()), settings);
    if young || !is_above(expected, 0.0) {
        return;
    }
    let reached = account.current / expected;
    if is_below(reached, 0.4) {
        scores.points(Reason::FarBelowSeason, 14);
    } else if is_below(reached, 0.7) {
        scores.points(Reason::BelowSeason, 7);
    } else if !is_below(reached, 1.2) {
        scores.points(Reason::AboveSeason, -4);
    }
}

/// What the season does from the month before to this one.
fn change(month: i64, settings: &Settings) -> f64 {
    let before = if month == 1 { 12 } else { month - 1 };
    season(month, settings) / season(before, settings)
}

/// What a month is by the season: 1 on the average.
fn season(month: i64, settings: &Settings) -> f64 {
    let away = (month - settings.peak_month).abs();
    let away = if away > 6 { 12 - away } else { away };
    1.0 + settings.swing * (3.0 - away as f64) / 3.0
}

#[cfg(test)]
mod tests {
    use tenure_plugin::Day;

    use super::*;

    fn given(
        current: f64,
        previous: f64,
        day: Day,
        tenure: Option<i64>,
    ) -> Vec<(&'static str, i32)> {
        let settings = Settings {
            peak_month: 12,
            swing: 0.25,
            settled_months: 6,
        };
        let mut scores = Scores::default();
        let context = Context {
            as_of: Some(day),
            parameters: &settings,
        };
        score(
            &Account {
                current,
                previous,
                tenure,
            },
            &context,
            &mut scores,
        );
        scores.given()
    }

    #[test]
    fn a_fall_counts_by_the_season() {
        let (january, june) = (Day::new(2026, 1, 31), Day::new(2026, 6, 30));
        // From December to January usage falls by a fifteenth; from May to June by a tenth.
        assert_eq!(given(66.0, 100.0, january, None), []);
        assert_eq!(given(65.0, 100.0, january, None), [("below-season", 7)]);
        assert_eq!(given(63.0, 100.0, june, None), []);
        assert_eq!(given(62.0, 100.0, june, None), [("below-season", 7)]);
        assert_eq!(given(30.0, 100.0, june, None), [("far-below-season", 14)]);
        assert_eq!(given(110.0, 100.0, june, None), [("above-season", -4)]);
    }

    #[test]
    fn who_has_no_season_is_left_out() {
        let june = Day::new(2026, 6, 30);
        assert_eq!(given(0.0, 100.0, june, Some(5)), []);
        assert_eq!(given(0.0, 100.0, june, Some(6)), [("far-below-season", 14)]);
        assert_eq!(given(0.0, 0.0, june, Some(60)), []);
    }
}
