//! Where the data ends.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;
use tenure::model::{Account, Entry, Id, Invoice, Lists, RecordKind};

/// After so many days of silence in all accounts, the records of a few are taken for mistyped.
const SILENCE: i64 = 366;
/// Few are one account in so many, and one in any case.
const FEW: usize = 100;

/// The last day of which the data tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataEnd {
    /// The day.
    pub on: NaiveDate,
    /// The account of which something is told on it; `None`: the day was given.
    pub account: Option<Id>,
    /// The kind of record that tells it; `None`: the day was given.
    pub record: Option<&'static str>,
    /// The last record that was not believed, if there is one.
    pub doubted: Option<Doubted>,
}

/// A record that lies years after all others, in a few accounts alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubted {
    /// Its day.
    pub on: NaiveDate,
    /// Whose it is.
    pub account: Id,
    /// The kind of record.
    pub record: &'static str,
}

impl DataEnd {
    /// The day that was given.
    pub(super) fn given(on: NaiveDate) -> Self {
        Self {
            on,
            account: None,
            record: None,
            doubted: None,
        }
    }
}

/// The latest day on which anything is on record that happened. What may be written down before its day counts only where
/// there is nothing else: invoices and the contracts' history, and where there are none of these either, contracts,
/// assignments and handovers.
pub(super) fn data_end(accounts: &[Account], zone: Tz) -> Option<DataEnd> {
    let tiers = [Tier::Happened, Tier::Scheduled, Tier::Planned];
    let mut ends = tiers.into_iter().map(|tier| of_tier(accounts, zone, tier));
    ends.find_map(|end| end)
}

/// How sure it is that a record tells of something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tier {
    Happened,
    Scheduled,
    Planned,
}

impl Tier {
    fn of(kind: RecordKind) -> Self {
        match kind {
            RecordKind::Contracts | RecordKind::Assignments | RecordKind::Handovers => {
                Self::Planned
            }
            RecordKind::ContractEvents | RecordKind::Invoices => Self::Scheduled,
            RecordKind::Contacts
            | RecordKind::Opportunities
            | RecordKind::Surveys
            | RecordKind::Complaints
            | RecordKind::Tickets
            | RecordKind::Usage
            | RecordKind::Purchases
            | RecordKind::Interactions
            | RecordKind::Referrals
            | RecordKind::Scores
            | RecordKind::Actions
            | RecordKind::Owners
            | RecordKind::Offers
            | RecordKind::LossReasons => Self::Happened,
        }
    }
}

fn of_tier(accounts: &[Account], zone: Tz, tier: Tier) -> Option<DataEnd> {
    let of = |account| days(account, zone, tier);
    let all: BTreeSet<NaiveDate> = accounts.iter().flat_map(of).map(|(on, _)| on).collect();
    let last = |account| Some((of(account).max()?, account));
    let lasts: Vec<((NaiveDate, &str), &Account)> = accounts.iter().filter_map(last).collect();
    let end = believed(
        &all,
        &lasts.iter().map(|((on, _), _)| *on).collect::<Vec<_>>(),
    )?;
    let told = |account| of(account).find(|(on, _)| *on == end);
    let (account, (_, record)) = accounts.iter().find_map(|one| Some((one, told(one)?)))?;
    let doubted = lasts.iter().max_by_key(|((on, _), _)| *on);
    Some(DataEnd {
        on: end,
        account: Some(account.id.clone()),
        record: Some(record),
        doubted: doubted
            .filter(|((on, _), _)| *on > end)
            .map(|((on, record), account)| Doubted {
                on: *on,
                account: account.id.clone(),
                record,
            }),
    })
}

/// The last of all days but for those that lie after a long silence, and of which few accounts tell.
fn believed(all: &BTreeSet<NaiveDate>, lasts: &[NaiveDate]) -> Option<NaiveDate> {
    let mut end = *all.last()?;
    let few = (lasts.len() / FEW).max(1);
    for (later, earlier) in all.iter().rev().zip(all.iter().rev().skip(1)) {
        if (*later - *earlier).num_days() <= SILENCE {
            continue;
        }
        let after = lasts.iter().filter(|last| *last > earlier).count();
        if after > few || after == lasts.len() {
            break;
        }
        end = *earlier;
    }
    Some(end)
}

/// The days of an account's records, each with their kind.
fn days(
    account: &Account,
    zone: Tz,
    tier: Tier,
) -> impl Iterator<Item = (NaiveDate, &'static str)> {
    let mut days = Dated {
        zone,
        tier,
        found: Vec::new(),
    };
    account.visit_lists(&mut days);
    if tier == Tier::Happened {
        days.settled(account.invoices.as_deref().unwrap_or_default());
    }
    days.found.into_iter()
}

struct Dated {
    zone: Tz,
    tier: Tier,
    found: Vec<(NaiveDate, &'static str)>,
}

impl Dated {
    /// An invoice may be written for a day to come; it is paid or disputed on a day that was.
    fn settled(&mut self, invoices: &[Invoice]) {
        for invoice in invoices {
            let days = [invoice.paid_at, invoice.disputed_on];
            let record = RecordKind::Invoices.as_str();
            let days = days.into_iter().flatten();
            self.found.extend(days.map(|on| (on, record)));
        }
    }
}

impl Lists for Dated {
    fn list<T: Entry>(&mut self, records: &[T]) {
        if Tier::of(T::KIND) != self.tier {
            return;
        }
        let day = |one: &T| Some((one.dated()?.day(self.zone), T::KIND.as_str()));
        self.found.extend(records.iter().filter_map(day));
    }
}
