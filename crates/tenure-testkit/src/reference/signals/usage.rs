//! `usage.*`.

use std::collections::BTreeMap;

use tenure_columns::{Cell, Value};
use tenure_model::UsageSample;

use super::{Reading, float, int, sum_ascending, yes};
use crate::reference::seen::{Seen, all};

impl Seen<'_> {
    /// Days since the end of a sample's window.
    fn sample_age(&self, sample: &UsageSample) -> i64 {
        self.days_since(sample.window_end)
    }

    pub(super) fn usage_signal(&self, name: &str) -> Option<Reading> {
        Some(match name {
            "usage.utilisation" => self.utilisation(),
            "usage.current" => self.main_metric_over(0, 30),
            "usage.previous" => self.main_metric_over(30, 60),
            "usage.trend" => self.trend(),
            "usage.dormant" => self.dormant(),
            "usage.days_since_active" => self.last_active().map_or(Cell::NotApplicable, int),
            _ => return None,
        })
    }

    fn utilisation(&self) -> Reading {
        let entitled: Vec<&UsageSample> = all(&self.account.usage)
            .iter()
            .filter(|sample| sample.entitlement.is_some_and(|limit| limit > 0.0))
            .collect();
        let latest: Vec<&UsageSample> = entitled
            .iter()
            .enumerate()
            .filter(|(place, sample)| {
                let followed = entitled.iter().enumerate().any(|(other_place, other)| {
                    same_thing(sample, other)
                        && (other.window_end, other_place) > (sample.window_end, *place)
                });
                !followed && self.sample_age(sample) < 90
            })
            .map(|(_, sample)| *sample)
            .collect();
        if entitled.is_empty() {
            return Cell::NotApplicable;
        }
        if latest.is_empty() {
            return Cell::Stale;
        }
        let used = sum_ascending(latest.iter().map(|sample| sample.value));
        let limit = sum_ascending(latest.iter().filter_map(|sample| sample.entitlement));
        if !limit.is_finite() {
            return Cell::Unknown;
        }
        float(used / limit)
    }

    /// The metric with the most samples in the last 60 days, ties by name.
    fn main_metric(&self) -> Option<&str> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for sample in all(&self.account.usage) {
            if self.sample_age(sample) < 60 {
                *counts.entry(&sample.metric).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .min_by_key(|(metric, count)| (std::cmp::Reverse(*count), *metric))
            .map(|(metric, _)| metric)
    }

    /// The main metric, added up over days by their age.
    fn main_metric_over(&self, from: i64, to: i64) -> Reading {
        let Some(metric) = self.main_metric() else {
            return float(0.0);
        };
        let values = all(&self.account.usage)
            .iter()
            .filter(|sample| {
                sample.metric == metric && (from..to).contains(&self.sample_age(sample))
            })
            .map(|sample| sample.value);
        float(sum_ascending(values))
    }

    fn trend(&self) -> Reading {
        match (self.main_metric_over(0, 30), self.main_metric_over(30, 60)) {
            (_, Cell::Known(Value::Float(previous))) if previous <= 0.0 => Cell::NotApplicable,
            (Cell::Known(Value::Float(current)), Cell::Known(Value::Float(previous))) => {
                float(current / previous - 1.0)
            }
            _ => Cell::Unknown,
        }
    }

    fn last_active(&self) -> Option<i64> {
        all(&self.account.usage)
            .iter()
            .filter(|sample| sample.value > 0.0)
            .map(|sample| self.sample_age(sample))
            .min()
    }

    fn dormant(&self) -> Reading {
        match self.start() {
            Some(start) if self.days_since(start) >= 60 => {
                yes(self.last_active().is_none_or(|age| age >= 60))
            }
            _ => Cell::NotApplicable,
        }
    }
}

fn same_thing(one: &UsageSample, other: &UsageSample) -> bool {
    one.contract_id == other.contract_id
        && one.product_id == other.product_id
        && one.metric == other.metric
}
