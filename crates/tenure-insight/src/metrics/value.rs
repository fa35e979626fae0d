//! What customers brought, will bring, and may take away.

use chrono_tz::Tz;
use serde::Serialize;
use tenure::model::{Account, Currency, Id, InvoiceStatus, Money, canonical_order};

use super::convention::Window;
use super::exchange::Exchange;
use super::metric::{Metric, Unit};
use super::number::{Fraction, Ratio, sum, too_large};
use crate::error::Error;

/// m (1 + d) / (1 + d - r): the value of a margin of `m` a period, kept with probability `r` and discounted by `d`, the
/// first one at once. `None` where 1 + d is not above r, or beyond the numbers.
pub fn discounted(margin: Fraction, retention: Ratio, discount: Ratio) -> Option<Fraction> {
    let fraction = |ratio: Ratio| Fraction::new(i128::from(ratio.num), i128::from(ratio.den));
    let grown = Fraction::whole(1).plus(fraction(discount)?)?;
    let rest = grown.minus(fraction(retention)?)?;
    rest.is_positive().then_some(())?;
    margin.times(grown)?.over(rest)
}

/// Revenue to date per customer: invoices issued before the window's end, neither void nor written off; where an account
/// keeps no invoices, its purchases.
///
/// # Errors
/// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts beyond the numbers.
pub fn historical(
    accounts: &[Account],
    window: Window,
    exchange: &Exchange<'_>,
    zone: Tz,
) -> Result<Metric, Error> {
    let mut members = Vec::new();
    let mut left_out = Vec::new();
    let mut total = Fraction::ZERO;
    for account in accounts {
        match revenue(account, window, exchange, zone) {
            Some(Some(part)) => {
                total = sum([total, sum(part)?])?;
                members.push(account.id.clone());
            }
            Some(None) => left_out.push(account.id.clone()),
            None => {}
        }
    }
    let count = i64::try_from(members.len()).unwrap_or(i64::MAX);
    Ok(Metric::new(
        "ltv_historical",
        "invoices issued before the end, else purchases / customers who have any",
        Unit::Money(exchange.currency()),
    )
    .among(members.clone(), members)
    .without(left_out)
    .of(total.rounded().ok_or_else(too_large)?, count))
}

/// What was billed; `None` within where an amount is not known, `None` where there is nothing.
fn revenue(
    account: &Account,
    window: Window,
    exchange: &Exchange<'_>,
    zone: Tz,
) -> Option<Option<Vec<Fraction>>> {
    let billed: Vec<Option<Money>> = match &account.invoices {
        Some(invoices) => canonical_order(invoices)
            .into_iter()
            .filter(|invoice| invoice.issued < window.to && counts(invoice.status))
            .map(|invoice| invoice.amount)
            .collect(),
        None => canonical_order(account.purchases.as_ref()?)
            .into_iter()
            .filter(|purchase| purchase.at.day(zone) < window.to)
            .map(|purchase| purchase.amount)
            .collect(),
    };
    let known = |amount: &Option<Money>| amount.and_then(|amount| exchange.amount(amount));
    (!billed.is_empty()).then(|| billed.iter().map(known).collect())
}

/// The amounts that an account was billed, else those of its purchases: what [`historical`] adds up, of any day.
pub(crate) fn billed(account: &Account) -> Vec<Money> {
    match &account.invoices {
        Some(invoices) => {
            let counted = invoices.iter().filter(|invoice| counts(invoice.status));
            counted.filter_map(|invoice| invoice.amount).collect()
        }
        None => {
            let bought = account.purchases.iter().flatten();
            bought.filter_map(|purchase| purchase.amount).collect()
        }
    }
}

fn counts(status: Option<InvoiceStatus>) -> bool {
    match status {
        Some(InvoiceStatus::Void | InvoiceStatus::WrittenOff) => false,
        Some(InvoiceStatus::Open | InvoiceStatus::Paid) | None => true,
    }
}

/// A decided account: what it is worth a year, and how likely it is to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whose.
    pub account_id: Id,
    /// Annual value.
    pub annual: Money,
    /// Probability of leaving within the rulebook's horizon, in basis points.
    pub probability_bp: i64,
    /// Its band.
    pub band: String,
}

/// Revenue at risk in one currency, in minor units a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AtRisk {
    /// The currency.
    pub currency: Currency,
    /// Annual value of all decided accounts.
    pub annual: i64,
    /// Annual value x probability of leaving, rounded once.
    pub expected: i64,
    /// Annual value of the accounts in the bands asked for.
    pub banded: i64,
    /// The accounts in these bands.
    pub members: Vec<Id>,
}

/// Revenue at risk by currency: expected, and in the riskiest bands (`high` and `critical` of the shipped rulebook).
///
/// # Errors
/// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts beyond the numbers.
pub fn at_risk(standings: &[Standing], bands: &[&str]) -> Result<Vec<AtRisk>, Error> {
    let mut currencies: Vec<Currency> = standings.iter().map(|one| one.annual.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    currencies
        .into_iter()
        .map(|currency| {
            let of: Vec<&Standing> = standings
                .iter()
                .filter(|one| one.annual.currency == currency)
                .collect();
            let risky: Vec<&Standing> = of
                .iter()
                .copied()
                .filter(|one| bands.contains(&one.band.as_str()))
                .collect();
            let annual = |those: &[&Standing]| {
                sum(those.iter().map(|one| Fraction::whole(one.annual.minor)))
            };
            let expected = sum(of.iter().filter_map(|one| {
                let share = Fraction::new(i128::from(one.probability_bp), 10_000)?;
                Fraction::whole(one.annual.minor).times(share)
            }))?;
            Ok(AtRisk {
                currency,
                annual: annual(&of)?.rounded().ok_or_else(too_large)?,
                expected: expected.rounded().ok_or_else(too_large)?,
                banded: annual(&risky)?.rounded().ok_or_else(too_large)?,
                members: risky.iter().map(|one| one.account_id.clone()).collect(),
            })
        })
        .collect()
}
