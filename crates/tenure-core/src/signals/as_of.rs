//! The tenant on one day.

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use tenure_model::{
    Currency, Id, Moment, Money, Offer, Owner, PortfolioFacts, Rate, RecordKind, Tenant,
    canonical_order,
};

use super::kinds::Kinds;
use super::money;
use super::seen::{Clock, Seen, seen};

/// The tenant names a time zone that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone; use an IANA name such as `Asia/Seoul`, or leave it out for UTC")]
pub struct UnknownZone(pub String);

/// The tenant on one day: everything besides an account that derivations may read.
#[derive(Debug, Clone)]
pub struct AsOf<'a> {
    tenant: &'a Tenant,
    clock: Clock,
    currency: Option<Currency>,
    kept: Kinds,
    owners: Arc<Vec<Seen<'a, Owner>>>,
    offers: Arc<Vec<Seen<'a, Offer>>>,
}

impl<'a> AsOf<'a> {
    /// A tenant on a day, told in the tenant's time zone (UTC where it names none). Amounts are told in `currency`, the
    /// rulebook's; without one, each account's in its own.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database.
    pub fn new(
        tenant: &'a Tenant,
        day: NaiveDate,
        currency: Option<Currency>,
    ) -> Result<Self, UnknownZone> {
        let zone = match &tenant.timezone {
            Some(name) => name.parse::<Tz>().map_err(|_| UnknownZone(name.clone()))?,
            None => Tz::UTC,
        };
        let clock = Clock {
            day,
            known: day,
            zone,
        };
        Ok(Self {
            tenant,
            clock,
            currency,
            kept: Kinds::kept(tenant),
            owners: Arc::new(seen(tenant.owners.as_ref(), &clock)),
            offers: Arc::new(seen(tenant.offers.as_ref(), &clock)),
        })
    }

    /// A later day on which nothing more is known than on this one: what if nothing else happens until then.
    pub fn later(&self, day: NaiveDate) -> Self {
        Self {
            clock: Clock {
                day: day.max(self.clock.day),
                ..self.clock
            },
            ..self.clone()
        }
    }

    /// The last day of which anything is known: the day itself, unless it is a [later](Self::later) one.
    pub fn known_until(&self) -> NaiveDate {
        self.clock.known
    }

    /// The day.
    pub fn day(&self) -> NaiveDate {
        self.clock.day
    }

    /// The tenant's time zone.
    pub fn zone(&self) -> Tz {
        self.clock.zone
    }

    /// The tenant as it was handed in: for what has no date, such as its calendar and its contact policy.
    pub fn tenant(&self) -> &'a Tenant {
        self.tenant
    }

    /// The rulebook's currency.
    pub fn currency(&self) -> Option<Currency> {
        self.currency
    }

    /// Whether the host keeps records of a kind.
    pub fn keeps(&self, kind: RecordKind) -> bool {
        self.kept.has(kind)
    }

    /// The owners, by id; none where the tenant tells of none.
    pub fn owners(&self) -> &[Seen<'a, Owner>] {
        &self.owners
    }

    /// The owner of an id.
    pub fn owner(&self, id: &Id) -> Option<&Owner> {
        let index = self
            .owners
            .binary_search_by(|owner| owner.id.cmp(id))
            .ok()?;
        self.owners.get(index).map(|owner| &**owner)
    }

    /// The offers, by id.
    pub fn offers(&self) -> &[Seen<'a, Offer>] {
        &self.offers
    }

    /// The facts over the portfolio, unless they are of a later day.
    pub fn facts(&self) -> Option<&'a PortfolioFacts> {
        self.tenant
            .facts
            .as_ref()
            .filter(|facts| facts.as_of <= self.clock.known)
    }

    /// The code of a loss reason in the tenant's tree; its id where the tree does not have it.
    pub(super) fn reason_code<'s>(&'s self, id: &'s Id) -> &'s str {
        let mut reasons = canonical_order(self.tenant.loss_reasons.iter().flatten()).into_iter();
        reasons
            .find(|reason| reason.id == *id)
            .map_or(id.as_str(), |reason| reason.code.as_str())
    }

    /// The civil day of a moment in the tenant's time zone.
    pub fn day_of(&self, moment: Moment) -> NaiveDate {
        moment.day(self.clock.zone)
    }

    /// Whether a date is the day or one of the `days` - 1 days before it.
    pub fn in_last_days(&self, date: NaiveDate, days: i64) -> bool {
        (0..days).contains(&self.days_since(date))
    }

    /// Whether a date lies after the day minus `months` calendar months, up to the day.
    pub fn in_last_months(&self, date: NaiveDate, months: i64) -> bool {
        date <= self.clock.day
            && tenure_model::add_months(self.clock.day, -months).is_none_or(|start| date > start)
    }

    /// Days from a date to the day; negative for a later one.
    pub fn days_since(&self, date: NaiveDate) -> i64 {
        (self.clock.day - date).num_days()
    }

    /// An amount in another currency, in its minor units, by the tenant's rates.
    pub fn convert(&self, amount: Money, to: Currency) -> Option<i64> {
        let rates: &[Rate] = self.tenant.rates.as_deref().unwrap_or_default();
        money::convert(amount, to, rates)
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(super) fn kept(&self) -> Kinds {
        self.kept
    }
}
