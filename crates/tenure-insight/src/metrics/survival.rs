//! How long customers stay, counting those who are still there for as long as they are: Kaplan and Meier (1958).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use tenure::model::{Id, months_between};

use super::timeline::Timeline;

/// How long somebody was observed, and whether they left then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// Who.
    pub id: Id,
    /// For how long, in any unit.
    pub duration: i64,
    /// Whether they left; else they were still there.
    pub left: bool,
}

/// The curve at one duration.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Survival {
    /// The duration.
    pub duration: i64,
    /// How many were still observed up to it.
    pub at_risk: i64,
    /// How many left at it.
    pub left: i64,
    /// The share that stays longer.
    pub survival: f64,
    /// The lower end of the 95 % interval (Greenwood's variance, normal approximation, held within 0 to 1).
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The 97.5 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The curve at every duration at which somebody left. Who was still there at a duration was at risk at it.
pub fn kaplan_meier(observed: &[Observed]) -> Vec<Survival> {
    let mut by_duration: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for one in observed {
        let (all, left) = by_duration.entry(one.duration).or_default();
        *all += 1;
        *left += i64::from(one.left);
    }
    let mut at_risk = i64::try_from(observed.len()).unwrap_or(i64::MAX);
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let mut curve = Vec::new();
    for (duration, (all, left)) in by_duration {
        if left > 0 {
            let (risk, gone) = (at_risk as f64, left as f64);
            survival *= 1.0 - gone / risk;
            greenwood += gone / (risk * (risk - gone));
            // Where nobody is left, there is no spread either.
            let error = if at_risk == left {
                0.0
            } else {
                survival * libm::sqrt(greenwood)
            };
            curve.push(Survival {
                duration,
                at_risk,
                left,
                survival,
                low: (survival - Z * error).max(0.0),
                high: (survival + Z * error).min(1.0),
            });
        }
        at_risk -= all;
    }
    curve
}

/// The share that stays longer than a duration: the curve's last value up to it, 1 before its first.
pub fn survival_at(curve: &[Survival], duration: i64) -> f64 {
    let passed = curve.iter().take_while(|point| point.duration <= duration);
    passed.last().map_or(1.0, |point| point.survival)
}

/// Customers in full months from their first day to the day on which they left for the last time, or to `to`. Those whose
/// first day is not known are left out.
pub fn observed(timelines: &[&Timeline], to: NaiveDate) -> Vec<Observed> {
    let known = timelines.iter().filter_map(|timeline| {
        let since = timeline
            .since()
            .filter(|day| *day < to && *day > NaiveDate::MIN)?;
        let stands = timeline.stands(to);
        let left = timeline.steps().iter().rev().find(|(day, _)| *day <= to)?;
        let until = if stands { to } else { left.0 };
        Some(Observed {
            id: timeline.id().clone(),
            duration: months_between(since, until),
            left: !stands,
        })
    });
    known.collect()
}
