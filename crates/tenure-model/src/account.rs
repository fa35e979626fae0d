//! The account: one customer with its records nested.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::money::Currency;
use crate::record::{record, words};
use crate::records::{
    ActionRecord, Assignment, Complaint, Consent, Contact, Contract, ContractEvent, Handover,
    Interaction, Invoice, Opportunity, Purchase, Referral, ScoreSnapshot, SurveyResponse, Ticket,
    UsageSample,
};
use crate::values::{Channel, CustomValue, Id};

words! {
    /// Where the account is in its life.
    pub enum Lifecycle {
        /// Not a customer yet.
        Prospect = "prospect",
        /// Being set up.
        Onboarding = "onboarding",
        /// Learning to use the product.
        Adopting = "adopting",
        /// Using it.
        Steady = "steady",
        /// About to renew.
        RenewalWindow = "renewal_window",
        /// Held to be at risk.
        AtRisk = "at_risk",
        /// Gone.
        Churned = "churned",
        /// Back again.
        Reactivated = "reactivated",
    }
}

words! {
    /// A kind of record that a host may keep.
    pub enum RecordKind {
        /// Contacts.
        Contacts = "contacts",
        /// Contracts.
        Contracts = "contracts",
        /// The contracts' history.
        ContractEvents = "contract_events",
        /// Opportunities.
        Opportunities = "opportunities",
        /// Survey responses.
        Surveys = "surveys",
        /// Complaints.
        Complaints = "complaints",
        /// Tickets.
        Tickets = "tickets",
        /// Usage samples.
        Usage = "usage",
        /// Invoices.
        Invoices = "invoices",
        /// Purchases.
        Purchases = "purchases",
        /// Interactions.
        Interactions = "interactions",
        /// Referrals.
        Referrals = "referrals",
        /// Assignments.
        Assignments = "assignments",
        /// Handovers.
        Handovers = "handovers",
        /// Scores given before.
        Scores = "scores",
        /// Actions proposed before.
        Actions = "actions",
        /// The tenant's owners.
        Owners = "owners",
        /// The tenant's offers.
        Offers = "offers",
        /// The tenant's loss reasons.
        LossReasons = "loss_reasons",
    }
}

/// How many employees an account may be told to have.
pub const EMPLOYEE_COUNTS: RangeInclusive<i64> = 0..=i64::MAX;

record! {
    /// One customer company with its records.
    ///
    /// A list of records that is absent is unknown; one that is present and empty is known to be empty.
    pub struct Account {
        /// Identity, unique within the portfolio.
        pub id: Id,
        /// Name, for people.
        pub name: Option<String>,
        /// The account that it belongs to; kept, not rolled up.
        pub parent_id: Option<Id>,
        /// Industry: `saas`, `manufacturing`, `finance` have packs in the default rulebook; any other word will do.
        pub industry: Option<String>,
        /// Segment or tier.
        pub segment: Option<String>,
        /// Region.
        pub region: Option<String>,
        /// Where it is in its life, as the host says.
        pub lifecycle: Option<Lifecycle>,
        /// The day on which it became a customer.
        pub signup_date: Option<NaiveDate>,
        /// The day on which it went live.
        pub live_on: Option<NaiveDate>,
        /// Employees.
        pub employee_count: Option<i64>,
        /// The currency in which it is ranked; absent, that of its contracts.
        pub currency: Option<Currency>,
        /// Its own time zone, by IANA name.
        pub timezone: Option<String>,
        /// Its owner: the sales person who looks after it.
        pub owner_id: Option<Id>,
        /// Its customer-success manager.
        pub csm_id: Option<Id>,
        /// Labels.
        pub tags: Option<Vec<String>>,
        /// Whether nobody may contact it; absent counts as no.
        pub do_not_contact: Option<bool>,
        /// Consent of the account as a whole, per channel.
        pub contact_prefs: Option<BTreeMap<Channel, Consent>>,
        /// Values of the host's own, by the name after `custom.`.
        pub custom: Option<BTreeMap<String, CustomValue>>,
        /// People at the account.
        pub contacts: Option<Vec<Contact>>,
        /// Agreements.
        pub contracts: Option<Vec<Contract>>,
        /// The agreements' history.
        pub contract_events: Option<Vec<ContractEvent>>,
        /// Deals.
        pub opportunities: Option<Vec<Opportunity>>,
        /// Answers to surveys.
        pub surveys: Option<Vec<SurveyResponse>>,
        /// Complaints.
        pub complaints: Option<Vec<Complaint>>,
        /// Requests to the support desk.
        pub tickets: Option<Vec<Ticket>>,
        /// Usage.
        pub usage: Option<Vec<UsageSample>>,
        /// Bills.
        pub invoices: Option<Vec<Invoice>>,
        /// Things bought.
        pub purchases: Option<Vec<Purchase>>,
        /// Contacts between the tenant and the account.
        pub interactions: Option<Vec<Interaction>>,
        /// Recommendations.
        pub referrals: Option<Vec<Referral>>,
        /// Who looked after the account, and when.
        pub assignments: Option<Vec<Assignment>>,
        /// Handovers.
        pub handovers: Option<Vec<Handover>>,
        /// Scores given before.
        pub scores: Option<Vec<ScoreSnapshot>>,
        /// Actions proposed before.
        pub actions: Option<Vec<ActionRecord>>,
    }
    checked by crate::check::account::check;
}
