//! Contacts, and who looks after the account.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::check::Checker;
use crate::record::{record, words};
use crate::values::{Channel, Id};

words! {
    /// What a contact is to the account's decisions.
    pub enum ContactRole {
        /// Decides on the contract and its budget: the decision maker.
        EconomicBuyer = "economic_buyer",
        /// Speaks for the product inside the account.
        Champion = "champion",
        /// Uses the product.
        User = "user",
        /// Pays the invoices.
        Billing = "billing",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// Whether somebody agreed to be contacted on a channel.
    pub enum Consent {
        /// Agreed.
        Granted = "granted",
        /// Refused or withdrawn.
        Denied = "denied",
    }
}

record! {
    /// A person at the account.
    pub struct Contact {
        /// Identity, unique within the account.
        pub id: Id,
        /// Role in the account's decisions.
        pub role: Option<ContactRole>,
        /// Whether the person can be reached at all; absent counts as reachable.
        pub active: Option<bool>,
        /// The day on which the person left the account.
        pub left_at: Option<NaiveDate>,
        /// Consent per channel; a channel that is absent is unknown, and no automated message goes there.
        pub consent: Option<BTreeMap<Channel, Consent>>,
        /// Whether mail to the person comes back.
        pub bounced: Option<bool>,
    }
}

words! {
    /// What an owner does for an account.
    pub enum OwnerRole {
        /// Sales: the account's owner.
        Sales = "sales",
        /// Customer success.
        Csm = "csm",
        /// Support: the customer centre.
        Support = "support",
        /// Marketing.
        Marketing = "marketing",
        /// Manages others.
        Manager = "manager",
    }
}

record! {
    /// A period in which an owner looked after the account in a role.
    pub struct Assignment {
        /// Identity, where the host has one.
        pub id: Option<Id>,
        /// The role.
        pub role: OwnerRole,
        /// The owner's id in the tenant.
        pub owner_id: Id,
        /// First day.
        pub from: NaiveDate,
        /// Last day; absent while it lasts.
        pub to: Option<NaiveDate>,
    }
    checked by check_assignment;
}

fn check_assignment(assignment: &Assignment, checker: &mut Checker<'_>) {
    checker.period(("from", Some(assignment.from)), ("to", assignment.to));
}

record! {
    /// The passing of an account from one owner to another.
    pub struct Handover {
        /// Identity, where the host has one.
        pub id: Option<Id>,
        /// Who gives.
        pub from: Option<Id>,
        /// Who takes.
        pub to: Option<Id>,
        /// The day on which it takes effect.
        pub effective: NaiveDate,
        /// The day on which the new owner said that it was taken over.
        pub acknowledged_at: Option<NaiveDate>,
    }
}
