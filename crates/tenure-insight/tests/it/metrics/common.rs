//! What the tests of metrics share.

use chrono::NaiveDate;
use tenure::model::{Account, Currency, Id, Limits, read_account};
use tenure_insight::metrics::{Conventions, Fraction, Metric, Retention, State, Timeline, Window};

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn window(from: &str, to: &str) -> Window {
    Window::new(date(from), date(to)).unwrap()
}

pub(super) fn currency(code: &str) -> Currency {
    Currency::new(code).unwrap()
}

pub(super) fn account(text: &str) -> Account {
    read_account(text, &Limits::default()).unwrap().value
}

/// A timeline of whole amounts a month; 0 is nobody.
pub(super) fn line(id: &str, steps: &[(&str, i64)]) -> Timeline {
    let state = |mrr: i64| match mrr {
        0 => State::Absent,
        mrr => State::Active(Fraction::whole(mrr)),
    };
    let steps = steps.iter().map(|(day, mrr)| (date(day), state(*mrr)));
    Timeline::new(Id::from(id), steps)
}

/// Every metric of retention over timelines.
pub(super) fn retention(
    lines: &[Timeline],
    window: Window,
    conventions: Conventions,
) -> Vec<Metric> {
    let retention = Retention::new(lines, window, conventions, currency("USD"));
    let mut metrics = retention.customers();
    metrics.extend(retention.revenue().unwrap());
    metrics.extend(retention.values().unwrap());
    metrics
}

pub(super) fn find<'m>(metrics: &'m [Metric], name: &str) -> &'m Metric {
    metrics.iter().find(|metric| metric.name == name).unwrap()
}

/// Numerator and denominator.
pub(super) fn parts(metrics: &[Metric], name: &str) -> (i64, i64) {
    let metric = find(metrics, name);
    (metric.numerator, metric.denominator)
}

pub(super) fn names(ids: &[Id]) -> Vec<&str> {
    ids.iter().map(Id::as_str).collect()
}
