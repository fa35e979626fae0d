//! The contracts that were won again or lost in a window, each with what was known about it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use tenure::model::{
    Account, Contract, ContractEvent, Id, LossReason, Opportunity, Tenant, add_months,
    canonical_order, months_between, topmost_reasons,
};

use crate::error::Error;
use crate::metrics::renewal::{Due, Outcome, due, given_up_on, renewals_of};
use crate::metrics::span::{events_of, is_paid, is_replaced};
use crate::metrics::{Exchange, Fraction, Levels, Window, begun, owner_on};

/// A reason in the tenant's tree, by its code and that of the topmost reason above it; an id without a node is both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reason {
    /// Its own code.
    pub code: String,
    /// The code of the topmost reason above it.
    pub top: String,
}

/// A contract that was renewed or lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Whose.
    pub account_id: Id,
    /// Which.
    pub contract_id: Id,
    /// The day on which it was lost, or on which the renewed one was due.
    pub on: NaiveDate,
    /// Whether it was lost.
    pub lost: bool,
    /// What people said.
    pub stated: Option<Reason>,
    /// What it was in truth.
    pub root: Option<Reason>,
    /// The account's industry.
    pub industry: Option<String>,
    /// Who looked after the account three months before.
    pub owner: Option<Id>,
    /// Full months as a customer.
    pub months: Option<i64>,
    /// The level of satisfaction three months before.
    pub satisfaction: Option<String>,
    /// What it was worth a year, in minor units of the exchange's currency; `None`: not known.
    pub annual: Option<Fraction>,
}

impl Ended {
    /// The root cause, else what was stated.
    pub fn reason(&self) -> Option<&Reason> {
        self.root.as_ref().or(self.stated.as_ref())
    }
}

/// The contracts of accounts that were lost in a window, and those due in it that were renewed.
///
/// Lost is: terminated in the window, or its renewal lost in it and not won after that, or run out in it as the host says.
/// A contract that another one replaced is not lost.
///
/// # Errors
/// [`ErrorKind::Input`](crate::ErrorKind::Input): the tenant's time zone does not exist.
pub fn ended(
    accounts: &[Account],
    tenant: &Tenant,
    window: Window,
    exchange: &Exchange<'_>,
) -> Result<Vec<Ended>, Error> {
    let reader = Reader {
        tenant,
        window,
        exchange,
        levels: Levels::default(),
        reasons: reasons(tenant.loss_reasons.as_deref().unwrap_or_default()),
    };
    let mut found = Vec::new();
    for account in accounts {
        reader.read(account, &mut found)?;
    }
    found.sort_by(|a, b| {
        let place = |ended: &Ended| {
            (
                ended.on,
                ended.account_id.clone(),
                ended.contract_id.clone(),
            )
        };
        place(a).cmp(&place(b))
    });
    Ok(found)
}

struct Reader<'r> {
    tenant: &'r Tenant,
    window: Window,
    exchange: &'r Exchange<'r>,
    levels: Levels,
    reasons: BTreeMap<&'r Id, Reason>,
}

impl Reader<'_> {
    fn read(&self, account: &Account, found: &mut Vec<Ended>) -> Result<(), Error> {
        let contracts = canonical_order(account.contracts.iter().flatten());
        let opportunities = canonical_order(account.opportunities.iter().flatten());
        let events = canonical_order(account.contract_events.iter().flatten());
        let due = due(account, self.window, self.tenant.zone());
        for contract in contracts.iter().filter(|contract| is_paid(contract)) {
            let renewals = renewals_of(contract, &contracts, &opportunities);
            let replaced = is_replaced(contract, &contracts);
            let events = events_of(&contract.id, &events, self.tenant.zone());
            let lost = self
                .lost_on(contract, &events, &renewals, &due)
                .filter(|_| !replaced);
            let renewed = || of(&due, contract, Outcome::Renewed);
            if let Some(on) = lost.or_else(renewed) {
                found.push(self.ended(account, contract, &renewals, on, lost.is_some())?);
            }
        }
        Ok(())
    }

    /// The day of the window on which a contract was terminated, its renewal lost, or on which it ran out for good.
    fn lost_on(
        &self,
        contract: &Contract,
        events: &[(NaiveDate, &ContractEvent)],
        renewals: &[&Opportunity],
        due: &[Due],
    ) -> Option<NaiveDate> {
        match given_up_on(contract, events, renewals) {
            Some(day) => self.window.holds(day).then_some(day),
            None => of(due, contract, Outcome::Lost),
        }
    }

    fn ended(
        &self,
        account: &Account,
        contract: &Contract,
        renewals: &[&Opportunity],
        on: NaiveDate,
        lost: bool,
    ) -> Result<Ended, Error> {
        let before = add_months(on, -3).unwrap_or(on);
        let stated = contract
            .lost_reason_id
            .as_ref()
            .or_else(|| stated(renewals));
        let reason = |id: Option<&Id>| id.filter(|_| lost).map(|id| self.reason(id));
        let a_year = |mrr: Fraction| mrr.times(Fraction::whole(12));
        Ok(Ended {
            account_id: account.id.clone(),
            contract_id: contract.id.clone(),
            on,
            lost,
            stated: reason(stated),
            root: reason(contract.root_cause_id.as_ref()),
            industry: account.industry.clone(),
            owner: owner_on(account, self.tenant, before)?,
            months: begun(account).map(|since| months_between(since, on)),
            satisfaction: self.levels.on(account, self.tenant, before)?,
            annual: self.exchange.mrr(contract).and_then(a_year),
        })
    }

    fn reason(&self, id: &Id) -> Reason {
        let unknown = || Reason {
            code: id.to_string(),
            top: id.to_string(),
        };
        self.reasons.get(id).cloned().unwrap_or_else(unknown)
    }
}

/// The day on which a contract was due with an outcome.
fn of(due: &[Due], contract: &Contract, outcome: Outcome) -> Option<NaiveDate> {
    let mut own = due.iter().filter(|due| due.contract_id == contract.id);
    own.find(|due| due.outcome == outcome).map(|due| due.due)
}

/// The reason that the latest renewal with one names.
fn stated<'o>(renewals: &[&'o Opportunity]) -> Option<&'o Id> {
    let told = renewals.iter().filter(|o| o.reason_id.is_some());
    let latest = told.max_by_key(|o| (o.closed_on, &o.id))?;
    latest.reason_id.as_ref()
}

/// Every reason of the tenant's tree with the topmost one above it.
fn reasons(tree: &[LossReason]) -> BTreeMap<&Id, Reason> {
    let top = topmost_reasons(tree);
    let told = |reason: &LossReason| Reason {
        code: reason.code.clone(),
        top: top
            .get(&reason.id)
            .map_or(&reason.code, |top| &top.code)
            .clone(),
    };
    let tree = canonical_order(tree).into_iter();
    tree.map(|reason| (&reason.id, told(reason))).collect()
}
