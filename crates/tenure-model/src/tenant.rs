//! The tenant: what is not one account's.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::account::RecordKind;
use crate::check::Checker;
use crate::entry::canonical_order;
use crate::money::{Currency, Money};
use crate::problem::ProblemKind;
use crate::record::{record, words};
use crate::records::{ActionRecord, OwnerRole};
use crate::values::{Channel, Id};

words! {
    /// Whether an owner is at work.
    pub enum OwnerStatus {
        /// At work.
        Active = "active",
        /// Away, until a day.
        OnLeave = "on_leave",
        /// Left the tenant.
        Departed = "departed",
    }
}

record! {
    /// Somebody who looks after accounts.
    pub struct Owner {
        /// Identity.
        pub id: Id,
        /// Name, for people.
        pub name: Option<String>,
        /// What the owner does.
        pub role: OwnerRole,
        /// Whether the owner is at work, as the host says; absent counts as active. Dates tell more.
        pub status: Option<OwnerStatus>,
        /// First day of a leave.
        pub leave_from: Option<NaiveDate>,
        /// Last day of a leave.
        pub leave_until: Option<NaiveDate>,
        /// The first day on which the owner is no longer there.
        pub departed_on: Option<NaiveDate>,
        /// The owner's manager.
        pub manager_id: Option<Id>,
        /// Who stands in.
        pub backup_id: Option<Id>,
        /// How many open high-priority actions the owner can take on.
        pub capacity: Option<i64>,
    }
    checked by check_owner;
}

fn check_owner(owner: &Owner, checker: &mut Checker<'_>) {
    let from = ("leave_from", owner.leave_from);
    checker.period(from, ("leave_until", owner.leave_until));
    checker.within("capacity", owner.capacity, 0..=i64::MAX);
}

record! {
    /// Something that the tenant sells.
    pub struct Offer {
        /// Identity: the product's id.
        pub id: Id,
        /// Name, for people.
        pub name: Option<String>,
        /// Family of products.
        pub family: Option<String>,
        /// Price of a year.
        pub price: Option<Money>,
        /// Products of which it is the next larger one.
        pub upsell_of: Option<Vec<Id>>,
        /// Products with which it goes.
        pub cross_sell_with: Option<Vec<Id>>,
        /// Products that it needs.
        pub prerequisites: Option<Vec<Id>>,
    }
    checked by check_offer;
}

fn check_offer(offer: &Offer, checker: &mut Checker<'_>) {
    if offer.price.is_some_and(|price| price.minor < 0) {
        let message = "a price cannot be negative; write 0 or more minor units".to_owned();
        checker.error("price", ProblemKind::BadValue, message);
    }
}

words! {
    /// Whether the customer chose to leave.
    pub enum LossClass {
        /// The customer chose to.
        Voluntary = "voluntary",
        /// It happened to the customer.
        Involuntary = "involuntary",
        /// Not known.
        Unknown = "unknown",
    }
}

record! {
    /// A reason for which contracts are lost: a node of a tree.
    pub struct LossReason {
        /// Identity.
        pub id: Id,
        /// The reason above it.
        pub parent_id: Option<Id>,
        /// A short code, such as `price`.
        pub code: String,
        /// What people read, by language.
        pub label: Option<BTreeMap<String, String>>,
        /// Whether the customer chose to leave.
        pub class: Option<LossClass>,
        /// Whether the tenant can do something about it.
        pub controllable: Option<bool>,
        /// Who is to hear of it.
        pub departments: Option<Vec<String>>,
    }
}

/// The topmost reason above each reason of a tree, by id; the reason itself where nothing is above it, and where its parents
/// run in a circle.
///
/// ```
/// use tenure_model::{LossReason, topmost_reasons};
///
/// let reason = |id: &str, above: Option<&str>| LossReason {
///     id: id.into(),
///     parent_id: above.map(Into::into),
///     ..LossReason::default()
/// };
/// let tree = [reason("price", None), reason("budget", Some("price")), reason("cut", Some("budget"))];
/// let top = topmost_reasons(&tree);
/// assert_eq!((top[&tree[2].id], top[&tree[0].id]), (&tree[0], &tree[0]));
///
/// let circle = [reason("x", Some("y")), reason("y", Some("x")), reason("z", Some("x"))];
/// assert!(circle.iter().all(|own| topmost_reasons(&circle)[&own.id] == own));
/// ```
pub fn topmost_reasons(tree: &[LossReason]) -> BTreeMap<&Id, &LossReason> {
    let tree = canonical_order(tree).into_iter();
    let by_id: BTreeMap<&Id, &LossReason> = tree.map(|reason| (&reason.id, reason)).collect();
    let tops = by_id
        .iter()
        .map(|(id, reason)| (*id, topmost(reason, &by_id)));
    tops.collect()
}

fn topmost<'a>(reason: &'a LossReason, by_id: &BTreeMap<&Id, &'a LossReason>) -> &'a LossReason {
    let mut passed = BTreeSet::from([&reason.id]);
    let mut top = reason;
    while let Some(parent) = top.parent_id.as_ref().and_then(|id| by_id.get(id)) {
        if !passed.insert(&parent.id) {
            return reason;
        }
        top = parent;
    }
    top
}

words! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Monday = "mon",
        /// Tuesday.
        Tuesday = "tue",
        /// Wednesday.
        Wednesday = "wed",
        /// Thursday.
        Thursday = "thu",
        /// Friday.
        Friday = "fri",
        /// Saturday.
        Saturday = "sat",
        /// Sunday.
        Sunday = "sun",
    }
}

record! {
    /// The days on which the tenant works.
    pub struct WorkCalendar {
        /// Working days of the week; absent counts as Monday to Friday.
        pub working_days: Option<Vec<Weekday>>,
        /// Days on which nobody works.
        pub holidays: Option<Vec<NaiveDate>>,
    }
    checked by check_calendar;
}

fn check_calendar(calendar: &WorkCalendar, checker: &mut Checker<'_>) {
    if calendar.working_days.as_ref().is_some_and(Vec::is_empty) {
        let message =
            "no day of the week is a working day; name one, or leave the field out".to_owned();
        checker.error("working_days", ProblemKind::BadValue, message);
    }
}

record! {
    /// An exchange rate: one major unit of `from` is `num / den` major units of `to`.
    pub struct Rate {
        /// The currency to convert.
        pub from: Currency,
        /// The currency to arrive at.
        pub to: Currency,
        /// Numerator, positive.
        pub num: i64,
        /// Denominator, positive.
        pub den: i64,
    }
    checked by check_rate;
}

fn check_rate(rate: &Rate, checker: &mut Checker<'_>) {
    checker.within("num", rate.num, 1..=i64::MAX);
    checker.within("den", rate.den, 1..=i64::MAX);
}

record! {
    /// How many automated messages of a channel a contact may get in a period.
    pub struct ContactCap {
        /// The channel.
        pub channel: Channel,
        /// At most this many.
        pub max: i64,
        /// In this many days.
        pub days: i64,
    }
    checked by check_cap;
}

fn check_cap(cap: &ContactCap, checker: &mut Checker<'_>) {
    checker.within("max", cap.max, 0..=i64::MAX);
    checker.within("days", cap.days, 1..=i64::MAX);
}

record! {
    /// When and how often the tenant contacts people by itself.
    pub struct ContactPolicy {
        /// Caps; absent counts as one e-mail in 7 days and four in 30, one SMS or Alimtalk in 7 days.
        pub caps: Option<Vec<ContactCap>>,
        /// First hour of the day at which messages go out, 0 to 23.
        pub from_hour: Option<i64>,
        /// First hour at which they no longer do, 1 to 24.
        pub to_hour: Option<i64>,
    }
    checked by check_policy;
}

fn check_policy(policy: &ContactPolicy, checker: &mut Checker<'_>) {
    checker.within("from_hour", policy.from_hour, 0..=23);
    checker.within("to_hour", policy.to_hour, 1..=24);
    if let (Some(from), Some(to)) = (policy.from_hour, policy.to_hour)
        && to <= from
    {
        let message =
            format!("{to} is not after `from_hour`, which is {from}; messages would never go out");
        checker.error("to_hour", ProblemKind::EndBeforeStart, message);
    }
}

record! {
    /// What is usual in an industry.
    pub struct IndustryProfile {
        /// The industry's word.
        pub industry: String,
        /// The usual customer retention rate, in basis points.
        pub retention_bp: Option<i64>,
    }
    checked by check_profile;
}

fn check_profile(profile: &IndustryProfile, checker: &mut Checker<'_>) {
    checker.within("retention_bp", profile.retention_bp, 0..=10_000);
}

record! {
    /// How many contracts were lost for a reason.
    pub struct LossCount {
        /// The reason's code.
        pub code: String,
        /// How many.
        pub count: i64,
    }
    checked by check_loss_count;
}

fn check_loss_count(loss: &LossCount, checker: &mut Checker<'_>) {
    checker.within("count", loss.count, 0..=i64::MAX);
}

record! {
    /// Facts over the whole portfolio, computed before any account is decided.
    pub struct PortfolioFacts {
        /// The day of which the facts tell.
        pub as_of: NaiveDate,
        /// Codes of the top loss reasons of the last 12 months, most frequent first, ties by code.
        pub top_loss_reasons: Option<Vec<String>>,
        /// Customer retention rate of the last 12 months, in basis points.
        pub retention_rate_bp: Option<i64>,
        /// The contracts lost in the last 90 days by reason, most frequent first, ties by code.
        pub losses_90d: Option<Vec<LossCount>>,
    }
    checked by check_facts;
}

fn check_facts(facts: &PortfolioFacts, checker: &mut Checker<'_>) {
    checker.within("retention_rate_bp", facts.retention_rate_bp, 0..=10_000);
}

record! {
    /// What is not one account's: people, offers, calendar, rates, policy.
    pub struct Tenant {
        /// Identity.
        pub id: Option<Id>,
        /// Time zone by IANA name; absent counts as UTC.
        pub timezone: Option<String>,
        /// The language that people of the tenant read first.
        pub locale: Option<String>,
        /// People who look after accounts.
        pub owners: Option<Vec<Owner>>,
        /// Things that it sells.
        pub offers: Option<Vec<Offer>>,
        /// Why contracts are lost.
        pub loss_reasons: Option<Vec<LossReason>>,
        /// When it works.
        pub calendar: Option<WorkCalendar>,
        /// Exchange rates.
        pub rates: Option<Vec<Rate>>,
        /// When and how often it contacts people by itself.
        pub contact_policy: Option<ContactPolicy>,
        /// Percent by which the business scales the priority of actions, by the id of an action or the kind of a step, 0
        /// to 10,000; it comes before the rulebook's own.
        pub levers: Option<BTreeMap<String, i64>>,
        /// What is usual in each industry.
        pub benchmarks: Option<Vec<IndustryProfile>>,
        /// Minutes within which a ticket should get its first answer.
        pub first_response_target_minutes: Option<i64>,
        /// The record kinds that the host keeps; absent counts as all.
        pub supplies: Option<Vec<RecordKind>>,
        /// Facts over the portfolio.
        pub facts: Option<PortfolioFacts>,
        /// Actions proposed before that are the tenant's own and no account's.
        pub actions: Option<Vec<ActionRecord>>,
    }
    checked by crate::check::tenant::check;
}

impl Tenant {
    /// The time zone; UTC where none is named. A tenant that is read has no name of a zone that there is not; one that a
    /// program puts together with such a name is in UTC.
    pub fn zone(&self) -> chrono_tz::Tz {
        let named = self.timezone.as_ref().and_then(|name| name.parse().ok());
        named.unwrap_or(chrono_tz::UTC)
    }

    /// The rate from one currency to another: the first of the list, else the inverse of the first one back.
    pub fn rate(&self, from: Currency, to: Currency) -> Option<Rate> {
        let rates = self.rates.as_deref().unwrap_or_default();
        let find = |from, to| rates.iter().find(|rate| rate.from == from && rate.to == to);
        find(from, to)
            .cloned()
            .or_else(|| find(to, from).map(Rate::inverse))
    }

    /// An amount in a currency: as it is, if it is in that already, else by [`rate`](Self::rate) and
    /// [`Money::convert`]. `None` without a rate, or beyond 64 bits.
    pub fn convert(&self, amount: Money, to: Currency) -> Option<Money> {
        if amount.currency == to {
            return Some(amount);
        }
        amount.convert(&self.rate(amount.currency, to)?)
    }
}
