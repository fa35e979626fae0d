//! What became of accounts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;
use tenure::model::{Account, Contract, ContractStatus, Entry, Id, Tenant, canonical_order};

use crate::metrics::span::{is_paid, replaced_on, told, told_of};
use crate::metrics::{Conventions, Exchange, LeftOut, Timeline};
use crate::{Error, ErrorKind};

/// What counts as a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// The customer left: of all its contracts none stood any more.
    #[default]
    Customer,
    /// One of its contracts ended, and no other one took its place.
    Contract,
}

/// A loss that is told beside the contracts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldLoss {
    /// Whose.
    pub account_id: Id,
    /// When it was lost; `None` on a row that says that it was not.
    pub lost_on: Option<NaiveDate>,
    /// The day of a decision that this is the outcome of; `None`: of all of them.
    pub as_of: Option<NaiveDate>,
    /// Where it stands, for messages: `losses.csv, line 3`.
    pub place: String,
}

/// A day on which something was lost, and the record that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) on: NaiveDate,
    pub(super) record: String,
    as_of: Option<NaiveDate>,
}

/// Where an account stands on a day of decisions, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It was no customer.
    NoCustomer,
    /// It was one, but no contract of it was on record yet.
    NotOnRecord,
    /// It stayed up to the horizon.
    Kept,
    /// It was lost before.
    Lost,
}

/// The time of one contract.
#[derive(Debug)]
struct Term {
    from: NaiveDate,
    timeline: Timeline,
    /// The days from which on it did not stand, for good or for a while, and whether another one had its place by then.
    ends: Vec<(NaiveDate, bool)>,
    record: String,
}

impl Term {
    /// The days on which it was lost.
    fn lost(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let lost = self.ends.iter().filter(|(_, replaced)| !replaced);
        lost.map(|(day, _)| *day)
    }
}

/// An account's past, with hindsight.
#[derive(Debug)]
struct Life {
    timeline: Timeline,
    on_record: NaiveDate,
    terms: Vec<Term>,
    lost: Vec<Lost>,
}

impl Life {
    /// Whether a loss is told of an earlier day, and no contract began since.
    fn is_gone(&self, day: NaiveDate) -> bool {
        let told = self.lost.iter().filter(|lost| lost.as_of.is_none());
        let last = told.map(|lost| lost.on).filter(|on| *on <= day).max();
        last.is_some_and(|on| {
            let began = |term: &Term| on < term.from && term.from <= day;
            !self.terms.iter().any(began)
        })
    }
}

/// What became of accounts, in their order.
#[derive(Debug)]
pub(super) struct Lives {
    lives: Vec<Result<Life, LeftOut>>,
    loss: Loss,
    is_told: bool,
    /// The days for which outcomes are told, where they are told by day.
    by_day: Option<BTreeSet<(usize, NaiveDate)>>,
}

impl Lives {
    pub(super) fn of(
        accounts: &[Account],
        tenant: &Tenant,
        loss: Loss,
        conventions: &Conventions,
        losses: Option<&[ToldLoss]>,
    ) -> Result<Self, Error> {
        let lives = accounts
            .iter()
            .map(|account| life(account, tenant, loss, conventions));
        let mut lives = Self {
            lives: lives.collect::<Result<_, Error>>()?,
            loss,
            is_told: losses.is_some(),
            by_day: None,
        };
        if let Some(losses) = losses {
            lives.tell(accounts, losses)?;
        }
        Ok(lives)
    }

    /// Takes losses that are told for those that contracts tell.
    fn tell(&mut self, accounts: &[Account], losses: &[ToldLoss]) -> Result<(), Error> {
        let places: BTreeMap<&Id, usize> = accounts
            .iter()
            .enumerate()
            .map(|(place, account)| (&account.id, place))
            .collect();
        of_one_kind(losses)?;
        for life in self.lives.iter_mut().flatten() {
            life.lost.clear();
        }
        for loss in losses {
            let place = *places.get(&loss.account_id).ok_or_else(|| unknown(loss))?;
            before_its_day(loss)?;
            if let Some(day) = loss.as_of {
                self.by_day.get_or_insert_default().insert((place, day));
            }
            if let (Some(Ok(life)), Some(on)) = (self.lives.get_mut(place), loss.lost_on) {
                life.lost.push(Lost {
                    on,
                    record: loss.place.clone(),
                    as_of: loss.as_of,
                });
            }
        }
        Ok(())
    }

    /// The accounts that are left out, and why.
    pub(super) fn left_out(&self, accounts: &[Account]) -> BTreeMap<Id, LeftOut> {
        let pairs = accounts.iter().zip(&self.lives);
        pairs
            .filter_map(|(account, life)| Some((account.id.clone(), *life.as_ref().err()?)))
            .collect()
    }

    /// Whether an account is not among those that are left out.
    pub(super) fn is_known(&self, account: usize) -> bool {
        self.lives.get(account).is_some_and(Result::is_ok)
    }

    /// Every loss of an account.
    pub(super) fn losses(&self, account: usize) -> &[Lost] {
        match self.lives.get(account) {
            Some(Ok(life)) => &life.lost,
            Some(Err(_)) | None => &[],
        }
    }

    /// Where an account stands on a day, and what became of it up to another one.
    pub(super) fn fate(&self, account: usize, day: NaiveDate, until: NaiveDate) -> Fate {
        let Some(Ok(life)) = self.lives.get(account) else {
            return Fate::NoCustomer;
        };
        let by_day = self.by_day.as_ref();
        if by_day.is_some_and(|days| !days.contains(&(account, day))) {
            return Fate::NoCustomer;
        }
        let standing = |term: &&Term| term.timeline.stands(day);
        let stands = match self.loss {
            Loss::Customer => life.timeline.stands(day),
            Loss::Contract => life.terms.iter().any(|term| standing(&term)),
        };
        if !stands || (self.is_told && life.is_gone(day)) {
            return Fate::NoCustomer;
        }
        if life.on_record > day {
            return Fate::NotOnRecord;
        }
        let within = |on: NaiveDate| day < on && on <= until;
        let of_day = |lost: &&Lost| lost.as_of.is_none_or(|as_of| as_of == day);
        let lost = match self.loss {
            Loss::Contract if !self.is_told => life
                .terms
                .iter()
                .filter(standing)
                .any(|term| term.lost().any(within)),
            Loss::Customer | Loss::Contract => {
                life.lost.iter().filter(of_day).any(|lost| within(lost.on))
            }
        };
        if lost { Fate::Lost } else { Fate::Kept }
    }
}

fn unknown(loss: &ToldLoss) -> Error {
    let text = format!(
        "{}: there is no account `{}`; name accounts of the portfolio",
        loss.place, loss.account_id
    );
    Error::new(ErrorKind::Input, text)
}

/// Refuses outcomes of some days beside outcomes of all: the latter would count on the days of the former alone.
fn of_one_kind(losses: &[ToldLoss]) -> Result<(), Error> {
    let dated = losses.iter().find(|loss| loss.as_of.is_some());
    let undated = losses.iter().find(|loss| loss.as_of.is_none());
    let Some((dated, undated)) = dated.zip(undated) else {
        return Ok(());
    };
    let text = format!(
        "{}: account `{}` has no `as_of`, and {} has one: an outcome is that of one day of decisions, or of all of them. \
         Give every row an `as_of`, or none",
        undated.place, undated.account_id, dated.place
    );
    Err(Error::new(ErrorKind::Input, text))
}

/// Refuses an outcome that was there before the decision whose outcome it is said to be.
fn before_its_day(loss: &ToldLoss) -> Result<(), Error> {
    match (loss.as_of, loss.lost_on) {
        (Some(day), Some(on)) if on <= day => {
            let text = format!(
                "{}: account `{}` is labelled for {day} and was lost on {on}, not after it: its outcome was known when it was decided. \
                 Give it the day on which it was lost, or take the row out",
                loss.place, loss.account_id
            );
            Err(Error::new(ErrorKind::Leak, text))
        }
        _ => Ok(()),
    }
}

fn life(
    account: &Account,
    tenant: &Tenant,
    loss: Loss,
    conventions: &Conventions,
) -> Result<Result<Life, LeftOut>, Error> {
    let zone = tenant.zone();
    let exchange = Exchange::without_amounts(tenant);
    let told = match told(account, zone, &exchange)? {
        Ok(told) => told,
        Err(why) => return Ok(Err(why)),
    };
    let timeline = told.timeline.under(conventions, &told.terminations);
    let terms = terms(account, tenant, conventions);
    let lost = match loss {
        Loss::Customer => left(&timeline).map(|on| lost(on, &terms)).collect(),
        Loss::Contract => terms
            .iter()
            .flat_map(|term| term.lost().map(|on| lost(on, std::slice::from_ref(term))))
            .collect(),
    };
    Ok(Ok(Life {
        on_record: on_record(account, zone),
        timeline,
        terms,
        lost,
    }))
}

/// The days on which a customer left.
fn left(timeline: &Timeline) -> impl Iterator<Item = NaiveDate> + '_ {
    let gone = |(_, state): &&(NaiveDate, crate::metrics::State)| !state.is_customer();
    timeline.steps().iter().filter(gone).map(|(day, _)| *day)
}

/// A loss, and the contract that ended with it.
fn lost(on: NaiveDate, terms: &[Term]) -> Lost {
    let ends = |term: &&Term| term.ends.iter().any(|(day, _)| *day == on);
    let ended = terms.iter().find(ends);
    Lost {
        on,
        record: ended.map_or_else(|| "its contracts".to_owned(), |term| term.record.clone()),
        as_of: None,
    }
}

/// The first day on which a contract of the account is on record.
fn on_record(account: &Account, zone: Tz) -> NaiveDate {
    let contracts = account.contracts.iter().flatten();
    let paid = contracts.filter(|contract| is_paid(contract));
    paid.filter_map(|contract| Some(contract.dated()?.day(zone)))
        .min()
        .unwrap_or(NaiveDate::MAX)
}

/// The time of each contract for itself; those that never stood, or ended nobody knows when, have none.
fn terms(account: &Account, tenant: &Tenant, conventions: &Conventions) -> Vec<Term> {
    let contracts = canonical_order(account.contracts.iter().flatten());
    let events = canonical_order(account.contract_events.iter().flatten());
    let term = |contract: &&Contract| {
        let exchange = Exchange::without_amounts(tenant);
        let all = (contracts.as_slice(), events.as_slice());
        let told = told_of(contract, &account.id, all, tenant.zone(), &exchange)?;
        let timeline = told.timeline.under(conventions, &told.terminations);
        Some(Term {
            from: contract.start_date,
            ends: ends(contract, &contracts, &timeline),
            timeline,
            record: format!("contract `{}`", contract.id),
        })
    };
    let paid = contracts.iter().copied().filter(|one| is_paid(one));
    paid.filter_map(|contract| term(&contract)).collect()
}

/// The days on which a contract left, and whether another one had its place by then. Of one that the host calls superseded
/// the successor need not be on record.
fn ends(contract: &Contract, all: &[&Contract], timeline: &Timeline) -> Vec<(NaiveDate, bool)> {
    let successor = replaced_on(contract, all);
    let superseded = contract.status == Some(ContractStatus::Superseded);
    let is_last = |day: NaiveDate| {
        timeline
            .steps()
            .last()
            .is_some_and(|(last, _)| *last == day)
    };
    left(timeline)
        .map(|day| {
            let follows = successor.is_some_and(|start| start <= day);
            (day, follows || (superseded && is_last(day)))
        })
        .collect()
}
