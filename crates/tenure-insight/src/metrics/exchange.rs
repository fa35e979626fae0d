//! One currency for everything that is added up.

use std::collections::BTreeSet;

use tenure::model::{Account, Contract, Currency, Money, Tenant};

use super::number::Fraction;
use super::span::{currencies, months_of_amount};
use super::value::billed;
use crate::error::{Error, ErrorKind};

/// Brings amounts into one currency, exactly.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'t> {
    tenant: &'t Tenant,
    to: Currency,
    converts: bool,
}

impl<'t> Exchange<'t> {
    /// The currency of a portfolio's contracts: the one asked for, else the only one, else the only one of them into which
    /// the tenant's rates bring all others. Where no contract tells one, that of what was billed, found in the same way, or
    /// none (`XXX`), which leaves every amount out. Rates are held constant over the window, so that no movement of a currency
    /// shows as growth.
    ///
    /// # Errors
    /// [`ErrorKind::Currency`]: there is no rate for one of the contracts' currencies, or nothing tells which to take.
    pub fn of(
        accounts: &[Account],
        tenant: &'t Tenant,
        wanted: Option<Currency>,
    ) -> Result<Self, Error> {
        let contracts: BTreeSet<Currency> = accounts.iter().flat_map(currencies).collect();
        if contracts.is_empty() {
            return Ok(Self::of_bills(accounts, tenant, wanted));
        }
        let targets = wanted.map_or_else(|| contracts.clone(), |wanted| [wanted].into());
        match reached(&contracts, &targets, tenant).as_slice() {
            [to] => Ok(Self::bring(*to, &contracts, tenant)),
            several => Err(mixed(&contracts, wanted, several)),
        }
    }

    /// The currency of what was billed, where no contract tells one.
    fn of_bills(accounts: &[Account], tenant: &'t Tenant, wanted: Option<Currency>) -> Self {
        let amounts = accounts.iter().flat_map(billed);
        let bills: BTreeSet<Currency> = amounts.map(|amount| amount.currency).collect();
        let only = match reached(&bills, &bills, tenant).as_slice() {
            [to] => *to,
            _ => Currency::default(),
        };
        Self::bring(wanted.unwrap_or(only), &bills, tenant)
    }

    fn bring(to: Currency, found: &BTreeSet<Currency>, tenant: &'t Tenant) -> Self {
        let mut others = found.iter().filter(|from| **from != to);
        Self {
            tenant,
            to,
            converts: others.any(|from| is_way(*from, to, tenant)),
        }
    }

    /// One that knows no amount: for counting customers, where what they pay does not matter.
    pub fn without_amounts(tenant: &'t Tenant) -> Self {
        Self {
            tenant,
            to: Currency::default(),
            converts: false,
        }
    }

    /// The currency that amounts are brought into.
    pub fn currency(&self) -> Currency {
        self.to
    }

    /// Whether there are amounts of other currencies, brought into this one by the tenant's rates.
    pub fn converts(&self) -> bool {
        self.converts
    }

    /// An amount in minor units of the currency, not rounded; `None`: there is no rate, or it goes beyond the numbers.
    pub fn amount(&self, amount: Money) -> Option<Fraction> {
        let minor = Fraction::whole(amount.minor);
        if amount.currency == self.to {
            return Some(minor);
        }
        let rate = self.tenant.rate(amount.currency, self.to)?;
        let scale = |currency: Currency| 10_i128.pow(currency.exponent());
        let units = Fraction::new(scale(self.to), scale(amount.currency))?;
        let rate = Fraction::new(i128::from(rate.num), i128::from(rate.den))?;
        minor.times(rate)?.times(units)
    }

    /// What a contract pays a month after its discount, not rounded; `None`: not known.
    pub fn mrr(&self, contract: &Contract) -> Option<Fraction> {
        let kept = 10_000_i128 - i128::from(contract.discount_bp.unwrap_or(0));
        let months = i128::from(months_of_amount(contract));
        let share = Fraction::new(kept, months.checked_mul(10_000)?)?;
        self.amount(contract.amount?)?.times(share)
    }
}

fn is_way(from: Currency, to: Currency, tenant: &Tenant) -> bool {
    let rate = tenant.rate(from, to);
    from == to || rate.is_some_and(|rate| rate.den > 0 && rate.num > 0)
}

/// Of currencies, those into which the tenant's rates bring all that were found.
fn reached(
    found: &BTreeSet<Currency>,
    targets: &BTreeSet<Currency>,
    tenant: &Tenant,
) -> Vec<Currency> {
    let is_reached = |to: &&Currency| found.iter().all(|from| is_way(*from, **to, tenant));
    targets.iter().filter(is_reached).copied().collect()
}

fn mixed(found: &BTreeSet<Currency>, wanted: Option<Currency>, reached: &[Currency]) -> Error {
    let list = |codes: &mut dyn Iterator<Item = &Currency>| {
        codes
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let found = list(&mut found.iter());
    let text = match (wanted, reached) {
        (Some(wanted), _) => format!(
            "contracts are in {found}, and the tenant has no rate from each of them to {wanted}; add the rates"
        ),
        (None, []) => format!(
            "contracts are in {found}, which are never added up; give the tenant rates into one of them, or measure \
             each currency for itself"
        ),
        (None, several) => format!(
            "contracts are in {found}, and the tenant's rates lead to {}; name one of them",
            list(&mut several.iter())
        ),
    };
    Error::new(ErrorKind::Currency, text)
}
