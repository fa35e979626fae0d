//! What two findings say together: the interaction rules of the default rulebook as a plugin.
//!
//! Each pair counts only where both of its signals are known.

use serde::Deserialize;
use tenure_plugin::floats::is_at_least;
use tenure_plugin::{Context, Inputs, Parameters, Reasons, Scores, plugin};

/// What is read of an account.
#[derive(Inputs, Debug, Clone, Copy, Default)]
pub struct Account<'a> {
    /// Nobody looks after it.
    #[input("owner.vacant")]
    pub vacant: Option<bool>,
    /// Months to the renewal.
    #[input("renewal.months_left")]
    pub months_left: Option<i64>,
    /// The renewal is decided.
    #[input("renewal.decided")]
    pub decided: Option<bool>,
    /// Nobody decides while the contract is paused.
    #[input("renewal.paused")]
    pub paused: Option<bool>,
    /// `low`, `mid` or `high`.
    #[input("satisfaction.level")]
    pub satisfaction: Option<&'a str>,
    /// Open complaints.
    #[input("complaints.open_major")]
    pub major: Option<i64>,
    /// Open complaints.
    #[input("complaints.open_critical")]
    pub critical: Option<i64>,
    /// Used by entitled.
    #[input("usage.utilisation")]
    pub utilisation: Option<f64>,
}

/// Why points are given.
#[derive(Reasons, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// An account that nobody looks after is up for renewal.
    #[text(
        en = "Nobody looks after the account although the renewal is due (months left: {renewal.months_left})",
        ko = "재계약 임박(잔여 {renewal.months_left}개월), 담당자 공백"
    )]
    VacantNearRenewal,
    /// Low satisfaction, and a grave complaint.
    #[text(
        en = "Low satisfaction and a grave complaint open",
        ko = "낮은 만족도와 주요·중대 불만이 동시에 존재"
    )]
    LowWithGraveComplaint,
    /// High satisfaction, and well used.
    #[text(
        en = "High satisfaction, and well used",
        ko = "높은 만족도와 높은 이용률 동시 충족"
    )]
    HighAndWellUsed,
}

/// What a rulebook may set.
#[derive(Parameters, Deserialize, Debug, Clone)]
pub struct Settings {
    /// How many months before its anchor a renewal is near.
    #[parameter(default = 3, min = 0, max = 12)]
    pub near_months: i64,
    /// From which utilisation on an account is well used.
    #[parameter(default = 0.8, min = 0.0, max = 1.0)]
    pub well_used: f64,
}

/// Scores one account.
#[plugin(dictionary = "^1.0", max_points = 20)]
pub fn score(account: &Account<'_>, context: &Context<'_, Settings>, scores: &mut Scores<Reason>) {
    let settings = context.parameters;
    let near = account
        .months_left
        .is_some_and(|months| months <= settings.near_months);
    let undecided = account.decided == Some(false) && account.paused == Some(false);
    if account.vacant == Some(true) && near && undecided {
        scores.points(Reason::VacantNearRenewal, 10);
    }
    let grave = account.major.unwrap_or(0) > 0 || account.critical.unwrap_or(0) > 0;
    if account.satisfaction == Some("low") && grave {
        scores.points(Reason::LowWithGraveComplaint, 10);
    }
    let used = account
        .utilisation
        .is_some_and(|share| is_at_least(share, settings.well_used));
    if account.satisfaction == Some("high") && used {
        scores.points(Reason::HighAndWellUsed, -5);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(account: Account<'_>) -> Vec<(&'static str, i32)> {
        let settings = Settings {
            near_months: 3,
            well_used: 0.8,
        };
        let mut scores = Scores::default();
        let context = Context {
            as_of: None,
            parameters: &settings,
        };
        score(&account, &context, &mut scores);
        scores.given()
    }

    #[test]
    fn a_pair_counts_where_both_are_known() {
        assert_eq!(given(Account::default()), []);
        let vacant = Account {
            vacant: Some(true),
            months_left: Some(3),
            ..Account::default()
        };
        assert_eq!(given(vacant), []);
        let undecided = Account {
            decided: Some(false),
            paused: Some(false),
            ..vacant
        };
        assert_eq!(given(undecided), [("vacant-near-renewal", 10)]);
        assert_eq!(
            given(Account {
                months_left: Some(4),
                ..undecided
            }),
            []
        );
        assert_eq!(
            given(Account {
                paused: None,
                ..undecided
            }),
            []
        );
    }

    #[test]
    fn satisfaction_counts_with_what_stands_beside_it() {
        let low = Account {
            satisfaction: Some("low"),
            critical: Some(1),
            ..Account::default()
        };
        assert_eq!(given(low), [("low-with-grave-complaint", 10)]);
        let high = Account {
            satisfaction: Some("high"),
            utilisation: Some(0.8),
            ..low
        };
        assert_eq!(given(high), [("high-and-well-used", -5)]);
        assert_eq!(
            given(Account {
                utilisation: Some(0.79),
                ..high
            }),
            []
        );
    }
}
