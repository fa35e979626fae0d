//! What can be done about use, bills, purchases and the movement of contracts.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use tenure_columns::Value;
use tenure_model::{
    Account, ContractEvent, ContractEventKind, Id, Invoice, InvoiceStatus, Moment, Purchase,
    Referral, UsageSample,
};

use super::{Lever, fewer, int, levers, more, surplus, to_false, to_true, with};
use crate::signals::billing::{due, is_unpaid};
use crate::signals::seen::Seen;
use crate::signals::usage::main_metric;
use crate::signals::view::View;

use ContractEventKind::{Downgraded, PauseRequested, Resumed, Upgraded};

pub(super) const LEVERS: &[Lever] = levers! {
    "usage.utilisation", better_shares, with_utilisation;
    "usage.trend", better_trends, with_trend;
    "usage.dormant", to_false, |view, _| with_use(view, view.day(), 1.0);
    "usage.days_since_active", fewer, with_use_days_ago;
    "billing.days_overdue", fewer_days_overdue, with_days_overdue;
    "billing.overdue", fewer, |view, to| with_paid(view, surplus(overdue(view).len(), to)?);
    "billing.overdue_amount", fewer_amounts, with_overdue_amount;
    "billing.fee_disputes", fewer, with_settled;
    "purchases.count_12m", more, with_purchases;
    "purchases.repeat_12m", to_true, |view, _| with_purchase(view, 1, view.day());
    "purchases.days_since", fewer, with_purchase_days_ago;
    "referrals.count_12m", more, with_referrals;
    "movement.downgrades_12m", fewer, |view, to| without_events(view, Downgraded, to);
    "movement.upgrades_12m", more, with_upgrades;
    "movement.pause_requests_12m", fewer, |view, to| without_events(view, PauseRequested, to);
    "movement.cancellation_notice", to_false, |view, _| with_events(view, Resumed, 1);
};

/// A name that nothing of the account has.
fn fresh(number: usize) -> Id {
    Id(format!("\u{1}{number}"))
}

fn days_ago(view: &View<'_>, to: &Value) -> Option<NaiveDate> {
    let days = Days::new(u64::try_from(int(to)?).ok()?);
    view.day().checked_sub_days(days)
}

/// Hundredths above a share, up to the whole.
fn better_shares(_: &View<'_>, now: &Value) -> Vec<Value> {
    hundredths_above(now, 100)
}

/// Hundredths above a trend, up to doubling.
fn better_trends(_: &View<'_>, now: &Value) -> Vec<Value> {
    hundredths_above(now, 100)
}

fn hundredths_above(now: &Value, last: i64) -> Vec<Value> {
    let Value::Float(now) = now else {
        return Vec::new();
    };
    let first = (now.clamp(-1.0, 1.0) * 100.0).floor() as i64 + 1;
    let shares = (first..=last).map(|share| share as f64 / 100.0);
    shares
        .filter(|share| share > now)
        .map(Value::Float)
        .collect()
}

/// Of everything that is paid for so much is used.
fn with_utilisation(view: &View<'_>, to: &Value) -> Option<Account> {
    let Value::Float(share) = to else {
        return None;
    };
    let samples = view.usage().iter().map(|sample| {
        let counts = view.as_of().in_last_days(sample.day(), 90);
        let entitled = sample
            .entitlement
            .filter(|entitlement| counts && *entitlement > 0.0);
        UsageSample {
            value: entitled.map_or(sample.value, |entitlement| entitlement * share),
            ..UsageSample::clone(sample)
        }
    });
    let samples: Vec<UsageSample> = samples.collect();
    with(view, |account| account.usage = Some(samples))
}

/// So much was used on a day, of the main metric.
fn with_use(view: &View<'_>, on: NaiveDate, value: f64) -> Option<Account> {
    let sample = UsageSample {
        id: Some(fresh(0)),
        metric: main_metric(view).unwrap_or("use").to_owned(),
        window_end: on,
        value,
        ..UsageSample::default()
    };
    with(view, |account| {
        account.usage.get_or_insert_default().push(sample);
    })
}

fn with_use_days_ago(view: &View<'_>, to: &Value) -> Option<Account> {
    with_use(view, days_ago(view, to)?, 1.0)
}

/// What is missing of the main metric was used today.
fn with_trend(view: &View<'_>, to: &Value) -> Option<Account> {
    let Value::Float(trend) = to else {
        return None;
    };
    let (current, previous) = view.windows().halves();
    with_use(view, view.day(), previous * (1.0 + trend) - current)
}

/// The overdue invoices, the oldest first.
fn overdue<'v>(view: &'v View<'_>) -> Vec<&'v Seen<'v, Invoice>> {
    let invoices = view.invoices().iter();
    let mut overdue: Vec<_> = invoices
        .filter(|invoice| is_unpaid(invoice) && due(invoice) < view.day())
        .collect();
    overdue.sort_by_key(|invoice| (due(invoice), &invoice.id));
    overdue
}

/// The oldest so many are paid today.
fn with_paid(view: &View<'_>, count: usize) -> Option<Account> {
    let paid: BTreeSet<&Id> = overdue(view)
        .iter()
        .take(count)
        .map(|one| &one.id)
        .collect();
    with_invoices(view, |invoice| {
        if paid.contains(&invoice.id) {
            invoice.paid_at = Some(view.day());
            invoice.status = Some(InvoiceStatus::Paid);
        }
    })
}

fn with_invoices(view: &View<'_>, change: impl Fn(&mut Invoice)) -> Option<Account> {
    let invoices = view.invoices().iter().map(|invoice| {
        let mut copy = Invoice::clone(invoice);
        change(&mut copy);
        copy
    });
    let invoices: Vec<Invoice> = invoices.collect();
    with(view, |account| account.invoices = Some(invoices))
}

/// The days of what is left when the oldest are paid one by one.
fn fewer_days_overdue(view: &View<'_>, now: &Value) -> Vec<Value> {
    let days = overdue(view)
        .into_iter()
        .map(|one| view.as_of().days_since(due(one)));
    let mut days: Vec<i64> = days
        .chain([0])
        .filter(|days| int(now) > Some(*days))
        .collect();
    days.dedup();
    days.into_iter().map(Value::Int).collect()
}

fn with_days_overdue(view: &View<'_>, to: &Value) -> Option<Account> {
    let most = int(to)?;
    let older = |one: &&&Seen<'_, Invoice>| view.as_of().days_since(due(one)) > most;
    with_paid(view, overdue(view).iter().filter(older).count())
}

/// What is left of the amount when so many of the oldest are paid.
fn left(view: &View<'_>, paid: usize) -> Option<i64> {
    let amounts = overdue(view).into_iter().skip(paid);
    let mut amounts = amounts.map(|one| view.amount(one.amount?));
    amounts.try_fold(0_i64, |sum, amount| sum.checked_add(amount?))
}

fn fewer_amounts(view: &View<'_>, now: &Value) -> Vec<Value> {
    let count = overdue(view).len();
    let left = (1..=count).filter_map(|paid| left(view, paid));
    left.filter(|left| int(now) > Some(*left))
        .map(Value::Int)
        .collect()
}

fn with_overdue_amount(view: &View<'_>, to: &Value) -> Option<Account> {
    let count = overdue(view).len();
    let paid = (1..=count).find(|paid| left(view, *paid) == int(to))?;
    with_paid(view, paid)
}

/// The oldest disputes about fees are settled today.
fn with_settled(view: &View<'_>, to: &Value) -> Option<Account> {
    let disputed = |invoice: &Invoice| {
        (invoice.fee_dispute == Some(true) || invoice.disputed_on.is_some())
            && invoice.status != Some(InvoiceStatus::Void)
            && invoice.dispute_settled_on.is_none()
    };
    let invoices = view.invoices().iter();
    let mut open: Vec<_> = invoices.filter(|invoice| disputed(invoice)).collect();
    open.sort_by_key(|invoice| (invoice.day(), &invoice.id));
    open.truncate(surplus(open.len(), to)?);
    with_invoices(view, |invoice| {
        if open.iter().any(|one| one.id == invoice.id) {
            invoice.dispute_settled_on = Some(view.day());
        }
    })
}

/// So many purchases on a day; their amounts are not known.
fn with_purchase(view: &View<'_>, count: usize, on: NaiveDate) -> Option<Account> {
    let bought = (0..count).map(|number| Purchase {
        id: Some(fresh(number)),
        at: Moment::Day(on),
        ..Purchase::default()
    });
    with(view, |account| {
        account.purchases.get_or_insert_default().extend(bought);
    })
}

/// How many more than there are in the last twelve months.
fn missing(view: &View<'_>, to: &Value, days: impl Iterator<Item = NaiveDate>) -> Option<usize> {
    let recent = days.filter(|day| view.as_of().in_last_months(*day, 12));
    usize::try_from(int(to)?).ok()?.checked_sub(recent.count())
}

fn with_purchases(view: &View<'_>, to: &Value) -> Option<Account> {
    let added = missing(view, to, view.purchases().iter().map(Seen::day))?;
    with_purchase(view, added, view.day())
}

fn with_purchase_days_ago(view: &View<'_>, to: &Value) -> Option<Account> {
    with_purchase(view, 1, days_ago(view, to)?)
}

fn with_referrals(view: &View<'_>, to: &Value) -> Option<Account> {
    let added = missing(view, to, view.referrals().iter().map(Seen::day))?;
    let referrals = (0..added).map(|number| Referral {
        id: Some(fresh(number)),
        at: Moment::Day(view.day()),
        ..Referral::default()
    });
    with(view, |account| {
        account.referrals.get_or_insert_default().extend(referrals);
    })
}

fn with_events(view: &View<'_>, kind: ContractEventKind, count: usize) -> Option<Account> {
    let events = (0..count).map(|number| ContractEvent {
        id: Some(fresh(number)),
        kind,
        at: Moment::Day(view.day()),
        ..ContractEvent::default()
    });
    with(view, |account| {
        account
            .contract_events
            .get_or_insert_default()
            .extend(events);
    })
}

fn with_upgrades(view: &View<'_>, to: &Value) -> Option<Account> {
    let upgrades = view
        .contract_events()
        .iter()
        .filter(|event| event.kind == Upgraded);
    let added = missing(view, to, upgrades.map(Seen::day))?;
    with_events(view, Upgraded, added)
}

/// The oldest events of a kind are taken back.
fn without_events(view: &View<'_>, kind: ContractEventKind, to: &Value) -> Option<Account> {
    let counts = |event: &Seen<'_, ContractEvent>| {
        event.kind == kind && view.as_of().in_last_months(event.day(), 12)
    };
    let all = view.contract_events();
    let mut gone = surplus(all.iter().filter(|event| counts(event)).count(), to)?;
    let kept = all.iter().filter(|event| {
        let goes = gone > 0 && counts(event);
        gone -= usize::from(goes);
        !goes
    });
    let kept: Vec<ContractEvent> = kept.map(|event| ContractEvent::clone(event)).collect();
    with(view, |account| account.contract_events = Some(kept))
}
