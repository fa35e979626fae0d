//! What of an account was known on past days.
//!
//! Records have days, and most of what is said in them has, too: the engine reads of them what a day could know. Some
//! fields have none. They say how things stand today, and nobody can tell since when. What only an outcome writes (a
//! contract that ended, a deal that was lost) is left out of the past; so is what the host says of the account itself and
//! what moves with its life, unless it is asked for. What hardly ever changes is read as it stands; so is what a contract
//! says of its end and its amount, but for the time before a change of which its history tells. Everything is told.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;
use tenure::model::{
    Account, ActionRecord, ActionStatus, Complaint, Contact, Contract, ContractEvent,
    ContractEventKind, ContractStatus, CustomValue, Id, Invoice, InvoiceStatus, Opportunity,
    OpportunityStatus, Referral, ReferralOutcome, Ticket,
};

use super::moved::Moved;

/// What becomes of what the account itself says without a day: its lifecycle, its size, its labels, whether it may be
/// contacted, and custom values without `observed_at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Undated {
    /// It is not known on any past day.
    #[default]
    LeftOut,
    /// It is read as it stands today. It may tell of what came after the day.
    AsToday,
}

/// What became of a field without a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// It counts as unknown on every day.
    LeftOut,
    /// It is read as it stands today.
    AsToday,
    /// An event of the history tells its day.
    DatedByEvent,
}

/// A field whose history the data does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldNote {
    /// The field: `lifecycle`, `custom.seats`, `contracts.status`.
    pub field: String,
    /// What became of it.
    pub treatment: Treatment,
    /// In how many accounts it stands.
    pub accounts: usize,
    /// The first of them.
    pub first: Id,
}

/// Accounts without what has no day, and what that was.
#[derive(Debug)]
pub(super) struct Past {
    accounts: Vec<Account>,
    /// Contracts that were changed in place, and how they stood before.
    moved: Vec<Moved>,
    pub(super) fields: Vec<FieldNote>,
}

impl Past {
    pub(super) fn of(accounts: &[Account], zone: Tz, undated: Undated) -> Self {
        let mut notes = Notes::default();
        let mut all = Vec::with_capacity(accounts.len());
        let mut moved = Vec::new();
        for (place, account) in accounts.iter().enumerate() {
            all.push(past(account, zone, undated, &mut notes));
            moved.extend(terms(place, account, zone, &mut notes));
        }
        Self {
            accounts: all,
            moved,
            fields: notes.finish(),
        }
    }

    /// How many accounts there are.
    pub(super) fn len(&self) -> usize {
        self.accounts.len()
    }

    /// The accounts, their contracts as they stood at the end of a day.
    pub(super) fn on(&mut self, day: NaiveDate) -> &[Account] {
        for moved in &self.moved {
            moved.put(&mut self.accounts, day);
        }
        &self.accounts
    }
}

#[derive(Debug, Default)]
struct Notes {
    account: Id,
    found: BTreeMap<(String, Treatment), Seen>,
}

/// In how many accounts something stands, with the first and the last of them.
#[derive(Debug)]
struct Seen {
    accounts: usize,
    first: Id,
    last: Id,
}

impl Notes {
    fn add(&mut self, field: &str, treatment: Treatment) {
        let account = &self.account;
        let new = || Seen {
            accounts: 1,
            first: account.clone(),
            last: account.clone(),
        };
        let key = (field.to_owned(), treatment);
        let seen = self.found.entry(key).or_insert_with(new);
        if seen.last != *account {
            seen.accounts += 1;
            seen.last = account.clone();
        }
    }

    fn finish(self) -> Vec<FieldNote> {
        let note = |((field, treatment), seen): ((String, Treatment), Seen)| FieldNote {
            field,
            treatment,
            accounts: seen.accounts,
            first: seen.first,
        };
        self.found.into_iter().map(note).collect()
    }

    /// Leaves a field out where there is one and `why` holds.
    fn drop<T>(&mut self, field: &str, value: &mut Option<T>, why: impl Fn(&T) -> bool) {
        if value.as_ref().is_some_and(why) {
            *value = None;
            self.add(field, Treatment::LeftOut);
        }
    }
}

fn past(account: &Account, zone: Tz, undated: Undated, notes: &mut Notes) -> Account {
    let mut past = account.clone();
    notes.account = account.id.clone();
    own_fields(&mut past, undated, notes);
    standing_fields(&past, notes);
    let events = account.contract_events.as_deref().unwrap_or_default();
    for contract in past.contracts.iter_mut().flatten() {
        contract_fields(contract, events, zone, notes);
    }
    opportunities(&mut past.opportunities, notes);
    if let Some(list) = &mut past.invoices {
        settled(list, notes);
    }
    let each = &mut *notes;
    past.invoices
        .iter_mut()
        .flatten()
        .for_each(|one| invoice(one, each));
    past.tickets
        .iter_mut()
        .flatten()
        .for_each(|one| ticket(one, each));
    past.complaints
        .iter_mut()
        .flatten()
        .for_each(|one| complaint(one, each));
    past.contacts
        .iter_mut()
        .flatten()
        .for_each(|one| contact(one, each));
    past.referrals
        .iter_mut()
        .flatten()
        .for_each(|one| referral(one, each));
    past.actions
        .iter_mut()
        .flatten()
        .for_each(|one| action(one, each));
    past
}

/// What the account says of itself without a day.
fn own_fields(account: &mut Account, undated: Undated, notes: &mut Notes) {
    if undated == Undated::AsToday {
        return own_fields_as_today(account, notes);
    }
    notes.drop("lifecycle", &mut account.lifecycle, |_| true);
    notes.drop("employee_count", &mut account.employee_count, |_| true);
    notes.drop("tags", &mut account.tags, |_| true);
    notes.drop("do_not_contact", &mut account.do_not_contact, |_| true);
    for (name, value) in account.custom.take().unwrap_or_default() {
        if matches!(value, CustomValue::Plain(_)) {
            notes.add(&format!("custom.{name}"), Treatment::LeftOut);
        } else {
            account.custom.get_or_insert_default().insert(name, value);
        }
    }
}

fn own_fields_as_today(account: &Account, notes: &mut Notes) {
    let told = [
        ("lifecycle", account.lifecycle.is_some()),
        ("employee_count", account.employee_count.is_some()),
        ("tags", account.tags.is_some()),
        ("do_not_contact", account.do_not_contact.is_some()),
    ];
    for (field, _) in told.iter().filter(|(_, told)| *told) {
        notes.add(field, Treatment::AsToday);
    }
    for (name, value) in account.custom.iter().flatten() {
        if matches!(value, CustomValue::Plain(_)) {
            notes.add(&format!("custom.{name}"), Treatment::AsToday);
        }
    }
}

/// What hardly ever changes, and is read as it stands.
fn standing_fields(account: &Account, notes: &mut Notes) {
    let contracts = || account.contracts.iter().flatten();
    let told = [
        ("industry", account.industry.is_some()),
        ("segment", account.segment.is_some()),
        ("region", account.region.is_some()),
        ("owner_id", account.owner_id.is_some()),
        ("csm_id", account.csm_id.is_some()),
        ("contact_prefs", account.contact_prefs.is_some()),
        (
            "contacts",
            account
                .contacts
                .as_ref()
                .is_some_and(|list| !list.is_empty()),
        ),
        (
            "contracts.auto_renew",
            contracts().any(|contract| contract.auto_renew.is_some()),
        ),
    ];
    for (field, _) in told.iter().filter(|(_, told)| *told) {
        notes.add(field, Treatment::AsToday);
    }
}

/// The contracts of an account that were changed in place, as far as their history tells; the rest is read as it stands.
fn terms(place: usize, account: &Account, zone: Tz, notes: &mut Notes) -> Vec<Moved> {
    let mut found = Vec::new();
    for (at, contract) in account.contracts.iter().flatten().enumerate() {
        let moved = Moved::of((place, at), account, zone);
        let told = |tells: bool| match tells {
            true => Treatment::DatedByEvent,
            false => Treatment::AsToday,
        };
        if contract.end_date.is_some() {
            let tells = moved.as_ref().is_some_and(|moved| moved.tells_end);
            notes.add("contracts.end_date", told(tells));
        }
        if contract.amount.is_some() {
            let tells = moved.as_ref().is_some_and(|moved| moved.tells_amount);
            notes.add("contracts.amount", told(tells));
        }
        found.extend(moved);
    }
    found
}

/// The last day on which an event of this kind befell a contract.
fn befell(
    contract: &Contract,
    events: &[ContractEvent],
    kind: ContractEventKind,
    zone: Tz,
) -> Option<NaiveDate> {
    let of = |event: &&ContractEvent| {
        event.kind == kind && event.contract_id.as_ref() == Some(&contract.id)
    };
    events
        .iter()
        .filter(of)
        .map(|event| event.at.day(zone))
        .max()
}

fn contract_fields(contract: &mut Contract, events: &[ContractEvent], zone: Tz, notes: &mut Notes) {
    use ContractEventKind::{Paused, Terminated};
    let status = contract.status;
    if status == Some(ContractStatus::Terminated) && contract.terminated_on.is_none() {
        contract.terminated_on = befell(contract, events, Terminated, zone);
        dated(&mut contract.status, contract.terminated_on, notes);
    }
    if status == Some(ContractStatus::Paused) && contract.paused_from.is_none() {
        contract.paused_from = befell(contract, events, Paused, zone);
        dated(&mut contract.status, contract.paused_from, notes);
    }
    let ends = contract.end_date.is_some();
    // A successor tells by its own days since when a contract is superseded.
    notes.drop("contracts.status", &mut contract.status, |status| {
        *status == ContractStatus::Superseded || (*status == ContractStatus::Expired && !ends)
    });
    if contract.terminated_on.is_none() {
        notes.drop(
            "contracts.lost_reason_id",
            &mut contract.lost_reason_id,
            |_| true,
        );
        notes.drop(
            "contracts.root_cause_id",
            &mut contract.root_cause_id,
            |_| true,
        );
    }
    notes.drop("contracts.stage", &mut contract.stage, |_| true);
}

/// A status that an event dates, or nothing does.
fn dated(status: &mut Option<ContractStatus>, day: Option<NaiveDate>, notes: &mut Notes) {
    match day {
        Some(_) => notes.add("contracts.status", Treatment::DatedByEvent),
        None => notes.drop("contracts.status", status, |_| true),
    }
}

fn opportunities(list: &mut Option<Vec<Opportunity>>, notes: &mut Notes) {
    let Some(list) = list else {
        return;
    };
    let all = list.len();
    list.retain(|opportunity| opportunity.opened_on.is_some());
    if list.len() < all {
        notes.add("opportunities without opened_on", Treatment::LeftOut);
    }
    for one in list {
        if one.closed_on.is_none() {
            notes.drop("opportunities.status", &mut one.status, |status| {
                *status != OpportunityStatus::Open
            });
            notes.drop("opportunities.amount_final", &mut one.amount_final, |_| {
                true
            });
            notes.drop("opportunities.reason_id", &mut one.reason_id, |_| true);
        }
        notes.drop("opportunities.stage", &mut one.stage, |_| true);
        notes.drop(
            "opportunities.probability_bp",
            &mut one.probability_bp,
            |_| true,
        );
        notes.drop(
            "opportunities.amount_forecast",
            &mut one.amount_forecast,
            |_| true,
        );
    }
}

/// Leaves out the invoices that were settled on a day that nobody tells: without their status they would be overdue.
fn settled(list: &mut Vec<Invoice>, notes: &mut Notes) {
    let all = list.len();
    list.retain(|invoice| match invoice.status {
        None | Some(InvoiceStatus::Open) => true,
        Some(InvoiceStatus::Paid) => invoice.paid_at.is_some(),
        Some(InvoiceStatus::Void | InvoiceStatus::WrittenOff) => false,
    });
    if list.len() < all {
        notes.add("invoices settled without a day", Treatment::LeftOut);
    }
}

fn invoice(one: &mut Invoice, notes: &mut Notes) {
    notes.drop("invoices.dunning_step", &mut one.dunning_step, |_| true);
    let disputed = one.disputed_on.is_some();
    notes.drop("invoices.fee_dispute", &mut one.fee_dispute, |_| !disputed);
}

fn ticket(one: &mut Ticket, notes: &mut Notes) {
    let (resolved, escalated) = (one.resolved_at.is_some(), one.escalated_at.is_some());
    notes.drop("tickets.satisfaction", &mut one.satisfaction, |_| !resolved);
    notes.drop("tickets.escalated", &mut one.escalated, |was| {
        *was && !escalated
    });
}

fn complaint(one: &mut Complaint, notes: &mut Notes) {
    let reopened = one.reopened_at.is_some();
    notes.drop(
        "complaints.reopened_count",
        &mut one.reopened_count,
        |count| *count > 0 && !reopened,
    );
}

fn contact(one: &mut Contact, notes: &mut Notes) {
    let left = one.left_at.is_some();
    notes.drop("contacts.active", &mut one.active, |active| {
        !active && !left
    });
    notes.drop("contacts.bounced", &mut one.bounced, |bounced| *bounced);
}

fn referral(one: &mut Referral, notes: &mut Notes) {
    notes.drop("referrals.outcome", &mut one.outcome, |outcome| {
        matches!(outcome, ReferralOutcome::Won | ReferralOutcome::Lost)
    });
}

fn action(one: &mut ActionRecord, notes: &mut Notes) {
    if one.at.is_some() || one.status == ActionStatus::Proposed {
        return;
    }
    one.status = ActionStatus::Proposed;
    one.snoozed_until = None;
    one.reason = None;
    one.actor = None;
    one.outcome = None;
    notes.add("actions.status", Treatment::LeftOut);
}
