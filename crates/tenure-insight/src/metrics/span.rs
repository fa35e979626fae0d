//! When a contract stands, and what it pays a month: read from its dates, its history and its successors.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Tz;
use tenure::model::{
    Account, BillingPeriod, Contract, ContractEvent, ContractEventKind, ContractKind,
    ContractStatus, Currency, Id, Scalar, canonical_order,
};

use super::exchange::Exchange;
use super::number::Fraction;
use super::timeline::{State, Timeline};
use crate::error::Error;

/// Why a customer is left out of every metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeftOut {
    /// Its contracts are not known.
    NoContracts,
    /// A contract ended, and nothing tells when.
    NoEnd,
}

/// A contract's time: from its first day up to the day on which it no longer stands.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    from: NaiveDate,
    until: Option<NaiveDate>,
    terminated: bool,
    levels: Vec<(NaiveDate, State)>,
}

/// An account's timeline, and the days on which a contract was terminated: these have no grace.
pub(crate) struct Told {
    pub(crate) timeline: Timeline,
    pub(crate) terminations: BTreeSet<NaiveDate>,
}

/// Reads an account's timeline out of its contracts.
///
/// # Errors
/// Amounts that add up beyond the numbers.
pub(crate) fn told(
    account: &Account,
    zone: Tz,
    exchange: &Exchange<'_>,
) -> Result<Result<Told, LeftOut>, Error> {
    let Some(contracts) = &account.contracts else {
        return Ok(Err(LeftOut::NoContracts));
    };
    let contracts = canonical_order(contracts);
    let events = canonical_order(account.contract_events.iter().flatten());
    let mut spans = Vec::new();
    for contract in contracts.iter().filter(|contract| is_paid(contract)) {
        match span(contract, &contracts, &events, zone, exchange) {
            Ok(span) => spans.extend(span),
            Err(left_out) => return Ok(Err(left_out)),
        }
    }
    spans.extend(before_the_records(account, &contracts));
    let terminations = spans
        .iter()
        .filter(|span| span.terminated)
        .filter_map(|span| span.until)
        .collect();
    let parts: Vec<Timeline> = spans
        .iter()
        .map(|span| span.timeline(&account.id))
        .collect();
    let timeline = Timeline::together(account.id.clone(), &parts.iter().collect::<Vec<_>>())?;
    Ok(Ok(Told {
        timeline,
        terminations,
    }))
}

/// Reads the time of one contract among all of its account's: it ends where another one takes its place, too. `None`: it
/// never stood, or ended nobody knows when.
pub(crate) fn told_of(
    contract: &Contract,
    account: &Id,
    (all, events): (&[&Contract], &[&ContractEvent]),
    zone: Tz,
    exchange: &Exchange<'_>,
) -> Option<Told> {
    let span = span(contract, all, events, zone, exchange).ok()??;
    Some(Told {
        timeline: span.timeline(account),
        terminations: span.until.filter(|_| span.terminated).into_iter().collect(),
    })
}

/// Draft or pending: not agreed yet.
pub(crate) fn is_proposed(contract: &Contract) -> bool {
    matches!(
        contract.status,
        Some(ContractStatus::Draft | ContractStatus::Pending)
    )
}

/// Whether a contract makes a customer: agreed, recurring, and no trial.
pub(crate) fn is_paid(contract: &Contract) -> bool {
    !is_proposed(contract) && contract.recurring != Some(false) && contract.trial != Some(true)
}

/// The contracts that replace a contract, whichever of the two says so.
fn successors<'c>(
    contract: &'c Contract,
    all: &'c [&'c Contract],
) -> impl Iterator<Item = &'c Contract> {
    all.iter().copied().filter(move |other| {
        other.id != contract.id
            && !is_proposed(other)
            && (other.predecessor_id.as_ref() == Some(&contract.id)
                || contract.successor_id.as_ref() == Some(&other.id))
    })
}

/// The first day of the contract that took its place, of those on record.
pub(crate) fn replaced_on(contract: &Contract, all: &[&Contract]) -> Option<NaiveDate> {
    successors(contract, all)
        .map(|other| other.start_date)
        .min()
}

/// Whether another contract took its place: one on record, or one that the host tells of by calling it superseded.
pub(crate) fn is_replaced(contract: &Contract, all: &[&Contract]) -> bool {
    contract.status == Some(ContractStatus::Superseded) || replaced_on(contract, all).is_some()
}

/// The events of a contract, each with its day.
pub(crate) fn events_of<'e>(
    id: &Id,
    events: &[&'e ContractEvent],
    zone: Tz,
) -> Vec<(NaiveDate, &'e ContractEvent)> {
    let own = events
        .iter()
        .filter(|event| event.contract_id.as_ref() == Some(id));
    own.map(|event| (event.at.day(zone), *event)).collect()
}

fn span(
    contract: &Contract,
    all: &[&Contract],
    events: &[&ContractEvent],
    zone: Tz,
    exchange: &Exchange<'_>,
) -> Result<Option<Span>, LeftOut> {
    let events = events_of(&contract.id, events, zone);
    let terminated = terminated_on(contract, &events);
    let replaced = replaced_on(contract, all);
    let ran_out = ran_out_on(contract);
    let ends = [terminated, replaced, ran_out];
    let until = ends.into_iter().flatten().min();
    let gone = contract.status == Some(ContractStatus::Terminated);
    if (until.is_none() && has_ended(contract)) || (terminated.is_none() && gone) {
        return Err(LeftOut::NoEnd);
    }
    if until.is_some_and(|until| until <= contract.start_date) {
        return Ok(None);
    }
    let mrr = exchange.mrr(contract);
    if mrr.is_some_and(|mrr| !mrr.is_positive()) {
        return Ok(None);
    }
    let pauses = pauses(contract, &events);
    // Paused, and nothing tells since when: what it pays on any day is not known.
    let dark = contract.status == Some(ContractStatus::Paused) && pauses.is_empty();
    let mut levels = levels(contract.start_date, mrr.filter(|_| !dark), &events);
    pause(&mut levels, &pauses);
    Ok(Some(Span {
        from: contract.start_date,
        until,
        terminated: terminated.is_some() && terminated == until,
        levels,
    }))
}

/// Whether the host says that it has ended.
pub(crate) fn has_ended(contract: &Contract) -> bool {
    matches!(
        contract.status,
        Some(ContractStatus::Expired | ContractStatus::Terminated | ContractStatus::Superseded)
    )
}

/// The first day on which it no longer stands because it was terminated.
pub(crate) fn terminated_on(
    contract: &Contract,
    events: &[(NaiveDate, &ContractEvent)],
) -> Option<NaiveDate> {
    let told = || {
        let of = events
            .iter()
            .filter(|(_, event)| event.kind == ContractEventKind::Terminated);
        of.map(|(day, _)| *day).max()
    };
    let ended = contract.status == Some(ContractStatus::Terminated);
    let expired = contract.status == Some(ContractStatus::Expired);
    match contract.terminated_on {
        // A contract that ran out on its last day was not terminated on it.
        Some(day) if expired && contract.end_date == Some(day) => None,
        Some(day) => Some(day),
        None if ended => told(),
        None => None,
    }
}

/// The first day on which it no longer stands because it ran out.
fn ran_out_on(contract: &Contract) -> Option<NaiveDate> {
    let rolls = contract.auto_renew == Some(true) && !has_ended(contract);
    contract.end_date.filter(|_| !rolls)?.succ_opt()
}

/// What it pays a month over time. An event with both values tells what the amount was before, in proportion; one without
/// leaves that unknown.
fn levels(
    start: NaiveDate,
    mrr: Option<Fraction>,
    events: &[(NaiveDate, &ContractEvent)],
) -> Vec<(NaiveDate, State)> {
    let state = |mrr: Option<Fraction>| mrr.map_or(State::Unknown, State::Active);
    let mut levels = Vec::new();
    let mut mrr = mrr;
    for (day, event) in events.iter().rev() {
        if is_change(event.kind) && *day > start {
            levels.push((*day, state(mrr)));
            mrr = mrr.and_then(|mrr| before(mrr, event));
        }
    }
    levels.push((start, state(mrr)));
    levels.reverse();
    levels
}

/// Whether an event tells that the amount changed.
pub(crate) fn is_change(kind: ContractEventKind) -> bool {
    matches!(
        kind,
        ContractEventKind::Upgraded
            | ContractEventKind::Downgraded
            | ContractEventKind::PriceChanged
    )
}

/// What an amount was before an event with both values, in proportion to them.
pub(crate) fn before(amount: Fraction, event: &ContractEvent) -> Option<Fraction> {
    match (&event.old_value, &event.new_value) {
        (Some(Scalar::Int(old)), Some(Scalar::Int(new))) if *old > 0 && *new > 0 => {
            amount.times(Fraction::new(i128::from(*old), i128::from(*new))?)
        }
        _ => None,
    }
}

/// The pauses of a contract that last a day or more of its time: the first day of each, and the first day after it.
fn pauses(
    contract: &Contract,
    events: &[(NaiveDate, &ContractEvent)],
) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    let mut pauses = Vec::new();
    let mut begun = None;
    for (day, event) in events {
        match event.kind {
            ContractEventKind::Paused => begun = begun.or(Some(*day)),
            ContractEventKind::Resumed => {
                pauses.extend(begun.take().map(|from| (from, Some(*day))));
            }
            _ => {}
        }
    }
    let after = contract.paused_to.and_then(|to| to.succ_opt());
    // The contract's own field tells of its latest pause; an event may tell of the same one.
    pauses.extend(contract.paused_from.or(begun).map(|from| (from, after)));
    let since_start = |(from, after): (NaiveDate, _)| (from.max(contract.start_date), after);
    let pauses = pauses.into_iter().map(since_start);
    pauses
        .filter(|(from, after)| after.is_none_or(|after| after > *from))
        .collect()
}

/// Lays pauses over the levels.
fn pause(levels: &mut Vec<(NaiveDate, State)>, pauses: &[(NaiveDate, Option<NaiveDate>)]) {
    for (from, after) in pauses {
        let resumed = after.map(|after| {
            let begun = levels.iter().rev().find(|(day, _)| *day <= after);
            (after, begun.map_or(State::Absent, |(_, state)| *state))
        });
        levels.retain(|(day, _)| *day < *from || after.is_some_and(|after| *day >= after));
        levels.push((*from, State::Paused));
        if let Some((after, state)) = resumed
            && !levels.iter().any(|(day, _)| *day == after)
        {
            levels.push((after, state));
        }
        levels.sort_by_key(|(day, _)| *day);
    }
}

impl Span {
    fn timeline(&self, id: &Id) -> Timeline {
        let lasts = |day: &NaiveDate| self.until.is_none_or(|until| *day < until);
        let steps = self.levels.iter().filter(|(day, _)| lasts(day)).copied();
        let end = self
            .until
            .map(|until| (until.max(self.from), State::Absent));
        Timeline::new(id.clone(), steps.chain(end))
    }
}

/// The time before the first contract on record, where that one continues an earlier one: a customer who paid nobody knows
/// how much, since the account's first day.
fn before_the_records(account: &Account, contracts: &[&Contract]) -> Option<Span> {
    let first = first_on_record(contracts)?;
    let continues = match first.kind? {
        ContractKind::Renewal | ContractKind::Expansion | ContractKind::Amendment => true,
        ContractKind::New => false,
    };
    let from = account.signup_date.unwrap_or(NaiveDate::MIN);
    (continues && from < first.start_date).then(|| Span {
        from,
        until: Some(first.start_date),
        terminated: false,
        levels: vec![(from, State::Unknown)],
    })
}

/// The paid contract that began first.
pub(crate) fn first_on_record<'c>(contracts: &[&'c Contract]) -> Option<&'c Contract> {
    let paid = contracts.iter().filter(|contract| is_paid(contract));
    paid.min_by_key(|contract| contract.start_date).copied()
}

/// How many months an amount is for, as a fraction of whole numbers.
pub(crate) fn months_of_amount(contract: &Contract) -> i64 {
    match contract.billing_period.unwrap_or(BillingPeriod::Annual) {
        BillingPeriod::Monthly => 1,
        BillingPeriod::Quarterly => 3,
        BillingPeriod::SemiAnnual => 6,
        BillingPeriod::Annual => 12,
        BillingPeriod::Once => contract
            .months_of_term()
            .filter(|months| *months >= 1)
            .unwrap_or(12),
    }
}

/// The currencies of an account's paid contracts.
pub(crate) fn currencies(account: &Account) -> impl Iterator<Item = Currency> + '_ {
    let contracts = account.contracts.iter().flatten();
    let amounts = contracts
        .filter(|contract| is_paid(contract))
        .filter_map(|contract| contract.amount);
    amounts.map(|amount| amount.currency)
}
