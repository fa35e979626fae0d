//! Who bought again, after how long, and who of those who began together still buys.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use serde::Serialize;
use tenure::model::{Account, Id, canonical_order};

use super::convention::{Purchases, Window};
use super::metric::{Metric, Unit};

/// A customer's purchases: their days, in order, one for each purchase.
pub type Bought = BTreeMap<Id, Vec<NaiveDate>>;

/// The purchases of accounts; those without a list of purchases are not in it.
pub fn bought(accounts: &[Account], zone: Tz) -> Bought {
    let days = |account: &Account| {
        let purchases = canonical_order(account.purchases.iter().flatten());
        let mut days: Vec<_> = purchases.iter().map(|bought| bought.at.day(zone)).collect();
        days.sort_unstable();
        days
    };
    let kept = accounts
        .iter()
        .filter(|account| account.purchases.is_some());
    kept.map(|account| (account.id.clone(), days(account)))
        .collect()
}

/// Days on which something was bought in the window, each once or as often as something was.
fn within(days: &[NaiveDate], window: Window, purchases: Purchases) -> Vec<NaiveDate> {
    let mut found: Vec<_> = days
        .iter()
        .copied()
        .filter(|day| window.holds(*day))
        .collect();
    if purchases == Purchases::Days {
        found.dedup();
    }
    found
}

/// Repeat purchase by orders and by days, buyers who had bought before, and the days between purchases.
pub fn repeats(bought: &Bought, window: Window, purchases: Purchases) -> Vec<Metric> {
    let other = match purchases {
        Purchases::Orders => Purchases::Days,
        Purchases::Days => Purchases::Orders,
    };
    vec![
        repeat(bought, window, purchases),
        repeat(bought, window, other).aside(),
        returning(bought, window).aside(),
        interval(bought, window),
    ]
}

/// Customers with two purchases or more in the window / with one or more.
pub fn repeat(bought: &Bought, window: Window, purchases: Purchases) -> Metric {
    let (name, text) = match purchases {
        Purchases::Orders => (
            "repeat_purchase_rate",
            "customers with 2 orders or more in the window / with 1 or more",
        ),
        Purchases::Days => (
            "repeat_purchase_rate_days",
            "customers who bought on 2 days or more in the window / on 1 or more",
        ),
    };
    let with = |least| {
        of(bought, |days| {
            within(days, window, purchases).len() >= least
        })
    };
    Metric::new(name, text, Unit::Share).count(with(2), with(1))
}

/// Buyers of the window who had bought before it.
fn returning(bought: &Bought, window: Window) -> Metric {
    let buys = |days: &[NaiveDate]| days.iter().any(|day| window.holds(*day));
    let before = |days: &[NaiveDate]| days.iter().any(|day| *day < window.from);
    Metric::new(
        "returning_purchase_rate",
        "customers who bought in the window and before it / who bought in it",
        Unit::Share,
    )
    .count(
        of(bought, |days| buys(days) && before(days)),
        of(bought, buys),
    )
}

/// The median of the days between one day of purchase and the next.
fn interval(bought: &Bought, window: Window) -> Metric {
    let mut gaps = Vec::new();
    for days in bought.values() {
        let days = within(days, window, Purchases::Days);
        let pairs = days.iter().zip(days.iter().skip(1));
        gaps.extend(pairs.map(|(from, to)| (*to - *from).num_days()));
    }
    gaps.sort_unstable();
    let at = |index: usize| gaps.get(index).copied().unwrap_or(0);
    let buyers = of(bought, |days| {
        within(days, window, Purchases::Days).len() >= 2
    });
    let metric = Metric::new(
        "reorder_interval",
        "median of the days between one day of purchase and the customer's next, both in the window",
        Unit::Days,
    )
    .among(buyers.clone(), buyers);
    match gaps.len() {
        0 => metric,
        count if count % 2 == 1 => metric.of(at(count / 2), 1),
        count => metric.of(at(count / 2 - 1) + at(count / 2), 2),
    }
}

fn of(bought: &Bought, is: impl Fn(&[NaiveDate]) -> bool) -> Vec<Id> {
    bought
        .iter()
        .filter(|(_, days)| is(days))
        .map(|(id, _)| id.clone())
        .collect()
}

/// Customers who began in one calendar period, and how many of them were active in each period after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cohort {
    /// The first day of the period in which they began.
    pub begun: NaiveDate,
    /// How many they are.
    pub size: i64,
    /// How many of them were active, by periods since the first; `None` where the period has not ended.
    pub active: Vec<Option<i64>>,
}

/// Cohorts by calendar periods of so many months, counted from January: 1 for months, 3 for quarters, 12 for years.
///
/// `active` tells of each customer the first days of the periods in which it was active; it began in the earliest. Periods
/// that end after `to` are censored, and so are those after the last one asked for.
pub fn cohorts(
    active: &BTreeMap<Id, BTreeSet<NaiveDate>>,
    months: u32,
    to: NaiveDate,
    periods: usize,
) -> Vec<Cohort> {
    let months = months.max(1);
    let mut by_start: BTreeMap<NaiveDate, Vec<&BTreeSet<NaiveDate>>> = BTreeMap::new();
    for periods in active.values() {
        if let Some(first) = periods.first() {
            by_start.entry(*first).or_default().push(periods);
        }
    }
    let count = |of: usize| i64::try_from(of).unwrap_or(i64::MAX);
    by_start
        .into_iter()
        .map(|(begun, members)| Cohort {
            begun,
            size: count(members.len()),
            active: (0..=periods)
                .map(|age| {
                    let start = later(begun, months, age)?;
                    let ended = later(begun, months, age + 1)? <= to;
                    ended.then(|| count(members.iter().filter(|all| all.contains(&start)).count()))
                })
                .collect(),
        })
        .collect()
}

fn later(begun: NaiveDate, months: u32, periods: usize) -> Option<NaiveDate> {
    let months = i64::from(months).checked_mul(i64::try_from(periods).ok()?)?;
    tenure::model::add_months(begun, months)
}

/// The first day of the calendar period of so many months that a day lies in.
pub fn period_of(day: NaiveDate, months: u32) -> NaiveDate {
    let months = months.clamp(1, 12);
    let month0 = day.month0() / months * months;
    NaiveDate::from_ymd_opt(day.year(), month0 + 1, 1).unwrap_or(day)
}

/// Cohorts of buyers: who began to buy in one period, and bought again in later ones.
pub fn purchase_cohorts(
    bought: &Bought,
    months: u32,
    to: NaiveDate,
    periods: usize,
) -> Vec<Cohort> {
    let active = bought
        .iter()
        .map(|(id, days)| {
            let before = days.iter().filter(|day| **day < to);
            (
                id.clone(),
                before.map(|day| period_of(*day, months)).collect(),
            )
        })
        .collect();
    cohorts(&active, months, to, periods)
}
