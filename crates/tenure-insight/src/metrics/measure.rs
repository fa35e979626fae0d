//! All metrics of a portfolio at once.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use tenure::model::{Account, Currency, Id, Tenant};

use super::convention::{Conventions, Logo, Window};
use super::exchange::Exchange;
use super::metric::Metric;
use super::movement::Bridge;
use super::purchase::{Cohort, bought, cohorts, period_of, purchase_cohorts, repeats};
use super::renewal::{Due, due, rates};
use super::retention::Retention;
use super::span::{LeftOut, told};
use super::survival::{Survival, kaplan_meier, observed};
use super::timeline::Timeline;
use super::{value, voice};
use crate::error::Error;

/// How many periods after its first a cohort is followed.
const PERIODS: usize = 12;

/// Everything that was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// The window.
    pub window: Window,
    /// The currency of every amount.
    pub currency: Currency,
    /// Whether amounts of other currencies were brought into it, by the tenant's rates, held constant.
    pub converted: bool,
    /// How customers were counted, in words.
    pub conventions: String,
    /// How many accounts were handed in.
    pub accounts: usize,
    /// Customers on the first day.
    pub start: usize,
    /// Customers on the day on which the window ends, [`Window::to`].
    pub end: usize,
    /// The metrics.
    pub metrics: Vec<Metric>,
    /// How monthly revenue moved, in minor units.
    pub bridge: Bridge,
    /// Customers in no sum of money, as what they paid in the window is not known.
    pub amounts_not_known: Vec<Id>,
    /// Accounts in no metric of retention, and why.
    pub left_out: BTreeMap<Id, LeftOut>,
    /// The contracts that came due in the window.
    pub due: Vec<Due>,
    /// Customers by the year in which they began, and how many were still there at the end of each year.
    pub cohorts: Vec<Cohort>,
    /// Buyers by the month in which they began, and how many bought in each month after it.
    pub purchase_cohorts: Vec<Cohort>,
    /// The share of customers that stays longer than so many months.
    pub survival: Vec<Survival>,
}

/// The customers' timelines under conventions, by id, and the accounts that have none.
///
/// # Errors
/// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts beyond the numbers.
pub fn timelines(
    accounts: &[Account],
    tenant: &Tenant,
    exchange: &Exchange<'_>,
    conventions: &Conventions,
) -> Result<(Vec<Timeline>, BTreeMap<Id, LeftOut>), Error> {
    let parents: BTreeMap<&Id, &Id> = accounts
        .iter()
        .filter_map(|account| Some((&account.id, account.parent_id.as_ref()?)))
        .collect();
    let mut parts: BTreeMap<Id, Vec<Timeline>> = BTreeMap::new();
    let mut left_out = BTreeMap::new();
    for account in accounts {
        let customer = match conventions.logo {
            Logo::Account => &account.id,
            Logo::TopParent => topmost(&account.id, &parents),
        };
        match told(account, tenant.zone(), exchange)? {
            Ok(told) => parts
                .entry(customer.clone())
                .or_default()
                .push(told.timeline.under(conventions, &told.terminations)),
            Err(why) => {
                left_out.insert(account.id.clone(), why);
            }
        }
    }
    let merged: Result<Vec<_>, Error> = parts
        .into_iter()
        .map(|(id, parts)| Timeline::together(id, &parts.iter().collect::<Vec<_>>()))
        .collect();
    Ok((merged?, left_out))
}

/// The topmost parent; the account itself where its parents run in a circle.
fn topmost<'a>(id: &'a Id, parents: &BTreeMap<&'a Id, &'a Id>) -> &'a Id {
    let mut top = id;
    for _ in 0..=parents.len() {
        match parents.get(top) {
            Some(parent) => top = parent,
            None => return top,
        }
    }
    id
}

/// Measures a portfolio over a window, as its records tell it now: a record of a later day may tell what became of a
/// contract that was due.
///
/// # Errors
/// [`ErrorKind::Currency`](crate::ErrorKind::Currency): several currencies, and no rates into one.
/// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts beyond the numbers.
pub fn measure(
    accounts: &[Account],
    tenant: &Tenant,
    window: Window,
    conventions: &Conventions,
    currency: Option<Currency>,
) -> Result<Measured, Error> {
    let zone = tenant.zone();
    let exchange = Exchange::of(accounts, tenant, currency)?;
    let (timelines, left_out) = timelines(accounts, tenant, &exchange, conventions)?;
    let retention = Retention::new(&timelines, window, *conventions, exchange.currency());
    let due: Vec<Due> = accounts
        .iter()
        .flat_map(|account| due(account, window, zone))
        .collect();
    let bought = bought(accounts, zone);
    let all: Vec<&Timeline> = timelines.iter().collect();
    let mut metrics = retention.customers();
    metrics.extend(retention.revenue()?);
    metrics.extend(rates(&due));
    metrics.extend(retention.values()?);
    metrics.push(value::historical(accounts, window, &exchange, zone)?);
    metrics.extend(repeats(&bought, window, conventions.purchases));
    metrics.extend(voice::scores(accounts, window, conventions, zone));
    Ok(Measured {
        window,
        currency: exchange.currency(),
        converted: exchange.converts(),
        conventions: retention.conventions(),
        accounts: accounts.len(),
        start: retention.start().len(),
        end: retention.end().len(),
        metrics,
        bridge: retention.bridge()?,
        amounts_not_known: retention.not_known(),
        left_out,
        due,
        cohorts: retention_cohorts(&all, window.to),
        purchase_cohorts: purchase_cohorts(&bought, 1, window.to, PERIODS),
        survival: kaplan_meier(&observed(&all, window.to)),
    })
}

/// Customers by the year in which they began: how many were customers on the last day of that year, and of each one after
/// it, up to a day. Those whose first day is not known are left out.
pub fn retention_cohorts(timelines: &[&Timeline], to: NaiveDate) -> Vec<Cohort> {
    let mut active = BTreeMap::new();
    for timeline in timelines {
        let Some(since) = timeline
            .since()
            .filter(|day| *day > NaiveDate::MIN && *day < to)
        else {
            continue;
        };
        let first = period_of(since, 12);
        let years = (0..).map_while(|age: i64| tenure::model::add_months(first, age * 12));
        let stands = |year: &NaiveDate| {
            let after = tenure::model::add_months(*year, 12);
            after
                .and_then(|after| after.pred_opt())
                .is_some_and(|last| timeline.stands(last))
        };
        let mut periods: std::collections::BTreeSet<NaiveDate> =
            years.take_while(|year| *year < to).filter(stands).collect();
        periods.insert(first);
        active.insert(timeline.id().clone(), periods);
    }
    cohorts(&active, 12, to, PERIODS)
}
