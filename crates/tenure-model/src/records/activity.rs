//! Usage and interactions.

use chrono::NaiveDate;

use crate::check::Checker;
use crate::money::Money;
use crate::record::{record, words};
use crate::values::{Id, Moment};

record! {
    /// How much of something was used in a window of days.
    pub struct UsageSample {
        /// Identity, where the host has one.
        pub id: Option<Id>,
        /// The contract under which it was used.
        pub contract_id: Option<Id>,
        /// The product.
        pub product_id: Option<Id>,
        /// What was counted: logins, seats, orders.
        pub metric: String,
        /// First day of the window; absent for a window of one day.
        pub window_start: Option<NaiveDate>,
        /// Last day of the window.
        pub window_end: NaiveDate,
        /// How much was used.
        pub value: f64,
        /// How much could have been used (seats, quota), in the same unit.
        pub entitlement: Option<f64>,
    }
    checked by check_usage;
}

fn check_usage(sample: &UsageSample, checker: &mut Checker<'_>) {
    let end = ("window_end", Some(sample.window_end));
    checker.period(("window_start", sample.window_start), end);
    checker.not_negative("entitlement", sample.entitlement);
}

words! {
    /// What kind of contact it was.
    pub enum InteractionKind {
        /// A meeting, with its notes.
        Meeting = "meeting",
        /// A telephone call.
        Call = "call",
        /// A mail to or from a person.
        Email = "email",
        /// A quote.
        Quote = "quote",
        /// A question or request of the customer.
        Inquiry = "inquiry",
        /// A note; no contact.
        Note = "note",
        /// A promotion; no contact.
        Promotion = "promotion",
        /// A training, or self-service material used.
        Training = "training",
        /// A newsletter; no contact.
        Newsletter = "newsletter",
    }
}

words! {
    /// Who began.
    pub enum Direction {
        /// The customer.
        Inbound = "inbound",
        /// The tenant.
        Outbound = "outbound",
    }
}

words! {
    /// How it went.
    pub enum Sentiment {
        /// Well.
        Positive = "positive",
        /// Neither.
        Neutral = "neutral",
        /// Badly.
        Negative = "negative",
    }
}

record! {
    /// A contact between the tenant and the account, or a note about one.
    pub struct Interaction {
        /// Identity, where the host has one.
        pub id: Option<Id>,
        /// The contract that it was about.
        pub contract_id: Option<Id>,
        /// What it was.
        pub kind: InteractionKind,
        /// When.
        pub at: Moment,
        /// Who wrote it down: an owner's id.
        pub author: Option<Id>,
        /// Free text; never quoted in an answer.
        pub summary: Option<String>,
        /// Who began.
        pub direction: Option<Direction>,
        /// How it went.
        pub sentiment: Option<Sentiment>,
        /// The amount of a quote.
        pub quote_amount: Option<Money>,
        /// The product that it was about.
        pub product_id: Option<Id>,
        /// The day by which somebody promised to come back.
        pub follow_up_due: Option<NaiveDate>,
    }
}
