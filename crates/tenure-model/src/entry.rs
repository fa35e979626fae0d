//! The records that stand in a list: their own date, their identity, and the order that does not depend on the input.

use std::cmp::Ordering;
use std::collections::HashSet;

use chrono::NaiveDate;

use crate::account::{Account, RecordKind};
use crate::problem::{Level, Problem, ProblemKind};
use crate::record::{Field, Record, RecordInfo};
use crate::records::{
    ActionRecord, Assignment, Complaint, Contact, Contract, ContractEvent, Handover, Interaction,
    Invoice, Opportunity, Purchase, Referral, ScoreSnapshot, SurveyResponse, Ticket, UsageSample,
};
use crate::tenant::{LossReason, Offer, Owner, Tenant};
use crate::values::{Id, Moment};

/// A record that stands in a list of an account or of the tenant.
pub trait Entry: Record + Field + Clone {
    /// The kind of the list.
    const KIND: RecordKind;

    /// The record's own date, with the name of the field that holds it; `None` for a record that was always there.
    ///
    /// From that day on the record is visible: a contract from its signature, else its start; a usage sample from the
    /// end of its window; an opportunity from its opening, if that is known.
    fn dated_by(&self) -> Option<(&'static str, Moment)>;

    /// The record's identity, where it has one.
    fn id(&self) -> Option<&Id>;

    /// The record's own date.
    fn dated(&self) -> Option<Moment> {
        self.dated_by().map(|(_, moment)| moment)
    }

    /// The canonical order: by own date (none first), then id (none first), then content. Equal only if equal in
    /// content.
    fn canonical_cmp(&self, other: &Self) -> Ordering {
        self.dated()
            .cmp(&other.dated())
            .then_with(|| self.id().cmp(&other.id()))
            .then_with(|| self.order(other))
    }
}

macro_rules! entries {
    ($( $ty:ident in $kind:ident, $id:expr, $dated:expr; )+) => { $(
        impl Entry for $ty {
            const KIND: RecordKind = RecordKind::$kind;

            fn dated_by(&self) -> Option<(&'static str, Moment)> {
                let dated: fn(&$ty) -> Option<(&'static str, Moment)> = $dated;
                dated(self)
            }

            fn id(&self) -> Option<&Id> {
                let id: fn(&$ty) -> Option<&Id> = $id;
                id(self)
            }
        } )+

        impl RecordKind {
            /// The fields of the kind's records; the list itself is the field [`RecordKind::as_str`] of the account or,
            /// for owners, offers and loss reasons, of the tenant.
            pub const fn record(self) -> &'static RecordInfo {
                match self { $( Self::$kind => &<$ty as Record>::INFO, )+ }
            }
        }
    };
}

fn signed_or_started(contract: &Contract) -> Option<(&'static str, Moment)> {
    Some(match contract.signed_on {
        Some(day) => ("signed_on", day.into()),
        None => ("start_date", contract.start_date.into()),
    })
}

entries! {
    Contact in Contacts, |r| Some(&r.id), |_| None;
    Contract in Contracts, |r| Some(&r.id), signed_or_started;
    ContractEvent in ContractEvents, |r| r.id.as_ref(), |r| Some(("at", r.at));
    Opportunity in Opportunities, |r| Some(&r.id), |r| r.opened_on.map(|day| ("opened_on", day.into()));
    SurveyResponse in Surveys, |r| r.id.as_ref(), |r| Some(("at", r.at));
    Complaint in Complaints, |r| Some(&r.id), |r| Some(("opened_at", r.opened_at));
    Ticket in Tickets, |r| Some(&r.id), |r| Some(("opened_at", r.opened_at));
    UsageSample in Usage, |r| r.id.as_ref(), |r| Some(("window_end", r.window_end.into()));
    Invoice in Invoices, |r| Some(&r.id), |r| Some(("issued", r.issued.into()));
    Purchase in Purchases, |r| r.id.as_ref(), |r| Some(("at", r.at));
    Interaction in Interactions, |r| r.id.as_ref(), |r| Some(("at", r.at));
    Referral in Referrals, |r| r.id.as_ref(), |r| Some(("at", r.at));
    Assignment in Assignments, |r| r.id.as_ref(), |r| Some(("from", r.from.into()));
    Handover in Handovers, |r| r.id.as_ref(), |r| Some(("effective", r.effective.into()));
    ScoreSnapshot in Scores, |_| None, |r| Some(("as_of", r.as_of.into()));
    ActionRecord in Actions, |_| None, |r| Some(("proposed_on", r.proposed_on.into()));
    Owner in Owners, |r| Some(&r.id), |_| None;
    Offer in Offers, |r| Some(&r.id), |_| None;
    LossReason in LossReasons, |r| Some(&r.id), |_| None;
}

impl RecordKind {
    /// Every kind, in the order of declaration.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::WORDS.iter().filter_map(|word| Self::from_word(word))
    }

    /// Whether the tenant holds the list; else each account does.
    pub const fn is_tenant(self) -> bool {
        matches!(self, Self::Owners | Self::Offers | Self::LossReasons)
    }
}

/// Runs `$do` with the lists of an account.
macro_rules! account_lists {
    ($do:ident) => {
        $do!(
            contacts,
            contracts,
            contract_events,
            opportunities,
            surveys,
            complaints,
            tickets,
            usage,
            invoices,
            purchases,
            interactions,
            referrals,
            assignments,
            handovers,
            scores,
            actions
        )
    };
}

/// Runs `$do` with the lists of a tenant.
macro_rules! tenant_lists {
    ($do:ident) => {
        $do!(owners, offers, loss_reasons, actions)
    };
}

/// Looks at lists of records, one after the other.
pub trait Lists {
    /// Looks at one list that is known.
    fn list<T: Entry>(&mut self, records: &[T]);
}

impl Account {
    /// Shows every list of records that is known, in the order of [`RecordKind`].
    pub fn visit_lists(&self, visitor: &mut impl Lists) {
        macro_rules! visit {
            ($($list:ident),+) => { $( if let Some(list) = &self.$list { visitor.list(list); } )+ };
        }
        account_lists!(visit);
    }

    /// The account with each list of records in canonical order, and only the records that count.
    ///
    /// Of records equal in content one counts; of several with one id the first in canonical order. Accounts that differ
    /// in the order of their records or in such duplicates have one canonical form.
    pub fn canonical(&self) -> Self {
        let mut account = self.clone();
        macro_rules! order {
            ($($list:ident),+) => { $( order(&mut account.$list); )+ };
        }
        account_lists!(order);
        account
    }

    /// The JSON bytes of the canonical form, the same in every build and on every platform: what a digest is made of.
    pub fn canonical_json(&self) -> Vec<u8> {
        if self.is_canonical() {
            json_bytes(self)
        } else {
            json_bytes(&self.canonical())
        }
    }

    /// Whether the account is its own canonical form.
    fn is_canonical(&self) -> bool {
        macro_rules! all {
            ($($list:ident),+) => { true $( && self.$list.as_deref().is_none_or(is_canonical_order) )+ };
        }
        account_lists!(all)
    }
}

impl Tenant {
    /// Shows every list of records that is known, in the order of [`RecordKind`].
    pub fn visit_lists(&self, visitor: &mut impl Lists) {
        macro_rules! visit {
            ($($list:ident),+) => { $( if let Some(list) = &self.$list { visitor.list(list); } )+ };
        }
        tenant_lists!(visit);
    }

    /// The tenant with its owners, offers, loss reasons and actions in canonical order, and only those that count.
    pub fn canonical(&self) -> Self {
        let mut tenant = self.clone();
        macro_rules! order {
            ($($list:ident),+) => { $( order(&mut tenant.$list); )+ };
        }
        tenant_lists!(order);
        tenant
    }

    /// The JSON bytes of the canonical form, the same in every build and on every platform: what a digest is made of.
    pub fn canonical_json(&self) -> Vec<u8> {
        json_bytes(&self.canonical())
    }
}

#[expect(
    clippy::expect_used,
    reason = "writing plain structs with text keys into memory has no way to fail"
)]
fn json_bytes(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain data is JSON")
}

fn order<T: Entry>(list: &mut Option<Vec<T>>) {
    if let Some(records) = list {
        *records = canonical_order(&*records).into_iter().cloned().collect();
    }
}

/// The records of a list that count, in canonical order; see [`Account::canonical`].
pub fn canonical_order<'r, T: Entry + 'r>(records: impl IntoIterator<Item = &'r T>) -> Vec<&'r T> {
    let mut sorted: Vec<&T> = records.into_iter().collect();
    sorted.sort_by(|a, b| a.canonical_cmp(b));
    sorted.dedup_by(|later, first| first.canonical_cmp(later).is_eq());
    let mut seen = HashSet::new();
    sorted.retain(|record| record.id().is_none_or(|id| seen.insert(id)));
    sorted
}

/// Whether records are in canonical order, each once and each id once.
fn is_canonical_order<T: Entry>(records: &[T]) -> bool {
    let mut ids: Vec<&Id> = records.iter().filter_map(Entry::id).collect();
    if !ids.is_sorted_by(|a, b| a < b) {
        ids.sort_unstable();
    }
    ids.is_sorted_by(|a, b| a < b)
        && records.is_sorted_by(|a, b| a.canonical_cmp(b) == Ordering::Less)
}

/// The indexes of the records that do not count, each with the index of the one that counts in its place.
pub(crate) fn left_out_records<T: Entry>(records: &[T]) -> Vec<(usize, usize)> {
    let ascending = |a: &T, b: &T| a.id().is_some() && a.id() < b.id();
    if records.is_sorted_by(ascending) {
        return Vec::new();
    }
    let mut by_id: Vec<(usize, &T)> = records.iter().enumerate().collect();
    by_id.sort_by(|(_, a), (_, b)| a.id().cmp(&b.id()).then_with(|| a.canonical_cmp(b)));
    let mut left_out = Vec::new();
    let mut counting: Option<(usize, &T)> = None;
    for (index, record) in by_id {
        match counting {
            Some((counts, first)) if stands_for(first, record) => left_out.push((index, counts)),
            _ => counting = Some((index, record)),
        }
    }
    left_out.sort_unstable();
    left_out
}

fn stands_for<T: Entry>(first: &T, record: &T) -> bool {
    match (first.id(), record.id()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => first.canonical_cmp(record).is_eq(),
        _ => false,
    }
}

/// The records of an account that are dated after a day, as warnings with the path of the dated field.
///
/// This is apart from reading because an account is read once and judged for many days. A record dated after the day of
/// a decision does not count in it.
pub fn records_after(account: &Account, as_of: NaiveDate, zone: chrono_tz::Tz) -> Vec<Problem> {
    let mut later = Later {
        as_of,
        zone,
        found: Vec::new(),
    };
    account.visit_lists(&mut later);
    later.found
}

struct Later {
    as_of: NaiveDate,
    zone: chrono_tz::Tz,
    found: Vec<Problem>,
}

impl Lists for Later {
    fn list<T: Entry>(&mut self, records: &[T]) {
        for (index, record) in records.iter().enumerate() {
            let Some((field, moment)) = record.dated_by() else {
                continue;
            };
            let day = moment.day(self.zone);
            if day > self.as_of {
                self.found.push(Problem {
                    level: Level::Warning,
                    kind: ProblemKind::AfterAsOf,
                    path: format!("{}[{index}].{field}", T::KIND.as_str()),
                    message: format!(
                        "dated {day}, after {}; the record does not count yet",
                        self.as_of
                    ),
                });
            }
        }
    }
}
