//! What customers said in the window: NPS, CSAT, CES.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use tenure::model::{Account, Id, SurveyKind, Voice, canonical_order};

use super::convention::{Conventions, Window};
use super::metric::{Metric, Unit};

/// The answers that count: of each respondent of an account the latest in the window, in the customer's own voice.
/// Answers without a contact are one respondent's.
pub fn answers(accounts: &[Account], kind: SurveyKind, window: Window, zone: Tz) -> Vec<(Id, f64)> {
    let mut latest: BTreeMap<(&Id, Option<&Id>), f64> = BTreeMap::new();
    for account in accounts {
        for response in canonical_order(account.surveys.iter().flatten()) {
            let counts = response.kind == kind
                && response.source != Some(Voice::Internal)
                && response.score.is_finite()
                && window.holds(response.at.day(zone));
            if counts {
                latest.insert((&account.id, response.contact_id.as_ref()), response.score);
            }
        }
    }
    latest
        .into_iter()
        .map(|((id, _), score)| (id.clone(), score))
        .collect()
}

/// NPS, CSAT by its two top answers, and CES as a mean.
pub fn scores(
    accounts: &[Account],
    window: Window,
    conventions: &Conventions,
    zone: Tz,
) -> Vec<Metric> {
    let of = |kind| answers(accounts, kind, window, zone);
    vec![
        nps(&of(SurveyKind::Nps), conventions),
        csat(&of(SurveyKind::Csat), conventions),
        ces(&of(SurveyKind::Ces), conventions),
    ]
}

/// 100 x (promoters - detractors) / answers: 9 and 10 promote, 0 to 6 detract.
pub fn nps(answers: &[(Id, f64)], conventions: &Conventions) -> Metric {
    let count = |is: fn(f64) -> bool| answers.iter().filter(|(_, score)| is(*score)).count();
    let balance = whole(count(|score| score >= 9.0)) - whole(count(|score| score <= 6.0));
    let metric = Metric::new(
        "nps",
        "100 × (promoters 9-10 - detractors 0-6) / answers, the latest of each respondent in the window; -100 to 100",
        Unit::Score,
    );
    enough(
        metric.among(who(answers), who(answers)),
        100 * balance,
        answers.len(),
        conventions,
    )
}

/// The share of answers that are 4 or 5 of 5.
pub fn csat(answers: &[(Id, f64)], conventions: &Conventions) -> Metric {
    let satisfied: Vec<_> = answers
        .iter()
        .filter(|(_, score)| *score >= 4.0)
        .cloned()
        .collect();
    let metric = Metric::new(
        "csat",
        "answers of 4 or 5 / answers on 1 to 5, the latest of each respondent in the window",
        Unit::Share,
    );
    let of = metric.among(who(&satisfied), who(answers));
    enough(of, whole(satisfied.len()), answers.len(), conventions)
}

/// The mean of 1 to 7, where 7 is easy, in hundredths over hundreds.
pub fn ces(answers: &[(Id, f64)], conventions: &Conventions) -> Metric {
    let hundredths = answers
        .iter()
        .map(|(_, score)| (score * 100.0).round() as i64);
    let sum = hundredths.fold(0_i64, i64::saturating_add);
    let metric = Metric::new(
        "ces",
        "mean of 1 to 7 where 7 is easy, the latest of each respondent in the window; in hundredths",
        Unit::Score,
    );
    enough(
        metric.among(who(answers), who(answers)),
        sum,
        answers.len() * 100,
        conventions,
    )
}

/// A quotient, if there are enough answers for one.
fn enough(metric: Metric, numerator: i64, denominator: usize, conventions: &Conventions) -> Metric {
    let few = metric.base.len() < conventions.min_responses;
    let metric = metric.of(numerator, whole(denominator));
    if few {
        Metric {
            value: None,
            ..metric
        }
    } else {
        metric
    }
}

fn who(answers: &[(Id, f64)]) -> Vec<Id> {
    answers.iter().map(|(id, _)| id.clone()).collect()
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
