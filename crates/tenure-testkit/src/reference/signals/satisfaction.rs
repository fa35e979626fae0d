//! `satisfaction.*`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{ContactRole, Id, Scale, SurveyKind, SurveyResponse, Voice};

use super::{Reading, count, float, int, text};
use crate::reference::seen::{Seen, all, surveys_on};

/// How long an answer counts, in days.
const VALID: i64 = 180;

/// A rating on 0 to 100; `None` on a scale that cannot be used.
pub(super) fn on_hundred(score: f64, scale: &Scale) -> Option<f64> {
    let width = scale.max - scale.min;
    if !(width.is_finite() && width > 0.0) {
        return None;
    }
    let share = (score - scale.min) / width * 100.0;
    let good = if scale.higher_is_better == Some(false) {
        100.0 - share
    } else {
        share
    };
    Some(good.clamp(0.0, 100.0))
}

fn scale(min: f64, max: f64) -> Scale {
    Scale {
        min,
        max,
        higher_is_better: None,
    }
}

fn normal(answer: &SurveyResponse) -> Option<f64> {
    let scale = match answer.kind {
        SurveyKind::Nps => scale(0.0, 10.0),
        SurveyKind::Csat => scale(1.0, 5.0),
        SurveyKind::Ces => scale(1.0, 7.0),
        SurveyKind::Pulse => scale(0.0, 100.0),
        SurveyKind::Custom => answer.scale.clone()?,
    };
    on_hundred(answer.score, &scale)
}

fn of_customer(answer: &SurveyResponse) -> bool {
    answer.source.unwrap_or(Voice::Customer) == Voice::Customer
}

/// A usable answer: whose, when, and on 0 to 100.
struct Answer {
    by: Option<Id>,
    on: NaiveDate,
    score: f64,
}

impl Seen<'_> {
    pub(super) fn satisfaction_signal(&self, name: &str) -> Option<Reading> {
        Some(match name {
            "satisfaction.score" => self.score().map_or_else(|missing| missing, float),
            "satisfaction.level" => self
                .score()
                .map_or_else(|missing| missing, |score| text(level(score))),
            "satisfaction.drop" => self.drop(),
            "satisfaction.days_since" => self.days_since_answer(),
            "satisfaction.responses" => count(
                all(&self.account.surveys)
                    .iter()
                    .filter(|answer| of_customer(answer) && self.in_last_days(&answer.at, VALID))
                    .count(),
            ),
            "satisfaction.internal" => self.internal(),
            _ => return None,
        })
    }

    /// The customer's usable answers as of a day, in canonical order.
    fn answers(&self, day: NaiveDate) -> Vec<Answer> {
        surveys_on(self.raw, day, self.zone)
            .into_iter()
            .filter(of_customer)
            .filter_map(|answer| {
                Some(Answer {
                    score: normal(&answer)?,
                    on: answer.at.day(self.zone),
                    by: answer.contact_id,
                })
            })
            .collect()
    }

    fn score(&self) -> Result<f64, Reading> {
        self.score_on(self.day)
    }

    fn score_on(&self, day: NaiveDate) -> Result<f64, Reading> {
        let answers = self.answers(day);
        if answers.is_empty() {
            return Err(Cell::Unknown);
        }
        let mut latest: BTreeMap<&Option<Id>, &Answer> = BTreeMap::new();
        for answer in &answers {
            if (day - answer.on).num_days() >= VALID {
                continue;
            }
            let known = latest.get(&answer.by);
            if known.is_none_or(|before| before.on <= answer.on) {
                latest.insert(&answer.by, answer);
            }
        }
        if latest.is_empty() {
            return Err(Cell::Stale);
        }
        let mean = latest.values().map(|answer| answer.score).sum::<f64>() / latest.len() as f64;
        Ok(latest
            .iter()
            .filter(|(by, _)| self.is_buyer(by.as_ref()))
            .map(|(_, answer)| answer.score)
            .fold(mean, f64::min))
    }

    fn is_buyer(&self, contact: Option<&Id>) -> bool {
        all(&self.account.contacts).iter().any(|known| {
            Some(&known.id) == contact && known.role == Some(ContactRole::EconomicBuyer)
        })
    }

    fn drop(&self) -> Reading {
        let mut days: Vec<NaiveDate> = self
            .answers(self.day)
            .iter()
            .map(|answer| answer.on)
            .collect();
        days.sort_unstable();
        let Some(latest) = days.last() else {
            return Cell::Unknown;
        };
        if days.iter().all(|day| day == latest) {
            return Cell::NotApplicable;
        }
        let before = latest.pred_opt().and_then(|day| self.score_on(day).ok());
        match (before, self.score()) {
            (Some(before), Ok(now)) => float((before - now).max(0.0)),
            _ => Cell::Unknown,
        }
    }

    fn days_since_answer(&self) -> Reading {
        all(&self.account.surveys)
            .iter()
            .filter(|answer| of_customer(answer))
            .map(|answer| self.age(&answer.at))
            .min()
            .map_or(Cell::NotApplicable, int)
    }

    fn internal(&self) -> Reading {
        let latest = all(&self.account.surveys)
            .iter()
            .filter(|answer| !of_customer(answer))
            .filter_map(|answer| Some((answer.at.day(self.zone), normal(answer)?)))
            .max_by_key(|(on, _)| *on);
        match latest {
            None => Cell::Unknown,
            Some((on, _)) if self.days_since(on) >= VALID => Cell::Stale,
            Some((_, score)) => float(score),
        }
    }
}

fn level(score: f64) -> &'static str {
    if score <= 40.0 {
        "low"
    } else if score >= 70.0 {
        "high"
    } else {
        "mid"
    }
}
