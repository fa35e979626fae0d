//! The tenant: what is not one account's.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::account::RecordKind;
use crate::record::{record, words};
use crate::records::OwnerRole;
use crate::values::{Channel, Currency, Id, Money};

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
}

record! {
    /// What is usual in an industry.
    pub struct IndustryProfile {
        /// The industry's word.
        pub industry: String,
        /// The usual customer retention rate, in basis points.
        pub retention_bp: Option<i64>,
    }
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
    }
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
        /// What is usual in each industry.
        pub benchmarks: Option<Vec<IndustryProfile>>,
        /// Minutes within which a ticket should get its first answer.
        pub first_response_target_minutes: Option<i64>,
        /// The record kinds that the host keeps; absent counts as all.
        pub supplies: Option<Vec<RecordKind>>,
        /// Facts over the portfolio.
        pub facts: Option<PortfolioFacts>,
    }
}
