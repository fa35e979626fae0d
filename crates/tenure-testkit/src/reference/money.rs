//! Amounts in one currency, and the annual value of a contract.

use tenure_model::{BillingPeriod, Contract, Currency, Money, Rate};

use super::contracts::months_of_term;
use super::seen::{Seen, all};

/// `numerator / denominator` rounded half away from zero; the denominator is positive.
pub(crate) fn round_half_away(numerator: i128, denominator: i128) -> Option<i128> {
    let whole = numerator.checked_div(denominator)?;
    let rest = numerator.checked_rem(denominator)?;
    let away = rest.unsigned_abs() >= denominator.unsigned_abs() - rest.unsigned_abs();
    Some(if away {
        whole + numerator.signum()
    } else {
        whole
    })
}

impl Seen<'_> {
    /// The currency that amounts are told in.
    fn target_currency(&self) -> Option<Currency> {
        self.rulebook_currency
            .or(self.account.currency)
            .or_else(|| {
                all(&self.account.contracts)
                    .iter()
                    .filter(|contract| contract.amount.is_some())
                    .min_by_key(|contract| (contract.start_date, &contract.id))
                    .and_then(|contract| contract.amount)
                    .map(|amount| amount.currency)
            })
    }

    /// An amount in the currency that amounts are told in.
    pub(crate) fn converted(&self, amount: &Money) -> Option<i64> {
        let target = self.target_currency()?;
        if amount.currency == target {
            return Some(amount.minor);
        }
        let (num, den) = self.rate(amount.currency, target)?;
        let numerator = i128::from(amount.minor)
            .checked_mul(num)?
            .checked_mul(10_i128.pow(target.exponent()))?;
        let denominator = den.checked_mul(10_i128.pow(amount.currency.exponent()))?;
        i64::try_from(round_half_away(numerator, denominator)?).ok()
    }

    /// How many major units of `to` one major unit of `from` is, as a fraction.
    fn rate(&self, from: Currency, to: Currency) -> Option<(i128, i128)> {
        let usable = |rate: &&Rate| rate.num > 0 && rate.den > 0;
        let rates = all(&self.tenant.rates);
        let direct = rates
            .iter()
            .filter(usable)
            .find(|rate| rate.from == from && rate.to == to)
            .map(|rate| (i128::from(rate.num), i128::from(rate.den)));
        direct.or_else(|| {
            rates
                .iter()
                .filter(usable)
                .find(|rate| rate.from == to && rate.to == from)
                .map(|rate| (i128::from(rate.den), i128::from(rate.num)))
        })
    }

    /// The sum of amounts; unknown with an unknown part or beyond 64 bits.
    pub(crate) fn sum(&self, amounts: impl Iterator<Item = Option<i64>>) -> Option<i64> {
        let mut sum: i128 = 0;
        for amount in amounts {
            sum += i128::from(amount?);
        }
        i64::try_from(sum).ok()
    }

    /// What a contract is worth in a year.
    pub(crate) fn annual_value(&self, contract: &Contract) -> Option<i64> {
        if contract.trial == Some(true) || contract.recurring == Some(false) {
            return Some(0);
        }
        let amount = contract.amount?;
        let (periods, per) = periods_in_a_year(contract);
        let discount = i128::from(contract.discount_bp.unwrap_or(0));
        let numerator = i128::from(amount.minor)
            .checked_mul(periods)?
            .checked_mul(10_000 - discount)?;
        let minor = i64::try_from(round_half_away(numerator, per.checked_mul(10_000)?)?).ok()?;
        self.converted(&Money {
            minor,
            currency: amount.currency,
        })
    }
}

/// Billing periods in a year, as a fraction.
fn periods_in_a_year(contract: &Contract) -> (i128, i128) {
    match contract.billing_period.unwrap_or(BillingPeriod::Annual) {
        BillingPeriod::Monthly => (12, 1),
        BillingPeriod::Quarterly => (4, 1),
        BillingPeriod::SemiAnnual => (2, 1),
        BillingPeriod::Annual => (1, 1),
        BillingPeriod::Once => match months_of_term(contract) {
            Some(months) if months >= 1 => (12, i128::from(months)),
            Some(_) | None => (1, 1),
        },
    }
}
