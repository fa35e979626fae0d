//! How much the account uses what it pays for.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{Id, UsageSample};

use super::line::{Line, lines};
use super::seen::Seen;
use super::sums::float_sum;
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "usage.utilisation" Account Float "ratio" Up ["usage"] valid 90,
        "used of what is paid for",
        "of the samples with an entitlement above 0, the latest (by `window_end`, ties by later canonical order) of each contract, product and metric whose window ended in the last 90 days: sum of values / sum of entitlements; stale if all such samples are older; n/a if there is none"
        => utilisation;
    "usage.current" Account Float "metric" Up ["usage"],
        "use in the last 30 days",
        "the sum of the values of the main metric over the last 30 days by `window_end`, where the main metric is the one with the most samples in the last 60 days, ties by name; 0 if there is none"
        => current;
    "usage.previous" Account Float "metric" None ["usage"],
        "use in the 30 days before",
        "the sum of the values of the main metric over the 30 days before the last 30; 0 if there is none"
        => previous;
    "usage.trend" Account Float "ratio" Up ["usage"],
        "change of use against the 30 days before",
        "current / previous - 1; n/a where previous is 0 or less; unknown where either is"
        => trend;
    "usage.dormant" Account Bool "" Down ["usage"],
        "no use for 60 days",
        "whether no sample with a value above 0 ended in the last 60 days; n/a while the start of `account.tenure_months` is not known or less than 60 days before the day"
        => dormant;
    "usage.days_since_active" Account Int "days" Down ["usage"],
        "days since the last use",
        "days from the latest `window_end` of a sample with a value above 0 to the day; n/a if there is none"
        => days_since_active;
};

/// The samples whose windows ended from `days` - 1 days before the day up to the day.
fn recent<'v>(view: &'v View<'_>, days: i64) -> &'v [Seen<'v, UsageSample>] {
    let samples = view.usage();
    let first = samples.partition_point(|sample| view.as_of().days_since(sample.day()) >= days);
    samples.get(first..).unwrap_or_default()
}

fn entitled(sample: &UsageSample) -> Option<f64> {
    sample.entitlement.filter(|entitlement| *entitlement > 0.0)
}

fn utilisation(view: &View<'_>) -> Cell<f64> {
    let mut latest: BTreeMap<Series<'_>, (f64, f64)> = BTreeMap::new();
    for sample in recent(view, 90) {
        if let Some(entitlement) = entitled(sample) {
            latest.insert(series(sample), (sample.value, entitlement));
        }
    }
    if !latest.is_empty() {
        let used = float_sum(latest.values().map(|(value, _)| *value).collect());
        let paid = float_sum(
            latest
                .values()
                .map(|(_, entitlement)| *entitlement)
                .collect(),
        );
        return Cell::or_unknown(paid.is_finite().then(|| used / paid));
    }
    match view.usage().iter().any(|sample| entitled(sample).is_some()) {
        true => Cell::Stale,
        false => Cell::NotApplicable,
    }
}

/// Contract, product and metric.
type Series<'v> = (Option<&'v Id>, Option<&'v Id>, &'v str);

fn series(sample: &UsageSample) -> Series<'_> {
    let (contract, product) = (sample.contract_id.as_ref(), sample.product_id.as_ref());
    (contract, product, &sample.metric)
}

/// The use of the main metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Windows {
    /// In the last 30 days.
    current: f64,
    /// In the 30 days before.
    previous: f64,
}

impl Windows {
    /// In the last 30 days, and in the 30 before.
    pub(super) fn halves(self) -> (f64, f64) {
        (self.current, self.previous)
    }
}

/// The metric with the most samples in the last 60 days, ties by name.
pub(super) fn main_metric<'v>(view: &'v View<'_>) -> Option<&'v str> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for sample in recent(view, 60) {
        *counts.entry(&sample.metric).or_default() += 1;
    }
    counts
        .iter()
        .max_by_key(|(metric, count)| (**count, std::cmp::Reverse(**metric)))
        .map(|(metric, _)| *metric)
}

/// The use of the metric with the most samples in the last 60 days, in both halves of them.
pub(super) fn windows(view: &View<'_>) -> Windows {
    let samples = recent(view, 60);
    let main = main_metric(view);
    let (mut current, mut previous) = (Vec::new(), Vec::new());
    for sample in samples
        .iter()
        .filter(|sample| Some(sample.metric.as_str()) == main)
    {
        let half = if view.as_of().in_last_days(sample.day(), 30) {
            &mut current
        } else {
            &mut previous
        };
        half.push(sample.value);
    }
    Windows {
        current: float_sum(current),
        previous: float_sum(previous),
    }
}

fn current(view: &View<'_>) -> Cell<f64> {
    Cell::Known(view.windows().current)
}

fn previous(view: &View<'_>) -> Cell<f64> {
    Cell::Known(view.windows().previous)
}

fn trend(view: &View<'_>) -> Cell<f64> {
    let Windows { current, previous } = view.windows();
    if !previous.is_finite() {
        Cell::Unknown
    } else if previous <= 0.0 {
        Cell::NotApplicable
    } else {
        Cell::Known(current / previous - 1.0)
    }
}

pub(super) fn last_active(view: &View<'_>) -> Option<NaiveDate> {
    let mut latest_first = view.usage().iter().rev();
    latest_first
        .find(|sample| sample.value > 0.0)
        .map(Seen::day)
}

fn dormant(view: &View<'_>) -> Cell<bool> {
    let age = view.start().map(|start| view.as_of().days_since(start));
    Cell::or_not_applicable(age.filter(|days| *days >= 60))
        .map(|_| last_active(view).is_none_or(|day| !view.as_of().in_last_days(day, 60)))
}

fn days_since_active(view: &View<'_>) -> Cell<i64> {
    Cell::or_not_applicable(last_active(view)).map(|day| view.as_of().days_since(day))
}
