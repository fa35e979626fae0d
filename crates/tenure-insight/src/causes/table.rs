//! Causes, counted: how many contracts each took, and what part of the lost revenue it explains.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use serde::Serialize;
use tenure::model::{Account, Currency, Id, Tenant};

use super::read::{Ended, ended};
use crate::error::Error;
use crate::metrics::{Exchange, Fraction, NOT_KNOWN, Ratio, Window, sum, too_large};

/// What lost and kept contracts are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// The topmost reason: root cause, else stated.
    TopReason,
    /// The reason itself: root cause, else stated.
    Reason,
    /// What people said.
    Stated,
    /// The industry.
    Industry,
    /// Who looked after the account three months before.
    Owner,
    /// How long it had been a customer.
    Tenure,
    /// The level of satisfaction three months before.
    Satisfaction,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::TopReason,
        Self::Reason,
        Self::Stated,
        Self::Industry,
        Self::Owner,
        Self::Tenure,
        Self::Satisfaction,
    ];

    /// Whether only lost contracts have it.
    pub fn is_of_losses(self) -> bool {
        match self {
            Self::TopReason | Self::Reason | Self::Stated => true,
            Self::Industry | Self::Owner | Self::Tenure | Self::Satisfaction => false,
        }
    }

    fn key(self, ended: &Ended) -> String {
        let key = match self {
            Self::TopReason => ended.reason().map(|reason| reason.top.clone()),
            Self::Reason => ended.reason().map(|reason| reason.code.clone()),
            Self::Stated => ended.stated.as_ref().map(|reason| reason.code.clone()),
            Self::Industry => ended.industry.clone(),
            Self::Owner => ended.owner.as_ref().map(Id::to_string),
            Self::Tenure => ended.months.map(tenure_band),
            Self::Satisfaction => ended.satisfaction.clone(),
        };
        key.unwrap_or_else(|| NOT_KNOWN.to_owned())
    }
}

fn tenure_band(months: i64) -> String {
    match months {
        ..12 => "under 1 year",
        12..36 => "1 to 3 years",
        36.. => "over 3 years",
    }
    .to_owned()
}

/// One cause, or one group, and what became of its contracts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// What it is: a reason's code, an industry, a person …
    pub key: String,
    /// Contracts lost.
    pub lost: i64,
    /// Contracts lost in the window of the same length before.
    pub lost_before: i64,
    /// Contracts renewed that were due.
    pub renewed: i64,
    /// Revenue lost, in minor units a year.
    pub revenue: i64,
    /// Its part of all lost revenue; `None` where none was lost.
    pub share: Option<Ratio>,
    /// The accounts that were lost, each once.
    pub accounts: Vec<Id>,
    /// Whether it took two accounts or more: once may be chance.
    pub repeated: bool,
}

/// Why contracts were lost in a window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Causes {
    /// The window.
    pub window: Window,
    /// The currency of every amount.
    pub currency: Currency,
    /// Contracts lost.
    pub lost: i64,
    /// Of these, without a stated reason or root cause.
    pub without_reason: i64,
    /// Of these, of a value that is not known, in no sum of money.
    pub without_value: i64,
    /// Contracts due that were renewed.
    pub renewed: i64,
    /// Revenue lost, in minor units a year.
    pub lost_revenue: i64,
    /// Causes by dimension, the one that explains most first.
    pub by: BTreeMap<Dimension, Vec<Cause>>,
}

/// Counts the causes of a window.
///
/// # Errors
/// [`ErrorKind::Currency`](crate::ErrorKind::Currency): several currencies, and no rates into one.
/// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts beyond the numbers, a time zone that does not exist.
pub fn causes(
    accounts: &[Account],
    tenant: &Tenant,
    window: Window,
    currency: Option<Currency>,
) -> Result<Causes, Error> {
    let exchange = Exchange::of(accounts, tenant, currency)?;
    let now = ended(accounts, tenant, window, &exchange)?;
    let before = match before(window) {
        Some(earlier) => ended(accounts, tenant, earlier, &exchange)?,
        None => Vec::new(),
    };
    let lost: Vec<&Ended> = now.iter().filter(|one| one.lost).collect();
    let total = revenue(&lost)?;
    let mut by = BTreeMap::new();
    for dimension in Dimension::ALL {
        by.insert(dimension, table(dimension, &now, &before, total)?);
    }
    Ok(Causes {
        window,
        currency: exchange.currency(),
        lost: count(lost.iter()),
        without_reason: count(lost.iter().filter(|one| one.reason().is_none())),
        without_value: count(lost.iter().filter(|one| one.annual.is_none())),
        renewed: count(now.iter().filter(|one| !one.lost)),
        lost_revenue: total,
        by,
    })
}

/// The window of the same length that ends where this one begins.
fn before(window: Window) -> Option<Window> {
    let days = u64::try_from((window.to - window.from).num_days()).ok()?;
    let from = window.from.checked_sub_days(Days::new(days))?;
    Window::new(from, window.from).ok()
}

/// Revenue of a year in whole minor units.
fn revenue(lost: &[&Ended]) -> Result<i64, Error> {
    let known = lost.iter().filter_map(|one| one.annual);
    let total: Fraction = sum(known)?;
    total.rounded().ok_or_else(too_large)
}

fn table(
    dimension: Dimension,
    now: &[Ended],
    before: &[Ended],
    total: i64,
) -> Result<Vec<Cause>, Error> {
    let counts = |one: &&Ended| one.lost || !dimension.is_of_losses();
    let keys: BTreeSet<String> = now
        .iter()
        .filter(counts)
        .map(|one| dimension.key(one))
        .collect();
    let mut causes = Vec::with_capacity(keys.len());
    for key in keys {
        let of = |lost: bool| {
            let dimension = &dimension;
            let key = &key;
            move |one: &&Ended| one.lost == lost && dimension.key(one) == *key
        };
        let lost: Vec<&Ended> = now.iter().filter(of(true)).collect();
        let accounts: BTreeSet<Id> = lost.iter().map(|one| one.account_id.clone()).collect();
        let renewed = now
            .iter()
            .filter(|_| !dimension.is_of_losses())
            .filter(of(false));
        let revenue = revenue(&lost)?;
        causes.push(Cause {
            lost: count(lost.iter()),
            lost_before: count(before.iter().filter(of(true))),
            renewed: count(renewed),
            revenue,
            share: Ratio::new(revenue, total).filter(|_| total > 0),
            repeated: accounts.len() >= 2 && key != NOT_KNOWN,
            accounts: accounts.into_iter().collect(),
            key,
        });
    }
    // By key already, and the sort is stable: ties stay in that order.
    causes.sort_by_key(|cause| std::cmp::Reverse((cause.revenue, cause.lost)));
    Ok(causes)
}

fn count<T>(of: impl Iterator<Item = T>) -> i64 {
    i64::try_from(of.count()).unwrap_or(i64::MAX)
}
