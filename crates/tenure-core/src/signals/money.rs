//! Amounts: years of them, and other currencies. Exact, and rounded once.

use tenure_model::{BillingPeriod, Contract, Currency, Money, Rate, div_half_away};

/// An amount in the minor units of another currency: by the first rate from its currency, else by the inverse of the
/// first rate to it. `None` without a rate, and beyond 64 bits.
pub(super) fn convert(amount: Money, to: Currency, rates: &[Rate]) -> Option<i64> {
    let from = amount.currency;
    if from == to {
        return Some(amount.minor);
    }
    let positive = || rates.iter().filter(|rate| rate.num > 0 && rate.den > 0);
    let direct = positive().find(|rate| rate.from == from && rate.to == to);
    let inverse = || positive().find(|rate| rate.from == to && rate.to == from);
    let rate = direct.cloned().or_else(|| inverse().map(Rate::inverse))?;
    amount.convert(&rate).map(|converted| converted.minor)
}

/// A contract's amount in a year, after the discount, in its own currency.
pub(super) fn amount_of_a_year(contract: &Contract) -> Option<Money> {
    let amount = contract.amount?;
    let (num, den) = periods_in_a_year(contract);
    let share = 10_000_i128 - i128::from(contract.discount_bp.unwrap_or(0));
    let num = i128::from(amount.minor)
        .checked_mul(num)?
        .checked_mul(share)?;
    let minor = i64::try_from(div_half_away(num, den.checked_mul(10_000)?)?).ok()?;
    Some(Money { minor, ..amount })
}

fn periods_in_a_year(contract: &Contract) -> (i128, i128) {
    match contract.billing_period.unwrap_or(BillingPeriod::Annual) {
        BillingPeriod::Monthly => (12, 1),
        BillingPeriod::Quarterly => (4, 1),
        BillingPeriod::SemiAnnual => (2, 1),
        BillingPeriod::Annual => (1, 1),
        BillingPeriod::Once => match contract.months_of_term() {
            Some(months) if months >= 1 => (12, i128::from(months)),
            Some(_) | None => (1, 1),
        },
    }
}
